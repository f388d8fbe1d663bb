"""Readings of names by where they stand: side by side, joined by 与 before a noun, in brackets, in a description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.candidates import Candidate, fill
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import Clause
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import COVERBS, LINK
from kg.ontology import Ontology

# Two names side by side, or joined by 的: class, joined by 的, class -> property, whether the second is its subject.
SIDE_BY_SIDE = (
    ("Place", False, "Organization", "basedIn", True), ("Place", True, "Organization", "basedIn", True),
    ("Place", False, "Place", "partOf", True), ("Organization", True, "Product", "developed", False),
)


class Neighbours:
    """Reads the names of one clause that stand next to each other."""

    def __init__(self, clause: Clause, discourse: Discourse, ontology: Ontology) -> None:
        self.clause, self.discourse, self.ontology = clause, discourse, ontology

    def candidates(self) -> Iterator[Candidate]:
        yield from self._side_by_side()
        yield from self._pairs()
        for i, unit in enumerate(self.clause):
            if unit.place is not None and unit.kind == "pronoun":
                yield Candidate("basedIn", unit, unit.place, unit.place, i, "juxtaposition")

    def _pairs(self) -> Iterator[Candidate]:
        """"A 与 B 的 合作": a reciprocal verb used as a noun, and the two names joined before it."""
        for i, unit in enumerate(self.clause):
            senses = [s for s in unit.senses if s.pos == "verb" and "与" in s.object and s.property]
            if not senses or not i or self.clause[i - 1].text != LINK:
                continue
            for j in range(i - 3):
                first, joint, second = self.clause[j : j + 3]
                if first.is_name and second.is_name and joint.text in ("与", "和", "同", "跟"):
                    fillers = {"subject": [first], "与": [second]}
                    for subject, object_, _ in fill(senses[0], fillers, self.discourse, self.ontology):
                        yield Candidate(senses[0].property or "", subject, object_, unit, i, "pair", senses[0].entry)
                    break

    def _side_by_side(self) -> Iterator[Candidate]:
        for i, first in enumerate(self.clause[:-1]):
            linked = self.clause[i + 1].text == LINK and i + 2 < len(self.clause)
            second = self.clause[i + 2] if linked else self.clause[i + 1]
            inside = i > 0 and (self.clause[i - 1].is_verb or self.clause[i - 1].text in COVERBS)
            if not (first.is_name and second.kind == "name") or (linked and inside):
                continue  # 苏州 in "位于 苏州 的 X" is the verb's
            for left, joined, right, prop, turned in SIDE_BY_SIDE:
                if joined == linked and self._is(first, left) and self._is(second, right):
                    subject, object_ = (second, first) if turned else (first, second)
                    yield Candidate(prop, subject, object_, second, i, "juxtaposition")

    def _is(self, unit: Unit, cls: str) -> bool:
        return bool(unit.type) and self.ontology.is_a(unit.type, cls)


def aliases(units: Sequence[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """"阿斯麦（ASML）": a name and the one in the brackets right after it."""
    for i in range(len(units) - 3):
        name, opening, inner, closing = units[i : i + 4]
        if name.kind == "name" and inner.kind == "name" and opening.text in "（(" and closing.text in "）)":
            yield name, inner
