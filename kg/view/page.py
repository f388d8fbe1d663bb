"""Writes a graph of claims as one HTML file that works without a network and runs no code but its own.

Everything is in the file: vis-network as pyvis ships it, our own style and scripts, and the data as JSON that no
string in it can break out of. The Content-Security-Policy names each script by its hash and allows no connection.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, StrictUndefined
from pyoxigraph import Quad

from kg.view.claims import count_articles, to_claims
from kg.view.elements import to_elements
from kg.view.style import FACT, Vocabulary, status

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # inside the pyvis package
SCRIPTS = ("state.js", "canvas.js", "panel.js", "controls.js")  # in the order in which they run
# https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements; U+2028/9 end a line in old JavaScript
UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def write_page(path: str | Path, quads: Iterable[Quad], vocabulary: Vocabulary, *, title: str = "Knowledge graph",
               language: str = "en") -> Path:
    """Writes the page of a graph and returns its path. The file is replaced whole or not at all.

    `vocabulary` is the ontology, whose labels name classes and properties; `language` is that of the names shown.
    """
    path = Path(path)
    page = to_html(to_claims(quads, language), vocabulary, title=title, language=language)
    draft = path.with_name(path.name + ".partial")
    draft.write_text(page, encoding="utf-8", newline="\n")
    draft.replace(path)
    return path


def to_html(graph: nx.MultiDiGraph[str], vocabulary: Vocabulary, *, title: str = "Knowledge graph",
            language: str = "en") -> str:
    """The page of claims, given as `kg.view.elements` describes them: the same claims give the same bytes."""
    data = to_elements(graph, vocabulary, language)
    scripts, style = [_vis(), _script()], _asset("page.css")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(_asset("page.html.j2"))
    return template.render(title=title, language=language, summary=_summary(graph), style=style, scripts=scripts,
                           data=to_json(data), policy=_policy(scripts, style))


def _summary(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """The counts in the header, by their names."""
    named = [name for name, data in graph.nodes(data=True) if not data.get("value") and not data.get("unnamed")]
    facts = [claim for *_, claim in graph.edges(data=True) if status(claim["polarity"], claim["modality"]) == FACT]
    known = sum(claim["property"].startswith("kg:") for claim in facts)
    return {"articles": count_articles(graph), "entities": len(named), "claims": graph.number_of_edges(),
            "facts": known}


def to_json(data: Any) -> str:
    """JSON that may stand in a script element: no `<`, `>`, `&` or line separator is left in it.

    >>> to_json({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(UNSAFE)


def _policy(scripts: list[str], style: str) -> str:
    """A Content-Security-Policy that runs these scripts, applies this style and reaches nothing else."""
    hashes = " ".join(_hash(script) for script in scripts)
    return (f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; connect-src 'none'; img-src 'none'; "
            "base-uri 'none'; form-action 'none'")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _asset(name: str) -> str:
    return files("kg.view").joinpath("assets", name).read_text(encoding="utf-8")


def _script() -> str:
    body = "\n".join(_asset(name) for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{body}\n}})();\n'


@cache
def _vis() -> str:
    """The vis-network that pyvis carries, without the pointer to its source map (a file we do not ship)."""
    source = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S+\s*\Z", "", source)
