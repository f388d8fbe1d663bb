"""Identity: which names become one entity, and which never."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from kg.model import Argument, Article, Attribution, Claim, Entity, Predicate, Span
from kg.ontology import KnownName, Ontology, load
from kg.resolve import ArticleNames, Linker, names, names_of
from kg.resolve.brackets import Written, brackets

KNOWN = (
    KnownName("https://w3id.org/kg/name/Fabrikam", "Company", {"en": "Fabrikam Group", "zh": "法布集团"},
              aliases=(("Fabrikam", "en"), ("法布", "zh")), same_as=("http://www.wikidata.org/entity/Q1",)),
    KnownName("https://w3id.org/kg/name/Fabrikam_Cloud", "BusinessUnit", {"en": "Fabrikam Cloud"}),
    KnownName("https://w3id.org/kg/name/Oslo", "City", {"en": "Oslo"}, demonyms=(("Osloite", "en"),)),
    KnownName("https://w3id.org/kg/name/Target", "Company", {"en": "Target Corporation"},
              ambiguous=(("Target", "en"),)),
)

Name = tuple[str, str, str]
"""Article, name, class."""


@cache
def ontology() -> Ontology:
    return replace(load(), names=KNOWN)


def claims_of(mentioned: Sequence[Name]) -> list[Claim]:
    """One claim, in a sentence of its own, for each name; positions follow the order of an article's names."""
    claims, position = [], 0
    for doc, text, cls in mentioned:
        place = (text, position, position + len(text))
        position += 1000
        claims.append(Claim(doc, Span(*place), Argument(*place, cls, "name"), Predicate("open:be", *place),
                            Argument("large", place[2], place[2] + 5)))
    return claims


def articles_of(claims: Sequence[Claim], articles: Sequence[Article] = ()) -> list[ArticleNames]:
    """The names of every article that is given or has a claim."""
    texts = {**{claim.doc: Article(claim.doc, "") for claim in claims}, **{article.id: article for article in articles}}
    return [names_of(article, [c for c in claims if c.doc == doc]) for doc, article in texts.items()]


def resolve(claims: Sequence[Claim], articles: Sequence[Article] = ()) -> tuple[list[Claim], list[Entity]]:
    links = Linker(ontology()).link(articles_of(claims, articles))
    return links.apply(claims), list(links.entities)


def link(mentioned: Sequence[Name], texts: dict[str, str] | None = None) -> tuple[list[str | None], list[Entity]]:
    claims, entities = resolve(claims_of(mentioned), [Article(doc, text) for doc, text in (texts or {}).items()])
    return [claim.subject.id for claim in claims], entities


SAME = {
    "known name": [("a", "Fabrikam", "Company"), ("b", "法布", ""), ("c", "Fabrikam Group", "Organization")],
    "case, quotes, article, possessive": [
        ("a", "the “Veltrix Daily”", "NewsOutlet"), ("b", "VELTRIX DAILY’s", ""), ("c", "Veltrix Daily", "")],
    "accents and dashes": [("a", "Nordvågen-Kraft", "Company"), ("b", "Nordvagen Kraft", "Company")],
    "version spelling": [("a", "Zephyr 3", "AIModel"), ("b", "Zephyr-3", "AIModel"), ("c", "Zephyr3", "Product")],
    "common noun after the name": [("a", "Zephyr3 series", "AIModel"), ("b", "the Zephyr3 model", "AIModel")],
    "legal form": [("a", "Moutard Holdings Ltd", "Company"), ("b", "Moutard Inc.", "Company"), ("c", "Moutard", "")],
    "Chinese legal form": [("a", "蓝海科技有限公司", "Company"), ("b", "蓝海科技集团", "Company")],
    "known name but for its suffix": [("a", "Fabrikam Holdings", "Company"), ("b", "Fabrikam", "Company")],
    "surname": [("a", "Edna Wuhl", "Person"), ("a", "Wuhl", "Person"), ("a", "Ms Wuhl", "Person")],
    "Chinese surname": [("a", "费云帆", "Person"), ("a", "费", "Person")],
    "transliterated name": [("a", "克劳迪娅·海因", "Person"), ("a", "海因", "Person")],
    "short organisation": [("a", "Corvid Analytics", "Company"), ("a", "Corvid", "Organization")],
    "end of an organisation's name": [("a", "Token Hub", "BusinessUnit"), ("a", "Veltrix Token Hub", "BusinessUnit")],
    "a tagger's confusion": [("a", "Nimbula", "Company"), ("b", "Nimbula", "Product")],
    "demonym": [("a", "Osloite", "Place"), ("b", "Oslo", "City")],
    "traditional characters": [("a", "藍海科技", "Company"), ("b", "蓝海科技", "Company")],
    "spaces": [("a", "Deep Corvid", "Company"), ("b", "DeepCorvid", "Company")],
    "a slip in a long name": [("a", "Nordhavn Kraftverk", "Company"), ("b", "Nordhavn Kraftvekr", "Company")],
    "initials in the same article": [("a", "State Board for Salt", "GovernmentBody"), ("a", "SBS", "Organization")],
    "ambiguous name of its class": [("a", "Target", "Company"), ("b", "Target Corporation", "Company")],
}

