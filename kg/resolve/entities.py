"""From clusters of names to entities: label, class and aliases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.model import Entity
from kg.ontology import KnownName, Ontology
from kg.resolve import names
from kg.resolve.clashes import clashes
from kg.resolve.classes import class_of
from kg.resolve.clusters import Clusters
from kg.resolve.decisions import Decisions
from kg.resolve.drafts import Draft, borne, name_of
from kg.resolve.known import DEMONYM, KnownNames
from kg.resolve.mentions import Names, Node, NodeId
from kg.vocab import entity_iri

SHORT = "short name"


def drafts(clusters: Clusters, mentioned: Names, known_names: KnownNames, ontology: Ontology,
           decisions: Decisions) -> Iterator[Draft]:
    """One entity for each cluster that claims mention."""
    told = _Told(decisions, mentioned)
    for members in clusters.members():
        nodes = [mentioned.nodes[member] for member in members if member in mentioned.nodes]
        if any(node.spans for node in nodes):
            known = known_names.by_iri.get(clusters.known(members[0]) or "")
            entity, chosen = _entity(nodes, known, clusters.links(members[0]), ontology)
            applied, why = told.applied(entity, nodes)
            applied = replace(applied, classes=clashes(nodes, applied.type, why or chosen, ontology))
            yield Draft(applied, known is not None, [node.id for node in nodes], borne(applied))


class _Told:
    """What people decided of labels and classes, for each name that they spoke of."""

    def __init__(self, decisions: Decisions, mentioned: Names) -> None:
        self._labels: dict[NodeId, dict[str, tuple[str, str]]] = defaultdict(dict)
        self._types: dict[NodeId, tuple[str, str]] = {}
        for kind in ("rename", "retype"):
            for decision, sides in decisions.applied(kind, mentioned.nodes):
                for node in (node for side in sides for node in side):
                    if kind == "retype":
                        self._types[node] = (decision.to, decision.reason)
                    else:
                        self._labels[node][names.language(decision.to)] = (decision.to, decision.reason)

    def applied(self, entity: Entity, nodes: Sequence[Node]) -> tuple[Entity, str]:
        """The entity as decided, and who decided its class; a label that gave way is an alias.

        Where names were told different things, the first name's counts: the decisions contradict each other only if it
        was not known that the names are one.
        """
        labels: dict[str, tuple[str, str]] = {}
        for node in nodes:
            labels = {**self._labels.get(node.id, {}), **labels}
        type_, why = next((self._types[node.id] for node in nodes if node.id in self._types), (entity.type, ""))
        if not labels and not why:
            return entity, ""
        renamed = {**entity.labels, **{tag: to for tag, (to, _) in labels.items()}}
        aliases = {*entity.aliases, *((text, tag) for tag, text in entity.labels.items())}
        reasons = {*entity.links, *((to, f"label, {reason}") for to, reason in labels.values())}
        if why:
            reasons.add((name_of(renamed), f"of class {type_}, {why}"))
        return replace(
            entity, iri=entity_iri(name_of(renamed)), labels=dict(sorted(renamed.items())), type=type_,
            aliases=tuple(sorted(alias for alias in aliases if alias[0] not in renamed.values())),
            links=tuple(sorted(reasons))), why


def _entity(
    nodes: Sequence[Node], known: KnownName | None, links: tuple[tuple[str, str], ...], ontology: Ontology
) -> tuple[Entity, str]:
    """The entity, and what chose its class."""
    short = {names.label(name) for name, reason in links if reason.startswith(SHORT)}
    labels = _labels(nodes, short)
    if known:
        labels = {**labels, **known.labels}
    demonyms = {names.key(name) for name, reason in links if reason == DEMONYM}
    written = {form for node in nodes if node.key not in demonyms for form, _ in node.name.forms}
    forms = {(names.label(form), names.language(form)) for form in written}
    if known:
        forms |= set(known.aliases)
    aliases = tuple(sorted(form for form in forms if form[0] not in labels.values()))
    type_, why = (known.type, "known beforehand") if known else class_of(nodes, ontology)
    same_as = known.same_as if known else ()
    return Entity(entity_iri(name_of(labels)), dict(sorted(labels.items())), type_, aliases, same_as, links), why


def _labels(nodes: Sequence[Node], short: set[str]) -> dict[str, str]:
    """The label of each language: the form written most often that is no short name, then the longest."""
    written: dict[str, int] = defaultdict(int)
    for node in nodes:
        for form, count in node.name.forms:
            written[form] += count
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for form, count in written.items():
        counts[names.language(form)][names.label(form)] += count
    return {
        lang: max(forms, key=lambda form: (form not in short, forms[form], len(form), form))
        for lang, forms in counts.items()
    }
