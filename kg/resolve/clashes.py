"""Classes that disagree inside one thing: which mentions said what, what was chosen, and why. Nothing is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.model import ClassReason
from kg.ontology import Ontology
from kg.resolve.mentions import Node

SHOWN = 4
"""Articles that are named for a class; the rest is counted."""


def clashes(nodes: Sequence[Node], chosen: str, why: str, ontology: Ontology) -> tuple[ClassReason, ...]:
    """The chosen class, and each class of mentions that the thing cannot have beside it; () where all agree.

    A mention agrees if its class lies above or below the chosen one: a company is an organization.
    """
    said: Counter[str] = Counter()
    for node in nodes:
        for cls, count in node.name.types:
            if cls:
                said[cls] += count
    against = sorted((cls for cls in said if not ontology.compatible(cls, chosen)), key=lambda cls: (-said[cls], cls))
    if not against:
        return ()
    places = {cls: {node.doc: node.text for node in nodes if cls in node.types} for cls in against}
    agree = sum(count for cls, count in said.items() if ontology.compatible(cls, chosen))
    first = ClassReason(chosen, f"chosen: {why}; {agree} of {said.total()} mentions agree")
    return (first, *(ClassReason(cls, f"{said[cls]} of {said.total()} mentions, {_places(places[cls])}")
                     for cls in against))


def _places(names: dict[str, str]) -> str:
    """"as Nimbula in b, c and 3 more articles"."""
    docs = sorted(names)
    texts = ", ".join(sorted(set(names.values())))
    more = len(docs) - SHOWN
    rest = f" and {more} more article{'s' if more > 1 else ''}" if more > 0 else ""
    return f"as {texts} in {', '.join(docs[:SHOWN])}{rest}"
