"""The order of articles, the hash seed and the number of processes change nothing; merged IRIs stay answerable."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from kg import vocab
from kg.store import open_store

Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
FILES = ("claims.jsonl", "graph.ttl", "graph.trig", "graph.nq", "graph.jsonld", "graph.graphml", "graph.html")
TEXTS = {
    "a": "Orbix Group founded Nest. Kestrel founded Lumen Lab.", "b": "Orbix founded Nest. Zephyr Robotics founded Zephyr.",
    "c": "Kestrel Inc founded Lumen Lab. Nordhavn Kraftverk raised 5 EUR.", "d": "Nordhavn Kraftvekr founded Nest Ltd.",
    "e": "Nest founded Kestrel Valley. Kestrel denied founding Nest.",
}
SCRIPT = """import sys
from pathlib import Path
from stand_in import StandIn
import kg.build.extraction
kg.build.extraction.extractor = lambda settings: StandIn()
if __name__ == "__main__":
    kg.build.build(sys.argv[3:], Path(sys.argv[1]), kg.build.Settings(jobs=int(sys.argv[2])))
"""


def test_order_seed_and_processes_change_nothing(tmp_path: Path) -> None:
    paths = []
    for name, text in TEXTS.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    (tmp_path / "run.py").write_text(SCRIPT, encoding="utf-8")
    made = []
    for number, (seed, jobs, given) in enumerate((("1", 1, paths), ("2", 1, paths[::-1]),
                                                  ("3", 2, [*paths[2:], *paths[:2]]))):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
        folder = tmp_path / f"out{number}"
        subprocess.run([sys.executable, tmp_path / "run.py", folder, str(jobs), *given], check=True, env=env)
        made.append({file: (folder / file).read_bytes() for file in FILES})
        assert b"Nest" in made[0]["graph.nq"]
    for other in made[1:]:
        assert [file for file in FILES if other[file] != made[0][file]] == []


@pytest.mark.usefixtures("stand_in")
def test_an_article_added_later_merges_two_and_the_old_iri_still_answers(kg: Run, tmp_path: Path) -> None:
    texts = {"a": "Orbix Systems founded Nest.", "b": "Dark Orb founded Lumen Lab.",
             "c": "Dark Orb (暗球) founded Nest. Orbix Systems (暗球) founded Lumen Lab."}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    graph = tmp_path / "graph"
    kg("build", tmp_path / "a.txt", tmp_path / "b.txt", "-o", graph)
    old = {vocab.entity_iri("Orbix Systems"), vocab.entity_iri("Dark Orb")}
    with open_store(graph / "store") as store:
        assert all(store.query(f"ASK {{ <{iri}> a kg:Entity }}") for iri in old)
    (tmp_path / "decisions.toml").write_text('[[same]]\nnames = ["Orbix Systems", "Dark Orb"]\n', encoding="utf-8")
    (graph / "decisions.toml").write_bytes((tmp_path / "decisions.toml").read_bytes())
    kg("add", tmp_path / "c.txt", "-o", graph)
    with open_store(graph / "store") as store:
        (gone,) = [iri for iri in old if not store.query(f"ASK {{ <{iri}> a kg:Entity }}")]
        (left,) = old - {gone}
        assert store.query(f"ASK {{ <{gone}> dcterms:isReplacedBy <{left}> }}")
    assert kg("show", gone, "-s", graph).stdout == kg("show", left, "-s", graph).stdout
    kg("build", *(tmp_path / f"{name}.txt" for name in "cba"), "-o", tmp_path / "anew", "--decisions",
       tmp_path / "decisions.toml")
    assert (tmp_path / "anew" / "graph.nq").read_bytes() == (graph / "graph.nq").read_bytes()
