"""The graph in a notebook: asked in SPARQL, handed to networkx, and shown where it is asked for.

>>> graph = open_graph("graph")                                   # doctest: +SKIP
>>> graph.rows("SELECT ?who { ?who kg:leads entity:Alibaba_Token_Hub }")  # doctest: +SKIP
[{'who': 'https://w3id.org/kg/entity/Eddie_Wu'}]
>>> graph.view("Alibaba")                                         # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from types import TracebackType

import networkx as nx
from pyoxigraph import QuerySolutions

from kg import ontology
from kg.graph import to_networkx
from kg.ontology import Ontology
from kg.store import Store, open_store
from kg.view import around, called, to_html, to_records, write
from kg.view.records import Records


@dataclass(frozen=True)
class View:
    """A page, shown inline by Jupyter in a frame of its own: its scripts reach neither the notebook nor a network."""

    html: str
    height: int = 640

    def _repr_html_(self) -> str:
        return (f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads allow-modals" '
                f'width="100%" height="{self.height}" style="border: 1px solid #ddd" title="Graph"></iframe>')

    def save(self, path: str | Path) -> Path:
        """Writes the page as a file."""
        return write(path, self.html)


class Graph:
    """A built graph. Closed by `close` or a `with` block."""

    def __init__(self, store: Store, terms: Ontology) -> None:
        self.store, self.ontology = store, terms

    def rows(self, sparql: str) -> list[dict[str, str]]:
        """The solutions of a SELECT: variable -> IRI or text, "" where it is unbound; pandas reads it as a table."""
        solutions = self.store.query(sparql)
        if not isinstance(solutions, QuerySolutions):
            raise ValueError("rows are of a SELECT; ask the store for anything else")
        names = [variable.value for variable in solutions.variables]
        return [{name: "" if term is None else getattr(term, "value", str(term))
                 for name, term in zip(names, solution, strict=True)} for solution in solutions]

    def to_networkx(self, language: str = "en") -> nx.MultiDiGraph[str]:
        """The facts, as `kg.graph.to_networkx` describes them."""
        return to_networkx(self.store.quads(), language)

    def view(self, about: str | None = None, hops: int = 1, *, title: str = "Knowledge graph",
             height: int = 640) -> View:
        """The explorer, of the whole graph or of what surrounds a thing. LookupError where nothing has the name."""
        records = self._records if about is None else around(self._records, called(self._records, about), hops)
        return View(to_html(records, self.ontology, title=title), height)

    @cached_property
    def _records(self) -> Records:
        return to_records(self.store.quads())

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_graph(folder: str | Path, ontology_folder: Path | None = None) -> Graph:
    """The graph that `kg build -o folder` wrote. StoreError where there is none."""
    return Graph(open_store(Path(folder) / "store"), ontology.load(ontology_folder))
