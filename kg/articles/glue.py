"""Sentences glued together without a space ("... among investorsThe buzz ..."): where the later one starts.

Camel-case names look the same ("YouTube", "LinkedIn"), so a split needs evidence for both sides: a vocabulary (its
making and licence: README.md beside it), how often a word opens sentences, and the words of the same article.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

TOKEN = re.compile(r"(?<![\d_])[A-Za-z]+(?!\d)")
HUMP = re.compile(r"(?<=[A-Za-z])(?=[A-Z][a-z])")
MID_SENTENCE = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]*")
AFTER_STOP = re.compile(r"(?P<before>(?<![A-Za-z])[A-Za-z]{1,60}|[\d%)\]])[.!?][\"”’']?(?P<after>[A-Z][A-Za-z]*)")
AFTER_CLOSE = re.compile(r"(?:[\d%)]|(?<=\S)[”’]|\[\d{1,3}\]|(?P<quote>(?<=\S)\"))(?P<after>[A-Z][a-z]+)(?![A-Za-z])")
ADDRESS = re.compile(r"://|@|www\.|\w/\w|\.\w+\.", re.IGNORECASE)
SOLID = re.compile(r"\S+")
# A stop after these ends no sentence.
ABBREVIATIONS = frozenset((
    "mr", "mrs", "ms", "dr", "st", "ft", "mt", "sr", "jr", "inc", "corp", "co", "ltd", "llc", "plc", "no", "vs", "gen",
    "col", "lt", "sgt", "sen", "rep", "gov", "prof", "rev", "hon", "est", "dept", "etc", "fig", "vol", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
))  # fmt: skip
OFTEN = 10  # a word that opened at least so many sentences of the training texts
VERY_OFTEN = 40
MAX_TOKEN = 60  # letters; longer ones are no words
LONG = 5  # letters of a word that is unlikely to be the tail (or, with a frequent opener, the head) of a name


@cache
def vocabulary() -> dict[str, int]:
    """Known English forms, each with how often it opened a sentence of the training texts."""
    packed = files("kg.articles").joinpath("words.en.txt.gz").read_bytes()
    lines = (line.partition(" ") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return {word: int(opened or 0) for word, _, opened in lines}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one article: how often each stands alone, and which stand as names within sentences."""

    counts: Counter[str] = field(default_factory=Counter)
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Words:
        return cls(Counter(TOKEN.findall(text)), frozenset(MID_SENTENCE.findall(text)))


def breaks(text: str, start: int, end: int, words: Words) -> tuple[int, ...]:
    """Offsets within `[start, end)` of `text` where a glued sentence starts, in order. `words` are the article's."""
    found = sorted({*_humps(text, start, end, words), *_stops(text, start, end, words), *_closings(text, start, end)})
    if not found:
        return ()
    addresses = {at for m in SOLID.finditer(text, start, end) if ADDRESS.search(m[0]) for at in range(*m.span())}
    return tuple(at for at in found if at not in addresses)


def _humps(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    for token in TOKEN.finditer(text, start, end):
        if len(token[0]) > MAX_TOKEN or token[0] in vocabulary():
            continue
        for hump in HUMP.finditer(token[0]):
            left, right = token[0][: hump.start()], token[0][hump.start() :]
            possessive = left == "s" and token.start() > start and text[token.start() - 1] in "'’"
            if (possessive or _ends(left, right, token[0], words)) and _opens(right, left, token[0], words):
                yield token.start() + hump.start()


def _ends(left: str, right: str, whole: str, words: Words) -> bool:
    """Whether `left` is a word by itself: a known one, or a name that the article has elsewhere."""
    if not left.islower():
        return left in words.names and words.counts[whole] == 1
    known = left in vocabulary() or words.counts[left] > 0
    unknown = len(left) >= LONG and words.counts[whole] == 1 and _opened(right) >= OFTEN
    return len(left) > 1 and (known or unknown)


def _opens(right: str, left: str, whole: str, words: Words) -> bool:
    """Whether `right` can open a sentence here. After a name only frequent openers do: "OpenAI", "JetBlue"."""
    opened = _opened(right)
    if not left.islower():
        return opened >= VERY_OFTEN
    known = right.istitle() and right.lower() in vocabulary() and words.counts[whole] == 1
    return opened >= OFTEN or words.counts[right] > 0 or (known and (opened > 0 or len(right) >= LONG))


def _opened(word: str) -> int:
    return vocabulary().get(word.lower(), 0) if word.istitle() else 0


def _stops(text: str, start: int, end: int, words: Words) -> Iterator[int]:
    """After a full stop without a space ("... as noted.Alibaba ..."), where both sides are known words or names."""
    for match in AFTER_STOP.finditer(text, start, end):
        before, after = match["before"], match["after"]
        if before.lower() in ABBREVIATIONS or (before.isalpha() and len(before) == 1):
            continue
        ends = not before.isalpha() or before in vocabulary() or words.counts[before] > 1
        opens = after.istitle() and after.lower() in vocabulary()
        if before.isalpha():
            new_name = before.islower() and after.istitle() and min(len(before) + 1, len(after)) > len("com")
            opens = opens or words.counts[after] > 1 or new_name
        if ends and opens and len(after) > 1:
            yield match.start("after")


def _closings(text: str, start: int, end: int) -> Iterator[int]:
    """After a closing bracket or quotation mark, a figure or a footnote mark: frequent openers only."""
    quotes, counted = 0, start
    for match in AFTER_CLOSE.finditer(text, start, end):
        quotes += text.count('"', counted, match.start())
        counted = match.start()
        opening_quote = match["quote"] and quotes % 2 == 0
        if not opening_quote and _opened(match["after"]) >= OFTEN:
            yield match.start("after")
