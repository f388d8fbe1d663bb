"""The graph: claims, entities and articles as RDF quads, and the forms they are handed on in."""

from kg.graph.export import FORMATS, MORE, to_format, write_exports, write_format
from kg.graph.property_graph import to_networkx
from kg.graph.provenance import Run
from kg.graph.quads import Part, article_part, iris, to_quads
from kg.graph.terms import GraphError
from kg.graph.update import Update

__all__ = ["FORMATS", "MORE", "GraphError", "Part", "Run", "Update", "article_part", "iris", "to_format",
           "to_networkx", "to_quads", "write_exports", "write_format"]
