"""Claims, entities and relationships as rows of plain values, read from a store some hundred at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.export.batches import batched
from kg.export.lines import in_order
from kg.lookup import Statement
from kg.lookup.statements import labels, local, rows, statements, values
from kg.store import Queried

BATCH = 100
Row = tuple[Any, ...]

_CLAIM_TEXTS = (
    "id", "subject", "subject_label", "subject_text", "property", "object", "object_label", "object_text", "polarity",
    "modality", "status", "source", "time", "qualifiers", "sentence", "article", "title", "published", "publisher",
    "url",
)  # fmt: skip
CLAIMS = {**dict.fromkeys(_CLAIM_TEXTS, "string"), "confidence": "double", "support": "int64", "start": "int64",
          "end": "int64"}
"""Columns of the table of claims -> their types. An object without an IRI has its value as label."""

_STATEMENT_TEXTS = ("id", "entity_id", "canonical_id", "schema", "prop", "value", "lang", "dataset")
ENTITIES = {**dict.fromkeys(_STATEMENT_TEXTS, "string"), "support": "int64"}
"""Columns of the table of entities, as FollowTheMoney's statements have them: one row for each value of a property.

https://followthemoney.tech/docs/statements/. `support` is how many sources a fact has, empty for names.
"""

NODES = ("iri:ID", "name", "class", ":LABEL")
RELATIONSHIPS = (":START_ID", ":END_ID", ":TYPE", "claim", "status", "confidence:float", "support:int", "source",
                 "time", "sentence", "article", "published")
"""Header lines of Neo4j's import: https://neo4j.com/docs/operations-manual/current/import/."""

_MEMBERS = "SELECT ?member { ?member a %s }"
_DESCRIBED = """SELECT DISTINCT ?e ?p ?v { VALUES ?e { %s }
  VALUES ?p { rdf:type skos:prefLabel skos:altLabel schema:sameAs } ?e ?p ?v }"""
_FACTS = """SELECT DISTINCT ?e ?p ?v ?support { VALUES ?e { %s }
  ?fact rdf:subject ?e ; a kg:Fact ; rdf:predicate ?p ; rdf:object ?v ; kg:support ?support }"""
_ENDS = "SELECT ?end { VALUES ?claim { %s } ?claim rdf:subject|rdf:object ?end }"
_CLASSES = "SELECT ?e ?c { VALUES ?e { %s } ?e a ?c } ORDER BY ?e ?c"
_NAMES = {vocab.SKOS + "prefLabel": "name", vocab.SKOS + "altLabel": "alias", vocab.SCHEMA + "sameAs": "sameAs"}
_TYPE = vocab.RDF + "type"
_IRI = b"<"
_RECORDS = (vocab.KG + "Entity", vocab.OWL + "Thing")


def claim_rows(store: Queried, language: str = "en") -> Iterator[Row]:
    """A row of `CLAIMS` for each claim, in the order of their IRIs."""
    for one in _claims(store, language):
        place, details = one.evidence, json.dumps(dict(one.qualifiers), ensure_ascii=False, sort_keys=True)
        cells = {
            "id": one.id, "property": _property(one), "polarity": one.polarity, "modality": one.modality,
            "status": one.status, "source": one.attribution, "time": one.time, "qualifiers": details,
            "sentence": place.sentence, "article": place.article, "title": place.title, "published": place.date,
            "publisher": place.publisher, "url": place.url, "confidence": one.confidence, "support": one.support,
            "start": place.start, "end": place.end}
        for name in ("subject", "object"):
            part = getattr(one, name)
            cells |= {name: part.iri, f"{name}_label": part.label, f"{name}_text": part.text}
        yield tuple(cells[name] for name in CLAIMS)


def entity_rows(store: Queried) -> Iterator[Row]:
    """A row of `ENTITIES` for each name, address and fact of each entity, in the order of their IRIs."""
    for part in batched(members(store, "kg:Entity"), BATCH):
        wanted = values(part)
        described = list(rows(store, _DESCRIBED % wanted))
        classes = {row["e"].value: local(row["v"].value) for row in described
                   if row["p"].value == _TYPE and row["v"].value not in _RECORDS}
        told: list[Row] = [(row["e"].value, _NAMES[row["p"].value], row["v"], None) for row in described
                           if row["p"].value in _NAMES]
        told += [(row["e"].value, local(row["p"].value), row["v"], int(row["support"].value))
                 for row in rows(store, _FACTS % wanted)]
        for entity, name, value, support in sorted(told, key=lambda cells: (*cells[:2], str(cells[2]))):
            key = sha256("\0".join((entity, name, str(value))).encode()).hexdigest()[:20]
            language = (value.language or "") if isinstance(value, Literal) else ""
            yield (key, entity, entity, classes.get(entity, "Thing"), name, value.value, language, vocab.DATASET,
                   support)


def node_rows(store: Queried, language: str = "en") -> Iterator[Row]:
    """A row of `NODES` for each thing that a claim is about, in the order of their IRIs; a literal is a node too."""
    ends = (_marked(row["end"]) for part in batched(members(store, "kg:Claim"), BATCH)
            for row in rows(store, _ENDS % values(part)))
    for part in batched(in_order(ends), BATCH):
        told = [line[1:-1].decode() for line in part]
        iris = [value for value, line in zip(told, part, strict=True) if line.startswith(_IRI)]
        called = labels(store, iris, language) if iris else {}
        classes: dict[str, str] = {}
        for row in rows(store, _CLASSES % values(iris)):
            if row["c"].value not in _RECORDS:
                classes.setdefault(row["e"].value, local(row["c"].value))
        for value, line in zip(told, part, strict=True):
            known = line.startswith(_IRI)
            kind = classes.get(value, "Thing") if known else "Value"
            yield value if known else _literal_id(value), _line(called.get(value, value)), kind, kind


def relationship_rows(store: Queried, language: str = "en") -> Iterator[Row]:
    """A row of `RELATIONSHIPS` for each claim, facts or not: `status` says which."""
    for one in _claims(store, language):
        start, end = (part.iri or _literal_id(part.label) for part in (one.subject, one.object))
        yield (start, end, local(one.predicate.iri), one.id, one.status, one.confidence, one.support, one.attribution,
               one.time, _line(one.evidence.sentence), one.evidence.article, one.evidence.date)


def _marked(end: NamedNode | Literal) -> bytes:
    """An end of a claim as a line to sort: what it is, and its value."""
    return _IRI + f"{end.value}\n".encode() if isinstance(end, NamedNode) else f'"{_line(end.value)}\n'.encode()


def _literal_id(value: str) -> str:
    return f"literal:{_line(value)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _property(one: Statement) -> str:
    return vocab.compact(one.predicate.iri)


def _claims(store: Queried, language: str) -> Iterator[Statement]:
    for part in batched(members(store, "kg:Claim"), BATCH):
        yield from sorted(statements(store, part, language), key=lambda one: one.id)


def members(store: Queried, cls: str) -> Iterator[str]:
    """The IRIs of a class's members in order; a query that sorts them would hold them all."""
    return in_order_of_iri(row["member"].value for row in rows(store, _MEMBERS % cls))


def in_order_of_iri(iris: Iterable[str]) -> Iterator[str]:
    return (line[:-1].decode() for line in in_order(f"{iri}\n".encode() for iri in iris))
