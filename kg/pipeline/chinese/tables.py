"""What `names.toml` and jieba's word list say of Chinese words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

FAMILIAR = 3000  # occurrences from which on a word is too common to be a firm's short name
RARE = 300  # occurrences in jieba's word list below which a word at the head of "X科技" is taken for a brand
CJK_WORD = re.compile("[\u4e00-\u9fff]+")
SINGLE = frozenset("已将被对与和在从向拟由为并曾让把给")  # words of one character that names do not begin with


@dataclass(frozen=True)
class Tables:
    """`names.toml`, longest words first."""

    endings: Mapping[str, Sequence[str]]
    weak: tuple[str, ...]
    none: frozenset[str]
    descriptors: Sequence[tuple[str, str]]
    titles: tuple[str, ...]
    common_latin: frozenset[str]
    countries: tuple[str, ...]
    surnames: str
    sounds: frozenset[str]
    parts: tuple[str, ...]

    @cached_property
    def company_endings(self) -> frozenset[str]:
        return frozenset(self.endings["Company"])

    @cached_property
    def firm_endings(self) -> tuple[str, ...]:
        endings = (*self.endings["Company"], *self.endings["Organization"])
        return tuple(sorted(endings, key=lambda e: (-len(e), e)))

    @cached_property
    def all_endings(self) -> tuple[str, ...]:
        return tuple(e for endings in self.endings.values() for e in endings)

    @cached_property
    def descriptor_words(self) -> tuple[str, ...]:
        return tuple(d for d, _ in self.descriptors)

    @cached_property
    def posts(self) -> re.Pattern[str]:
        """A post of three characters or more: words of their own wherever they stand, except inside a longer one."""
        alternatives = "|".join(re.escape(t) for t in self.titles if len(t) > 2 and CJK_WORD.fullmatch(t))
        return re.compile(f"(?:{alternatives})")

    @cached_property
    def described(self) -> re.Pattern[str]:
        """A common noun phrase that ends in a descriptor, at the head of a longer name."""
        alternatives = "|".join(re.escape(d) for d in self.descriptor_words if len(d) > 1)
        return re.compile(rf".{{0,8}}?(?:{alternatives})")


@cache
def tables() -> Tables:
    data = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    descriptors = [(d, c) for c, words in data["descriptors"].items() for d in words]
    return Tables(
        endings=data["endings"], weak=tuple(data["weak"]["Company"]), none=frozenset(data["none"]["words"]),
        descriptors=sorted(descriptors, key=lambda p: (-len(p[0]), p)),
        titles=tuple(sorted(data["titles"]["words"], key=lambda t: (-len(t), t))),
        common_latin=frozenset(data["latin"]["common"]),
        countries=tuple(sorted(data["countries"]["names"], key=lambda c: (-len(c), c))),
        surnames=data["surnames"]["characters"].strip(), sounds=frozenset(data["sounds"]["characters"].strip()),
        parts=tuple(sorted(data["parts"]["words"], key=lambda w: (-len(w), w))),
    )


@cache
def _dictionary() -> Mapping[str, tuple[int, str]]:
    """jieba's word list: word -> (occurrences, part of speech)."""
    rows = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in (row.split(" ") for row in rows)}


def frequency(word: str) -> int:
    """How often jieba's word list saw the word; 0 for an unknown one."""
    return _dictionary().get(word, (0, ""))[0]


def is_place(word: str) -> bool:
    return _dictionary().get(word, (0, ""))[1] == "ns"


def is_verb(word: str) -> bool:
    return _dictionary().get(word, (0, ""))[1] == "v"


def splits(text: str) -> bool:
    """Can be cut into frequent dictionary words of two characters or more."""
    if not text:
        return True
    if text[0] in SINGLE and splits(text[1:]):
        return True
    return any(frequency(text[:n]) > RARE and splits(text[n:]) for n in (2, 3, 4) if len(text) >= n)


def is_common(text: str) -> bool:
    """Made of dictionary words and a descriptor only: "金融科技公司", "手游公司"."""
    descriptor = next((d for d in tables().descriptor_words if text.endswith(d)), "")
    rest = text[: len(text) - len(descriptor)]
    return bool(descriptor) and (not rest or splits(rest))
