"""A paragraph in which names are sought: its words, the known names, the names found so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.ontology import Ontology
from kg.pipeline.chinese.lac import Word
from kg.pipeline.chinese.script import simplified
from kg.pipeline.chinese.tables import FAMILIAR, frequency, tables

LATIN_LETTERS = re.compile(r"[A-Za-zÀ-ɏ0-9]{2}")
PERSON, PLACE, ORGANIZATION = "Person", "Place", "Organization"


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name `[start:end)` in code points and its class, "" when unknown."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Known:
    """The names of the ontology: written form -> class ("" when two things of different classes share it)."""

    forms: Mapping[str, str]

    @classmethod
    def of(cls, ontology: Ontology) -> Known:
        forms: dict[str, str] = {}
        for name in ontology.names:
            written = {simplified(form) if language == "zh" else form for form, language in name.forms}
            for form in written:
                if len(form) > 1 and not form.endswith(tables().parts):
                    forms[form] = name.type if forms.get(form, name.type) == name.type else ""
        return cls(forms)

    @cached_property
    def lengths(self) -> Mapping[str, tuple[int, ...]]:
        """First two characters of a form -> the lengths of the forms that begin so, longest first."""
        found: dict[str, set[int]] = {}
        for form in self.forms:
            found.setdefault(form[:2], set()).add(len(form))
        return {opening: tuple(sorted(lengths, reverse=True)) for opening, lengths in found.items()}

    def matches(self, text: str) -> Iterator[Name]:
        """The longest known form at each place, none inside a word of Latin letters; they may not overlap."""
        i = 0
        while i < len(text):
            match = next((n for n in self.lengths.get(text[i : i + 2], ()) if self._at(text, i, i + n)), 0)
            if match:
                yield Name(i, i + match, self.forms[text[i : i + match]])
            i += match or 1

    def _at(self, text: str, start: int, end: int) -> bool:
        cuts = (start and LATIN_LETTERS.fullmatch(text[start - 1 : start + 1])) or LATIN_LETTERS.fullmatch(
            text[end - 1 : end + 1])
        return text[start:end] in self.forms and not cuts


@dataclass
class Scene:
    """A paragraph's text and words, and the names found so far."""

    text: str
    words: Sequence[Word]
    known: Known
    read: Sequence[Name] = ()  # the encoder's
    names: list[Name] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        return not any(start < n.end and n.start < end for n in self.names)

    def of(self, word: Word) -> str:
        return self.text[word.start : word.end]


def short_forms(name: str, kind: str) -> Iterator[str]:
    yield name
    if kind == PERSON and "·" in name:
        yield from (part for part in name.split("·") if len(part) >= 2)
    ending = next((e for e in tables().firms if name.endswith(e)), "")
    brand = name[: len(name) - len(ending)]
    if ending and kind in ("Company", ORGANIZATION) and len(brand) >= 2 and frequency(brand) < FAMILIAR:
        yield brand
