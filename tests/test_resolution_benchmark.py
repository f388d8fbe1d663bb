"""The made-up corpus and its figures, at a size that takes seconds; what may not change what is linked."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import resolution
from made_names import Maker, articles

from kg.ontology import load
from kg.resolve import ArticleNames, Linker, Links

BENCHMARKS = Path(resolution.__file__).parent

@cache
def corpus() -> tuple[list[ArticleNames], dict[tuple[str, str], int]]:
    truth: dict[tuple[str, str], int] = {}
    return list(articles(Maker(1500, 3).make(), 3, truth)), truth


@cache
def linked() -> Links:
    return Linker(load()).link(corpus()[0])


def test_most_names_are_linked_and_few_wrongly() -> None:
    found = resolution.units(corpus()[1], linked().ids)
    assert len(found) >= 1500
    figures = resolution.pairwise((thing, iri) for (thing, _), iri in found.items())
    assert figures["precision"] >= .99
    assert figures["recall"] >= .85


def test_the_order_of_articles_changes_nothing() -> None:
    shuffled = random.Random(5).sample(corpus()[0], len(corpus()[0]))
    assert Linker(load()).link(shuffled) == linked()


def test_names_that_went_through_json_link_the_same() -> None:
    again = [ArticleNames.from_json(json.loads(json.dumps(article.to_json()))) for article in corpus()[0]]
    assert again == corpus()[0]
    assert Linker(load()).link(again).ids == linked().ids


def test_hash_seeds_change_nothing() -> None:
    script = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "from made_names import Maker, articles\nfrom kg.ontology import load\nfrom kg.resolve import Linker\n"
        "links = Linker(load()).link(articles(Maker(400, 3).make(), 3, {}))\n"
        "told = repr((links.entities, sorted(links.ids.items()), links.unsure, links.conflicts))\n"
        "print(hashlib.sha256(told.encode()).hexdigest())"
    )
    told = {
        subprocess.run([sys.executable, "-c", script, str(BENCHMARKS)], check=True, capture_output=True,
                       env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "77")
    }
    assert len(told) == 1


def test_pairs() -> None:
    figures = resolution.pairwise([("a", "x"), ("a", "x"), ("a", "y"), ("b", "x"), ("c", "z")])
    assert figures == {"precision": pytest.approx(1 / 3), "recall": pytest.approx(1 / 3)}
    assert resolution.pairwise([("a", "x")]) == {"precision": 1.0, "recall": 1.0}


def test_growth() -> None:
    rows = [{"names": 10, "seconds": 1}, {"names": 100, "seconds": 10}, {"names": 1000, "seconds": 1000}]
    assert resolution.exponents(rows) == [1.0, 2.0]


def test_the_names_can_be_written_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "names.jsonl"
    assert resolution.main(["300", "--alone", "--names", str(names), "--errors", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    rows = [json.loads(line) for line in names.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == told["names"] >= 300
    pairs = tmp_path / "linked.jsonl"
    pairs.write_text("".join(json.dumps({**row, "entity": row["thing"]}) + "\n" for row in rows), encoding="utf-8")
    assert resolution.main(["--pairs", str(pairs)]) == 0
    assert json.loads(capsys.readouterr().out) == {"names": len(rows), "precision": 1, "recall": 1}
