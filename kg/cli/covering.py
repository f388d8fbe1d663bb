"""The command that looks after the lexicon: `lexicon`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import options, render
from kg.cli.console import DONE, PARTLY, fail, progress, show, show_json, tell

if TYPE_CHECKING:
    from rich.table import Table

    from kg.coverage import Coverage


def lexicon(
    inputs: options.Inputs,
    unused: Annotated[bool, typer.Option("--unused", help="List the entries that find nothing in the articles.")]
    = False,
    missing: Annotated[bool, typer.Option("--missing", help="List the verbs that have no entry.")] = False,
    language: Annotated[str, typer.Option(
        "--language", "-l", metavar="TAG", help="Only this language: en or zh.", show_default=False)] = "",
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Rows to show; 0 shows all.")] = 40,
    ontology: options.Ontology = None,
    names: options.Names = None,
    pipeline: options.Pipeline = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Tell what the lexicon does on articles, so that you know which words to add.

    Without options it prints counts. --unused lists entries that found no claim, those first whose word the articles
    have most often: they need another frame or class. --missing lists verbs without entry, the most frequent first,
    each with a sentence. What cannot be read is named on standard error (exit code 1).

    Example: kg lexicon seeds --missing --language zh
    """
    from kg.build import Settings
    from kg.build.extraction import LANGUAGES
    from kg.coverage import coverage

    if language and language not in LANGUAGES:
        fail(f"--language {language}: there are lexicons for {' and '.join(LANGUAGES)}")
    settings = Settings(ontology=ontology, names=tuple(names or ()), pipeline=pipeline)
    with progress(quiet) as step:
        found = coverage(inputs, settings, step)
    for problem in found.problems:
        tell(str(problem))
    if as_json:
        show_json(_json(found, language, limit or None))
    elif not quiet:
        asked = [make(found, language, limit or None) for make, wanted in ((_unused, unused), (_missing, missing))
                 if wanted]
        show(*(asked or [_counts(found, language)]))
    raise typer.Exit(PARTLY if found.problems else DONE)


def _counts(found: Coverage, language: str) -> Table:
    columns = ("language", "entries", "at work", "word seen, no claim", "word not seen", "verbs without entry")
    rows = render.table(*columns)
    for name in sorted({u.language for u in found.uses}):
        if language in ("", name):
            uses = [u for u in found.uses if u.language == name]
            busy, unseen = sum(not u.idle for u in uses), sum(u.idle and not u.seen for u in uses)
            verbs = sum(m.language == name for m in found.missing)
            cells = (name, len(uses), busy, len(uses) - busy - unseen, unseen, verbs)
            rows.add_row(*(render.text(f"{c:,}" if isinstance(c, int) else c) for c in cells))
    return rows


def _unused(found: Coverage, language: str, limit: int | None) -> Table:
    rows = render.table("language", "entry", "part of speech", "means", "word seen")
    for use in [u for u in found.unused if language in ("", u.language)][:limit]:
        cells = (use.language, use.written, use.pos, ", ".join(use.meanings), use.seen)
        rows.add_row(*map(render.text, cells))
    return rows


def _missing(found: Coverage, language: str, limit: int | None) -> Table:
    rows = render.table("language", "verb", "count", "article", "example")
    for verb in [m for m in found.missing if language in ("", m.language)][:limit]:
        rows.add_row(*map(render.text, (verb.language, verb.lemma, verb.count, verb.article, verb.example)))
    return rows


def _json(found: Coverage, language: str, limit: int | None) -> dict[str, Any]:
    return {
        "articles": found.articles,
        "unused": [asdict(u) for u in found.unused if language in ("", u.language)][:limit],
        "missing": [asdict(m) for m in found.missing if language in ("", m.language)][:limit],
    }
