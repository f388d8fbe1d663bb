"""One claim as RDF: an IRI node with its parts, its qualifiers, where it is written and how it was found.

    claim:4be1... a kg:Claim ;
        rdf:subject entity:Alibaba ; rdf:predicate kg:created ; rdf:object entity:Alibaba_Token_Hub ;
        kg:polarity kg:affirmed ; kg:modality kg:asserted ; kg:confidence 0.93 ;
        kg:attributedTo entity:TMTPost ; kg:time "2026-03"^^xsd:gYearMonth ;
        kg:states <.../fact/...> ; prov:wasDerivedFrom <.../evidence/...> .
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.graph import terms
from kg.graph.corroboration import corroboration_quads
from kg.graph.evidence import evidence_quads
from kg.graph.facts import fact
from kg.graph.iris import claim_iri, fact_iri, graph_iri, predicate_iri, span_iri
from kg.graph.nodes import Node, number_node, object_node, source_node, subject_node
from kg.model import Article, Claim, Qualifier, Span, Time

QUALIFIERS = frozenset({"amount", "metric", "role", "scope", "place", "comparator", "hedge", "currency"})
"""Qualifiers that are properties of the ontology; any other is a grammatical argument (`arg:around`)."""

TRACE: Mapping[str, str] = {"source": "foundBy", "entry": "lexicalEntry", "construction": "construction"}
"""Parts of a trace that are properties of their own; any other is a line of `kg:trace`."""


def claim_quads(article: Article, claim: Claim, publisher: str = "") -> Iterator[Quad]:
    """The claim with its nodes, values and evidence; `publisher` is the IRI of the article's outlet, "" if not known.

    Raises GraphError where its spans are not the article's text.
    """
    node, graph = claim_iri(claim), graph_iri(article)
    subject, object_ = subject_node(article, claim), object_node(article, claim)
    yield Quad(node, terms.TYPE, terms.kg("Claim"), graph)
    yield Quad(node, terms.SUBJECT, subject.term, graph)
    yield Quad(node, terms.PREDICATE, predicate_iri(claim), graph)
    yield Quad(node, terms.OBJECT, object_.term, graph)
    yield from (*subject.quads, *object_.quads)
    yield Quad(node, terms.kg("polarity"), terms.kg(claim.polarity), graph)
    yield Quad(node, terms.kg("modality"), terms.kg(claim.modality), graph)
    yield Quad(node, terms.kg("confidence"), terms.decimal(round(claim.confidence, 4)), graph)
    if (stated := fact(article, claim)) is not None:
        yield Quad(node, terms.kg("states"), fact_iri(stated), graph)
        yield from corroboration_quads(article, claim, publisher)
    yield from _written(article, claim, node)
    yield from _attribution(article, claim, node)
    yield from _time(article, claim.time, node)
    for qualifier in claim.qualifiers:
        yield from _qualifier(article, qualifier, node)
    yield from _trace(claim, node, graph)


def _written(article: Article, claim: Claim, node: NamedNode) -> Iterator[Quad]:
    """The sentence as evidence, and the words and place of each part."""
    graph = graph_iri(article)
    predicate = Span(claim.predicate.text, claim.predicate.start, claim.predicate.end)
    parts = {"subject": claim.subject.span, "predicate": predicate, "object": claim.object.span}
    # A predicate's words may be apart ("agreed [in May] to buy"): only the other parts must be the text as it stands.
    for name, span in {"sentence": claim.sentence, "subject": parts["subject"], "object": parts["object"]}.items():
        if article.text[span.start:span.end] != span.text:
            raise terms.GraphError(f"claim {claim.id}: its {name} is not the text of article {article.id} at "
                                   f"{span.start}-{span.end}")
    yield Quad(node, terms.prov("wasDerivedFrom"), span_iri(article, claim.sentence), graph)
    yield from evidence_quads(article, claim.sentence)
    for name, span in parts.items():
        words = terms.text(span.text, terms.language_at(article, span.start))
        yield Quad(node, terms.kg(f"{name}Text"), words, graph)
        yield Quad(node, terms.kg(f"{name}Start"), terms.integer(span.start), graph)
        yield Quad(node, terms.kg(f"{name}End"), terms.integer(span.end), graph)


def _attribution(article: Article, claim: Claim, node: NamedNode) -> Iterator[Quad]:
    if claim.attribution is None:
        return
    graph, source = graph_iri(article), source_node(article, claim.attribution)
    yield Quad(node, terms.kg("attributedTo"), source.term, graph)
    yield from source.quads
    if claim.attribution.cue:
        language = terms.language_at(article, claim.attribution.start)
        yield Quad(node, terms.kg("attributionCue"), terms.label(claim.attribution.cue, language), graph)


def _time(article: Article, time: Time | None, node: NamedNode) -> Iterator[Quad]:
    """The time as written, as stated in ISO form, and as first and last day, which compare in every store."""
    if time is None:
        return
    graph = graph_iri(article)
    yield Quad(node, terms.kg("timeText"), terms.text(time.text, terms.language_at(article, time.start)), graph)
    if time.iso is None:
        return
    yield Quad(node, terms.kg("time"), terms.time(time.iso), graph)
    for name, day in zip(("timeStart", "timeEnd"), terms.bounds(time.iso), strict=True):
        if day is not None:
            yield Quad(node, terms.kg(name), terms.day(day), graph)


def _qualifier(article: Article, qualifier: Qualifier, node: NamedNode) -> Iterator[Quad]:
    known = qualifier.name in QUALIFIERS
    predicate = terms.kg(qualifier.name) if known else NamedNode(vocab.ARG + vocab.slug(qualifier.name))
    value = _qualifier_node(article, qualifier)
    yield Quad(node, predicate, value.term, graph_iri(article))
    yield from value.quads


def _qualifier_node(article: Article, qualifier: Qualifier) -> Node:
    if qualifier.value is not None and qualifier.unit == "date":
        return Node(terms.time(qualifier.value))
    if qualifier.value is not None and qualifier.unit is not None:
        return number_node(qualifier.value, qualifier.unit)
    return Node(terms.label(qualifier.value or qualifier.text, terms.language_at(article, qualifier.start)))


def _trace(claim: Claim, node: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    for key, value in sorted(claim.trace.items()):
        if key in TRACE:
            yield Quad(node, terms.kg(TRACE[key]), terms.label(value), graph)
        else:
            yield Quad(node, terms.kg("trace"), terms.label(f"{key}: {value}"), graph)
