"""Claims, entities and articles as quads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from graph_world import (
    ARTICLES,
    CHINESE,
    CLAIMS,
    DENIED,
    ENGLISH,
    ENTITIES,
    FOUNDED,
    FOUNDED_ZH,
    KESTREL,
    LUMEN,
    ONTOLOGY,
    OPEN,
    ORBIX,
    PLANNED,
    RAISED,
    RUN,
    at,
    name,
    world,
)
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import vocab
from kg.graph import GraphError, terms
from kg.graph.values import value_class, value_quads
from kg.model import Argument, Article, Attribution, Claim, Entity, Predicate, Qualifier, Span
from kg.store import Oxigraph
from kg.validate import validate

RDF12 = NamedNode(vocab.RDF + "reifies")


def ask(quads: list[Quad], sparql: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT, values only."""
    store = Oxigraph()
    store.load(quads)
    return sorted(tuple(term.value if term else "" for term in row) for row in store.query(sparql))


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return world()


def test_asserted_claims_of_known_properties_are_plain_triples(quads: list[Quad]) -> None:
    plain = {(q.subject.value, q.predicate.value.removeprefix(vocab.KG), q.object.value) for q in quads
             if isinstance(q.graph_name, DefaultGraph) and q.subject.value in (ORBIX, LUMEN)
             and q.predicate.value.startswith(vocab.KG) and q.predicate != terms.kg("nameReason")}
    assert plain == {(ORBIX, "created", LUMEN), (LUMEN, "raisedFunding", vocab.BASE + "value/1500000/EUR")}


@pytest.mark.parametrize(("claim", "polarity", "modality"), [
    (DENIED, "negated", "denied"), (PLANNED, "affirmed", "planned"), (FOUNDED, "affirmed", "asserted")])
def test_a_claim_keeps_its_factuality(quads: list[Quad], claim: Claim, polarity: str, modality: str) -> None:
    node = f"<{vocab.claim_iri(claim.id)}>"
    assert ask(quads, f"SELECT ?p ?m {{ {node} kg:polarity ?p ; kg:modality ?m }}") == [
        (vocab.KG + polarity, vocab.KG + modality)]


def test_an_open_claim_is_a_claim_only(quads: list[Quad]) -> None:
    node = f"<{vocab.claim_iri(OPEN.id)}>"
    assert ask(quads, f"SELECT ?p ?o {{ {node} rdf:predicate ?p ; rdf:object ?o }}") == [
        (vocab.OPEN + "report", "The start-up raised 1.50 million euros")]
    assert not any(quad.predicate.value.startswith(vocab.OPEN) for quad in quads)
    assert ask(quads, f"SELECT ?f {{ {node} kg:states ?f }}") == []


def test_every_figure_with_its_unit_and_source(quads: list[Quad]) -> None:
    rows = ask(quads, """SELECT ?who ?number ?unit ?source {
        ?claim a kg:Claim ; rdf:subject ?who ; kg:attributedTo ?source ;
               (rdf:object|kg:amount) ?value . ?value kg:value ?number ; kg:unit ?unit }""")
    assert rows == [(LUMEN, "1500000", "EUR", vocab.entity_iri("Daily Post"))]


def test_support_counts_articles_not_claims() -> None:
    again = replace(FOUNDED, subject=name(ENGLISH, "Orbix", ORBIX, after="reported. "))
    rows = ask(world(claims=(*CLAIMS, again)), "SELECT ?o ?n { ?f a kg:Fact ; rdf:object ?o ; kg:support ?n }")
    assert (LUMEN, "2") in rows
    assert (vocab.BASE + "value/1500000/EUR", "1") in rows


def test_evidence_is_the_text_at_its_offsets(quads: list[Quad]) -> None:
    rows = ask(quads, """SELECT DISTINCT ?text ?start ?end ?exact ?prefix ?suffix {
        ?claim prov:wasDerivedFrom ?evidence .
        ?evidence oa:hasSource/schema:text ?text ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] ,
        [ oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix ] }""")
    assert len(rows) == len({claim.sentence for claim in CLAIMS})
    for text, start, end, exact, prefix, suffix in rows:
        assert text[int(start):int(end)] == exact
        assert text[:int(start)].endswith(prefix)
        assert text[int(end):].startswith(suffix)


def test_the_parts_of_a_claim_have_their_places(quads: list[Quad]) -> None:
    for side in ("subject", "predicate", "object"):
        rows = ask(quads, f"""SELECT ?text ?start ?end ?words {{ ?claim kg:{side}Start ?start ; kg:{side}End ?end ;
            kg:{side}Text ?words ; prov:wasDerivedFrom/oa:hasSource/schema:text ?text }}""")
        assert len(rows) == len(CLAIMS)
        assert all(text[int(start):int(end)] == words for text, start, end, words in rows)


