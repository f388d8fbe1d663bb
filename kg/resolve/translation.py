"""Literal translation: 长城汽车 may be "Great Wall Motor", word for word. It proposes, and never decides.

The words are those of `words.ttl` in the ontology's folder and the names that are known in both languages. A Chinese
name is cut greedily into the longest of them; what none of them covers is read as pinyin: 杭州银行, "Bank of Hangzhou".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby, islice, product
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.ontology import KnownName, Ontology, OntologyError
from kg.resolve import likeness, names
from kg.vocab import SKOS

FILE = "words.ttl"
LABELS = (SKOS + "prefLabel", SKOS + "altLabel")
MOST_READINGS = 64
"""Ways to put the senses of a name's words together that are tried, the first senses first."""
MOST_NAMES = 12
"""Names of one meaning that are proposed for a Chinese one."""


class _Part(NamedTuple):
    """A reading of a piece of a Chinese name: an English word, pinyin, or Latin letters as they stand."""

    text: str
    kind: str


class Translations:
    """What Chinese names mean word by word, by an ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    @cached_property
    def _lexicons(self) -> tuple[_Lexicon, _Lexicon]:
        """The words alone, and with known names beside them; read when the first Chinese name asks."""
        words = _listed(self._ontology.path / FILE)
        return _Lexicon(words), _Lexicon([*words, *_known(self._ontology.names)])

    def readings(self, han: str) -> frozenset[str]:
        """The meanings of a Chinese key without legal forms, each as `_forms` has it; none where no word is known."""
        found: set[str] = set()
        for lexicon in self._lexicons:
            parts = lexicon.parts(names.core(han))
            for reading in islice(product(*parts), MOST_READINGS):
                if any(part.kind == "word" for part in reading):
                    found.update(_forms(" ".join(_joined(reading))))
        return frozenset(found)

    def same(self, first: str, second: str) -> bool:
        """Whether one of two keys is Chinese and the other a literal translation of it."""
        if names.is_han(first) == names.is_han(second):
            return False
        chinese, latin = (first, second) if names.is_han(first) else (second, first)
        return not self.readings(chinese).isdisjoint(_forms(names.core(latin)))

    def pairs(self, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Chinese keys with the Latin ones that are literal translations of them."""
        listed = list(keys)
        meanings = {key: found for key in listed if names.is_han(key) and (found := self.readings(key))}
        wanted = frozenset().union(*meanings.values())
        latin: dict[str, list[str]] = defaultdict(list)
        for key in listed if wanted else ():
            if not names.is_han(key):
                for form in _forms(names.core(key)) & wanted:
                    latin[form].append(key)
        for key, found in meanings.items():
            others = sorted({other for form in found for other in latin.get(form, ())})
            yield from ((key, other) for other in others[:MOST_NAMES])


class _Lexicon:
    """Chinese words with their English ones, in the order in which they are given."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        words: dict[str, dict[str, None]] = defaultdict(dict)
        for chinese, english in pairs:
            words[names.simplified(chinese)].setdefault(_plain(english))
        self._words = {chinese: tuple(_Part(text, "word") for text in english) for chinese, english in words.items()}
        self._longest = max(map(len, words), default=0)

    def parts(self, text: str) -> list[tuple[_Part, ...]]:
        """The pieces of a Chinese key, each with its readings."""
        found: list[tuple[_Part, ...]] = []
        for stretch in _STRETCH.findall(text):
            found.extend(self._cut(stretch) if names.is_han(stretch) else [(_Part(stretch, "as it is"),)])
        return found

    def _cut(self, text: str) -> Iterator[tuple[_Part, ...]]:
        """Chinese characters in the longest known words; the pinyin of a character is that which it has here."""
        syllables, place = likeness.syllables(text), 0
        while place < len(text):
            sizes = range(min(self._longest, len(text) - place), 0, -1)
            end = place + next((size for size in sizes if text[place : place + size] in self._words), 1)
            sound = _Part("".join(syllables[place:end]), "pinyin")
            yield (*self._words.get(text[place:end], ()), sound)
            place = end


_STRETCH = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")


def _joined(reading: Iterable[_Part]) -> Iterator[str]:
    """The words of a reading: pinyin of neighbouring characters is one word."""
    for kind, parts in groupby(reading, key=lambda part: part.kind):
        texts = [part.text for part in parts]
        yield "".join(texts) if kind == "pinyin" else " ".join(texts)


def _forms(text: str) -> frozenset[str]:
    """What two names of one meaning share: their words in the order of the alphabet, or their letters."""
    words = [word for word in text.split() if word not in names.words("unsounded")]
    return frozenset((" ".join(sorted(words)), "".join(words))) - {""}


def _listed(path: Path) -> list[tuple[str, str]]:
    """Chinese and English labels of one concept; an ontology folder may lack the file."""
    if not path.is_file():
        return []
    labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"zh": [], "en": []})
    try:
        for triple in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value in LABELS and isinstance(triple.object, ox.Literal):
                labels[str(triple.subject)].setdefault(triple.object.language or "", []).append(triple.object.value)
    except SyntaxError as error:
        raise OntologyError(path, error.lineno, error.msg) from error
    return [(chinese, english) for found in labels.values() for chinese in found["zh"] for english in found["en"]]


def _known(known: Iterable[KnownName]) -> Iterator[tuple[str, str]]:
    """The texts of known names in both languages; a single character names too much."""
    for name in known:
        texts = {language: [text for text, tag in name.forms if tag == language] for language in ("zh", "en")}
        yield from ((chinese, english) for chinese in texts["zh"] if len(chinese) > 1 for english in texts["en"])


def _plain(english: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", english.replace("'", "").replace("&", " and ").casefold()).split())