APART = {
    "parent and unit": [("a", "Fabrikam Cloud", "BusinessUnit"), ("a", "Fabrikam", "Company")],
    "versions": [("a", "Zephyr2", "AIModel"), ("a", "Zephyr3", "AIModel")],
    "model and variant": [("a", "Zephyr3-Coder", "AIModel"), ("a", "Zephyr3", "AIModel")],
    "family and version": [("a", "Zephyr 3", "AIModel"), ("a", "Zephyr", "AIModel")],
    "product and its part": [("a", "Copydesk Studio", "SoftwareProduct"), ("a", "Copydesk", "SoftwareProduct")],
    "person and company": [("a", "Nimbula", "Company"), ("b", "Nimbula", "Person")],
    "two with one surname": [("a", "Edna Wuhl", "Person"), ("a", "Otto Wuhl", "Person")],
    "acronym of a parent": [("a", "NX HealthCare", "Company"), ("a", "NX", "Company")],
    "branch in a place": [("a", "Corvid Oslo", "Company"), ("a", "Corvid", "Company")],
    "short name first": [("a", "Corvid", "Company"), ("a", "Corvid Analytics", "Company")],
    "surnames of different articles": [("a", "Wuhl", "Person"), ("b", "Wuhl", "Person")],
    "a slip in a person's name": [("a", "Johanna Andersen", "Person"), ("b", "Johanna Anderson", "Person")],
    "a slip without a class": [("a", "Nordhavn Kraftverk", "Company"), ("b", "Nordhavn Kraftvekr", "")],
    "a slip that makes another number": [("a", "Corvid Engine 12", "Product"), ("b", "Corvid Engine 13", "Product")],
    "a slip in a short name": [("a", "Corvidor", "Company"), ("b", "Corvidon", "Company")],
    "a slip in pinyin": [("a", "Yinghe Robotics", "Company"), ("b", "Yinhe Robotics", "Company")],
    "two spellings in one article": [("a", "Nordhavn Kraftverk", "Company"), ("a", "Nordhavn Kraftvekr", "Company")],
    "a unit in another article": [("a", "Nimbula Cloud", "Company"), ("b", "Nimbula", "Company")],
    "initials in another article": [("a", "State Board for Salt", "GovernmentBody"), ("b", "SBS", "Organization")],
    "a like sound": [("a", "菜鸟", "Company"), ("b", "Cainiao", "Company")],
    "legal form and another class": [("a", "Chirp", "Product"), ("b", "Chirp Inc", "Company")],
    "Chinese surnames of different articles": [("a", "费", "Person"), ("b", "费", "Person")],
    "ambiguous name of another class": [("a", "Target", "Product"), ("b", "Target Corporation", "Company")],
}


@pytest.mark.parametrize("case", SAME)
def test_one_thing(case: str) -> None:
    ids, entities = link(SAME[case])
    assert len(set(ids)) == 1
    assert [entity.iri for entity in entities] == ids[:1]


@pytest.mark.parametrize("case", APART)
def test_different_things(case: str) -> None:
    ids, entities = link(APART[case])
    assert len(set(ids)) == len(ids) == len(entities)


