"""Runs one task over many articles: in this process, or spread over processes. Results come in the order given."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Protocol, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")
Task = Callable[[In], Out]


class Engine(Protocol):
    """`run` maps a task over items. `make` builds the task once in every worker: it may be costly (pipelines)."""

    def run(self, make: Callable[[], Task[In, Out]], items: Iterable[In]) -> Iterator[Out]: ...


class Local:
    """Everything in this process, lazily."""

    def run(self, make: Callable[[], Task[In, Out]], items: Iterable[In]) -> Iterator[Out]:
        task = make()
        return map(task, items)


class Processes:
    """`jobs` worker processes, started afresh (spawn) so that no thread or lock of this one is copied."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def run(self, make: Callable[[], Task[In, Out]], items: Iterable[In]) -> Iterator[Out]:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_prepare, initargs=(make,)) as pool:
            yield from pool.map(_apply, items)


_worker: dict[str, Any] = {}  # what the worker runs: one per process, set by its initializer


def _prepare(make: Callable[[], Task[Any, Any]]) -> None:
    _worker["make"] = make


def _apply(item: Any) -> Any:
    # Made here, not in the initializer: an error there would only be told as a "broken pool".
    if "run" not in _worker:
        _worker["run"] = _worker["make"]()
    return _worker["run"](item)


def engine(jobs: int) -> Engine:
    """The engine for this many jobs."""
    return Local() if jobs <= 1 else Processes(jobs)