def test_no_blank_nodes_and_no_triple_in_two_graphs(quads: list[Quad]) -> None:
    used = {term for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    assert not any(isinstance(term, BlankNode) for term in used)
    assert Counter(quad.triple for quad in quads).most_common(1)[0][1] == 1


def test_an_article_touches_its_own_graph_only() -> None:
    """Dropping an article's graph and building without it leave the same named graphs."""
    graph = NamedNode(vocab.graph_iri(ENGLISH.id))
    without = world(articles=[CHINESE], claims=[FOUNDED_ZH])
    kept = [q for q in world() if not isinstance(q.graph_name, DefaultGraph) and q.graph_name != graph]
    assert kept == [q for q in without if not isinstance(q.graph_name, DefaultGraph)]


def test_words_without_entity_are_unnamed_and_out_of_plain_triples() -> None:
    asserted = replace(PLANNED, modality="asserted")
    quads = world(claims=[asserted])
    assert ask(quads, "SELECT ?label ?class { ?x kg:unnamed true ; rdfs:label ?label ; a ?class }") == [
        ("people", vocab.KG + "Group")]
    assert not any(quad.predicate == terms.kg("hired") for quad in quads)


def test_an_antecedent_and_what_rests_on_it_are_one_node() -> None:
    there = Span("people", *(PLANNED.object.start, PLANNED.object.end))
    it = replace(name(ENGLISH, "It", None, "Group", after="buying Kestrel. "), kind="pronoun", antecedent=there)
    rows = ask(world(claims=[PLANNED, replace(PLANNED, object=it)]), "SELECT DISTINCT ?o { ?c rdf:object ?o }")
    assert len(rows) == 1


@pytest.mark.parametrize(("value", "unit", "kind", "expected"), [
    ("2021", "date", "time", ("2021", vocab.XSD + "gYear")),
    ("2021-04", "date", "time", ("2021-04", vocab.XSD + "gYearMonth")),
    ("2021-04-09", "date", "time", ("2021-04-09", vocab.XSD + "date")),
    ("2021-Q2", "date", "time", ("2021-Q2", vocab.XSD + "string")),
    ("2021-02-30", "date", "time", ("2021-02-30", vocab.XSD + "string")),
    (None, None, "time", ("in 2021", vocab.RDF + "langString")),
])
def test_times_are_typed_by_their_precision(
    value: str | None, unit: str | None, kind: str, expected: tuple[str, str]
) -> None:
    start = ENGLISH.text.index("in 2021")
    when = Argument("in 2021", start, start + 7, kind=kind, value=value, unit=unit)  # type: ignore[arg-type]
    claim = replace(FOUNDED, object=when, predicate=replace(FOUNDED.predicate, id="kg:foundedOn"))
    objects = [quad.object for quad in world(claims=[claim]) if quad.subject == NamedNode(vocab.claim_iri(claim.id))
               and quad.predicate == terms.OBJECT]
    assert [(term.value, term.datatype.value) for term in objects if isinstance(term, Literal)] == [expected]


@pytest.mark.parametrize(("iso", "first", "last"), [
    ("2021", date(2021, 1, 1), date(2021, 12, 31)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
    ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31)),
    ("2021-05-06", date(2021, 5, 6), date(2021, 5, 6)),
    ("2019/2021-Q1", date(2019, 1, 1), date(2021, 3, 31)),
    ("2019/..", date(2019, 1, 1), None),
    ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ("2021-13", None, None), ("2021-00", None, None), ("2021-01-00", None, None), ("2021-02-29", None, None),
    ("0000", None, None), ("soon", None, None), ("２０２１", None, None),
])
def test_bounds(iso: str, first: date | None, last: date | None) -> None:
    assert terms.bounds(iso) == (first, last)


@pytest.mark.parametrize(("written", "canonical"), [
    ("52.440", "52.44"), ("5.2E10", "52000000000"), ("-0.0", "0"), ("0.50", "0.5"), ("100", "100"), ("-3.10", "-3.1")])
def test_numbers_have_one_spelling(written: str, canonical: str) -> None:
    assert terms.number(written) == canonical


@pytest.mark.parametrize("written", ["about 5", "", "NaN", "Infinity", "1e999999999"])
def test_what_is_no_number_is_an_error(written: str) -> None:
    with pytest.raises(GraphError, match="not a decimal number"):
        terms.number(written)


