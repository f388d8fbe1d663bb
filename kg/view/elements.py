"""From a graph of claims to what the page shows: a pyvis network, and the details behind each node and edge.

The input is a `networkx.MultiDiGraph`. Its nodes carry `label`, `type` (a class's local name), `aliases`, `same_as`
(IRIs), `value` (True for an amount, a date or a count, which is drawn as a small box) and `unnamed` (True for words
that no entity stands behind, which wait behind a filter). Its edges carry `property` ("kg:created" or "open:praise"),
`polarity`, `modality`, `confidence`, and optionally `claim` (its IRI), `attribution`, `time`, `qualifiers` (name and
text) and `evidence`: a list of mappings with `sentence`, `start`, `end` (code points in the article), `article` (its
IRI), `title`, `date`, `publisher`, `url`, and `spans`: where subject, predicate and object stand in the sentence.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import log2
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.view.style import (
    OTHER,
    STATUSES,
    UNNAMED,
    VALUE,
    ClassStyle,
    StatusStyle,
    Vocabulary,
    class_style,
    status,
)

LABEL_WIDTH = 26  # columns; a Chinese character takes two
CURVE_STEP = 0.16  # roundness between neighbouring edges of one pair
Edge = tuple[str, str, str, str]  # source, target, property, status


def to_elements(graph: nx.MultiDiGraph[str], vocabulary: Vocabulary, language: str = "en") -> dict[str, Any]:
    """What the page's script reads: a pyvis network's `nodes` and `edges`, and the details that a click shows.

    Claims that say the same of the same pair share an edge. Nodes are numbered by the number of their claims, so
    that the page can begin with the most connected ones; the order depends on the content alone.
    """
    edges = _edges(graph)
    numbers = _numbers(graph, edges)
    network = Network(directed=True)
    data: dict[str, Any] = {"nodes": network.nodes, "edges": network.edges, "entities": {}, "relations": {},
                            "classes": {}, "properties": {}, "statuses": _statuses()}
    for name, number in numbers.items():
        kind, style, label = _kind(graph.nodes[name], vocabulary, language)
        data["classes"][kind] = {"label": label, "color": style.color, "shape": style.shape}
        _add_node(network, number, graph.nodes[name], style, graph.degree(name))
        data["entities"][number] = _entity(graph.nodes[name], name, kind, graph.degree(name))
    curves = _curves(edges, numbers)
    for number, edge in enumerate(sorted(edges, key=lambda e: (numbers[e[0]], numbers[e[1]], e[2], e[3]))):
        ends, label = (numbers[edge[0]], numbers[edge[1]]), property_label(edge[2], vocabulary, language)
        _add_edge(network, number, ends, STATUSES[edge[3]], label, len(edges[edge]), curves[edge])
        data["properties"][edge[2]] = {"label": label, "open": edge[2].startswith("open:")}
        data["relations"][number] = {"from": ends[0], "to": ends[1], "property": edge[2], "status": edge[3],
                                     "claims": [_claim(claim) for claim in edges[edge]]}
    return data


def _statuses() -> dict[str, Any]:
    return {name: {"label": style.label, "color": style.color, "dashes": list(style.dashes), "help": style.help}
            for name, style in STATUSES.items()}


def _edges(graph: nx.MultiDiGraph[str]) -> dict[Edge, list[Mapping[str, Any]]]:
    """The claims of each (source, target, property, status), surest first."""
    groups: dict[Edge, list[Mapping[str, Any]]] = defaultdict(list)
    for source, target, claim in graph.edges(data=True):
        groups[source, target, claim["property"], status(claim["polarity"], claim["modality"])].append(claim)
    for claims in groups.values():
        claims.sort(key=lambda c: (-float(c["confidence"]), str(c.get("claim", "")), _place(c)))
    return dict(groups)


def _place(claim: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(str(e.get("title", "")), int(e.get("start", 0))) for e in claim.get("evidence", ())]


def _numbers(graph: nx.MultiDiGraph[str], edges: Iterable[Edge]) -> dict[str, int]:
    """Numbers the nodes that have a claim: entities before values, most connected first."""
    used = {end for edge in edges for end in edge[:2]}

    def key(name: str) -> tuple[bool, int, str, str]:
        data = graph.nodes[name]
        return bool(data.get("value")), -graph.degree(name), str(data["label"]), name

    return {name: number for number, name in enumerate(sorted(used, key=key))}


def _curves(edges: Iterable[Edge], numbers: Mapping[str, int]) -> dict[Edge, dict[str, Any]]:
    """A curve for each edge, so that several edges between two nodes fan out and keep their labels apart."""
    pairs: dict[frozenset[str], list[Edge]] = defaultdict(list)
    for edge in sorted(edges):
        pairs[frozenset(edge[:2])].append(edge)
    curves: dict[Edge, dict[str, Any]] = {}
    for group in pairs.values():
        for index, edge in enumerate(group):
            offset = (index - (len(group) - 1) / 2) * CURVE_STEP
            if numbers[edge[0]] > numbers[edge[1]]:  # a curve is drawn as seen from its source
                offset = -offset
            kind = "curvedCW" if offset >= 0 else "curvedCCW"
            curves[edge] = {"enabled": abs(offset) > 1e-9, "type": kind, "roundness": round(abs(offset), 3)}
    return curves


def _kind(data: Mapping[str, Any], vocabulary: Vocabulary, language: str) -> tuple[str, ClassStyle, str]:
    """The key, style and label of a node's line in the legend."""
    cls = str(data.get("type", ""))
    if data.get("value"):
        return "value", VALUE, "Amount, date, text"
    if data.get("unnamed"):
        return "unnamed", UNNAMED, "Not named"
    if not cls:
        return "other", OTHER, "Not classified"
    label = vocabulary.label(cls, language)
    return cls, class_style(cls, vocabulary), label[:1].upper() + label[1:]


