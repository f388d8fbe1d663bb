"""The explorer in the package is what its sources and lock file build: checked where node is present."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES, ASSETS = ROOT / "explorer", ROOT / "kg" / "view" / "assets"
BUILT = ("explorer.js", "loader.js", "explorer.css", "explorer.LICENSES.txt")
LIMIT = 1_500_000
OFFLINE = {  # npm's codes for packages that could not be fetched; any other one is a fault of ours
    "EAI_AGAIN", "EAI_FAIL", "ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EPIPE", "EPROTO", "ETIMEDOUT",
    "ENOTCACHED", "ERR_SOCKET_TIMEOUT", "FETCH_ERROR", "E401", "E403", "E404", "E407", "E429", "E500", "E502", "E503", "E504",
    "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE"}


def run(*command: str, cwd: Path, **options: float) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **options)


def unfetched(errors: str) -> str:
    """The code by which npm says that packages could not be fetched; "" where it failed for another reason."""
    return next((code for code in re.findall(r"npm (?:ERR!|error) code (\w+)", errors) if code in OFFLINE), "")


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
        installed = run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1", cwd=copy,
                        timeout=240)
    except subprocess.TimeoutExpired:
        pytest.skip("npm ci did not end: no package registry can be reached")
    if installed.returncode and (code := unfetched(installed.stderr)):
        pytest.skip(f"npm ci could not fetch the packages ({code}): the explorer cannot be built again or audited")
    assert installed.returncode == 0, installed.stderr
    return copy


@pytest.mark.parametrize(("errors", "code"), [
    ("npm error code ECONNREFUSED\nnpm error syscall connect", "ECONNREFUSED"),
    ("npm warn old\nnpm ERR! code E404\nnpm ERR! 404 Not Found", "E404"),
    ("npm error code EUSAGE\nnpm error `npm ci` can only install packages when ... E404 is not in it", ""),
    ("npm error code EINTEGRITY", "")])
def test_only_what_cannot_be_fetched_is_skipped(errors: str, code: str) -> None:
    assert unfetched(errors) == code


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
