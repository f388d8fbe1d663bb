"""What every request must pass, and what every answer says to browsers."""

from __future__ import annotations

import base64
import binascii
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import __version__
from kg.serve.settings import Settings
from kg.store.hosts import is_loopback

POLICY = ("default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache", "Server": f"kg/{__version__}",
}
"""Put on every answer that does not set its own."""


class Guard:
    """Lets requests through that bring the token and call this server by its name, in short addresses."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        await (refused or self._app)(scope, receive, marked)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._settings.url:
            return PlainTextResponse(f"more than {self._settings.url} bytes of address: send queries by POST\n", 414)
        if not self._settings.token and not self._called(headers.get("host", "")):
            # A page elsewhere could point its own name at this machine and read what is served to it.
            return PlainTextResponse("this server does not go by that name\n", 421)
        if self._settings.token and not self._bears(headers.get("authorization", "")):
            return PlainTextResponse("a token is needed: Authorization: Bearer ..., or the token as password\n", 401,
                                     {"WWW-Authenticate": 'Bearer, Basic realm="kg", charset="UTF-8"'})
        return None

    def _called(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return is_loopback(name) or name in self._settings.names or name == self._settings.host

    def _bears(self, header: str) -> bool:
        scheme, _, given = header.partition(" ")
        given = given.strip()
        if scheme.lower() == "basic":  # what browsers ask people for
            try:
                given = base64.b64decode(given, validate=True).decode("utf-8").partition(":")[2]
            except (binascii.Error, ValueError):
                return False
        elif scheme.lower() != "bearer":
            return False
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._settings.token.encode("utf-8"))
