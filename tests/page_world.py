"""A small graph for the tests of the page, records made by hand, and a parser of pages."""

from __future__ import annotations

import base64
import gzip
import json
from html.parser import HTMLParser
from typing import Any

from pyoxigraph import Quad

from kg import vocab
from kg.graph.claims import claim_quads
from kg.graph.entities import entity_quads
from kg.graph.evidence import article_quads
from kg.model import Argument, Article, Attribution, Claim, Entity, Predicate, Qualifier, SetAside, Span, Time
from kg.view.records import ArticleRecord, ClaimRecord, Records, Thing
from kg.vocab import entity_iri

IMAGE, SCRIPT = '"><img src=x onerror=alert(1)>', "</script><script>alert(2)</script>"
NAMES = {"Alibaba": "Company", "Token Hub": "BusinessUnit", "DeepSeek": "Company", "36Kr": "NewsOutlet"}


class Terms:
    """A vocabulary whose labels are the local names."""

    def label(self, local: str, language: str) -> str:
        return local

    def is_a(self, cls: str, ancestor: str) -> bool:
        return (cls, ancestor) in {("Newspaper", "NewsOutlet"), ("Newspaper", "Organization")}


def span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(words, start, start + len(words))


def argument(article: Article, words: str, **more: Any) -> Argument:
    at = span(article, words)
    known = {"id": entity_iri(words), "kind": "name"} if words in NAMES else {}
    return Argument(at.text, at.start, at.end, **{**known, **more})


def claim(article: Article, subject: str, verb: str, prop: str, object_: Argument, **more: Any) -> Claim:
    at = span(article, verb)
    return Claim(article.id, Span(article.text, 0, len(article.text)), argument(article, subject),
                 Predicate(prop, verb, at.start, at.end), object_, **more)


def quads() -> list[Quad]:
    """Two articles: a fact with all its trimmings, a denied claim, an amount."""
    fact = Article("fact", "36Kr said Alibaba created Token Hub in March 2026.", title="A <b>hub</b>",
                   published="2026-03-17", publisher="kg seed desk", url="https://example.org/hub")
    rumour = Article("rumour", "Alibaba denied that it invested in DeepSeek and raised $1 billion.", title="No deal",
                     aside=(SetAside(0, 7, "byline"),))
    source, time = span(fact, "36Kr"), span(fact, "March 2026")
    claims = {
        fact.id: [claim(fact, "Alibaba", "created", "kg:created", argument(fact, "Token Hub"), confidence=0.9,
                        attribution=Attribution(source.text, source.start, source.end, id=entity_iri("36Kr")),
                        time=Time(time.text, time.start, time.end, "2026-03"),
                        qualifiers=(Qualifier("role", "March", 39, 44),))],
        rumour.id: [
            claim(rumour, "Alibaba", "invested in", "kg:investedIn", argument(rumour, "DeepSeek"), modality="denied"),
            claim(rumour, "Alibaba", "raised", "kg:raisedFunding",
                  argument(rumour, "$1 billion", kind="value", value="1000000000", unit="USD"))],
    }
    found = [quad for article in (fact, rumour)
             for quad in (*article_quads(article), *(q for c in claims[article.id] for q in claim_quads(article, c)))]
    entities = [Entity(entity_iri(name), {"en": name}, kind, aliases=((f"{name} Inc", "en"),))
                for name, kind in NAMES.items()]
    return found + [quad for entity in entities for quad in entity_quads(entity)]


def records_of(*claims: tuple[str, str, dict[str, Any]], **things: dict[str, Any]) -> Records:
    """Records of claims (subject, object, changes) over one article; `things` are changes by key."""
    article = ArticleRecord(vocab.ARTICLE + "a/0", "a", "A owns B. C is not said.", "en", "On A")
    records = Records(articles=[article])
    for number, (subject, object_, changes) in enumerate(claims):
        for key in (subject, object_):
            given = {"term": f"<{vocab.ENTITY}{len(records.things)}>", "label": key, "cls": "Company", **things.get(key, {})}
            records.things.setdefault(key, Thing(key, **given))
        told: dict[str, Any] = {
            "iri": f"{vocab.CLAIM}{number:020x}", "property": "kg:owns", "status": "fact", "confidence": 0.5,
            "article": article.iri, "sentence": (0, 9), "spans": ((0, 1), (2, 6), (7, 8)), **changes}
        records.claims.append(ClaimRecord(subject=subject, object=object_, **told))
    return records


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text in each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(unpacked(self.scripts[0]))

    @property
    def program(self) -> str:
        return unpacked(self.scripts[1])


def unpacked(text: str) -> str:
    return gzip.decompress(base64.b64decode(text)).decode()
