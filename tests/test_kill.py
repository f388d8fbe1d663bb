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

Run = Callable[..., Result]

MOMENTS = ("load", "extract", "validate", "store", "claims", "turtle", "page")
"""Stages of a build, and the first write of each of its outputs; in "store", the load is under way."""

BUILD = """
import sys, time
from pathlib import Path
from kg import build, store
sys.path.insert(0, {tests!r})
from stand_in import StandIn

def hang():
    print("now", flush=True)
    time.sleep(600)

def slow(quads):  # fewer quads than a bulk load writes at once, and more
    for number, quad in enumerate(list(quads) * 400):
        if number == 20_000:
            hang()
        yield quad

def before(name, real):
    def wrapped(*given, **more):
        if {moment!r} == name:
            hang()
        return real(*given, **more)
    return wrapped

real_store = build.write_store
build.extractor = lambda settings: StandIn()
build.write_store = lambda folder, quads: real_store(folder, slow(quads) if {moment!r} == "store" else quads)
build.write_claims = before("claims", build.write_claims)
build.write_exports = before("turtle", build.write_exports)
build.write_page = before("page", build.write_page)
build.build([{article!r}], Path({out!r}), progress=lambda stage, done, of: hang() if stage == {moment!r} else None)
"""


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_a_whole_graph(kg: Run, tmp_path: Path, moment: str) -> None:
    out, old, new = tmp_path / "out", tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("Orbix founded Lumen Lab.", encoding="utf-8")
    new.write_text("Kestrel founded Nest.", encoding="utf-8")
    assert kg("build", old, "-o", out, "-q").exit_code == 0
    kill_at(moment, new, out)

    before = "Orbix" if moment in MOMENTS[:4] else "Kestrel"
    assert founders(kg, out) == {before}
    for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["predicate"]["id"] == "kg:created"
    assert len(list(ox.parse((out / "graph.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))) > 50
    assert (out / "graph.html").read_text(encoding="utf-8").rstrip().endswith("</html>")

    assert kg("build", new, "-o", out, "-q").exit_code == 0
    assert founders(kg, out) == {"Kestrel"}
    assert sorted(path.name for path in (out / "store").iterdir()) in (
        ["current", "graph-2", "lock"], ["current", "graph-3", "lock"])


def kill_at(moment: str, article: Path, out: Path) -> None:
    """Start a build, and kill it as it says that it has come to the moment."""
    script = BUILD.format(tests=str(Path(__file__).parent), moment=moment, article=str(article), out=str(out))
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