def test_a_short_name_links_no_articles() -> None:
    ids, entities = link([("a", "Corvid Analytics", "Company"), ("a", "Corvid", "Company"),
                          ("b", "Corvid Games", "Company"), ("b", "Corvid", "Company"), ("c", "Corvid", "Company")])
    assert ids[0] == ids[1] != ids[2] == ids[3] != ids[4]
    assert len(entities) == 3


def test_a_pronoun_makes_no_two_names_one() -> None:
    first, second = claims_of([("a", "Lunar AI", "Company"), ("a", "Dark Side", "Organization")])
    it = Argument("it", 50, 52, "Company", "pronoun", antecedent=first.subject.span)
    claim = first.with_(subject=it, object=second.subject, predicate=replace(first.predicate, id="kg:alsoKnownAs"))
    (linked,), _ = resolve([claim])
    assert linked.subject.id != linked.object.id


def test_an_ambiguous_surname_is_left_alone() -> None:
    ids, _ = link([("a", "Edna Wuhl", "Person"), ("a", "Otto Wuhl", "Person"), ("a", "Wuhl", "Person")])
    assert len(set(ids)) == 3


def test_names_in_one_sentence_are_not_short_for_each_other() -> None:
    first, second = claims_of([("a", "Corvid Analytics", "Company"), ("a", "Corvid", "Company")])
    claim = first.with_(object=second.subject)
    linked, _ = resolve([claim])
    assert linked[0].subject.id != linked[0].object.id


@pytest.mark.parametrize(("text", "mentioned", "same"), [
    ("Lunar AI (月影) grew.", ["Lunar AI", "月影"], True),
    ("Lunar AI ( \"月影\" ) grew.", ["Lunar AI", "月影"], True),
    ("月影（Lunar AI）增长。", ["月影", "Lunar AI"], True),
    ("the State Board for Salt Prices (SBSP) said", ["State Board for Salt Prices", "SBSP"], True),
    ("月影科技（以下简称“月影”）增长。", ["月影科技", "月影"], True),
    ("Kimono (Lunar AI) grew.", ["Kimono", "Lunar AI"], False),
    ("Lunar AI (NASDAQ: LNAI) grew.", ["Lunar AI", "NASDAQ"], False),
    ("Lunar AI (Oslo) grew.", ["Lunar AI", "Oslo"], False),
    ("Fabrikam Cloud (法布) grew.", ["Fabrikam Cloud", "法布"], False),
    ("Fabrikam Inc (法布) grew.", ["Fabrikam Inc", "法布"], True),
])
def test_names_in_brackets(text: str, mentioned: list[str], same: bool) -> None:
    ids, _ = link([("a", name, "Organization") for name in mentioned], {"a": text})
    assert (len(set(ids)) == 1) == same


def test_an_acronym_of_two_names_links_no_articles() -> None:
    mentioned = [("a", "Salt Board", "Company"), ("a", "SB", "Company"), ("b", "Snow Bureau", "Company"),
                 ("b", "SB", "Company"), ("c", "SB", "Company")]
    texts = {"a": "Salt Board (SB)", "b": "Snow Bureau (SB)"}
    ids, _ = link(mentioned, texts)
    assert ids[0] == ids[1] != ids[2] == ids[3] != ids[4] != ids[0]
    ids, _ = link([row for row in mentioned if row[0] != "b"], texts={"a": texts["a"]})
    assert len(set(ids)) == 1


@pytest.mark.parametrize(("forms", "expanded", "is_known"), [
    (["SB"], ["Salt Board"], True),
    (["SB"], ["Salt Board", "Snow Bureau"], False),
    (["SB"], ["Salt Board", "Salts Board"], True),
    (["Sulphur Basin", "SB"], ["Sulfur Basin"], True),
    (["Sulphur Basin", "SB"], ["Snow Bureau"], False),
])
def test_an_acronym_of_another_name_is_not_the_known_one(forms: list[str], expanded: list[str], is_known: bool) -> None:
    known = KnownName("https://w3id.org/kg/name/SB", "Company", {"en": forms[0], "zh": "盐局"},
                      aliases=tuple((form, "en") for form in forms[1:]))
    claims = claims_of([(f"{n}", name, "Company") for n, full in enumerate(expanded) for name in (full, "SB")])
    texts = [Article(f"{n}", f"{full} (SB)") for n, full in enumerate(expanded)]
    links = Linker(replace(ontology(), names=(known,))).link(articles_of(claims, texts))
    labels = {entity.iri: entity.labels for entity in links.entities}
    assert {"盐局" in labels[links.ids[f"{n}", "sb"]].values() for n in range(len(expanded))} == {is_known}


