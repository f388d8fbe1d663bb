"""RDF 1.2: `claim rdf:reifies <<( s p o )>>`, beside the RDF 1.1 encoding and on the same claim IRIs.

https://www.w3.org/TR/rdf12-concepts/#section-triple-terms. What a claim reifies is not thereby asserted. TriG and
N-Quads hold these quads; Turtle, JSON-LD, GraphML and the validation leave them out, since their readers know RDF 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Triple

from kg import vocab
from kg.graph import terms

REIFIES = NamedNode(vocab.RDF + "reifies")


def reifying_quads(quads: Iterable[Quad]) -> Iterator[Quad]:
    """One quad for each claim among the quads, in the claim's graph."""
    held = list(quads)
    parts = {predicate: {quad.subject: quad.object for quad in held if quad.predicate == predicate}
             for predicate in (terms.SUBJECT, terms.PREDICATE, terms.OBJECT)}
    for quad in held:
        if quad.predicate == terms.TYPE and quad.object == terms.kg("Claim"):
            subject, predicate, object_ = (part[quad.subject] for part in parts.values())
            assert isinstance(subject, NamedNode)
            assert isinstance(predicate, NamedNode)
            yield Quad(quad.subject, REIFIES, Triple(subject, predicate, object_), quad.graph_name)


def without_rdf12(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads that RDF 1.1 can hold."""
    return (quad for quad in quads if not isinstance(quad.object, Triple))
