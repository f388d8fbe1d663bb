"""Tables and JSON for what the library returns. Nothing here reads or computes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from kg import vocab
from kg.cli.console import WIDTH, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from kg.build import BuildReport
    from kg.evaluate import Evaluation, Identity, Score
    from kg.model import Claim
    from kg.validate import Report


SKIPPED = 8
"""Reasons for leaving names out that are shown; the rest is summed up."""

ALIKE = 20
"""Results of a validation with one message that are shown."""


def table(*columns: str, header: bool = True) -> Table:
    """An empty table in the one style of all commands."""
    made = Table(box=box.SIMPLE_HEAD if header else None, show_header=header, pad_edge=False, show_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def text(value: object, style: str = "") -> Text:
    """A cell: one line, nothing in it read as markup or as a command to the terminal."""
    return Text(one_line(str(value)), style=style)


def to_stream(renderable: RenderableType, stream: IO[str]) -> None:
    """Print to a stream; the terminal's width where it is one."""
    width = None if stream.isatty() else WIDTH
    Console(file=stream, width=width, markup=False, highlight=False, emoji=False).print(renderable)


def listed(counts: Mapping[str, int]) -> str:
    """"advertisement 3, footnote mark 2"."""
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def report(done: BuildReport) -> Table:
    """What a build read, found and set aside, and where its files are."""
    rows = table("", "", header=False)
    closed = done.claims - done.open_claims
    lines = [
        ("Read", counted(done.articles, "article")),
        ("Changed", changed(done.changes)),
        ("Not read", f"{counted(len(done.problems), 'input')} (named above)" if done.problems else ""),
        ("Found", f"{counted(done.claims, 'claim')}: {closed} of the ontology, {done.open_claims} open"),
        ("", listed(done.modalities)),
        ("", f"{counted(done.facts, 'fact')} (affirmed and asserted), {counted(done.entities, 'entity', 'entities')}"),
        ("Set aside", listed(done.aside) or "nothing"),
        ("Conforms", conformity(done.validation.violations, done.validation.warnings)),
    ]
    for name, value in lines:
        if value:
            rows.add_row(text(name, "bold"), text(value))
    for number, (name, path) in enumerate(done.files.items()):
        rows.add_row(text("" if number else "Files", "bold"), text(f"{name:9}{path}"))
    return rows


def imported(things: int, skipped: Counter[str], path: Path) -> Table:
    """What an import of names brought, and what it left out."""
    rows = table("", "", header=False)
    rows.add_row(text("Names", "bold"), text(f"{counted(things, 'thing')} in {path}"))
    shown = skipped.most_common(SKIPPED)
    for number, (reason, count) in enumerate(shown):
        rows.add_row(text("" if number else "Left out", "bold"), text(f"{count:,}  {reason}"))
    if rest := skipped.total() - sum(count for _, count in shown):
        rows.add_row(text(""), text(f"{rest:,}  for other reasons (--json has all)"))
    return rows


def changed(counts: Mapping[str, int]) -> str:
    """"1 article added, 2 changed; 14 as before"; "nothing" where all are; "" for a first build."""
    if not counts:
        return ""
    told = [f"{count:,} {what}" for what, count in counts.items() if what != "kept" and count]
    return f"{', '.join(told)}; {counts['kept']:,} as before" if told else "nothing"


def report_json(done: BuildReport) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "articles": done.articles, "claims": done.claims, "facts": done.facts, "open_claims": done.open_claims,
        "entities": done.entities, "modalities": done.modalities, "aside": done.aside,
        "problems": [{"source": p.source, "line": p.line, "reason": p.reason} for p in done.problems],
        "conforms": done.conforms, "changes": dict(done.changes),
        "files": {name: str(path) for name, path in done.files.items()},
    }


