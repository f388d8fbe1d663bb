"""Which way to validate."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from kg.ontology import Ontology
from kg.store import Store
from kg.validate.checks import check
from kg.validate.report import Report
from kg.validate.shacl import validate

LARGE = 20_000
"""Quads above which the queries are used: pySHACL takes seconds there, and its memory grows with the graph."""


def validate_store(store: Store, ontology: Ontology, shapes: Path | None = None) -> Report:
    """Validate a store: by pySHACL up to `LARGE` quads, by queries above. Raises what `validate` and `check` do."""
    quads = list(islice(store.quads(), LARGE + 1))
    return check(store, ontology, shapes) if len(quads) > LARGE else validate(quads, ontology, shapes)
