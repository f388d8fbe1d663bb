"""The bodies of a SPARQL server's answers: read only when they are whole.

A server may cut an answer off under status 200, since the status has gone out before an error or a limit is met. JSON
tells by its closing brackets, Turtle by its last full stop only within a statement; so a graph must also come with an
end (Content-Length or chunks), and whoever knows how many triples are due counts them.
"""

from __future__ import annotations

import json

import pyoxigraph as ox
from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple

from kg.store.errors import StoreError
from kg.store.http import Answer, Damaged
from kg.store.protocol import QueryResult

RESULTS = "application/sparql-results+json"
GRAPHS = "application/n-triples, text/turtle;q=0.9"
FORMATS = {"application/n-triples": RdfFormat.N_TRIPLES, "text/plain": RdfFormat.N_TRIPLES,
           "text/turtle": RdfFormat.TURTLE, "application/x-turtle": RdfFormat.TURTLE}
JSON = frozenset({RESULTS, "application/json"})
MEANING = {
    401: "it wants a token or a password: set KG_STORE_TOKEN, or KG_STORE_USER and KG_STORE_PASSWORD",
    403: "it does not allow this",
    404: "there is nothing at this address",
    405: "it does not take this kind of request (is it read-only?)",
    413: "the request is too large for it",
}


def check_status(url: str, answer: Answer) -> None:
    """Raise StoreError for all but success, and Damaged for a part of an answer."""
    if answer.status == 206:
        raise Damaged("it answers 206: only a part of the result")
    if 200 <= answer.status < 300:
        return
    if 300 <= answer.status < 400:
        raise StoreError(f"{url}: it moved to {answer.headers.get('location', 'elsewhere')}: give that address")
    meaning = MEANING.get(answer.status, answer.text)
    raise StoreError(f"{url}: it answers {answer.status}: {meaning}")


def to_result(url: str, answer: Answer) -> QueryResult:
    """The result of a query of any kind."""
    check_status(url, answer)
    if answer.type in JSON:
        return to_solutions(url, answer)
    if answer.type in FORMATS:
        return _as_result(to_triples(url, answer))
    raise StoreError(f"{url}: it answers {answer.type or 'something without a type'}, not SPARQL results: is this a "
                     f"SPARQL endpoint? ({answer.text[:80]})")


def to_solutions(url: str, answer: Answer) -> QuerySolutions | QueryBoolean:
    """Rows or a boolean, from JSON that is whole."""
    try:
        rows = json.loads(answer.body)
        parsed = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
        if isinstance(parsed, QuerySolutions):
            count = sum(1 for _ in parsed)
            _check_rows(url, answer, count)
            parsed = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    except (ValueError, RecursionError, SyntaxError) as error:
        raise Damaged(f"its result is cut off or no SPARQL JSON ({error})") from error
    del rows
    return parsed


def _check_rows(url: str, answer: Answer, count: int) -> None:
    """Virtuoso cuts results at a limit of its own and says so in a header only."""
    limit = answer.headers.get("x-sparql-maxrows", "")
    if limit.isascii() and limit.isdigit() and count >= int(limit):
        raise StoreError(f"{url}: it cut the result at its limit of {limit} rows: add LIMIT and OFFSET, or raise "
                         "ResultSetMaxRows")


def _as_result(triples: list[Triple]) -> QueryTriples:
    """Triples as a query gives them; pyoxigraph makes such a thing in a query only."""
    store = ox.Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(result, QueryTriples)
    return result


def to_triples(url: str, answer: Answer) -> list[Triple]:
    """The triples of an RDF body that is whole, as far as its syntax and its frame tell."""
    check_status(url, answer)
    form = FORMATS.get(answer.type)
    if form is None:
        raise StoreError(f"{url}: it answers {answer.type or 'something without a type'}, not N-Triples or Turtle")
    if not answer.framed:
        raise Damaged("its answer has no declared end, so that nobody can tell whether it is whole")
    try:
        return [quad.triple for quad in ox.parse(answer.body, format=form, base_iri=url)]
    except SyntaxError as error:
        raise Damaged(f"its RDF is cut off or broken ({error})") from error
