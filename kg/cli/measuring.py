"""The command that measures: `eval`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kg.cli import options, render
from kg.cli.console import DONE, PARTLY, show, show_json


def evaluate(
    gold: Annotated[Path, typer.Argument(
        metavar="GOLD", help="Gold claims, or things with their mentions, one JSON object a line.")],
    claims: Annotated[Path, typer.Argument(
        metavar="CLAIMS", help="Claims to score: a file of JSON lines, or the folder of a build.")]
    = options.DEFAULT_FOLDER,
    traps: Annotated[Path | None, typer.Option(
        "--traps", metavar="FILE", help="Things that must not be one, for a gold of things.", show_default=False)]
    = None,
    open_too: Annotated[bool, typer.Option("--open", help="Score claims outside the ontology too.")] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure claims against gold claims: precision, recall and F1, overall and for each property.

    Gold is written like the output of kg extract, or with plain names: {"article": "a", "subject": "Alibaba",
    "predicate": "created", "object": "Qwen"}. Names match without case and articles, or where one is most of the other;
    claims about articles without gold are ignored. python -c "help('kg.evaluate')" has the details.

    With gold of things, {"id": "1", "canonical": "Qwen", "mentions": [{"article": "a", "start": 0, "end": 4}]}, it
    measures which names a build took for one thing: B-cubed over its own mentions that overlap the gold's, and pairs
    merged against "not_same_as" or --traps (exit code 1).

    Example: kg eval my-gold.jsonl graph/claims.jsonl
    """
    from kg import evaluate as measuring

    file = claims / "claims.jsonl" if claims.is_dir() else claims
    if measuring.is_gold_of_things(gold):
        _identity(gold, file, traps, as_json=as_json, quiet=quiet)
    done = measuring.evaluate(measuring.read_gold(gold), measuring.read_claims(file), open_too=open_too)
    if as_json:
        show_json(render.evaluation_json(done))
    elif not quiet:
        show(render.evaluation(done))


def _identity(gold: Path, claims: Path, traps: Path | None, *, as_json: bool, quiet: bool) -> NoReturn:
    from kg import evaluate as measuring

    forbidden = measuring.read_traps(traps) if traps else ()
    done = measuring.evaluate_identity(measuring.read_things(gold), forbidden, measuring.system_mentions(claims))
    if as_json:
        show_json(asdict(done))
    elif not quiet:
        show(render.identity(done))
    raise typer.Exit(PARTLY if done.merged_wrongly else DONE)
