"""The shipped ontology is complete and consistent, and a folder that is not says which file and line."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import ontology as ontologies
from kg.ontology import KnownName, Ontology, OntologyError, load
from kg.vocab import KG, OWL, RDF, RDFS

PROPERTIES = frozenset(re.findall(r"\w+", """
    created developed released operates owns hasUnit subsidiaryOf partOf acquired mergedWith investedIn raisedFunding
    valuedAt hasFigure holdsPosition leads supervisedBy joined left hired headquarteredIn basedIn operatesIn bornIn
    bornOn diedIn diedOn residesIn nationality educatedAt memberOf politicalAffiliation childOf spouse foundedOn
    partneredWith competesWith suppliesTo integratedWith uses basedOn sued fined regulates subjectTo warnedAgainst
    targets alsoKnownAs
"""))

CLASSES = frozenset(re.findall(r"\w+", """
    Organization Company BusinessUnit GovernmentBody NewsOutlet University Person Product AIModel SoftwareProduct Device
    Service Place Country City Region LegalInstrument Technology Industry Event MonetaryAmount Count Percentage Article
    Group Term Time
"""))

# Pairs that news states, with the property they are stated with.
POSSIBLE = [
    ("Person", "created", "Company"), ("Company", "created", "BusinessUnit"), ("Company", "created", "Service"),
    ("Country", "created", "LegalInstrument"), ("Company", "developed", "AIModel"),
    ("University", "developed", "AIModel"), ("Company", "acquired", "BusinessUnit"),
    ("Person", "acquired", "Company"), ("GovernmentBody", "fined", "Company"), ("Country", "owns", "Company"),
    ("Company", "suppliesTo", "GovernmentBody"), ("Device", "uses", "SoftwareProduct"),
    ("Person", "holdsPosition", "Country"), ("Person", "holdsPosition", "Service"), ("Company", "hasFigure", "Count"),
    ("AIModel", "hasFigure", "MonetaryAmount"), ("Company", "targets", "Industry"), ("Company", "foundedOn", "Time"),
    ("LegalInstrument", "regulates", "Industry"), ("SoftwareProduct", "sued", "Country"),
    ("Person", "educatedAt", "University"), ("Person", "politicalAffiliation", "PoliticalParty"),
    ("Company", "alsoKnownAs", "Term"),
]
IMPOSSIBLE = [
    ("Company", "created", "Person"), ("AIModel", "acquired", "Company"), ("Company", "fined", "GovernmentBody"),
    ("Company", "spouse", "Company"), ("Company", "bornIn", "City"), ("City", "headquarteredIn", "Company"),
    ("Company", "foundedOn", "City"), ("MonetaryAmount", "raisedFunding", "Company"),
    ("Company", "valuedAt", "Percentage"), ("Company", "politicalAffiliation", "Company"),
    ("Company", "leads", "Industry"), ("Company", "released", "Company"),
]


@pytest.fixture(scope="module")
def shipped() -> Ontology:
    return load()


@pytest.fixture
def folder(tmp_path: Path, shipped: Ontology) -> Path:
    """A user's own copy of the ontology, without the names (they are many)."""
    copy = tmp_path / "mine"
    copy.mkdir()
    shutil.copy(shipped.path / "news.ttl", copy)
    return copy


PREFIXES = """@prefix kg: <https://w3id.org/kg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix name: <https://w3id.org/kg/name/> .
"""


# --- What is shipped


def test_every_property_and_class_of_the_design_is_there(shipped: Ontology) -> None:
    assert shipped.properties.keys() >= PROPERTIES
    assert shipped.classes.keys() >= CLASSES
    assert not shipped.properties.keys() & shipped.terms.keys()


