"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[list[str], typer.Argument(
    metavar="INPUT...", help="Files and folders of articles (.txt .md .html .json .jsonl .pdf); - is standard input.",
    show_default=False)]
Ontology = Annotated[Path | None, typer.Option(
    "--ontology", metavar="DIR", help="A folder of Turtle in place of the ontology that comes with kg.",
    show_default=False)]
Pipeline = Annotated[str | None, typer.Option(
    "--pipeline", metavar="NAME", help="An installed spaCy pipeline with Universal Dependencies, in place of ours.",
    show_default=False)]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Processes that extract.")]
Store = Annotated[Path, typer.Option("--store", "-s", metavar="DIR", help="The folder that kg build wrote.")]
Language = Annotated[str, typer.Option("--language", "-l", metavar="TAG", help="The language of names: en or zh.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]

DEFAULT_STORE = Path("graph")


def store_folder(folder: Path) -> Path:
    """The store itself, whether its own folder or the build's is given."""
    return folder / "store" if (folder / "store").is_dir() or not (folder / "current").exists() else folder
