"""The IRIs only the graph needs, minted as `kg.vocab` mints the others: from content, the same in every build."""

from __future__ import annotations

import hashlib

from pyoxigraph import NamedNode, Triple

from kg import vocab
from kg.model import Article, Span

DATASET = NamedNode(vocab.BASE + "dataset")


def article_iri(article: Article) -> NamedNode:
    return NamedNode(vocab.article_iri(article.id, article.sha256))


def graph_iri(article: Article) -> NamedNode:
    """The named graph of the article's claims."""
    return NamedNode(vocab.graph_iri(article.id))


def span_iri(article: Article, span: Span) -> NamedNode:
    """The characters of a span, as evidence."""
    return NamedNode(vocab.evidence_iri(article.id, article.sha256, span.start, span.end))


def selector_iri(evidence: NamedNode, kind: str) -> NamedNode:
    """The `kind` ("position", "quote") of selector that finds the evidence in its article."""
    return NamedNode(f"{evidence.value}/{kind}")


def mention_iri(article: Article, span: Span) -> NamedNode:
    """What the words of a span stand for, where nothing is known of it but these words."""
    return NamedNode(f"{vocab.BASE}mention/{vocab.slug(article.id)}/{article.sha256[:12]}/{span.start}-{span.end}")


def value_iri(number: str, unit: str) -> NamedNode:
    """A number with its unit: `value/380000000000/CNY`, `value/12.5/%25`."""
    path = vocab.slug(number) + (f"/{vocab.slug(unit)}" if unit else "")
    return NamedNode(f"{vocab.BASE}value/{path}")


def fact_iri(triple: Triple) -> NamedNode:
    """The note on a plain triple: who states it, and how many."""
    return NamedNode(f"{vocab.BASE}fact/{_digest(str(triple))}")


def run_iri(*parts: str) -> NamedNode:
    """A run, or an agent or thing it used, by what makes it up."""
    return NamedNode(vocab.RUN + _digest("\0".join(parts)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:20]
