"""Two graphs beside each other, statement by statement.

A statement is a subject, property and object with polarity and modality, whatever articles say it; claims are its
witnesses. So an article that was read again, and says the same at another place, changes nothing. A thing without a
name ("the new unit") is the same in both graphs where the same article speaks of it in the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from kg import vocab
from kg.lookup.statements import labels, local, rows
from kg.store import Store, open_store, read_files

KINDS = ("contradicted", "denied", "added", "strengthened", "weakened", "gone")
"""Kinds of change, in the order they are told: the first two are of what the old graph has."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One statement that changed. `sources` are those whose claims came or went: articles, and who they name.

    `before` and `after` are how many articles state it in each graph. For "contradicted" and "denied" the statement is
    the old one, `status` its status, and the sources are those that now negate or deny it.
    """

    entity: str
    kind: str
    property: str
    object: str
    status: str
    before: int
    after: int
    sources: tuple[str, ...]
    iris: tuple[str, str, str] = field(compare=False, default=("", "", ""))


Triple = tuple[str, str, str]


@dataclass(slots=True)
class _Witnesses:
    """The articles that state something, with whom they name as source; the IRIs of what they state, one for each."""

    articles: set[str] = field(default_factory=set)
    named: set[tuple[str, str]] = field(default_factory=set)
    iris: Triple = ("", "", "")


_Graph = Mapping[tuple[Triple, str], _Witnesses]

_CLAIMS = """SELECT ?s ?p ?o ?sText ?oText ?polarity ?modality ?article ?id ?who {
  ?claim a kg:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:subjectText ?sText ; kg:objectText ?oText ;
    kg:polarity ?polarity ; kg:modality ?modality ; prov:wasDerivedFrom/oa:hasSource ?article .
  OPTIONAL { ?article schema:identifier ?id } OPTIONAL { ?claim kg:attributedTo ?who } }"""


def open_graph(place: str | Path) -> Store:
    """A graph to compare: a workspace, a store, a file of RDF, or a SPARQL server by its address.

    Raises StoreError where there is none.
    """
    if str(place).startswith(("http://", "https://")):
        from kg.store.remote import open_remote  # and with it what talks HTTP

        return open_remote(str(place))
    place = Path(place)
    if place.is_file():
        return read_files([place])
    inside = place / "store"
    return open_store(inside if inside.is_dir() or not (place / "current").exists() else place)


def compare(old: Store, new: Store, language: str = "en") -> list[Change]:
    """All changes, by entity, kind, property and object; names are those of the new graph, else of the old."""
    before, after = _read(old), _read(new)
    found = [*_differences(before, after), *_turned(before, after)]
    terms = {iri for change in found for iri in change[1] if iri.startswith(("http:", "https:"))}
    terms |= {who for change in found for _, who in change[4] if who}
    called = {**labels(old, terms, language), **labels(new, terms, language)} if terms else {}
    return sorted((_change(*change, called) for change in found),
                  key=lambda one: (one.entity, KINDS.index(one.kind), one))


_Raw = tuple[str, Triple, str, tuple[int, int], set[tuple[str, str]]]


def _read(store: Store) -> _Graph:
    graph: dict[tuple[Triple, str], _Witnesses] = defaultdict(_Witnesses)
    for row in rows(store, _CLAIMS):
        modality = local(row["modality"].value)
        negated = local(row["polarity"].value) == "negated" and modality == "asserted"
        article = row["id"].value if "id" in row else row["article"].value
        iris = (row["s"].value, row["p"].value, _term(row["o"]))
        said = (_key(iris[0], row["sText"].value, article), iris[1], _key(iris[2], row["oText"].value, article))
        witnesses = graph[said, "negated" if negated else modality]
        witnesses.iris = max(witnesses.iris, iris)
        witnesses.articles.add(article)
        witnesses.named.add((article, row["who"].value if "who" in row else ""))
    return graph


def _term(term: Any) -> str:
    """An IRI, or a literal as N-Triples writes it."""
    return term.value if isinstance(term, NamedNode) else str(term)


def _key(term: str, text: str, article: str) -> str:
    """What a term goes by in both graphs: an unnamed thing's IRI holds where it stands, which any edit changes."""
    return f"{article}\0{' '.join(text.casefold().split())}" if term.startswith(vocab.MENTION) else term


def _differences(before: _Graph, after: _Graph) -> list[_Raw]:
    """Statements that only one graph has, or that more or fewer articles state."""
    found: list[_Raw] = []
    for key in before.keys() | after.keys():
        was, now = before.get(key, _Witnesses()), after.get(key, _Witnesses())
        counts = (len(was.articles), len(now.articles))
        kind = "added" if not counts[0] else "gone" if not counts[1] else (
            "strengthened" if counts[1] > counts[0] else "weakened" if counts[1] < counts[0] else "")
        if kind:
            changed = now.named - was.named if counts[1] > counts[0] else was.named - now.named
            found.append((kind, (now if counts[1] else was).iris, key[1], counts, changed))
    return found


_AGAINST = {"denied": "denied", "negated": "contradicted"}
_FOR = ("asserted", "planned", "possible")


def _turned(before: _Graph, after: _Graph) -> list[_Raw]:
    """Old statements that the new graph denies or negates and the old one did not."""
    found: list[_Raw] = []
    for (triple, status), witnesses in after.items():
        if status not in _AGAINST or (triple, status) in before:
            continue
        for held in _FOR:
            if (triple, held) in before:
                counts = (len(before[triple, held].articles), len(after.get((triple, held), _Witnesses()).articles))
                found.append((_AGAINST[status], witnesses.iris, held, counts, witnesses.named))
    return found


def _change(kind: str, triple: Triple, status: str, counts: tuple[int, int], named: set[tuple[str, str]],
            called: Mapping[str, str]) -> Change:
    subject, predicate, object_ = triple
    sources = {f"{article} ({called.get(who, vocab.compact(who))})" if who else article for article, who in named}
    return Change(called.get(subject, vocab.compact(subject)), kind, vocab.compact(predicate),
                  called.get(object_, _plain(object_)), status, *counts, tuple(sorted(sources)), triple)


def _plain(object_: str) -> str:
    """What to show for an object without a name."""
    return object_[1:object_.rindex('"')] if object_.startswith('"') else vocab.compact(object_)
