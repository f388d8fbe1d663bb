"""Which names were taken for one thing: B-cubed over gold mentions, and pairs of things that must not be one.

A gold row is one thing: {"id", "canonical", "class", "kind", "aliases", "mentions": [{"article", "text", "start",
"end"}], "not_same_as": [canonical names], "merge": prose; "= NAME" says that it is the same as another row}. Only rows
of the kind "named" (as without any) are scored; the others, concepts and values, take up mentions that are theirs.

The mentions of a system are those of its own claims. Each gold mention goes with the one that overlaps it most, one
with one; what neither side shares is not scored, but counted. B-cubed (Bagga and Baldwin 1998): a mention's precision
is the share of its cluster that is of its thing, its recall the share of its thing that is in its cluster; the figures
are means over mentions.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.evaluate.records import EvaluationError

Mention = tuple[str, int, int]
"""Article, start and end of a name."""
Row = Mapping[str, Any]
NAMED = "named"


@dataclass(frozen=True)
class Identity:
    """B-cubed over the `scored` of the gold's named `mentions`; `split` and `mixed` say what went wrong.

    `merged_wrongly` are pairs of things that the gold keeps apart and of which some mentions have one id; `split` maps
    a thing to its several ids, `mixed` an id to the several things it was given to.
    """

    mentions: int
    scored: int
    precision: float
    recall: float
    f1: float
    merged_wrongly: tuple[tuple[str, str], ...]
    split: Mapping[str, tuple[str, ...]]
    mixed: Mapping[str, tuple[str, ...]]


def is_gold_of_things(path: Path) -> bool:
    """Whether a gold file has things with their mentions, and not claims."""
    return any(isinstance(row, dict) and "mentions" in row for row in read_rows(path)[:1])


def read_things(path: Path) -> list[Row]:
    """The gold's things. EvaluationError names a line without id, canonical name or mentions with offsets."""
    def check(row: Row) -> None:
        list(mentions(row))
        if not isinstance(row["id"], str) or not isinstance(row["canonical"], str):
            raise TypeError("id and canonical are texts")

    rows = read_rows(path, check)
    ids = Counter(row["id"] for row in rows)
    if twice := sorted(thing for thing, count in ids.items() if count > 1):
        raise EvaluationError(path, None, f"two things have the id {twice[0]!r}")
    unknown = [row for row in rows if _same_as(row) not in (None, *(other["canonical"] for other in rows))]
    if unknown:
        raise EvaluationError(path, None, f"{unknown[0]['id']} is to be the same as {_same_as(unknown[0])!r}, "
                                          "which is no thing of the gold")
    return rows


def read_traps(path: Path) -> list[Row]:
    """Pairs that must not be one: {"forbidden": {"subject": [...], "predicate": ["owl:sameAs"], "object": [...]}}."""
    return read_rows(path, lambda row: [list(row["forbidden"][part]) for part in ("subject", "predicate", "object")])


def read_rows(path: Path, check: Callable[[Row], object] = lambda row: None) -> list[Row]:
    """JSON lines. EvaluationError names a line that is no object or that `check` raises an error for."""
    rows: list[Row] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise EvaluationError(path, None, f"not UTF-8: {error.reason} at byte {error.start}") from error
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                rows.append(json.loads(line))
                check(rows[-1])
        except KeyError as error:
            raise EvaluationError(path, number, f"no {error}") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise EvaluationError(path, number, f"cannot be read: {error}") from error
    return rows


def system_mentions(path: Path) -> dict[Mention, str]:
    """The id of each name in the claims that `kg build` wrote; of a resolved argument, of the name it stands for.

    EvaluationError where no claim has ids: `kg extract` does not link.
    """
    found = {mention: iri for row in read_rows(path, lambda row: list(_linked(row))) for mention, iri in _linked(row)}
    if not found:
        raise EvaluationError(path, None, "no claim in it is linked: give the claims.jsonl of a build")
    return found


def _linked(claim: Row) -> Iterator[tuple[Mention, str]]:
    for part in (claim["subject"], claim["object"], claim.get("attribution")):
        if part and part.get("id"):
            span = part.get("antecedent") or part
            yield (str(claim["doc"]), int(span["start"]), int(span["end"])), str(part["id"])


