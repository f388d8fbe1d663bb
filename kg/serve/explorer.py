"""The page that a build wrote, with the content security policy it brings itself."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

HEAD = 1 << 16
"""Characters among which the page's policy must stand."""
STRICT = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'none'"
"""For a page without a policy: its own scripts run, and nothing is fetched or sent."""


class _Policy(HTMLParser):
    found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy" and not self.found:
            self.found = " ".join((given.get("content") or "").split())


def policy(page: Path) -> str:
    """The header to send with the page: its own policy, and that no other page may frame it. OSError."""
    parser = _Policy()
    with page.open(encoding="utf-8", errors="replace") as file:
        parser.feed(file.read(HEAD))
    own = parser.found if parser.found.isascii() and parser.found.isprintable() else ""
    return f"{own or STRICT}; frame-ancestors 'none'"
