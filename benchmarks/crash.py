"""Kills builds at random moments, and looks at what is left.

    python benchmarks/crash.py [--kills 200] [--seed 1] [--json]

A workspace of some articles is changed at random (articles come, change and go) and built again in a process of its
own, which is killed (SIGKILL). Of three kills one comes at a random moment between the start and a little after the
end, one while the store is loaded (every other time the whole graph anew, in bulk), and one at a step on the file
system of the final switch: any of its renames, links and removals, drawn at random, is the last that is not done. After
each kill, the graph must answer, be exactly that of the last finished build or that of the one that was killed, and
have exports that say the same; after each tenth, a build that is let be must give the graph of a clean build, and leave
no file that does not belong there. Claims come from a regular expression (tests/stand_in.py), so that a build is quick.

The processes that build are forked from one that has loaded everything, so that most kills fall into the build.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
from crash_builds import LOAD, WAYS, run, usual

from kg import build
from kg.store import open_store

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
    cached = {path.name for path in (out / "cache").iterdir()} - {"extracted.sqlite", "linked.sqlite"}
    return sorted({path.name for path in out.iterdir()} - known | inside | cached)


def clean(folder: Path, corpus: Corpus, settings: build.Settings) -> set[str]:
    other = folder / "other"
    shutil.rmtree(other, ignore_errors=True)
    run([corpus.folder], other, replace(settings, exports="none"))
    return quads(other)


def stage(out: Path, before: str) -> str:
    """How far a killed build had come, by the files it left; `before` was the generation in use."""
    names, now = {path.name for path in (out / "store").iterdir()}, os.readlink(out / "store" / "current")
    if "building" in names:
        return "filling the next graph"
    if now != before:
        return "switched, old graph still there" if before in names else "switched and swept"
    return "next graph whole, not in use" if len(names - {"lock", "current", before}) else "nothing written yet"


def measure(kills: int, seed: int, folder: Path) -> dict[str, object]:
    draw, settings = random.Random(seed), build.Settings(exports="all")
    corpus, out = Corpus(folder / "news", draw), folder / "graph"
    clean(folder, corpus, settings)  # once unmeasured: the server starts
    takes = usual([corpus.folder], out, settings)
    before, counts, stages, wrong, sizes = quads(out), Counter[str](), Counter[str](), [], []
    for number in range(1, kills + 1):
        way = WAYS[number % len(WAYS)]
        if way == LOAD and number % 2:  # another encoding: all is loaded anew
            settings = replace(settings, rdf12=not settings.rdf12)
        corpus.change()
        after, generation = clean(folder, corpus, settings), os.readlink(out / "store" / "current")
        told = run([corpus.folder], out, settings, takes.kill(way, draw))
        counts["finished before" if len(told) == 3 else "killed"] += 1
        stages[f"{way}: {stage(out, generation)}"] += len(told) < 3
        wrong += [f"kill {number}: {fault}" for fault in faults(out, [before, after])]
        counts["new graph" if quads(out) == after != before else "old graph"] += 1
        before = quads(out)
        if number % CHECKED_EVERY == 0:
            run([corpus.folder], out, settings)
            before = quads(out)
            wrong += [f"after kill {number}: not the graph of a clean build"] if before != after else []
            wrong += [f"after kill {number}: left behind: {name}" for name in strays(out)]
            sizes.append(sum(path.lstat().st_size for path in out.rglob("*")))
    return {"kills": kills, **counts, "restarts": len(sizes), "build_seconds": takes.seconds, "faults": wrong,
            "stages": dict(sorted(stages.items())),
            "bytes": [sizes[0], max(sizes), sizes[-1]] if sizes else []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
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
        stages = found["stages"]
        assert isinstance(stages, dict)
        print(*(f"  {count:4} {name}" for name, count in stages.items()), sep="\n")
        print(f"then in use: the old graph {found.get('old graph', 0)} times, "
              f"the new one {found.get('new graph', 0)} times")
        print(f"{found['restarts']} restarts; bytes in the workspace after the first, most, last: {found['bytes']}")
        print(f"faults: {len(faulty)}")
    raise SystemExit(1 if faulty else 0)


if __name__ == "__main__":
    main()
