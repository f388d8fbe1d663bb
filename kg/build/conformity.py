"""Whether a graph conforms, without looking again at what did not change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from pyoxigraph import NamedNode, Store

from kg.graph.excerpt import excerpt, focus_of
from kg.ontology import Ontology
from kg.validate import Report, Result, validate


def check(store: Store, terms: Ontology, touched: Iterable[NamedNode] | None,
          before: Iterable[Mapping[str, str]]) -> Report:
    """The report on the graph in the store.

    Only nodes around the `touched` ones are checked, and the results of `before` stand for the others; all are where
    `touched` is None.
    """
    if touched is None:
        return validate(iter(store), terms)
    focus = focus_of(store, touched)
    checked = {node.value for node in focus}
    found = validate(excerpt(store, focus), terms).results if focus else ()
    kept = [result for result in from_json(before) if result.focus not in checked]
    results = (*kept, *(result for result in found if result.focus in checked))
    return Report(tuple(sorted(results, key=lambda result: (result.severity != "Violation", result))))


def to_json(report: Report) -> tuple[dict[str, str], ...]:
    return tuple(asdict(result) for result in report.results)


def from_json(rows: Iterable[Mapping[str, str]]) -> tuple[Result, ...]:
    return tuple(Result(**row) for row in rows)
