"""The queries of docs/queries on the graph of seeds/, as the trained pipeline builds it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.build import BuildReport, Settings, build
from kg.store import Oxigraph, open_store

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[1]
QUERIES = ROOT / "docs" / "queries"
FILES = ("claims.jsonl", "graph.ttl", "graph.trig", "graph.nq", "graph.jsonld", "graph.graphml", "graph.html")
Row = dict[str, str]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    return build([ROOT / "seeds"], tmp_path_factory.mktemp("seeds"), Settings())


@pytest.fixture(scope="module")
def store(report: BuildReport) -> Iterator[Oxigraph]:
    with open_store(report.files["store"]) as opened:
        yield opened


def answer(store: Oxigraph, sparql: str) -> list[Row]:
    """The solutions as text, IRIs by their last part; what is not bound is left out."""
    solutions = store.query(sparql)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: term.value.rpartition("#")[2].rpartition("/")[2] if name in ("property", "status") else term.value
             for name, term in zip(names, solution, strict=True) if term is not None} for solution in solutions]


def asked(store: Oxigraph, file: str) -> list[Row]:
    return answer(store, (QUERIES / f"{file}.rq").read_text(encoding="utf-8"))


def columns(rows: list[Row], *names: str) -> set[tuple[str, ...]]:
    return {tuple(row.get(name, "") for name in names) for row in rows}


def test_every_query_has_an_answer_and_a_line_in_the_readme(store: Oxigraph) -> None:
    readme = (QUERIES / "README.md").read_text(encoding="utf-8")
    for file in sorted(QUERIES.glob("*.rq")):
        assert asked(store, file.stem), file.name
        assert f"]({file.name})" in readme


def test_who_leads(store: Oxigraph) -> None:
    assert columns(asked(store, "who-leads"), "leader") == {("Eddie Wu",)}


def test_figures_have_units_and_dates(store: Oxigraph) -> None:
    rows = asked(store, "figures")
    assert all(row["number"] and row["unit"] and row["date"] for row in rows)
    assert columns(rows, "thing", "property", "number", "unit", "date", "status") >= {
        ("Alibaba Group", "investedIn", "380000000000", "CNY", "2025-12-29", "planned"),
        ("Anthropic", "valuedAt", "380000000000", "USD", "2026-02", "asserted"),
        ("OpenAI", "raisedFunding", "110000000000", "USD", "2026-02", "asserted"),
        ("Microsoft", "acquired", "26200000000", "USD", "2016-12", "asserted"),
        ("Alibaba Cloud", "hasFigure", "20", "%", "2025-12-29", "asserted"),
        ("Quark (app)", "hasFigure", "200000000", "user", "2025-02-20", "asserted"),
        ("State Administration for Market Regulation", "fined", "18228000000", "CNY", "2021-04", "asserted"),
    }


def test_what_one_outlet_is_the_source_of(store: Oxigraph) -> None:
    rows = asked(store, "source")
    assert columns(rows, "subject", "property", "object") >= {
        ("Qianwen", "integratedWith", "Taobao"), ("亚马逊", "sued", "Perplexity"),
    }
    # The lines after "It has been reported by TMTPost that ..." are its report too, so not every sentence names it.
    assert sum("TMTPost" in row["sentence"] or "钛媒体" in row["sentence"] for row in rows) >= 3


def test_what_is_denied(store: Oxigraph) -> None:
    rows = asked(store, "denied")
    assert ("Alibaba Group", "investedIn", "DeepSeek", "Alibaba Group") in columns(
        rows, "subject", "property", "object", "source")
    assert {"Alibaba denied that it planned to invest in DeepSeek.", "阿里巴巴否认将投资DeepSeek。"} <= {
        row["sentence"] for row in rows}


def test_only_what_is_asserted_is_a_plain_triple(store: Oxigraph) -> None:
    facts = columns(asked(store, "facts"), "property", "thing")
    assert {("created", "Alibaba Token Hub"), ("investedIn", "Moonshot AI"), ("foundedOn", "1999")} <= facts
    assert not {thing for property_, thing in facts if property_ == "investedIn"} & {"DeepSeek", "深度求索"}
    assert store.query("ASK { entity:Alibaba_Group kg:created entity:Alibaba_Token_Hub }")
    assert not store.query("ASK { entity:Alibaba_Group kg:investedIn entity:DeepSeek }")
    assert not store.query("ASK { ?thing kg:alsoKnownAs ?name }")
    assert not store.query("ASK { ?thing ?property ?thing . ?fact a kg:Fact ; rdf:predicate ?property }")


@pytest.mark.parametrize(("english", "chinese", "cls"), [
    ("Eddie Wu", "吴泳铭", "Person"), ("Zhou Chang", "周畅", "Person"), ("TMTPost", "钛媒体", "NewsOutlet"),
    ("Qianwen", "千问", "SoftwareProduct"), ("Alibaba Group", "阿里巴巴集团", "Company"),
    ("DeepSeek", "深度求索", "Company"), ("Satya Nadella", "萨提亚·纳德拉", "Person"),
])
def test_one_thing_in_two_languages(store: Oxigraph, english: str, chinese: str, cls: str) -> None:
    found = answer(store, f'SELECT ?name ?thing {{ VALUES ?name {{ "{english}"@en "{chinese}"@zh }} '
                          f"?thing skos:prefLabel|skos:altLabel ?name ; a kg:{cls} }}")
    assert len(found) == 2
    assert len(columns(found, "thing")) == 1


def test_a_unit_is_called_one(store: Oxigraph) -> None:
    assert store.query("ASK { entity:Alibaba_Token_Hub a kg:BusinessUnit }")


def test_the_graph_conforms(report: BuildReport) -> None:
    assert report.conforms
    assert len(report.validation.warnings) <= 3, [str(warning) for warning in report.validation.warnings]


def test_same_articles_same_bytes(tmp_path: Path) -> None:
    """Over Python's hash seed, and whether one process reads the articles or two."""
    articles = [str(ROOT / "seeds" / name) for name in ("token-hub.md", "zh-deepseek.txt", "zh-shopping.md")]
    script = ("import sys; from pathlib import Path; from kg.build import Settings, build\n"
              "if __name__ == '__main__': build(sys.argv[3:], Path(sys.argv[1]), Settings(jobs=int(sys.argv[2])))")
    (tmp_path / "run.py").write_text(script, encoding="utf-8")
    folders = []
    for seed, jobs in (("1", "1"), ("2", "1"), ("3", "2")):
        folders.append(tmp_path / f"{seed}-{jobs}")
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, tmp_path / "run.py", folders[-1], jobs, *articles], check=True, env=env)
    for one, other in pairwise(folders):
        assert [file for file in FILES if (one / file).read_bytes() != (other / file).read_bytes()] == []
