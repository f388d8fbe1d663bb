"""Claims as records with everything that is told of them, read from a store in a few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import vocab
from kg.store import Queried

QUALIFIERS = ("amount", "metric", "role", "scope", "place", "comparator", "hedge", "currency")

Row = Mapping[str, Any]
"""Variable -> pyoxigraph term, only those that are bound."""


class LookupFailure(LookupError):
    """Nothing in the graph goes by this name; the message says what does."""


@dataclass(frozen=True, slots=True)
class Part:
    """A subject, predicate or object: its IRI ("" for a literal), what it is called, and the words at `[start:end]`."""

    iri: str
    label: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence at `[start:end]` of an article, and what is known of the article."""

    iri: str
    sentence: str
    start: int
    end: int
    article: str
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as the graph tells it. `qualifiers` are (name, words or value) pairs.

    `support` is the number of independent sources of the fact that it states, `articles` that of the articles that
    state it; 0 where it states none.
    """

    id: str
    subject: Part
    predicate: Part
    object: Part
    polarity: str
    modality: str
    confidence: float
    evidence: Evidence
    attribution: str = ""
    time: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    support: int = 0
    articles: int = 0

    @property
    def status(self) -> str:
        """One word for polarity and modality: "asserted", "planned", "possible", "denied" or "negated"."""
        return "negated" if self.polarity == "negated" and self.modality == "asserted" else self.modality


_STATEMENTS = """
SELECT * WHERE {
  VALUES ?claim { %s }
  ?claim rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
    kg:subjectText ?subjectText ; kg:subjectStart ?subjectStart ; kg:subjectEnd ?subjectEnd ;
    kg:predicateText ?predicateText ; kg:predicateStart ?predicateStart ; kg:predicateEnd ?predicateEnd ;
    kg:objectText ?objectText ; kg:objectStart ?objectStart ; kg:objectEnd ?objectEnd ;
    kg:polarity ?polarity ; kg:modality ?modality ; kg:confidence ?confidence ; prov:wasDerivedFrom ?evidence .
  ?evidence oa:hasSource ?source ; oa:hasSelector ?position , ?quote .
  ?position oa:start ?start ; oa:end ?end .
  ?quote oa:exact ?sentence .
  ?source schema:identifier ?article .
}"""

# An OPTIONAL that binds more than one variable is joined with all that the graph holds of it, however few claims are
# asked for: what a claim may lack is asked for apart.
_FACTS = """
SELECT ?claim ?support ?articles WHERE {
  VALUES ?claim { %s }
  ?claim kg:states ?fact . ?fact kg:support ?support ; kg:articles ?articles .
} ORDER BY ?claim ?support ?articles"""

_TOLD = """
SELECT ?thing ?name ?value WHERE {
  VALUES ?thing { %s }
  ?thing ?name ?value .
  FILTER(?name IN (%s) || STRSTARTS(STR(?name), STR(arg:)))
} ORDER BY ?thing ?name ?value"""

_OF_CLAIMS = {vocab.KG + name: variable for name, variable in (
    ("attributedTo", "attribution"), ("timeText", "timeText"), ("time", "time"))}
_OF_SOURCES = {vocab.SCHEMA + name: variable for name, variable in (
    ("headline", "title"), ("datePublished", "date"), ("publisher", "publisher"), ("url", "url"))}
_QUALIFYING = {vocab.KG + name: "" for name in QUALIFIERS}
_NAMES = " , ".join(f"<{iri}>" for iri in {**_OF_CLAIMS, **_OF_SOURCES, **_QUALIFYING})

_LABELS = """
SELECT ?thing ?label WHERE {
  VALUES ?thing { %s }
  ?thing skos:prefLabel|rdfs:label ?label .
} ORDER BY ?thing (LANG(?label) != %s) LANG(?label) ?label"""


def statements(store: Queried, claims: Iterable[str], language: str = "en") -> list[Statement]:
    """The claims with these IRIs, by date and place in their article; names in `language` where there are such."""
    wanted = values(claims)
    found: dict[str, dict[str, Any]] = {row["claim"].value: dict(row) for row in rows(store, _STATEMENTS % wanted)}
    told = _told(store, {*found, *(row["source"].value for row in found.values())})
    for iri, row in found.items():
        row |= _first(told[iri], _OF_CLAIMS) | _first(told[row["source"].value], _OF_SOURCES)
    for fact in rows(store, _FACTS % wanted):
        found[fact["claim"].value] |= fact
    details = {iri: [row for row in told[iri] if row["name"].value not in _OF_CLAIMS] for iri in found}
    terms = {term.value for row in found.values() for term in row.values() if isinstance(term, NamedNode)}
    given = [row["value"] for several in details.values() for row in several]
    terms |= {term.value for term in given if isinstance(term, NamedNode)}
    called = labels(store, terms, language)
    return [_statement(row, details[iri], called) for iri, row in sorted(found.items(), key=_place)]


def _told(store: Queried, things: Iterable[str]) -> Mapping[str, list[Row]]:
    """What claims and articles may have or lack, by thing."""
    told: dict[str, list[Row]] = defaultdict(list)
    for row in rows(store, _TOLD % (values(things), _NAMES)):
        told[row["thing"].value].append(row)
    return told


def _first(told: Iterable[Row], names: Mapping[str, str]) -> dict[str, Any]:
    """The first value of each property, by the variable it is called by."""
    found: dict[str, Any] = {}
    for row in told:
        if variable := names.get(row["name"].value):
            found.setdefault(variable, row["value"])
    return found


def _place(item: tuple[str, Row]) -> tuple[object, ...]:
    iri, row = item
    return (row["date"].value if "date" in row else "", row["article"].value,
            *(int(row[name].value) for name in ("start", "subjectStart", "objectStart")), iri)


def rows(store: Queried, sparql: str) -> Iterator[Row]:
    """The solutions of a SELECT as mappings of what is bound."""
    solutions = store.query(sparql)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term for name, term in zip(names, solution, strict=True) if term is not None}


def values(iris: Iterable[str]) -> str:
    """IRIs for a VALUES block. ValueError for what is no IRI, so that nothing else enters a query."""
    return " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)))


def labels(store: Queried, iris: Iterable[str], language: str = "en") -> dict[str, str]:
    """IRI -> name in the language, else in the first other one; those without a name are left out."""
    named: dict[str, str] = {}
    for row in rows(store, _LABELS % (values(iris), Literal(language))):
        named.setdefault(row["thing"].value, row["label"].value)
    return named


def _statement(row: Row, details: Iterable[Row], called: Mapping[str, str]) -> Statement:
    text = {name: str(term.value) for name, term in row.items()}
    return Statement(
        id=text["claim"].removeprefix(vocab.CLAIM), polarity=local(text["polarity"]), modality=local(text["modality"]),
        subject=_part(row, "subject", called), predicate=_part(row, "predicate", called),
        object=_part(row, "object", called), confidence=float(text["confidence"]), evidence=_evidence(text),
        attribution=called.get(text.get("attribution", ""), ""), time=text.get("time") or text.get("timeText", ""),
        qualifiers=tuple((local(d["name"].value), called.get(d["value"].value, d["value"].value)) for d in details),
        support=int(text.get("support", 0)), articles=int(text.get("articles", 0)))


def _part(row: Row, name: str, called: Mapping[str, str]) -> Part:
    term = row[name]
    iri = term.value if isinstance(term, NamedNode) else ""
    short = vocab.compact(iri) if iri else term.value
    label = short if name == "predicate" else called.get(iri, short)
    return Part(iri, label, row[f"{name}Text"].value, int(row[f"{name}Start"].value), int(row[f"{name}End"].value))


def _evidence(text: Mapping[str, str]) -> Evidence:
    known = {name: text.get(name, "") for name in ("title", "date", "publisher", "url")}
    return Evidence(text["evidence"], text["sentence"], int(text["start"]), int(text["end"]), text["article"], **known)


def local(iri: str) -> str:
    """The last part of an IRI: "denied" of `kg:denied`, "in" of `arg:in`."""
    return iri.rpartition("#")[2].rpartition("/")[2]
