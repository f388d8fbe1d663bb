"""What is wrong with an input is told in one line that names it; the rest is built, and the exit code says so."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import Result

from kg import ontology
from kg.articles import MAX_BYTES
from kg.cli.console import one_line

Run = Callable[..., Result]

GOOD = "Orbix founded Lumen Lab."
IMAGE, SCRIPT, ESCAPE = '"><img src=x onerror=alert(1)>', "</script><script>alert(2)</script>", "Or\x1b[2Jbix"


def large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(50_000_000)


def unreadable(path: Path) -> None:
    """A socket: nobody can read it, whatever the rights of who runs the tests."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.txt": (lambda path: path.write_bytes(b""), r"empty\.txt: empty"),
    "blank.md": (lambda path: path.write_bytes(b" \n\n"), r"blank\.md: empty"),
    "large.txt": (large, rf"large\.txt: too large: more than {MAX_BYTES:,} bytes"),
    "binary.txt": (lambda path: path.write_bytes(bytes(range(256)) * 20), r"binary\.txt: .*(binary|encoding|text)"),
    "picture.png": (lambda path: path.write_bytes(b"\x89PNG\r\n"), r"picture\.png: not a format that can be read"),
    "bad.pdf": (lambda path: path.write_bytes(b"%PDF-1.4 broken"), r"bad\.pdf: "),
    "broken.html": (lambda path: path.write_text("<html><body><div><p"), r"broken\.html: "),
    "lines.jsonl": (lambda path: path.write_text('{"id": "a"\n'), r"lines\.jsonl:1: not JSON"),
    "other.json": (lambda path: path.write_text('{"title": "no text"}'), r"other\.json: not an article"),
    "folder": (lambda path: path.mkdir(), r"folder: no article in this folder"),
    "missing.txt": (lambda path: None, r"missing\.txt: cannot be read: No such file"),
    "socket.txt": (unreadable, r"socket\.txt: "),
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.txt"
    file.write_text(GOOD, encoding="utf-8")
    return file