def evaluate_identity(rows: Sequence[Row], traps: Iterable[Row], system: Mapping[Mention, str]) -> Identity:
    """The figures for a system's mentions, (article, start, end) -> id, against the gold's things."""
    aligned = align([mention for row in rows for mention in mentions(row)], system)
    named = [row for row in rows if row.get("kind", NAMED) == NAMED]
    things, names = gold_things(rows), {row["id"]: row["canonical"] for row in rows}
    gold = {mention: things[row["id"]] for row in named for mention in mentions(row)}
    figures = b_cubed(gold, aligned)
    split, mixed = defaultdict(set), defaultdict(set)
    for mention in gold.keys() & aligned.keys():
        split[names[gold[mention]]].add(aligned[mention])
        mixed[aligned[mention]].add(names[gold[mention]])
    return Identity(
        len(gold), len(gold.keys() & aligned.keys()), figures["precision"], figures["recall"], figures["f1"],
        tuple(violations(named, aligned, must_not_merge(rows, traps))), _several(split), _several(mixed))


def align(gold: Iterable[Mention], system: Mapping[Mention, str]) -> dict[Mention, str]:
    """Gold mention -> the id of the system's mention that overlaps it most (by share of both), one with one."""
    by_doc: dict[str, list[Mention]] = defaultdict(list)
    for mention in system:
        by_doc[mention[0]].append(mention)
    pairs = [(-_overlap(one, other), one, other) for one in sorted(set(gold)) for other in sorted(by_doc[one[0]])
             if _overlap(one, other) > 0]
    aligned: dict[Mention, str] = {}
    taken: set[Mention] = set()
    for _, one, other in sorted(pairs):
        if one not in aligned and other not in taken:
            aligned[one] = system[other]
            taken.add(other)
    return aligned


def _overlap(one: Mention, other: Mention) -> float:
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return shared / (max(one[2], other[2]) - min(one[1], other[1])) if shared > 0 else 0.0


def _several(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(others)) for name, others in sorted(found.items()) if len(others) > 1}


def b_cubed(gold: Mapping[Mention, str], system: Mapping[Mention, str]) -> dict[str, float]:
    """Precision, recall and F1 over the mentions that both sides have."""
    shared = sorted(gold.keys() & system.keys())
    if not shared:
        return {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    both = Counter((gold[m], system[m]) for m in shared)
    in_gold, in_system = Counter(gold[m] for m in shared), Counter(system[m] for m in shared)
    precision = sum(both[gold[m], system[m]] / in_system[system[m]] for m in shared) / len(shared)
    recall = sum(both[gold[m], system[m]] / in_gold[gold[m]] for m in shared) / len(shared)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def must_not_merge(rows: Sequence[Row], traps: Iterable[Row]) -> set[tuple[str, str]]:
    """Pairs of gold ids that are different things, from `not_same_as` and from the traps of owl:sameAs."""
    ids: dict[str, str] = {}
    for row in rows:
        for alias in row.get("aliases") or ():
            ids.setdefault(alias, row["id"])
    ids.update({row["canonical"]: row["id"] for row in rows})
    named = [(row["canonical"], other) for row in rows for other in row.get("not_same_as") or ()]
    for trap in traps:
        rule = trap["forbidden"]
        if "owl:sameAs" in rule["predicate"] and trap.get("severity") == "error":
            named += [(a, b) for a in rule["subject"] for b in rule["object"]]
    found = {tuple(sorted((ids[a], ids[b]))) for a, b in named if a in ids and b in ids}
    return {(a, b) for a, b in found if a != b}


def gold_things(rows: Sequence[Row]) -> dict[str, str]:
    """Gold id -> id of the thing: rows that the gold says are the same ("= NAME") share one."""
    by_name = {row["canonical"]: row["id"] for row in rows}
    things = {row["id"]: row["id"] for row in rows}
    for row in rows:
        if (same := _same_as(row)) is not None:
            things[row["id"]] = by_name[same]
    return things


def _same_as(row: Row) -> str | None:
    """The canonical name of the thing that a row says is the same: "= Qwen (article 3)"."""
    merge = row.get("merge") or ""
    return str(merge[2:].split(" (")[0]) if merge.startswith("= ") else None


def violations(rows: Sequence[Row], system: Mapping[Mention, str],
               apart: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of different things of which some mentions were given one id."""
    ids: dict[str, set[str]] = defaultdict(set)
    names = {row["id"]: row["canonical"] for row in rows}
    for row in rows:
        ids[row["id"]] = {system[m] for m in mentions(row) if m in system}
    return sorted((names[a], names[b]) for a, b in apart if ids[a] & ids[b])


def mentions(row: Row) -> Iterator[Mention]:
    for mention in row["mentions"]:
        yield str(mention["article"]), int(mention["start"]), int(mention["end"])
