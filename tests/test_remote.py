"""A SPARQL server as a store: the same answers as the embedded one, and nothing taken that is not whole.

`KG_TEST_STORE=http://...` runs the first half against another server too (Fuseki, GraphDB, QLever, Virtuoso): an empty
one, whose graphs the tests replace.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from conftest import Run
from graph_world import ARTICLES, CLAIMS, ENGLISH, world
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Triple
from sparql_fakes import FAKES, Kind, fake
from sparql_server import OXIGRAPH, YES, Said, oxigraph, scripted

from kg import vocab
from kg.lookup import cards, explain
from kg.store import Oxigraph, QueryError, StoreError, Unreachable
from kg.store.http import PASSWORD, TOKEN, USER, Credentials
from kg.store.publish import Published, publish
from kg.store.remote import HOLDER, LEDGER, SparqlServer

GIVEN = os.environ.get("KG_TEST_STORE", "")
KINDS = {
    "Oxigraph": pytest.param((), marks=pytest.mark.skipif(not OXIGRAPH, reason="needs the oxigraph program")),
    "Oxigraph, union by default": pytest.param(
        ("--union-default-graph",), marks=pytest.mark.skipif(not OXIGRAPH, reason="needs the oxigraph program")),
    **{f"as {name}": kind for name, kind in FAKES.items()},
    "the one given": pytest.param(None, marks=pytest.mark.skipif(not GIVEN, reason="KG_TEST_STORE names no server")),
}


@pytest.fixture(scope="module", params=list(KINDS.values()), ids=list(KINDS))
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param is None:
        yield GIVEN
        return
    if not isinstance(request.param, Kind):
        with oxigraph(*request.param) as url:
            yield url
        return
    with fake(request.param) as url, pytest.MonkeyPatch.context() as environment:
        given = {"Bearer": {TOKEN: "t"}, "Digest": {USER: "dba", PASSWORD: "dba"}}.get(request.param.wants, {})
        for name, value in given.items():
            environment.setenv(name, value)
        yield url


@pytest.fixture
def server(address: str) -> Iterator[SparqlServer]:
    """The server, without anything that kg put there before."""
    with SparqlServer(address) as server:
        server.settle()
        for graph in [*server.graphs(), HOLDER, LEDGER]:
            server.drop(graph)
    with SparqlServer(address) as server:
        yield server


def local(quads: list[Quad] | None = None) -> Oxigraph:
    store = Oxigraph()
    store.load(world() if quads is None else quads)
    return store


def world_without_one() -> list[Quad]:
    kept = [article for article in ARTICLES if article is not ENGLISH]
    return world(articles=kept, claims=[claim for claim in CLAIMS if claim.doc != ENGLISH.id])


def test_what_is_published_is_there(server: SparqlServer) -> None:
    done = publish(local(), server)
    assert (done.put, done.kept, done.dropped, done.removed) == (len(ARTICLES), 0, 0, 0)
    assert set(server.quads()) == set(world())


def test_publishing_again_sends_nothing(server: SparqlServer, address: str) -> None:
    publish(local(), server)
    with SparqlServer(address) as later:
        assert publish(local(), later) == Published(put=0, kept=len(ARTICLES), dropped=0, added=0, removed=0)


def test_only_what_changed_is_sent(server: SparqlServer, address: str) -> None:
    publish(local(), server)
    with SparqlServer(address) as later:
        done = publish(local(world_without_one()), later)
        assert (done.put, done.kept, done.dropped) == (0, 1, 1)
        assert done.removed
        assert set(later.quads()) == set(world_without_one())
        publish(local(), later)
        assert set(later.quads()) == set(world())


def test_a_graph_that_others_changed_is_put_again(server: SparqlServer) -> None:
    publish(local(), server)
    graph = NamedNode(vocab.graph_iri(ENGLISH.id))
    server.add(graph, [Triple(NamedNode("http://a/x"), NamedNode("http://a/p"), Literal("not of ours"))])
    assert publish(local(), server).put == 1
    assert set(server.quads()) == set(world())


def test_what_others_put_there_stays(server: SparqlServer) -> None:
    theirs = Triple(NamedNode("http://a/x"), NamedNode("http://a/p"), Literal("theirs"))
    elsewhere = NamedNode("http://a/graph")
    server.add(elsewhere, [theirs])
    publish(local(), server)
    server.add(DefaultGraph(), [theirs])
    publish(local(world_without_one()), server)
    assert list(server.triples(elsewhere)) == [theirs]
    assert theirs in set(server.triples(DefaultGraph()))
    server.drop(elsewhere)


@pytest.mark.parametrize("moment", range(6))
def test_a_publication_that_broke_is_finished_by_the_next(server: SparqlServer, moment: int,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the last request was that the server got, before or after it was done."""
    publish(local(world_without_one()), server)
    real, sent = server._connection.exchange, iter(range(100))

    def breaking(method: str, url: str, *rest: object, **more: object) -> object:
        writes = method == "PUT" or "sparql-update" in str(more.get("headers")) or (
            method == "POST" and "n-triples" in str(more.get("headers")))
        if writes and next(sent) == moment:
            if moment % 2:
                real(method, url, *rest, **more)  # type: ignore[arg-type]
            raise Unreachable("gone")
        return real(method, url, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(server._connection, "exchange", breaking)
        with pytest.raises(Unreachable):
            publish(local(), server)
    publish(local(), server)
    assert set(server.quads()) == set(world())


QUERIES = [
    "SELECT ?s ?o { ?s kg:created ?o }",
    "SELECT ?c ?name { ?c a kg:Claim ; rdf:subject ?s . ?s skos:prefLabel ?name }",
    "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }",
    "PREFIX entity: <http://example.org/> SELECT ?o { entity:a ?p ?o }",
    'SELECT ?t { ?a schema:text ?t FILTER(CONTAINS(?t, "<")) }',
    "SELECT ?c FROM NAMED <https://w3id.org/kg/graph/news-1> { GRAPH ?g { ?c a kg:Claim } }",
]


@pytest.mark.parametrize("sparql", QUERIES)
def test_queries_answer_as_they_do_here(server: SparqlServer, sparql: str) -> None:
    publish(local(), server)
    here, there = local().query(sparql), server.query(sparql)
    assert isinstance(here, QuerySolutions)
    assert isinstance(there, QuerySolutions)
    names = [variable.value for variable in here.variables]
    assert sorted(str([row[name] for name in names]) for row in here) == sorted(
        str([row[name] for name in names]) for row in there)


def test_other_kinds_of_queries(server: SparqlServer) -> None:
    publish(local(), server)
    assert bool(server.query("ASK { ?c kg:modality kg:denied }"))
    assert not bool(server.query("ASK { ?c kg:modality kg:never }"))
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s skos:prefLabel ?o ; ?p ?o }"
    assert set(server.query(construct)) == set(local().query(construct))  # type: ignore[arg-type]