def _add_node(network: Network, number: int, data: Mapping[str, Any], style: ClassStyle, degree: int) -> None:
    # pyvis puts the number where a label is empty
    network.add_node(number, label=shorten(str(data["label"])) or " ", shape=style.shape, color=style.color,
                     size=round(9 + 3.2 * log2(1 + degree), 1))


def _entity(data: Mapping[str, Any], name: str, kind: str, degree: int) -> dict[str, Any]:
    return {"label": str(data["label"]), "class": kind, "iri": name, "aliases": sorted(data.get("aliases", ())),
            "sameAs": sorted(data.get("same_as", ())), "claims": degree}


def _add_edge(network: Network, number: int, ends: tuple[int, int], style: StatusStyle, label: str, claims: int,
              curve: dict[str, Any]) -> None:
    network.add_edge(*ends, id=number, label=style.prefix + label, color=style.color, smooth=curve,
                     dashes=list(style.dashes) or False, width=round(1 + 0.5 * log2(claims), 2))


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("claim", "polarity", "modality", "confidence", "attribution", "time", "qualifiers", "evidence")
    return {key: claim[key] for key in keys if claim.get(key) not in (None, "", [], ())}


def property_label(prop: str, vocabulary: Vocabulary, language: str) -> str:
    """The ontology's label of a property; of an open predicate, its lemma.

    >>> property_label("open:lose_ground", None, "en")
    'lose ground'
    """
    kind, _, local = prop.partition(":")
    return local.replace("_", " ") if kind == "open" else vocabulary.label(local, language)


def shorten(text: str, width: int = LABEL_WIDTH) -> str:
    """Cuts a label for the canvas to `width` columns; the panel shows it whole.

    >>> shorten("Alibaba"), shorten("a very long name of a very small thing")
    ('Alibaba', 'a very long name of a ver…')
    """
    columns, text = 0, " ".join(text.split())
    for index, character in enumerate(text):
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if columns > width:
            return text[: index - 1].rstrip() + "…"
    return text
