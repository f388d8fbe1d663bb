"""An entity's card and a claim's explanation, laid out for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from kg import vocab
from kg.cli.console import one_line
from kg.cli.render import counted, table, text
from kg.lookup import Card, Evidence, Explanation, Part, Statement, Written
from kg.lookup.denials import later_denials

STYLES = {"planned": "cyan", "possible": "yellow", "denied": "red", "negated": "red"}
PARTS = ("subject", "predicate", "object")
SHORT_ID = 8
NAMES, ARTICLES = 12, 4
"""Names of a card, and articles of a name, that are shown; the rest is counted."""


def to_renderable(card: Card, limit: int) -> RenderableType:
    """The card with at most `limit` claims (0: all)."""
    title = text(card.labels.get("en") or next(iter(card.labels.values()), vocab.compact(card.iri)), "bold")
    title.append(f"  {card.type}" if card.type else "", "dim")
    told = sorted(card.told, key=lambda s: s.predicate.label.startswith("open:"))
    denials = later_denials(card.told)
    return Group(title, _facts(card), *_section("Claims", told, limit, denials),
                 *_section("Says", card.said, limit, denials), Text())


def _facts(card: Card) -> RenderableType:
    named = [" · ".join((f"{_name(name)}{_places(name)}", *_reasons(name))) for name in card.names]
    if len(named) > NAMES:
        named[NAMES:] = [f"... and {len(named) - NAMES} more (kg explain shows all)"]
    lines = [("IRI", vocab.compact(card.iri)), *_rows("Names", named),
             ("Same as", " · ".join(map(vocab.compact, card.same_as)))]
    return _pairs(lines)


def identity(card: Card) -> RenderableType:
    """Why the names of an entity are one thing: where each is written, and each reason."""
    title = text(card.labels.get("en") or next(iter(card.labels.values()), vocab.compact(card.iri)), "bold")
    title.append(f"  {card.type}" if card.type else "", "dim")
    names = table("Name", "Written in", "Why it is this one's", header=bool(card.names))
    for name in card.names:
        why = "; ".join(_reasons(name)) or ("the name itself" if name.articles else "known beforehand")
        names.add_row(text(_name(name), "bold"), text(_places(name).removeprefix(" · in ") or "-"), text(why))
    lines = [("IRI", vocab.compact(card.iri)), ("Same as", " · ".join(map(vocab.compact, card.same_as))),
             *_rows("Class", card.classes), ("Also", " · ".join(map(vocab.compact, card.former))),
             *_rows("Other words", [f"{name.name}{_places(name)}" for name in card.others])]
    return Group(title, _pairs(lines), Text(), names, Text())


def identity_json(card: Card) -> dict[str, object]:
    """The same as JSON."""
    row = asdict(card)
    shown = ("iri", "labels", "type", "names", "others", "same_as", "former", "reasons", "classes")
    return {name: row[name] for name in shown}


def _rows(title: str, values: Iterable[str]) -> list[tuple[str, str]]:
    return [(title if not number else "", value) for number, value in enumerate(values)]


def _name(name: Written) -> str:
    return f"{name.name} ({name.language})" if name.language else name.name


def _places(name: Written) -> str:
    """" · in a ×3, b and 4 more articles"."""
    shown = [doc if count == 1 else f"{doc} ×{count}" for doc, count in name.articles[:ARTICLES]]
    more = f" and {counted(len(name.articles) - ARTICLES, 'more article')}" if len(name.articles) > ARTICLES else ""
    return f" · in {', '.join(shown)}{more}" if shown else ""


def _reasons(name: Written) -> list[str]:
    """The reasons, each once, the articles of those that differ in nothing else counted."""
    return [reason if count == 1 else f"{reason} (×{count})" for reason, count in Counter(name.reasons).items()]


def _section(title: str, statements: Sequence[Statement], limit: int,
             denials: Mapping[str, Sequence[Statement]]) -> list[RenderableType]:
    shown = statements[:limit] if limit else statements
    lines: list[RenderableType] = [Text(), text(f"{title} ({len(statements)})", "bold")] if statements else []
    for statement in shown:
        lines += [headline(statement), quoted(statement.evidence),
                  *(_denied(denial) for denial in denials.get(statement.id, ()))]
    if len(shown) < len(statements):
        lines.append(text(f"... and {len(statements) - len(shown)} more (--limit 0 shows all)", "dim"))
    return lines


def _denied(denial: Statement) -> RenderableType:
    """That a claim is denied later: by whom, when, and in which claim."""
    told = ", ".join(part for part in (denial.attribution, denial.evidence.date) if part)
    line = text(f"denied later{f' ({told})' if told else ''}: “{denial.evidence.sentence}”", STYLES["denied"])
    return Padding(line.append(f"  {denial.id[:SHORT_ID]}", "dim"), (0, 0, 0, 4))


def headline(statement: Statement) -> Text:
    """Subject, property and object; status and details; the claim's id."""
    line = text(f"{statement.subject.label}  ")
    line.append_text(text(statement.predicate.label, "bold")).append_text(text(f"  {statement.object.label}"))
    if statement.status != "asserted":
        line.append_text(text(f"  {statement.status}", STYLES[statement.status]))
    details = [statement.time, *(f"{name} {value}" for name, value in statement.qualifiers)]
    if statement.attribution:
        details.append(f"says {statement.attribution}")
    if statement.articles > 1:
        details.append(supported(statement))
    line.append_text(text("".join(f" · {detail}" for detail in details if detail)))
    return line.append(f"  {statement.id[:SHORT_ID]}", "dim")


