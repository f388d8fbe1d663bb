"""Quads in one order, however many: what does not fit the memory given is sorted in parts on disk and merged.

The order is by graph, subject, predicate and object; first come the default graph, the class, and a claim's triple.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile
from typing import IO

from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kg.graph import terms

HELD = 200_000
"""Quads that are held in memory at once."""

_LEADING = (terms.TYPE, terms.SUBJECT, terms.PREDICATE, terms.OBJECT)
_FIRST = {str(predicate): str(place) for place, predicate in enumerate(_LEADING)}
_BACK = {place: predicate for predicate, place in _FIRST.items()}
_BLOCK = 1 << 16


def sort(quads: Iterable[Quad], held: int = HELD) -> Iterator[Quad]:
    """The quads in order, with at most about `held` of them in memory."""
    items = iter(quads)
    part = list(islice(items, held))
    part.sort(key=_key)
    if len(part) < held:
        yield from part
        return
    with ExitStack() as stack:
        runs = []
        while part:
            runs.append(stack.enter_context(_spilled(part)))
            part = list(islice(items, held))
            part.sort(key=_key)
        yield from parse(_Lines(heapq.merge(*runs)), format=RdfFormat.N_QUADS)  # type: ignore[arg-type]


def _key(quad: Quad) -> str:
    """Its terms as N-Triples writes them, between tabs: these never hold one, and sort before whatever they hold."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    predicate = str(quad.predicate)
    return f"{graph}\t{quad.subject}\t{_FIRST.get(predicate, predicate)}\t{quad.object}"


def _spilled(part: Iterable[Quad]) -> IO[str]:
    """A temporary file with one key a line."""
    file = TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115 (whoever merges closes it)
    file.writelines(f"{_key(quad)}\n" for quad in part)
    file.seek(0)
    return file


class _Lines:
    """Keys as a file of N-Quads, for the parser to read from."""

    def __init__(self, keys: Iterator[str]) -> None:
        self._keys, self._rest = keys, b""

    def read(self, size: int = -1) -> bytes:
        wanted = _BLOCK if size < 0 else size
        while len(self._rest) < wanted and (lines := list(islice(self._keys, 500))):
            self._rest += "".join(map(_line, lines)).encode()
        given, self._rest = self._rest[:wanted], self._rest[wanted:]
        return given


def _line(key: str) -> str:
    graph, subject, predicate, object_ = key[:-1].split("\t")
    return f"{subject} {_BACK.get(predicate, predicate)} {object_} {graph} .\n"
