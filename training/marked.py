"""Our own labelled passages (data/news/*.txt) as rows of the news corpus.

A passage starts with `# id:` and `# date:`; its text marks mentions as [surface|id|Type] at the first and [surface|id]
at later ones (`e` ids are things, `v` quantities, `t` times, whose third part is a normalised value); claims follow as
`= subject property object ; flags`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data" / "news"
_MARK = re.compile(r"\[([^\[\]|]+)\|([evt]\d+)(?:\|([^\[\]|]+))?\]")
_MODALITIES = ("planned", "possible", "denied")

Row = dict[str, Any]


def marked_passages(folder: Path = FOLDER, language: str = "en") -> list[Row]:
    """Rows of a language's files in a folder (`*.zh.txt` are Chinese), in order.

    ValueError with file and passage for what is not of the form.
    """
    paths = [path for path in sorted(folder.glob("*.txt")) if path.name.endswith(".zh.txt") == (language == "zh")]
    return [row for path in paths for row in _rows(path)]


def _rows(path: Path) -> Iterator[Row]:
    for block in re.split(r"^(?=# id:)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        if block.startswith("# id:"):
            try:
                yield _row(block.splitlines())
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path}, {block.splitlines()[0]}: {error}") from error


def _row(lines: list[str]) -> Row:
    head = dict(line[2:].split(": ", 1) for line in lines if re.match(r"# (id|date): ", line))
    body = [line for line in lines if not re.match(r"# (id|date):|= ", line)]
    row: Row = {"id": head["id"], "date": head.get("date", ""), "text": "", "entities": {}, "mentions": []}
    at, raw = 0, "\n".join(body).strip()
    for mark in _MARK.finditer(raw):
        row["text"] += raw[at : mark.start()]
        surface, name, kind = mark.groups()
        if name[0] == "e":
            row["entities"].setdefault(name, kind)
        start = len(row["text"])
        row["mentions"].append({"start": start, "end": start + len(surface), "text": surface, "id": name})
        row["text"] += surface
        at = mark.end()
    row["text"] += raw[at:]
    known = {m["id"] for m in row["mentions"]}
    row["claims"] = [_claim(line[2:], known) for line in lines if line.startswith("= ")]
    if None in row["entities"].values():
        raise ValueError("a thing without a type")
    return row


def _claim(line: str, known: set[str]) -> Row:
    first, *flags = (part.strip() for part in line.split(";"))
    subject, name, value = first.split(None, 2)
    if not {subject, value} <= known | {"unknown"}:
        raise ValueError(f"{first}: not marked in the text")
    claim = {"subject": subject, "property": name, "object": value, "polarity": "affirmed", "modality": "asserted"}
    for flag in flags:
        key, _, rest = flag.partition(" ")
        if flag == "negated":
            claim["polarity"] = "negated"
        elif flag in _MODALITIES:
            claim["modality"] = flag
        elif rest:
            claim[key] = rest.strip().strip('"')
    return claim
