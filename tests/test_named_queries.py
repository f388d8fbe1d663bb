"""The queries that come with kg: documented, bound, and right on the world made by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import Run
from graph_world import CLAIMS, ENGLISH, FOUNDED, ORBIX, RAISED, world

from kg import vocab
from kg.lookup.binding import TYPES, BindingError, parse, variables
from kg.lookup.named import named, named_query, read_query, standalone
from kg.lookup.plan import plan
from kg.store import Oxigraph, write_store

RUMOUR = FOUNDED.with_(predicate=CLAIMS[3].predicate, object=CLAIMS[3].object, modality="possible", time=None)
"""That Orbix may buy Kestrel, which a later sentence of the world denies."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named")
    write_store(folder / "store", world(claims=[*CLAIMS, RUMOUR]))
    return folder


WANTED: list[tuple[str, tuple[str, ...], int, str]] = [
    # query, bindings, rows, what one of them holds
    ("card", ("name=Orbix",), 1, "Orbix,kg:created,Lumen Lab,2"),
    ("card", ("name=Lumen Lab",), 2, '"1,500,000 EUR"'),
    ("card", ("name=Orbix", "language=zh"), 1, "奥比克斯,kg:created"),
    ("names", ("name=orbix",), 6, "also,Orbix Inc"),
    ("timeline", ("name=Orbix",), 5, "2021-01-01,Orbix,kg:created,Lumen Lab,asserted,Orbix founded Lumen Lab in 2021."),
    ("timeline", ("name=Orbix", "since=2022"), 3, "2024-03-05,Orbix,kg:sued,Kestrel,negated"),
    ("timeline", ("name=Orbix", "until=2022"), 1, "2021-01-01"),
    ("says", (), 1, "Daily Post,Lumen Lab,kg:raisedFunding,1.50 million euros,asserted,2024-03-05"),
    ("says", ("name=Daily Post", "since=2024"), 1, "Daily Post"),
    ("says", ("name=Orbix",), 0, ""),
    ("sources", (), 1, "Daily Post,1,1,0,0,0"),
    ("unsettled", (), 4, "denied,Orbix,kg:acquired,Kestrel,2024-03-05,Orbix denied buying Kestrel."),
    ("unsettled", ("name=Kestrel", "only=negated"), 1, "negated,Orbix,kg:sued"),
    ("denials", (), 1, "possible,Orbix,kg:acquired,Kestrel,2024-03-05,Orbix denied buying Kestrel."),
    ("denials", ("name=Lumen Lab",), 0, ""),
    ("denials", (f"claim={vocab.claim_iri(RUMOUR.id)}",), 1, RUMOUR.id),
    ("disputed", (), 0, ""),
    ("figures", (), 1, "Lumen Lab,kg:raisedFunding,1500000,,EUR,2024-03-05,asserted"),
    ("figures", ("name=Lumen Lab", "only=EUR"), 1, "Lumen Lab"),
    ("figures", ("only=USD",), 0, ""),
    ("paths", ("from=Orbix", "to=Lumen Lab"), 1, "1,kg:created"),
    ("paths", ("from=Orbix", "to=Kestrel"), 0, ""),
    ("corroborated", (), 1, "2,Orbix,kg:created,Lumen Lab"),
    ("corroborated", ("sources=3",), 0, ""),
    ("new", ("since=2024-03-05",), 7, "2024-03-05,Orbix,kg:created,Lumen Lab,asserted"),
    ("new", ("since=2024-03-06",), 0, ""),
    ("leaders", ("name=Orbix",), 0, ""),
]


