"""Unsure pairs, asked and answered: what is shown, what is written, and what builds make of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import build as building
from kg.cli import app
from kg.resolve.decided import read_decisions
from kg.resolve.decisions import DecisionError
from kg.resolve.review import Review
from kg.store import open_store

TEXTS = {
    "a": "Corvid Token Hub founded Nest.", "b": "Token Hub founded Nest.",
    "c": "Orbix founded Velda Sound Hub.", "d": "Orbix founded Sound Hub.",
}
PAIRS = [("Corvid Token Hub", "Token Hub"), ("Velda Sound Hub", "Sound Hub")]


@pytest.fixture
def out(tmp_path: Path, stand_in: Any) -> Path:
    news = tmp_path / "news"
    news.mkdir()
    for name, text in TEXTS.items():
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    building.build([news], tmp_path / "out", building.Settings(exports="none"))
    return tmp_path / "out"


def entities(out: Path) -> set[str]:
    with open_store(out / "store") as store:
        return {row["e"].value.rpartition("/")[2] for row in store.query("SELECT ?e { ?e a kg:Entity }")}  # type: ignore


def review(out: Path, keys: str) -> Any:
    return CliRunner().invoke(app, ["resolve", str(out), "--review", "--who", "Ada"], input=keys)


def test_the_list(out: Path) -> None:
    done = CliRunner().invoke(app, ["resolve", str(out)])
    assert done.exit_code == 0 and "2 unsure pairs" in done.output and "a claim in common +3" in done.output
    told = json.loads(CliRunner().invoke(app, ["resolve", str(out), "--json"]).stdout)
    assert sorted(sorted(pair["names"]) for pair in told["unsure"]) == sorted(map(sorted, PAIRS))


ANSWERED = {
    "s\nn\n": (["same", "not-same"], 2), "sn": (["same", "not-same"], 2), "us": (["same"], 2), "q": ([], 1), "": ([], 1),
    "n": (["not-same"], 2), "x?\nN\n": (["not-same"], 2), "uu": ([], 2),
}


@pytest.mark.parametrize(("keys", "expected"), ANSWERED.items(), ids=repr)
def test_keys_are_answers_and_each_is_written(out: Path, keys: str, expected: tuple[list[str], int]) -> None:
    kinds, shown = expected
    done = review(out, keys)
    assert done.exit_code == 0 and done.output.count("s same · n not the same") == shown
    given = read_decisions(out / "decisions.toml").given
    assert [decision.kind for decision in given] == kinds
    assert all(d.who == "Ada" and "a claim in common" in d.why for d in given)
    assert ("x" in keys) == ("'x' is none of" in done.output)


def test_both_sides_are_shown_with_their_sentences(out: Path) -> None:
    shown = review(out, "q").output
    assert "[Corvid Token Hub] founded Nest.  (a)" in shown or "Orbix founded [Velda Sound Hub].  (c)" in shown
    assert "Company, in 1 article" in shown


def test_builds_apply_what_was_decided_and_never_lose_it(out: Path) -> None:
    before = entities(out)
    mine = "# mine\n[[retype]]  # why not\nnames = ['Nest']\nclass = 'City'\n"
    (out / "decisions.toml").write_text(mine, encoding="utf-8")
    review(out, "ss")
    written = (out / "decisions.toml").read_text(encoding="utf-8")
    assert written.startswith(mine)
    building.build((), out)
    assert len(entities(out)) == len(before) - 2
    assert (out / "decisions.toml").read_text(encoding="utf-8") == written
    with open_store(out / "store") as store:
        assert bool(store.query("ASK { entity:Nest a kg:City . entity:Token_Hub dcterms:isReplacedBy "
                                "entity:Corvid_Token_Hub }"))
    assert "nothing is unsure" in review(out, "s").output
    (out / "decisions.toml").unlink()
    building.build((), out)
    assert entities(out) == before


def test_a_build_with_decisions_brought_forward_is_a_clean_one(out: Path, tmp_path: Path) -> None:
    review(out, "sn")
    building.build((), out)
    clean = tmp_path / "clean"
    building.build([tmp_path / "news"], clean, building.Settings(exports="none", decisions=out / "decisions.toml"))
    with open_store(out / "store") as one, open_store(clean / "store") as other:
        assert set(map(str, one.quads())) == set(map(str, other.quads()))


def test_wrong_decisions_stop_a_build_before_it_changes_anything(out: Path) -> None:
    before = entities(out)
    for text, told in (("[[same]]\nnames = ['a']\n", "decisions.toml:1: same: two names"),
                       ("[[retype]]\nnames = ['a']\nclass = 'X'\n", "decisions.toml:1: the ontology has no class 'X'")):
        (out / "decisions.toml").write_text(text, encoding="utf-8")
        done = CliRunner().invoke(app, ["build", "-o", str(out)])
        assert done.exit_code == 2 and told in done.stderr
        assert entities(out) == before
    done = CliRunner().invoke(app, ["build", "-o", str(out), "--decisions", str(out / "none.toml")])
    assert done.exit_code == 2 and "no decisions at" in done.stderr


def test_answers_settle_what_follows_from_them_and_may_not_contradict(out: Path) -> None:
    links, claims_of, path = building.links_of(out)
    asked = Review(links, claims_of, path, "Ada")
    first, _ = asked.questions()
    asked.answer(first, "same")
    assert len(list(asked.questions())) == 1
    with pytest.raises(DecisionError, match="not the same"):
        asked.answer(first, "not-same")
    assert [decision.kind for decision in read_decisions(path).given] == ["same"]


def test_no_graph(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["resolve", str(tmp_path / "none")])
    assert done.exit_code == 2 and "run kg build" in done.stderr and not (tmp_path / "none").exists()
