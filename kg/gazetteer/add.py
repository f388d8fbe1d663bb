"""An ontology with further names: what a user's files know beside what comes with kg."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg import ontology
from kg.gazetteer.mapping import load_mapping
from kg.gazetteer.read import read_names
from kg.gazetteer.texts import fold
from kg.gazetteer.turtle import apart, united
from kg.ontology import KnownName, Ontology


def load(folder: Path | None = None, names: Sequence[Path] = ()) -> Ontology:
    """The ontology of a folder (None: the shipped one) with the names of these files, in any form that is imported.

    OntologyError and GazetteerError for what cannot be read. The order of the files does not matter.
    """
    terms = ontology.load(folder)
    if not names:
        return terms
    mapping = load_mapping(terms.classes)
    total = hashlib.sha256(terms.digest.encode())
    for digest in sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in names):
        total.update(digest.encode())
    added = [name for path in names for name in read_names(path, mapping).names]
    return replace(terms, names=tuple(together(terms.names, added)), digest=total.hexdigest())


def together(known: Sequence[KnownName], added: Iterable[KnownName]) -> list[KnownName]:
    """Known names and others, each thing once, sorted by IRI.

    Two are one thing where they share a Wikidata item or IRI; or, unless their items differ, where they are of one
    class and share a preferred label. Then the item is certain only if all labels that both have are the same, in two
    languages or more.
    """
    things = {name.iri: name for name in known}
    index = _Index(known)
    for name in sorted(added, key=lambda name: (name.iri, sorted(name.labels.items()))):
        other = next(iter(index.same(name)), None)
        if other is None:
            things[name.iri] = name
            index.add(name)
            continue
        first = things[other]
        if not (first.iri == name.iri or set(first.same_as) & set(name.same_as) or _agree(first, name)):
            name = replace(name, same_as=())
        things[other] = united(first, name)
        index.add(things[other])
    return sorted(_told_apart(known, things), key=lambda name: name.iri)


def _told_apart(known: Sequence[KnownName], things: dict[str, KnownName]) -> Iterator[KnownName]:
    """The things, where texts that several bear are ambiguous; but not for those that were known before."""
    before = {name.iri: name for name in known}
    for name in apart(list(things.values())):
        yield _restored(name, before[name.iri]) if name.iri in before else name


def _restored(name: KnownName, before: KnownName) -> KnownName:
    forms = {text for text, _ in before.forms}
    return replace(
        name, aliases=tuple(sorted({*name.aliases, *before.aliases})),
        hidden=tuple(sorted({*name.hidden, *before.hidden})),
        ambiguous=tuple(pair for pair in name.ambiguous if pair[0] not in forms))


def _agree(first: KnownName, second: KnownName) -> bool:
    shared = first.labels.keys() & second.labels.keys()
    return len(shared) > 1 and all(fold(first.labels[tag]) == fold(second.labels[tag]) for tag in shared)


class _Index:
    """Finds the known name that another one is about."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        self._by_iri: dict[str, str] = {}
        self._by_label: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._items: dict[str, set[str]] = defaultdict(set)
        for name in known:
            self.add(name)

    def add(self, name: KnownName) -> None:
        for iri in (name.iri, *name.same_as):
            self._by_iri.setdefault(iri, name.iri)
        for text in name.labels.values():
            self._by_label[name.type, fold(text)].add(name.iri)
        self._items[name.iri].update(name.same_as)

    def same(self, name: KnownName) -> list[str]:
        """The IRIs of the names that it is: by IRI and Wikidata item, else by label and class."""
        certain = {self._by_iri[iri] for iri in (name.iri, *name.same_as) if iri in self._by_iri}
        if certain:
            return sorted(certain)
        labelled = {iri for text in name.labels.values() for iri in self._by_label.get((name.type, fold(text)), ())}
        return sorted(iri for iri in labelled if not (self._items[iri] and name.same_as))