def test_a_name_that_only_stands_in_brackets_links_articles() -> None:
    ids, entities = link([("a", "Lunar AI", "Company"), ("b", "月影", "Company")], {"a": "Lunar AI (月影) grew."})
    assert len(set(ids)) == 1
    assert entities[0].labels == {"en": "Lunar AI", "zh": "月影"}
    assert ("月影", "bracket pair in article a: Lunar AI (月影)") in entities[0].links


@pytest.mark.parametrize(("text", "expected"), [
    ("Lunar AI (月影) and Lunar AI (2024) and Lunar AI (which fell)", [("Lunar AI", "月影")]),
    ("the Big Lunar AI (月影)", [("Lunar AI", "月影")]),
    ("SubLunar AI (月影)", []),
])
def test_pairs(text: str, expected: list[tuple[str, str]]) -> None:
    written = Written(["Lunar AI"])
    assert [pair for bracket in brackets(text) if (pair := written.pair(bracket))] == expected


def test_an_entity_tells_its_names_and_why() -> None:
    _, (entity,) = link([("a", "Fabrikam", "Organization"), ("a", "法布", ""), ("b", "Fabrikam Holdings", "Company")])
    assert replace(entity, former=()) == Entity(
        "https://w3id.org/kg/entity/Fabrikam_Group", {"en": "Fabrikam Group", "zh": "法布集团"}, "Company",
        (("Fabrikam", "en"), ("Fabrikam Holdings", "en"), ("法布", "zh")), ("http://www.wikidata.org/entity/Q1",),
        (("Fabrikam", "known name"), ("Fabrikam Holdings", "known name but for its organisation suffix"),
         ("法布", "known name")),
    )


@pytest.mark.parametrize(("classes", "expected"), [
    (["Organization", "Company", "Organization"], "Company"),
    (["Organization", "Company", "GovernmentBody", "GovernmentBody"], "GovernmentBody"),
    (["", ""], ""),
    (["Product", "Company", "Company"], "Company"),
])
def test_the_class_is_voted(classes: list[str], expected: str) -> None:
    _, (entity,) = link([(f"{index}", "Veltrix", cls) for index, cls in enumerate(classes)])
    assert entity.type == expected


CLASHES: dict[str, tuple[list[Name], list[tuple[str, str]]]] = {
    "most mentions": ([("a", "Veltrix", "Company"), ("b", "Veltrix", "Company"), ("c", "Veltrix", "Product")], [
        ("Company", "chosen: most mentions; 2 of 3 mentions agree"), ("Product", "1 of 3 mentions, as Veltrix in c")]),
    "known beforehand": ([("a", "Fabrikam", "Product"), ("b", "法布", "Company")], [
        ("Company", "chosen: known beforehand; 1 of 2 mentions agree"), ("Product", "1 of 2 mentions, as Fabrikam in a")]),
    "a class above the chosen one": ([("a", "Veltrix", "Company"), ("b", "Veltrix", "Organization")], []),
    "mentions without a class": ([("a", "Veltrix", "Company"), ("b", "Veltrix", "")], []),
}


@pytest.mark.parametrize("case", CLASHES)
def test_classes_that_disagree_are_recorded(case: str) -> None:
    mentioned, expected = CLASHES[case]
    _, (entity,) = link(mentioned)
    assert [tuple(reason) for reason in entity.classes] == expected


def test_the_label_is_the_form_written_most_and_no_short_name() -> None:
    _, (entity,) = link([("a", "Edna Wuhl", "Person"), ("a", "Wuhl", "Person"), ("a", "Wuhl", "Person")])
    assert entity.labels == {"en": "Edna Wuhl"}
    assert entity.aliases == (("Wuhl", "en"),)


