"""Readings of names by where they stand: side by side, joined by 与 before a noun, in brackets, in a description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.candidates import Candidate, fill
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import Clause, before_verb, is_nominal
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import LINK, PLACING
from kg.ontology import Ontology

# Two names side by side, or joined by 的: class, joined by 的, class -> property, whether the second is its subject.
SIDE_BY_SIDE = (
    ("Place", False, "Organization", "basedIn", True), ("Place", True, "Organization", "basedIn", True),
    ("Place", False, "Place", "partOf", True), ("Organization", True, "Product", "developed", False),
    ("Organization", False, "Product", "developed", False), ("Organization", True, "Person", "memberOf", True),
)
DESCRIPTION = 6  # units between a place and the name it describes
NATIVES = frozenset({"人", "人士", "籍"})
NOT_DESCRIBING = frozenset({"f", "r", "t", "TIME", "d", "c", "p"})
# Nouns that say another relation between the names around them, or whose name is a person's.
TAKEN = frozenset({
    "holdsPosition", "competesWith", "subsidiaryOf", "owns", "investedIn", "suppliesTo", "partneredWith", "created",
    "leads", "childOf", "spouse", "memberOf", "headquarteredIn", "operatesIn",
})


class Neighbours:
    """Reads the names of one clause that stand next to each other."""

    def __init__(self, clause: Clause, discourse: Discourse, ontology: Ontology) -> None:
        self.clause, self.discourse, self.ontology = clause, discourse, ontology

    def candidates(self) -> Iterator[Candidate]:
        yield from self._side_by_side()
        yield from self._described()
        yield from self._pairs()
        yield from self._natives()
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
            inside = i > 0 and self._belongs(self.clause[i - 1], first)
            if not (first.is_name and second.kind == "name") or (linked and inside):
                continue  # 苏州 in "位于 苏州 的 X" is the verb's
            relative = linked and i > 0 and self._acts(i - 1)  # 离开 蔚来 的 X: the verb's too
            for left, joined, right, prop, turned in SIDE_BY_SIDE:
                if prop == "memberOf" and relative:
                    continue
                if joined == linked and self._is(first, left) and self._is(second, right):
                    subject, object_ = (second, first) if turned else (first, second)
                    yield Candidate(prop, subject, object_, second, i, "juxtaposition")

    def _natives(self) -> Iterator[Candidate]:
        """"X 是 山东 泰安 人", "X, 安徽 无为 人": where somebody is from."""
        for i, unit in enumerate(self.clause):
            place = self.clause[i - 1] if i else unit
            if unit.text not in NATIVES or not self._is(place, "Place"):
                continue
            start = i - 1
            while start and self._is(self.clause[start - 1], "Place"):
                start -= 1
            before = self.clause[start - 1] if start else None
            if before is not None and not any(s.operator == "links" for s in before.senses):
                continue
            sides = before_verb(self.clause, 0, start - 1) if before is not None else None
            told: Sequence[Unit] = self.discourse.subjects[-1:]
            if sides is not None and sides.bare:
                told = sides.bare[0].heads
            following = self.clause[i + 1 : i + 2]
            if following and self._is(following[0], "Person"):
                told = following  # 西雅图 人 X
            for person in told:
                if self._is(person, "Person"):
                    country = self._is(place, "Country")
                    yield Candidate("nationality" if country else "bornIn", person, place, unit, i, "native")

    def _acts(self, i: int) -> bool:
        """A verb that is no mere link stands there."""
        return self.clause[i].is_verb and not any(s.operator == "links" for s in self.clause[i].senses)

    def _belongs(self, before: Unit, name: Unit) -> bool:
        """Whether the name goes with the word before it: a place with any verb, others with a verb that is no link."""
        placed = before.text in PLACING or (before.is_verb and not any(s.operator == "links" for s in before.senses))
        return placed if self._is(name, "Place") else before.is_verb and not before.senses

    def _described(self) -> Iterator[Candidate]:
        """"荷兰 光学 器件 厂 X", "阿里 新 模型 X": a place or a firm, common nouns, and the name they describe."""
        for i, first in enumerate(self.clause[:-2]):
            if first.kind != "name" or first.type == "Person":
                continue
            j = i + 1
            while j < len(self.clause) and j - i <= DESCRIPTION and self._describing(j):
                j += 1
            name = self.clause[j] if j < len(self.clause) else first
            if j - i < 2 or name.kind != "name" or self.clause[j - 1].text == LINK:
                continue
            head = self.clause[j - 1]
            if self._is(first, "Place") and self._is(name, "Organization") and not head.has("verb"):
                yield Candidate("basedIn", name, first, name, j, "apposition")
            made = self._is(first, "Organization") and self._is(name, "Product")
            if made and any(s.property == "developed" and s.pos == "noun" for s in head.senses):
                yield Candidate("developed", first, name, name, j, "apposition")

    def _describing(self, j: int) -> bool:
        unit = self.clause[j]
        if unit.kind != "word" or unit.tag in NOT_DESCRIBING or any(s.operator for s in unit.senses):
            return False
        if any(s.property in TAKEN for s in unit.senses):
            return False
        return is_nominal(unit) or (unit.tag in ("v", "vn") and not unit.senses and len(unit.text) <= 2)

    def _is(self, unit: Unit, cls: str) -> bool:
        return bool(unit.type) and self.ontology.is_a(unit.type, cls)


def aliases(units: Sequence[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """"阿斯麦（ASML）": a name and the one in the brackets right after it."""
    for i in range(len(units) - 3):
        name, opening, inner, closing = units[i : i + 4]
        if name.kind == "name" and inner.kind == "name" and opening.text in "（(" and closing.text in "）)":
            yield name, inner
