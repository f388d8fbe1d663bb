"""From the quads of a graph to the claims of the page: a `networkx.MultiDiGraph` as `kg.view.elements` describes it.

A value is a node of its own beside each thing it is said of: "2021" or "20%" joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import networkx as nx
from pyoxigraph import Literal, Quad

from kg import vocab
from kg.graph.index import Index, Term, labels, members, name, objects, to_index

PARTS = ("subject", "predicate", "object")
QUALIFIERS = ("amount", "metric", "role", "scope", "place", "comparator", "hedge")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
RDF, KG, OA, SCHEMA = vocab.RDF, vocab.KG, vocab.OA, vocab.SCHEMA
NUMBERS = (KG + "value", KG + "minValue", KG + "maxValue")


def to_claims(quads: Iterable[Quad], language: str = "en") -> nx.MultiDiGraph[str]:
    """The claims of a graph with what they are about and where they stand, in the order of their IRIs.

    Names are in `language` where the graph has them, else in the first language that it has.
    """
    index = to_index(quads)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in members(index, KG + "Claim"):
        _add_claim(graph, index, iri, language)
    return graph


def count_articles(graph: nx.MultiDiGraph[str]) -> int:
    """How many articles the claims of the graph come from."""
    return len({evidence["article"] for _, _, claim in graph.edges(data=True) for evidence in claim["evidence"]})


def _one(index: Index, subject: str, predicate: str) -> str | None:
    """The first object of a subject and predicate: an IRI or a literal's text."""
    found = objects(index, subject, predicate)
    return found[0].value if found else None


def _local(index: Index, subject: str, predicate: str) -> str:
    return (_one(index, subject, predicate) or "").rpartition("#")[2]


def _add_claim(graph: nx.MultiDiGraph[str], index: Index, iri: str, language: str) -> None:
    claim = index[iri]
    subject, predicate, object_ = (claim[RDF + part][0] for part in PARTS)
    source = _add_node(graph, index, subject, "", language)
    target = _add_node(graph, index, object_, source, language)
    confidence = _one(index, iri, KG + "confidence")
    graph.add_edge(
        source, target, key=iri, claim=iri, property=vocab.compact(predicate.value),
        polarity=_local(index, iri, KG + "polarity"), modality=_local(index, iri, KG + "modality"),
        confidence=float(confidence or 0), attribution=_source(index, iri, language),
        time=_one(index, iri, KG + "time") or _one(index, iri, KG + "timeText"),
        qualifiers=_qualifiers(index, iri, language),
        evidence=[_evidence(index, iri, term.value) for term in objects(index, iri, vocab.PROV + "wasDerivedFrom")],
    )


def _add_node(graph: nx.MultiDiGraph[str], index: Index, term: Term, owner: str, language: str) -> str:
    """Adds what a term stands for and returns its name in the graph; a value's name holds the `owner` it is said of."""
    text = term.value
    if _is_value(index, term):
        value = f"{owner} {text}"
        graph.add_node(value, label=_spelled(index, term), type="", value=True)
        return value
    classes = sorted({kind.value.removeprefix(KG) for kind in objects(index, text, RDF + "type")
                      if kind.value.startswith(KG)} - {"Entity"})
    names = [*labels(index, text), *objects(index, text, vocab.SKOS + "altLabel")]
    label = name(index, text, language)
    graph.add_node(
        text, label=label, type=classes[0] if classes else "", value=False,
        unnamed=_one(index, text, KG + "unnamed") == "true",
        aliases=sorted({alias.value for alias in names} - {label}),
        same_as=[same.value for same in objects(index, text, SCHEMA + "sameAs")],
    )
    return text


def _is_value(index: Index, term: Term) -> bool:
    return isinstance(term, Literal) or not index.get(term.value, {}).keys().isdisjoint(NUMBERS)


def _spelled(index: Index, term: Term) -> str:
    """A literal's text, or a number or range with its unit in words: "380 billion CNY", "15–20%"."""
    numbers = [number for part in NUMBERS if (number := _one(index, term.value, part)) is not None]
    if isinstance(term, Literal) or not numbers:
        return term.value
    unit = _one(index, term.value, KG + "unit") or ""
    return "–".join(spell(Decimal(number)) for number in numbers) + (unit if unit == "%" else f" {unit}".rstrip())


def spell(number: Decimal) -> str:
    """A number for people.

    >>> spell(Decimal("52440000000")), spell(Decimal("4000")), spell(Decimal("0.5"))
    ('52.44 billion', '4,000', '0.5')
    """
    for scale, word in SCALES:
        if abs(number) >= scale and (number / scale * 1000) % 1 == 0:
            return f"{(number / scale).normalize():f} {word}"
    return f"{number:,f}"


def _source(index: Index, iri: str, language: str) -> str | None:
    """Who says so, by name."""
    sources = objects(index, iri, KG + "attributedTo")
    return ", ".join(sorted(name(index, term.value, language) for term in sources)) or None


def _qualifiers(index: Index, iri: str, language: str) -> list[dict[str, str]]:
    """The claim's qualifiers: those of the ontology in their order, then grammatical arguments by name."""
    found = [(kind, KG + kind) for kind in QUALIFIERS]
    found += [(p.removeprefix(vocab.ARG), p) for p in sorted(index[iri]) if p.startswith(vocab.ARG)]
    rows = []
    for kind, predicate in found:
        for term in objects(index, iri, predicate):
            text = _spelled(index, term) if _is_value(index, term) else name(index, term.value, language)
            rows.append({"name": kind, "text": text})
    return rows


def _evidence(index: Index, claim: str, evidence: str) -> dict[str, Any]:
    """A place in an article: its sentence, where its parts stand in it, and what article it is."""
    selectors = [term.value for term in objects(index, evidence, OA + "hasSelector")]
    found = {key: next((v for s in selectors if (v := _one(index, s, OA + key)) is not None), "")
             for key in ("start", "end", "exact")}
    article = _one(index, evidence, OA + "hasSource") or ""
    start, sentence = int(found["start"] or 0), found["exact"]
    spans = {}
    for part in PARTS:
        begin, end = _one(index, claim, f"{KG}{part}Start"), _one(index, claim, f"{KG}{part}End")
        if begin and end and start <= int(begin) < int(end) <= start + len(sentence):
            spans[part] = [int(begin) - start, int(end) - start]
    row = {"title": "headline", "date": "datePublished", "publisher": "publisher", "url": "url"}
    about = {key: _one(index, article, SCHEMA + field) for key, field in row.items()}
    return {"article": article, "sentence": sentence, "start": start, "end": int(found["end"] or 0), "spans": spans,
            **{key: value for key, value in about.items() if value}}
