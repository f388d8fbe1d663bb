"""Writes a graph of claims as one HTML file that works without a network and runs no code but its own.

Everything is in the file: the explorer built from explorer/ (cytoscape.js and our own script and style), and the data
as JSON, both packed, so that a file is a third of the size and no string in it can break out. The policy of its
content names each script, unpacked, and the style by their hashes and allows no connection, image, frame or form.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from pyoxigraph import Quad

from kg.view.data import to_data
from kg.view.records import Records, to_records
from kg.view.style import Vocabulary

# https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements; U+2028/9 end a line in old JavaScript
UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def write_page(path: str | Path, quads: Iterable[Quad], vocabulary: Vocabulary, *, title: str = "Knowledge graph",
               language: str = "en") -> Path:
    """Writes the page of a graph and returns its path. The file is replaced whole or not at all.

    `vocabulary` is the ontology, whose labels name classes and properties; `language` is that of the names shown.
    """
    return write(path, to_html(to_records(quads, language), vocabulary, title=title, language=language))


def write(path: str | Path, page: str) -> Path:
    """Writes a page, whole or not at all."""
    path = Path(path)
    draft = path.with_name(path.name + ".partial")
    draft.write_text(page, encoding="utf-8", newline="\n")
    return draft.replace(path)


def to_html(records: Records, vocabulary: Vocabulary, *, title: str = "Knowledge graph", language: str = "en") -> str:
    """The page of a graph's records: the same records give the same bytes."""
    data = to_json(to_data(records, vocabulary, title=title, language=language))
    loader, style = asset("loader.js"), asset("explorer.css")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(asset("page.html.j2"))
    return template.render(title=title, language=language, style=style, loader=loader, program=program(),
                           policy=policy([loader, asset("explorer.js")], style), data=pack(data))


def to_json(data: Any) -> str:
    """JSON that may stand in a script element: no `<`, `>`, `&` or line separator is left in it.

    >>> to_json({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(UNSAFE)


def pack(text: str) -> str:
    """Text as gzip in base64, without a time: the same text gives the same bytes on one machine."""
    return base64.b64encode(gzip.compress(text.encode("utf-8", "surrogatepass"), 6, mtime=0)).decode("ascii")


@cache
def program() -> str:
    """The explorer's script, packed."""
    return pack(asset("explorer.js"))


def policy(scripts: list[str], style: str) -> str:
    """A Content-Security-Policy that runs these scripts, applies this style and reaches nothing else."""
    hashes = " ".join(digest(script) for script in scripts)
    return (f"default-src 'none'; script-src {hashes}; style-src {digest(style)}; connect-src 'none'; img-src 'none'; "
            "base-uri 'none'; form-action 'none'")


def digest(text: str) -> str:
    """The hash of a script or style, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


@cache
def asset(name: str) -> str:
    """A file of the page, by name."""
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")
