"""Words of a paragraph: the LAC network's, repaired where news differs from what it was trained on.

Sentences are tagged one by one (the network was trained on single sentences without their final stop), a run of Latin
letters is never cut, and quotation marks, brackets and stops stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.pipeline.chinese.lac import Tagger, Word
from kg.pipeline.chinese.tables import tables

SENTENCE_END = re.compile(r"[。！？!?；;\n…]+[”’」』）)】》]*")
MARK = re.compile(r"[，。！？、；：“”‘’「」『』《》〈〉（）()【】\[\],;:!?\"…—~～|•*#]|\s")
_POST = r"C[EFTOM]O"
_PIECE = r"(?!\d+[年月日])[A-Za-zÀ-ɏ0-9](?:[A-Za-zÀ-ɏ0-9&.'’+\-]*[A-Za-zÀ-ɏ0-9+])?"
# A run of Latin words: "Peatbog AI", "Musical.ly", "Gen 3". A post glued to a name ("PadhoCEO") is a run of its own,
# and the year after a name ("IBM2005年") is none of its letters.
LATIN = re.compile(
    rf"{_POST}(?![a-z])(?=[A-Z\u3400-\u9fff]|\b)|(?=[A-Za-zÀ-ɏ])(?:(?!(?<=[a-z]){_POST}(?![a-z]))(?!\d+[年月日])[A-Za-zÀ-ɏ0-9&.'’+\-])+"
    rf"(?<![.'’\-])(?:[ ](?:{_PIECE}|&))*"
)
PUNCTUATION_TAG, SPACE_TAG, LATIN_TAG = "w", "space", "latin"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences with their closing marks; together they cover the text."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def words(text: str, tagger: Tagger) -> Iterator[Word]:
    """Words in order; they cover the text, white space included (a word each)."""
    spans = list(sentences(text))
    tagged = tagger.words([SENTENCE_END.sub("", text[start:end]) for start, end in spans])
    for (start, end), found in zip(spans, tagged, strict=True):
        yield from (Word(start + w.start, start + w.end, w.tag) for w in _repair(text[start:end], found))


def _repair(text: str, tagged: Iterable[Word]) -> Iterator[Word]:
    """Cut the network's words at marks, and where Latin letters begin; join what it cut inside a run of them."""
    tags = [""] * len(text)
    starts = set()
    for word in tagged:
        starts.add(word.start)
        tags[word.start : word.end] = [word.tag] * (word.end - word.start)
    for match in LATIN.finditer(text):
        starts -= set(range(match.start() + 1, match.end()))
        starts.add(match.start())
        if re.fullmatch(_POST, match.group()):
            starts.add(match.end())
        following = tags[match.end()] if match.end() < len(text) and match.end() not in starts else LATIN_TAG
        tags[match.start() : match.end()] = [following] * (match.end() - match.start())
    for match in tables().posts.finditer(text):
        if not {match.start(), match.end()} <= starts | {len(text)}:
            starts -= set(range(match.start() + 1, match.end()))
            starts |= {match.start(), match.end()}
            tags[match.start() : match.end()] = ["n"] * (match.end() - match.start())
    inside = {i for m in LATIN.finditer(text) for i in range(m.start(), m.end())}
    for match in MARK.finditer(text):
        if match.start() not in inside:
            starts |= {match.start(), match.end()}
            tags[match.start()] = SPACE_TAG if match.group().isspace() else PUNCTUATION_TAG
    bounds = sorted(starts | {0, len(text)})
    for left, right in pairwise(bounds):
        yield Word(left, right, tags[left] or PUNCTUATION_TAG)
