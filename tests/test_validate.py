"""SHACL: the graph of every build conforms, and each thing that could be wrong is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ENTITIES, FOUNDED, ONTOLOGY, ORBIX, world
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.ontology import OntologyError
from kg.store import Oxigraph, StoreError, read_files
from kg.validate import LARGE, Report, Result, check, validate, validate_store

CLAIM = f"<{vocab.claim_iri(FOUNDED.id)}>"
PROLOGUE = vocab.sparql_prologue()


def test_a_built_graph_conforms() -> None:
    report = validate(world(), ONTOLOGY)
    assert report.conforms
    assert report.results == ()
    assert check(stored(world(rdf12=True)), ONTOLOGY) == report


def test_rdf12_is_left_out() -> None:
    assert validate(world(rdf12=True), ONTOLOGY).conforms


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return world(claims=[FOUNDED])

INVERSE = ""  # an inverse path has no IRI, as "or" has none

BROKEN = [
    # taken from the graph (as subject and predicate), put in, the path of the result
    (f"{CLAIM} rdf:subject", "", "rdf:subject"),
    (f"{CLAIM} rdf:predicate", "", "rdf:predicate"),
    (f"{CLAIM} rdf:predicate", f"{CLAIM} rdf:predicate foaf:made", "rdf:predicate"),
    (f"{CLAIM} rdf:object", "", "rdf:object"),
    ("", f"{CLAIM} rdf:object entity:Kestrel", "rdf:object"),
    (f"{CLAIM} kg:polarity", "", "kg:polarity"),
    (f"{CLAIM} kg:polarity", f"{CLAIM} kg:polarity kg:maybe", "kg:polarity"),
    (f"{CLAIM} kg:modality", "", "kg:modality"),
    (f"{CLAIM} kg:modality", f"{CLAIM} kg:modality kg:denied", ""),
    (f"{CLAIM} kg:polarity", f"{CLAIM} kg:polarity kg:negated", ""),
    (f"{CLAIM} kg:confidence", f"{CLAIM} kg:confidence 1.5", "kg:confidence"),
    (f"{CLAIM} kg:confidence", f"{CLAIM} kg:confidence -0.1", "kg:confidence"),
    (f"{CLAIM} kg:confidence", f"{CLAIM} kg:confidence 'high'", "kg:confidence"),
    (f"{CLAIM} prov:wasDerivedFrom", "", "prov:wasDerivedFrom"),
    (f"{CLAIM} prov:wasDerivedFrom", f"{CLAIM} prov:wasDerivedFrom entity:Orbix", "prov:wasDerivedFrom"),
    ("", f"{CLAIM} kg:attributedTo 'somebody'", "kg:attributedTo"),
    (f"{CLAIM} kg:timeStart", f"{CLAIM} kg:timeStart '2022-01-01'^^xsd:date", "kg:timeStart"),
    (f"{CLAIM} kg:subjectEnd", f"{CLAIM} kg:subjectEnd 0", "kg:subjectStart"),
    ("?x oa:end", "", "oa:end"),
    ("?x oa:start", "?x oa:start 99999", "oa:start"),
    ("?x oa:start", "?x oa:start -1", "oa:start"),
    ("?x oa:exact", "", "oa:exact"),
    ("?x oa:hasSelector", "", "oa:hasSelector"),
    ("?x oa:hasSource", "", "oa:hasSource"),
    ("?x schema:text", "", "schema:text"),
    ("entity:Orbix skos:prefLabel", "", "skos:prefLabel"),
    ("", "entity:Orbix skos:prefLabel 'Orbital'@en", "skos:prefLabel"),
    ("entity:Orbix rdf:type", "entity:Orbix a kg:Entity", "rdf:type"),
    ("?x kg:support", "?x kg:support 0", "kg:support"),
    (f"{CLAIM} kg:states", "", INVERSE),
    ("", "<https://w3id.org/kg/value/5/EUR> a kg:MonetaryAmount", ""),
]


@pytest.mark.parametrize(("taken", "put", "path"), BROKEN)
def test_what_is_broken_is_found_in_both_ways(quads: list[Quad], taken: str, put: str, path: str) -> None:
    broken = changed(quads, taken, put)
    report = validate(broken, ONTOLOGY)
    assert not report.conforms
    assert path in {vocab.compact(result.path) for result in report.violations}
    assert check(stored(broken), ONTOLOGY) == report


def stored(quads: list[Quad]) -> Oxigraph:
    store = Oxigraph()
    store.load(quads)
    return store


def changed(quads: list[Quad], taken: str, put: str) -> list[Quad]:
    """The quads without those of a subject ("?x": any) and predicate, and with the statement put in for each."""
    subject, _, predicate = taken.partition(" ")
    gone = [quad for quad in quads if taken and quad.predicate == node(predicate)
            and subject in ("?x", str(quad.subject), vocab.compact(quad.subject.value))]
    assert gone or not taken
    held = [quad for quad in quads if quad not in gone]
    for about in sorted({str(quad.subject) for quad in gone}) or ["?x"]:
        text = PROLOGUE + (put.replace("?x", about) + " ." if put else "")
        held += [Quad(*triple) for triple in parse(text, format=RdfFormat.TURTLE)]
    return held


def node(compact: str) -> NamedNode:
    prefix, _, local = compact.partition(":")
    return NamedNode(vocab.PREFIXES[prefix] + local)


def test_domain_and_range_are_warnings() -> None:
    person = NamedNode(vocab.entity_iri("Kestrel"))
    quads = [*world(), Quad(person, NamedNode(vocab.KG + "bornOn"), NamedNode(ORBIX))]
    report = validate(quads, ONTOLOGY)
    assert report.conforms
    assert check(stored(quads), ONTOLOGY) == report
    assert {(result.severity, result.message) for result in report.results} == {
        ("Warning", "subject of kg:bornOn should be a Person"), ("Warning", "object of kg:bornOn should be a Time")}


def test_an_unknown_class_is_no_wrong_class() -> None:
    entities = [replace(entity, type="") for entity in ENTITIES]
    assert validate(world(entities=entities), ONTOLOGY).results == ()
    assert check(stored(world(entities=entities)), ONTOLOGY).results == ()


def test_a_date_is_in_the_range_of_times() -> None:
    when = replace(FOUNDED.object, id=None, kind="time", value="2021-04", unit="date")
    claim = replace(FOUNDED, object=when, predicate=replace(FOUNDED.predicate, id="kg:foundedOn"))
    assert validate(world(claims=[claim]), ONTOLOGY).results == ()


def test_results_come_in_one_order_and_read_well(quads: list[Quad]) -> None:
    broken = [quad for quad in quads if quad.predicate != NamedNode(vocab.KG + "confidence")]
    broken.append(Quad(NamedNode(ORBIX), NamedNode(vocab.KG + "bornOn"), Literal("x")))
    reports = [validate(order, ONTOLOGY) for order in (broken, broken[::-1])]
    assert reports[0] == reports[1]
    assert [result.severity for result in reports[0].results] == ["Violation", "Warning"]
    assert str(reports[0].violations[0]) == (
        f"violation: claim:{FOUNDED.id} kg:confidence: a claim has one confidence, from 0 to 1")


def test_no_result_is_conforming() -> None:
    assert Report().conforms
    assert Report((Result("Warning", "", "", "", "", ""),)).conforms


SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kg/ontology#> .
<http://example.org/mine> a sh:NodeShape ; sh:targetClass kg:Claim ; """


