"""Whether a graph conforms, without looking again at what did not change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from pyoxigraph import NamedNode, Store

from kg.graph.excerpt import excerpt, focus_of
from kg.ontology import Ontology
from kg.store import Oxigraph
from kg.validate.report import Report, Result


def check(store: Store, terms: Ontology, touched: Iterable[NamedNode] | None,
          before: Iterable[Mapping[str, str]]) -> Report:
    """The report on the graph in the store.

    Only nodes around the `touched` ones are checked, and the results of `before` stand for the others; all are where
    `touched` is None.
    """
    from kg.validate import check as by_queries  # here: a build that finds nothing new needs neither
    from kg.validate import validate_store

    if touched is None:
        return validate_store(Oxigraph(store), terms)
    focus, around = focus_of(store, touched), Oxigraph()
    around.load(excerpt(store, focus))
    checked = {node.value for node in focus}
    # By queries: pySHACL says the same and takes longer to load than these take.
    found = by_queries(around, terms).results if focus else ()
    kept = (result for result in from_json(before) if result.focus not in checked)
    return Report.of([*kept, *(result for result in found if result.focus in checked)])


def to_json(report: Report) -> tuple[dict[str, str], ...]:
    return tuple(asdict(result) for result in report.results)


def from_json(rows: Iterable[Mapping[str, str]]) -> tuple[Result, ...]:
    return tuple(Result(**row) for row in rows)
