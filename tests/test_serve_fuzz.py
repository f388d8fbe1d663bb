"""Whatever is sent to the server: an answer that is no fault of the server's, and no clause or tag that gets through."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from graph_world import ORBIX, world
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from serving import served

from kg import vocab
from kg.serve import addresses, formats, pages, protocol
from kg.serve.guard import Guard
from kg.serve.settings import Settings
from kg.serve.worker import Snapshot, answer
from kg.store import Oxigraph, write_store

STATUSES = {"ok", "wrong", "missing", "unacceptable", "large"}
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

pieces = st.sampled_from(["query", "update", "graph", "default", "default-graph-uri", "named-graph-uri", "format", "=", "&",
                          "%", "%00", "%ff", "+", ";", "SELECT * { ?s ?p ?o }", "SERVICE", "LOAD", "<http://a/>", "}", "{",
                          "'", '"', "\\", "#", "\n", "<script>", "ASK {}", "INSERT DATA {}", "turtle", "阿里"])
noise = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12).map("".join)
iris = st.one_of(noise.map(lambda text: vocab.BASE + text), noise, st.sampled_from([ORBIX, vocab.DATASET, vocab.KG + "created"]))


class InMemory(Snapshot):
    """A snapshot that no build replaces."""

    def fresh(self) -> Oxigraph:
        assert self.store
        return self.store


@pytest.fixture(scope="module")
def snapshot() -> InMemory:
    store = Oxigraph()
    store.load(world())
    return InMemory(Path("nowhere"), Oxigraph(store._store, read_only=True))


@MANY
@given(text=noise)
def test_parameters_are_read_or_refused(text: str) -> None:
    try:
        asked = protocol._asked(protocol._fields(text))
    except protocol.Refused as refused:
        assert refused.status in (400, 403)
        return
    assert asked.query is None or asked.graph is None


@MANY
@given(name=noise.filter(str.strip))
def test_the_iri_of_any_name_is_an_address_and_back(name: str) -> None:
    iri = vocab.entity_iri(name)
    path = addresses.to_path(iri)
    assert re.fullmatch(r"/entity/[A-Za-z0-9%~._-]+", path)
    assert addresses.to_iri(path.encode("ascii")) == iri


@MANY
@given(iri=st.one_of(iris, st.sampled_from(["javascript:alert(1)", " javascript:x", "JAVASCRIPT:x", "data:text/html,x",
                                            "java\nscript:x", "vbscript:x", "//evil.example/", "file:///etc/passwd"])))
def test_pages_link_here_or_to_the_web_only(iri: str) -> None:
    link = addresses.to_link(iri)
    assert not link or link == addresses.to_path(iri) or re.match(r"https?:", link.strip(), re.IGNORECASE)
    assert not set(addresses.to_path(iri)) & set(" \"<>`{}#?\\\n")


@MANY
@given(raw=st.binary(max_size=60))
def test_any_path_is_an_iri_or_an_error(raw: bytes) -> None:
    try:
        assert addresses.to_iri(raw).startswith(vocab.BASE)
    except ValueError:
        return


@MANY
@given(accept=st.one_of(noise, st.text(alphabet="text/html*;q=0.19,application+json", max_size=60)))
def test_any_accept_header_is_answered(accept: str) -> None:
    assert formats.choose(accept, formats.GRAPHS, html=True) in {None, formats.HTML, *formats.GRAPHS}


@MANY
@given(sparql=noise, iri=iris, page=st.integers(1, 3), name=st.text(max_size=20))
def test_workers_answer_anything(snapshot: InMemory, sparql: str, iri: str, page: int, name: str) -> None:
    before = len(list(snapshot.fresh().quads()))
    asked: list[dict[str, Any]] = [
        {"do": "query", "sparql": sparql, "default_graphs": [], "named_graphs": [], "results": "JSON", "graphs": "TURTLE"},
        {"do": "query", "sparql": f'SELECT ?x {{ ?x ?p "{sparql}" }}', "default_graphs": [], "named_graphs": [],
         "results": "JSON", "graphs": "TURTLE"},
        {"do": "graph", "graph": iri, "graphs": "TURTLE"}, {"do": "rdf", "iri": iri, "page": page, "graphs": "TURTLE"},
        {"do": "page", "what": "thing", "arguments": [iri, page, "en"]},
        {"do": "page", "what": "search", "arguments": [name, "en"]},
    ]
    for request in asked:
        head, body = answer(snapshot, {**request, "limit": 1 << 20, "seconds": 5})
        assert head["status"] in STATUSES
        if request["do"] == "query" and head["status"] == "ok":
            assert "<script" not in pages.answer_page(sparql, head["kind"], body).lower()
        if request["do"] == "page" and head["status"] == "ok":
            template = "search" if request["what"] == "search" else head["page"]["kind"]
            assert "<script" not in pages.to_html(template, page=head["page"]).lower()
    assert len(list(snapshot.fresh().quads())) == before


@MANY
@given(host=noise, token=noise)
def test_no_noise_is_a_name_or_a_token(host: str, token: str) -> None:
    guard = Guard(lambda *rest: None, Settings(store=Path("x"), token="0123456789abcdef"))  # type: ignore[arg-type, return-value]
    assert not guard._bears(f"Bearer {token}")
    assert not guard._bears(f"Basic {token}")
    assert not guard._bears(token)
    assert not guard._called(host) or host.partition(":")[0].lower() in ("localhost",) or "127." in host or "@" in host


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("fuzzed")
    write_store(folder / "store", world())
    with served(folder, "--seconds", "5") as url:
        yield url


def fetch(address: str, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@FEW
@given(path=noise, fields=st.lists(st.tuples(pieces, noise), max_size=4), method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]),
       body=st.binary(max_size=80), kind=st.sampled_from(["application/sparql-query", protocol.FORM, "text/plain", ""]),
       prefix=st.sampled_from(["/sparql", "/entity/", "/search", "/", "/claim/", "/article/", "/explorer"]))
def test_no_request_breaks_the_server(address: str, path: str, fields: list[tuple[str, str]], method: str, body: bytes,
                                      kind: str, prefix: str) -> None:
    target = prefix + ("" if prefix == "/sparql" else quote(path.encode("utf-8", "replace"), safe="/%~'\"<>")) + "?" + urlencode(
        [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in fields])
    status = fetch(address, method, target, body if method == "POST" else None, {"Content-Type": kind} if kind else {})
    assert 200 <= status < 500
