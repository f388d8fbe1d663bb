"""Precision and recall of claims against gold claims, so that users can measure kg, or anything else, on their own.

A claim matches a gold claim when it is of the same article, its sentence overlaps the gold's evidence (where both say
where they are), its property is accepted, and its subject and object are the gold's. Two names are the same when they
are equal without case, quotes and articles, or when one holds the other's words side by side and these are more than
half of it ("the Alibaba Token Hub unit"); Chinese characters count as words. Two values are the same when their numbers
are. Polarity, modality, attribution and time are counted apart, among the claims that match.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

Names = frozenset[tuple[str, ...]]
"""Names a thing may go by, each as its words."""

SLOTS = ("polarity", "modality", "attribution", "time")

_WORD = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\d+)?")
_LEADING = frozenset({"the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those"})


class EvaluationError(ValueError):
    """A file of gold or claims that cannot be read, named with line and reason."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One accepted way to state a gold claim."""

    subject: Names
    properties: frozenset[str]
    object: Names
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold claim: its readings, where it is written, and its slots (None: not annotated).

    `core` ones must be found; the others only make a claim that matches them right.
    """

    id: str
    doc: str
    property: str
    readings: tuple[Reading, ...]
    places: tuple[tuple[int, int], ...]
    slots: Mapping[str, frozenset[str] | None]
    core: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A system's claim, as far as it is compared."""

    doc: str
    property: str
    subject: Names
    object: Names
    values: frozenset[Decimal]
    place: tuple[int, int] | None
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and what follows from them: `right` of `claims` found match, `found` of `gold` are matched."""

    gold: int = 0
    found: int = 0
    claims: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.claims if self.claims else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Evaluation:
    """The score of all claims and of each property, and of each slot (right, annotated) among those that match.

    `ignored` claims are of articles without gold; `missed` are the ids of core gold claims that nothing matches.
    """

    total: Score
    properties: Mapping[str, Score]
    slots: Mapping[str, tuple[int, int]]
    ignored: int
    missed: tuple[str, ...]


def evaluate(gold: Sequence[Gold], claims: Sequence[Found], *, open_too: bool = False) -> Evaluation:
    """Score the claims. Open predicates count only if `open_too`; in gold they still make a claim that matches right."""
    by_doc: dict[str, list[Gold]] = defaultdict(list)
    for row in gold:
        by_doc[row.doc].append(row)
    counted = [claim for claim in claims if claim.doc in by_doc and (open_too or claim.property.startswith("kg:"))]
    pairs = [(claim, [row for row in by_doc[claim.doc] if matches(claim, row)]) for claim in counted]
    matched = {row.id for _, rows in pairs for row in rows}
    wanted = [row for row in gold if row.core and (open_too or row.property.startswith("kg:"))]
    names = sorted({row.property for row in wanted} | {claim.property for claim in counted})
    scores = {name: _score([row for row in wanted if row.property == name], matched,
                           [pair for pair in pairs if pair[0].property == name]) for name in names}
    return Evaluation(
        _score(wanted, matched, pairs), scores, _slots(pairs), sum(claim.doc not in by_doc for claim in claims),
        tuple(row.id for row in wanted if row.id not in matched))


def _score(wanted: Sequence[Gold], matched: set[str], pairs: Sequence[tuple[Found, list[Gold]]]) -> Score:
    return Score(len(wanted), sum(row.id in matched for row in wanted), len(pairs), sum(bool(rows) for _, rows in pairs))


def _slots(pairs: Iterable[tuple[Found, list[Gold]]]) -> dict[str, tuple[int, int]]:
    """Right and annotated for each slot; of several gold claims the one that agrees best counts."""
    right, annotated = Counter[str](), Counter[str]()
    for claim, rows in pairs:
        compared = [{name: _agrees(name, claim.slots.get(name, ""), accepted) for name, accepted in row.slots.items()
                     if accepted is not None} for row in rows]
        best = max(compared, key=lambda answers: sum(answers.values()), default={})
        annotated.update(best.keys())
        right.update(name for name, answer in best.items() if answer)
    return {name: (right[name], annotated[name]) for name in SLOTS if annotated[name]}


def _agrees(name: str, stated: str, accepted: frozenset[str]) -> bool:
    if name == "attribution":
        return same(to_names([stated]), to_names(accepted))
    if name == "time":  # "2023" and "2023-09" agree: one is only less exact
        return any(stated and (stated.startswith(time) or time.startswith(stated)) for time in accepted)
    return stated in accepted


def matches(claim: Found, gold: Gold) -> bool:
    """Whether the claim states the gold claim, whatever its polarity and modality."""
    if claim.doc != gold.doc or (claim.place and gold.places and not any(
            claim.place[0] < end and start < claim.place[1] for start, end in gold.places)):
        return False
    return any(
        claim.property in reading.properties and same(claim.subject, reading.subject)
        and (same(claim.object, reading.object) or (reading.value is not None and reading.value in claim.values))
        for reading in gold.readings)


def same(names: Names, others: Names) -> bool:
    """Whether any of the names is one of the others.

    >>> same(to_names(["the Alibaba Token Hub unit"]), to_names(["Alibaba Token Hub"]))
    True
    >>> same(to_names(["Alibaba Cloud"]), to_names(["Alibaba"]))
    False
    """
    return any(_same(*sorted((one, other), key=len)) for one in names for other in others)


def _same(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if 2 * len(short) <= len(long):
        return False
    return any(long[at:at + len(short)] == short for at in range(len(long) - len(short) + 1))


def to_names(texts: Iterable[str | None]) -> Names:
    """The texts as words: lower case, without punctuation, leading articles and possessive endings."""
    return frozenset(words for text in texts if text and (words := _words(text)))


def _words(text: str) -> tuple[str, ...]:
    plain = re.sub(r"['’]s\b", "", unicodedata.normalize("NFKC", text)).casefold()
    words = _WORD.findall(plain)
    while len(words) > 1 and words[0] in _LEADING:
        words = words[1:]
    return tuple(words)


def to_number(value: object) -> Decimal | None:
    """The number in "CNY 380000000000", "52.44", 5; None where there is none."""
    found = _NUMBER.search(str(value).replace(",", "")) if value is not None else None
    try:
        return Decimal(found[0]).normalize() if found else None
    except InvalidOperation:
        return None


def read_claims(path: Path) -> list[Found]:
    """Claims as `kg extract` and `kg build` write them, one JSON object a line. EvaluationError names a bad line."""
    return [_read(path, line, row, to_found) for line, row in _lines(path)]


def read_gold(path: Path) -> list[Gold]:
    """Gold claims, one JSON object a line: in the form of `kg extract`, or with names and what is accepted.

    The second form has "article", "subject", "predicate" and "object" as texts, and may have "id", "subject_aliases",
    "object_aliases", "predicate_ok" ("^p": subject and object swapped), "value", "alt" (whole other triples),
    "start" and "end", "also_at", "polarity", "modality", "modality_ok", "attribution", "time" and "importance" ("core"
    must be found, anything else may). EvaluationError names a bad line.
    """
    return [_read(path, line, row, lambda row, line=line: to_gold(row, str(line))) for line, row in _lines(path)]
