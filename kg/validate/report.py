"""What a validation finds, whichever way it looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg import vocab


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing that does not conform: `severity` is "Violation", "Warning" or "Info", the rest IRIs and texts."""

    severity: str
    focus: str
    path: str
    value: str
    shape: str
    message: str

    def __str__(self) -> str:
        place = " ".join(vocab.compact(part) for part in (self.focus, self.path) if part)
        return f"{self.severity.lower()}: {place}: {self.message}" + (f" ({self.value})" if self.value else "")


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, violations first, each thing once."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> Report:
        return cls(tuple(sorted(set(results), key=lambda result: (result.severity != "Violation", result))))

    @property
    def conforms(self) -> bool:
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity == "Warning")
