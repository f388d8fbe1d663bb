"""Claims as lines that a table of sentences can list: "Orbix | acquired | Lumen Lab", "... | planned".

A line is what the claim is about, by name (an antecedent's where there is one), with its factuality when it is no
plain fact. In a table, a line that begins with "!" must not come out; "*" stands for anything in its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from kg.model import Claim


def line(claim: Claim) -> str:
    """Subject, property, object, and polarity and modality where they are not affirmed and asserted."""
    force = [claim.modality] if claim.modality != "asserted" else []
    if claim.polarity == "negated" and claim.modality != "denied":
        force.append("negated")
    return " | ".join([claim.subject.name, claim.predicate.id.removeprefix("kg:"), claim.object.name,
                       *([" ".join(force)] if force else [])])


def lines(claims: Iterable[Claim]) -> list[str]:
    """The lines of the claims with a property of the ontology."""
    return [line(c) for c in claims if c.predicate.property]


def faults(claims: Iterable[Claim], expected: Sequence[str]) -> list[str]:
    """What a table row asks for and does not find, or forbids and finds; no expectations at all forbid every claim."""
    found = lines(claims)
    wanted = [row for row in expected if not row.startswith("!")]
    forbidden = [row[1:].strip() for row in expected if row.startswith("!")] or ([] if expected else ["* | * | *"])
    missing = [f"missing: {row}" for row in wanted if not any(alike(row, other) for other in found)]
    return missing + [f"found: {other}" for other in found if any(alike(row, other) for row in forbidden)]


def alike(pattern: str, found: str) -> bool:
    """Field by field; a pattern without a force is met by plain facts only, unless its last field is "*..."."""
    fields, others = pattern.split(" | "), found.split(" | ")
    return len(fields) == len(others) and all(map(fnmatchcase, others, fields))
