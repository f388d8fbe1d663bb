"""Names in Chinese text with their classes: those the encoder reads, and those the ontology knows.

Each finder is a generator of candidates; a candidate of an earlier finder keeps its characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from kg.pipeline.chinese.lac import Word
from kg.pipeline.chinese.patterns import numbered_products, titled_works
from kg.pipeline.chinese.scene import ORGANIZATION, PERSON, PLACE, Known, Name, Scene
from kg.pipeline.chinese.tables import SINGLE, is_common, splits, tables
from kg.pipeline.chinese.words import LATIN_TAG

__all__ = ["Known", "Name", "names"]

Finder = Callable[[Scene], Iterable[Name]]
#: What a firm may be taken for whose name ends in a word that endings are made of: 沙湖 | 半导体, 曹操 | 出行.
BEFORE_ENDINGS = frozenset({"Company", ORGANIZATION, PLACE, "City", "Region", PERSON})
DIVISIONS = frozenset({"事业群", "事业部", "业务群"})
NAMED_TAGS = frozenset({"PER", "nr", "LOC", "ns", "ORG", "nt"})


def read_names(scene: Scene) -> Iterator[Name]:
    """What the encoder reads, with the ending of a firm or a division that begins inside a name or right behind it."""
    for name in scene.read:
        ending = next((w for w in scene.words if name.start < w.start <= name.end <= w.end), None)
        word = scene.of(ending) if ending else ""
        if ending and name.type in BEFORE_ENDINGS and word in tables().firms:
            name = replace(name, end=ending.end, type="Company")
        elif ending and name.type in BEFORE_ENDINGS | {"BusinessUnit"} and word in DIVISIONS:
            name = replace(name, end=ending.end, type="BusinessUnit")
        yield name


def longer_names(scene: Scene) -> Iterator[Name]:
    """What the encoder reads as a name with a known one inside: 京东到家 is not 京东."""
    known = list(known_names(scene))
    for name in read_names(scene):
        inside = (k for k in known if name.start <= k.start and k.end <= name.end)
        if any((k.start, k.end) != (name.start, name.end) for k in inside):
            yield name


def known_names(scene: Scene) -> Iterator[Name]:
    """The ontology's names, in its classes."""
    for name in scene.known.matches(scene.text):
        if not _inside_longer_word(scene, name.start, name.end):
            yield name


FINDERS: tuple[Finder, ...] = (numbered_products, longer_names, known_names, read_names, titled_works)


def names(text: str, words: Sequence[Word], known: Known, read: Sequence[Name]) -> list[Name]:
    """The names of a paragraph in order of position; none overlap. `read` are those that the encoder sees."""
    scene = Scene(text, words, known, read)
    for finder in FINDERS:
        for name in finder(scene):
            if scene.free(name.start, name.end):
                scene.names.append(name)
    return sorted(n for n in scene.names if text[n.start : n.end] not in tables().none)


def _inside_longer_word(scene: Scene, start: int, end: int) -> bool:
    """"中国" in "中国电信" or "美的" in "最美的" is no name: the tagger's word around it says otherwise."""
    for word in scene.words:
        if word.start <= start and end <= word.end and word.end - word.start > end - start:
            if is_common(scene.text[end : word.end]) or (
                end == word.end and _runs_in(scene.text[word.start : start])
            ):
                return False
            return word.tag in ("ORG", "nt", "PER", "LOC", "nr", "nz", LATIN_TAG) or word.start < start
        if word.start < start < word.end or (word.start < end < word.end and word.start > start):
            return word.tag not in NAMED_TAGS
    return False


def _runs_in(before: str) -> bool:
    """Common words that the tagger took for a name's beginning."""
    return splits(before) or before[:1] in SINGLE
