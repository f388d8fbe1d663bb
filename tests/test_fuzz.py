"""The checks of benchmarks/fuzz.py, on few cases."""

from __future__ import annotations

import sys
from pathlib import Path

BENCHMARKS = str(Path(__file__).parents[1] / "benchmarks")


def test_hostile_input_ends_in_an_answer_or_in_an_error_of_ours(tmp_path: Path) -> None:
    sys.path.insert(0, BENCHMARKS)
    try:
        import fuzz
    finally:
        sys.path.remove(BENCHMARKS)
    told: list[str] = []
    fuzz.run(400, tmp_path, told.append)
    assert len(told) == len(fuzz.CHECKS)
