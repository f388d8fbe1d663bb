"""How two names are alike, by their keys alone: letters, words, numbers, initials, sound."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from kg.resolve import names

LONG = 10
"""Characters from which one letter more or less is likelier a slip than another name."""
SIMILAR = 90  # rapidfuzz's ratio, of 100

_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{1,3}|v|x)")
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)"
    r"(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue)"
    r"|a|ai|an|ang|ao|e|en|er|o|ou)+"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?(?![a-z])|\d+")


def level(first: str, second: str, first_text: str = "", second_text: str = "") -> str:
    """The likeness of two keys; the texts, as written, tell whether one is an acronym."""
    if first == second:
        return "same name"
    if names.core(first) == names.core(second):
        return "same but for the legal form"
    han = names.is_han(first), names.is_han(second)
    if han[0] != han[1]:
        chinese, latin = (first, second) if han[0] else (second, first)
        return "same sound" if sound(chinese) in squeezed_orders(latin) else ""
    if squeezed(first) == squeezed(second):
        return "same letters"
    if not han[0] and edited(first, second):
        return "one letter apart" if min(len(first), len(second)) >= LONG else "one letter apart and short"
    return _loose(first, second) if not _initials(first, second, first_text, second_text) else "initials"


def _loose(first: str, second: str) -> str:
    if bag(first) and bag(first) == bag(second):
        return "same words in another order"
    if first in second or second in first:
        return "one is part of the other"
    return "similar" if ratio(first, second, score_cutoff=SIMILAR) else "other names"


def _initials(first: str, second: str, first_text: str, second_text: str) -> bool:
    """Whether one text is the acronym of the other, whose key is the other one; either may be given first."""
    short, full = sorted((first_text, second_text), key=len)
    return (" " in first) != (" " in second) and names.is_acronym(short, full)


def edited(first: str, second: str) -> bool:
    """Whether one letter more, less or other, or two letters exchanged, make one key of the other."""
    return abs(len(first) - len(second)) <= 1 and OSA.distance(first, second, score_cutoff=1) == 1


def edited_words(first: str, second: str) -> tuple[str, str] | None:
    """The one word in which two keys differ by a letter; None where they are not one letter apart."""
    if not edited(first, second) or names.is_han(first):
        return None
    words = first.split(), second.split()
    differ = [(a, b) for a, b in zip(*words, strict=False) if a != b]
    return differ[0] if len(words[0]) == len(words[1]) and len(differ) == 1 else None


def is_pinyin(word: str) -> bool:
    """Whether a word in lower case can be read as pinyin without tones."""
    return _PINYIN.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def numerals(name_key: str) -> tuple[str, ...]:
    """The numbers of a key, sorted: digits with a letter after them ("7b"), Roman ones, single letters."""
    found = _NUMBER.findall(name_key)
    found += [word for word in name_key.split()[1:] if _ROMAN.fullmatch(word) or (len(word) == 1 and word.isascii())]
    return tuple(sorted(found))


@lru_cache(maxsize=65536)
def squeezed(name_key: str) -> str:
    """The letters and digits of the key without legal forms."""
    return re.sub(r"[\W_]+", "", names.core(name_key))


@lru_cache(maxsize=65536)
def bag(name_key: str) -> tuple[str, ...]:
    """The words of the key in the order of the alphabet, without "of" and the like; () for a single word."""
    words = sorted(word for word in name_key.split() if word not in names.words("unsounded"))
    return tuple(words) if len(words) > 1 else ()


def word_difference(first: str, second: str) -> str:
    """What whole words two Latin keys of different words do not share; a slip in one word is no other word."""
    if names.is_han(first) or names.is_han(second) or squeezed(first) == squeezed(second) or edited(first, second):
        return ""
    one, other = set(names.core(first).split()), set(names.core(second).split())
    if not one & other:
        return ""
    more, less = one - other, other - one
    if (more | less) & names.words("parts"):
        return "a word for a part"
    return "other words" if more and less else "more words" if more or less else ""


@lru_cache(maxsize=65536)
def sound(han: str) -> str:
    """The pinyin of a Chinese key without legal forms, in one word without tones; "" for a key with other letters."""
    characters = names.core(han).replace(" ", "")
    return "".join(syllables(characters)) if re.fullmatch(r"[\u3400-\u9fff]+", characters) else ""


def syllables(characters: str) -> tuple[str, ...]:
    """The pinyin of each Chinese character, as it is read among the others, without tones."""
    from pypinyin import lazy_pinyin  # slow to load, and needed only where names are Chinese

    return tuple(lazy_pinyin(characters))


def squeezed_orders(name_key: str) -> tuple[str, ...]:
    """The letters of a Latin key, with its first word first and last: Chinese persons bear the surname first."""
    words = names.core(name_key).split()
    orders = {squeezed(name_key), *("".join(words[n:] + words[:n]) for n in (1, len(words) - 1) if len(words) > 1)}
    return tuple(sorted(orders))
