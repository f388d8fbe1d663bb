"""Runs the application on a socket, until it is told to end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from kg.serve.app import create_app
from kg.serve.settings import Settings
from kg.store import open_store

CONNECTIONS = 256
HEADERS = 32 << 10  # bytes of a request before its body


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` is called with the address.

    ServeError for unsafe settings, StoreError where there is no graph, OSError where the port is taken.
    """
    app = create_app(settings)
    open_store(settings.store).close()  # says what is wrong with it, if anything is, before there is a server
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family, backlog=CONNECTIONS) as listening:
        # Taken over by every connection: else head and body of an answer wait 40 ms for each other.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port = listening.getsockname()[1]
        config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False, http="h11", ws="none",
                                lifespan="on", limit_concurrency=CONNECTIONS, timeout_keep_alive=10,
                                timeout_graceful_shutdown=5, h11_max_incomplete_event_size=HEADERS,
                                proxy_headers=False)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        server = _Server(config, lambda: started(f"http://{host}:{port}/"))
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