@pytest.mark.parametrize(("text", "reason"), [
    ("@prefix sh: <http://www.w3.org/ns/shacl#> .\n\nsh:a sh:b [ .", r"mine\.ttl:3: "),
    (SHAPE + "sh:property [ sh:minCount 1 ] .", r"mine\.ttl: not valid SHACL: .* not a well-formed SHACL"),
    (SHAPE + "sh:property [ sh:path kg:time ; sh:minCount 'x' ] .", r"mine\.ttl: not valid SHACL: .* xsd:integer"),
    (SHAPE + "sh:property [ sh:path kg:polarity ; sh:pattern '(' ] .", r"mine\.ttl: not valid SHACL: missing \)"),
    (SHAPE + "sh:sparql [ sh:select 'SELECT nothing' ] .", r"mine\.ttl: not valid SHACL: Expected SelectQuery"),
    (b"\xff\xfe\x00", r"mine\.ttl: not UTF-8"),
    (None, r"mine\.ttl: No such file"),
])
def test_malformed_shapes_are_named(quads: list[Quad], tmp_path: Path, text: str | bytes | None, reason: str) -> None:
    shapes = tmp_path / "mine.ttl"
    if text is not None:
        shapes.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(OntologyError, match=reason):
        validate(quads, ONTOLOGY, shapes)