def supported(statement: Statement) -> str:
    """"2 independent sources in 3 articles": who supports the fact that a claim states."""
    sources = counted(statement.support, "independent source" if statement.support > 1 else "source")
    return f"{sources} in {counted(statement.articles, 'article')}"


def quoted(evidence: Evidence) -> RenderableType:
    return Padding(text(f"“{evidence.sentence}” {_origin(evidence)}", "dim"), (0, 0, 0, 4))


def _origin(evidence: Evidence) -> str:
    known = (evidence.title or evidence.article, evidence.publisher, evidence.date)
    return "(" + ", ".join(part for part in known if part) + ")"


def explained(explanation: Explanation) -> RenderableType:
    """How a claim was found, from the words to the triple."""
    statement = explanation.statement
    lines = [("Claim", f"claim:{statement.id}"), ("Article", _origin(statement.evidence)[1:-1])]
    lines += [(name.capitalize(), _part(getattr(statement, name))) for name in PARTS]
    lines += [(name.capitalize(), value) for name, value in explanation.steps]
    lines += [("Polarity", statement.polarity), ("Modality", statement.modality), ("Source", statement.attribution),
              ("Time", statement.time), *((name.capitalize(), value) for name, value in statement.qualifiers),
              ("Confidence", f"{statement.confidence:.2f}")]
    lines += [("Linked" if not number else "", reason) for number, reason in enumerate(explanation.links)]
    lines += [("Denied later" if not number else "", f"claim:{denial.id[:SHORT_ID]} “{denial.evidence.sentence}”")
              for number, denial in enumerate(explanation.denials)]
    return Group(marked(statement), Text(), _pairs([*lines, ("Triple", _triple(explanation))]))


def _part(part: Part) -> str:
    named = part.iri.startswith((vocab.ENTITY, vocab.KG, vocab.OPEN))
    return f"{part.text} ({part.start}-{part.end}) = {vocab.compact(part.iri) if named else part.label}"


def marked(statement: Statement) -> Text:
    """The sentence with brackets round its subject, predicate and object; of two that overlap, round the first."""
    start, sentence = statement.evidence.start, statement.evidence.sentence
    line, at = Text(), 0
    for part in sorted((getattr(statement, name) for name in PARTS), key=lambda part: (part.start, -part.end)):
        begin, end = part.start - start, part.end - start
        if at <= begin < end <= len(sentence):
            line.append(one_line(sentence[at:begin])).append(f"[{one_line(sentence[begin:end])}]", "bold")
            at = end
    return line.append(one_line(sentence[at:]))


def _triple(explanation: Explanation) -> str:
    """Whether the claim is a plain triple, and if not, why."""
    statement = explanation.statement
    if explanation.support:
        return f"yes, from {supported(statement)}"
    if statement.status != "asserted":
        return f"no: the claim is {statement.status}"
    if statement.predicate.label.startswith("open:"):
        return "no: the predicate is not a property of the ontology"
    return "no: its subject or object is not a known thing or value"


def _pairs(lines: Iterable[tuple[str, str]]) -> RenderableType:
    rows = table("", "", header=False)
    for name, value in lines:
        if value:
            rows.add_row(text(name, "bold"), text(value))
    return rows
