"""The graph for other systems: tables, property graphs and reports, read from a store and written as they are read."""

from kg.export.parquet import ExportError

__all__ = ["ExportError"]
