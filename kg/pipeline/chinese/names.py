"""Names in Chinese text with their classes: known ones, the network's, and those that their surroundings give away.

Each finder is a generator of candidates; a candidate of an earlier finder keeps its characters. What endings, posts and
descriptors look like stands in `names.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.pipeline.chinese.given import known_names, network_names
from kg.pipeline.chinese.lac import Word
from kg.pipeline.chinese.persons import foreign_names, posted_names
from kg.pipeline.chinese.scene import ORGANIZATION, PERSON, PLACE, Known, Name, Scene, short_forms
from kg.pipeline.chinese.surroundings import (
    before_brackets,
    coordinated_names,
    described_names,
    latin_names,
    numbered_products,
    quoted_names,
    repeated_names,
    suffixed_names,
    titled_works,
)
from kg.pipeline.chinese.tables import FAMILIAR, frequency, is_place, tables
from kg.pipeline.chinese.words import CJK

__all__ = ["Known", "Name", "names"]

Finder = Callable[[Scene], Iterable[Name]]
FINDERS: tuple[Finder, ...] = (
    quoted_names, numbered_products, known_names, titled_works,
    foreign_names, posted_names, network_names, suffixed_names, latin_names, before_brackets,
    described_names, coordinated_names, repeated_names,
)


def names(text: str, words: Sequence[Word], known: Known) -> list[Name]:
    """The names of a paragraph in order of position; none overlap."""
    scene = Scene(text, words, known)
    for finder in FINDERS:
        for name in finder(scene):
            if scene.free(name.start, name.end):
                scene.names.append(name)
    return _agreed(text, sorted(n for n in scene.names if text[n.start : n.end] not in tables().none))


def _agreed(text: str, found: Sequence[Name]) -> list[Name]:
    """A short form has the class of the full name that it belongs to: the network takes many a firm for a person."""
    full: dict[str, str] = {}
    for name in found:
        whole = text[name.start : name.end]
        for form in short_forms(whole, name.type):
            if form != whole:
                full[form] = name.type
    agreed = [_extended(text, replace(n, type=full.get(text[n.start : n.end], n.type))) for n in found]
    return [n for i, n in enumerate(agreed) if not i or n.start >= agreed[i - 1].end]


def _extended(text: str, name: Name) -> Name:
    """赤霄芯片 where the text also says 赤霄 alone: the ending belongs to the firm's full name."""
    brand = text[name.start : name.end]
    ending = next((e for e in tables().weak if text.startswith(e, name.end)), "")
    if not ending or not CJK.match(brand) or name.type not in (ORGANIZATION, "Company", PLACE, PERSON):
        return name
    explained = text[name.end + len(ending) :][:1] in ("（", "(")
    alone = explained or any(not text.startswith(ending, m.end()) for m in re.finditer(re.escape(brand), text))
    rare = frequency(brand) < FAMILIAR and not is_place(brand)
    return replace(name, end=name.end + len(ending), type="Company") if alone and rare else name
