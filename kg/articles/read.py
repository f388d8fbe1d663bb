"""Files, folders and standard input to articles. Whatever cannot be read is reported and the rest goes on."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kg.articles import html, pdf, records
from kg.articles.encoding import MARKS, decode
from kg.articles.files import display, find
from kg.articles.metadata import Metadata, front_matter
from kg.articles.problems import ArticleError, ReadProblem
from kg.model import Article, SetAside

MAX_BYTES = 20_000_000
STDIN = "-"
Found = Iterator[Article | ArticleError]


def read(
    paths: Sequence[str | Path], *, max_bytes: int = MAX_BYTES, stdin: BinaryIO | None = None, skip: Iterable[Path] = ()
) -> Iterator[Article | ReadProblem]:
    """Every article of the files and folders, in the order given; folders recursively, sorted by name.

    "-" stands for standard input, whose format is told by its first bytes. An article's text is what was decoded or
    extracted, unchanged: front matter stays in it and is set aside. `max_bytes` limits one file, or one line of JSON
    Lines. A file named twice is read once, and one of `skip` (resolved paths) never. An id that comes again gets a
    number ("a", "a-2", "a-3"), so that ids depend only on the inputs and their order.
    """
    ids: set[str] = set()
    seen = set(skip)
    for given in paths:
        for file in [STDIN] if str(given) == STDIN else find(Path(given), frozenset(FORMATS), seen):
            if isinstance(file, ReadProblem):
                yield file
                continue
            source = display(file)
            try:
                for found in _open(file, max_bytes, stdin or sys.stdin.buffer):
                    if isinstance(found, ArticleError):
                        yield ReadProblem(source, found.line, found.reason)
                    else:
                        yield replace(found, id=_distinct(found.id, ids))
            except ArticleError as error:
                yield ReadProblem(source, error.line, error.reason)


def _open(file: Path | str, max_bytes: int, stdin: BinaryIO) -> Found:
    """The articles of one file. Raises ArticleError."""
    if isinstance(file, str):
        data = _limited(stdin, max_bytes)
        yield from FORMATS[sniff(data)](data, "stdin", STDIN)
        return
    suffix = file.suffix.lower()
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise ArticleError("not a regular file")
        with file.open("rb") as stream:
            if suffix == ".jsonl":
                yield from _lines_of(stream, display(file), max_bytes)
            else:
                data = _limited(stream, max_bytes)
                yield from FORMATS[suffix](data, display(file.stem), display(file))
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror or error}") from error


def _limited(stream: BinaryIO, max_bytes: int) -> bytes:
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise ArticleError(f"too large: more than {max_bytes:,} bytes")
    if not data:
        raise ArticleError("empty: no bytes in it")
    return data


def sniff(data: bytes) -> str:
    """The suffix of the format that `data` is most likely in: its first bytes decide."""
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in head:
        return ".html"
    if head.startswith((b'{"', b"{ ", b"{}")):
        return ".jsonl" if data.strip().split(b"\n", 1)[0].rstrip().endswith(b"}") else ".json"
    return ".json" if head.startswith((b"[{", b"[\n", b"[\r", b"[ ", b"[]")) else ".txt"


def _text(data: bytes, stem: str, source: str) -> Found:
    text = decode(data)
    known, end = front_matter(text)
    if not text[end:].strip():
        raise ArticleError("empty: no text after the front matter")
    aside = (SetAside(0, end, "front matter"),) if end else ()
    yield replace(_article(text, known, stem, source), aside=aside)


def _html(data: bytes, stem: str, source: str) -> Found:
    yield _article(*html.extract(data), stem, source)


def _pdf(data: bytes, stem: str, source: str) -> Found:
    yield _article(*pdf.extract(data), stem, source)


def _json(data: bytes, stem: str, source: str) -> Found:
    yield from records.articles(records.parse(decode(data)), stem, source)


def _json_lines(data: bytes, stem: str, source: str) -> Found:
    yield from _records(enumerate(data.split(b"\n"), start=1), stem, source)


def _lines_of(stream: BinaryIO, source: str, max_bytes: int) -> Found:
    """JSON Lines are read line by line: a file of any size, as long as each article is within the limit."""
    stem = Path(source).stem
    if stream.read(4).startswith(tuple(mark for mark, name in MARKS if name != "utf-8")):
        stream.seek(0)
        text = decode(_limited(stream, max_bytes))
        yield from _json_lines(text.encode("utf-8"), stem, source)
        return
    stream.seek(0)
    yield from _records(enumerate(_bounded_lines(stream, max_bytes), start=1), stem, source)


def _bounded_lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """The lines; None for one that is too long, which is skipped without being held in memory."""
    while line := stream.readline(max_bytes + 1):
        if len(line) <= max_bytes:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(max_bytes)
        yield None


def _records(lines: Iterator[tuple[int, bytes | None]], stem: str, source: str) -> Found:
    empty = True
    for number, line in lines:
        if line is not None and not line.strip():
            continue
        empty = False
        try:
            if line is None:
                raise ArticleError("too large: the line is over the limit")
            yield records.article(records.parse(decode(line)), f"{stem}-{number}", source)
        except ArticleError as error:
            yield ArticleError(error.reason, number)
    if empty:
        raise ArticleError("empty: no line in it")


def _article(text: str, known: Metadata, stem: str, source: str) -> Article:
    return Article(
        id=stem, text=text, title=known.title, language=known.language or "en", published=known.published,
        publisher=known.publisher, url=known.url, source=source,
    )  # fmt: skip


def _distinct(name: str, ids: set[str]) -> str:
    """`name`, or `name` with the first number that makes it new; remembered in `ids`."""
    number, new = 1, name
    while new in ids:
        number += 1
        new = f"{name}-{number}"
    ids.add(new)
    return new


FORMATS: dict[str, Callable[[bytes, str, str], Found]] = {
    ".txt": _text, ".md": _text, ".html": _html, ".htm": _html, ".json": _json, ".jsonl": _json_lines, ".pdf": _pdf,
}  # fmt: skip
