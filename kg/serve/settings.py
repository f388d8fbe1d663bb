"""What the server is told, and what it refuses to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.store.hosts import is_loopback

TOKEN = "KG_SERVE_TOKEN"  # noqa: S105
"""The environment variable that holds the token: never the command line, which other users and histories see."""
SHORTEST_TOKEN = 16


class ServeError(ValueError):
    """Settings that would be unsafe, or that cannot work."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`store` is the folder of the store, `explorer` the page a build wrote; the rest are limits.

    `seconds` is for one query from when it begins, and for waiting until a worker is free; `result`, `body` and `url`
    are bytes; `memory` is bytes of one worker; `waiting` requests may stand in line.
    """

    store: Path
    explorer: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    token: str = field(default="", repr=False)
    names: tuple[str, ...] = ()
    workers: int = 4
    seconds: float = 10.0
    result: int = 16 << 20
    body: int = 1 << 20
    url: int = 8 << 10
    memory: int = 2 << 30
    waiting: int = 64

    def check(self) -> None:
        """Raise ServeError for what would be open to others without a token."""
        if self.token and len(self.token) < SHORTEST_TOKEN:
            raise ServeError(f"{TOKEN} is too short to keep anyone out: {SHORTEST_TOKEN} characters or more")
        if self.token and not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise ServeError(f"{TOKEN} must be ASCII letters, digits and signs without spaces")
        if not self.token and not is_loopback(self.host):
            raise ServeError(f"{self.host} can be reached from other machines: set {TOKEN} to a secret that requests "
                             "must bring, or serve on 127.0.0.1")
