"""The identity benchmark on a gold set of three things."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import identity

ROWS: list[dict[str, Any]] = [
    {"id": "E1", "canonical": "Corvid", "class": "Company", "kind": "named", "aliases": [], "merge": None,
     "not_same_as": ["Corvid Cloud"], "mentions": [{"article": "a", "text": "Corvid", "start": 0, "end": 6},
                                                   {"article": "b", "text": "Corvid", "start": 0, "end": 6}]},
    {"id": "E2", "canonical": "Corvid Cloud", "class": "BusinessUnit", "kind": "named", "aliases": ["CC"],
     "merge": None, "not_same_as": [], "mentions": [{"article": "a", "text": "Corvid Cloud", "start": 9, "end": 21}]},
    {"id": "E3", "canonical": "Korvid", "class": "Company", "kind": "named", "aliases": [], "merge": "= Corvid (a)",
     "not_same_as": [], "mentions": [{"article": "b", "text": "Korvid", "start": 9, "end": 15}]},
]
TRAP: dict[str, Any] = {
    "forbidden": {"subject": ["Korvid"], "predicate": ["owl:sameAs"], "object": ["CC"]}, "severity": "error",
}


def test_figures() -> None:
    system = {("a", 0, 6): "x", ("b", 0, 6): "x", ("a", 9, 21): "x", ("b", 9, 15): "y"}
    figures = identity.evaluate(ROWS, [TRAP], system)
    assert figures["scored"] == figures["mentions"] == 4
    assert figures["precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert figures["recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 + 1 / 3) / 4)
    assert figures["merged_wrongly"] == [("Corvid", "Corvid Cloud")]


def test_a_perfect_answer() -> None:
    system = {("a", 0, 6): "x", ("b", 0, 6): "x", ("a", 9, 21): "y", ("b", 9, 15): "x"}
    figures = identity.evaluate(ROWS, [TRAP], system)
    assert (figures["f1"], figures["merged_wrongly"]) == (1, [])


def test_the_gold_mentions_are_linked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "entities.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in ROWS[:2]), encoding="utf-8")
    assert identity.main([str(gold)]) == 0
    assert json.loads(capsys.readouterr().out)["f1"] == 1
