"""What changed between two graphs: claims added, gone, strengthened or weakened, and contradicted or now denied."""

from kg.compare.changes import KINDS, Change, compare, open_graph

__all__ = ["KINDS", "Change", "compare", "open_graph"]
