"""Validation of a graph: the shapes of `shapes.ttl`, and the domain and range of every property.

A graph conforms when there is no violation; what lies outside a property's domain or range is a warning, since an
entity's class may be read wrongly where the claim is right. A thing whose class is not known (owl:Thing) lies outside
nothing. Two ways lead to the same report: pySHACL, the reference, and queries made from the shapes, for large graphs.
"""

from kg.validate.checks import check, concerned
from kg.validate.choice import LARGE, validate_store
from kg.validate.report import Report, Result
from kg.validate.shacl import validate

__all__ = ["LARGE", "Report", "Result", "check", "concerned", "validate", "validate_store"]
