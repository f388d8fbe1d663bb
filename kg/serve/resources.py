"""What the pages show, read from a store: JSON values, which a worker sends to the web server. None is "no such thing".

Each page asks for a bounded part, however much there is: what a hub's page shows is one page of its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from string import Template
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryTriples, Triple

from kg import vocab
from kg.lookup import explain
from kg.lookup.statements import labels, local, rows, statements
from kg.store import Store

CLAIMS = 50
"""Claims on a page of a thing."""
IN_ARTICLE = 2_000
LISTED = 300
"""Lines of any other list."""
FOUND = 50

Page = dict[str, Any] | None

_CLASSES = Template("SELECT ?class { $iri a ?class }")
_ABOUT = Template("SELECT ?name ?value { $iri ?name ?value } ORDER BY ?name ?value LIMIT $limit")
_TO = Template("SELECT ?value ?name { ?value ?name $iri } ORDER BY ?name ?value LIMIT $limit")
_USES = Template("""SELECT DISTINCT (?s AS ?value) ($iri AS ?name) { ?s $iri ?o } ORDER BY ?s LIMIT $limit""")
_FACTS = Template("""SELECT DISTINCT ?name ?value {
  ?note rdf:subject $iri ; a kg:Fact ; rdf:predicate ?name ; rdf:object ?value
} ORDER BY ?name ?value LIMIT $limit""")
# Bound first, the thing leads to its claims; a constant in each branch makes Oxigraph join these with all claims.
_INVOLVING = """BIND($iri AS ?it)
  { ?claim rdf:subject ?it } UNION { ?claim rdf:object ?it } UNION { ?claim kg:attributedTo ?it } ?claim a kg:Claim ."""
_COUNT = Template(f"SELECT (COUNT(DISTINCT ?claim) AS ?n) {{ {_INVOLVING} }}")
_CLAIMS = Template(f"""SELECT DISTINCT ?claim ?date {{ {_INVOLVING}
  OPTIONAL {{ ?claim prov:wasDerivedFrom/oa:hasSource/schema:datePublished ?date }}
}} ORDER BY DESC(?date) ?claim LIMIT $limit OFFSET $offset""")
_OF_ARTICLE = Template("""SELECT DISTINCT ?claim {
  ?evidence oa:hasSource $iri . ?claim prov:wasDerivedFrom ?evidence ; a kg:Claim } ORDER BY ?claim LIMIT $limit""")
_OFTEN = Template("""SELECT ?thing ?n {
  { SELECT ?thing (COUNT(?claim) AS ?n) { ?claim a kg:Claim ; rdf:subject|rdf:object ?thing } GROUP BY ?thing }
  ?thing a kg:Entity } ORDER BY DESC(?n) ?thing LIMIT $limit""")
_NEWEST = Template("""SELECT ?article ?title ?publisher ?date { ?article a schema:NewsArticle .
  OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:publisher ?publisher }
  OPTIONAL { ?article schema:datePublished ?date } } ORDER BY DESC(?date) ?article LIMIT $limit""")
_NAMED = Template("""SELECT ?thing (MIN(?called) AS ?name) {
  ?thing a kg:Entity ; skos:prefLabel|skos:altLabel ?called FILTER(CONTAINS(LCASE(STR(?called)), $name))
} GROUP BY ?thing ORDER BY STRLEN(STR(?name)) ?name ?thing LIMIT $limit""")
_OF_THING = Template("CONSTRUCT { $iri ?p ?o } WHERE { $iri ?p ?o }")
_OF_PROPERTY = Template("""CONSTRUCT { ?s $iri ?o } WHERE {
  { SELECT ?s ?o { ?s $iri ?o } ORDER BY ?s ?o LIMIT $limit } }""")
_TO_THING = Template("""CONSTRUCT { ?s ?p $iri } WHERE {
  ?note a kg:Fact ; rdf:object $iri ; rdf:subject ?s ; rdf:predicate ?p . ?s ?p $iri }""")
_WITH_EVIDENCE = Template("""CONSTRUCT { ?s ?p ?o } WHERE { VALUES ?claim { $claims }
  ?claim prov:wasDerivedFrom ?evidence . ?evidence oa:hasSelector ?selector ; oa:hasSource ?source VALUES ?n { 1 2 3 4 }
  BIND(IF(?n = 1, ?claim, IF(?n = 2, ?evidence, IF(?n = 3, ?selector, ?source))) AS ?s)
  ?s ?p ?o FILTER(?p != schema:text) }""")


def home(store: Store, language: str) -> Page:
    """Counts, the things most is claimed of, and the newest articles."""
    newest = rows(store, _NEWEST.substitute(limit=FOUND))
    often = [(row["thing"].value, int(row["n"].value)) for row in rows(store, _OFTEN.substitute(limit=FOUND))]
    called = labels(store, [iri for iri, _ in often], language)
    about = [(local(row["name"].value), row["value"].value)
             for row in rows(store, _ABOUT.substitute(iri=NamedNode(vocab.DATASET), limit=LISTED))]
    return {"often": [{"iri": iri, "label": called.get(iri, iri), "claims": count} for iri, count in often],
            "articles": [_texts(row, ("article", "title", "publisher", "date")) for row in newest],
            "counts": {name: value for name, value in about if name in ("documents", "entities", "triples")}}


def search(store: Store, name: str, language: str) -> Page:
    """Things with a name that holds these words."""
    wanted = " ".join(name.split()).lower()
    asked = _NAMED.substitute(name=Literal(wanted), limit=FOUND)
    found = [row["thing"].value for row in rows(store, asked)] if wanted else []
    called = labels(store, found, language)
    return {"name": name, "found": [{"iri": iri, "label": called.get(iri, iri)} for iri in found]}


def thing(store: Store, iri: str, page: int, language: str) -> Page:
    """Whatever there is at an IRI of ours: an entity, a claim, an article, or anything else."""
    node = _node(iri)
    classes = {row["class"].value for row in rows(store, _CLASSES.substitute(iri=node))}
    if vocab.KG + "Entity" in classes:
        return _entity(store, iri, page, language)
    if vocab.KG + "Claim" in classes:
        found = explain(store, iri, language)
        return {"kind": "claim", **asdict(found), "statement": _told(found.statement)}
    if vocab.SCHEMA + "NewsArticle" in classes:
        return _article(store, iri, language)
    return _other(store, iri, language)


def _entity(store: Store, iri: str, page: int, language: str) -> Page:
    node = _node(iri)
    about = list(rows(store, _ABOUT.substitute(iri=node, limit=LISTED)))
    (count,) = (int(row["n"].value) for row in rows(store, _COUNT.substitute(iri=node)))
    ids = _claims(store, iri, page)
    if page > 1 and not ids:
        return None
    told = {vocab.CLAIM + claim.id: claim for claim in statements(store, ids, language)}
    names = [(row["value"].value, getattr(row["value"], "language", None) or "", local(row["name"].value))
             for row in about if row["name"].value in (vocab.SKOS + "prefLabel", vocab.SKOS + "altLabel")]
    return {
        "kind": "entity", "iri": iri, "label": labels(store, [iri], language).get(iri, vocab.compact(iri)),
        "class": next((local(c) for c in _given(about, vocab.RDF + "type") if c.startswith(vocab.KG)
                       and local(c) != "Entity"), ""),
        "names": sorted(names), "same": _given(about, vocab.SCHEMA + "sameAs"),
        "reasons": _given(about, vocab.KG + "nameReason"),
        "facts": _lines(store, _FACTS.substitute(iri=node, limit=LISTED), language),
        "claims": count, "page": page, "pages": max(1, -(-count // CLAIMS)),
        "told": [_told(told[claim]) for claim in ids if claim in told]}


def _article(store: Store, iri: str, language: str) -> Page:
    asked = _ABOUT.substitute(iri=_node(iri), limit=LISTED)
    about = {row["name"].value: row["value"].value for row in rows(store, asked)}
    ids = [row["claim"].value for row in rows(store, _OF_ARTICLE.substitute(iri=_node(iri), limit=IN_ARTICLE))]
    told = sorted(statements(store, ids, language), key=lambda s: (s.evidence.start, s.subject.start, s.object.start))
    names = {"title": "headline", "publisher": "publisher", "date": "datePublished", "url": "url", "text": "text",
             "identifier": "identifier", "language": "inLanguage"}
    return {"kind": "article", "iri": iri, "told": [_told(claim) for claim in told],
            **{name: str(about.get(vocab.SCHEMA + given, "")) for name, given in names.items()}}


def _other(store: Store, iri: str, language: str) -> Page:
    lines, back = (_lines(store, asked.substitute(iri=_node(iri), limit=LISTED), language) for asked in (_ABOUT, _TO))
    uses = [] if lines or back else _lines(store, _USES.substitute(iri=_node(iri), limit=FOUND), language)
    return {"kind": "other", "iri": iri, "about": lines, "back": back or uses} if lines or back or uses else None


def triples(store: Store, iri: str, page: int) -> list[Triple]:
    """The triples of an IRI's page, sorted: of the thing, of facts about it, and of its claims with their evidence."""
    node = _node(iri)
    parts = [_OF_THING.substitute(iri=node), _TO_THING.substitute(iri=node)]
    ids = _claims(store, iri, page)
    if page > 1 and not ids:
        return []
    if vocab.KG + "Claim" in {row["class"].value for row in rows(store, _CLASSES.substitute(iri=node))}:
        ids.append(iri)
    if ids:
        parts.append(_WITH_EVIDENCE.substitute(claims=" ".join(str(NamedNode(claim)) for claim in ids)))
    found: set[Triple] = set()
    for sparql in parts:
        answer = store.query(sparql)
        assert isinstance(answer, QueryTriples)
        found.update(answer)
    if not found:
        found.update(store.query(_OF_PROPERTY.substitute(iri=node, limit=FOUND)))  # type: ignore[arg-type]
    return sorted(found, key=str)


