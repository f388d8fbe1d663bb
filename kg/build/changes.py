"""What differs between the graph in use and the one to build: the least that must be done."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from kg.build.reading import Reading
from kg.resolve import Links
from kg.workspace import Entry, Manifest

MOST = 0.5
"""Share of changed articles above which a graph is made anew: one bulk load, and no traces of what was there."""


@dataclass(frozen=True)
class Changes:
    """Ids of articles, and IRIs of entities, by what is to be done.

    `added` and `changed` articles are new or were changed by their authors; `relinked` ones are as they were, but names
    in them stand for other entities now. With `anew`, all of the graph is made from an empty store.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    relinked: tuple[str, ...]
    gone: tuple[str, ...]
    entities: frozenset[str]
    gone_entities: frozenset[str]
    anew: bool

    @property
    def articles(self) -> tuple[str, ...]:
        """Those whose part of the graph is to be made."""
        return tuple(sorted((*self.added, *self.changed, *self.relinked)))

    def counts(self, before: Manifest | None, after: Manifest) -> dict[str, int]:
        """How many articles came, changed, went and stayed; nothing for a first build."""
        if before is None:
            return {}
        kept = len(after.articles) - len(self.added) - len(self.changed)
        return {"added": len(self.added), "changed": len(self.changed), "removed": len(self.gone), "kept": kept}


def compare(before: Manifest | None, after: Manifest) -> Changes:
    """The changes that lead from one generation to the next."""
    old = before or Manifest()
    added = tuple(sorted(after.articles.keys() - old.articles.keys()))
    shared = sorted(after.articles.keys() & old.articles.keys())
    changed = tuple(name for name in shared if after.articles[name].key != old.articles[name].key)
    relinked = tuple(name for name in shared if name not in set(changed)
                     and after.articles[name].linked != old.articles[name].linked)
    share = len(added) + len(changed) + len(relinked)
    anew = before is None or before.made != after.made or share > MOST * len(after.articles)
    if anew:
        relinked = tuple(sorted(after.articles.keys() - {*added, *changed}))
    return Changes(
        added, changed, relinked, tuple(sorted(old.articles.keys() - after.articles.keys())),
        frozenset(iri for iri, digest in after.entities.items() if anew or old.entities.get(iri) != digest),
        frozenset(old.entities.keys() - after.entities.keys()), anew)


def to_manifest(reading: Reading, links: Links, made: str, decided: str) -> Manifest:
    """What the graph of these articles and links is made of."""
    linked: defaultdict[str, list[str]] = defaultdict(list)
    for (article, name), iri in links.ids.items():
        linked[article].append(f"{iri} {name}")  # an IRI has no space
    for article, outlet in links.publishers.items():
        linked[article].append(outlet)
    articles = {name: Entry(known.key, _digest("\n".join(sorted(linked[name]))), known.iri, known.source)
                for name, known in sorted(reading.known.items())}
    entities = {entity.iri: _digest(repr(entity)) for entity in links.entities}
    return Manifest(made, articles, entities, decided=decided)


def is_current(before: Manifest | None, reading: Reading, made: str, decided: str) -> bool:
    """Whether the graph in use is of these very articles and decisions, so that there is nothing to do."""
    return before is not None and (before.made, before.decided) == (made, decided) and {
        name: (entry.key, entry.source) for name, entry in before.articles.items()
    } == {name: (known.key, known.source) for name, known in reading.known.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
