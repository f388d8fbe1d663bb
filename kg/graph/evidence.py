"""Articles and the places in them that claims rest on, as W3C Web Annotation selectors.

https://www.w3.org/TR/annotation-model/#selectors: a position (end-exclusive code points into `schema:text`) and a quote
with what stands around it. All of it lies in the article's named graph.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Quad

from kg.graph import terms
from kg.graph.iris import article_iri, graph_iri, selector_iri, span_iri
from kg.model import Article, SetAside, Span

CONTEXT = 32
"""Characters of the text kept before and after a quote."""


def article_quads(article: Article) -> Iterator[Quad]:
    """The article with its text, so that every offset can be checked against the graph alone, and what is set aside."""
    node, graph = article_iri(article), graph_iri(article)
    yield Quad(node, terms.TYPE, terms.schema("NewsArticle"), graph)
    yield Quad(node, terms.TYPE, terms.prov("Entity"), graph)
    yield Quad(node, terms.schema("identifier"), terms.text(article.id), graph)
    yield Quad(node, terms.schema("inLanguage"), terms.text(terms.tag(article.language)), graph)
    yield Quad(node, terms.schema("sha256"), terms.text(article.sha256), graph)
    yield Quad(node, terms.schema("text"), terms.text(article.text, article.language), graph)
    if article.title:
        yield Quad(node, terms.schema("headline"), terms.label(article.title, article.language), graph)
    if article.published:
        yield Quad(node, terms.schema("datePublished"), terms.time(article.published), graph)
    if article.publisher:
        yield Quad(node, terms.schema("publisher"), terms.label(article.publisher), graph)
    if article.url:
        yield Quad(node, terms.schema("url"), terms.address(article.url), graph)
    for aside in article.aside:
        if aside.start < aside.end:
            yield from _aside_quads(article, aside)


def _aside_quads(article: Article, aside: SetAside) -> Iterator[Quad]:
    """What was read but not parsed, and why: with the evidence it says how much of an article the graph rests on."""
    span = Span(article.text[aside.start:aside.end], aside.start, aside.end)
    node, graph = span_iri(article, span), graph_iri(article)
    yield Quad(node, terms.TYPE, terms.kg("SetAside"), graph)
    yield Quad(node, terms.kg("asideReason"), terms.label(aside.reason, "en"), graph)
    yield Quad(node, terms.oa("hasSource"), article_iri(article), graph)
    yield Quad(node, terms.oa("hasSelector"), selector_iri(node, "position"), graph)
    yield from _position_quads(article, span)


def _position_quads(article: Article, span: Span) -> Iterator[Quad]:
    position, graph = selector_iri(span_iri(article, span), "position"), graph_iri(article)
    yield Quad(position, terms.TYPE, terms.oa("TextPositionSelector"), graph)
    yield Quad(position, terms.oa("start"), terms.integer(span.start), graph)
    yield Quad(position, terms.oa("end"), terms.integer(span.end), graph)


def evidence_quads(article: Article, span: Span) -> Iterator[Quad]:
    """The span as evidence: both its selectors, over the article."""
    node, graph = span_iri(article, span), graph_iri(article)
    position, quote = selector_iri(node, "position"), selector_iri(node, "quote")
    language = terms.language_at(article, span.start)
    yield Quad(node, terms.TYPE, terms.kg("Evidence"), graph)
    yield Quad(node, terms.oa("hasSource"), article_iri(article), graph)
    yield Quad(node, terms.oa("hasSelector"), position, graph)
    yield Quad(node, terms.oa("hasSelector"), quote, graph)
    yield from _position_quads(article, span)
    yield Quad(quote, terms.TYPE, terms.oa("TextQuoteSelector"), graph)
    yield Quad(quote, terms.oa("exact"), terms.text(article.text[span.start:span.end], language), graph)
    before = article.text[max(0, span.start - CONTEXT):span.start]
    yield Quad(quote, terms.oa("prefix"), terms.text(before, language), graph)
    yield Quad(quote, terms.oa("suffix"), terms.text(article.text[span.end:span.end + CONTEXT], language), graph)
