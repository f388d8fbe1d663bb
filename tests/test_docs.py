"""What the documentation says is so: its commands run, what it names exists, every term of the ontology has labels."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run

from kg import ontology
from kg.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *ROOT.glob("kg/**/*.md")])
TEXT = {".py", ".md", ".rst", ".toml", ".ttl", ".txt", ".ipynb", ".js", ".css", ".json", ".jsonl", ".html", ".j2", ""}


def fenced(text: str, language: str) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands(text: str) -> Iterator[list[str]]:
    """The words of every `kg` command that a console block shows."""
    for block in fenced(text, "console"):
        for line in re.findall(r"^\$ (kg .*)$", block, re.M):
            yield shlex.split(line)[1:]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the checkout, as far as readers of the README use it."""
    folder = tmp_path_factory.mktemp("reader")
    for name in ("seeds", "ontology"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.model
def test_the_commands_of_the_readme_run(kg: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    shown = list(commands(README))
    assert {words[0] for words in shown} >= {"build", "show", "query"}
    for words in shown:
        done = kg(*words)
        assert done.exit_code == 0, (words, done.output)
        assert done.stdout.strip(), words


@pytest.mark.model
def test_the_python_of_the_readme_runs(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    [source] = fenced(README, "python")
    exec(compile(source, "README.md", "exec"), {})
    assert re.search(r"[1-9]\d* claims, [1-9]\d* facts\n", capsys.readouterr().out)


@pytest.mark.model
def test_five_lines_of_turtle_add_a_relation(kg: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    shutil.copytree("ontology", "my-ontology")
    sources = fenced(README, "turtle")
    assert sum(len(source.splitlines()) for source in sources) == 5
    for file, source in zip(("news.ttl", "lexicon.en.ttl"), sources, strict=True):
        with Path("my-ontology", file).open("a", encoding="utf-8") as stream:
            stream.write("\n" + source)
    text = (
        "Tencent has sponsored the Asian Games since 2010. Juventus was sponsored by Xiaomi. Nike will sponsor Adidas."
    )
    found = kg("extract", "-", "--ontology", "my-ontology", "--format", "table", input=text).stdout
    rows = [re.split(r"\s{2,}", line.strip())[1:] for line in found.splitlines() if "kg:sponsors" in line]
    assert ["Tencent", "kg:sponsors", "Asian Games", "asserted"] in rows
    assert ["Xiaomi", "kg:sponsors", "Juventus", "asserted"] in rows
    assert ["Nike", "kg:sponsors", "Adidas", "planned"] in rows


def test_the_table_has_every_command() -> None:
    table = README.partition("## Commands")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `kg (\w+)", table, re.M)) == {*COMMANDS, "names"}


def test_the_readme_counts_right() -> None:
    terms = ontology.load()
    said = re.search(r"(\d+) relations", README)
    assert said and int(said[1]) == len(terms.properties)


def test_every_class_and_property_has_labels_and_a_comment() -> None:
    terms = ontology.load()
    for term in [*terms.classes.values(), *terms.properties.values(), *terms.terms.values()]:
        assert {"en", "zh"} <= term.labels.keys(), term.name
        assert term.comment, term.name


def test_benchmarks_are_described_and_described_ones_exist() -> None:
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    there = {file.name for file in (ROOT / "benchmarks").iterdir() if file.suffix in (".py", ".json")}
    assert set(re.findall(r"benchmarks/([\w.]+\.(?:py|json))", text)) == there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [t for t in targets if not (page.parent / t).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_nothing_waits_to_be_written(page: Path) -> None:
    assert not re.search(r"\bTODO\b|\bTBD\b|^FIGURES$|\{[A-Z]+\}|<!--", page.read_text(encoding="utf-8"), re.M)


def test_no_path_of_a_machine_is_named() -> None:
    paths = re.compile("/(?:" + "|".join(("work", "home", "root", "Users")) + r")/\w")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\0")
    files = [ROOT / name for name in listed if name] or [file for file in ROOT.glob("kg/**/*") if file.is_file()]
    named = [
        file
        for file in files
        if file.is_file()
        and file.suffix in TEXT
        and file.stat().st_size < 2**21
        and paths.search(file.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert named == []