def _claims(store: Store, iri: str, page: int) -> list[str]:
    """The claims on a page of a thing, the newest first."""
    asked = _CLAIMS.substitute(iri=_node(iri), limit=CLAIMS, offset=CLAIMS * (page - 1))
    return [row["claim"].value for row in rows(store, asked)]


PAGES: Mapping[str, Callable[..., Page]] = {"home": home, "search": search, "thing": thing}
KEPT = frozenset({"home"})
"""Pages that take long to make and are the same until the next build."""


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _given(about: list[Any], name: str) -> list[str]:
    return [row["value"].value for row in about if row["name"].value == name]


def _lines(store: Store, sparql: str, language: str) -> list[dict[str, str]]:
    """Properties with values: each with its IRI, if it is one, and what to call it."""
    found = [(row["name"], row["value"]) for row in rows(store, sparql)]
    iris = {term.value for pair in found for term in pair if isinstance(term, NamedNode)}
    called = labels(store, iris, language)
    return [{"name": name.value, "label": called.get(name.value, vocab.compact(name.value)),
             "iri": value.value if isinstance(value, NamedNode) else "",
             "value": called.get(value.value, vocab.compact(value.value)) if isinstance(value, NamedNode)
             else str(getattr(value, "value", value))} for name, value in found]


def _told(statement: Any) -> dict[str, Any]:
    return {**asdict(statement), "status": statement.status}


def _texts(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: str(row[name].value) if name in row else "" for name in names}
