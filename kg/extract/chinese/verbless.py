"""Open propositions of a clause without a verb: measures, titles before names, names that something else has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.chinese.chunks import Clause, Group, is_noun
from kg.extract.chinese.words import ABOUT, CALLED, LINK, MEASURES, PERSON_NOUNS


@dataclass(frozen=True, slots=True)
class Tuple:
    """A proposition: the units of its predicate in order; `verb` is where the verb stands in the clause."""

    subject: Group | None  # None: that of the clause before
    predicate: tuple[int, ...]
    object: Group
    verb: int
    construction: str


def measured(clause: Clause, group: Group) -> Iterator[Tuple]:
    """长江 | 全长约 | 6300公里: what is measured of a thing, or of what the clause before was about, and how much."""
    amount = len(clause) - 1
    if not (clause[amount].kind == "amount" or clause[amount].tag == "m") or amount <= group.start:
        return
    names = next((j for j in range(group.start, amount) if not clause[j].is_name), amount)
    metric = next((j for j in range(group.start, amount) if clause[j].text.endswith(MEASURES)), None)
    owner = names if metric is None else metric
    words = tuple(j for j in range(owner, amount) if clause[j].text != LINK)
    nouns = [j for j in words if clause[j].text not in ABOUT]
    end = owner - (owner > group.start and clause[owner - 1].text == LINK)
    if not nouns or any(clause[j].kind == "mark" for j in words):
        return
    if metric is None and (end == group.start or clause[amount].kind != "amount"):
        return
    thing = Group(group.start, end) if end > group.start else None
    yield Tuple(thing, words, Group(amount, amount + 1), nouns[0], "figure")


def called(clause: Clause, group: Group) -> Iterator[Tuple]:
    """鲁迅 | 原名 | 周树人: another name of a thing."""
    for i in range(group.start, min(group.end, len(clause) - 1)):
        if clause[i].text in CALLED:
            thing = Group(group.start, i) if i > group.start else None
            yield Tuple(thing, (i,), Group(i + 1, len(clause)), i, "figure")
            return


def titled(clause: Clause) -> Iterator[Tuple]:
    """小说的主人公 | 孙少平: a noun for a person and the name right behind it; the predicate is implied."""
    for i in range(1, len(clause)):
        unit, before = clause[i], clause[i - 1]
        is_title = unit.kind == "name" and unit.type == "Person" and before.kind == "word" and is_noun(before)
        if not is_title or not before.text.endswith(PERSON_NOUNS):
            continue
        start = i - 1
        while start and _modifies(clause, start - 1):
            start -= 1
        yield Tuple(Group(i, i + 1), (), Group(start, i), i - 1, "title")


def _modifies(clause: Clause, i: int) -> bool:
    unit = clause[i]
    if unit.kind == "name" and unit.type == "Person":
        return False
    return is_noun(unit) or unit.tag in ("a", "b") or (unit.text == LINK and i > 0 and is_noun(clause[i - 1]))
