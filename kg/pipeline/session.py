"""An ONNX graph that opens on first use, anew in every process."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnxruntime


class Session:
    """Runs the graph of a file on `threads` threads; pickled as the file's path."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        self.path, self.threads = path, threads
        self._opened: Any = None
        self._process = 0

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "threads": self.threads}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def run(self, outputs: Sequence[str] | None, inputs: Mapping[str, Any]) -> list[Any]:
        """The outputs that are named, or all, in order."""
        if self._opened is None or self._process != os.getpid():
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = self.threads, 1
            options.log_severity_level = 3
            self._opened = onnxruntime.InferenceSession(str(self.path), options, providers=["CPUExecutionProvider"])
            self._process = os.getpid()
        found: list[Any] = self._opened.run(outputs, dict(inputs))
        return found
