"""Requests of the SPARQL 1.1 Protocol, read and limited. https://www.w3.org/TR/sparql11-protocol/#query-operation"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
GRAPHS = ("default-graph-uri", "named-graph-uri")
FIELDS = 1_000  # graphs that a request may name


class Refused(Exception):
    """A request that cannot be done: its status and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its data set; `query` is None for the description of the service, `graph` for a graph alone."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    graph: str | None = None
    format: str = ""


async def read(request: Request, limit: int, seconds: float) -> Asked:
    """What a request asks for. Refused where it is none of the protocol, or larger than the limit."""
    fields = _fields(request.url.query)
    if request.method != "POST":
        return _asked(fields)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == UPDATE:
        raise Refused(403, "the graph is read-only")
    if kind not in (FORM, QUERY):
        raise Refused(415, f"send a query as {QUERY} or {FORM}")
    try:
        body = await asyncio.wait_for(_body(request, limit), seconds)
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the body is not UTF-8 (byte {error.start})") from error
    except TimeoutError as error:
        raise Refused(408, "the body did not come in time") from error
    except ClientDisconnect as error:
        raise Refused(400, "the body did not come") from error
    return _asked([*fields, *_fields(text)] if kind == FORM else [*fields, ("query", text)])


async def _body(request: Request, limit: int) -> bytes:
    """The body, of which no more is read than is allowed."""
    body = bytearray()
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and float(declared) <= limit:
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                break
        else:
            return bytes(body)
    raise Refused(413, f"the body is larger than {limit} bytes")


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:
        raise Refused(400, f"parameters that cannot be read: {error}") from error


def _asked(fields: list[tuple[str, str]]) -> Asked:
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refused(403, "the graph is read-only")
    for name in ("query", "graph", "format"):
        if len(given.get(name, ())) > 1:
            raise Refused(400, f"{name} is given more than once")
    default_graphs, named_graphs = (tuple(_iri(name, iri) for iri in given.get(name, ())) for name in GRAPHS)
    graph = _iri("graph", given["graph"][0]) if "graph" in given else "" if "default" in given else None
    query = given["query"][0] if "query" in given else None
    if query is not None and graph is not None:
        raise Refused(400, "a query or a graph, not both")
    if query is None and (default_graphs or named_graphs):
        raise Refused(400, "there is no query")
    return Asked(query, default_graphs, named_graphs, graph, given.get("format", [""])[0])


def _iri(name: str, iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise Refused(400, f"{name} is no IRI: {error}") from error
