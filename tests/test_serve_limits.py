"""`kg serve` over real HTTP: limits that hold, new builds, and what keeps others out."""

from __future__ import annotations

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
from urllib.parse import urlsplit

import pytest
import requests
from conftest import Run
from graph_world import CLAIMS, world
from serving import COUNT, CREATED, ENTITY, JSON_RESULT, ROOT, XML_RESULT, ask, evil_world, get, served, written

from kg.serve.settings import ServeError, Settings
from kg.store import write_store
from kg.store.http import Credentials
from kg.store.remote import SparqlServer

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l ?a"
WIDE = "SELECT ?a ?b ?c ?d ?e ?f { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, "--seconds", "5") as url:
        yield url


@pytest.fixture(scope="module")
def strict(folder: Path) -> Iterator[str]:
    """The same with limits that tests can reach."""
    with served(folder, "--seconds", "1", "--megabytes", "1", "--memory", "512", "--workers", "2") as url:
        yield url


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
