"""Servers for the tests of remote stores: Oxigraph's own, and one that says what it is told to, whole or not."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import urlopen

OXIGRAPH = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """The address of an empty Oxigraph server."""
    assert OXIGRAPH
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen([OXIGRAPH, "serve", "--bind", address, *options], stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}/")
        yield f"http://{address}"
    finally:
        process.kill()
        process.wait()


def wait_for(url: str, seconds: float = 30) -> None:
    """Until something answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urlopen(url, timeout=5).close()
            return
        except OSError as error:
            if getattr(error, "code", 0):  # an answer, if not a friendly one
                return
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


@dataclass
class Said:
    """An answer of the scripted server. `length` is the Content-Length it claims: None is that of the body, 0 none."""

    body: bytes = b""
    status: int = 200
    type: str = "application/sparql-results+json"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None


YES = b'{"head":{},"boolean":true}'


@contextlib.contextmanager
def scripted(answer: Callable[[str, dict[str, str]], Said]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server whose answers are made of the query and the request's headers; and the headers it was sent."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            asked.append({name.lower(): value for name, value in self.headers.items()})
            self.say(parse_qs(body).get("query", [body])[0])

        def do_GET(self) -> None:
            asked.append({name.lower(): value for name, value in self.headers.items()})
            self.say(f"GET {self.path}")

        do_PUT = do_POST

        def say(self, query: str) -> None:
            said = Said(YES) if query == "ASK {}" else answer(query, asked[-1])
            self.send_response(said.status)
            self.send_header("Content-Type", said.type)
            for name, value in said.headers.items():
                self.send_header(name, value)
            if said.length != 0:
                self.send_header("Content-Length", str(len(said.body) if said.length is None else said.length))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