def counted(count: int, noun: str, plural: str = "") -> str:
    """"1 claim", "2 claims"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def conformity(violations: Iterable[object], warnings: Iterable[object]) -> str:
    """"yes, with 2 warnings"."""
    wrong, doubtful = len(list(violations)), len(list(warnings))
    answer = f"no: {counted(wrong, 'violation')}" if wrong else "yes"
    return answer + (f", with {counted(doubtful, 'warning')} (kg validate lists them)" if doubtful else "")


def claims(found: Iterable[Claim]) -> Table:
    """Extracted claims, one a row."""
    rows = table("Article", "Subject", "Property", "Object", "Status", "Source")
    for claim in found:
        status = "negated" if claim.polarity == "negated" and claim.modality == "asserted" else claim.modality
        source = claim.attribution.text if claim.attribution else ""
        cells = (claim.doc, claim.subject.name, claim.predicate.id, claim.object.name, status, source)
        rows.add_row(*map(text, cells))
    return rows


def results(found: Report) -> RenderableType:
    """What a validation found, the first few of what is said of many nodes, and the verdict."""
    rows, left = table("Severity", "Where", "What", "Value"), Counter[str]()
    seen: Counter[tuple[str, str]] = Counter()
    for result in found.results:
        seen[result.severity, result.message] += 1
        if seen[result.severity, result.message] > ALIKE:
            left[result.message] += 1
            continue
        place = " ".join(vocab.compact(part) for part in (result.focus, result.path) if part)
        rows.add_row(*map(text, (result.severity.lower(), place, result.message, vocab.compact(result.value))))
    verdict = Text(f"conforms: {conformity(found.violations, ())}")
    rest = [text(f"and {count:,} more: {message}") for message, count in left.items()]
    told = [Text(), *rest, text("(--json lists all)")] if rest else []
    return Group(rows, *told, Text(), verdict) if found.results else verdict


def evaluation(done: Evaluation) -> RenderableType:
    """The scores of each property, the total, and the slots of the claims that match."""
    rows = table("Property", "Gold", "Found", "Claims", "Right", "Precision", "Recall", "F1")
    for column in rows.columns[1:]:
        column.justify = "right"
    for name, score in [*done.properties.items(), ("all", done.total)]:
        shares = [f"{share:.3f}" for share in (score.precision, score.recall, score.f1)]
        counts = [score.gold, score.found, score.claims, score.right]
        rows.add_row(*(text(cell, "bold" if name == "all" else "") for cell in (name, *counts, *shares)))
    slots = [f"{name} {right}/{of}" for name, (right, of) in done.slots.items()]
    lines = [text(f"Of the claims that match, right: {', '.join(slots)}")] if slots else []
    if done.ignored:
        lines.append(text(f"Ignored, since their articles have no gold: {counted(done.ignored, 'claim')}"))
    return Group(rows, Text(), *lines)


def evaluation_json(done: Evaluation) -> dict[str, Any]:
    """The same as JSON, with the gold claims that were missed."""
    return {
        "total": _score_json(done.total), "properties": {n: _score_json(s) for n, s in done.properties.items()},
        "slots": {name: {"right": right, "of": of} for name, (right, of) in done.slots.items()},
        "ignored": done.ignored, "missed": list(done.missed),
    }


def _score_json(score: Score) -> dict[str, float]:
    return {"gold": score.gold, "found": score.found, "claims": score.claims, "right": score.right,
            "precision": round(score.precision, 4), "recall": round(score.recall, 4), "f1": round(score.f1, 4)}


def identity(done: Identity) -> Table:
    """B-cubed figures, and the things that were split, mixed or merged against the gold."""
    rows = table("", "", header=False)
    lines = [
        ("Mentions", f"{done.scored:,} of {done.mentions:,} named ones in the gold are in claims, and scored"),
        ("B-cubed", f"precision {done.precision:.3f}, recall {done.recall:.3f}, F1 {done.f1:.3f}"),
        ("Wrong merges", "; ".join(" = ".join(pair) for pair in done.merged_wrongly) or "none"),
        *(("Split", f"{thing}: {', '.join(map(vocab.compact, ids))}") for thing, ids in done.split.items()),
        *(("Mixed", f"{vocab.compact(iri)}: {', '.join(things)}") for iri, things in done.mixed.items()),
    ]
    for name, value in lines:
        rows.add_row(text(name, "bold"), text(value))
    return rows
