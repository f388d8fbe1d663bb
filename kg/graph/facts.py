"""Plain triples: what articles assert, once each in the default graph, with a note on who supports it.

    entity:Alibaba kg:created entity:Alibaba_Token_Hub .
    <.../fact/...> a kg:Fact ; rdf:subject entity:Alibaba ; rdf:predicate kg:created ;
        rdf:object entity:Alibaba_Token_Hub ; kg:support 2 ; kg:articles 3 .

A claim yields one when it is affirmed and asserted, its predicate is a property of the ontology (open predicates are
claims only), and both sides are known, an entity, a normalised value or a date, and not the same. The claim points to
the note by `kg:states`; the note lies in the default graph, since it depends on all articles while a named graph
depends on one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Quad, Triple

from kg.graph import terms
from kg.graph.corroboration import Support
from kg.graph.iris import fact_iri, predicate_iri
from kg.graph.nodes import object_node, subject_node
from kg.model import Article, Claim


def fact(article: Article, claim: Claim) -> Triple | None:
    """The plain triple the claim yields, None where it yields none."""
    if not claim.is_fact or claim.predicate.property is None:
        return None
    subject, object_ = subject_node(article, claim), object_node(article, claim)
    known = subject.stands and object_.stands and subject.term != object_.term
    if not (known and isinstance(subject.term, NamedNode)):
        return None
    return Triple(subject.term, predicate_iri(claim), object_.term)


def fact_quads(supported: Mapping[Triple, Support]) -> Iterator[Quad]:
    """Each triple with its note: how many independent sources state it, and how many articles."""
    for triple, support in supported.items():
        note = fact_iri(triple)
        yield Quad(triple.subject, triple.predicate, triple.object)
        yield Quad(note, terms.TYPE, terms.kg("Fact"))
        yield Quad(note, terms.SUBJECT, triple.subject)
        yield Quad(note, terms.PREDICATE, triple.predicate)
        yield Quad(note, terms.OBJECT, triple.object)
        yield Quad(note, terms.kg("support"), terms.integer(support.sources))
        yield Quad(note, terms.kg("articles"), terms.integer(support.articles))
