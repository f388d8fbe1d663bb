"""One class for what an article calls by a longer and a shorter name: Alibaba Token Hub and Token Hub."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.chinese.units import Unit
from kg.ontology import Ontology

LONG_END = 4  # Chinese characters from which on the end of a name is hardly another thing's name


def agreed(paragraphs: Sequence[Sequence[Unit]], ontology: Ontology) -> list[list[Unit]]:
    """The units, each organisation's name that ends one other name of the article in the class of that one."""
    classes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for unit in (u for units in paragraphs for u in units):
        if unit.kind == "name" and unit.type and ontology.is_a(unit.type, "Organization"):
            classes[unit.text][unit.type] += 1
    chosen: dict[str, str] = {}
    for short in classes:
        longer = _ending_in(short, classes)
        if len(longer) == 1:
            told = classes[longer[0]]
            chosen[short] = max(sorted(told), key=lambda kind: told[kind])
    return [[replace(u, type=chosen[u.text]) if u.kind == "name" and u.text in chosen and u.type in classes[u.text]
             else u for u in units] for units in paragraphs]


def _ending_in(short: str, texts: Iterable[str]) -> list[str]:
    latin = short.isascii()
    if (" " not in short) if latin else len(short) < LONG_END:
        return []
    return [t for t in texts if t != short and t.endswith(short) and not (latin and t[-len(short) - 1].isalnum())]
