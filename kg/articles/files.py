"""Which files an input stands for: itself, or the articles of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kg.articles.problems import ReadProblem


def find(path: Path, suffixes: frozenset[str], seen: set[Path]) -> Iterator[Path | ReadProblem]:
    """The files to read, sorted within each folder; names that begin with a dot and unknown suffixes are passed over.

    `seen` collects resolved paths over several calls: a file that was found before is not found again.
    """
    if path.is_dir():
        found = list(_walk(path, suffixes, set(), ()))
        if not found:
            yield ReadProblem(display(path), None, f"no article in this folder ({_listed(suffixes)})")
        for item in found:
            yield from (item,) if isinstance(item, ReadProblem) else find(item, suffixes, seen)
        return
    try:
        resolved = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:  # Python before 3.13 has RuntimeError for a loop of links
        yield _unreadable(path, error)
        return
    if path.suffix.lower() not in suffixes:
        yield ReadProblem(display(path), None, f"not a format that can be read ({_listed(suffixes)})")
    elif resolved not in seen:
        seen.add(resolved)
        yield path


def display(path: Path | str) -> str:
    """A path as text that can be written: bytes of a file name that are not UTF-8 become "\ufffd"."""
    return os.fsencode(path).decode("utf-8", "replace")


def _walk(
    folder: Path, suffixes: frozenset[str], visited: set[Path], above: tuple[Path, ...]
) -> Iterator[Path | ReadProblem]:
    """Everything below `folder`. `above` are the resolved folders it lies in: a link back to one of them is a loop."""
    here = folder.resolve()
    if here in above:
        yield ReadProblem(display(folder), None, "a link back to a folder that holds it (loop)")
        return
    if here in visited:
        return
    visited.add(here)
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for name in names:
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_dir():
            yield from _walk(path, suffixes, visited, (*above, here))
        elif path.suffix.lower() in suffixes:
            yield path


def _unreadable(path: Path, error: Exception) -> ReadProblem:
    reason = getattr(error, "strerror", None) or str(error)
    return ReadProblem(display(path), None, f"cannot be read: {reason}")


def _listed(suffixes: frozenset[str]) -> str:
    return " ".join(sorted(suffixes))
