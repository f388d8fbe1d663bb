"""The command that measures: `eval`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli import options, render
from kg.cli.console import show, show_json


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Gold claims, one JSON object a line.")],
    claims: Annotated[Path, typer.Argument(
        metavar="CLAIMS", help="Claims to score: a file of JSON lines, or the folder of a build.")]
    = options.DEFAULT_FOLDER,
    open_too: Annotated[bool, typer.Option("--open", help="Score claims outside the ontology too.")] = False,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Measure claims against gold claims: precision, recall and F1, overall and for each property.

    Gold is written like the output of kg extract, or with plain names: {"article": "a", "subject": "Alibaba",
    "predicate": "created", "object": "Qwen"}. Names match without case and articles, or where one is most of the other;
    claims about articles without gold are ignored. python -c "help('kg.evaluate')" has the details.

    Example: kg eval my-gold.jsonl graph/claims.jsonl
    """
    from kg import evaluate as measuring

    file = claims / "claims.jsonl" if claims.is_dir() else claims
    done = measuring.evaluate(measuring.read_gold(gold), measuring.read_claims(file), open_too=open_too)
    if as_json:
        show_json(render.evaluation_json(done))
    elif not quiet:
        show(render.evaluation(done))