# --- Shapes and data of others, both ways

THEIRS = """
@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Poodle rdfs:subClassOf :Dog . :Dog rdfs:subClassOf :Animal .
:rex a :Poodle ; :name "Rex"@en , "Rex"@de ; :age 3 ; :owner :ann ; :code "AB-1" ; :born "2020-05-01"^^xsd:date .
:ann a :Person ; :name "Ann" ; :age 40 ; :pet :rex .
:bob a :Person ; :name "Bob"@en , "Robert"@en ; :age "x"^^xsd:integer ; :pet [ a :Dog ; :age 300 ] .
"""
SHAPES = """
@prefix : <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:S a sh:NodeShape ; %s .
"""


@pytest.mark.parametrize(("shape", "results"), [
    ("sh:targetClass :Animal ; sh:property [ sh:path :name ; sh:minCount 1 ; sh:message 'm' ]", 1),
    ("sh:targetClass :Person ; sh:property [ sh:path :name ; sh:uniqueLang true ; sh:message 'm' ]", 1),
    ("sh:targetClass :Person ; sh:property [ sh:path :age ; sh:datatype xsd:integer ; sh:message 'm' ]", 1),
    ("sh:targetClass :Person ; sh:property [ sh:path ( :pet :age ) ; sh:maxInclusive 20 ; sh:message 'm' ]", 1),
    ("sh:targetClass :Person ; sh:property [ sh:path :pet ; sh:nodeKind sh:IRI ; sh:message 'm' ]", 1),
    ("sh:targetClass :Person ; sh:property [ sh:path :pet ; sh:message 'm' ; "
     "sh:property [ sh:path :age ; sh:maxExclusive 100 ; sh:message 'n' ] ]", 1),
    ("sh:targetSubjectsOf :pet ; sh:property [ sh:path :name ; sh:hasValue 'Ann' ; sh:message 'm' ]", 1),
    ("sh:targetObjectsOf :pet ; sh:class :Dog ; sh:message 'm'", 0),
    ("sh:targetObjectsOf :pet ; sh:not [ sh:class :Poodle ] ; sh:message 'm'", 1),
    ("sh:targetNode :rex ; sh:property [ sh:path :code ; sh:pattern '^ab' ; sh:flags 'i' ; sh:message 'm' ]", 0),
    ("sh:targetNode :rex ; sh:property [ sh:path :code ; sh:pattern '^ab' ; sh:message 'm' ]", 1),
    ("sh:targetNode :rex ; sh:property [ sh:path :code ; sh:minLength 9 ; sh:maxLength 2 ; sh:message 'm' ]", 1),
    ("sh:targetNode :rex ; sh:property [ sh:path [ sh:inversePath :pet ] ; sh:minCount 2 ; sh:message 'm' ]", 1),
    ("sh:targetNode :rex ; sh:property [ sh:path [ sh:alternativePath ( :owner :name ) ] ; sh:maxCount 2 ; "
     "sh:message 'm' ]", 1),
    ("sh:targetNode :rex ; sh:property [ sh:path :age ; sh:in ( 1 2 ) ; sh:message 'm' ]", 1),
    ("sh:targetNode :rex , :ann ; sh:xone ( [ sh:class :Dog ] [ sh:property [ sh:path :age ; sh:minInclusive 4 ] ] ) ; "
     "sh:message 'm'", 0),
    ("sh:targetNode :rex , :ann ; sh:and ( [ sh:class :Dog ] [ sh:nodeKind sh:IRI ] ) ; sh:message 'm'", 1),
    ("sh:targetClass :Person ; sh:property [ sh:path :pet ; sh:node [ sh:property [ sh:path :age ; sh:maxCount 0 ] ] ; "
     "sh:message 'm' ]", 2),
    ("sh:targetClass :Person ; sh:severity sh:Info ; sh:property [ sh:path :pet ; sh:message 'm' ; "
     "sh:qualifiedValueShape [ sh:class :Poodle ] ; sh:qualifiedMinCount 1 ]", 1),
    ("sh:targetClass :Person ; sh:deactivated true ; sh:property [ sh:path :pet ; sh:maxCount 0 ; sh:message 'm' ]", 0),
])
def test_both_ways_agree_on_shapes_and_data_of_others(tmp_path: Path, shape: str, results: int) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(THEIRS, encoding="utf-8")
    shapes.write_text(SHAPES % shape, encoding="utf-8")
    store = read_files([data])
    found = check(store, ONTOLOGY, shapes)
    assert found == validate(store.quads(), ONTOLOGY, shapes)
    assert len(found.results) == results


