"""The graph for other systems: RDF, networks, tables and reports, read from a store and written as they are read."""

from kg.export.formats import TABLES, write_neo4j
from kg.export.parquet import ExportError
from kg.export.rdf import FORMATS, MORE, to_format, write_exports, write_format
from kg.export.selection import select

__all__ = ["FORMATS", "MORE", "TABLES", "ExportError", "select", "to_format", "write_exports", "write_format",
           "write_neo4j"]
