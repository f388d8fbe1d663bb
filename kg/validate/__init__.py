"""Validation of a graph: the shapes of `shapes.ttl`, and the domain and range of every property.

A graph conforms when there is no violation; what lies outside a property's domain or range is a warning, since an
entity's class may be read wrongly where the claim is right. A thing whose class is not known (owl:Thing) lies outside
nothing. Two ways lead to the same report: pySHACL, the reference, and queries made from the shapes, for large graphs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.validate.report import Report, Result

if TYPE_CHECKING:
    from kg.validate.checks import check, concerned
    from kg.validate.choice import LARGE, validate_store
    from kg.validate.shacl import validate

__all__ = ["LARGE", "Report", "Result", "check", "concerned", "validate", "validate_store"]

_PLACES = {"LARGE": "choice", "check": "checks", "concerned": "checks", "validate": "shacl",
           "validate_store": "choice"}


def __getattr__(name: str) -> Any:
    """What checks is loaded when it is asked for: it brings rdflib, which a report does not need."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"kg.validate.{_PLACES[name]}"), name)
