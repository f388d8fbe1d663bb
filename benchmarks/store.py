"""The store beside rdflib on made claims: loading, nine named queries, Turtle, and the memory that exports take.

    python benchmarks/store.py --claims 10000
    python benchmarks/store.py --claims 100000 --alone

Times are CPU seconds of the process, so that other work on the machine does not enter them; those of queries and of
Turtle from memory are medians of three runs, the others, and all of rdflib's, of one. A query that rdflib does not
finish in `--limit` seconds counts as taking that long.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import rdflib
from store_claims import corpus

from kg import ontology, vocab
from kg.graph import Run, to_quads, write_format
from kg.lookup.binding import parse
from kg.lookup.named import named_query
from kg.store import Oxigraph, open_store, write_store

COMPANY, PERSON, OUTLET = "Company 3", "Person 3", "NewsOutlet 3"
QUERIES = (
    ("card", f"name={COMPANY}"), ("names", f"name={COMPANY}"), ("timeline", f"name={COMPANY}"),
    ("says", f"name={OUTLET}"), ("unsettled", f"name={COMPANY}"), ("denials", f"name={COMPANY}"),
    ("figures", f"name={COMPANY}"), ("corroborated", "sources=3"), ("new", "since=2025-05"),
)  # fmt: skip
EXPORT = """import resource, sys
from pathlib import Path
from kg.export import TABLES
from kg.graph import write_format
from kg.store import open_store
with open_store(Path(sys.argv[1])) as store, open('/dev/null', 'wb') as out:
    TABLES[sys.argv[2]][1](store, out, 'en') if sys.argv[2] in TABLES else write_format(store.quads(), sys.argv[2], out)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def timed(act: Callable[[], object], times: int = 1) -> float:
    """Median CPU seconds."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


@contextlib.contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Stop what runs longer, by CPU time."""
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--claims", type=int, default=10_000)
    given.add_argument("--alone", action="store_true", help="without rdflib")
    given.add_argument("--limit", type=int, default=60, help="seconds for a query of rdflib")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options.claims, None if options.alone else options.limit)


def measure(folder: Path, claims: int, limit: int | None) -> None:
    file, store = folder / "graph.nq", folder / "store"
    articles, made, entities = corpus(claims)
    quads = list(to_quads(articles, made, entities, ontology.load(), Run("0", "0" * 64)))
    with file.open("wb") as stream:
        write_format(quads, "nquads", stream)
    print(f"{claims:,} claims, {len(quads):,} quads; CPU seconds, and times faster than rdflib")
    data_set = rdflib.Dataset(default_union=True)
    theirs = limit and timed(lambda: data_set.parse(file, format="nquads"))
    tell("load, from N-Quads to the store on disk", timed(lambda: write_store(store, ox.parse(path=file))), theirs)
    with open_store(store) as opened:
        ratios = [ask(opened, data_set, name, binding, limit) for name, binding in QUERIES]
        if limit:
            print(f"{'queries, median':44}{'':9}{statistics.median(ratios):9.1f} ×")
        target = folder / "graph.ttl"
        flat = rdflib.Graph()
        if limit:
            flat.addN((s, p, o, flat) for s, p, o, _ in data_set.quads())
        theirs = limit and timed(lambda: flat.serialize(folder / "theirs.ttl", format="turtle"))
        tell("Turtle, from the quads of a build", timed(lambda: turtle(quads, target), 3), theirs)
        tell("Turtle, from the store on disk", timed(lambda: turtle(opened.quads(), target)), theirs)
    for form in ("turtle", "nquads", "claims-csv"):
        done = subprocess.run([sys.executable, "-c", EXPORT, store, form], capture_output=True, text=True, check=True,
                              env={**os.environ})
        print(f"{f'memory of kg export -f {form}':44}{int(done.stdout):6} MB")


def turtle(quads: object, file: Path) -> None:
    with file.open("wb") as stream:
        write_format(quads, "turtle", stream)  # type: ignore[arg-type]


def ask(store: Oxigraph, data_set: rdflib.Dataset, name: str, binding: str, limit: int | None) -> float:
    """Print and return how many times faster the store answers. The answers must be as many."""
    text = named_query(name).bound(store, [parse(binding)])
    answers = len(list(store.query(text)))  # type: ignore[arg-type]
    ours, theirs = timed(lambda: list(store.query(text)), 3), None  # type: ignore[arg-type]
    if limit:
        began, prefixes = time.process_time(), dict(vocab.PREFIXES)
        try:
            with limited(limit):
                found = len(list(data_set.query(text, initNs=prefixes)))
            if found != answers:
                print(f"  {name}: {answers} answers, rdflib {found}", file=sys.stderr)
        except TimeoutError:
            pass
        theirs = time.process_time() - began
    tell(f"query {name} ({answers} answers)", ours, theirs)
    return theirs / ours if theirs else 0.0


def tell(what: str, ours: float, theirs: float | None) -> None:
    beside = f"{theirs:9.2f} {theirs / ours:9.1f} ×" if theirs else ""
    print(f"{what:44}{ours:9.4f}{beside}", flush=True)


if __name__ == "__main__":
    main()
