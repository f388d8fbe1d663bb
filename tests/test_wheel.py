"""A wheel, installed in an empty environment away from the checkout, builds a graph."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = (
    "kg/data/ontology/news.ttl", "kg/data/ontology/nouns.ttl", "kg/data/ontology/frames.ttl",
    "kg/data/ontology/lexicon.en.ttl", "kg/data/ontology/lexicon.zh.ttl", "kg/data/ontology/names.ttl",
    "kg/data/ontology/shapes.ttl", "kg/data/ontology/words.ttl", "kg/pipeline/models/en/LICENSE", "kg/pipeline/models/en/README.md",
)  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        str(ROOT),
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(folder),
        "--quiet",
        "--disable-pip-version-check",
    )
    [built] = folder.glob("*.whl")
    return built


def run(*command: str, cwd: Path | None = None) -> str:
    """The output of a command that must succeed; it knows nothing of the checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_holds_every_file_of_the_package(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "kg").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert inside >= {*NEEDED, *ours}


def test_holds_the_licences(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert [name for name in inside if name.endswith("licenses/LICENSE")]
    assert not [name for name in inside if name.startswith(("tests", "training", "seeds"))]


@pytest.mark.model
def test_builds_a_graph_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    scripts = installed(wheel, tmp_path / "environment")
    place = run(str(scripts / "python"), "-c", "import kg; print(kg.__file__)", cwd=tmp_path).strip()
    assert Path(place).is_relative_to(tmp_path)
    (tmp_path / "news.txt").write_text("Alibaba acquired Cainiao in 2017.\n", encoding="utf-8")
    run(str(scripts / "kg"), "build", "news.txt", "-o", "graph", "--quiet", cwd=tmp_path)
    answer = run(str(scripts / "kg"), "query", "ASK { entity:Alibaba_Group kg:acquired entity:Cainiao }", cwd=tmp_path)
    assert answer.strip() == "yes"


def installed(wheel: Path, folder: Path) -> Path:
    """The scripts of a new environment with the wheel in it; what it depends on is borrowed from this environment.

    A folder named in a .pth file is searched for packages, but the .pth files in it are not read: so an editable
    install of the checkout, which is one, is not found by way of it.
    """
    venv.create(folder, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    run(
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        str(Path(paths["scripts"]) / "python"),
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        str(wheel),
    )
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(paths["purelib"], "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return Path(paths["scripts"])
