"""Lines that belong to the page and not to the article, by the patterns of furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

ORNAMENTS = " \t*_#>|-—–=•·[]()【】（）:："
FINAL = re.compile(r"[.!?。！？…][\"”’'」』)\]）]*(?:\[\d{1,3}\])*$")
NOTE = re.compile(r"(?:[-*•]|\[?\^?\d{1,3}[\].)、:])\s*\S|.*https?://", re.DOTALL)
MAX_TITLE = 150
MIN_BEFORE_END = 3
# How a section's lines look, by its kind, with the most lines it can have.
SECTIONS: dict[str, tuple[Callable[[str], bool], int]] = {
    "titles": (lambda line: len(line) <= MAX_TITLE and not FINAL.search(line), 12),
    "notes": (lambda line: NOTE.match(line) is not None, 200),
    "paragraph": (lambda line: True, 1),
}


@dataclass(frozen=True, slots=True)
class Furniture:
    """One entry of the table."""

    reason: str
    longest: int
    pattern: re.Pattern[str]
    zone: str = "any"
    run: int = 1
    section: str = ""

    def matches(self, line: str) -> bool:
        return any(
            len(form) <= self.longest and self.pattern.fullmatch(form) for form in (line, line.strip(ORNAMENTS)) if form
        )


NO_WORDS = Furniture("no words", 0, re.compile(""))


@cache
def table() -> tuple[Furniture, ...]:
    rows = tomllib.loads(files("kg.articles").joinpath("furniture.toml").read_text(encoding="utf-8"))["furniture"]
    return tuple(
        Furniture(
            reason=row["reason"],
            longest=row["max"],
            pattern=re.compile("|".join(f"(?:{p})" for p in row["patterns"]), re.IGNORECASE),
            zone=row.get("zone", "any"),
            run=row.get("run", 1),
            section=row.get("section", ""),
        )
        for row in rows
    )


def reasons(lines: Sequence[str]) -> list[str | None]:
    """For each line (stripped, not blank) why it is furniture, or None where it is the article's."""
    found = _without_short_runs([_anywhere(line) for line in lines])
    why: list[str | None] = [entry.reason if entry else None for entry in found]
    for at, entry in enumerate(found):
        if entry and entry.section:
            belongs, most = SECTIONS[entry.section]
            for follower in range(at + 1, min(at + 1 + most, len(lines))):
                if why[follower] is None and not belongs(lines[follower]):
                    break
                why[follower] = why[follower] or entry.reason
    for at in range(len(lines) - 1, -1, -1):
        if why[at] is None and why[:at].count(None) >= MIN_BEFORE_END:
            why[at] = _at_end(lines[at])
        if why[at] is None:
            break
    return why


def _anywhere(line: str) -> Furniture | None:
    if not any(c.isalnum() for c in line):
        return NO_WORDS
    return next((entry for entry in table() if entry.zone == "any" and entry.matches(line)), None)


def _without_short_runs(found: list[Furniture | None]) -> list[Furniture | None]:
    runs = [(entry, len(list(group))) for entry, group in groupby(found)]
    return [entry if entry and length >= entry.run else None for entry, length in runs for _ in range(length)]


def _at_end(line: str) -> str | None:
    return next((entry.reason for entry in table() if entry.zone == "end" and entry.matches(line)), None)
