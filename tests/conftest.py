"""What several tests share: running commands, a graph made by hand, and one built by the trained pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from graph_world import world
from hypothesis import settings
from stand_in import StandIn
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.store import write_store

Run = Callable[..., Result]

settings.register_profile("kg", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("kg")

BRIEFS = {
    "hub.md": "---\ntitle: A new unit at Alibaba\noutlet: Test Desk\ndate: 2026-03-17\nlanguage: en\n---\n\n"
              "Alibaba has created a unit called Alibaba Token Hub. Eddie Wu leads Alibaba Token Hub.\n\n"
              "ADVERTISEMENT\n\nAlibaba denied that it had invested in DeepSeek. DeepSeek is based in Hangzhou.\n",
    "phones.txt": "Samsung acquired Harman for $8 billion in 2017. Harman makes car audio systems.\n",
    "hub.zh.txt": "阿里巴巴成立了阿里通证中心。吴泳铭领导阿里通证中心。\n",
}


@pytest.fixture
def kg() -> Run:
    """Runs a command: `kg("query", "ASK {}")` gives its exit code, standard output and standard error."""
    return lambda *words, **more: CliRunner().invoke(app, [str(word) for word in words], **more)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds and extracts with `StandIn` in place of the trained pipeline."""
    monkeypatch.setattr("kg.build.extraction.extractor", lambda settings: StandIn())


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build that holds the world made by hand; for reading only."""
    folder = tmp_path_factory.mktemp("world")
    write_store(folder / "store", world())
    return folder


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three short articles."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in BRIEFS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those articles built by the trained pipeline; only for tests marked `model`."""
    folder = tmp_path_factory.mktemp("built")
    done = CliRunner().invoke(app, ["build", str(articles), "-o", str(folder), "--quiet"])
    assert done.exit_code == 0, done.output
    return folder
