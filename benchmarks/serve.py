"""`kg serve` under load, beside Oxigraph's own server over the same quads, in the same run.

    python benchmarks/serve.py [--claims 10000] [--clients 8] [--seconds 10]

A bounded number of clients ask in turn, each as soon as it has its answer: a name, the claims about a thing, a list, a
count. Printed are answers a second, p50 and p99 in milliseconds and errors, first for light queries alone, then with
two more clients that send a query nobody can finish. `oxigraph serve-read-only` gets the same time limit (--timeout-s).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.store import write_store
from kg.store.folder import current

LIMIT = 2  # seconds for a query, on both servers
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) != STR(?i)) }"
PREFIXES = vocab.sparql_prologue()


def kg(name: str) -> NamedNode:
    return NamedNode(vocab.KG + name)


def quads(claims: int) -> Iterator[Quad]:
    """Claims between things, ten to an article: each with two ends, a property, a modality and a date."""
    chance = random.Random(7)
    things = [NamedNode(vocab.entity_iri(f"Thing {number}")) for number in range(max(10, claims // 5))]
    type_, label = NamedNode(vocab.RDF + "type"), NamedNode(vocab.SKOS + "prefLabel")
    for number, thing in enumerate(things):
        yield Quad(thing, type_, kg("Entity"))
        yield Quad(thing, label, Literal(f"Thing {number}", language="en"))
    yield Quad(NamedNode(vocab.DATASET), type_, NamedNode(vocab.VOID + "Dataset"))
    for number in range(claims):
        claim = NamedNode(vocab.claim_iri(f"{number:020x}"))
        graph = NamedNode(vocab.graph_iri(f"article-{number // 10}"))
        subject, object_ = chance.choice(things), chance.choice(things)
        yield Quad(claim, type_, kg("Claim"), graph)
        yield Quad(claim, NamedNode(vocab.RDF + "subject"), subject, graph)
        yield Quad(claim, NamedNode(vocab.RDF + "predicate"), kg("investedIn"), graph)
        yield Quad(claim, NamedNode(vocab.RDF + "object"), object_, graph)
        yield Quad(claim, kg("modality"), kg(chance.choice(["asserted", "denied", "planned"])), graph)
        yield Quad(claim, kg("time"), Literal(f"20{number % 25:02}"), graph)
        yield Quad(subject, kg("investedIn"), object_)


def light(chance: random.Random, things: int) -> str:
    thing = f"<{vocab.entity_iri(f'Thing {chance.randrange(things)}')}>"
    return PREFIXES + chance.choice([
        f"SELECT ?name {{ {thing} skos:prefLabel ?name }}",
        f"SELECT ?c ?o ?name {{ ?c rdf:subject {thing} ; rdf:object ?o ; kg:modality ?m . ?o skos:prefLabel ?name }}",
        f"SELECT ?o {{ {thing} kg:investedIn ?o }} ORDER BY ?o LIMIT 20",
        f"SELECT (COUNT(?c) AS ?n) {{ ?c rdf:object {thing} ; kg:modality kg:denied }}",
    ])


class Client(threading.Thread):
    """Asks until the time is over; `times` are seconds of good answers, `failed` counts what was none."""

    def __init__(self, url: str, seconds: float, seed: int, things: int, heavy: bool = False) -> None:
        super().__init__()
        self.url, self.end, self.heavy, self.things = urlsplit(url), time.monotonic() + seconds, heavy, things
        self.chance, self.times, self.failed = random.Random(seed), [], 0

    def run(self) -> None:
        connection = http.client.HTTPConnection(self.url.netloc, timeout=60)
        while time.monotonic() < self.end:
            sparql = HEAVY if self.heavy else light(self.chance, self.things)
            began = time.perf_counter()
            try:
                connection.request("POST", self.url.path + "?" + self.url.query, urlencode({"query": sparql}), FORM)
                answer = connection.getresponse()
                whole = answer.read()
                good = answer.status == 200 and whole.endswith(b"}")
            except (OSError, http.client.HTTPException):
                good = False
                connection.close()
            if good:
                self.times.append(time.perf_counter() - began)
            else:
                self.failed += 1
        connection.close()


def measure(name: str, url: str, options: argparse.Namespace, heavy: int) -> None:
    things = max(10, options.claims // 5)
    clients = [Client(url, options.seconds, seed, things) for seed in range(options.clients)]
    burdens = [Client(url, options.seconds, seed, things, heavy=True) for seed in range(heavy)]
    for client in [*clients, *burdens]:
        client.start()
    for client in [*clients, *burdens]:
        client.join()
    times = sorted(second for client in clients for second in client.times)
    failed = sum(client.failed for client in clients)
    p50, p99 = (1000 * times[int(len(times) * part)] if times else float("nan") for part in (0.5, 0.99))
    stopped = f"; {sum(b.failed for b in burdens)} heavy queries stopped" if heavy else ""
    print(f"{name:34} {len(times) / options.seconds:9.0f}/s  p50 {p50:8.1f} ms  p99 {p99:8.1f} ms  "
          f"errors {failed}{stopped}", flush=True)


@contextlib.contextmanager
def running(command: list[str], url: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})
    try:
        host = urlsplit(url)
        for _ in range(600):
            with contextlib.suppress(OSError):
                connection = http.client.HTTPConnection(host.netloc, timeout=5)
                connection.request("GET", "/")
                connection.getresponse()
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args()
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    with tempfile.TemporaryDirectory() as folder:
        write_store(Path(folder) / "store", quads(options.claims))
        generation = current(Path(folder) / "store")
        assert generation
        ours = [sys.executable, "-m", "kg", "serve", "--store", folder, "--port", "8391", "--seconds", str(LIMIT),
                "--workers", str(options.workers), "--quiet"]
        theirs = [oxigraph or "", "serve-read-only", "--location", str(generation / "quads"),
                  "--bind", "127.0.0.1:8392", "--timeout-s", str(LIMIT), "--union-default-graph"]
        print(f"{options.claims} claims, {options.clients} clients, {options.seconds:g} s each, {os.cpu_count()} cores")
        for heavy in (0, 2):
            with_ = " + 2 heavy" if heavy else ""
            with running(ours, "http://127.0.0.1:8391/"):
                measure(f"kg serve{with_}", "http://127.0.0.1:8391/sparql?", options, heavy)
            if oxigraph:
                with running(theirs, "http://127.0.0.1:8392/"):
                    measure(f"oxigraph serve-read-only{with_}", "http://127.0.0.1:8392/query?", options, heavy)


if __name__ == "__main__":
    main()
