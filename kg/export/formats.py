"""Formats that are written from a store, row by row: tables, Neo4j's import files and the report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO

from kg.export import records
from kg.export.parquet import write_rows
from kg.export.report import report_lines
from kg.store import Store

Write = Callable[[Store, IO[bytes], str], None]


def write_csv(stream: IO[bytes], header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """RFC 4180 in UTF-8, with "\\n" at the ends of lines."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    text.flush()
    text.detach()


def _report(store: Store, stream: IO[bytes], language: str) -> None:
    for line in report_lines(store, language):
        stream.write(f"{line}\n".encode())


TABLES: Mapping[str, tuple[str, Write]] = MappingProxyType({
    "claims-csv": ("claims.csv", lambda store, stream, language: write_csv(
        stream, records.CLAIMS, records.claim_rows(store, language))),
    "claims-parquet": ("claims.parquet", lambda store, stream, language: write_rows(
        stream, records.CLAIMS, records.claim_rows(store, language))),
    "entities-csv": ("entities.csv", lambda store, stream, language: write_csv(
        stream, records.ENTITIES, records.entity_rows(store))),
    "entities-parquet": ("entities.parquet", lambda store, stream, language: write_rows(
        stream, records.ENTITIES, records.entity_rows(store))),
    "report": ("report.md", _report),
})
"""Name of a format -> the file it goes by, and what writes it, with names in a language."""


def write_neo4j(store: Store, folder: Path, language: str = "en") -> tuple[Path, Path]:
    """`nodes.csv` and `relationships.csv` for `neo4j-admin database import`, in a folder that is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / "nodes.csv", folder / "relationships.csv"
    wanted = (records.NODES, records.node_rows), (records.RELATIONSHIPS, records.relationship_rows)
    for file, (header, rows) in zip(files, wanted, strict=True):
        fresh = file.with_name(f".{file.name}.new")
        with fresh.open("wb") as stream:
            write_csv(stream, header, rows(store, language))
        fresh.replace(file)
    return files
