"""SHACL: the graph of every build conforms, and each thing that could be wrong is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from graph_world import ENTITIES, FOUNDED, ONTOLOGY, ORBIX, world
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.ontology import OntologyError
from kg.validate import Report, Result, validate

CLAIM = f"<{vocab.claim_iri(FOUNDED.id)}>"
PROLOGUE = vocab.sparql_prologue()


def test_a_built_graph_conforms() -> None:
    report = validate(world(), ONTOLOGY)
    assert report.conforms
    assert report.results == ()


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
def test_what_is_broken_is_found(quads: list[Quad], taken: str, put: str, path: str) -> None:
    report = validate(changed(quads, taken, put), ONTOLOGY)
    assert not report.conforms
    assert path in {vocab.compact(result.path) for result in report.violations}


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
    assert {(result.severity, result.message) for result in report.results} == {
        ("Warning", "subject of kg:bornOn should be a Person"), ("Warning", "object of kg:bornOn should be a Time")}


def test_an_unknown_class_is_no_wrong_class() -> None:
    entities = [replace(entity, type="") for entity in ENTITIES]
    assert validate(world(entities=entities), ONTOLOGY).results == ()


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
