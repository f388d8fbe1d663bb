"""Which thing published each article: outlets have names like anything else ("Reuters", 路透社), and count once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.model import Entity
from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.entities import SHORT
from kg.resolve.known import KnownNames
from kg.resolve.mentions import family

NO_OUTLETS = ("person", "place")
"""Families of classes that no outlet is of: "Jordan" published nothing."""


def publishers(outlets: Mapping[str, str], entities: Iterable[Entity], known: KnownNames,
               ontology: Ontology) -> dict[str, str]:
    """Article -> the IRI of its outlet, for the outlets that are known beforehand or that some claim mentions.

    `outlets` are the publishers' names by article, "" for none. A name of several entities is nobody's. What one
    article alone calls a thing by ("the Post") counts for none.
    """
    published = {article: names.key(name) for article, name in outlets.items() if name}
    wanted = set(published.values())
    bearers: dict[str, set[str]] = defaultdict(set)
    for entity in entities if published else ():
        if family(entity.type, ontology) not in NO_OUTLETS:
            for name_key in wanted & _keys(entity):
                bearers[name_key].add(entity.iri)
    found = {}
    for article, name_key in published.items():
        borne = bearers.get(name_key, set())
        iri = min(borne) if len(borne) == 1 else "" if borne else known.organization(name_key)
        if iri:
            found[article] = iri
    return found


def _keys(entity: Entity) -> set[str]:
    short = {names.key(name) for name, reason in entity.links if reason.startswith(SHORT)}
    labels = {names.key(text) for text in entity.labels.values()}
    return labels | ({names.key(text) for text, _ in entity.aliases} - short)
