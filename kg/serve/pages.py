"""HTML of the pages: templates that escape whatever an article may hold, without any script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg import vocab
from kg.serve import addresses

ROWS = 1_000
"""Rows of a query's answer that a page shows."""


def to_html(template: str, **given: Any) -> str:
    """A page by the name of its template."""
    return _environment().get_template(f"{template}.html.j2").render(**given)


def style() -> bytes:
    return files("kg.serve").joinpath("templates", "style.css").read_bytes()


def answer_page(sparql: str, kind: str, body: bytes) -> str:
    """The answer of a query: SPARQL JSON as a table, triples as Turtle."""
    if kind == "triples":
        return to_html("answer", sparql=sparql, text=body.decode("utf-8"), names=[], rows=[], more=0)
    found = json.loads(body)
    if kind == "boolean":
        return to_html("answer", sparql=sparql, text="yes" if found["boolean"] else "no", names=[], rows=[], more=0)
    names, rows = found["head"]["vars"], found["results"]["bindings"]
    shown = [[_cell(row.get(name)) for name in names] for row in rows[:ROWS]]
    return to_html("answer", sparql=sparql, text="", names=names, rows=shown, more=max(0, len(rows) - ROWS))


def _cell(term: dict[str, Any] | None) -> dict[str, str]:
    if term is None:
        return {"text": "", "link": ""}
    value = term["value"]
    if term["type"] == "uri":
        return {"text": vocab.compact(value), "link": addresses.to_link(value)}
    return {"text": str(value) if isinstance(value, str) else json.dumps(value), "link": ""}


def marked(text: str, told: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """An article's text in pieces: each with the number of the first claim its sentence states, or 0."""
    at = 0
    numbers: dict[tuple[int, int], int] = {}
    for number, claim in enumerate(told, 1):
        numbers.setdefault((claim["evidence"]["start"], claim["evidence"]["end"]), number)
    for (start, end), number in sorted(numbers.items()):
        if at <= start < end <= len(text):
            yield text[at:start], 0
            yield text[start:end], number
            at = end
    yield text[at:], 0


def parts(claim: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A claim's sentence in pieces: each with the part it is ("subject", "predicate", "object"), or ""."""
    start, sentence = claim["evidence"]["start"], claim["evidence"]["sentence"]
    at = 0
    for name in sorted(("subject", "predicate", "object"), key=lambda name: claim[name]["start"]):
        begin, end = claim[name]["start"] - start, claim[name]["end"] - start
        if at <= begin < end <= len(sentence):
            yield sentence[at:begin], ""
            yield sentence[begin:end], name
            at = end
    yield sentence[at:], ""


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                              loader=PackageLoader("kg.serve"))
    environment.globals.update(link=addresses.to_link, path=addresses.to_path, article_of=addresses.article_of,
                               compact=vocab.compact, marked=marked, parts=parts, claim_iri=vocab.claim_iri)
    return environment