def test_qualifiers_are_properties_or_grammatical_arguments(quads: list[Quad]) -> None:
    node = f"<{vocab.claim_iri(RAISED.id)}>"
    assert ask(quads, f"SELECT ?m ?w {{ {node} kg:metric ?m ; arg:with ?w }}") == [("raised", "euros")]


def test_an_amount_is_a_value_node() -> None:
    amount = Qualifier("amount", "2021", FOUNDED.time.start, FOUNDED.time.end, value="12.50", unit="%")  # type: ignore[union-attr]
    rows = ask(world(claims=[replace(FOUNDED, qualifiers=(amount,))]),
               "SELECT ?n ?u ?class { ?c kg:amount ?v . ?v kg:value ?n ; kg:unit ?u ; a ?class }")
    assert rows == [("12.5", "%", vocab.KG + "Percentage")]


@pytest.mark.parametrize(("unit", "cls"), [
    ("USD", "MonetaryAmount"), ("%", "Percentage"), ("user", "Count"), ("GPU", "Count"), ("", "Count")])
def test_the_unit_says_the_class_of_a_value(unit: str, cls: str) -> None:
    assert value_class(unit) == cls


def test_an_entity_has_class_names_and_reasons(quads: list[Quad]) -> None:
    rows = ask(quads, f"""SELECT ?p ?o {{ <{ORBIX}> ?p ?o
        FILTER(?p IN (rdf:type, skos:prefLabel, skos:altLabel, schema:sameAs, kg:nameReason)) }}""")
    assert [(vocab.compact(p), vocab.compact(o)) for p, o in rows] == [
        ("rdf:type", "kg:Company"), ("rdf:type", "kg:Entity"),
        ("skos:altLabel", "Orbix Inc"), ("skos:prefLabel", "Orbix"), ("skos:prefLabel", "奥比克斯"),
        ("schema:sameAs", "wd:Q1"), ("kg:nameReason", "奥比克斯: a pair in the text")]


def test_classes_bring_those_above_them(quads: list[Quad]) -> None:
    rows = ask(quads, "SELECT ?x { ?x a kg:Entity ; a/rdfs:subClassOf* kg:Organization }")
    assert [row[0] for row in rows] == sorted({entity.iri for entity in ENTITIES})


def test_the_run_and_the_data_set_are_described(quads: list[Quad]) -> None:
    assert ask(quads, "SELECT ?run { ?dataset a void:Dataset , dcat:Dataset ; prov:wasGeneratedBy ?run }") == [
        (RUN.iri.value,)]
    assert ask(quads, "SELECT ?n { ?d void:triples ?n }") == [(str(len(quads)),)]
    assert len(ask(quads, "SELECT ?a { ?run a prov:Activity ; prov:used ?a . ?a a schema:NewsArticle }")) == 2
    assert not ask(quads, "SELECT ?t { ?run prov:startedAtTime ?t }")
    timed = world(run=replace(RUN, started="2024-01-01T00:00:00Z"))
    assert ask(timed, "SELECT ?t { ?run prov:startedAtTime ?t }") == [("2024-01-01T00:00:00Z",)]


def test_rdf12_reifies_on_the_same_claims(quads: list[Quad]) -> None:
    added = set(world(rdf12=True)) - set(quads)
    triples = {quad.subject.value: quad.object for quad in added if quad.predicate == RDF12}
    assert set(triples) == {vocab.claim_iri(claim.id) for claim in CLAIMS}
    assert triples[vocab.claim_iri(DENIED.id)] == Triple(NamedNode(ORBIX), terms.kg("acquired"), NamedNode(KESTREL))


def test_order_of_input_does_not_matter(quads: list[Quad]) -> None:
    assert world(articles=ARTICLES[::-1], claims=CLAIMS[::-1], entities=ENTITIES[::-1]) == quads


@pytest.mark.parametrize("confidences", [(0.4, 0.8), (0.8, 0.4)])
def test_of_two_claims_with_one_id_the_more_confident_stands(confidences: tuple[float, float]) -> None:
    rows = ask(world(claims=[replace(FOUNDED, confidence=c) for c in confidences]), "SELECT ?c { ?x kg:confidence ?c }")
    assert rows == [("0.8",)]


