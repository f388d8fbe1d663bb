"""How the web server and its workers talk: a JSON value and bytes, each with its length before it."""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any, BinaryIO

_LENGTHS = struct.Struct("!II")

Frame = tuple[dict[str, Any], bytes]


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    written = json.dumps(head).encode("ascii")
    return _LENGTHS.pack(len(written), len(body)) + written + body


def read(stream: BinaryIO) -> Frame | None:
    """The next frame; None where the other side has gone."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack(lengths)
    return json.loads(stream.read(head)), stream.read(body)


async def receive(stream: asyncio.StreamReader) -> Frame:
    """The next frame. asyncio.IncompleteReadError where the other side has gone."""
    head, body = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    return json.loads(await stream.readexactly(head)), await stream.readexactly(body)
