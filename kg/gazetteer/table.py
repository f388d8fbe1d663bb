"""A table of names: CSV, TSV or semicolons, with headings such as name, name_zh, aliases, class, wikidata."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from kg.gazetteer.mapping import GazetteerError, Mapping
from kg.gazetteer.texts import Draft, clean
from kg.ontology import KnownName
from kg.vocab import NAME, WD, slug

_ITEM = re.compile(r"(?:wd:|https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")


def read_table(path: Path, text: str, mapping: Mapping, default: str = "") -> Iterator[KnownName]:
    """The names of a table's rows; several texts in a cell are parted by "|" or ";".

    `default` is the class of rows that give none. GazetteerError, with the line, for a table without a column of
    names, a row without class or with an unknown one, and a Wikidata item that is none.
    """
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text))
    columns = mapping.tables["columns"]
    headings = [columns.get(heading.strip().casefold(), "") for heading in next(reader, [])]
    if not {"label", "en", "zh"} & set(headings):
        raise GazetteerError(path, 1, "no column of names: one of " + ", ".join(
            sorted(name for name, holds in columns.items() if holds in ("label", "en", "zh"))))
    try:
        for row in reader:
            cells: dict[str, list[str]] = {}
            for heading, cell in zip(headings, row, strict=False):
                cells.setdefault(heading, []).append(cell.strip())
            if any(cell.strip() for cell in row):
                yield _name(path, reader.line_num, cells, mapping, default)
    except csv.Error as error:
        raise GazetteerError(path, reader.line_num, f"not a table: {error}") from error


def _delimiter(text: str) -> str:
    """The sign that parts the headings."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _name(path: Path, line: int, cells: dict[str, list[str]], mapping: Mapping, default: str) -> KnownName:
    given = next(filter(None, cells.get("class", ())), "") or default
    cls = mapping.named(given)
    if not cls:
        reason = f"the ontology has no class {given!r}" if given else "no class: add a column class, or give --class"
        raise GazetteerError(path, line, reason)
    item = next(filter(None, cells.get("wikidata", ())), "")
    match = _ITEM.fullmatch(item)
    if item and not match:
        raise GazetteerError(path, line, f"not a Wikidata item: {item!r}")
    draft = Draft("", cls, same_as=(WD + match[1],) if match else ())
    for text in [*cells.get("en", ()), *cells.get("zh", ()), *cells.get("label", ())]:
        draft.label(text)
    for kind in ("aliases", "hidden", "ambiguous", "demonyms"):
        draft.add(kind, (part for cell in cells.get(kind, ()) for part in re.split(r"[|;；]", cell)))
    first = draft.labels.get("en") or draft.labels.get("zh") or ""
    named = clean(next(filter(None, cells.get("id", ())), "")) or (match[1] if match else first)
    draft.iri = NAME + slug(named) if named else ""
    name = draft.name()
    if name is None:
        raise GazetteerError(path, line, "no English or Chinese name")
    return name
