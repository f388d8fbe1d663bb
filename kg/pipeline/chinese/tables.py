"""What `names.toml` and jieba's word list say of Chinese words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
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

    firms: tuple[str, ...]
    outlets: tuple[str, ...]
    nouns: tuple[str, ...]
    titles: tuple[str, ...]
    parts: tuple[str, ...]
    none: frozenset[str]

    @cached_property
    def posts(self) -> re.Pattern[str]:
        """A post of three characters or more: words of their own wherever they stand, except inside a longer one."""
        alternatives = "|".join(re.escape(t) for t in self.titles if len(t) > 2 and CJK_WORD.fullmatch(t))
        return re.compile(f"(?:{alternatives})")


@cache
def tables() -> Tables:
    data = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    longest = {name: tuple(sorted(words, key=lambda w: (-len(w), w))) for name, words in data.items()}
    return Tables(longest["firms"], longest["outlets"], longest["nouns"], longest["titles"], longest["parts"],
                  frozenset(data["none"]))


@cache
def _dictionary() -> Mapping[str, tuple[int, str]]:
    """jieba's word list: word -> (occurrences, part of speech)."""
    rows = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in (row.split(" ") for row in rows)}


def frequency(word: str) -> int:
    """How often jieba's word list saw the word; 0 for an unknown one."""
    return _dictionary().get(word, (0, ""))[0]


def splits(text: str) -> bool:
    """Can be cut into frequent dictionary words of two characters or more."""
    if not text:
        return True
    if text[0] in SINGLE and splits(text[1:]):
        return True
    return any(frequency(text[:n]) > RARE and splits(text[n:]) for n in (2, 3, 4) if len(text) >= n)


def is_common(text: str) -> bool:
    """Made of dictionary words and a noun for a thing of its kind only: "金融科技公司", "手游公司"."""
    noun = next((n for n in tables().nouns if text.endswith(n)), "")
    rest = text[: len(text) - len(noun)]
    return bool(noun) and (not rest or splits(rest))
