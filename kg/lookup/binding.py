"""Parameters of queries: values become RDF terms, and terms take the place of a query's variables.

A value never becomes query text: it is turned into a typed term first, and what stands in the query is that term as
N-Triples writes it, in place of a whole token. So no value can add a clause, whatever characters it holds.

Oxigraph's own `substitutions` reach only variables that a SELECT projects, not those of ASK, CONSTRUCT, subqueries and
BIND, and its planner does not see the value; a server on the network has nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.lookup.card import find
from kg.lookup.statements import LookupFailure
from kg.store import QueryError, Store

Term = NamedNode | Literal


class BindingError(ValueError):
    """A parameter that is unknown, lacks a value, or has one that is not of its type; the message says which."""


_PLAIN = {"integer": r"[+-]?[0-9]{1,100}", "decimal": r"[+-]?[0-9]{1,100}(\.[0-9]{1,100})?", "boolean": "true|false"}
_DATE = re.compile(r"(\d{4})(-\d{2})?(-\d{2})?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BIND = re.compile(r"(?P<name>[^=:@]+)(?::(?P<type>[a-z]+)|@(?P<language>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*))?"
                   r"=(?P<value>.*)", re.DOTALL)
TYPES = ("string", "entity", "iri", "date", "integer", "decimal", "boolean")


@dataclass(frozen=True, slots=True)
class Binding:
    """What a user gave: `type` is one of `TYPES`, "" where none was named; `language` is for language-tagged text."""

    name: str
    value: str
    type: str = ""
    language: str = ""


def parse(given: str) -> Binding:
    """`NAME=VALUE`, `NAME:TYPE=VALUE` or `NAME@LANGUAGE=VALUE`. BindingError for anything else."""
    found = _BIND.fullmatch(given)
    if found is None or not _NAME.fullmatch(found["name"]):
        raise BindingError(f"not NAME=VALUE, NAME:TYPE=VALUE or NAME@LANGUAGE=VALUE: {given!r}")
    if found["type"] and found["type"] not in TYPES:
        raise BindingError(f"no type {found['type']!r} in {given!r}; there are {', '.join(TYPES)}")
    return Binding(found["name"], found["value"], found["type"] or "", found["language"] or "")


def to_term(binding: Binding, store: Store, type_: str = "string") -> Term:
    """The typed term of a value; `type_` is for a binding that names none.

    An "entity" is looked up by any of its names. BindingError for what is not of the type, or names several things;
    LookupFailure, with names like it, for what names none.
    """
    kind, value = binding.type or type_, binding.value
    try:
        if binding.language:
            return Literal(value, language=binding.language)
        if kind == "entity":
            return _entity(binding, store)
        if kind == "iri":
            return NamedNode(expand(value))
        if kind == "date":
            return _date(value)
        if kind in _PLAIN and re.fullmatch(_PLAIN[kind], value) is None:
            raise ValueError("its type is not that of the value")
        return Literal(value, datatype=NamedNode(vocab.XSD + kind)) if kind in _PLAIN else Literal(value)
    except LookupFailure as error:
        raise LookupFailure(f"{binding.name}: {error}") from error
    except (ValueError, UnicodeError) as error:
        if isinstance(error, BindingError):
            raise
        named = {"iri": "an IRI", "integer": "an integer"}.get(kind, f"a {kind}")
        raise BindingError(f"{binding.name}: not {named}: {value!r}") from error


def expand(iri: str) -> str:
    """The whole IRI of `<iri>`, of `prefix:rest` with a prefix that is known, or of an IRI itself."""
    if iri.startswith("<") and iri.endswith(">"):
        return iri[1:-1]
    prefix, _, rest = iri.partition(":")
    return vocab.PREFIXES[prefix] + rest if prefix in vocab.PREFIXES else iri


def _entity(binding: Binding, store: Store) -> NamedNode:
    found = find(store, binding.value)
    if len(found) > 1:
        listed = ", ".join(map(vocab.compact, found))
        raise BindingError(f"{binding.name}: {len(found)} things are called {binding.value!r}: give one of {listed}")
    return NamedNode(found[0])


def _date(value: str) -> Literal:
    """A year, month or day, as precise as it was given."""
    found = _DATE.fullmatch(value)
    if found is None or (found[3] and not found[2]):
        raise ValueError("its form is not YYYY, YYYY-MM or YYYY-MM-DD")
    date(int(found[1]), int((found[2] or "-1")[1:]), int((found[3] or "-1")[1:]))
    kind = "date" if found[3] else "gYearMonth" if found[2] else "gYear"
    return Literal(value, datatype=NamedNode(vocab.XSD + kind))


# https://www.w3.org/TR/sparql11-query/#sparqlGrammar: what no variable may be looked for in, variables, words, signs.
_TOKEN = re.compile(
    r"""
      (?P<skipped> \#[^\n\r]* | <[^<>"{}|^`\\\x00-\x20]*>
        | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | [?$](?P<variable>\w+)
    | (?P<word> [^\W\d_][\w.-]*:(?:[\w.:%-]|\\.)* | :(?:[\w.:%-]|\\.)* | @?[^\W\d_]\w*(?:-\w+)* )
    | (?P<sign> [(){}] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CONDITIONS = ("WHERE", "FROM", "{")


def bind(sparql: str, terms: Mapping[str, Term]) -> str:
    """The query with the terms in place of their variables, wherever these stand.

    A selected variable becomes a column that holds the term, `BOUND` of a variable with a term is true. Raises
    QueryError, at its place, for a variable that the query gives values to itself.
    """
    if not terms:
        return sparql
    parts, at = [], 0
    for start, end, text in _changes(sparql, terms):
        parts += [sparql[at:start], text]
        at = end
    return "".join([*parts, sparql[at:]])


def variables(sparql: str) -> set[str]:
    """The names of all variables in a query."""
    return {token["variable"] for token in _TOKEN.finditer(sparql) if token["variable"]}


def _changes(sparql: str, terms: Mapping[str, Term]) -> Iterator[tuple[int, int, str]]:
    """Start, end and new text of each variable that has a term."""
    tokens = [token for token in _TOKEN.finditer(sparql) if not (token["skipped"] or "").startswith("#")]
    clause, depth, braces, before = "", 0, 0, ""
    for place, token in enumerate(tokens):
        word = (token["word"] or token["sign"] or "").upper()
        depth += {"(": 1, ")": -1}.get(word, 0)
        braces += {"{": 1, "}": -1}.get(word, 0)
        clause = _clause(clause, word)
        name = token["variable"]
        if name in terms:
            if before == "AS" or clause == "VALUES":
                raise QueryError(f"?{name} is given a value by the query itself and cannot be a parameter", sparql,
                                 *_at(sparql, token.start()))
            start, end, text = token.start(), token.end(), str(terms[name])
            if clause == "SELECT" and depth == 0:  # of a subquery too, but under a name that nothing else has
                text = f"({text} AS ?{name}{f'_{start}' if braces else ''})"
            elif clause == "BY" and depth == 0:
                text = f"({text})"
            elif before == "(" and place > 1 and (tokens[place - 2]["word"] or "").upper() == "BOUND":
                start, end, text = tokens[place - 2].start(), tokens[place + 1].end(), "true"
            yield start, end, text
        before = word


def _clause(clause: str, word: str) -> str:
    """The clause that a token stands in, as far as it matters to a variable: SELECT, BY, VALUES or another."""
    if word in ("SELECT", "BY", "VALUES"):
        return word
    if clause == "VALUES":
        return "" if word == "}" else clause
    return "" if word in (*_CONDITIONS, "HAVING", "LIMIT", "OFFSET", "}") else clause


def _at(text: str, start: int) -> tuple[int, int]:
    before = text[:start]
    return before.count("\n") + 1, start - before.rfind("\n")