@pytest.mark.parametrize(("name", "bindings", "count", "told"), WANTED)
def test_named_queries_answer(
    kg: Run, graph: Path, name: str, bindings: tuple[str, ...], count: int, told: str) -> None:
    words = [word for binding in bindings for word in ("--bind", binding)]
    done = kg("query", name, *words, "-s", graph, "-f", "csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    assert len(rows) == count
    assert told in done.stdout.replace(vocab.KG, "kg:")


def test_every_named_query_is_asked_here() -> None:
    assert {name for name, *_ in WANTED} == set(named())


@pytest.mark.parametrize("name", sorted(named()))
def test_named_queries_are_documented(name: str) -> None:
    query = named_query(name)
    assert query.title.endswith(".")
    assert {parameter.type for parameter in query.parameters} <= set(TYPES)
    assert {parameter.name for parameter in query.parameters} <= variables(query.sparql)
    assert all(parameter.help for parameter in query.parameters)


def test_the_list_names_them_with_what_they_take(kg: Run) -> None:
    told = kg("query", "--list").stdout
    assert all(re.search(rf"^{name} ", told, re.M) for name in named())
    assert "name=... [since=...]" in told
    listed: list[dict[str, Any]] = json.loads(kg("query", "--list", "--json").stdout)
    assert {query["name"] for query in listed} == set(named())


@pytest.mark.parametrize(("words", "code", "told"), [
    (("timelin",), 2, "no query is called 'timelin'; did you mean timeline?"),
    (("timeline",), 2, "timeline needs --bind name=..."),
    (("timeline", "-b", "nme=x"), 2, "timeline has no parameter 'nme': it has name, since, until"),
    (("timeline", "-b", "name=Nobody"), 1, "name: nothing is called 'Nobody'"),
    (("new", "-b", "since=soon"), 2, "since: not a date: 'soon'"),
    (("new", "-b", "since"), 2, "not NAME=VALUE"),
    (("ASK { ?x ?y ?z }", "-b", "w=1"), 2, "the query has no parameter 'w': it has x, y, z"),
    (("SELECT * {\n ?s kg:x ", "-b", "s=1"), 2, "line 2, column "),
])
def test_what_is_wrong_with_a_binding_is_told(kg: Run, graph: Path, words: tuple[str, ...], code: int,
                                              told: str) -> None:
    done = kg("query", *words, "-s", graph)
    assert (done.exit_code, done.stdout) == (code, "")
    assert told in done.stderr and "Traceback" not in done.stderr


def test_parameters_of_a_file(kg: Run, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("# Mine.\n# $who entity: of whom\nSELECT ?what { $who kg:created ?what ", encoding="utf-8")
    broken = kg("query", f"@{file}", "-b", "who=Orbix", "-s", graph)
    assert broken.exit_code == 2 and f"{file}: line 3, column " in broken.stderr
    file.write_text(file.read_text(encoding="utf-8") + "}", encoding="utf-8")
    assert "entity:Lumen_Lab" in kg("query", f"@{file}", "-b", "who=Orbix", "-s", graph).stdout
    file.write_text("# $who colour: of whom\nASK {}", encoding="utf-8")
    assert kg("query", f"@{file}", "-s", graph).exit_code == 2


def test_a_name_of_two_things_is_refused() -> None:
    from dataclasses import replace

    from graph_world import ENTITIES

    store = Oxigraph()
    store.load(world(entities=[*ENTITIES[:2], replace(ENTITIES[2], labels={"en": "Lumen Lab"}), *ENTITIES[3:]]))
    with pytest.raises(BindingError, match="2 things are called 'Lumen Lab': give one of entity:Kestrel, entity:Lumen"):
        named_query("card").bound(store, [parse("name=Lumen Lab")])


def test_queries_run_anywhere_with_the_prefixes_they_need() -> None:
    text = standalone(named_query("names").bound(world_store(), [parse("name=Orbix")]))
    assert text.startswith("PREFIX kg: <") and "PREFIX oa:" not in text
    assert standalone(text) == text
    assert standalone("ASK {}") == "ASK {}\n"


def world_store() -> Oxigraph:
    store = Oxigraph()
    store.load(world())
    return store


def test_explain_shows_the_query_its_steps_and_what_they_match(kg: Run, graph: Path) -> None:
    told = kg("query", "SELECT ?o { ?s kg:created ?o OPTIONAL { ?s kg:leads $x } FILTER(?o != 'a b') }", "--explain",
              "-b", "x:iri=entity:Orbix", "-s", graph).stdout
    assert "PREFIX kg: <" in told and f"?s kg:leads <{ORBIX}>" in told
    assert re.search(r"\?s kg:created \?o +1\n", told) and re.search(r"\?s kg:leads entity:Orbix +0\n", told)
    assert "LeftJoin" in told and "1 answer in" in told
    found = json.loads(kg("query", "says", "--explain", "--json", "-s", graph).stdout)
    assert found["answers"] == 1 and any(step["matches"] == 1 for step in found["steps"])


@pytest.mark.parametrize("name", sorted(named()))
def test_every_named_query_can_be_explained(name: str) -> None:
    store = world_store()
    given = [parse(f"{p.name}={'2024' if p.type == 'date' else 'Orbix'}") for p in named_query(name).parameters
             if p.type in ("entity", "date") and p.default is None]
    found = plan(store, named_query(name).bound(store, given))
    assert found.steps[0].text == "SelectQuery" and found.answers >= 0


def test_markdown_and_parquet(kg: Run, graph: Path, tmp_path: Path) -> None:
    lines = kg("query", "corroborated", "-s", graph, "-f", "md").stdout.splitlines()
    assert lines == ["| support | subject | property | object |", "| --- | --- | --- | --- |",
                     "| 2 | Orbix | kg:created | Lumen Lab |"]
    headline = kg("query", "SELECT ?t { ?a schema:headline ?t }", "-s", graph, "-f", "md").stdout
    assert 'Orbix "founds" \\</script\\> a lab' in headline
    file = tmp_path / "figures.parquet"
    assert kg("query", "figures", "-s", graph, "-f", "parquet", "-o", file).output == ""
    table = pd.read_parquet(file)
    assert list(table["unit"]) == ["EUR"] and float(table["number"][0]) == 1_500_000
    assert table["upTo"].isna().all() and table["date"][0].isoformat() == ENGLISH.published
    piped = kg("query", "figures", "-s", graph, "-f", "parquet")
    assert piped.stdout_bytes == file.read_bytes()


def test_only_a_table_is_parquet(kg: Run, graph: Path, tmp_path: Path) -> None:
    done = kg("query", "ASK {}", "-s", graph, "-f", "parquet", "-o", tmp_path / "x.parquet")
    assert done.exit_code == 2 and "only the answer of a SELECT is a table" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_it_says_what_to_install(kg: Run, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    done = kg("query", "says", "-s", graph, "-f", "parquet")
    assert (done.exit_code, done.stderr) == (2, "kg: Parquet needs pyarrow: pip install 'kg[tables]'\n")


def test_a_query_without_a_head_takes_its_variables() -> None:
    query = read_query("SELECT ?a { ?a ?b 1 }")
    assert [str(parameter) for parameter in query.parameters] == ["[a=...]", "[b=...]"]
    assert RAISED.id not in query.sparql