def test_only_names_become_entities() -> None:
    span = Span("it", 0, 2)
    pronoun = Argument("it", 0, 2, "Company", "pronoun", antecedent=Span("Fabrikam", 40, 48))
    nominal = Argument("the firm", 10, 18, "Company", "nominal")
    claim = Claim("a", span, pronoun, Predicate("open:buy", "bought", 3, 9), nominal,
                  attribution=Attribution("analysts", 50, 58, "said", "Person"))
    (linked,), entities = resolve([claim])
    assert linked.subject.id == "https://w3id.org/kg/entity/Fabrikam_Group"
    assert linked.object.id is None
    assert linked.attribution is not None
    assert linked.attribution.id is None
    assert len(entities) == 1


def test_a_source_that_is_a_name_is_linked() -> None:
    (claim,) = claims_of([("a", "Veltrix", "Company")])
    claim = claim.with_(attribution=Attribution("Fabrikam", 500, 508, "said", "Company"))
    (linked,), _ = resolve([claim])
    assert linked.attribution is not None
    assert linked.attribution.id == "https://w3id.org/kg/entity/Fabrikam_Group"


SOURCES = [
    # the source, its class, its kind, where it stands in a sentence that begins at 500, whether it is linked
    (("Fabrikam", "Company", "", 500), True),  # known
    (("法布", "Company", "", 500), True),  # known
    (("NordPost", "NewsOutlet", "", 500), True),  # written as a name
    (("Nordpost", "NewsOutlet", "", 500), False),  # or it only begins the sentence
    (("Nordpost", "NewsOutlet", "", 540), True),
    (("Nordpost", "NewsOutlet", "name", 500), True),
    (("北方邮报", "NewsOutlet", "", 500), True),
    (("媒体", "NewsOutlet", "", 500), False),  # a common noun
    (("Analysts", "Person", "", 500), False),
    (("the paper", "NewsOutlet", "nominal", 540), False),
    (("Veltrix", "Company", "", 500), True),  # a name in another claim
]


@pytest.mark.parametrize(("source", "linked"), SOURCES)
def test_which_sources_are_entities(source: tuple[str, str, str, int], linked: bool) -> None:
    text, cls, kind, start = source
    told, other = claims_of([("a", "Orbix", "Company"), ("a", "Veltrix", "Company")])
    attribution = Attribution(text, start, start + len(text), "said", cls, kind=kind)  # type: ignore[arg-type]
    told = told.with_(attribution=attribution, sentence=Span("...", 500, 600))
    (claim, _), entities = resolve([told, other])
    assert claim.attribution is not None
    assert (claim.attribution.id is not None) == linked
    assert claim.attribution.id in {None, *(entity.iri for entity in entities)}


def test_a_source_may_stand_for_a_name() -> None:
    (claim,) = claims_of([("a", "Orbix", "Company")])
    claim = claim.with_(attribution=Attribution("the company", 40, 51, "said", "Company", kind="nominal",
                                                antecedent=Span("Fabrikam", 10, 18)))
    (linked,), _ = resolve([claim])
    assert linked.attribution is not None
    assert linked.attribution.id == "https://w3id.org/kg/entity/Fabrikam_Group"
    assert Claim.from_json(linked.to_json()) == linked


@pytest.mark.parametrize("property_", ["kg:alsoKnownAs", "kg:acquired"])
def test_a_claim_may_say_that_two_names_are_one(property_: str) -> None:
    first, second = claims_of([("a", "Lunar AI", "Company"), ("a", "Dark Side", "Organization")])
    claim = first.with_(object=second.subject, predicate=replace(first.predicate, id=property_))
    for said, same in ((claim, property_ == "kg:alsoKnownAs"), (claim.with_(modality="denied"), False)):
        (linked,), entities = resolve([said])
        assert (linked.subject.id == linked.object.id) == same
        assert len(entities) == (1 if same else 2)


def test_a_product_is_not_its_maker_in_brackets() -> None:
    ids, _ = link([("a", "Kimono", "AIModel"), ("a", "月影", "Company")], {"a": "Kimono (月影) grew."})
    assert len(set(ids)) == 2


def test_brackets_of_an_article_without_claims() -> None:
    ids, _ = link([("a", "Edna Wuhl", "Person"), ("b", "吴爱娜", "Person")], {"c": "Edna Wuhl (吴爱娜) left."})
    assert len(set(ids)) == 1


