"""The graph for other systems: tables, property graphs and reports, read from a store and written as they are read."""

from kg.export.formats import TABLES, write_neo4j
from kg.export.parquet import ExportError
from kg.export.selection import select

__all__ = ["TABLES", "ExportError", "select", "write_neo4j"]
