"""Queries are read-only and offline; what is wrong with one is shown where it stands.

Oxigraph has no switch for SERVICE, so the words of the query are looked at before it runs; strings, IRIs, comments,
variables and names are skipped. https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from typing import NoReturn

import pyoxigraph

from kg import vocab
from kg.store.errors import QueryError

_TOKEN = re.compile(
    r"""
      \#[^\n\r]*
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
    | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*"
    | '(?:[^'\\\n\r]|\\.)*'
    | [?$@]\w+
    | (?P<word>[^\W\d_][\w.-]*(?=:)|[^\W\d_]+)(?P<local>:(?:[\w.:%-]|\\.)*)?
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_TRIPLES = frozenset({"CONSTRUCT", "DESCRIBE"})
_PROLOGUE = frozenset({"PREFIX", "BASE"})
_ERROR_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)+"|\b[A-Z]{2,}\b')
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_NOTHING = pyoxigraph.Store()
_NAME_BEFORE = re.compile(r"([\w.-]*:)[\w.-]*$")


def check_query(sparql: str) -> None:
    """Refuse updates and SERVICE, which would change the graph or reach the network."""
    in_prologue = True
    for token in _TOKEN.finditer(sparql):
        if token["word"] is None:
            continue
        word = token["word"].upper()
        # The grammar needs no space around a keyword: "SERVICE:x" and "trueSERVICE" are the keyword too.
        if "SERVICE" in word:
            raise QueryError("SERVICE is refused: queries run offline, on this graph", sparql, *_at(sparql, token))
        if in_prologue and token["local"] is None and word not in _PROLOGUE:
            in_prologue = False
            if word in _UPDATES:
                raise QueryError(f"{word} is refused: the graph is read-only; change the articles or the ontology and "
                                 "run kg build", sparql, *_at(sparql, token))


def has_dataset(sparql: str) -> bool:
    """Whether the query names the graphs it runs over itself (FROM)."""
    return any(token["word"] is not None and token["local"] is None and "FROM" in token["word"].upper()
               for token in _TOKEN.finditer(sparql))


def check_syntax(sparql: str) -> bool:
    """Raise QueryError where the query would: before another server is asked, whose errors look otherwise.

    Returns whether it asks for triples (CONSTRUCT, DESCRIBE).
    """
    check_query(sparql)
    try:
        return isinstance(_NOTHING.query(sparql, prefixes=dict(vocab.PREFIXES)), pyoxigraph.QueryTriples)
    except SyntaxError as error:
        raise_query_error(sparql, error)
    except RuntimeError:  # a function that Oxigraph lacks; the other server may have it
        return any(token["word"] is not None and token["word"].upper() in _TRIPLES for token in _TOKEN.finditer(sparql))


def declared(sparql: str) -> str:
    """`PREFIX` lines, on the query's own first line, for the known prefixes that it uses and does not declare."""
    own = set(_DECLARED.findall(sparql))
    used = {name for name in vocab.PREFIXES if f"{name}:" in sparql and name not in own}
    return "".join(f"PREFIX {name}: <{vocab.PREFIXES[name]}> " for name in vocab.PREFIXES if name in used) + sparql


def _at(sparql: str, token: re.Match[str]) -> tuple[int, int]:
    before = sparql[: token.start()]
    return before.count("\n") + 1, token.start() - before.rfind("\n")


def raise_query_error(sparql: str, error: SyntaxError) -> NoReturn:
    """Turn Oxigraph's "error at 2:7: expected one of ..." into a QueryError that says what may stand there."""
    found = _ERROR_AT.match(str(error))
    if found is None:
        raise QueryError(str(error), sparql, 1, 1) from error
    line, column, reason = int(found[1]), int(found[2]), found[3]
    before = (*sparql.splitlines(), "")[line - 1][: column - 1]
    if "Prefix not found" in reason and (name := _NAME_BEFORE.search(before)):
        known = " ".join(f"{prefix}:" for prefix in vocab.PREFIXES)
        reason, column = f"unknown prefix {name[1]} (known without a PREFIX line: {known})", name.start() + 1
    elif not sparql.strip():
        reason, line, column = "the query is empty", 1, 1
    else:
        words = sorted({word.strip('"') for word in _EXPECTED.findall(reason)})
        reason = "expected " + (" or ".join(words) if words else reason.removeprefix("expected "))
    raise QueryError(reason, sparql, line, column) from error
