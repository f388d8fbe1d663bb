"""The explorer in the package is what its sources and lock file build: checked where node is present."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES, ASSETS = ROOT / "explorer", ROOT / "kg" / "view" / "assets"
BUILT = ("explorer.js", "loader.js", "explorer.css", "explorer.LICENSES.txt")
LIMIT = 1_500_000


def run(*command: str, cwd: Path, **options: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the packages of the lock file."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not here: the explorer cannot be built again")
    if int(run("node", "--version", cwd=ROOT).stdout.lstrip("v").split(".")[0]) < 20:
        pytest.skip("node is older than 20")
    copy = tmp_path_factory.mktemp("explorer") / "explorer"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("node_modules"))
    try:
        installed = run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", cwd=copy, timeout=240)
    except subprocess.TimeoutExpired:
        pytest.skip("npm ci did not end: no package registry can be reached")
    if installed.returncode and any(word in installed.stderr for word in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED",
                                                                          "ETIMEDOUT", "ENETUNREACH", "E401", "E403")):
        pytest.skip("npm ci found no package registry")
    assert installed.returncode == 0, installed.stderr
    return copy


def test_the_sources_build_what_is_committed(sources: Path) -> None:
    out = sources.parent / "out"
    out.mkdir()
    built = run("node", "build.mjs", str(out), cwd=sources)
    assert built.returncode == 0, built.stderr
    for name in BUILT:
        same = (out / name).read_bytes() == (ASSETS / name).read_bytes()
        assert same, f"kg/view/assets/{name} is not what explorer/ builds: run npm ci and npm run build there"


def test_the_sources_are_typed(sources: Path) -> None:
    checked = run("npx", "--no-install", "tsc", cwd=sources)
    assert checked.returncode == 0, checked.stdout


def test_what_is_committed_is_small_and_licensed() -> None:
    assert sum((ASSETS / name).stat().st_size for name in BUILT) < LIMIT
    notices = (ASSETS / "explorer.LICENSES.txt").read_text(encoding="utf-8")
    for package in json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        assert f"\n{package} " in notices


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (SOURCES / "package-lock.json").read_text(encoding="utf-8")
