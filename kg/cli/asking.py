"""Commands that look a thing or a claim up: `show` and `explain`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from kg.cli import options
from kg.cli.console import PARTLY, fail, show_json
from kg.cli.console import show as show_tables


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of the thing, or its IRI.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    language: options.Language = "en",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="Claims to show at most; 0 is all.")] = 40,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Show what the graph tells of one thing.

    Its names, what it is, the claims about it, and those it is the source of, each with the sentence and article that
    state it. A name that nothing has ends in exit code 1, with names like it.

    Example: kg show "Alibaba Token Hub"
    """
    from kg.cli import cards
    from kg.lookup import LookupFailure
    from kg.lookup import cards as look_up

    with options.opened(store) as opened:
        try:
            found = look_up(opened, name, language)
        except LookupFailure as error:
            fail(str(error), PARTLY)
    if as_json:
        show_json([asdict(card) for card in found])
    elif not quiet:
        show_tables(*(cards.to_renderable(card, limit) for card in found))


def explain(
    what: Annotated[str, typer.Argument(
        metavar="CLAIM|ENTITY", help="A claim's id, the beginning of one, or its IRI; or any name of a thing, or its "
        "IRI.", show_default=False)],
    store: options.Store = options.DEFAULT_STORE,
    language: options.Language = "en",
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Explain how a claim was found, or why some names are one thing.

    Of a claim: the sentence with its parts marked, the frame or construction that was read, what stands for what, why
    its names are these entities, and why it is a plain triple or not. Of an entity: each of its names, the articles
    that write it, and the reasons why it is this one's. What nothing is called ends in exit code 1.

    Example: kg explain 52c91dfd (kg show prints the ids); kg explain Alibaba
    """
    from kg.cli import cards
    from kg.lookup import LookupFailure, is_claim_id, is_name
    from kg.lookup import cards as look_up
    from kg.lookup import explain as explain_claim

    row: object
    with options.opened(store) as opened:
        try:
            if is_claim_id(what) and not is_name(opened, what):
                claim = explain_claim(opened, what, language)
                shown, row = [cards.explained(claim)], asdict(claim)
            else:
                found = look_up(opened, what, language)
                shown, row = list(map(cards.identity, found)), list(map(cards.identity_json, found))
        except LookupFailure as error:
            fail(str(error) if is_claim_id(what) else f"not a claim's id, and {error}", PARTLY)
    if as_json:
        show_json(row)
    elif not quiet:
        show_tables(*shown)
