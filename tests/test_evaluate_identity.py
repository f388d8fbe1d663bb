"""Identity measured on a system's own mentions: which go with which of the gold, and what follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.evaluate import EvaluationError, evaluate_identity, read_things, read_traps, system_mentions
from kg.evaluate.identity import Mention, align


def thing(id_: str, canonical: str, *spans: Mention, **more: Any) -> dict[str, Any]:
    mentions = [{"article": doc, "start": start, "end": end} for doc, start, end in spans]
    return {"id": id_, "canonical": canonical, "kind": "named", "mentions": mentions, **more}


THINGS = [
    thing("E1", "Corvid", ("a", 0, 6), ("b", 0, 6), not_same_as=["Corvid Cloud"]),
    thing("E2", "Corvid Cloud", ("a", 10, 22), aliases=["CC"]),
    thing("E3", "Korvid", ("b", 10, 16), merge="= Corvid (b)"),
    thing("E4", "clouds", ("a", 30, 36), kind="concept"),
]
TRAP = {"forbidden": {"subject": ["Korvid"], "predicate": ["owl:sameAs"], "object": ["CC"]}, "severity": "error"}

ALIGNED: dict[str, tuple[list[Mention], dict[Mention, str], dict[Mention, str]]] = {
    "the same span": ([("a", 0, 6)], {("a", 0, 6): "x"}, {("a", 0, 6): "x"}),
    "a longer one": ([("a", 4, 10)], {("a", 0, 10): "x"}, {("a", 4, 10): "x"}),
    "side by side is no overlap": ([("a", 0, 6)], {("a", 6, 9): "x"}, {}),
    "another article": ([("a", 0, 6)], {("b", 0, 6): "x"}, {}),
    "the one that overlaps most": ([("a", 0, 6)], {("a", 0, 20): "x", ("a", 0, 7): "y"}, {("a", 0, 6): "y"}),
    "one with one": ([("a", 0, 6), ("a", 7, 12)], {("a", 0, 12): "x"}, {("a", 0, 6): "x"}),
    "what is left goes with what is left": (
        [("a", 0, 6), ("a", 7, 12)], {("a", 0, 12): "x", ("a", 0, 6): "y"}, {("a", 0, 6): "y", ("a", 7, 12): "x"}),
}


@pytest.mark.parametrize(("gold", "system", "aligned"), ALIGNED.values(), ids=ALIGNED)
def test_which_mentions_go_together(gold: list[Mention], system: dict[Mention, str], aligned: dict[Mention, str]) -> None:
    assert align(gold, system) == aligned
    assert align(reversed(gold), dict(reversed(system.items()))) == aligned


def test_figures_are_of_named_mentions_that_claims_have() -> None:
    system = {("a", 0, 7): "x", ("b", 0, 6): "x", ("a", 11, 22): "x", ("a", 30, 36): "x"}
    done = evaluate_identity(THINGS, [TRAP], system)
    assert (done.mentions, done.scored) == (4, 3)
    assert done.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3) and done.recall == 1
    assert done.merged_wrongly == (("Corvid", "Corvid Cloud"),)
    assert dict(done.mixed) == {"x": ("Corvid", "Corvid Cloud")} and not done.split


def test_things_that_are_one_may_not_be_split() -> None:
    done = evaluate_identity(THINGS, [TRAP], {("a", 0, 6): "x", ("b", 10, 16): "y", ("a", 10, 22): "y"})
    assert done.recall < 1 and dict(done.split) == {"Corvid": ("x", "y")}
    assert done.merged_wrongly == (("Corvid Cloud", "Korvid"),)


def test_a_mention_of_a_concept_is_not_taken_for_the_name_beside_it() -> None:
    assert evaluate_identity([thing("E1", "Corvid", ("a", 0, 6)), thing("E2", "c", ("a", 5, 9), kind="concept")], (),
                             {("a", 5, 9): "x"}).scored == 0


def claim(doc: str, subject: tuple[int, int], iri: str | None, **more: Any) -> dict[str, Any]:
    side = {"text": "", "start": subject[0], "end": subject[1]}
    return {"doc": doc, "subject": {**side, "id": iri} if iri else side, "object": {"text": "", "start": 90, "end": 91},
            "attribution": None, **more}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    it = {"text": "It", "start": 50, "end": 52, "id": "x", "antecedent": {"text": "Corvid", "start": 0, "end": 6}}
    rows = [claim("a", (0, 6), "x"), {**claim("b", (0, 6), "x"), "object": it},
            claim("a", (10, 22), "y", attribution={"start": 40, "end": 44, "id": "z"}), claim("a", (60, 66), None)]
    named = {"things.jsonl": THINGS, "traps.jsonl": [TRAP], "claims.jsonl": rows}
    for name, lines in named.items():
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in lines), encoding="utf-8")
    return tmp_path / "things.jsonl", tmp_path / "traps.jsonl", tmp_path / "claims.jsonl"


def test_mentions_of_claims(files: tuple[Path, Path, Path]) -> None:
    assert system_mentions(files[2]) == {("a", 0, 6): "x", ("b", 0, 6): "x", ("a", 10, 22): "y", ("a", 40, 44): "z"}


BAD = {
    "no mentions": ('{"id": "E1", "canonical": "x"}', "1: no 'mentions'"),
    "no offsets": ('{"id": "E1", "canonical": "x", "mentions": [{"article": "a"}]}', "1: no 'start'"),
    "no JSON": ("{", "1: cannot be read"),
    "one id twice": (json.dumps(THINGS[0]) + "\n" + json.dumps(THINGS[0]), "two things have the id 'E1'"),
    "the same as nothing": (json.dumps(thing("E1", "x", merge="= y")), "E1 is to be the same as 'y'"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_bad_gold_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError) as caught:
        read_things(path)
    assert str(path) in str(caught.value) and message in str(caught.value)


def test_bad_traps_and_claims_are_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"forbidden": 3}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r":1: cannot be read"):
        read_traps(path)
    path.write_text(json.dumps(claim("a", (0, 6), None)) + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="no claim in it is linked"):
        system_mentions(path)


def test_the_command(files: tuple[Path, Path, Path]) -> None:
    things, traps, claims = map(str, files)
    done = CliRunner().invoke(app, ["eval", things, claims, "--traps", traps])
    assert done.exit_code == 0 and "3 of 4 named ones" in done.output and "F1 1.000" in done.output
    files[2].write_text(files[2].read_text(encoding="utf-8").replace('"y"', '"x"'), encoding="utf-8")
    done = CliRunner().invoke(app, ["eval", things, claims, "--traps", traps, "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["merged_wrongly"] == [["Corvid", "Corvid Cloud"]]
