"""How firmly a clause says what it says: negation, plans, doubts, denials; and who says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import Clause, before_verb
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import LINK, QUESTIONS, SOURCES
from kg.model import Modality, Polarity

SPEAKING = frozenset({"reports", "denies"})
STRENGTH: dict[str, Modality] = {"denies": "denied", "doubts": "possible", "plans": "planned"}


@dataclass(frozen=True, slots=True)
class Firmness:
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: a name, and the word that says they do."""

    name: Unit
    cue: str
    at: int = -1  # index of the word in the clause; what stands before it is not reported


def firmness(clause: Clause, verb: int, first: int) -> Firmness:
    """Of the reading whose word is at `verb` and whose leftmost name is at index `first`."""
    before = [clause[j] for j in range(_scope(clause, verb), verb) if not _compounded(clause, j)]
    operators = [op for u in before for op in _operators(u)]
    operators += [op for u in _content_noun(clause, verb) for op in _operators(u, ("noun",))]
    polarity: Polarity = "negated" if operators.count("negates") % 2 or "denies" in operators else "affirmed"
    for operator in ("denies", "doubts", "plans"):
        if operator in operators:
            return Firmness(polarity, STRENGTH[operator])
    return Firmness(polarity)


def _compounded(clause: Clause, j: int) -> bool:
    """A word that is a noun or part of one: the 研究 of 研究 团队 and of 这 项 研究 plans nothing."""
    if clause[j].tag == "vn" and j and (clause[j - 1].tag in ("r", "q", "m") or clause[j - 1].text == LINK):
        return True
    following = clause[j + 1] if j + 1 < len(clause) else None
    return clause[j].tag == "vn" and following is not None and following.tag in ("n", "vn", "nz") and (
        not following.has("verb"))


def _scope(clause: Clause, verb: int) -> int:
    """Operators act on what follows them, up to a verb that says something of its own."""
    for j in range(verb - 1, -1, -1):
        unit = clause[j]
        own = unit.kind == "word" and unit.has("verb") and any(s.property for s in unit.senses)
        if own and not any(s.operator for s in unit.senses):
            return j + 1
    return 0


def _operators(unit: Unit, kinds: Iterable[str] = ("verb", "adverb")) -> list[str]:
    if unit.text == "将" and unit.tag == "p":
        return []
    return sorted({s.operator for s in unit.senses if s.operator and s.pos in kinds})


def _content_noun(clause: Clause, verb: int) -> Sequence[Unit]:
    """"拟入股 X 的 传闻": the noun whose content the clause is."""
    for j in range(verb + 1, len(clause) - 1):
        if clause[j].text == LINK and _operators(clause[j + 1], ("noun",)):
            return [clause[j + 1]]
    return ()


def source(clause: Clause, discourse: Discourse) -> Source | None:
    """The source that this clause names for itself and what follows: "据 X 报道", "X 表示"."""
    for i, unit in enumerate(clause):
        if not SPEAKING & set(_operators(unit)):
            continue
        who = _speaker(clause, i)
        if who is None and i == 0:
            who = discourse.subjects[-1] if discourse.subjects else None
        return Source(who, unit.text, i) if who else None
    return None


def _speaker(clause: Clause, verb: int) -> Unit | None:
    start = next((j + 1 for j in range(verb - 1, -1, -1) if clause[j].text in SOURCES), None)
    if start is not None:
        return next((u for u in reversed(clause[start:verb]) if u.is_name), None)
    sides = before_verb(clause, 0, verb)
    if not sides.bare:
        return None
    first = sides.bare[0]
    named = [u for u in clause[first.start : first.end] if u.is_name]
    return first.heads[0] if first.heads else named[0] if named else None


def is_doubted(clause: Clause) -> bool:
    """A clause that asks."""
    return any(u.text in QUESTIONS for u in clause)