HOSTILE = ['say "hi"', "two\nlines\r\n", "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
           "bell\x07 and nul\x00", "half \ud800 pair", "> . <http://x> <http://y> \"z", "\\u0041 \\", "\u2028\u202e"]


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_names_stay_text(label: str) -> None:
    text = f"{label} founded Lab.".replace("\ud800", "\ufffd")
    article = Article("x/../y#z?", text, title=label, publisher=label, url=label)
    iri = vocab.entity_iri(label)
    claim = Claim(
        article.id, Span(text, 0, len(text)), Argument(text[:len(label)], 0, len(label), id=iri),
        Predicate("kg:created", **at(article, "founded")), Argument("Lab", len(text) - 4, len(text) - 1),
        trace={"x": label})
    entity = Entity(iri, {"en": label}, "Company", links=((label, label),))
    quads = world(articles=[article], claims=[claim], entities=[entity])
    shown = [quad.object.value for quad in quads if quad.predicate == terms.PREF_LABEL]
    assert len(shown) == 1
    assert not any(c in shown[0] for c in "\n\r\x00\x07\ud800")
    stored = [quad.object.value for quad in quads if quad.predicate == terms.schema("text")]
    assert stored == [text]


@pytest.mark.parametrize(("changes", "reason"), [
    ({"articles": [CHINESE]}, "is of article 'news-1', which was not read"),
    ({"articles": [*ARTICLES, ENGLISH]}, "two articles have the id 'news-1'"),
    ({"entities": ENTITIES[1:]}, "is about https://w3id.org/kg/entity/Orbix, which is no entity"),
    ({"entities": [*ENTITIES, ENTITIES[0]]}, "two entities have the IRI"),
    ({"entities": [*ENTITIES, Entity("https://w3id.org/kg/entity/x", {"en": " "})]}, "has no label"),
    ({"claims": [replace(FOUNDED, predicate=replace(FOUNDED.predicate, id="kg:founds"))]}, "which the ontology lacks"),
    ({"claims": [replace(FOUNDED, sentence=replace(FOUNDED.sentence, start=3))]}, "its sentence is not the text"),
    ({"claims": [replace(RAISED, object=replace(RAISED.object, value="many"))]}, "not a decimal number: 'many'"),
])
def test_broken_input_is_named(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(GraphError, match=reason):
        world(**changes)


def test_same_quads_under_any_hash_seed() -> None:
    script = "from graph_world import world; print(ascii(world()))"
    here = Path(__file__).parent
    path = f"{here}{os.pathsep}{here.parent}"
    outputs = {
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True,
                       env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}).stdout
        for seed in ("1", "2")}
    assert len(outputs) == 1
    assert outputs.pop()


def test_another_name_is_a_literal_and_no_plain_triple() -> None:
    known_as = replace(FOUNDED_ZH, predicate=replace(FOUNDED_ZH.predicate, id="kg:alsoKnownAs"),
                       object=name(CHINESE, "流明实验室", ORBIX))
    node = NamedNode(vocab.claim_iri(known_as.id))
    quads = world(claims=[known_as])
    assert Literal("流明实验室", language="zh") in {q.object for q in quads if q.subject == node}
    assert not any(quad.predicate in (terms.kg("alsoKnownAs"), terms.kg("states")) for quad in quads)


def test_nothing_is_a_plain_triple_of_itself() -> None:
    itself = replace(FOUNDED, object=name(ENGLISH, "Lumen Lab", ORBIX))
    assert not any(quad.predicate == terms.kg("created") for quad in world(claims=[itself]))


def test_a_source_that_stands_for_nothing_known_is_the_words_it_stands_for() -> None:
    start = ENGLISH.text.index("the Daily Post")
    words = Span("Lumen Lab", *(FOUNDED.object.start, FOUNDED.object.end))
    said = replace(FOUNDED, attribution=Attribution("the Daily Post", start, start + 14, antecedent=words))
    assert ask(world(claims=[said]), "SELECT ?label { ?c kg:attributedTo/rdfs:label ?label }") == [("Lumen Lab",)]


def test_a_range_has_two_ends_and_conforms() -> None:
    price = Qualifier("amount", "2021", FOUNDED.time.start, FOUNDED.time.end, value="350e6/300000000.0", unit="USD")  # type: ignore[union-attr]
    quads = world(claims=[replace(FOUNDED, qualifiers=(price,))])
    assert ask(quads, """SELECT ?v ?low ?high ?label ?class {
        ?c kg:amount ?v . ?v kg:minValue ?low ; kg:maxValue ?high ; rdfs:label ?label ; a ?class }""") == [
        (vocab.VALUE + "300000000..350000000/USD", "300000000", "350000000", "300,000,000–350,000,000 USD",
         vocab.KG + "MonetaryAmount")]
    assert validate(quads, ONTOLOGY).conforms


@pytest.mark.parametrize("value", ["5/", "1/2/3", "five/six"])
def test_what_is_no_range_is_an_error(value: str) -> None:
    with pytest.raises(GraphError, match="not a decimal number"):
        list(value_quads(value, "%"))
