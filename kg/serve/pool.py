"""Workers that read the graph, and can be stopped: what takes too long is killed and replaced."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from dataclasses import dataclass
from typing import Any

from kg.serve import frames
from kg.serve.settings import Settings

START = 60.0  # seconds for a worker to open the graph
PAUSE = 0.5  # seconds after a worker that could not


class Busy(Exception):
    """All workers are taken, and the line is too long."""


class Stopped(Exception):
    """A request that was killed: `late` where it took too long, else it took too much memory or its worker broke."""

    def __init__(self, late: bool, code: int | None = None) -> None:
        super().__init__()
        self.late, self.code = late, code


@dataclass(eq=False)
class Worker:
    """A process that reads the graph."""

    process: asyncio.subprocess.Process

    async def ask(self, request: dict[str, Any]) -> frames.Frame:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(frames.pack(request))
        await self.process.stdin.drain()
        return await frames.receive(self.process.stdout)

    async def end(self) -> int:
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
        return await self.process.wait()


class Pool:
    """A few workers; `ask` gives a request to the next that is free."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._all: set[Worker] = set()
        self._waiting = 0
        self._starting: set[asyncio.Task[None]] = set()
        self.trouble = ""

    async def start(self) -> None:
        """Start the workers; returns when the first has opened the graph. OSError with the reason where none can."""
        for _ in range(self._settings.workers):
            self._replace()
        while self._idle.empty():
            await asyncio.sleep(0.02)
            if self.trouble:
                await self.stop()
                raise OSError(self.trouble)

    async def stop(self) -> None:
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in list(self._all)))
        self._all.clear()

    async def ask(self, request: dict[str, Any]) -> frames.Frame:
        """The reply to a request. Busy, or Stopped; whoever is cancelled meanwhile stops its query too."""
        worker = await self._take()
        asked = {**request, "seconds": self._settings.seconds, "limit": self._settings.result}
        whole = False
        try:
            reply = await asyncio.wait_for(worker.ask(asked), self._settings.seconds)
            whole = True
            return reply
        except TimeoutError:
            raise Stopped(late=True) from None
        except (asyncio.IncompleteReadError, OSError):
            raise Stopped(late=False, code=await worker.end()) from None
        finally:
            if whole:
                self._idle.put_nowait(worker)
            else:
                self._discard(worker)

    async def _take(self) -> Worker:
        if self._idle.empty() and self._waiting >= self._settings.waiting:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self._settings.seconds)
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting -= 1

    def _discard(self, worker: Worker) -> None:
        """Kill a worker now, and put another in its place when there is one."""
        self._all.discard(worker)
        if worker.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                worker.process.kill()
        self._replace(worker)

    def _replace(self, gone: Worker | None = None) -> None:
        task = asyncio.create_task(self._start(gone))
        self._starting.add(task)
        task.add_done_callback(self._started)

    def _started(self, task: asyncio.Task[None]) -> None:
        self._starting.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.trouble = f"no process could be started to read the graph: {error}"

    async def _start(self, gone: Worker | None) -> None:
        if gone is not None:
            await gone.process.wait()
        while True:
            worker = await self._spawn()
            self._all.add(worker)
            if await self._opened(worker):
                self.trouble = ""
                self._idle.put_nowait(worker)
                return
            self._all.discard(worker)
            await worker.end()
            await asyncio.sleep(PAUSE)

    async def _spawn(self) -> Worker:
        return Worker(await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kg.serve.worker", str(self._settings.store), str(self._settings.memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL))

    async def _opened(self, worker: Worker) -> bool:
        assert worker.process.stdout is not None
        try:
            head, _ = await asyncio.wait_for(frames.receive(worker.process.stdout), START)
        except (asyncio.IncompleteReadError, TimeoutError):
            self.trouble = "a process that reads the graph ended before it began"
            return False
        if head["status"] == "broken":
            self.trouble = head["message"]
            return False
        return True
