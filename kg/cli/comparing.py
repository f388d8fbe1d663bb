"""Changes between graphs and events of a thing, laid out for the terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from kg.cli.cards import headline, quoted
from kg.cli.render import counted, text
from kg.compare import KINDS, Change
from kg.export.report import markdown
from kg.lookup.timeline import Event

SIGNS = {"contradicted": "!", "denied": "!", "added": "+", "strengthened": "^", "weakened": "v", "gone": "-"}
STYLES = {"contradicted": "red", "denied": "red", "added": "green", "strengthened": "green", "weakened": "yellow",
          "gone": "yellow"}


def to_renderable(changes: Sequence[Change]) -> RenderableType:
    """Changes by entity, each with its sign and sources, and how many there are of each kind."""
    lines: list[RenderableType] = []
    for entity, several in groupby(changes, key=lambda change: change.entity):
        lines += [text(entity, "bold"), *(_line(change) for change in several), Text()]
    return Group(*lines, text(summary(changes)))


def _line(change: Change) -> Text:
    line = text(f"  {SIGNS[change.kind]} {change.kind:<13}", STYLES[change.kind])
    line.append_text(text(_said(change)))
    return line.append_text(text(f"  [{', '.join(change.sources)}]", "dim"))


def _said(change: Change) -> str:
    status = f" ({change.status})" if change.status != "asserted" else ""
    counts = f", {change.before} → {change.after}" if change.kind in ("strengthened", "weakened") else ""
    return f"{change.property} {change.object}{status}{counts}"


def summary(changes: Sequence[Change]) -> str:
    """"2 changes: added 1, gone 1"."""
    counts = [(kind, sum(change.kind == kind for change in changes)) for kind in KINDS]
    told = ", ".join(f"{kind} {count}" for kind, count in counts if count)
    return f"{counted(len(changes), 'change')}: {told}" if told else "no changes"


def to_markdown(changes: Sequence[Change]) -> str:
    lines = ["# Changes", "", summary(changes)]
    for entity, several in groupby(changes, key=lambda change: change.entity):
        lines += ["", f"## {markdown(entity)}", ""]
        lines += [f"- **{change.kind}** {markdown(_said(change))} — {markdown(', '.join(change.sources))}"
                  for change in several]
    return "\n".join(lines) + "\n"


def events(found: Iterable[Event]) -> list[RenderableType]:
    """Events by date, those without one last; a claim's own date stands out, that of its article is in brackets."""
    lines: list[RenderableType] = []
    for date, several in groupby(found, key=lambda event: event.date):
        lines.append(text(date or "no date", "bold"))
        for event in several:
            line = Text("  ").append_text(headline(event.statement))
            published = event.date and not event.stated
            lines += [line.append("  (published)" if published else "", "dim"), quoted(event.statement.evidence)]
    return lines
