"""A build that is killed, at whatever moment, leaves a graph that answers and that the next build replaces."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import Result

from kg.export import FORMATS
from kg.store import open_store

Run = Callable[..., Result]

MOMENTS = {
    "read": "Orbix", "extract": "Orbix", "cached": "Orbix", "link": "Orbix", "store": "Orbix", "change": "Orbix",
    "validate": "Orbix", "claims": "Orbix", "turtle": "Orbix", "page": "Orbix", "manifest": "Orbix", "rename": "Orbix",
    "point": "Orbix", "switched": "Kestrel", "swept": "Kestrel", "links": "Kestrel",
}
"""Moments of a build -> the founder in the graph when it is killed there. In "store" and "change" the load is under way;
"point" is before the step that puts the new graph in use, "switched" after it."""

BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from stand_in import StandIn
from kg import build
from kg.build import extraction, files, generation, reading
from kg.graph import update
from kg.store import folder as store
from kg.workspace import cache, folder, manifest

def hang():
    print("now", flush=True)
    time.sleep(600)

def at(moment, owner, name, after=False):
    real = getattr(owner, name)
    def wrapped(*given, **more):
        if {moment!r} == moment and not after:
            hang()
        result = real(*given, **more)
        if {moment!r} == moment and after:
            hang()
        return result
    setattr(owner, name, wrapped)

def many(parts):  # fewer quads than a bulk load writes at once, and more
    from pyoxigraph import Literal, NamedNode, Quad
    for part in parts:
        yield from part.quads
        for number in range(20_000):
            yield Quad(NamedNode("http://x/" + str(number)), NamedNode("http://x/p"), Literal("x"), part.graph)
    hang()

class Extractor(StandIn):
    def claims(self, article, open_form="compact"):
        if {moment!r} == "extract":
            hang()
        return super().claims(article, open_form)

extraction.extractor = lambda settings: Extractor()
if {moment!r} == "store":
    update.Update._first = lambda self, parts: many(parts)
at("read", reading, "read")
at("cached", cache.Cache, "keep")
at("link", generation, "Linker")
at("change", update.Update, "_write", after=True)
at("validate", generation, "check")
at("claims", files, "write_claims")
at("turtle", files, "write_exports")
at("page", files, "write_page")
at("manifest", manifest.Manifest, "write", after=True)
at("rename", store.Generations, "finish")
at("point", store.Generations, "_point")
at("switched", store.Generations, "_point", after=True)
at("swept", store.Generations, "finish", after=True)
at("links", folder.Workspace, "finish", after=True)
build.{command}
"""


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_a_whole_graph(kg: Run, tmp_path: Path, moment: str) -> None:
    out, old, new = tmp_path / "out", tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("Orbix founded Lumen Lab.", encoding="utf-8")
    new.write_text("Kestrel founded Nest.", encoding="utf-8")
    command = f"build([{str(new)!r}], Path({str(out)!r}))"
    if moment == "change":  # not from nothing but by what changed
        third = tmp_path / "third.txt"
        third.write_text("Orbix denied founding Nest.", encoding="utf-8")
        assert kg("build", old, third, "-o", out, "-q").exit_code == 0
        command = f"remove([{str(third)!r}], Path({str(out)!r}))"
    else:
        assert kg("build", old, "-o", out, "-q").exit_code == 0
    kill_at(moment, command)

    assert founders(kg, out) == {MOMENTS[moment]}
    assert of_one_generation(out, MOMENTS[moment])

    assert kg("build", new, "-o", out, "-q").exit_code == 0
    assert founders(kg, out) == {"Kestrel"}
    assert of_one_generation(out, "Kestrel")
    assert {path.name for path in out.iterdir()} == {
        "kg.toml", "cache", "store", "claims.jsonl", "graph.html", *(file for file, _ in FORMATS.values())}
    assert {path.name for path in (out / "cache").iterdir()} == {"extracted.sqlite", "linked.sqlite"}
    left = sorted(path.name for path in (out / "store").iterdir())
    assert (left[0], left[2]) == ("current", "lock") and len(left) == 3


def of_one_generation(out: Path, founder: str) -> bool:
    """Whether the exports are whole and say what the store says."""
    claims = [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    with open_store(out / "store") as store:
        quads = set(store.quads())
    exported = set(ox.parse((out / "graph.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))
    page = (out / "graph.html").read_text(encoding="utf-8")
    return claims[0]["subject"]["text"] == founder and exported == quads and page.rstrip().endswith("</html>")


def kill_at(moment: str, command: str) -> None:
    """Start a build, and kill it as it says that it has come to the moment."""
    script = BUILD.format(tests=str(Path(__file__).parent), moment=moment, command=command)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n", "the build ended before it came to the moment"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL


def founders(kg: Run, out: Path) -> set[str]:
    done = kg("query", "SELECT ?s { ?s kg:created ?o }", "-s", out, "-f", "csv")
    assert done.exit_code == 0, done.output
    return {line.rpartition("/")[2] for line in done.stdout.splitlines()[1:]}


LIMITED = """
import resource, sys
sys.path.insert(0, {tests!r})
from stand_in import StandIn
from kg.build import extraction
from kg.cli import main
extraction.extractor = lambda settings: StandIn()
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
sys.argv = ["kg", "build", {article!r}, "-o", {out!r}]
main()
"""


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("limit", [4_000, 16_000, 40_000, 120_000])
def test_a_full_disk_is_an_error_that_loses_nothing(kg: Run, tmp_path: Path, limit: int) -> None:
    """No file may grow beyond the limit: that of the cache, of the store, of the exports cannot be written."""
    out, old, new = tmp_path / "out", tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("Orbix founded Lumen Lab.", encoding="utf-8")
    new.write_text("Kestrel founded Nest. " * 40, encoding="utf-8")
    assert kg("build", old, "-o", out, "-q").exit_code == 0
    before = {path: path.read_bytes() for path in out.glob("graph.*")}
    script = LIMITED.format(tests=str(Path(__file__).parent), limit=limit, article=str(new), out=str(out))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})
    assert done.returncode == 2 and done.stderr.startswith("kg: ") and "Traceback" not in done.stderr, done.stderr
    assert founders(kg, out) == {"Orbix"} and {path: path.read_bytes() for path in before} == before
    assert not (out / "store" / "building").exists()
    assert kg("build", new, "-o", out, "-q").exit_code == 0
    assert founders(kg, out) == {"Kestrel"} and of_one_generation(out, "Kestrel")
