"""Builds in processes of their own that are killed at chosen moments, for `crash.py`."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from stand_in import StandIn

from kg import build
from kg.build import extraction
from kg.graph import Update
from kg.store import Generations

SERVER = multiprocessing.get_context("forkserver")
"""Starts processes that have everything loaded, and no thread of a store that was opened before."""
SERVER.set_forkserver_preload(["kg.build.extraction", "kg.build.files", "kg.validate.checks", "rdflib", "numpy"])

ANYWHERE, LOAD, SWITCH = "anywhere", "load", "switch"
WAYS = (ANYWHERE, LOAD, SWITCH)
STEPS = frozenset({"open", "os.rename", "os.symlink", "os.remove", "os.rmdir", "os.mkdir", "os.listdir"})
"""Audit events of Python that are a step on the file system: https://docs.python.org/3/library/audit_events.html"""


@dataclass(frozen=True, slots=True)
class Kill:
    """Where a build is killed: so many seconds after its start or that of its load, or at a step of its switch."""

    way: str
    after: float


@dataclass(frozen=True, slots=True)
class Usual:
    """What a build that is let be takes: seconds in all, seconds of its load, steps of its switch."""

    seconds: float
    load: float
    steps: int

    def kill(self, way: str, draw: random.Random) -> Kill:
        after = {ANYWHERE: lambda: draw.uniform(0, 1.2 * self.seconds), LOAD: lambda: draw.uniform(0, self.load),
                 SWITCH: lambda: draw.randint(1, self.steps)}
        return Kill(way, after[way]())


def build_now(inputs: list[str], out: str, settings: build.Settings, tell: Connection, last: int) -> None:
    """Tell when the load begins and how long it took, and the steps of the switch; be killed before the `last`."""
    extraction.extractor = lambda settings: StandIn()
    steps, began = 0, 0.0

    def step(event: str, _: tuple[Any, ...]) -> None:
        nonlocal steps
        steps += event in STEPS
        if steps == last and event in STEPS:
            os.kill(os.getpid(), signal.SIGKILL)

    def load(update: Update, *given: Any) -> None:
        nonlocal began
        began = time.perf_counter()
        tell.send(0)
        articles(update, *given)

    def switch(generations: Generations) -> Path:
        tell.send(time.perf_counter() - began)
        sys.addaudithook(step)
        return finish(generations)

    articles, Update.articles = Update.articles, load  # type: ignore[assignment]
    finish, Generations.finish = Generations.finish, switch  # type: ignore[method-assign]
    build.build(inputs, Path(out), settings)
    tell.send(steps)


def run(inputs: list[Path], out: Path, settings: build.Settings, kill: Kill | None = None) -> list[float]:
    """Build in another process, and kill it. What it told: a list of three where it came to its end."""
    told, tell = SERVER.Pipe(duplex=False)
    last = int(kill.after) if kill and kill.way == SWITCH else 0
    child = SERVER.Process(target=build_now, args=([str(one) for one in inputs], str(out), settings, tell, last))
    child.start()
    tell.close()
    found: list[float] = []
    if kill and kill.way == LOAD:
        found += received(told, 1)
    child.join(None if kill is None or kill.way == SWITCH else kill.after)
    finished = child.exitcode == 0
    child.kill()
    child.join()
    if (kill is None and not finished) or child.exitcode not in (0, -signal.SIGKILL):
        raise RuntimeError("a build failed by itself")
    return found + received(told, 3 - len(found))


def received(told: Connection, most: int) -> list[float]:
    found: list[float] = []
    try:
        while len(found) < most:
            found.append(told.recv())
    except (EOFError, OSError):
        pass
    return found


def usual(inputs: list[Path], out: Path, settings: build.Settings) -> Usual:
    started = time.perf_counter()
    _, load, steps = run(inputs, out, settings)
    return Usual(time.perf_counter() - started, load, int(steps))