CLASSES = {
    "the noun that stands for it": ("Organization", "This new unit", "open:grow", "BusinessUnit"),
    "the Chinese noun": ("Organization", "该部门", "open:grow", "BusinessUnit"),
    "a noun of another kind": ("Person", "the company", "open:grow", "Person"),
    "a noun that says less": ("Company", "the group", "open:grow", "Company"),
    "the only class a property allows": ("Organization", "it", "kg:fined", "GovernmentBody"),
    "a property that allows several": ("Organization", "it", "kg:sued", "Organization"),
    "a property that allows another kind": ("Company", "it", "kg:bornIn", "Company"),
    "no class but the property's": ("", "he", "kg:bornIn", "Person"),
}


@pytest.mark.parametrize("case", CLASSES)
def test_what_is_said_of_a_thing_makes_its_class_narrower(case: str) -> None:
    cls, words, predicate, expected = CLASSES[case]
    (first,) = claims_of([("a", "Veltrix", cls)])
    kind = "pronoun" if words in ("it", "he") else "nominal"
    subject = Argument(words, 50, 50 + len(words), cls, kind, antecedent=first.subject.span)  # type: ignore[arg-type]
    later = first.with_(subject=subject, predicate=replace(first.predicate, id=predicate))
    _, (entity,) = resolve([first, later])
    assert entity.type == expected


def test_a_demonym_is_no_label() -> None:
    _, (entity,) = link([("a", "Osloite", "Place")])
    assert "Osloite" not in {*entity.labels.values(), *(text for text, _ in entity.aliases)}
    assert entity.links == (("Osloite", "demonym of a known name"),)


def test_the_order_of_claims_and_articles_changes_nothing() -> None:
    mentioned = [(f"{case}-{doc}", text, cls) for table in (SAME, APART) for case, rows in table.items()
                 for doc, text, cls in rows]
    claims = claims_of(mentioned)
    articles = [Article(doc, "Lunar AI (月影) grew, said Fabrikam (法布).") for doc, _, _ in mentioned]
    expected = resolve(claims, articles)
    for seed in range(5):
        shuffled = random.Random(seed).sample(claims, len(claims))
        random.Random(seed).shuffle(articles)
        linked, entities = resolve(shuffled, articles)
        assert entities == expected[1]
        assert sorted(linked, key=lambda c: (c.doc, c.subject.start)) == sorted(
            expected[0], key=lambda c: (c.doc, c.subject.start))


def test_the_names_of_an_article_survive_json() -> None:
    first, second = claims_of([("a", "Lunar AI", "Company"), ("a", "Fabrikam", "Company")])
    it = Argument("the unit", 50, 58, "Company", "nominal", antecedent=first.subject.span)
    said = first.with_(object=second.subject, predicate=replace(first.predicate, id="kg:acquired"))
    told = said.with_(subject=it, attribution=Attribution("Veltrix", 90, 97, "said", "Company"))
    found = names_of(Article("a", "Lunar AI (月影) grew, said Fabrikam (法布)."), [said, told, second])
    assert [name.key for name in found.names] == ["fabrikam", "lunar ai", "veltrix"]
    assert len(found.relations) == len(found.brackets) == 2
    assert ArticleNames.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_two_articles_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="'a'"):
        Linker(ontology()).link([ArticleNames("a"), ArticleNames("a")])


@pytest.mark.parametrize(("text", "key"), [
    ("The  Fabrikam’s", "fabrikam"), ("U.S.", "us"), ("JD.com", "jd.com"), ("ＡＢＣ公司", "abc公司"),
    ("«Nestlé»", "nestle"),
    ("Veltrix & Sons", "veltrix and sons"), ("the", "the"), ("...", ""), ("Zephyr V 3", "zephyr v3"),
])
def test_normal_form(text: str, key: str) -> None:
    assert names.key(text) == key


@pytest.mark.parametrize(("text", "core"), [
    ("Fabrikam Group Holding Ltd.", "fabrikam"), ("Fabrikam Co., Ltd.", "fabrikam"), ("Group", "group"),
    ("The Group Inc", "group"), ("法布集团股份有限公司", "法布"), ("集团", "集团"),
])
def test_without_legal_forms(text: str, core: str) -> None:
    assert names.core(names.key(text)) == core
