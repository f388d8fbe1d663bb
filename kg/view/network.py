"""A neighbourhood as a pyvis network, made safe: pyvis's nodes, edges and script, in a page of our own.

pyvis's own template fetches scripts and styles, and runs what a heading, a title with "href" in it or, with its select
menu, a node's id holds. Here data is JSON that no string breaks out of, titles are text, no menu is made, and the
policy names each script by its hash and allows no connection. Places are those of `kg.view.layout`; physics is off.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from math import log2
from typing import Any

from jinja2 import Environment, StrictUndefined
from pyvis.network import Network

from kg.view.data import kind_of, place, property_label
from kg.view.page import asset, policy, to_json
from kg.view.records import ClaimRecord, Records
from kg.view.style import OTHER, STATUSES, UNNAMED, VALUE, ClassStyle, Vocabulary, class_style

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"  # inside the pyvis package
# cytoscape.js's shapes, where vis-network's differ
SHAPES = {"ellipse": "dot", "rectangle": "square", "round-diamond": "diamond", "vee": "triangleDown",
          "pentagon": "hexagon", "octagon": "dot", "round-rectangle": "box"}
WIDER = 1.7  # vis-network's labels need more room than the explorer's, and all are drawn
CURVE_STEP = 0.16  # roundness between neighbouring edges of one pair
Edge = tuple[int, int, str, str]  # numbers of the ends, property, status


def to_network_html(records: Records, vocabulary: Vocabulary, *, title: str = "Knowledge graph",
                    language: str = "en") -> str:
    """The page of a network: the same records give the same bytes."""
    data, script, style = to_json(to_network(records, vocabulary, language)), asset("network.js"), asset("network.css")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(asset("network.html.j2"))
    scripts = [_vis(), script]
    return template.render(title=title, language=language, style=style, scripts=scripts, data=data,
                           policy=policy(scripts, style))


def to_network(records: Records, vocabulary: Vocabulary, language: str = "en") -> dict[str, Any]:
    """pyvis's `nodes` and `edges`, and the sentences behind each edge. Claims that say the same share an edge."""
    network = Network(directed=True)
    places = place(records)
    numbers = {key: number for number, key in enumerate(places)}
    for key, (x, y) in places.items():
        thing = records.things[key]
        style = _style(kind_of(thing), vocabulary)
        # pyvis puts the number where a label is empty
        network.add_node(numbers[key], label=thing.label or " ", title=thing.label, x=round(x * WIDER),
                         y=round(y * WIDER), color=style.color, shape=SHAPES.get(style.shape, style.shape), size=12)
    edges: defaultdict[Edge, list[ClaimRecord]] = defaultdict(list)
    for claim in sorted(records.claims, key=lambda c: (-c.confidence, c.iri)):
        edges[numbers[claim.subject], numbers[claim.object], claim.property, claim.status].append(claim)
    curves, texts = _curves(sorted(edges)), {article.iri: article for article in records.articles}
    for number, edge in enumerate(sorted(edges)):
        kind, label = STATUSES[edge[3]], property_label(edge[2], vocabulary, language)
        network.add_edge(edge[0], edge[1], id=number, label=kind.prefix + label, color=kind.color, smooth=curves[edge],
                         dashes=list(kind.dashes) or False, width=round(1 + 0.5 * log2(len(edges[edge])), 2))
    sentences = [[_quoted(claim, texts) for claim in edges[edge]] for edge in sorted(edges)]
    return {"nodes": network.nodes, "edges": network.edges, "sentences": sentences}


def _quoted(claim: ClaimRecord, texts: dict[str, Any]) -> list[str]:
    """The sentence of a claim, and where it is from."""
    article = texts.get(claim.article)
    if article is None:
        return ["", ""]
    about = ", ".join(filter(None, (article.title or article.id, article.publisher, article.date)))
    return [article.text[slice(*claim.sentence)], about]


def _style(kind: str, vocabulary: Vocabulary) -> ClassStyle:
    return {"value": VALUE, "unnamed": UNNAMED, "other": OTHER}.get(kind) or class_style(kind, vocabulary)


def _curves(edges: list[Edge]) -> dict[Edge, dict[str, Any]]:
    """A curve for each edge, so that several edges between two nodes fan out and keep their labels apart."""
    pairs: defaultdict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        pairs[min(edge[:2]), max(edge[:2])].append(edge)
    curves: dict[Edge, dict[str, Any]] = {}
    for group in pairs.values():
        for index, edge in enumerate(group):
            offset = (index - (len(group) - 1) / 2) * CURVE_STEP
            if edge[0] > edge[1]:  # a curve is drawn as seen from its source
                offset = -offset
            kind = "curvedCW" if offset >= 0 else "curvedCCW"
            curves[edge] = {"enabled": abs(offset) > 1e-9, "type": kind, "roundness": round(abs(offset), 3)}
    return curves


@cache
def _vis() -> str:
    """The vis-network that pyvis carries, without the pointer to its source map (a file we do not ship)."""
    source = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S+\s*\Z", "", source)
