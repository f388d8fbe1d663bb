"""Why some names are one thing: each name of an entity, where it is written, and the reasons that it is this one's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.lookup.statements import rows, values
from kg.resolve import names
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Written:
    """A name with its language, how often claims of each article are about the thing under it, and why it is its own.

    `articles` are (id, number of places) pairs, the article that writes it most first.
    """

    name: str
    language: str
    articles: tuple[tuple[str, int], ...] = ()
    reasons: tuple[str, ...] = ()


_PLACES = """
SELECT DISTINCT ?text ?article ?start {
  VALUES ?entity { %s }
  { ?claim rdf:subject ?entity ; kg:subjectText ?text ; kg:subjectStart ?start }
  UNION { ?claim rdf:object ?entity ; kg:objectText ?text ; kg:objectStart ?start }
  ?claim prov:wasDerivedFrom/oa:hasSource/schema:identifier ?article .
} ORDER BY ?article ?start ?text"""
_FORMER = "SELECT ?old { VALUES ?entity { %s } ?old dcterms:isReplacedBy ?entity } ORDER BY ?old"

Label = tuple[str, str]
"""A text and its language."""


def written(store: Store, iri: str, labels: Iterable[Label],
            reasons: Iterable[str]) -> tuple[tuple[Written, ...], tuple[Written, ...]]:
    """The names of an entity with where they are written, and the other words that stand for it.

    `labels` are preferred ones before aliases. Spellings that only differ in what never tells names apart share their
    places, which stand beside the first of them.
    """
    places: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, str] = {}
    for row in rows(store, _PLACES % values([iri])):
        key = names.key(row["text"].value)
        places[key][row["article"].value] += 1
        texts.setdefault(key, row["text"].value)
    why, given = list(reasons), list(dict.fromkeys(labels))
    own: list[Written] = []
    for text, language in given:
        found = places.pop(names.key(text), Counter())
        own.append(Written(text, language, _counted(found), tuple(_of(text, why, [name for name, _ in given]))))
    others = [Written(texts[key], names.language(texts[key]), _counted(found)) for key, found in sorted(places.items())]
    return tuple(own), tuple(others)


def former_iris(store: Store, iri: str) -> tuple[str, ...]:
    """IRIs of earlier builds that lead to this entity."""
    return tuple(row["old"].value for row in rows(store, _FORMER % values([iri])))


def _counted(found: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _of(text: str, reasons: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
    """The reasons ("name: why") for a name; a name that holds ": " itself goes before its beginning."""
    longer = [other for other in texts if other != text and other.startswith(f"{text}: ")]
    for reason in reasons:
        name, _, why = reason.partition(": ")
        if reason.startswith(f"{text}: ") and not any(reason.startswith(f"{other}: ") for other in longer):
            yield reason[len(text) + 2:]
        elif names.key(name) == names.key(text) and name not in texts and why:
            yield why

