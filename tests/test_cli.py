"""The commands: what they print where, their exit codes, and that the output of one is the input of the next."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from graph_world import DENIED, FOUNDED, LUMEN, ORBIX, world
from typer.testing import Result

from kg import __version__, vocab
from kg.cli import COMMANDS
from kg.export import FORMATS, to_format

Run = Callable[..., Result]
ARTICLE = "Orbix founded Lumen Lab. Kestrel denied founding Lumen Lab.\n\nADVERTISEMENT\n"
MAIN = [sys.executable, "-m", "kg"]


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return list(csv.reader(io.StringIO(result.stdout)))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "news-1.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


# --- Help

def test_help_lists_every_command_and_the_exit_codes(kg: Run) -> None:
    shown = kg("--help")
    assert shown.exit_code == 0 and "Exit codes: 0 done; 1 done, but" in shown.stdout
    assert all(name in shown.stdout for name in COMMANDS)
    assert kg("--version").stdout == f"kg {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(kg: Run, name: str) -> None:
    shown = kg(name, "--help")
    assert shown.exit_code == 0 and f"Example: kg {name} " in shown.stdout
    assert "--json" in shown.stdout and "--quiet" in shown.stdout


@pytest.mark.parametrize("words", [(), ("frobnicate",), ("build",), ("query",), ("export", "--format", "docx"),
                                   ("build", "x", "--jobs", "0")])
def test_wrong_usage_is_told_on_standard_error(
    kg: Run, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where no workspace is, "kg build" alone has nothing to build
    done = kg(*words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output and (done.stderr or not words)


def test_the_program_starts_without_what_only_some_commands_need() -> None:
    heavy = "{'spacy', 'numpy', 'onnxruntime', 'trafilatura', 'rdflib', 'networkx', 'pyvis'}"
    script = f"import sys, kg.cli; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "[]\n"


# --- Build and extract

@pytest.mark.usefixtures("stand_in")
def test_build_says_what_it_did_and_where_the_files_are(kg: Run, article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = kg("build", article, "-o", out)
    assert done.exit_code == 0 and done.stderr == ""
    for told in ("1 article", "2 claims: 2 of the ontology, 0 open", "asserted 1, denied 1", "1 fact",
                 "advertisement 1", "yes", str(out / "graph.html")):
        assert told in done.stdout
    assert {path.name for path in out.iterdir()} == {
        "kg.toml", "cache", "store", "claims.jsonl", "graph.html", *(file for file, _ in FORMATS.values())}


@pytest.mark.usefixtures("stand_in")
def test_build_as_json(kg: Run, article: Path, tmp_path: Path) -> None:
    told = json.loads(kg("build", article, "-o", tmp_path / "out", "--json").stdout)
    assert (told["articles"], told["claims"], told["facts"], told["conforms"]) == (1, 2, 1, True)
    assert told["problems"] == [] and told["aside"] == {"advertisement": 1}
    assert Path(told["files"]["turtle"]).is_file()


@pytest.mark.usefixtures("stand_in")
def test_quiet_builds_print_nothing(kg: Run, article: Path, tmp_path: Path) -> None:
    assert kg("build", article, "-o", tmp_path / "out", "--quiet").output == ""


@pytest.mark.usefixtures("stand_in")
def test_rdf12_adds_reifiers(kg: Run, article: Path, tmp_path: Path) -> None:
    assert kg("build", article, "-o", tmp_path / "out", "--rdf12", "-q").exit_code == 0
    assert "#reifies>" in (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")


@pytest.mark.usefixtures("stand_in")
def test_a_build_answers_queries_at_once(kg: Run, article: Path, tmp_path: Path) -> None:
    kg("build", article, "-o", tmp_path / "out")
    facts = "SELECT ?s ?o { ?s kg:created ?o }"
    assert rows(kg("query", facts, "-s", tmp_path / "out", "-f", "csv"))[1:] == [[ORBIX, LUMEN]]
    assert "denied" in kg("show", "Kestrel", "-s", tmp_path / "out").stdout


@pytest.mark.usefixtures("stand_in")
def test_the_same_articles_give_the_same_bytes(kg: Run, article: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert kg("build", article, "-o", tmp_path / name, "-q").exit_code == 0
    for file in (tmp_path / "one").glob("*.*"):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


@pytest.mark.usefixtures("stand_in")
def test_extract_writes_json_lines_with_exact_offsets(kg: Run, article: Path) -> None:
    done = kg("extract", article)
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0 and done.stderr == ""
    assert [claim["doc"] for claim in claims] == ["news-1", "news-1"]
    assert [claim["predicate"]["id"] for claim in claims] == ["kg:created"] * 2
    for claim in claims:
        for part in (claim["subject"], claim["object"], claim["sentence"]):
            assert ARTICLE[part["start"]:part["end"]] == part["text"]


@pytest.mark.usefixtures("stand_in")
def test_extract_keeps_the_ids_of_json_lines(kg: Run, tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    given.write_text('{"id": "kn-7", "text": "Orbix founded Lumen Lab."}\n', encoding="utf-8")
    output = tmp_path / "out.jsonl"
    output.write_text("old", encoding="utf-8")
    done = kg("extract", given, "--format", "jsonl", "--output", output)
    assert (done.exit_code, done.output) == (0, "")
    (claim,) = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    assert claim["doc"] == "kn-7" and {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out.jsonl"}


@pytest.mark.usefixtures("stand_in")
def test_extract_reads_standard_input_and_prints_tables(kg: Run) -> None:
    done = kg("extract", "-", "--format", "table", input=ARTICLE.encode())
    assert done.exit_code == 0
    assert re.search(r"stdin +Kestrel +kg:created +Lumen Lab +denied", done.stdout)


@pytest.mark.parametrize(("words", "form"), [
    ((), "wide"), (("--format", "table"), "compact"), (("--open", "none"), "none"), (("--open", "only"), "only")])
def test_the_open_form_follows_the_format(
    kg: Run, monkeypatch: pytest.MonkeyPatch, article: Path, words: tuple[str, ...], form: str) -> None:
    seen = []

    class Noting:
        def claims(self, article: object, open_form: str) -> list[object]:
            seen.append(open_form)
            return []

    monkeypatch.setattr("kg.build.extraction.extractor", lambda settings: Noting())
    assert kg("extract", article, *words).exit_code == 0
    assert seen == [form]


# --- Query

def test_query_prints_a_table_with_short_names(kg: Run, graph: Path) -> None:
    done = kg("query", "SELECT ?who ?what { ?who kg:created ?what }", "-s", graph)
    assert re.search(r"who +what", done.stdout) and re.search(r"entity:Orbix +entity:Lumen_Lab", done.stdout)


def test_query_forms(kg: Run, graph: Path, tmp_path: Path) -> None:
    ask, construct = f"ASK {{ <{ORBIX}> kg:created ?x }}", "CONSTRUCT WHERE { ?s kg:created ?o }"
    assert kg("query", ask, "-s", graph).stdout == "yes\n"
    assert json.loads(kg("query", ask, "-s", graph, "--json").stdout)["boolean"] is True
    assert "entity:Orbix kg:created entity:Lumen_Lab" in kg("query", construct, "-s", graph).stdout
    assert rows(kg("query", construct, "-s", graph, "-f", "csv"))[1:] == [[ORBIX, vocab.KG + "created", LUMEN]]
    assert json.loads(kg("query", construct, "-s", graph, "-f", "json").stdout)[0]["@id"] == ORBIX
    file = tmp_path / "q.rq"
    file.write_text(ask, encoding="utf-8")
    assert kg("query", f"@{file}", "-s", graph / "store").stdout == "yes\n"
    assert kg("query", "-", "-s", graph, input=ask).stdout == "yes\n"


def test_quiet_queries_answer_by_exit_code(kg: Run, graph: Path) -> None:
    found, nothing = "{ ?s kg:created ?o }", "{ ?s kg:sued ?o }"
    for query, code in ((f"ASK {found}", 0), (f"ASK {nothing}", 1), (f"SELECT * {nothing}", 1)):
        done = kg("query", query, "-s", graph, "--quiet")
        assert (done.exit_code, done.output) == (code, "")


@pytest.mark.parametrize(("query", "told"), [
    ("SELECT ?x {\n  ?x kg:leads ", r"line 2, column \d+: expected "),
    ("SELECT * { ?s foo:bar ?o }", r"line 1, column 15: unknown prefix foo:"),
    ("DELETE WHERE { ?s ?p ?o }", r"line 1, column 1: DELETE is refused"),
    ("SELECT (<http://x/f>(1) AS ?x) { ?s ?p ?o }", r"function <http://x/f> is not supported"),
    ("", r"the query is empty"),
    ("@missing.rq", r"missing.rq: No such file"),
])
def test_query_errors_say_where(kg: Run, graph: Path, query: str, told: str) -> None:
    done = kg("query", query, "-s", graph)
    assert done.exit_code == 2 and done.stdout == ""
    assert done.stderr.startswith("kg: ") and re.search(told, done.stderr)


@pytest.mark.parametrize("words", [
    ("query", "ASK {}"), ("show", "x"), ("explain", "a"), ("export",), ("validate",), ("view",)])
def test_without_a_graph_commands_say_how_to_get_one(kg: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = kg(*words, "-s", tmp_path / "none")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"kg: no graph at {tmp_path / 'none' / 'store'}: run kg build\n"


# --- Show and explain

def test_show_prints_a_card(kg: Run, graph: Path) -> None:
    done = kg("show", "orbix INC", "-s", graph)
    assert done.exit_code == 0
    for told in ("Orbix  Company", "奥比克斯 (zh)", "wd:Q1", "奥比克斯 (zh) · in 新闻 2 · a pair in the text", "kg:created", "2021",
                 "denied", "“Orbix founded Lumen Lab in 2021.”", "Daily Post, 2024-03-05", FOUNDED.id[:8]):
        assert told in done.stdout
    said = kg("show", "Daily Post", "-s", graph).stdout
    assert re.search(r"Says \(1\)\nLumen Lab  kg:raisedFunding", said)


def test_show_as_json_and_by_iri(kg: Run, graph: Path) -> None:
    (card,) = json.loads(kg("show", "entity:Orbix", "-s", graph, "--json").stdout)
    assert card["labels"] == {"en": "Orbix", "zh": "奥比克斯"} and card["same_as"] == [vocab.WD + "Q1"]
    claim = next(told for told in card["told"] if told["id"] == FOUNDED.id)
    assert claim["evidence"]["title"] == 'Orbix "founds" </script> a lab' and claim["time"] == "2021"


def test_show_suggests_near_names(kg: Run, graph: Path) -> None:
    done = kg("show", "Lumen", "-s", graph)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "kg: nothing is called 'Lumen'; did you mean Lumen Lab?\n"


def test_show_limits_claims(kg: Run, graph: Path) -> None:
    assert re.search(r"and \d more \(--limit 0 shows all\)", kg("show", "Orbix", "-s", graph, "--limit", 1).stdout)


def test_explain_says_how_a_claim_was_found(kg: Run, graph: Path) -> None:
    done = kg("explain", FOUNDED.id[:10], "-s", graph)
    assert done.exit_code == 0
    for told in ("[Orbix] [founded] [Lumen Lab] in 2021.", "active", "yes, from 2 independent sources in 2 articles"):
        assert told in done.stdout
    told = json.loads(kg("explain", vocab.claim_iri(DENIED.id), "-s", graph, "--json").stdout)
    assert (told["support"], told["statement"]["modality"]) == (0, "denied")
    assert "no: the claim is denied" in kg("explain", DENIED.id, "-s", graph).stdout


@pytest.mark.parametrize(("claim", "told"), [("ffffffffff", "no claim's id begins with"), ("x'y", "not a claim's id")])
def test_explain_of_no_claim(kg: Run, graph: Path, claim: str, told: str) -> None:
    done = kg("explain", claim, "-s", graph)
    assert done.exit_code == 1 and told in done.stderr


# --- Export, validate, view

@pytest.mark.parametrize("form", ["ttl", "trig", "nq", "jsonld", "graphml"])
def test_export_gives_what_a_build_writes(kg: Run, graph: Path, tmp_path: Path, form: str) -> None:
    name = next(name for name, (file, _) in FORMATS.items() if file == f"graph.{form}")
    wanted = to_format(world(), name)
    assert kg("export", "-f", form, "-s", graph).stdout_bytes == wanted
    assert kg("export", "-f", form, "-s", graph, "-o", tmp_path / "x", "-q").output == ""
    assert (tmp_path / "x").read_bytes() == wanted


PREFIX = "@prefix kg: <https://w3id.org/kg/ontology#> . "


def test_validate_tells_violations_by_exit_code(kg: Run, graph: Path, tmp_path: Path) -> None:
    assert kg("validate", "-s", graph, "--quiet").exit_code == 0
    strict = tmp_path / "strict.ttl"
    strict.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/kg/ontology#> .\n"
                      "<urn:s> sh:targetClass kg:Claim ; sh:property [ sh:path kg:nothing ; sh:minCount 1 ] .",
                      encoding="utf-8")
    done = kg("validate", "-s", graph, "--shapes", strict)
    assert done.exit_code == 1 and "violation" in done.stdout and "conforms: no" in done.stdout
    assert json.loads(kg("validate", "-s", graph, "--shapes", strict, "--json").stdout)["conforms"] is False


def test_validate_checks_files_of_others(kg: Run, graph: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(PREFIX + "<urn:c> a kg:Claim ; kg:polarity [] .", encoding="utf-8")
    for way in ("auto", "shacl", "sparql"):
        done = kg("validate", theirs, "--with", way)
        assert done.exit_code == 1 and "a claim has one subject, an IRI" in done.stdout, way
    assert kg("export", "-s", graph, "-o", tmp_path / "ours.ttl", "-q").exit_code == 0
    assert kg("validate", tmp_path / "ours.ttl").stdout == kg("validate", graph).stdout == "conforms: yes\n"
    (tmp_path / "other.ttl").write_text("<http://ex.org/a> <http://ex.org/b> 1 .", encoding="utf-8")
    assert "nothing was checked" in kg("validate", tmp_path / "other.ttl").stdout
    assert kg("validate", tmp_path / "none.ttl").stderr == f"kg: {tmp_path / 'none.ttl'}: No such file or directory\n"


def test_view_writes_the_page(kg: Run, graph: Path, tmp_path: Path) -> None:
    done = kg("view", "-s", graph, "-o", tmp_path / "page.html", "--title", "Our <news>", "--json")
    assert json.loads(done.stdout) == {"page": str(tmp_path / "page.html")}
    assert "Our &lt;news&gt;" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_outputs_that_cannot_be_written_are_named(kg: Run, graph: Path, tmp_path: Path) -> None:
    for words in (("export", "-o"), ("view", "-o")):
        done = kg(words[0], "-s", graph, words[1], tmp_path / "none" / "x")
        assert done.exit_code == 2 and "No such file or directory" in done.stderr and str(tmp_path) in done.stderr


# --- The program itself

def program(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run([*MAIN, *map(str, words)], text=True, encoding="utf-8", env=env, **more)  # type: ignore[call-overload]


def test_output_is_utf_8_in_any_locale(graph: Path) -> None:
    shown = subprocess.run([*MAIN, "show", "Orbix", "-s", str(graph)], capture_output=True,
                           env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert "奥比克斯" in shown.stdout.decode("utf-8") and shown.stderr == b""


@pytest.mark.parametrize("words", [("export", "-f", "nq"), ("validate",), ("show", "Orbix")])
def test_a_closed_pipe_is_no_traceback(graph: Path, words: tuple[str, ...]) -> None:
    with subprocess.Popen([*MAIN, *words, "-s", str(graph)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line(graph: Path) -> None:
    for words in (("export", "-f", "nq"), ("validate",)):
        with open("/dev/full", "w") as full:
            done = program(*words, "-s", graph, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 2
        assert re.fullmatch(r"kg: No space left on device \(.* as it was.*\)\n", done.stderr)


# --- With the trained pipeline

@pytest.mark.model
def test_a_real_build_answers(kg: Run, built: Path) -> None:
    for subject, prop, object_ in (("Eddie Wu", "leads", "Alibaba Token Hub"), ("Samsung", "acquired", "Harman"),
                                   ("DeepSeek", "headquarteredIn|kg:basedIn", "Hangzhou")):
        ask = f"""ASK {{ ?s skos:prefLabel|skos:altLabel '{subject}'@en ; kg:{prop} ?o .
                         ?o skos:prefLabel|skos:altLabel '{object_}'@en }}"""
        assert kg("query", ask, "-s", built).stdout == "yes\n", ask
    assert kg("query", "ASK { ?a kg:investedIn ?b }", "-s", built).stdout == "no\n"
    assert "denied" in kg("show", "DeepSeek", "-s", built).stdout


@pytest.mark.model
def test_real_extraction_in_two_processes_equals_one(articles: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        done = program("extract", articles, "-o", tmp_path / f"{jobs}.jsonl", "--jobs", jobs, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes() != b""