def test_cards_and_explanations(server: SparqlServer) -> None:
    publish(local(), server)
    assert cards(server, "Orbix") == cards(local(), "Orbix")
    assert explain(server, CLAIMS[0].id) == explain(local(), CLAIMS[0].id)


def test_an_empty_server_has_nothing(server: SparqlServer) -> None:
    assert not bool(server.query("ASK { ?c a kg:Claim }"))


def test_the_commands(server: SparqlServer, address: str, graph: object, kg: Run) -> None:
    done = kg("publish", address, "--store", graph)
    assert (done.exit_code, done.stdout.split(" article")[0]) == (0, str(len(ARTICLES)))
    asked = kg("query", "SELECT ?o { ?s kg:created ?o }", "--store", address, "--format", "csv")
    assert (asked.exit_code, asked.stdout.splitlines()) == (0, ["o", vocab.entity_iri("Lumen Lab")])
    assert "Lumen Lab" in kg("show", "Orbix", "--store", address).stdout
    assert "founded" in kg("explain", CLAIMS[0].id, "--store", address).stdout
    wrong = kg("query", "SELECT ?o { ?s kg:created }", "--store", address)
    assert wrong.exit_code == 2
    assert "line 1, column" in wrong.stderr


def test_queries_are_checked_before_they_are_sent() -> None:
    with SparqlServer("http://127.0.0.1:9") as nowhere:
        for sparql in ("SELECT", "INSERT DATA {}", "SELECT * { SERVICE <http://a/> {} }", "SELECT * { x:y ?p ?o }"):
            with pytest.raises(QueryError):
                nowhere.query(sparql)


