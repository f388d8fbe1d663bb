"""`kg serve` over real HTTP: the protocol, clients, pages, limits, and what keeps others out."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
import requests
from conftest import Run
from graph_world import ARTICLES, CLAIMS, ENGLISH, ENTITIES, LUMEN, ONTOLOGY, ORBIX, world
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import ROOT, served
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from kg import vocab
from kg.model import Entity
from kg.serve import addresses
from kg.serve.settings import ServeError, Settings
from kg.store import Oxigraph, write_store
from kg.store.http import Credentials
from kg.store.remote import SparqlServer
from kg.view import write_page

EVIL = "<script>alert('x')</script>\"'&amp;"
EVIL_IRI = vocab.entity_iri(EVIL)
CREATED = "SELECT ?s ?o { ?s kg:created ?o }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l ?a"
WIDE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"


def evil_world(**changes: Any) -> list[ox.Quad]:
    return world(entities=(*ENTITIES, Entity(EVIL_IRI, {"en": EVIL}, "Company", same_as=("javascript:alert(1)",))),
                 **changes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served")
    write_store(made / "store", evil_world())
    write_page(made / "graph.html", world(), ONTOLOGY)
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, "--seconds", "5") as url:
        yield url


@pytest.fixture(scope="module")
def strict(folder: Path) -> Iterator[str]:
    """The same with limits that tests can reach."""
    with served(folder, "--seconds", "1", "--megabytes", "1", "--memory", "512", "--workers", "2") as url:
        yield url


def ask(address: str, sparql: str, **headers: str) -> requests.Response:
    return requests.post(f"{address}sparql", {"query": sparql}, headers=headers, timeout=30)


# The protocol

JSON_RESULT, XML_RESULT = "application/sparql-results+json", "application/sparql-results+xml"
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


COUNT = "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }"
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


def get(address: str, path: str, accept: str = "text/html", **more: Any) -> requests.Response:
    return requests.get(address.rstrip("/") + path, headers={"Accept": accept}, timeout=20, **more)


def path_of(iri: str) -> str:
    return "/" + quote(iri.removeprefix(vocab.BASE), safe="%/~")


ENTITY = path_of(ORBIX)
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


# Limits


def test_a_query_that_takes_too_long_is_stopped(strict: str) -> None:
    began = time.monotonic()
    answer = ask(strict, HEAVY)
    assert (answer.status_code, "stopped after 1 seconds" in answer.text) == (504, True)
    assert time.monotonic() - began < 15
    assert ask(strict, CREATED).status_code == 200


def test_a_query_that_takes_too_much_memory_is_stopped(folder: Path) -> None:
    with served(folder, "--seconds", "25", "--memory", "64", "--workers", "1") as url:
        answer = ask(url, HUNGRY)
        assert (answer.status_code, "MiB of memory" in answer.text) == (422, True), answer.text
        assert ask(url, CREATED).status_code == 200


@pytest.mark.parametrize("accept", [JSON_RESULT, XML_RESULT, "text/csv", "text/html"])
def test_an_answer_that_is_too_large_is_refused_whole(strict: str, accept: str) -> None:
    answer = ask(strict, WIDE, Accept=accept)
    assert (answer.status_code, "larger than" in answer.text) == (422, True)


def test_others_are_served_while_heavy_queries_run(strict: str) -> None:
    """As many heavy queries as there are workers, again and again; light ones get through in between."""
    codes: list[int] = []
    heavy = [threading.Thread(target=lambda: codes.append(ask(strict, HEAVY).status_code)) for _ in range(4)]
    for thread in heavy:
        thread.start()
    light = {ask(strict, CREATED).status_code for _ in range(5)}
    for thread in heavy:
        thread.join()
    assert light <= {200, 503}
    assert set(codes) <= {504, 503}
    assert ask(strict, CREATED).status_code == 200


def test_a_worker_that_dies_is_replaced(folder: Path) -> None:
    with served(folder, "--workers", "1") as url:
        for _ in range(3):
            os.kill(worker_of(url), signal.SIGKILL)
            end = time.monotonic() + 20
            while ask(url, CREATED).status_code != 200:
                assert time.monotonic() < end


def test_a_client_that_goes_stops_its_query(folder: Path) -> None:
    with served(folder, "--workers", "1", "--seconds", "50") as url:
        before = worker_of(url)
        with pytest.raises(requests.Timeout):
            requests.post(f"{url}sparql", {"query": HEAVY}, timeout=0.7)
        assert ask(url, CREATED).status_code == 200
        assert worker_of(url) != before


def test_workers_end_with_the_server(folder: Path) -> None:
    with served(folder, "--workers", "1") as url:
        worker = worker_of(url)
    end = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def worker_of(url: str) -> int:
    """The process that reads the graph for the server at an address (on systems with /proc; others skip)."""
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc")
    listing = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    servers = {pid for pid, _, command in rows if "kg serve" in command and listens(int(pid), urlsplit(url).port or 0)}
    end = time.monotonic() + 20
    while time.monotonic() < end:
        listing = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
        found = [int(pid) for pid, parent, command in rows if parent in servers and "kg.serve.worker" in command]
        if found:
            return found[0]
    raise AssertionError("no worker")


def listens(pid: int, port: int) -> bool:
    sockets = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
               if line.split()[1].endswith(f":{port:04X}") and line.split()[3] == "0A"}
    held = {os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir() if link.exists() or link.is_symlink()}
    return any(f"socket:[{inode}]" in held for inode in sockets)


# New builds


def test_a_new_build_is_served_without_a_dropped_request(tmp_path: Path) -> None:
    write_store(tmp_path / "store", evil_world())
    with served(tmp_path) as url:
        codes: list[int] = []
        done = threading.Event()

        def keep_asking() -> None:
            with requests.Session() as session:
                while not done.is_set():
                    codes.append(session.post(f"{url}sparql", {"query": COUNT}, timeout=20).status_code)

        threads = [threading.Thread(target=keep_asking) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(6):
            write_store(tmp_path / "store", evil_world() if number % 2 else world(articles=(), claims=(), entities=()))
            time.sleep(0.1)
        write_store(tmp_path / "store", world(claims=CLAIMS[:1]))
        done.set()
        for thread in threads:
            thread.join()
        assert set(codes) == {200}
        assert len(codes) > 10
        counted = ask(url, COUNT).json()["results"]["bindings"][0]["n"]["value"]
        assert counted == "1"


# What keeps others out

TOKEN = "correct-horse-battery"


@pytest.mark.parametrize("path", ["/", "/sparql", ENTITY, "/style.css", "/explorer", "/none"])
def test_every_answer_protects_browsers(address: str, path: str) -> None:
    headers = get(address, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert path == "/explorer" or "script" not in policy
    assert "access-control-allow-origin" not in headers
    assert "uvicorn" not in headers["server"]


def test_the_explorer_keeps_its_own_policy(address: str) -> None:
    answer = get(address, "/explorer")
    meta = re.search(r'content="(default-src[^"]+)"', answer.text.replace("&#39;", "'"))
    assert meta
    assert answer.headers["content-security-policy"] == f"{meta[1]}; frame-ancestors 'none'"


@pytest.mark.parametrize(("host", "status"), [
    ("evil.example", 421), ("localhost:80", 200), ("127.0.0.1", 200), ("[::1]:9", 200), ("proxy.example:1", 200), ("", 421),
    ("127.0.0.1.evil.example", 421), ("[::1", 421),
])
def test_other_names_are_refused(folder: Path, address: str, host: str, status: int) -> None:
    if status == 200 and host.startswith("proxy"):
        with served(folder, "--name", "proxy.example") as url:
            assert get_as(url, host) == status
    else:
        assert get_as(address, host) == status


def get_as(url: str, host: str) -> int:
    return requests.get(f"{url}sparql", headers={"Host": host}, timeout=9).status_code


def test_a_token_where_others_can_reach_it(folder: Path) -> None:
    with served(folder, "--host", "0.0.0.0", environment={"KG_SERVE_TOKEN": TOKEN}) as url:
        url = url.replace("0.0.0.0", "127.0.0.1")
        for path in ("", "sparql", "explorer", "none"):
            refused = requests.get(url + path, timeout=9)
            assert (refused.status_code, "Bearer" in refused.headers["www-authenticate"]) == (401, True)
            assert "content-security-policy" in refused.headers
        for wrong in ("Bearer nonsense", "Bearer", f"Basic {TOKEN}", "Basic !!", f"Digest {TOKEN}", f"Bearer {TOKEN}x"):
            assert requests.get(url, headers={"Authorization": wrong}, timeout=9).status_code == 401
        assert requests.get(url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=9).status_code == 200
        assert requests.get(url, auth=("anyone", TOKEN), timeout=9).status_code == 200
        with SparqlServer(url, Credentials(token=TOKEN)) as server:
            assert bool(server.query("ASK { ?c a kg:Claim }"))


@pytest.mark.parametrize(("settings", "reason"), [
    ({"host": "0.0.0.0"}, "can be reached from other machines"), ({"host": "::"}, "can be reached"),
    ({"host": "example.org"}, "can be reached"), ({"token": "short"}, "too short"), ({"token": "x" * 20 + "\n"}, "ASCII"),
    ({"host": "127.0.0.1"}, ""), ({"host": "::1"}, ""), ({"host": "0.0.0.0", "token": TOKEN}, ""),
])
def test_unsafe_settings_are_refused(settings: dict[str, Any], reason: str) -> None:
    made = Settings(store=Path("x"), **settings)
    assert TOKEN not in repr(made)
    if reason:
        with pytest.raises(ServeError, match=reason):
            made.check()
    else:
        made.check()


def test_the_command_says_what_is_wrong(kg: Run, folder: Path, tmp_path: Path) -> None:
    assert "no graph" in kg("serve", "--store", tmp_path).stderr
    assert "KG_SERVE_TOKEN" in kg("serve", "--store", folder, "--host", "0.0.0.0").stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = kg("serve", "--store", folder, "--port", taken.getsockname()[1])
    assert (done.exit_code, "in use" in done.stderr) == (2, True)


def test_nothing_reaches_the_network(address: str) -> None:
    """FROM and GRAPH name graphs of the store; a server that waits for the request is not asked."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/g"
        for sparql in (f"SELECT * FROM <{url}> {{ ?s ?p ?o }}", f"SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
                       f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", f"LOAD <{url}>", f"DESCRIBE <{url}>",
                       f"SELECT * {{ SERVICE SILENT <{url}> {{ }} }}", f"SELECT * {{}} # \nLOAD <{url}>"):
            ask(address, sparql)
        requests.post(f"{address}sparql", {"query": CREATED, "default-graph-uri": url}, timeout=9)
        requests.get(f"{address}sparql", {"graph": url}, timeout=9)
        with pytest.raises(TimeoutError):
            trap.accept()


def test_the_tests_use_this_tree() -> None:
    assert (ROOT / "kg" / "serve" / "worker.py").is_file()


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
