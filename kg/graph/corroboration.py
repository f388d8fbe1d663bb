"""How many independent sources state a fact: repeated text is not independent, nor is one outlet that reports twice.

Each statement of a fact has an origin, who vouches for it: the source it is attributed to by name, else the outlet that
published the article, else the article itself. Statements come from one source when they share an origin, when their
sentence is the same, or when the paragraphs they stand in are near-duplicates, as those of syndicated articles are.

What this rests on lies in each article's graph, so that a graph can be brought forward without its articles' texts:

    claim:4be1... kg:states <.../fact/...> ; kg:origin "https://w3id.org/kg/entity/Daily_Post" .
    <.../evidence/...> kg:signature "9f3c2a61d0b4e877.Kx0f..." .

A signature is the hash of the sentence's words, and a b-bit minwise sketch (Broder 1997; Li and König 2010) of the
paragraph's: one byte for each of 128 hash functions over shingles of three words. Two sketches agree in as many bytes
as the sets of shingles overlap, give or take .04.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Quad

from kg.graph import terms
from kg.graph.iris import claim_iri, graph_iri, span_iri
from kg.model import Article, Claim, Span
from kg.resolve import names

HASHES = 128
SHINGLE = 3  # words
ALIKE = 0.6
"""Share of common shingles from which a paragraph is another one's copy."""
SHORTEST = 8
"""Words of a sentence or paragraph below which two articles may well have found the same ones."""

ORIGIN, SIGNATURE = terms.kg("origin"), terms.kg("signature")
_WORD = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+")
_HAN_PER_WORD = 2


class Statement(NamedTuple):
    """That an article's graph states a fact: by whom ("" for the article itself), and the signature of where."""

    graph: str
    origin: str = ""
    signature: str = ""


class Support(NamedTuple):
    """How many independent sources state a fact, and how many articles do."""

    sources: int
    articles: int


def origin_of(article: Article, claim: Claim, publisher: str = "") -> str:
    """Who vouches for the claim: an entity's IRI, a normalised name, "" where nobody is named.

    `publisher` is the IRI of the article's outlet, "" where that is not known.
    """
    source = claim.attribution
    if source and source.id is not None:
        return source.id
    if source and source.kind == "name" and (named := names.key(source.name)):
        return named
    return publisher or names.key(article.publisher or "")


def signature_of(article: Article, sentence: Span) -> str:
    """The signature of a sentence in its article; "" where sentence and paragraph are too short to tell."""
    around = next((p for p in article.paragraphs if p.start <= sentence.start and sentence.end <= p.end), None)
    start, end = (around.start, around.end) if around else _lines(article.text, sentence)
    said, sketch = _hashed(article.text[sentence.start:sentence.end]), _sketched(article.text[start:end])
    return f"{said}.{sketch}" if said or sketch else ""


def corroboration_quads(article: Article, claim: Claim, publisher: str = "") -> Iterator[Quad]:
    """Origin and signature of a claim that states a fact."""
    graph, origin = graph_iri(article), origin_of(article, claim, publisher)
    if origin:
        yield Quad(claim_iri(claim), ORIGIN, terms.label(origin), graph)
    if signature := signature_of(article, claim.sentence):
        yield Quad(span_iri(article, claim.sentence), SIGNATURE, terms.text(signature), graph)


def statement(article: Article, claim: Claim, publisher: str = "") -> Statement:
    """The same as a record."""
    return Statement(graph_iri(article).value, terms.label(origin_of(article, claim, publisher)).value,
                     signature_of(article, claim.sentence))


def support(statements: Iterable[Statement]) -> Support:
    """Of one fact's statements; their order does not matter."""
    distinct = sorted(set(statements))
    articles = len({one.graph for one in distinct})
    if articles < 2:
        return Support(articles, articles)
    groups = _Groups(len(distinct))
    seen: dict[tuple[str, str], int] = {}
    for number, one in enumerate(distinct):
        said = one.signature.partition(".")[0]
        for mark in (("graph", one.graph), ("origin", one.origin), ("sentence", said)):
            if mark[1]:
                groups.join(seen.setdefault(mark, number), number)
    for first, second in _alike([one.signature.partition(".")[2] for one in distinct]):
        groups.join(first, second)
    return Support(groups.count(), articles)


def _alike(sketches: list[str]) -> Iterator[tuple[int, int]]:
    """The pairs of places whose sketches are those of near-duplicates; of equal ones, each with the first."""
    first: dict[str, int] = {}
    for number, sketch in enumerate(sketches):
        if sketch and first.setdefault(sketch, number) != number:
            yield first[sketch], number
    places = list(first.values())
    if len(places) < 2:
        return
    table = np.array([np.frombuffer(base64.b64decode(sketches[place]), dtype=np.uint8) for place in places])
    for row, place in enumerate(places[:-1]):
        same = (table[row + 1:] == table[row]).mean(axis=1)
        for other in np.flatnonzero((same - 1 / 256) / (1 - 1 / 256) >= ALIKE):
            yield place, places[row + 1 + int(other)]


class _Groups:
    """Union-find over numbers."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def _find(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = number = self._parent[self._parent[number]]
        return number

    def join(self, first: int, second: int) -> None:
        self._parent[self._find(first)] = self._find(second)

    def count(self) -> int:
        return len({self._find(number) for number in range(len(self._parent))})


def _lines(text: str, span: Span) -> tuple[int, int]:
    """The line, or lines, that a span stands in."""
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return start, end if end >= 0 else len(text)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _is_short(words: list[str]) -> bool:
    return sum(1 / _HAN_PER_WORD if names.is_han(word) else 1 for word in words) < SHORTEST


def _hashed(text: str) -> str:
    words = _words(text)
    return "" if _is_short(words) else hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@lru_cache(maxsize=256)
def _sketched(text: str) -> str:
    words = _words(text)
    if _is_short(words):
        return ""
    shingles = {" ".join(words[at:at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
    values = np.array(sorted(zlib.crc32(s.encode("utf-8", "surrogatepass")) for s in shingles), dtype=np.uint64)
    factors, addends = _functions()
    hashed = (values[:, None] * factors + addends) >> np.uint64(32)
    return base64.b64encode((hashed.min(axis=0) & np.uint64(255)).astype(np.uint8).tobytes()).decode("ascii")


@cache
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Factors (odd) and addends of the hash functions, the same in every run (multiply-shift, Dietzfelbinger 1997)."""
    drawn = hashlib.shake_256(b"kg.graph.corroboration").digest(HASHES * 16)
    numbers = np.frombuffer(drawn, dtype="<u8").astype(np.uint64)
    return numbers[:HASHES] | np.uint64(1), numbers[HASHES:]