@pytest.mark.parametrize("shape", [
    "sh:targetClass :Person ; sh:closed true", "sh:targetClass :Person ; sh:sparql [ sh:select 'SELECT $this {}' ]",
    "sh:targetClass :Person ; sh:property [ sh:path :name ; sh:maxCount 99 ]",
    "sh:targetClass :Person ; sh:property [ sh:path [] ; sh:minCount 1 ]",
    "sh:targetClass :Person ; sh:property [ sh:path :name ; sh:minCount 'x' ]",
    "sh:targetClass :Person ; sh:nodeKind :Odd",
])
def test_what_sparql_does_not_check_is_told(tmp_path: Path, shape: str) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(SHAPES % shape, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"shapes\.ttl: "):
        check(stored(world()), ONTOLOGY, shapes)


def test_the_size_says_which_way(monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[str] = []
    monkeypatch.setattr("kg.validate.choice.validate", lambda *given: ways.append("shacl"))
    monkeypatch.setattr("kg.validate.choice.check", lambda *given: ways.append("sparql"))
    validate_store(stored(world()), ONTOLOGY)
    subject, predicate = NamedNode(ORBIX), NamedNode(vocab.KG + "value")
    validate_store(stored([Quad(subject, predicate, Literal(number)) for number in range(LARGE + 1)]), ONTOLOGY)
    assert ways == ["shacl", "sparql"]


@pytest.mark.parametrize(("name", "content", "reason"), [
    ("x.ttl", "<urn:a> <urn:b> .\n<", r"x\.ttl:1: "), ("x.nq", "<a", r"x\.nq:1: "), ("x.docx", "", "no format of RDF"),
    ("x.jsonld", "[", r"x\.jsonld"), ("x", "", "no format of RDF"), ("x.rdf", "<a>", r"x\.rdf"),
    ("none/x.ttl", None, "No such file"), ("bytes.ttl", b"\xff\xfe", r"bytes\.ttl"),
])
def test_files_that_cannot_be_read_are_named(tmp_path: Path, name: str, content: str | bytes | None,
                                             reason: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(StoreError, match=reason):
        read_files([file])
