"""The IRIs that `kg.vocab` mints, as terms of the graph."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from kg import vocab
from kg.model import Article, Claim, Span

DATASET = NamedNode(vocab.DATASET)


def article_iri(article: Article) -> NamedNode:
    return NamedNode(vocab.article_iri(article.id, article.sha256))


def graph_iri(article: Article) -> NamedNode:
    """The named graph of the article's claims."""
    return NamedNode(vocab.graph_iri(article.id))


def claim_iri(claim: Claim) -> NamedNode:
    return NamedNode(vocab.claim_iri(claim.id))


def predicate_iri(claim: Claim) -> NamedNode:
    return NamedNode(vocab.predicate_iri(claim.predicate.id))


def span_iri(article: Article, span: Span) -> NamedNode:
    """The characters of a span, as evidence."""
    return NamedNode(vocab.evidence_iri(article.id, article.sha256, span.start, span.end))


def selector_iri(evidence: NamedNode, kind: str) -> NamedNode:
    return NamedNode(vocab.selector_iri(evidence.value, kind))


def mention_iri(article: Article, span: Span) -> NamedNode:
    """What the words of a span stand for, where nothing is known of it but these words."""
    return NamedNode(vocab.mention_iri(article.id, article.sha256, span.start, span.end))


def value_iri(number: str, unit: str) -> NamedNode:
    return NamedNode(vocab.value_iri(number, unit))


def fact_iri(triple: Triple) -> NamedNode:
    """The note on a plain triple: who states it, and how many."""
    return NamedNode(vocab.fact_iri(str(triple)))


def run_iri(*parts: str) -> NamedNode:
    return NamedNode(vocab.run_iri(*parts))
