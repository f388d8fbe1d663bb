"""Parts of a graph, and the formats that are read from a store row by row."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from conftest import Run
from graph_world import CLAIMS, DENIED, ENGLISH, ENTITIES, FOUNDED, FOUNDED_ZH, KESTREL, LUMEN, ONTOLOGY, ORBIX, world

from kg import vocab
from kg.export import select, to_format
from kg.lookup import LookupFailure
from kg.lookup.statements import rows
from kg.store import Oxigraph
from kg.validate import check

RDF = ["ttl", "ttl12", "trig", "nq", "nt", "jsonld", "rdf", "graphml", "gexf"]


@pytest.fixture(scope="module")
def store() -> Oxigraph:
    store = Oxigraph()
    store.load(world())
    return store


def claims(store: Oxigraph) -> set[str]:
    return {row["c"].value.rpartition("/")[2] for row in rows(store, "SELECT ?c { ?c a kg:Claim }")}


def ids(*several: object) -> set[str]:
    return {claim.id for claim in several}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("about", "hops", "since", "wanted"), [
    ("Kestrel", 1, None, ids(DENIED, CLAIMS[4])),
    ("Kestrel", 2, None, ids(DENIED, CLAIMS[4], FOUNDED, FOUNDED_ZH)),
    ("Kestrel", 3, None, ids(*CLAIMS[:6])),
    ("Orbix", 1, "2024-03-05", ids(FOUNDED, DENIED, CLAIMS[4])),
    (None, 1, "2024", ids(*CLAIMS) - ids(FOUNDED_ZH)),
    (None, 1, "2025", set()),
    (None, 1, None, ids(*CLAIMS)),
])
def test_a_part_has_the_claims_asked_for(store: Oxigraph, about: str | None, hops: int, since: str | None,
                                         wanted: set[str]) -> None:
    part = select(store, about, hops, since)
    assert claims(part) == wanted
    assert set(part.quads()) <= set(store.quads())
    assert check(part, ONTOLOGY).conforms


def test_a_part_has_what_its_claims_rest_on_and_no_fact_of_others(store: Oxigraph) -> None:
    part = select(store, "Kestrel")
    assert not part.query("ASK { ?s kg:created ?o }") and not part.query("ASK { ?f a kg:Fact }")
    assert part.query(f"ASK {{ <{ORBIX}> skos:prefLabel 'Orbix'@en . ?a schema:text ?t ; schema:headline ?h }}")
    assert select(store, "Lumen Lab").query(f"ASK {{ <{ORBIX}> kg:created <{LUMEN}> . ?f kg:support ?n }}")


def test_a_part_has_no_article_that_its_claims_are_not_of(store: Oxigraph) -> None:
    part = select(store, "Kestrel", since="2024-03-05")
    sources = {row["a"] for row in rows(part, "SELECT ?a { ?claim prov:wasDerivedFrom/oa:hasSource ?a }")}
    assert sources and sources < {row["a"] for row in rows(store, "SELECT ?a { ?a a schema:NewsArticle }")}
    for asked in ("?a schema:text ?text", "?run prov:used ?a . ?a a schema:NewsArticle", "?g prov:wasDerivedFrom ?a . "
                  "?g a prov:Bundle"):
        assert {row["a"] for row in rows(part, f"SELECT ?a {{ {asked} }}")} == sources


def test_a_part_of_nothing_is_told(store: Oxigraph) -> None:
    with pytest.raises(LookupFailure, match="did you mean Orbix"):
        select(store, "Orbit")


@pytest.mark.parametrize("form", RDF)
def test_rdf_and_networks_are_what_the_library_writes(kg: Run, graph: Path, tmp_path: Path, form: str) -> None:
    from kg.cli.formats import OF_QUADS

    assert kg("export", "-f", form, "-s", graph).stdout_bytes == to_format(world(), OF_QUADS[form])
    assert kg("export", "-f", form, "-s", graph, "-o", tmp_path / "x", "-q").output == ""
    assert (tmp_path / "x").read_bytes() == to_format(world(), OF_QUADS[form])


@pytest.mark.parametrize(("name", "form"), [
    ("turtle", "ttl"), ("Turtle", "ttl"), ("nquads", "nq"), ("N-Quads", "nq"), ("ntriples", "nt"), ("n-triples", "nt"),
    ("json-ld", "jsonld"), ("rdf/xml", "rdf"), ("rdfxml", "rdf"), ("xml", "rdf"), ("turtle12", "ttl12"),
    ("TriG", "trig"), ("csv", "claims-csv"), ("claims_csv", "claims-csv"), ("markdown", "report")])
def test_a_format_goes_by_its_usual_names(kg: Run, graph: Path, name: str, form: str) -> None:
    done = kg("export", "-f", name, "-s", graph)
    assert done.exit_code == 0 and done.stdout_bytes == kg("export", "-f", form, "-s", graph).stdout_bytes


@pytest.mark.usefixtures("stand_in")
def test_a_build_of_files_gives_them_unless_they_were_changed(kg: Run, tmp_path: Path) -> None:
    article, out = tmp_path / "a.txt", tmp_path / "out"
    article.write_text("Orbix founded Lumen Lab.", encoding="utf-8")
    assert kg("build", article, "-o", out, "-q").exit_code == 0
    written = {form: (out / f"graph.{form}").read_bytes() for form in ("ttl", "nq", "graphml")}
    for spoil in (lambda file: None, lambda file: file.write_bytes(b"spoilt"), Path.unlink):
        for form, wanted in written.items():
            spoil(out / "store" / "current" / f"graph.{form}")
            assert kg("export", "-f", form, "-s", out).stdout_bytes == wanted
    assert b"Orbix" in kg("export", "-s", out, "--about", "Orbix").stdout_bytes


@pytest.mark.parametrize("name", ["docx", "", "-", "turtle13"])
def test_another_format_is_refused_with_those_there_are(kg: Run, graph: Path, name: str) -> None:
    done = kg("export", "-f", name, "-s", graph)
    assert done.exit_code == 2 and "claims-csv" in done.output


def test_tables_load_in_pandas(kg: Run, graph: Path, tmp_path: Path) -> None:
    for name, count in (("claims", len(CLAIMS)), ("entities", 9)):
        for form in ("csv", "parquet"):
            file = tmp_path / f"{name}.{form}"
            assert kg("export", "-f", f"{name}-{form}", "-s", graph, "-o", file).stdout == f"{file}\n"
        table = pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False)
        typed = pd.read_parquet(tmp_path / f"{name}.parquet")
        assert len(table) == len(typed) == count
        assert list(table.columns) == list(typed.columns)
        assert list(table["id"]) == list(typed["id"]) and table["id"].is_unique
    claim = pd.read_csv(tmp_path / "claims.csv").set_index("id").loc[FOUNDED.id]
    assert (claim.subject, claim.subject_label, claim.property, claim.object_text) == (
        ORBIX, "Orbix", "kg:created", "Lumen Lab")
    assert (claim.confidence, claim.support, claim.published) == (0.93, 2, ENGLISH.published)
    assert ENGLISH.text[claim.start:claim.end] == claim.sentence
    assert claim.title == ENGLISH.title
    told = pd.read_csv(tmp_path / "entities.csv")
    orbix = told[told.entity_id == ORBIX]
    assert set(zip(orbix.prop, orbix.value, strict=True)) == {
        ("name", "Orbix"), ("name", "奥比克斯"), ("alias", "Orbix Inc"), ("sameAs", vocab.WD + "Q1"), ("created", LUMEN)}
    assert set(orbix.schema) == {"Company"} and orbix.set_index("prop").loc["created"].support == 2


def test_neo4j_files_join(kg: Run, graph: Path, tmp_path: Path) -> None:
    assert kg("export", "-f", "neo4j", "-s", graph).exit_code == 2
    assert kg("export", "-f", "neo4j", "-s", graph, "-o", tmp_path / "neo").exit_code == 0
    with (tmp_path / "neo" / "nodes.csv").open(encoding="utf-8", newline="") as file:
        nodes = {row["iri:ID"]: row for row in csv.DictReader(file)}
    with (tmp_path / "neo" / "relationships.csv").open(encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))
    assert len(edges) == len(CLAIMS)
    graph_ = nx.MultiDiGraph([(edge[":START_ID"], edge[":END_ID"], edge) for edge in edges])
    assert set(graph_) == set(nodes)
    assert nodes[ORBIX] | {"name": ""} == {"iri:ID": ORBIX, "name": "", "class": "Company", ":LABEL": "Company"}
    denied = next(edge for edge in edges if edge["claim"] == DENIED.id)
    assert (denied[":START_ID"], denied[":END_ID"], denied[":TYPE"], denied["status"]) == (
        ORBIX, KESTREL, "acquired", "denied")


def test_the_report_escapes_what_articles_say(kg: Run, tmp_path: Path) -> None:
    from kg.store import write_store

    hostile = replace(ENTITIES[0], labels={"en": "# <script>alert(1)</script> [x](javascript:y)\n\n## z"})
    write_store(tmp_path / "store", world(entities=[hostile, *ENTITIES[1:]]))
    lines = kg("export", "-f", "report", "-s", tmp_path).stdout.splitlines()
    assert "# Claims" in lines and "- Orbix \"founds\" \\</script\\> a lab, Daily Post, 2024\\-03\\-05" in lines
    headings = [line for line in lines if line.startswith("#")]
    assert len(headings) == 2 + 3
    assert r"## \# \<script\>alert\(1\)\</script\> \[x\]\(javascript:y\) \#\# z (Company)" in headings
    assert any(line.startswith(r"- **kg:created** Lumen Lab") for line in lines)
    assert any(line.startswith("  > Orbix founded Lumen Lab in 2021\\. — ") for line in lines)


def test_parts_on_the_command_line(kg: Run, graph: Path) -> None:
    done = kg("export", "-s", graph, "-f", "claims-csv", "--about", "Kestrel", "--since", "2024")
    assert len(done.stdout.splitlines()) == 3
    assert len(kg("export", "-s", graph, "-f", "claims-csv", "--about", "Kestrel", "--hops", 2).stdout.splitlines()) == 5
    assert kg("export", "-s", graph, "--about", "Kestral").exit_code == 1
    late = kg("export", "-s", graph, "--since", "soon")
    assert late.exit_code == 2 and "--since: not a date: 'soon'" in late.stderr
    assert json.loads(kg("export", "-s", graph, "--json", "--about", "Kestrel").stdout)
