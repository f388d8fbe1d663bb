"""Normal forms of names: when two written forms may stand for one name. The tables are in `names.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
TABLES = Path(__file__).with_name("names.toml")


@cache
def tables() -> Mapping[str, Any]:
    """The tables of `names.toml`."""
    return tomllib.loads(TABLES.read_text(encoding="utf-8"))


@cache
def words(table: str) -> frozenset[str]:
    """The words of a table of `names.toml`."""
    return frozenset(tables()[table]["words"])


def is_han(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return not text.isascii() and _HAN.search(text) is not None


def simplified(text: str) -> str:
    """The text with simplified Chinese characters: 騰訊 -> 腾讯."""
    return _converter().convert(text) if is_han(text) else text


@cache
def _converter() -> Any:
    from opencc import OpenCC  # its tables load slowly, and only Chinese names need them

    return OpenCC("t2s")


def language(text: str) -> str:
    """The language a name's label is given: "zh" with a Chinese character, else "en"."""
    return "zh" if is_han(text) else "en"


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The name without what never tells two names apart.

    Width, case, accents, traditional characters, quotes, kinds of dashes, full stops of abbreviations, a leading
    article, a possessive ending, a common noun after the name ("the Qwen3 series"), the space before a number. ""
    where nothing is left.
    """
    plain = unicodedata.normalize("NFKC", simplified(text)).replace("’", "'").replace("‘", "'")
    plain = re.sub(r"[\u2010-\u2015\u2212\u00b7\u2022\u2027\u30fb_/-]+", " ", plain)
    plain = re.sub(r"[\"“”«»‹›「」『』《》〈〉*`]", "", plain)
    plain = " ".join(_bare(plain.split())).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = re.sub(r"'s?$", "", plain.strip(" .,;:!?()[]")).replace("'", "")
    plain = re.sub(r"\b(\w)\.(?=\w\b|\s|$)", r"\1", plain)
    tokens = _bare(plain.replace("&", " and ").split())
    return re.sub(r"(?<=[a-z]) (?=\d)", "", " ".join(token.strip(".,;:") for token in tokens)).strip()


def _bare(tokens: list[str]) -> list[str]:
    """The words of a name without leading articles and, after a capital, without common nouns at its end."""
    first, last = 0, len(tokens)
    while last - first > 1 and tokens[first].lower() in words("articles"):
        first += 1
    while last - first > 1 and tokens[last - 1].strip(".,;:") in words("nouns") and not tokens[first].islower():
        last -= 1
    return tokens[first:last]


@lru_cache(maxsize=65536)
def core(name_key: str) -> str:
    """The key without legal forms at its end ("alibaba group holding" -> "alibaba"); the key where nothing is left."""
    rest = name_key
    while shorter := _without_suffix(rest):
        rest = shorter
    return rest


def _without_suffix(name_key: str) -> str | None:
    if name_key[-1:] not in _last_letters():
        return None
    if is_han(name_key):
        suffix = next((s for s in _suffixes("zh") if name_key.endswith(s) and len(name_key) - len(s) >= 2), None)
        return name_key[: -len(suffix)].strip(" (") if suffix else None
    if name_key.rsplit(" ", 1)[-1] not in _last_words():
        return None
    suffix = next((s for s in _suffixes("en") if name_key.endswith(" " + s)), None)
    rest = name_key[: -len(suffix) - 1].strip(" ,") if suffix else ""
    return rest if len(rest) >= 2 else None


@cache
def _last_letters() -> frozenset[str]:
    """The letters that suffixes end in: most names end in no suffix, and are told by their last letter or word."""
    return frozenset(suffix[-1] for suffixes in tables()["suffixes"].values() for suffix in suffixes)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(suffix.split()[-1] for suffix in tables()["suffixes"]["en"])


@cache
def _suffixes(lang: str) -> tuple[str, ...]:
    return tuple(sorted(set(tables()["suffixes"][lang]), key=lambda suffix: (-len(suffix), suffix)))


@lru_cache(maxsize=65536)
def label(text: str) -> str:
    """A name as a label shows it: without leading article, common noun after it, quotes and possessive ending."""
    return " ".join(_bare(re.sub(r"[\"“”«»]|['’]s?$", "", text).split())) or text


def is_acronym(short: str, full: str) -> bool:
    """Whether `short` is made of the first letters of the words of `full` ("SAMR", "State Administration for ...")."""
    letters = re.sub(r"[^A-Za-z]", "", short)
    return 2 <= len(letters) <= 8 and letters == letters.upper() and letters in acronyms(full)


def acronyms(full: str) -> set[str]:
    """What the initials of a Latin name make: those of its words without "of" and the like, those in capitals."""
    found = [] if is_han(full) else re.findall(r"[A-Za-z]+", full)
    sounded = [word for word in found if word.lower() not in words("unsounded")]
    if len(sounded) < 2:
        return set()
    return {"".join(word[0].upper() for word in sounded), "".join(word[0] for word in found if word[0].isupper())}


@lru_cache(maxsize=65536)
def person(name_key: str) -> tuple[str, ...]:
    """The words of a person's name without titles: "dr rahmani" -> ("rahmani",)."""
    tokens = tuple(name_key.split())
    while len(tokens) > 1 and tokens[0] in words("titles"):
        tokens = tokens[1:]
    return tokens


def looks_like_name(text: str) -> bool:
    """Whether a text is written as a name: past a leading article, every longer Latin word begins with a capital."""
    tokens = re.findall(r"[^\W_][\w'’.&-]*", text)
    while tokens and tokens[0].lower() in words("articles"):
        tokens.pop(0)
    if not tokens or tokens[0][0].islower():
        return False
    return all(not token[0].islower() or token in words("unsounded") for token in tokens)
