"""What a query asks for, step by step: its algebra, and how much of the graph each pattern matches by itself.

https://www.w3.org/TR/sparql11-query/#sparqlAlgebra. rdflib translates; the counts and the time are the store's own, so
that a pattern that matches too much can be seen.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QuerySolutions, QueryTriples
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Node, Variable

from kg import vocab
from kg.lookup.named import standalone
from kg.lookup.statements import rows
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the algebra at a depth; `matches` is how many triples a pattern has by itself, None for other lines."""

    depth: int
    text: str
    matches: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The query as it runs, its steps, how many answers it has, and the seconds that took."""

    query: str
    steps: tuple[Step, ...]
    answers: int
    seconds: float


def plan(store: Store, sparql: str) -> Plan:
    """Run the query and say what it consists of. QueryError where it cannot run."""
    text = standalone(sparql)
    began = time.perf_counter()
    answer = store.query(text)
    answers = sum(1 for _ in answer) if isinstance(answer, QuerySolutions | QueryTriples) else int(bool(answer))
    seconds = time.perf_counter() - began
    return Plan(text, tuple(_steps(store, translateQuery(parseQuery(text)).algebra, 0)), answers, round(seconds, 4))


def _steps(store: Store, part: Any, depth: int) -> Iterator[Step]:
    """The algebra below a part; expressions are one line."""
    if not isinstance(part, CompValue):
        return
    yield Step(depth, _head(part))
    for triple in sorted(dict.get(part, "triples") or (), key=str):
        yield Step(depth + 1, " ".join(map(_short, triple)), _matches(store, triple))
    for name in ("p", "p1", "p2", "graph"):
        yield from _steps(store, dict.get(part, name), depth + 1)


def _head(part: CompValue) -> str:
    """The operator with what it says beside its parts: the variables it sets or sorts by, its condition."""
    said = {name: dict.get(part, name) for name in ("var", "PV", "expr", "term")}
    if part.name == "SelectQuery":
        del said["PV"]
    shown = [(_short if name in ("var", "PV") else _condition)(value) for name, value in said.items()
             if value is not None]
    return " ".join([part.name, *shown]).rstrip()


_JOINED = {"ConditionalAndExpression": " && ", "ConditionalOrExpression": " || ", "RelationalExpression": " "}
_IRI = re.compile(r"<([^<>]*)>")


def _condition(expr: Any) -> str:
    """An expression as SPARQL would have it, as far as its kind is known."""
    if isinstance(expr, list):
        return ", ".join(filter(None, map(_condition, expr)))
    if not isinstance(expr, CompValue):
        return _short(expr) if isinstance(expr, Node) else str(expr)
    parts = {key: _condition(value) for key, value in expr.items()
             if key not in ("_vars", "graph") and value is not None}
    if expr.name in _JOINED:
        joined = _JOINED[expr.name].join(parts.values())
        return f"({joined})" if expr.name == "ConditionalOrExpression" else joined
    if expr.name in ("TrueFilter", "OrderCondition"):
        return f"DESC({parts['expr']})" if parts.get("order") == "DESC" else parts.get("expr", "")
    return f"{expr.name.removeprefix('Builtin_').replace('UnaryNot', '!')}({', '.join(parts.values())})"


def _short(term: Any) -> str:
    if isinstance(term, list | set | tuple):
        return " ".join(sorted(map(_short, term)))
    if isinstance(term, BNode):
        return "[]"
    text = str(term.n3()) if hasattr(term, "n3") else str(term)
    return text if text.startswith(('"', "'")) else _IRI.sub(_compact, text)


def _compact(iri: re.Match[str]) -> str:
    short = vocab.compact(iri[1])
    return iri[0] if short == iri[1] else short


def _matches(store: Store, triple: tuple[Any, Any, Any]) -> int | None:
    """How many triples the pattern has by itself; None for a path, which may take long."""
    if any(isinstance(term, Path) for term in triple):
        return None
    names: dict[Any, str] = {}
    pattern = " ".join(f"?v{names.setdefault(term, str(len(names)))}" if isinstance(term, Variable | BNode)
                       else term.n3() for term in triple)
    (row,) = rows(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    return int(row["n"].value)
