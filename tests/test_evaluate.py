"""Claims against gold: when names match, what is counted, and that every figure follows from the counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from kg.evaluate import EvaluationError, Score, evaluate, read_claims, read_gold
from kg.evaluate.names import same, to_names, to_number

Run = Callable[..., Result]
TEXT = "Orbix created Lumen Lab in 2021. Orbix acquired Kestrel. Orbix paid 5 million dollars for Kestrel."


def claim(subject: str, prop: str, object_: str, **more: Any) -> dict[str, Any]:
    """A claim in the form of `kg extract`; its sentence is the first that holds its object."""
    start = TEXT.index(object_) if object_ in TEXT else 0
    sentence = {"text": "", "start": start, "end": start + len(object_)}
    return {"doc": "a", "sentence": sentence, "subject": {"text": subject}, "predicate": {"id": prop},
            "object": {"text": object_}, "polarity": "affirmed", "modality": "asserted", **more}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def score(tmp_path: Path, gold: list[dict[str, Any]], claims: list[dict[str, Any]], **more: Any) -> Any:
    files = write(tmp_path / "gold.jsonl", gold), write(tmp_path / "claims.jsonl", claims)
    return evaluate(read_gold(files[0]), read_claims(files[1]), **more)


@pytest.mark.parametrize(("one", "other", "equal"), [
    ("Alibaba", "alibaba", True), ("the Alibaba Token Hub", "Alibaba Token Hub", True),
    ("Alibaba’s Token Hub unit", "Alibaba Token Hub", True), ("“Qwen”", "Qwen", True), ("Ｑｗｅｎ", "Qwen", True),
    ("Alibaba Cloud", "Alibaba", False), ("Alibaba", "Tencent", False),
    ("Token Alibaba Hub", "Alibaba Token Hub", False),
    ("阿里巴巴集团", "阿里巴巴", True), ("阿里云", "阿里巴巴", False), ("The The", "the", True), ("", "Qwen", False),
])
def test_names(one: str, other: str, equal: bool) -> None:
    assert same(to_names([one]), to_names([other])) is equal
    assert same(to_names([other]), to_names([one])) is equal


@pytest.mark.parametrize(("given", "number"), [
    ("CNY 380000000000", "3.8E+11"), ("1,500.50", "1500.5"), ("about ten", None), (None, None), ("5e6", "5E+6"),
    (20, "2E+1")])
def test_numbers(given: object, number: str | None) -> None:
    found = to_number(given)
    assert (None if found is None else str(found)) == number


GOLD = [
    {"id": "1", "article": "a", "subject": "Orbix", "predicate": "created", "object": "Lumen Lab",
     "start": 0, "end": 32, "subject_aliases": ["Orbix Inc"], "time": {"iso": "2021"}, "attribution": "Daily Post"},
    {"id": "2", "article": "a", "subject": "Orbix", "predicate": "acquired", "object": "Kestrel",
     "start": 33, "end": 56, "predicate_ok": ["owns", "^subsidiaryOf"], "modality": "denied",
     "modality_ok": ["planned"]},
    {"id": "3", "article": "a", "subject": "Orbix", "predicate": "kg:investedIn", "object": "Kestrel",
     "value": "USD 5000000", "importance": "extra",
     "alt": [{"subject": "Kestrel", "predicate": "valuedAt", "object": "5 million dollars"}]},
    {"id": "4", "article": "a", "subject": "Orbix", "predicate": "open:pay", "object": "5 million dollars"},
]


@pytest.mark.parametrize(("given", "matched"), [
    (claim("Orbix Inc", "kg:created", "Lumen Lab"), "1"),
    (claim("It", "kg:created", "Lumen Lab") | {"subject": {"text": "It", "antecedent": {"text": "Orbix"}}}, "1"),
    (claim("Orbix", "kg:owns", "Kestrel"), "2"),
    (claim("Kestrel", "kg:subsidiaryOf", "Orbix") | {"sentence": {"start": 40, "end": 50}}, "2"),
    (claim("Orbix", "kg:investedIn", "5m") | {"object": {"text": "5m", "value": "5000000.0", "unit": "USD"}}, "3"),
    (claim("Kestrel", "kg:valuedAt", "5 million dollars"), "3"),
    (claim("Orbix", "kg:sued", "Kestrel"), None),
    (claim("Kestrel", "kg:acquired", "Orbix"), None),
    (claim("Orbix", "kg:created", "Lumen Lab") | {"sentence": {"start": 60, "end": 90}}, None),
])
def test_what_matches(tmp_path: Path, given: dict[str, Any], matched: str | None) -> None:
    done = score(tmp_path, GOLD, [given])
    assert done.total.right == (matched is not None)
    assert set(done.missed) == {"1", "2"} - {matched}


def test_counts_and_figures(tmp_path: Path) -> None:
    claims = [claim("Orbix", "kg:created", "Lumen Lab"), claim("Orbix", "kg:created", "Kestrel"),
              claim("Orbix", "open:pay", "5 million dollars"), claim("X", "kg:created", "Y") | {"doc": "b"}]
    done = score(tmp_path, GOLD, claims)
    assert done.total == Score(gold=2, found=1, claims=2, right=1) and done.ignored == 1
    assert (done.total.precision, done.total.recall, done.total.f1) == (0.5, 0.5, 0.5)
    assert done.properties["kg:created"] == Score(gold=1, found=1, claims=2, right=1)
    assert done.properties["kg:acquired"] == Score(gold=1)
    assert score(tmp_path, GOLD, claims, open_too=True).total == Score(gold=3, found=2, claims=3, right=2)
    assert Score().f1 == Score().precision == Score().recall == 0.0


def test_slots_are_counted_among_matches(tmp_path: Path) -> None:
    details = {"time": {"iso": "2021-03"}, "attribution": {"text": "the Daily Post"}}
    claims = [claim("Orbix", "kg:created", "Lumen Lab", **details),
              claim("Orbix", "kg:acquired", "Kestrel", modality="possible")]
    assert score(tmp_path, GOLD, claims).slots == {
        "polarity": (2, 2), "modality": (1, 2), "attribution": (1, 1), "time": (1, 1)}


def test_claims_are_gold_for_themselves(tmp_path: Path) -> None:
    claims = [claim("Orbix", "kg:created", "Lumen Lab"), claim("Orbix", "kg:acquired", "Kestrel", modality="planned")]
    done = score(tmp_path, claims, claims)
    assert done.total.f1 == 1.0 and done.missed == () and done.slots == {"polarity": (2, 2), "modality": (2, 2)}


@pytest.mark.parametrize(("line", "told"), [
    ('{"doc": ', ":2: not JSON"), ('{"doc": "a"}', ":2: no 'subject'"), ('[1]', ":2: not a claim"),
    ('{"doc": "a", "subject": 1, "object": 2, "predicate": 3}', ":2: not a claim"),
])
def test_a_bad_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    file = write(tmp_path / "c.jsonl", [claim("Orbix", "kg:created", "Lumen Lab")])
    file.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")
    for read in (read_gold, read_claims):
        with pytest.raises(EvaluationError, match=told):
            read(file)


def test_the_command(kg: Run, tmp_path: Path) -> None:
    gold, claims = write(tmp_path / "gold.jsonl", GOLD), tmp_path / "claims.jsonl"
    write(claims, [claim("Orbix", "kg:created", "Lumen Lab")])
    shown = kg("eval", gold, tmp_path)
    assert shown.exit_code == 0 and "all" in shown.stdout and "1.000" in shown.stdout and "polarity 1/1" in shown.stdout
    told = json.loads(kg("eval", gold, claims, "--json").stdout)
    assert told["total"] == {
        "gold": 2, "found": 1, "claims": 1, "right": 1, "precision": 1.0, "recall": 0.5, "f1": 0.6667}
    assert told["missed"] == ["2"]
    claims.write_text("{", encoding="utf-8")
    failed = kg("eval", gold, claims)
    assert (failed.exit_code, failed.stdout) == (2, "") and failed.stderr.startswith(f"kg: {claims}:1: not JSON")
    assert kg("eval", tmp_path / "none", claims).stderr == f"kg: {tmp_path / 'none'}: No such file or directory\n"