def facts(kg: Run, out: Path) -> str:
    return kg("query", "SELECT ?s ?o { ?s kg:created ?o }", "-s", out, "-f", "csv").stdout


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_named_and_the_rest_is_built(kg: Run, tmp_path: Path, good: Path, name: str) -> None:
    make, told = BAD[name]
    make(tmp_path / name)
    done = kg("build", tmp_path / name, good, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert re.search(told, done.stderr) and done.stderr.count("\n") == 1
    assert "1 article" in done.stdout and "1 input" in done.stdout
    assert "Orbix" in facts(kg, tmp_path / "out")


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_alone_leaves_the_previous_graph(kg: Run, tmp_path: Path, good: Path, name: str) -> None:
    assert kg("build", good, "-o", tmp_path / "out", "-q").exit_code == 0
    before = facts(kg, tmp_path / "out")
    make, told = BAD[name]
    make(tmp_path / name)
    for command in ("build", "extract"):
        done = kg(command, tmp_path / name, "-o", tmp_path / ("out" if command == "build" else "claims.jsonl"))
        assert done.exit_code == 2 and re.search(told, done.stderr)
        assert done.stderr.endswith("kg: no article could be read\n")
    assert facts(kg, tmp_path / "out") == before and not (tmp_path / "claims.jsonl").exists()


@pytest.mark.usefixtures("stand_in")
def test_the_good_lines_of_a_bad_file_are_read(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(
        f'{{"id": "a", "text": "{GOOD}"}}\n{{"id": \n{{"id": "c", "text": "Kestrel founded Nest."}}\n',
        encoding="utf-8")
    done = kg("build", tmp_path / "news.jsonl", "-o", tmp_path / "out")
    assert done.exit_code == 1 and re.fullmatch(r".*news\.jsonl:2: not JSON.*\n", done.stderr)
    assert all(name in facts(kg, tmp_path / "out") for name in ("Orbix", "Kestrel"))


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32", "gb18030"])
def test_other_encodings_are_read(kg: Run, tmp_path: Path, encoding: str) -> None:
    text = f"{GOOD}\n新闻报道：阿里巴巴集团宣布，公司将在杭州设立新的研发中心。" if encoding == "gb18030" else GOOD
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    done = kg("extract", tmp_path / "a.txt", "--format", "table")
    assert (done.exit_code, done.stderr) == (0, "") and "Lumen Lab" in done.stdout


@pytest.mark.usefixtures("stand_in")
def test_broken_html_with_an_article_is_read(kg: Run, tmp_path: Path) -> None:
    text = f"{GOOD} The laboratory will study how light moves through glass, and will hire forty people in the north."
    page = f"<html><body><div><article><p>{text}<p>{text[::-1]}</div><b><i></p"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    done = kg("extract", tmp_path / "a.html", "--format", "table")
    assert (done.exit_code, done.stderr) == (0, "") and "Lumen Lab" in done.stdout


@pytest.mark.usefixtures("stand_in")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read any file")
def test_a_file_without_rights_is_named(kg: Run, tmp_path: Path, good: Path) -> None:
    (tmp_path / "secret.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.txt").chmod(0)
    done = kg("build", tmp_path / "secret.txt", good, "-o", tmp_path / "out")
    assert done.exit_code == 1 and "secret.txt: cannot be read: Permission denied" in done.stderr


class Elements(HTMLParser):
    """Counts the elements of a page by name, those that run something by their attribute too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = Counter[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update([tag, *(name for name, _ in attrs if name.startswith("on") or name in ("src", "href"))])


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("name", [IMAGE, SCRIPT, ESCAPE, "A}B{C|D^E`F", "Über <b>", "名字"])
def test_a_hostile_name_breaks_out_of_nothing(kg: Run, tmp_path: Path, name: str) -> None:
    pages = {}
    for title in (name, "plain"):
        text = f"---\ntitle: {one_line(title)}\n---\nThe X{title} founded Lumen Lab."
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        out = tmp_path / ("plain" if title == "plain" else "out")
        assert kg("build", tmp_path / "a.txt", "-o", out, "-q").exit_code == 0
        pages[title] = Elements((out / "graph.html").read_text(encoding="utf-8")).found
    assert pages[name] == pages["plain"]
    out = tmp_path / "out"
    shown = kg("query", "SELECT ?s { ?c a kg:Claim ; kg:subjectText ?s }", "-s", out)
    assert shown.exit_code == 0 and "\x1b" not in shown.stdout
    for form in ("ttl", "trig", "nq", "jsonld", "graphml"):
        assert kg("export", "-f", form, "-s", out).exit_code == 0
    assert kg("validate", "-s", out).exit_code == 0


@pytest.mark.usefixtures("stand_in")
def test_a_hostile_file_name_commands_no_terminal(kg: Run, tmp_path: Path, good: Path) -> None:
    name = "a\x1b[2J\n\x07.txt"
    (tmp_path / name).write_bytes(b"")
    done = kg("build", tmp_path / name, good, "-o", tmp_path / "out")
    assert done.exit_code == 1 and "\x1b" not in done.output and "\x07" not in done.output
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("file", "text"), [
    ("news.ttl", "kg:x a , kg:Y ."), ("names.ttl", "<a> <b"), ("lexicon.en.ttl", '"x"'), ("frames.ttl", "@prefix"),
])
def test_a_broken_ontology_is_named_with_its_line(kg: Run, tmp_path: Path, good: Path, file: str, text: str) -> None:
    own = tmp_path / "own"
    shutil.copytree(ontology.shipped(), own)
    lines = (own / file).read_text(encoding="utf-8").count("\n")
    with (own / file).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{text}\n")
    done = kg("extract", good, "--ontology", own)
    assert (done.exit_code, done.stdout) == (2, "")
    told = re.fullmatch(rf"kg: {re.escape(str(own / file))}:(\d+): .+\n", done.stderr)
    assert told and int(told[1]) in range(lines + 1, lines + 4)


def test_broken_shapes_are_named(kg: Run, tmp_path: Path, graph: Path) -> None:
    (tmp_path / "shapes.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\nsh:x sh:y", encoding="utf-8")
    done = kg("validate", "-s", graph, "--shapes", tmp_path / "shapes.ttl")
    assert done.exit_code == 2 and re.search(r"shapes\.ttl:2: ", done.stderr)


@pytest.mark.parametrize("folder", [None, "empty"])
def test_a_folder_without_ontology_is_named(kg: Run, tmp_path: Path, good: Path, folder: str | None) -> None:
    (tmp_path / "empty").mkdir()
    done = kg("build", good, "-o", tmp_path / "out", "--ontology", tmp_path / (folder or "none"))
    assert done.exit_code == 2 and "not an ontology folder" in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_pipeline_is_named(kg: Run, tmp_path: Path, good: Path) -> None:
    done = kg("extract", good, "--pipeline", "no_such_pipeline")
    assert done.exit_code == 2 and done.stderr.startswith("kg: cannot load the pipeline no_such_pipeline: ")


@pytest.mark.usefixtures("stand_in")
def test_an_output_that_is_no_folder_is_named(kg: Run, good: Path) -> None:
    done = kg("build", good, "-o", good)
    assert done.exit_code == 2 and str(good) in done.stderr and done.stderr.count("\n") == 1
    assert good.read_text(encoding="utf-8") == GOOD


@pytest.mark.usefixtures("stand_in")
def test_an_output_that_another_build_writes_is_named(kg: Run, tmp_path: Path, good: Path) -> None:
    import sqlite3

    (tmp_path / "out" / "store").mkdir(parents=True)
    other = sqlite3.connect(tmp_path / "out" / "store" / "lock", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    done = kg("build", good, "-o", tmp_path / "out")
    other.close()
    assert done.exit_code == 2 and "another build is writing it" in done.stderr


@pytest.mark.usefixtures("stand_in")
def test_a_damaged_store_is_named_and_can_be_built_again(kg: Run, tmp_path: Path, good: Path) -> None:
    out = tmp_path / "out"
    assert kg("build", good, "-o", out, "-q").exit_code == 0
    shutil.rmtree(out / "store" / "graph-1")
    done = kg("query", "ASK {}", "-s", out)
    assert done.exit_code == 2 and "run kg build" in done.stderr
    assert kg("build", good, "-o", out, "-q").exit_code == 0 and "Orbix" in facts(kg, out)


@pytest.mark.model
def test_all_bad_inputs_in_one_folder_with_the_trained_pipeline(kg: Run, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, (make, _) in BAD.items():
        make(folder / name)
    text = f"Samsung acquired Harman for $8 billion in 2017.\n\n{IMAGE} founded Lumen Lab. {SCRIPT} {SCRIPT}\n"
    (folder / "good.txt").write_text(text, encoding="utf-8")
    done = kg("build", folder, "-o", tmp_path / "out")
    assert done.exit_code == 1
    for name, (_, told) in BAD.items():
        assert re.search(told, done.stderr) or name in ("picture.png", "folder", "missing.txt"), name
    assert kg("query", "ASK { ?s kg:acquired ?o }", "-s", tmp_path / "out").stdout == "yes\n"
    assert "<img" not in (tmp_path / "out" / "graph.html").read_text(encoding="utf-8")
