"""Entities as RDF: class, names by language, and what they are known as elsewhere. They lie in the default graph."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.graph import terms
from kg.model import Entity

SAME_AS = NamedNode(vocab.SCHEMA + "sameAs")
REPLACED_BY = NamedNode(vocab.DCTERMS + "isReplacedBy")
"""Leads from an IRI that an earlier build may have given to the entity that it stands for now."""


def entity_quads(entity: Entity) -> Iterator[Quad]:
    """The entity's quads, those of its former IRIs included. GraphError for an entity without a name to show."""
    node = NamedNode(entity.iri)
    labels = {terms.label(name, language) for language, name in entity.labels.items() if terms.plain(name)}
    if not labels:
        raise terms.GraphError(f"entity {entity.iri} has no label")
    yield Quad(node, terms.TYPE, terms.kg("Entity"))
    yield Quad(node, terms.TYPE, terms.kg(entity.type) if entity.type else terms.THING)
    for label in labels:
        yield Quad(node, terms.PREF_LABEL, label)
    for name, language in entity.aliases:
        alias = terms.label(name, language)
        if alias.value and alias not in labels:
            yield Quad(node, terms.ALT_LABEL, alias)
    for iri in entity.same_as:
        yield Quad(node, SAME_AS, NamedNode(iri))
    for name, reason in entity.links:
        yield Quad(node, terms.kg("nameReason"), terms.label(f"{name}: {reason}"))
    for cls, why in entity.classes:
        yield Quad(node, terms.kg("classReason"), terms.label(f"{cls or 'Thing'}: {why}"))
        if cls and cls != entity.type:
            yield Quad(node, terms.kg("otherClass"), terms.kg(cls))
    for former in entity.former:
        yield Quad(NamedNode(former), REPLACED_BY, node)
