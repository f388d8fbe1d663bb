"""Things before they have their IRIs: what linking makes of a group of names, kept from one build to the next.

Everything about a thing is its group's own business but its IRI, for which the labels of all things count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from kg.model import ClassReason, Entity
from kg.resolve.mentions import NodeId
from kg.vocab import entity_iri


@dataclass(frozen=True, slots=True)
class Draft:
    """An entity with the IRI it would like, whether its name is known beforehand, and its names, sorted.

    `borne` are the IRIs that the entity, or any part of it, may have had in another build: those of all its names.
    Before it was merged, or named by another form, its label was one of them. So nothing need be remembered of earlier
    builds, and the graph stays a function of what is read.
    """

    entity: Entity
    known: bool
    nodes: Sequence[NodeId]
    borne: tuple[str, ...]

    def to_json(self) -> list[Any]:
        """A row for JSON: the names by their keys, for most things have few of them."""
        docs: defaultdict[str, list[str]] = defaultdict(list)
        for doc, key in self.nodes:
            docs[key].append(doc)
        return [[getattr(self.entity, name) for name in ENTITY], self.known, docs, self.borne]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> Draft:
        values, known, docs, borne = row
        iri, labels, type_, aliases, same_as, links, classes = values
        entity = Entity(iri, labels, type_, _pairs(aliases), tuple(same_as), _pairs(links),
                        classes=tuple(map(ClassReason._make, classes)))
        return cls(entity, known, sorted((doc, key) for key, found in docs.items() for doc in found), tuple(borne))


ENTITY = tuple(part.name for part in fields(Entity) if part.name != "former")


def _pairs(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple([(one, other) for one, other in rows])


def name_of(labels: Mapping[str, str]) -> str:
    """The label that the IRI is made of."""
    return labels.get("en") or labels["zh"]


def borne(entity: Entity) -> tuple[str, ...]:
    """The IRIs of all names of an entity."""
    texts = {*entity.labels.values(), *(text for text, _ in entity.aliases)}
    return tuple(sorted({entity_iri(text) for text in texts}))


def finished(drafts: Sequence[Draft], reserved: Container[str]) -> list[tuple[Entity, Sequence[NodeId]]]:
    """The entities with IRIs of their own, and the names of each; sorted by IRI.

    An IRI is that of the label. Where several would bear one, a known name keeps it and all others get their class
    (and, if that is not enough, an article) added: which of two is mentioned more may change with the next article, and
    an IRI must not come to mean the other one. For the same reason the IRIs of known names are `reserved` for them.
    """
    made = sorted(_told_apart(drafts, reserved), key=lambda pair: pair[0])
    current = {iri for iri, _ in made}
    return [(replace(draft.entity, iri=iri, former=tuple([one for one in draft.borne if one not in current])),
             draft.nodes) for iri, draft in made]


def _told_apart(drafts: Sequence[Draft], reserved: Container[str]) -> Iterator[tuple[str, Draft]]:
    """Each draft with an IRI that no other one gets."""
    for mark in range(4):
        wanting: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            wanting[_marked(draft, mark)].append(draft)
        drafts = []
        for iri, group in wanting.items():
            first = [draft for draft in group if draft.known] if mark == 0 else group
            alone = first if len(first) == 1 else group if len(group) == 1 and iri not in reserved else []
            yield from ((iri, draft) for draft in alone)
            drafts += [draft for draft in group if not any(draft is one for one in alone)]


def _marked(draft: Draft, mark: int) -> str:
    """The IRI of the label with nothing added, with the class, also an article, also the first name in it."""
    if mark == 0:
        return draft.entity.iri
    cls, (doc, name_key) = draft.entity.type or "Thing", draft.nodes[0]
    return entity_iri(name_of(draft.entity.labels), ("", cls, f"{cls} {doc}", f"{cls} {doc} {name_key}")[mark])