def test_every_term_has_both_labels_and_a_comment(shipped: Ontology) -> None:
    triples = list(ox.parse((shipped.path / "news.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))
    terms = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(KG)}
    for predicate, languages in ((RDFS + "label", {"en", "zh"}), (RDFS + "comment", {"en"})):
        for term in sorted(terms):
            found = Counter(t.object.language for t in triples
                            if t.subject.value == term and t.predicate.value == predicate)
            assert found == Counter(dict.fromkeys(languages, 1)), (term, predicate, found)


def test_labels_are_distinct(shipped: Ontology) -> None:
    for terms in (shipped.classes, shipped.properties):
        for language in ("en", "zh"):
            labels = Counter(shipped.label(name, language) for name in terms)
            assert [label for label, n in labels.items() if n > 1] == []


def test_domains_and_ranges_are_classes(shipped: Ontology) -> None:
    for prop in shipped.properties.values():
        assert prop.domain and prop.range, prop.name
        assert prop.domain | prop.range <= shipped.classes.keys(), prop.name
        redundant = [(a, b) for side in (prop.domain, prop.range) for a in side for b in side
                     if a != b and shipped.is_a(a, b)]
        assert redundant == [], prop.name


@pytest.mark.parametrize(("subject", "name", "object_"), POSSIBLE)
def test_possible(shipped: Ontology, subject: str, name: str, object_: str) -> None:
    assert fits(shipped, subject, name, object_)


@pytest.mark.parametrize(("subject", "name", "object_"), IMPOSSIBLE)
def test_impossible(shipped: Ontology, subject: str, name: str, object_: str) -> None:
    assert not fits(shipped, subject, name, object_)


def fits(ontology: Ontology, subject: str, name: str, object_: str) -> bool:
    prop = ontology.properties[name]
    return (any(ontology.is_a(subject, cls) for cls in prop.domain)
            and any(ontology.is_a(object_, cls) for cls in prop.range))


def test_symmetric_properties_and_inverses_agree(shipped: Ontology) -> None:
    for prop in shipped.properties.values():
        if prop.symmetric:
            assert prop.domain == prop.range, prop.name
        if prop.inverse:
            other = shipped.properties[prop.inverse]
            assert other.inverse == prop.name
            assert all(any(shipped.compatible(d, r) for r in other.range) for d in prop.domain), prop.name
    assert {p.name for p in shipped.properties.values() if p.symmetric} == {
        "mergedWith", "spouse", "partneredWith", "competesWith"}
    assert shipped.properties["hasUnit"].inverse == "subsidiaryOf"


def test_what_kind_of_object_a_property_takes(shipped: Ontology) -> None:
    kinds = {p.name: p.object_kind for p in shipped.properties.values() if p.object_kind}
    assert {kinds[name] for name in ("created", "developed", "released", "acquired", "owns", "uses")} == {"concrete"}
    assert {kinds[name] for name in ("holdsPosition", "leads", "left", "joined", "hired", "sued")} == {"named"}
    assert "targets" not in kinds


def test_hierarchy(shipped: Ontology) -> None:
    assert shipped.is_a("AIModel", "Product") and shipped.is_a("Product", "Product")
    assert not shipped.is_a("Product", "AIModel") and not shipped.is_a("Unheard", "Product")
    assert shipped.compatible("Organization", "Company") and shipped.compatible("Company", "Organization")
    assert shipped.compatible("", "Company") and shipped.compatible("Company", "")
    assert not shipped.compatible("Company", "University")


@pytest.mark.parametrize(("noun", "cls"), [("company", "Company"), ("公司", "Company"), ("model", "AIModel"),
                                           ("joy", "")])
def test_nouns_name_classes(shipped: Ontology, noun: str, cls: str) -> None:
    assert shipped.class_of(noun) == cls


def test_label_falls_back(shipped: Ontology) -> None:
    assert shipped.label("acquired", "zh") == "收购"
    assert shipped.label("hasUnit", "fr") == "has unit"
    assert shipped.label("confidence") == "confidence"
    assert shipped.label("nothing") == "nothing"


# --- Names


def test_names_are_many_and_of_every_kind(shipped: Ontology) -> None:
    kinds = Counter(name.type for name in shipped.names)
    assert len(shipped.names) >= 900
    for cls in ("Company", "GovernmentBody", "University", "NewsOutlet", "Person", "AIModel", "SoftwareProduct",
                "Device", "Service", "Country", "City", "Region", "LegalInstrument"):
        assert kinds[cls] >= 20, cls
    assert kinds.keys() <= shipped.classes.keys()


def test_every_name_has_both_labels(shipped: Ontology) -> None:
    assert [n.iri for n in shipped.names if n.labels.keys() != {"en", "zh"}] == []


def test_no_two_names_share_a_text(shipped: Ontology) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for name in shipped.names:
        for form in name.forms:
            owners.setdefault(form, set()).add(name.iri)
    assert {form: iris for form, iris in owners.items() if len(iris) > 1} == {}


def test_ambiguous_texts_are_no_plain_forms(shipped: Ontology) -> None:
    plain = {form for name in shipped.names for form in name.forms}
    assert plain.isdisjoint(text for name in shipped.names for text in name.ambiguous)
    assert {"Target", "Gap", "Visa", "Meta"} <= {text for name in shipped.names for text, _ in name.ambiguous}


def test_texts_are_clean_and_tagged(shipped: Ontology) -> None:
    for name in shipped.names:
        for text, language in (*name.forms, *name.ambiguous, *name.demonyms):
            assert text == " ".join(text.split()) and text.isprintable(), name.iri
            assert language in {"en", "zh"}, name.iri
            assert language == "zh" or not re.search("[\u4e00-\u9fff]", text), name.iri


def test_only_places_have_demonyms(shipped: Ontology) -> None:
    assert all(shipped.is_a(name.type, "Place") for name in shipped.names if name.demonyms)


def test_wikidata_items_are_used_once(shipped: Ontology) -> None:
    items = [item for name in shipped.names for item in name.same_as]
    assert len(items) == len(set(items)) > 100
    assert all(re.fullmatch(r"http://www\.wikidata\.org/entity/Q\d+", item) for item in items)


@pytest.mark.parametrize(("text", "cls"), [
    ("Alibaba", "Company"), ("阿里巴巴", "Company"), ("Alibaba Cloud", "BusinessUnit"), ("通义千问", "AIModel"),
    ("千问", "SoftwareProduct"), ("Taobao", "SoftwareProduct"), ("淘宝闪购", "Service"), ("TMTPost", "NewsOutlet"),
    ("GDPR", "LegalInstrument"), ("SAMR", "GovernmentBody"), ("EU", "Region"), ("Hangzhou", "City"), ("马云", "Person"),
])
def test_known(shipped: Ontology, text: str, cls: str) -> None:
    assert [n.type for n in shipped.names if text in {form for form, _ in n.forms}] == [cls]


# --- A user's own folder


def test_own_property_and_name(folder: Path) -> None:
    (folder / "mine.ttl").write_text(PREFIXES + """
kg:sponsored a owl:ObjectProperty ; rdfs:label "sponsored"@en ; rdfs:comment "Paid for."@en ;
    schema:domainIncludes kg:Company , kg:Person ; rdfs:range kg:Event .
name:Zork a skos:Concept , kg:Company ; skos:prefLabel "Zork"@en ; skos:altLabel "Zork Inc"@en , "佐克"@zh .
""", encoding="utf-8")
    own = load(folder)
    assert own.properties["sponsored"].domain == {"Company", "Person"}
    assert own.properties["sponsored"].range == {"Event"}
    assert own.names == (KnownName("https://w3id.org/kg/name/Zork", "Company", {"en": "Zork"},
                                   aliases=(("Zork Inc", "en"), ("佐克", "zh"))),)
    assert "created" in own.properties


def test_digest_follows_every_turtle_file(folder: Path) -> None:
    first = load(folder).digest
    assert load(folder).digest == first
    (folder / "lexicon.xx.ttl").write_text("not read here, but part of the digest", encoding="utf-8")
    assert load(folder).digest != first


@pytest.mark.parametrize(("turtle", "line", "reason"), [
    ("kg:x a owl:ObjectProperty ;; rdfs:label .", 8, "bad.ttl:8: "),
    ("kg:x a owl:ObjectProperty ;\n schema:domainIncludes kg:Company ;\n schema:rangeIncludes kg:Compny .", 10,
     "unknown class kg:Compny for kg:x"),
    ("kg:x a owl:ObjectProperty ; schema:domainIncludes kg:Company .", 8, "property kg:x has no range"),
    ("kg:X a owl:Class ; rdfs:subClassOf kg:Nothing .", 8, "unknown class kg:Nothing"),
    ("<http://example.org/p> a owl:ObjectProperty .", 8, "not in the namespace kg:"),
    ("name:A a skos:Concept , kg:Firm ; skos:prefLabel 'A'@en .", 8, "unknown class kg:Firm for name:A"),
    ("name:A a skos:Concept ; skos:prefLabel 'A'@en .", 8, "has 0 classes"),
    ("name:A a skos:Concept , kg:Company .", 8, "no skos:prefLabel"),
    ("kg:Person skos:hiddenLabel 'spot'@en .\nkg:Place skos:hiddenLabel 'spot'@en .", 9, "describes both"),
])
def test_errors_name_file_and_line(folder: Path, turtle: str, line: int, reason: str) -> None:
    bad = folder / "bad.ttl"
    bad.write_text(PREFIXES + "\n" + turtle, encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape(reason)) as caught:
        load(folder)
    assert (caught.value.path, caught.value.line) == (bad, line)
    assert str(caught.value).startswith(f"{bad}:{line}: ")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00\x01\x02 binary", "name:\u202e".encode()])
def test_files_that_are_no_turtle(folder: Path, content: bytes) -> None:
    (folder / "bad.ttl").write_bytes(content)
    with pytest.raises(OntologyError, match=r"bad\.ttl"):
        load(folder)


def test_missing_and_empty_folders(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(OntologyError, match="not an ontology folder"):
            load(path)


def test_a_cycle_of_classes_ends(folder: Path) -> None:
    (folder / "cycle.ttl").write_text(
        PREFIXES + "kg:A a owl:Class ; rdfs:subClassOf kg:B . kg:B a owl:Class ; rdfs:subClassOf kg:A .")
    assert load(folder).is_a("A", "B") and load(folder).is_a("B", "A")


def test_the_wheel_s_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "kg"
    (package / "data" / "ontology").mkdir(parents=True)
    monkeypatch.setattr(ontologies, "__file__", str(package / "ontology.py"))
    assert ontologies.shipped() == package / "data" / "ontology"
    (package / "data" / "ontology").rmdir()
    assert ontologies.shipped() == tmp_path / "ontology"


def test_declared_types_are_owl(shipped: Ontology) -> None:
    triples = ox.parse((shipped.path / "news.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    used = {t.object.value for t in triples if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode)}
    assert used - {KG + "Polarity", KG + "Modality", KG + "Operator", KG + "Record"} == {
        OWL + kind for kind in ("Ontology", "Class", "ObjectProperty", "DatatypeProperty", "SymmetricProperty",
                                "AnnotationProperty")}


@pytest.mark.parametrize("file", ["news.ttl", "names.ttl"])
def test_other_parsers_read_the_same(shipped: Ontology, file: str) -> None:
    """rdflib is stricter about local names than Oxigraph."""
    ours = set(ox.parse((shipped.path / file).read_bytes(), format=ox.RdfFormat.TURTLE))
    assert len(rdflib.Graph().parse(shipped.path / file)) == len(ours)


def test_names_are_one_line_each_and_sorted(shipped: Ontology) -> None:
    groups = (shipped.path / "names.ttl").read_text(encoding="utf-8").split("# --- ")[1:]
    for group in groups:
        title, *lines = (line for line in group.splitlines() if line)
        assert all(re.match(r"name:\S+ a skos:Concept , kg:\w+ ; .* \.$", line) for line in lines), title
        labels = [re.search(r'prefLabel "((?:[^"\\]|\\.)*)"@en', line)[1] for line in lines]  # type: ignore[index]
        assert labels == sorted(labels, key=sort_key), title


def sort_key(label: str) -> str:
    return unicodedata.normalize("NFD", label).casefold()
