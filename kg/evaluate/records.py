"""Claims and gold claims as far as they are compared, and the scores they get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kg.evaluate.names import Names

SLOTS = ("polarity", "modality", "attribution", "time")


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
