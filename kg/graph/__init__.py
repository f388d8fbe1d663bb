"""The graph: claims, entities and articles as RDF quads, and its facts as a property graph."""

from kg.graph.property_graph import to_networkx
from kg.graph.provenance import Run
from kg.graph.quads import Part, article_part, iris, to_quads
from kg.graph.terms import GraphError
from kg.graph.update import Update

__all__ = ["GraphError", "Part", "Run", "Update", "article_part", "iris", "to_networkx", "to_quads"]
