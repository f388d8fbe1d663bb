"""Kills builds at random moments, and looks at what is left.

    python benchmarks/crash.py [--kills 200] [--seed 1] [--json]

A workspace of some articles is changed at random (articles come, change and go) and built again in a process of its
own, which is killed (SIGKILL) at a random moment between its start and a little after it would be done. After each
kill, the graph must answer, be exactly that of the last finished build or that of the one that was killed, and have
exports that say the same; after each tenth, a build that is let be must give the graph of a clean build, and leave no
file that does not belong there. Claims come from a regular expression (tests/stand_in.py), so that a build is quick.

The processes that build are forked from one that has loaded everything, so that most kills fall into the build.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from stand_in import StandIn  # noqa: E402

from kg import build  # noqa: E402
from kg.build import extraction  # noqa: E402
from kg.store import open_store  # noqa: E402

NAMES = ("Orbix", "Kestrel", "Lumen Lab", "Nest", "Harbor", "Quill")
CHECKED_EVERY = 10


class Corpus:
    """Articles in a folder, changed at random."""

    def __init__(self, folder: Path, draw: random.Random) -> None:
        self.folder, self._draw = folder, draw
        folder.mkdir()
        for number in range(12):
            self._write(number)

    def change(self) -> None:
        """One to three articles come, change or go; one stays in any case."""
        for _ in range(self._draw.randint(1, 3)):
            number = self._draw.randint(1, 20)
            path = self.folder / f"a{number}.txt"
            if path.exists() and self._draw.random() < 0.4:
                path.unlink()
            else:
                self._write(number)

    def _write(self, number: int) -> None:
        said = (f"{self._draw.choice(NAMES)} {self._draw.choice(('founded', 'denied founding'))} "
                f"{self._draw.choice(NAMES)}. {self._draw.choice(NAMES)} raised {self._draw.randint(1, 9)} EUR."
                for _ in range(self._draw.randint(1, 6)))
        (self.folder / f"a{number}.txt").write_text("\n".join(said), encoding="utf-8")


SERVER = multiprocessing.get_context("forkserver")
"""Starts processes that have everything loaded, and no thread of a store that was opened before."""


def build_now(inputs: list[str], out: str, exports: str) -> None:
    extraction.extractor = lambda settings: StandIn()
    build.build(inputs, Path(out), build.Settings(exports=exports))


def run(inputs: list[Path], out: Path, seconds: float | None = None, exports: str = "all") -> bool:
    """Build in another process; kill it after so many seconds. Whether it came to its end."""
    child = SERVER.Process(target=build_now, args=([str(one) for one in inputs], str(out), exports))
    child.start()
    child.join(seconds)
    finished = child.exitcode is not None
    child.kill()
    child.join()
    if finished and child.exitcode:
        raise RuntimeError("a build failed by itself")
    return finished


def quads(out: Path) -> set[str]:
    with open_store(out / "store") as store:
        return set(map(str, store.quads()))


def faults(out: Path, allowed: list[set[str]]) -> list[str]:
    """What is wrong with what a killed build left."""
    found = quads(out)
    wrong = [] if found in allowed else ["the graph is neither the old nor the new one"]
    exported = set(map(str, ox.parse((out / "graph.nq").read_bytes(), format=ox.RdfFormat.N_QUADS)))
    if exported != found:
        wrong.append("the exports are of another graph")
    for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        json.loads(line)
    return wrong


def strays(out: Path) -> list[str]:
    """Files that do not belong into a workspace after a finished build."""
    known = {"kg.toml", "cache", "store", *json.loads(
        (out / "store" / "current" / "manifest.json").read_text())["files"].values()}
    in_use = os.readlink(out / "store" / "current")
    inside = {path.name for path in (out / "store").iterdir()} - {"lock", "current", in_use}
    cached = {path.name for path in (out / "cache").iterdir()} - {"extracted.sqlite"}
    return sorted({path.name for path in out.iterdir()} - known | inside | cached)


def clean(folder: Path, corpus: Corpus) -> set[str]:
    other = folder / "other"
    shutil.rmtree(other, ignore_errors=True)
    run([corpus.folder], other, exports="none")
    return quads(other)


def measure(kills: int, seed: int, folder: Path) -> dict[str, object]:
    draw = random.Random(seed)
    corpus, out = Corpus(folder / "news", draw), folder / "graph"
    clean(folder, corpus)  # once unmeasured: the server starts
    started = time.perf_counter()
    run([corpus.folder], out)
    usual = time.perf_counter() - started
    before, counts, wrong, sizes = quads(out), Counter[str](), [], []
    for number in range(1, kills + 1):
        corpus.change()
        after = clean(folder, corpus)
        finished = run([], out, draw.uniform(0, 1.2 * usual))
        counts["finished before" if finished else "killed"] += 1
        wrong += [f"kill {number}: {fault}" for fault in faults(out, [before, after])]
        counts["new graph" if quads(out) == after != before else "old graph"] += 1
        before = quads(out)
        if number % CHECKED_EVERY == 0:
            run([], out)
            before = quads(out)
            wrong += [f"after kill {number}: not the graph of a clean build"] if before != after else []
            wrong += [f"after kill {number}: left behind: {name}" for name in strays(out)]
            sizes.append(sum(path.lstat().st_size for path in out.rglob("*")))
    return {"kills": kills, **counts, "restarts": len(sizes), "build_seconds": usual, "faults": wrong,
            "bytes": [sizes[0], max(sizes), sizes[-1]] if sizes else []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    SERVER.set_forkserver_preload(["kg.build"])
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.kills, options.seed, Path(folder))
    faulty = found["faults"]
    assert isinstance(faulty, list)
    if options.json:
        print(json.dumps(found))
    else:
        print(*faulty, sep="\n", end="\n" if faulty else "")
        print(f"{found['kills']} builds of {found['build_seconds']:.1f} s: {found.get('killed', 0)} killed, "
              f"{found.get('finished before', 0)} done before the kill came")
        print(f"then in use: the old graph {found.get('old graph', 0)} times, "
              f"the new one {found.get('new graph', 0)} times")
        print(f"{found['restarts']} restarts; bytes in the workspace after the first, most, last: {found['bytes']}")
        print(f"faults: {len(faulty)}")
    raise SystemExit(1 if faulty else 0)


if __name__ == "__main__":
    main()
