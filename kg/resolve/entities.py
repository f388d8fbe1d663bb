"""From clusters of names to entities: label, class, aliases and IRI."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Entity
from kg.ontology import KnownName, Ontology
from kg.resolve import names
from kg.resolve.classes import class_of
from kg.resolve.clusters import Clusters
from kg.resolve.known import DEMONYM, KnownNames
from kg.resolve.mentions import Names, Node, NodeId
from kg.vocab import entity_iri

SHORT = "short name"
_Draft = tuple[bool, int, Entity, list[NodeId]]
"""Whether the name is known, how often it is mentioned, the entity with the IRI it would like, its names."""


def entities(
    clusters: Clusters, mentioned: Names, known_names: KnownNames, ontology: Ontology
) -> list[tuple[Entity, list[NodeId]]]:
    """One entity for each cluster that claims mention, with the names it is made of; sorted by IRI.

    Where several would bear one IRI, the known name keeps it, else the one mentioned most; the others get their class
    (and, if that is not enough, an article) added.
    """
    drafts: list[_Draft] = []
    for members in clusters.members():
        nodes = [mentioned.nodes[member] for member in members if member in mentioned.nodes]
        count = sum(len(node.spans) for node in nodes)
        if count:
            known = known_names.by_iri.get(clusters.known(members[0]) or "")
            entity = _entity(nodes, known, clusters.links(members[0]), ontology)
            drafts.append((known is not None, count, entity, [node.id for node in nodes]))
    return sorted(_told_apart(drafts), key=lambda pair: pair[0].iri)


def _entity(
    nodes: Sequence[Node], known: KnownName | None, links: tuple[tuple[str, str], ...], ontology: Ontology
) -> Entity:
    short = {names.label(name) for name, reason in links if reason.startswith(SHORT)}
    labels = _labels(nodes, short)
    if known:
        labels = {**labels, **known.labels}
    demonyms = {names.key(name) for name, reason in links if reason == DEMONYM}
    forms = {(names.label(form), names.language(form)) for node in nodes if node.key not in demonyms
             for form, _ in node.name.forms}
    if known:
        forms |= set(known.aliases)
    aliases = tuple(sorted(form for form in forms if form[0] not in labels.values()))
    name = labels.get("en") or labels["zh"]
    type_ = known.type if known else class_of(nodes, ontology)
    return Entity(entity_iri(name), dict(sorted(labels.items())), type_, aliases, known.same_as if known else (), links)


def _labels(nodes: Sequence[Node], short: set[str]) -> dict[str, str]:
    """The label of each language: the form written most often that is no short name, then the longest."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for node in nodes:
        for form, count in node.name.forms:
            counts[names.language(form)][names.label(form)] += count
    return {
        lang: max(forms, key=lambda form: (form not in short, forms[form], len(form), form))
        for lang, forms in counts.items()
    }


def _told_apart(drafts: list[_Draft]) -> list[tuple[Entity, list[NodeId]]]:
    ranked = sorted(drafts, key=lambda draft: (not draft[0], -draft[1], draft[2].type, draft[3]))
    taken: set[str] = set()
    out: list[tuple[Entity, list[NodeId]]] = []
    for _, _, entity, nodes in ranked:
        name = entity.labels.get("en") or entity.labels["zh"]
        cls, (doc, name_key) = entity.type or "Thing", nodes[0]
        marks = ("", cls, f"{cls} {doc}", f"{cls} {doc} {name_key}")
        iri = next(iri for mark in marks if (iri := entity_iri(name, mark)) not in taken)
        taken.add(iri)
        out.append((replace(entity, iri=iri), nodes))
    return out
