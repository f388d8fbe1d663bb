"""The graphs of a store as lines of N-Triples in order, however many: what is too much for memory is sorted on disk.

Oxigraph writes the lines, Python only sorts and merges whole blocks of them; an object for each term would cost ten
times as much.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Protocol

from kg.store import GraphName, Queried, QueryResult

HELD = 1 << 24
"""Bytes of lines that are sorted in memory at once."""

CHUNK, PARTS = 1 << 14, 64
"""Lines that are given at once of what was sorted in memory, and sorted parts from which these are merged into one."""

SMALL, MERGED = 1 << 22, 1 << 18
"""Bytes of a graph that need no file, and of each sorted part that are read at a time."""

Block = list[bytes]
"""Some lines, each with its end; distinct and in order within a block and from one to the next."""


class Graphs(Queried, Protocol):
    """What is exported: a store, or a copy of one."""

    def graphs(self) -> Iterable[GraphName]:
        """The default graph, then the named ones by their IRIs."""

    def write(self, graph: GraphName, stream: IO[bytes]) -> None:
        """Write the triples of one graph as N-Triples, in no particular order."""


class Copy:
    """The graphs of a store in one temporary file, for several exports: reading a store takes longer than all else."""

    def __init__(self, store: Graphs) -> None:
        self._store = store
        self._file = TemporaryFile()  # noqa: SIM115 (it lives as long as this does)
        self._places: dict[GraphName, tuple[int, int]] = {}
        for graph in store.graphs():
            start = self._file.tell()
            store.write(graph, self._file)
            self._places[graph] = start, self._file.tell()

    def query(self, sparql: str) -> QueryResult:
        return self._store.query(sparql)

    def graphs(self) -> Iterable[GraphName]:
        return self._places.keys()

    def write(self, graph: GraphName, stream: IO[bytes]) -> None:
        start, end = self._places[graph]
        self._file.seek(start)
        while part := self._file.read(min(SMALL, end - self._file.tell())):
            stream.write(part)


def ordered(source: Graphs, graphs: Iterable[GraphName], held: int | None = None) -> Iterator[Block]:
    """The triples of these graphs as one graph, with at most about `held` bytes of them in memory."""
    with SpooledTemporaryFile(SMALL) as text:
        for graph in graphs:
            source.write(graph, text)
        yield from _sorted(text, held or HELD)


def in_order(lines: Iterable[bytes], held: int | None = None) -> Iterator[bytes]:
    """Any lines, each with its end, sorted and each once, in the same room."""
    with SpooledTemporaryFile(SMALL) as text:
        text.writelines(lines)
        for block in _sorted(text, held or HELD):
            yield from block


def _sorted(text: SpooledTemporaryFile[bytes], held: int) -> Iterator[Block]:
    size = text.tell()
    text.seek(0)
    if size <= held:
        lines = _distinct(text.readlines())
        yield from (lines[start:start + CHUNK] for start in range(0, len(lines), CHUNK))
        return
    with ExitStack() as stack:
        parts: list[IO[bytes]] = []
        while lines := _distinct(text.readlines(held)):
            parts.append(stack.enter_context(_spilled([lines])))
            del lines  # before the next are read
            if len(parts) == PARTS:  # each is an open file
                merged = stack.enter_context(_spilled(_merge(parts)))
                for part in parts:
                    part.close()
                parts = [merged]
        yield from _merge(parts)


def _distinct(lines: Block) -> Block:
    lines.sort()
    return [line for line, _ in groupby(lines)]


def _spilled(blocks: Iterable[Block]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 (whoever merges closes it)
    for lines in blocks:
        file.writelines(lines)
    file.seek(0)
    return file


def _merge(parts: list[IO[bytes]]) -> Iterator[Block]:
    """Sorted parts as one. What no part can still bring a smaller line for is sorted and given at once."""
    held = [(part, lines) for part in parts if (lines := part.readlines(MERGED))]
    while held:
        last = min(lines[-1] for _, lines in held)
        block: Block = []
        left = []
        for part, lines in held:
            end = bisect_right(lines, last)
            block += lines[:end]
            if rest := lines[end:] or part.readlines(MERGED):
                left.append((part, rest))
        held = left
        yield _distinct(block)


class Reader:
    """Blocks as a file, for a parser to read from."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks, self._rest = iter(blocks), memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        while not self._rest and (block := next(self._blocks, None)) is not None:
            self._rest = memoryview(b"".join(block))
        end = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:end], self._rest[end:]
        return bytes(given)
