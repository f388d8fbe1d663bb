"""Files of names, told apart by their endings and first characters: JSON, Turtle or a table, packed or not."""

from __future__ import annotations

import bz2
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Any, cast

from kg.gazetteer import followthemoney, rdf, table, wikidata
from kg.gazetteer.mapping import GazetteerError, Mapping
from kg.ontology import KnownName

PACKED = (".gz", ".bz2")
TURTLE = (".ttl", ".turtle", ".nt")
TABLES = (".csv", ".tsv")
_SNIFFED = 4096  # bytes in which the first character of a file is looked for


@dataclass
class Import:
    """The names of a file, and how many of its things were left out for which reason."""

    names: list[KnownName] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, found: KnownName | str) -> None:
        if isinstance(found, KnownName):
            self.names.append(found)
        else:
            self.skipped[found] += 1


def read_names(path: Path, mapping: Mapping, default: str = "") -> Import:
    """Everything in the file that has a name and a class; `default` is the class of rows of a table without one.

    GazetteerError names the file and, where there is one, the line that cannot be read.
    """
    done = Import()
    try:
        with _opened(path) as stream:
            for found in _found(path, stream, mapping, default):
                done.add(found)
    except (EOFError, gzip.BadGzipFile) as error:
        raise GazetteerError(path, None, f"damaged: {error}") from error
    if not done.names and not done.skipped:
        raise GazetteerError(path, None, "nothing in it: neither items of Wikidata, entities of FollowTheMoney, "
                                         "a table with headings, nor names in Turtle")
    return done


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(path, "rb"))
    return cast(IO[bytes], bz2.open(path, "rb")) if path.suffix.lower() == ".bz2" else path.open("rb")


def _found(path: Path, stream: IO[bytes], mapping: Mapping, default: str) -> Iterator[KnownName | str]:
    suffix = Path(path.stem).suffix.lower() if path.suffix.lower() in PACKED else path.suffix.lower()
    head = stream.read(_SNIFFED)
    lines = _joined(head, stream)
    if suffix in TURTLE:
        return rdf.read_turtle(path, b"".join(lines), mapping)
    if suffix not in TABLES and head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return (_entity(path, number, row, mapping) for number, row in _rows(path, lines))
    if head.lstrip()[:1] in (b"@", b"<"):
        return rdf.read_turtle(path, b"".join(lines), mapping)
    return table.read_table(path, _text(path, b"".join(lines)), mapping, default)


def _joined(head: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream of which the head has been read."""
    *whole, rest = head.splitlines(keepends=True) or [b""]
    return chain(whole, [rest if rest.endswith(b"\n") else rest + stream.readline()], stream)


def _text(path: Path, data: bytes, line: int | None = None) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GazetteerError(path, line, f"not UTF-8: {error.reason} at byte {error.start}") from error


def _rows(path: Path, lines: Iterator[bytes]) -> Iterator[tuple[int, Any]]:
    """The JSON objects of a file with their lines: one a line, with or without brackets and commas, or one document.

    A dump of Wikidata is an array of a hundred million lines, so it is read line by line.
    """
    for number, raw in enumerate(lines, 1):
        line = _text(path, raw, number).strip().rstrip(",")
        if line in ("", "[", "]"):
            continue
        try:
            value = _parsed(line)
        except ValueError as error:
            if number <= 2:  # a document over several lines
                yield from ((1, row) for row in _flat(_document(path, line, number, lines, error)))
                return
            raise GazetteerError(path, number, f"not JSON: {error}") from error
        yield from ((number, row) for row in _flat(value))


def _parsed(line: str) -> Any:
    """The JSON of a line, which may hold a bracket of the array around all lines."""
    attempts = [line, line.removeprefix("["), line.removesuffix("]"), line.removeprefix("[").removesuffix("]")]
    error: ValueError | None = None
    for attempt in dict.fromkeys(attempts):
        try:
            return json.loads(attempt)
        except ValueError as failed:
            error = error or failed
    raise error or ValueError(line)


def _document(path: Path, first: str, number: int, lines: Iterator[bytes], error: ValueError) -> Any:
    opened = "[" if number == 2 else ""
    rest = b"".join(lines)
    try:
        return json.loads(opened + first + "\n" + _text(path, rest, number))
    except ValueError:
        raise GazetteerError(path, number, f"not JSON: {error}") from error


def _flat(value: Any) -> Iterator[Any]:
    """The entities in a JSON value: itself, those of an array, or those under "entities"."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, dict) and isinstance(value.get("entities"), dict):
        yield from value["entities"].values()
    else:
        yield value


def _entity(path: Path, line: int, row: Any, mapping: Mapping) -> KnownName | str:
    if followthemoney.is_entity(row):
        return followthemoney.to_name(row, mapping)
    if wikidata.is_entity(row):
        return wikidata.to_name(row, mapping)
    if isinstance(row, dict) and row.get("type") in ("property", "lexeme", "form", "sense", "mediainfo"):
        return "no item"
    raise GazetteerError(path, line, "neither an item of Wikidata (id, labels, claims) nor an entity of FollowTheMoney "
                                     "(id, schema, properties)")
