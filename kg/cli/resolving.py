"""The command that shows which names are one thing, and asks a person where that is unsure: `resolve`."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from kg import vocab
from kg.cli import options
from kg.cli.console import DONE, one_line, show, show_json, tell
from kg.cli.render import counted, table, text

if TYPE_CHECKING:
    from kg.model import Entity
    from kg.resolve import Links
    from kg.resolve.review import Question, Review, Side

KEYS = {"s": "same", "n": "not-same", "u": "unsure", "q": "quit"}
SHOWN, OTHERS = 20, 6
"""Lines of a list, and other names of a side, that are shown."""


def resolve(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder of the graph.")] = options.DEFAULT_FOLDER,
    review: Annotated[bool, typer.Option(
        "--review", help="Ask about each unsure pair: s same, n not the same, u unsure (goes on), q quit.")] = False,
    who: Annotated[str, typer.Option(
        "--who", metavar="NAME", help="Who decides; the name of the user otherwise.", show_default=False)] = "",
    decisions: options.Decisions = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="Lines of each list; 0 is all.")] = SHOWN,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """List which names were judged to be one thing and which judgements are unsure, or review these.

    A review shows both sides with sentences that name them, and takes a key, from the terminal or a pipe. Each answer
    is written at once to the decisions of the graph's folder (decisions.toml), which every build applies: a person's
    word goes before any other evidence. Edit the file to take one back, to rename or to give another class.

    Example: kg resolve --review
    """
    from kg import build as building
    from kg.resolve.review import Review

    links, claims_of, path = building.links_of(folder, decisions)
    if not review:
        if as_json:
            show_json(_listed(links))
        elif not quiet:
            show(_lists(links, limit))
        raise typer.Exit(DONE)
    asked = Review(links, claims_of, path, who or getpass.getuser())
    _ask(asked, quiet=quiet)
    if not quiet:
        done = f"{counted(asked.answered, 'decision')} written to {path}" if asked.answered else "nothing was decided"
        tell(f"{done}; kg build applies them" if asked.answered else done)


def _ask(review: Review, *, quiet: bool) -> None:
    from kg.resolve.decisions import DecisionError

    number = 0
    keys = _keys()
    for number, question in enumerate(review.questions(), 1):
        if not quiet:
            show(_question(question, number, len(review)))
        key = _key(keys, quiet=quiet)
        if key == "q":
            return
        if key in ("s", "n"):
            try:
                review.answer(question, "same" if key == "s" else "not-same")
            except DecisionError as error:
                tell(f"not written: {error}")
    if not number and not quiet:
        tell("nothing is unsure")


def _key(keys: Iterator[str], *, quiet: bool) -> str:
    """The next key that means anything; "q" where there is no more."""
    for key in keys:
        if key.lower() in KEYS:
            return key.lower()
        if not quiet:
            tell(f"{key!r} is none of s (same), n (not the same), u (unsure), q (quit)")
    return "q"


def _keys() -> Iterator[str]:
    """Keys as they are pressed on a terminal, else the characters of standard input."""
    if sys.stdin.isatty():
        import click

        while True:
            yield click.getchar()
    for line in sys.stdin:
        yield from (character for character in line if not character.isspace())


def _question(question: Question, number: int, of: int) -> RenderableType:
    title = text(f"{number} of {of}  ", "dim").append(one_line(question.first.name), "bold").append("  =  ", "dim")
    title.append(one_line(question.second.name), "bold").append("  ?", "dim")
    why = text(f"{question.score:+g} bits: {question.explanation}", "dim")
    return Group(Text(), title, why, *_side(question.first), *_side(question.second), Text(),
                 text("s same · n not the same · u unsure · q quit", "dim"))


def _side(side: Side) -> Iterator[RenderableType]:
    others = f", also {', '.join(side.others[:OTHERS])}" if side.others else ""
    yield Text()
    known = f"  {side.type or 'Thing'}, in {counted(side.articles, 'article')}{others}"
    yield text(side.name, "bold").append(one_line(known))
    for sentence in side.sentences:
        before, name, after = (sentence.text[:sentence.start], sentence.text[sentence.start:sentence.end],
                               sentence.text[sentence.end:])
        line = Text("    ").append(one_line(before)).append(f"[{one_line(name)}]" if name else "", "bold")
        yield line.append(one_line(after)).append(one_line(f"  ({sentence.article})"), "dim")


def _listed(links: Links) -> dict[str, object]:
    unsure = [{"names": list(j.texts), "articles": [j.first[0], j.second[0]], "score": j.score,
               "reasons": [reason._asdict() for reason in j.reasons],
               "entities": [links.ids.get(j.first), links.ids.get(j.second)]} for j in links.unsure]
    clashes = [{"entity": entity.iri, "class": entity.type, "names": list(entity.labels.values()),
                "reasons": [reason._asdict() for reason in entity.classes]} for entity in _disputed(links)]
    conflicts = [{"names": [c.link.first[1], c.link.second[1]], "reason": c.link.reason, "why": c.why}
                 for c in links.conflicts]
    return {"entities": [asdict(entity) for entity in links.entities if entity.links], "unsure": unsure,
            "classes": clashes, "conflicts": conflicts}


def _disputed(links: Links) -> list[Entity]:
    """The entities whose mentions disagree on their class, those of most mentions of another class first."""
    return sorted((entity for entity in links.entities if entity.classes), key=lambda e: (-len(e.classes), e.iri))


def _lists(links: Links, limit: int) -> RenderableType:
    """The entities with most judgements, those of disputed class, what is unsure, and what was kept apart."""
    unsure: dict[str, int] = {}
    for judgement in links.unsure:
        for iri in {links.ids.get(node, "") for node in (judgement.first, judgement.second)}:
            unsure[iri] = unsure.get(iri, 0) + 1
    judged = sorted((e for e in links.entities if e.links or e.iri in unsure),
                    key=lambda e: (-unsure.get(e.iri, 0), -len(e.links), e.iri))
    entities = table("Entity", "Class", "Same", "Unsure", "Names")
    for entity in judged[:limit or None]:
        names = [*entity.labels.values(), *(name for name, _ in entity.aliases)]
        entities.add_row(*map(text, (vocab.compact(entity.iri), entity.type, len(entity.links),
                                     unsure.get(entity.iri, 0), ", ".join(dict.fromkeys(names[:OTHERS])))))
    pairs = table("Unsure", "", "Bits", "Because")
    for judgement in links.unsure[:limit or None]:
        pairs.add_row(*map(text, (*judgement.texts, f"{judgement.score:+g}", judgement.explanation)))
    disputed = table("Disputed class", "", "Because")
    for entity in _disputed(links)[:limit or None]:
        for number, (cls, why) in enumerate(entity.classes):
            disputed.add_row(text("" if number else vocab.compact(entity.iri)), text(cls or "Thing"), text(why))
    apart = table("Refused", "", "Because")
    for conflict in links.conflicts[:limit or None]:
        apart.add_row(*map(text, (conflict.link.first[1], conflict.link.name, conflict.why)))
    total = (f"{counted(len(links.entities), 'entity', 'entities')}, {len(links.unsure)} unsure "
             f"{'pair' if len(links.unsure) == 1 else 'pairs'}, {counted(len(links.conflicts), 'link')} refused, "
             f"{counted(len(_disputed(links)), 'entity', 'entities')} of disputed class")
    parts: list[RenderableType] = [entities, Text()] if judged else []
    parts += [disputed, Text()] if _disputed(links) else []
    parts += [apart, Text()] if links.conflicts else []
    parts += [pairs, Text()] if links.unsure else []
    return Group(*parts, text(total + (" (kg resolve --review asks about them)" if links.unsure else "")))
