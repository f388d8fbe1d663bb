"""Passages with marked names (data/names.txt and a user's own), and the same with other names in their places.

One passage a line, names as [surface|LABEL]; [surface|?] is left out of the loss.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg import ontology
from training.data import NER_TYPES, Passage
from training.news import LABELS

PATH = Path(__file__).parent / "data" / "names.txt"
REPLACED = ("ORG", "PRODUCT", "PERSON", "PLACE")
VARIANTS = 4
_SHARE = 0.6  # of the names of a variant that are replaced
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+|\?)\]")


def own_passages(path: Path = PATH, seed: int = 0) -> Iterator[Passage]:
    """Each passage as written, then VARIANTS times with names of the ontology in the places of its own.

    ValueError with file and line for a label the encoder does not know.
    """
    rng = random.Random(seed)
    others = _names_by_label()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            unknown = {label for _, label in _MARK.findall(line)} - {*NER_TYPES, "?"}
            if unknown:
                raise ValueError(f"{path}, line {number}: no label {', '.join(sorted(unknown))}; there are {NER_TYPES}")
            yield _passage(line)
            yield from (_passage(_replaced(line, others, rng)) for _ in range(VARIANTS))


def _passage(line: str) -> Passage:
    text, ents, miss = "", [], []
    for i, part in enumerate(_MARK.split(line)):
        if i % 3 == 1:
            surface = part
        elif i % 3 == 2:
            span = (len(text), len(text) + len(surface))
            text += surface
            if part == "?":
                miss.append(span)
            else:
                ents.append((*span, part))
        else:
            text += part
    return Passage("own", text, tuple(ents), tuple(miss))


def _replaced(line: str, others: dict[str, Sequence[str]], rng: random.Random) -> str:
    """The same name becomes the same other name throughout the passage."""
    chosen: dict[tuple[str, str], str] = {}
    for surface, label in _MARK.findall(line):
        if label in REPLACED and rng.random() < _SHARE:
            chosen.setdefault((surface, label), rng.choice(others[label]))
    return _MARK.sub(lambda m: f"[{chosen.get((m[1], m[2]), m[1])}|{m[2]}]", line)


def _names_by_label() -> dict[str, Sequence[str]]:
    """English names of the ontology by the label of their class."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for known in ontology.load().names:
        label = LABELS.get(known.type)
        if label in REPLACED and "en" in known.labels:
            found[label].add(known.labels["en"])
    return {label: sorted(names) for label, names in found.items()}
