"""What SPARQL servers differ in: the table in servers.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Parameters = tuple[tuple[str, str], ...]
"""Names and values that go with a query."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A server's addresses, relative to the one given. `server` and `address` are patterns of what they must match."""

    name: str
    query: str
    update: str
    graphs: str
    server: str = ""
    address: str = ""
    digest: bool = False

    def fits_address(self, address: str) -> bool:
        return re.search(self.address, address) is not None

    def fits_server(self, header: str) -> bool:
        """Whether a server that calls itself so can be of this layout."""
        return re.search(self.server, header) is not None


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts in the order in which they are tried."""
    return tuple(Layout(**entry) for entry in _table()["layout"])


@cache
def unions() -> tuple[Parameters, ...]:
    """Ways to ask for the union of all graphs, in the order in which they are tried."""
    return tuple(tuple((name, value) for name, value in entry["parameters"]) for entry in _table()["union"])


def base(address: str, layout: Layout) -> str:
    """The address that the layout's parts are relative to: people give the server's, or that of its queries."""
    address = address.rstrip("/")
    return address.removesuffix(f"/{layout.query}") if layout.query else address


def join(address: str, part: str) -> str:
    return f"{address}/{part}" if part else address


def _table() -> dict[str, Any]:
    return tomllib.loads(files("kg.store").joinpath("servers.toml").read_text(encoding="utf-8"))
