"""`kg serve` over real HTTP: the protocol, clients and pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
import requests
from graph_world import ARTICLES, CLAIMS, ENGLISH, LUMEN, ORBIX, world
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import (
    COUNT,
    CREATED,
    ENTITY,
    EVIL,
    EVIL_IRI,
    JSON_RESULT,
    XML_RESULT,
    ask,
    evil_world,
    get,
    path_of,
    served,
    written,
)
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from kg import vocab
from kg.serve import addresses
from kg.store import Oxigraph
from kg.store.http import Credentials
from kg.store.remote import SparqlServer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, "--seconds", "5") as url:
        yield url


# The protocol

TTL, NT, RDF_XML, JSON_LD = "text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s kg:created ?o ; ?p ?o }"


@pytest.mark.parametrize(("sparql", "accept", "given"), [
    (CREATED, "", JSON_RESULT), (CREATED, "*/*", JSON_RESULT), (CREATED, "application/json", "application/json"),
    (CREATED, XML_RESULT, XML_RESULT), (CREATED, "text/csv", "text/csv"),
    (CREATED, "text/tab-separated-values", "text/tab-separated-values"),
    (CREATED, f"{XML_RESULT};q=0.5, {JSON_RESULT};q=0.4", XML_RESULT), (CREATED, f"{TTL}, {XML_RESULT};q=0.1", XML_RESULT),
    (CREATED, "text/html,application/xhtml+xml,*/*;q=0.8", "text/html"), (CREATED, "image/png", None), (CREATED, TTL, None),
    ("ASK { ?s kg:created ?o }", XML_RESULT, XML_RESULT), ("ASK { ?s kg:created ?o }", "", JSON_RESULT),
    (CONSTRUCT, "", TTL), (CONSTRUCT, NT, NT), (CONSTRUCT, RDF_XML, RDF_XML), (CONSTRUCT, JSON_LD, JSON_LD),
    (CONSTRUCT, f"{JSON_RESULT}, {NT};q=0.1", NT), (CONSTRUCT, "text/csv", None), (CONSTRUCT, "text/html", "text/html"),
    (f"DESCRIBE <{ORBIX}>", TTL, TTL), (CREATED, "nonsense", None), (CREATED, "*/*;q=0", None),
])
def test_formats_are_negotiated(address: str, sparql: str, accept: str, given: str | None) -> None:
    answer = ask(address, sparql, Accept=accept)
    if given is None:
        assert answer.status_code == 406
        assert "this can be had as" in answer.text
        return
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, given)
    assert "Lumen" in answer.text or "true" in answer.text
    if given in (JSON_RESULT, XML_RESULT):
        form = ox.QueryResultsFormat.from_media_type(given)
        assert form
        ox.parse_query_results(answer.content, format=form)
    elif given in (TTL, NT, RDF_XML, JSON_LD):
        form_of_graph = ox.RdfFormat.from_media_type(given)
        assert form_of_graph
        assert list(ox.parse(answer.content, format=form_of_graph))


def test_the_three_ways_to_send_a_query(address: str) -> None:
    url = f"{address}sparql"
    ways = [
        requests.get(url, {"query": CREATED}, timeout=9), requests.post(url, {"query": CREATED}, timeout=9),
        requests.post(url, CREATED, headers={"Content-Type": "application/sparql-query"}, timeout=9),
        requests.post(url, CREATED, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}, timeout=9),
    ]
    assert {way.status_code for way in ways} == {200}
    assert len({way.content for way in ways}) == 1
    assert requests.head(url, params={"query": CREATED}, timeout=9).status_code == 200


NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?c a kg:Claim } }"
FIRST, SECOND = (vocab.graph_iri(article.id) for article in ARTICLES)
IN_FIRST = sum(claim.doc == ENGLISH.id for claim in CLAIMS)


@pytest.mark.parametrize(("sparql", "data", "count"), [
    (COUNT, {}, len(CLAIMS)), (NAMED, {}, len(CLAIMS)),
    (COUNT, {"default-graph-uri": FIRST}, IN_FIRST), (COUNT, {"default-graph-uri": [FIRST, SECOND]}, len(CLAIMS)),
    (NAMED, {"named-graph-uri": FIRST}, IN_FIRST), (NAMED, {"default-graph-uri": FIRST}, 0),
    (COUNT, {"named-graph-uri": FIRST}, 0), (COUNT, {"default-graph-uri": "http://example.org/nothing"}, 0),
    (COUNT.replace("{ ?c", f"FROM <{SECOND}> {{ ?c"), {}, len(CLAIMS) - IN_FIRST),
    (COUNT.replace("{ ?c", f"FROM <{SECOND}> {{ ?c"), {"default-graph-uri": FIRST}, IN_FIRST),
])
def test_the_data_set_is_that_of_the_request(address: str, sparql: str, data: dict[str, Any], count: int) -> None:
    answer = requests.post(f"{address}sparql", {"query": sparql, **data}, timeout=9).json()
    assert int(answer["results"]["bindings"][0]["n"]["value"]) == count


@pytest.mark.parametrize(("method", "parameters", "body", "kind", "status", "reason"), [
    ("POST", {}, {"query": "SELECT ?s { ?s"}, None, 400, "line 1, column"),
    ("POST", {}, {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, None, 400, "SERVICE is refused"),
    ("POST", {}, {"query": "LOAD <http://127.0.0.1/x>"}, None, 400, "LOAD is refused"),
    ("POST", {}, {"query": "INSERT DATA { <http://a> <http://b> 1 }"}, None, 400, "INSERT is refused"),
    ("POST", {}, {"update": "CLEAR ALL"}, None, 403, "read-only"),
    ("POST", {}, "CLEAR ALL", "application/sparql-update", 403, "read-only"),
    ("POST", {}, "x", "text/plain", 415, "send a query as"), ("POST", {}, "", None, 415, "send a query as"),
    ("POST", {}, {"quarry": "x"}, None, 400, "no query"), ("POST", {}, b"\xff", "application/sparql-query", 400, "UTF-8"),
    ("POST", {}, b"query=%ff", "application/x-www-form-urlencoded", 400, "cannot be read"),
    ("GET", {"query": [CREATED, CREATED]}, None, None, 400, "more than once"),
    ("POST", {"query": CREATED}, CREATED, "application/sparql-query", 400, "more than once"),
    ("GET", {"default-graph-uri": "not an iri", "query": CREATED}, None, None, 400, "no IRI"),
    ("GET", {"default-graph-uri": "http://a/"}, None, None, 400, "no query"),
    ("GET", {"query": CREATED, "graph": "http://a/"}, None, None, 400, "not both"),
    ("GET", {"query": CREATED, "format": "png"}, None, None, 406, "can be had as"),
    ("GET", {"query": "x" * 9000}, None, None, 414, "send queries by POST"),
    ("POST", {}, {"query": "#" * (2 << 20)}, None, 413, "larger than"), ("PUT", {}, "", None, 405, ""),
    ("DELETE", {"graph": FIRST}, None, None, 405, ""), ("GET", {"graph": "http://a/none"}, None, None, 404, "no such"),
])
def test_bad_requests_say_what_is_wrong(address: str, method: str, parameters: dict[str, Any], body: Any,
                                        kind: str | None, status: int, reason: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    answer = requests.request(method, f"{address}sparql", params=parameters, data=body, headers=headers, timeout=20)
    assert (answer.status_code, reason in answer.text) == (status, True), answer.text


def test_a_body_without_a_declared_length_is_limited(address: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b"#" * (64 << 10)

    try:
        answer = requests.post(f"{address}sparql", endless(), headers={"Content-Type": "application/sparql-query"},
                               timeout=20)
    except requests.ConnectionError:
        return  # refused before all of it was sent
    assert answer.status_code == 413


def test_the_service_describes_itself(address: str) -> None:
    described = rdflib.Graph().parse(data=requests.get(f"{address}sparql", timeout=9).text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = described.subjects(rdflib.RDF.type, sd.Service)
    assert described.value(service, sd.endpoint) == rdflib.URIRef(f"{address}sparql")
    assert sd.UnionDefaultGraph in set(described.objects(service, sd.feature))
    assert len(list(described.objects(service, sd.resultFormat))) == 8


# Other people's clients, and ours


def test_rdflib_as_client(address: str) -> None:
    store = SPARQLStore(f"{address}sparql", method="POST_FORM")
    graph = rdflib.Graph(store)
    found = {(str(row.s), str(row.o)) for row in graph.query(f"PREFIX kg: <{vocab.KG}> {CREATED}")}  # type: ignore[union-attr]
    assert found == {(ORBIX, LUMEN)}
    assert (rdflib.URIRef(ORBIX), rdflib.URIRef(vocab.KG + "created"), rdflib.URIRef(LUMEN)) in graph
    assert bool(graph.query("ASK { ?s ?p ?o }").askAnswer)
    assert len(rdflib.Graph(SPARQLStore(f"{address}sparql")).query(CONSTRUCT).graph or ()) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_as_client(address: str, method: str) -> None:
    client = SPARQLWrapper(f"{address}sparql")
    client.setMethod(method)
    client.setQuery(CREATED)
    for form in (JSON, XML, CSV):
        client.setReturnFormat(form)
        answer = client.query()
        text = json.dumps(answer.convert()) if form == JSON else str(
            answer.convert().toxml() if form == XML else answer.convert())  # type: ignore[union-attr]
        assert LUMEN in text
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert b"Lumen_Lab" in client.query().convert()  # type: ignore[operator]


@pytest.mark.parametrize("path", ["", "sparql"])
def test_our_own_remote_store_as_client(address: str, path: str) -> None:
    with SparqlServer(address + path, Credentials()) as server:
        assert set(server.quads()) == set(evil_world())
        assert bool(server.query("ASK { ?claim rdf:subject ?s . ?s a kg:Entity }"))


# Pages


ARTICLE = path_of(vocab.article_iri(ENGLISH.id, ENGLISH.sha256))
CHINESE = path_of(vocab.article_iri(ARTICLES[1].id, ARTICLES[1].sha256))
CLAIM = path_of(vocab.claim_iri(CLAIMS[0].id))


@pytest.mark.parametrize(("path", "shown"), [
    ("/", ["Orbix", "news"]), (ENTITY, ["Orbix founded Lumen Lab in 2021.", "denied", "奥比克斯", 'href="/claim/', "2021"]),
    (ENTITY + "?language=zh", ["奥比克斯"]), (ARTICLE, ["Claims (6)", 'href="#claim-1"', "Daily Post", "&lt;/script&gt;"]),
    (CHINESE, ["流明实验室", 'lang="zh"']), (CLAIM, ["How it was found", "founded", "0.93"]), ("/dataset", ["void:Dataset"]),
    ("/search?name=ORBIX", [f'href="{ENTITY}"']), ("/search?name=zzz", ["Nothing in the graph"]), ("/search", ["Nothing"]),
    ("/sparql", ["<textarea"]), ("/sparql?query=ASK%20%7B%7D", ["yes"]),
    ("/sparql?query=" + quote(CREATED), [f'href="{ENTITY}"', "1 row"]), (path_of(EVIL_IRI), ["&lt;script&gt;alert("]),
    ("/explorer", ["vis"]), ("/.well-known/void", ["void:Dataset"]), (path_of(vocab.KG.rstrip("#")), ["Points here"]),
])
def test_pages_show(address: str, path: str, shown: list[str]) -> None:
    answer = get(address, path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = re.sub(r"</?b[^>]*>", "", answer.text)  # parts of a sentence stand out
    for text in shown:
        assert text in page


@pytest.mark.parametrize("media", [TTL, JSON_LD, NT, RDF_XML])
@pytest.mark.parametrize("path", [ENTITY, ARTICLE, CLAIM])
def test_things_are_linked_data(address: str, path: str, media: str) -> None:
    answer = get(address, path, media)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
    assert "Accept" in answer.headers["vary"]
    form = ox.RdfFormat.from_media_type(media)
    assert form
    found = {quad.triple for quad in ox.parse(answer.content, format=form)}
    graph = {quad.triple for quad in evil_world()}
    assert found
    assert found <= graph
    subjects = {str(triple.subject) for triple in found}
    if path == ENTITY:  # its claims come with the characters that state them
        assert f"<{vocab.claim_iri(CLAIMS[0].id)}>" in subjects
        assert any("/evidence/" in subject and subject.endswith("/quote>") for subject in subjects)
    assert get(address, f"{path}?format=turtle").content == get(address, path, TTL).content


@pytest.mark.parametrize("path", ["/entity/None_Such", "/entity/Orbix?page=2", "/entity/Orbix?page=x", "/entity/%FF",
                                  "/entity/a b<>", "/../../etc/passwd", "/entity/Orbix/", "//", "/claim/" + "0" * 40,
                                  "/entity/Orbix?page=99999999999999999999", "/favicon.ico", "/ontology#x"])
def test_what_is_not_there(address: str, path: str) -> None:
    for accept in ("text/html", TTL):
        assert get(address, path, accept).status_code in (404, 200 if path == "/ontology#x" else 404)


def test_every_link_of_a_page_leads_somewhere(address: str) -> None:
    seen, todo = set(), ["/", ENTITY, ARTICLE, CLAIM, path_of(EVIL_IRI)]
    while todo and len(seen) < 60:
        path = todo.pop()
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        answer = get(address, path)
        assert answer.status_code == 200, path
        if path != "/explorer":
            todo += re.findall(r'href="([^"#?]+)"', answer.text)
    assert len(seen) > 30


def test_labels_and_schemes_of_articles_are_harmless(address: str) -> None:
    for path in (path_of(EVIL_IRI), "/", "/search?name=" + quote(EVIL), ARTICLE,
                 "/sparql?query=" + quote("SELECT ?n { ?x skos:prefLabel ?n }")):
        page = get(address, path).text
        assert "<script" not in page
        assert "href=\"javascript:" not in page
        assert "alert('x')" not in page


def test_pages_of_much_are_parted(tmp_path: Path) -> None:
    from kg.serve import resources

    store = Oxigraph()
    store.load(world())
    whole = resources.thing(store, ORBIX, 1, "en")
    assert whole
    assert whole["pages"] == 1
    ids = [claim["id"] for claim in whole["told"]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "CLAIMS", 2)
        parts = [resources.thing(store, ORBIX, page, "en") for page in range(1, 10)]
        assert [claim["id"] for part in parts if part for claim in part["told"]] == ids
        assert parts[-1] is None


@pytest.mark.parametrize("iri", [
    ORBIX, EVIL_IRI, vocab.entity_iri("阿里巴巴"), vocab.entity_iri("AT&T"), vocab.entity_iri("C#"), vocab.entity_iri("~x"),
    vocab.entity_iri("100%"), vocab.value_iri("12.5", "%"), vocab.KG + "created", vocab.DATASET, vocab.entity_iri("a/b"),
    vocab.entity_iri("%23"), vocab.entity_iri("´"), vocab.entity_iri("“x”"), vocab.entity_iri("é" * 200),
])
def test_iris_are_addresses_and_back(iri: str) -> None:
    path = addresses.to_path(iri)
    assert re.fullmatch(r"/[!-~]+", path)
    assert not set(path) & set("#?\"<> ")
    assert addresses.to_iri(path.encode("ascii")) == iri