# Answers that are not whole


ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}'
TRIPLES = b"<http://a/s> <http://a/p> <http://a/o> .\n<http://a/s> <http://a/p> <http://a/q> .\n"
NT = "application/n-triples"
BROKEN = {
    "JSON without its end": (Said(ROWS[:-1]), "cut off"),
    "JSON of a boolean without its end": (Said(YES[:-1]), "cut off"),
    "an error behind the JSON": (Said(ROWS + b"\nERROR: out of memory"), "cut off"),
    "an error within the JSON": (Said(ROWS[:-4] + b'\n!!!!>># An error has occurred'), "cut off"),
    "fewer bytes than declared": (Said(ROWS[:-3], length=len(ROWS)), "cut off"),
    "a part": (Said(ROWS, status=206), "206"),
    "nothing": (Said(b""), "cut off"),
    "Virtuoso's limit": (Said(ROWS, headers={"X-SPARQL-MaxRows": "1"}), "limit of 1 rows"),
    "HTML": (Said(b"<html>Welcome", type="text/html"), "is this a SPARQL endpoint"),
    "Turtle within a statement": (Said(TRIPLES[:-10], type="text/turtle"), "cut off or broken"),
    "triples without a declared end": (Said(TRIPLES, type=NT, length=0), "no declared end"),
    "bad JSON terms": (Said(ROWS.replace(b'"literal"', b'"nonsense"')), "cut off or no SPARQL JSON"),
    "deep JSON": (Said(b"[" * 200_000), "cut off or no SPARQL JSON"),
}


