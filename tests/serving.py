"""A served graph for tests: the command itself, on a free port, asked by real HTTP."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


@contextlib.contextmanager
def served(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address (with a slash at its end) of `kg serve` over a folder that a build wrote."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**kept, "PYTHONPATH": str(ROOT), **(environment or {})})
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("Serving at "), process.stderr.read()
        yield line.split()[2]
    finally:
        process.terminate()
        try:
            process.wait(20)
        finally:
            process.kill()
            process.stdout.close()
            process.stderr.close()
