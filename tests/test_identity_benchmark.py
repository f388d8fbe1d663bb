"""The identity benchmark on a gold set of three things."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import identity
import identity_passages

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


PASSAGES: list[dict[str, Any]] = [
    {"id": "p", "text": "Corvid Mills grew. Corvid hired Edna Wuhl; she left. The mill is old.",
     "entities": {"e1": "Company", "e2": "Person"}, "claims": [],
     "mentions": [{"start": 0, "end": 12, "text": "Corvid Mills", "id": "e1"},
                  {"start": 19, "end": 25, "text": "Corvid", "id": "e1"},
                  {"start": 32, "end": 41, "text": "Edna Wuhl", "id": "e2"},
                  {"start": 43, "end": 46, "text": "she", "id": "e2"},
                  {"start": 53, "end": 61, "text": "The mill", "id": "e1"}]},
    {"id": "q", "text": "Corvid Games, once Corvid Toys, grew.", "entities": {"e1": "Company", "e2": "Company"},
     "claims": [{"subject": "e1", "property": "alsoKnownAs", "object": "e2"}],
     "mentions": [{"start": 0, "end": 12, "text": "Corvid Games", "id": "e1"},
                  {"start": 19, "end": 30, "text": "Corvid Toys", "id": "e2"}]},
]


def test_passages_are_scored_each_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in PASSAGES), encoding="utf-8")
    assert identity_passages.main([str(corpus), "--errors"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"names": 5, "scored": 5, "precision": 1, "recall": pytest.approx(4 / 5),
                                       "f1": pytest.approx(8 / 9)}
    assert printed.err.startswith("split q e1 ")
