"""The store beside rdflib on made claims: loading, nine named queries, Turtle, and the memory that exports take.

    python benchmarks/store.py --claims 10000
    python benchmarks/store.py --claims 100000

Both read the same file of N-Quads, the store into memory and onto the disk, rdflib into memory and, where the package
berkeleydb is installed, into its own store on disk. Turtle is written from memory by both, and from what lies on the
disk: the store, and for rdflib the file. Times are CPU seconds of the process, so that other work on the machine does
not enter them; those of queries and of Turtle from memory are medians of three runs, the others, and all of rdflib's,
of one. A query that rdflib does not finish in `--limit` seconds counts as taking that long. Exports run in processes of
their own.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import Process
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.plugin import PluginException
from store_claims import corpus

from kg import ontology, vocab
from kg.export import FORMATS, MORE, TABLES, write_format
from kg.graph import Run, to_quads
from kg.lookup.binding import parse
from kg.lookup.named import named_query
from kg.store import Oxigraph, load_store, open_store

LEAST = 0.02
"""CPU seconds below which nothing is measured."""

COMPANY, PERSON, OUTLET = "Company 3", "Person 3", "NewsOutlet 3"
QUERIES = (
    ("card", f"name={COMPANY}"), ("names", f"name={COMPANY}"), ("timeline", f"name={COMPANY}"),
    ("says", f"name={OUTLET}"), ("unsettled", f"name={COMPANY}"), ("denials", f"name={COMPANY}"),
    ("figures", f"name={COMPANY}"), ("corroborated", "sources=3"), ("new", "since=2025-05"),
)  # fmt: skip
EXPORT = """import sys, time
from pathlib import Path
from kg.export import TABLES, write_format
from kg.store import open_store
with open_store(Path(sys.argv[1])) as store, open('/dev/null', 'wb') as out:
    form = sys.argv[2]
    TABLES[form][1](store, out, 'en') if form in TABLES else write_format(store, form, out)
peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))
print(time.process_time(), int(peak.split()[1]) // 1024)
"""
"""Linux tells the peak of this process alone as VmHWM; ru_maxrss would be at least that of whoever started it."""


def timed(act: Callable[[], object], times: int = 1) -> float:
    """Median CPU seconds; what the clock hardly tells is done until it tells."""
    taken = []
    for _ in range(times):
        began, done = time.process_time(), 0
        while not done or time.process_time() - began < LEAST:
            act()
            done += 1
        taken.append((time.process_time() - began) / done)
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
    given.add_argument("--formats", nargs="*", default=[*FORMATS, *MORE, *TABLES],
                       help="of which to measure the export")
    options = given.parse_args()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "graph.nq")
        # In a process of its own, so that what it holds burdens nothing measured.
        making = Process(target=make, args=(file, options.claims))
        making.start()
        making.join()
        measure(Path(name), file, None if options.alone else options.limit)
        for form in options.formats:
            export(Path(name, "store"), form)


def make(file: Path, claims: int) -> None:
    """Write the graph of made claims as sorted N-Quads."""
    articles, made, entities = corpus(claims)
    quads = list(to_quads(articles, made, entities, ontology.load(), Run("0", "0" * 64)))
    print(f"{claims:,} claims, {len(quads):,} quads; CPU seconds, and times faster than rdflib", flush=True)
    ox.serialize(quads, file, ox.RdfFormat.N_QUADS)


def measure(folder: Path, file: Path, limit: int | None) -> None:
    """Ours first, so that what it holds is gone before rdflib needs the room."""
    disk, target = folder / "store", folder / "graph.ttl"
    loading, writing = in_memory(file, target)
    loading_disk = timed(lambda: load_store(disk, file))
    with open_store(disk) as opened:
        writing_disk = timed(lambda: turtle(opened, target))
        data_set = rdflib.Dataset(default_union=True)
        parsing = limit and timed(lambda: data_set.parse(file, format="nquads"))
        tell("load into memory", loading, parsing)
        tell("load onto the disk (rdflib: into memory)", loading_disk, parsing)
        if limit and (theirs_on_disk := on_disk(folder / "theirs", file)):
            tell("load onto the disk (rdflib: too)", loading_disk, theirs_on_disk)
        ratios = [ask(opened, data_set, name, binding, limit) for name, binding in QUERIES]
    theirs = None
    if limit:
        print(f"{'queries, median':44}{'':9}{'':9}{statistics.median(ratios):10.1f} ×")
        flat = rdflib.Graph()
        flat.addN((s, p, o, flat) for s, p, o, _ in data_set.quads())
        del data_set
        theirs = timed(lambda: flat.serialize(folder / "theirs.ttl", format="turtle"))
    tell("Turtle, from memory", writing, theirs)
    tell("Turtle, from disk (rdflib: from N-Quads)", writing_disk, theirs and (parsing or 0) + theirs)


def on_disk(folder: Path, file: Path) -> float | None:
    """Seconds that rdflib takes to load into its own store on disk, where berkeleydb is installed."""
    try:
        data_set = rdflib.Dataset(store="BerkeleyDB", default_union=True)
    except (ImportError, PluginException):
        return None
    data_set.open(str(folder), create=True)
    seconds = timed(lambda: data_set.parse(file, format="nquads"))
    data_set.close()
    return seconds


def in_memory(file: Path, target: Path) -> tuple[float, float]:
    """Seconds that loading takes, and writing Turtle."""
    memory = ox.Store()
    loading = timed(lambda: memory.bulk_load(path=file))
    return loading, timed(lambda: turtle(Oxigraph(memory), target), 3)


def export(store: Path, form: str) -> None:
    done = subprocess.run([sys.executable, "-c", EXPORT, store, form], capture_output=True, text=True, check=True)
    cpu, peak = done.stdout.split()
    print(f"{f'kg export -f {form}: CPU seconds, peak MB':44}{float(cpu):9.2f}{int(peak):9}", flush=True)


def turtle(store: Oxigraph, file: Path) -> None:
    with file.open("wb") as stream:
        write_format(store, "turtle", stream)


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