def quick(address: str, **more: object) -> SparqlServer:
    given = {"credentials": Credentials(), "attempts": 3, "first_wait": 0.001, **more}
    return SparqlServer(address, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", BROKEN)
def test_broken_answers_are_errors(name: str) -> None:
    said, reason = BROKEN[name]
    with scripted(lambda query, headers: said) as (address, _), quick(address) as server, \
            pytest.raises(StoreError, match=reason):
        server._ask("SELECT ?a { ?a ?b ?c }")


def test_a_broken_answer_is_asked_for_again() -> None:
    answers = iter([Said(ROWS[:-1]), Said(b"", status=503), Said(ROWS)])
    with scripted(lambda query, headers: next(answers)) as (address, _), quick(address) as server:
        result = server._ask("SELECT ?a { ?a ?b ?c }")
        assert isinstance(result, QuerySolutions)
        assert [row["a"] for row in result] == [Literal("x")]


def test_a_graph_cut_between_statements_is_noticed() -> None:
    count = ROWS.replace(b'"a"', b'"n"').replace(b'"x"', b'"2"')

    def answer(query: str, headers: dict[str, str]) -> Said:
        if query.startswith("GET"):
            return Said(TRIPLES.splitlines(keepends=True)[0], type=NT)
        return Said(YES.replace(b"true", b"false")) if query.startswith("ASK") else Said(count)

    with scripted(answer) as (address, _), quick(address) as server, \
            pytest.raises(Unreachable, match="1 triples came of 2"):
        list(server.triples(NamedNode("http://a/g")))


@pytest.mark.parametrize(("status", "reason", "tried"), [
    (400, "answers 400: no such thing", 1), (401, "KG_STORE_TOKEN", 1), (403, "does not allow", 1),
    (404, "nothing at this address", 1), (302, "moved to http://elsewhere/", 1), (500, "answers 500", 1),
    (503, "tried 3 times", 3), (429, "tried 3 times", 3),
])
def test_refusals_say_what_they_mean(status: int, reason: str, tried: int) -> None:
    said = Said(b"no such\x1b thing"[:7] + b" thing", status, "text/plain", {"Location": "http://elsewhere/"})
    with scripted(lambda query, headers: said) as (address, asked), quick(address) as server:
        server.layout  # noqa: B018
        before = len(asked)
        with pytest.raises(StoreError, match=reason):
            server._ask("SELECT ?a { ?a ?b ?c }")
        assert len(asked) - before == tried


def test_a_server_that_is_away() -> None:
    with quick("http://127.0.0.1:9") as server, pytest.raises(Unreachable, match=r"no connection \(Connection refused\) \(tried 3 times"):
        server.query("ASK {}")


# Credentials

SECRET = "s3cret-word"


@pytest.mark.parametrize(("credentials", "sent"), [
    (Credentials(), None), (Credentials(token=SECRET), f"Bearer {SECRET}"),
    (Credentials(user="ann", password="b"), "Basic YW5uOmI="),
])
def test_credentials_are_sent(credentials: Credentials, sent: str | None) -> None:
    with scripted(lambda query, headers: Said(YES)) as (address, asked), quick(address, credentials=credentials) as server:
        assert isinstance(server._ask("ASK {}"), QueryBoolean)
        assert {headers.get("authorization") for headers in asked} == {sent}


def test_credentials_come_from_the_environment_and_show_nowhere(monkeypatch: pytest.MonkeyPatch, kg: Run) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", SECRET)
    assert SECRET not in repr(Credentials.from_environment())
    with scripted(lambda query, headers: Said(b"", 401)) as (address, asked):
        done = kg("query", "ASK {}", "--store", address)
    assert asked[-1]["authorization"] == f"Bearer {SECRET}"
    assert (done.exit_code, SECRET in done.stdout + done.stderr) == (2, False)


@pytest.mark.parametrize(("address", "reason"), [
    ("http://ann:word@example.org/", "holds a name or password"), ("http://example.org/", "travel unencrypted"),
    ("ftp://example.org/", "not an address"), ("http://", "not an address"), ("http://[::1", "not an address"),
    ("https://example.org/?a=b", "not an address"), ("http://localhost:99999/", "not an address"),
])
def test_addresses_that_are_refused(address: str, reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        SparqlServer(address, Credentials(token=SECRET))


def test_credentials_do_not_follow_elsewhere() -> None:
    with scripted(lambda query, headers: Said(YES)) as (other, asked), \
            scripted(lambda query, headers: Said(b"", 307, "text/plain", {"Location": other})) as (address, _), \
            quick(address, credentials=Credentials(token=SECRET)) as server:
        with pytest.raises(StoreError, match="moved"):
            server._ask("ASK { ?s ?p ?o }")
        assert not asked


def test_blank_nodes_are_refused() -> None:
    with scripted(lambda query, headers: Said(YES)) as (address, _), quick(address) as server, \
            pytest.raises(StoreError, match="blank node"):
        server.load([Quad(BlankNode(), NamedNode("http://a/p"), Literal("x"))])


def test_a_server_that_sees_its_default_graph_alone() -> None:
    def answer(query: str, headers: dict[str, str]) -> Said:
        return Said(YES if "GRAPH" in query else YES.replace(b"true", b"false"))

    with scripted(answer) as (address, _), quick(address) as server, pytest.raises(StoreError, match="union"):
        server.query("SELECT * { ?s ?p ?o }")
