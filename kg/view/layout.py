"""Where things stand in the picture: a map laid out once, when it is written, and held still while it is read.

The most connected things are the core. networkx's ForceAtlas2 lays it out from places that depend on the things' keys
alone, so that a build with one more article begins, and ends, much the same; then boxes that overlap are pushed apart.
Every other thing takes the nearest free place around the neighbour that it belongs to, so that nothing ever lies on
anything, and what is drawn later fits in between. Distances are pixels at a zoom of one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import cos, pi, sin, sqrt

import networkx as nx
import numpy as np

CORE = 72  # things laid out by forces; more than a reader takes in at once
ROUNDS = 400
CELL = (96.0, 46.0)  # the room a thing and its label need
SPREAD = 115.0  # distance between neighbours in the core, before boxes are pushed apart
LARGE = 3000  # things above which label propagation takes the place of Louvain: a tenth of the time, coarser groups
GOLDEN = pi * (3 - sqrt(5))
Links = Mapping[tuple[int, int], int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """A place and a group (from 0, by their best-ranked member) for each thing, in the order given."""

    places: list[tuple[int, int]]
    groups: list[int]


def to_layout(keys: Sequence[str], links: Links, core: int = CORE) -> Layout:
    """The layout of things given by rank, most important first. `links` counts the claims of each pair of ranks."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(keys)))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(links.items()) if a != b)
    groups = _groups(graph)
    places = _core(keys, graph, min(core, len(keys)))
    _fill(graph, groups, places)
    return Layout([(round(places[n][0]), round(places[n][1])) for n in range(len(keys))], groups)


def _groups(graph: nx.Graph[int]) -> list[int]:
    """Communities: Louvain, or label propagation where there are many things; lone things share the last group."""
    joined = graph.subgraph([node for node in graph if graph.degree(node)])
    if len(joined) > LARGE:
        found = list(nx.community.fast_label_propagation_communities(joined, weight="weight", seed=1))
    else:
        found = nx.community.louvain_communities(joined, weight="weight", seed=1) if joined else []
    of = {node: number for number, members in enumerate(sorted(found, key=min)) for node in members}
    return [of.get(node, len(found)) for node in sorted(graph)]


def _start(key: str) -> Point:
    """A place in the unit disc that depends on the key alone."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    angle, radius = (int.from_bytes(digest[at:at + 4], "big") / 2**32 for at in (0, 4))
    return sqrt(radius) * cos(2 * pi * angle), sqrt(radius) * sin(2 * pi * angle)


def _core(keys: Sequence[str], graph: nx.Graph[int], core: int) -> dict[int, Point]:
    if core < 2:
        return dict.fromkeys(range(core), (0.0, 0.0))
    part = nx.Graph(graph.subgraph(range(core)))
    start = {node: np.array(_start(keys[node])) for node in part}
    found = nx.forceatlas2_layout(part, pos=start, max_iter=ROUNDS, strong_gravity=True, gravity=0.06,
                                  scaling_ratio=2.0, jitter_tolerance=0.5, weight=None, seed=1)
    at = _lying(np.array([found[node] for node in range(core)], dtype=float))
    leaves = Counter(min(graph[node]) for node in graph if node >= core and graph.degree(node))
    room = np.array([sqrt(leaves[node]) * 26 for node in range(core)])
    at = _scaled(at, part) * (1.2, 0.9)  # boxes are wide: they are pushed up and down more than aside
    at = _apart(at, np.column_stack([CELL[0] * 0.62 + room, CELL[1] * 0.8 + room * 0.75]))
    return {node: (float(at[node][0]), float(at[node][1])) for node in range(core)}


def _lying(at: np.ndarray) -> np.ndarray:
    """Turned so that the longer extent is the width, as on a screen, the best-ranked thing to the left."""
    at = at - at.mean(axis=0)
    turned = at @ np.linalg.svd(at, full_matrices=False)[2].T
    flip = np.where(turned[0] > 0, -1.0, 1.0)  # the sign of a singular vector is chance
    lying: np.ndarray = turned * flip
    return lying


def _scaled(at: np.ndarray, part: nx.Graph[int]) -> np.ndarray:
    """Scaled so that the median link is `SPREAD` long."""
    lengths = [float(np.hypot(*(at[a] - at[b]))) for a, b in part.edges] or [float(np.abs(at).max())]
    return at * (SPREAD / (float(np.median(lengths)) or 1.0))


def _apart(at: np.ndarray, halves: np.ndarray, rounds: int = 300) -> np.ndarray:
    """Pushes boxes apart along the line between them, so that the form stays. `halves` are half widths and heights."""
    at = at + np.arange(len(at))[:, None] * 1e-3  # no two in one place
    for _ in range(rounds):
        apart = at[:, None] - at[None]
        over = halves[:, None] + halves[None] - np.abs(apart)
        np.einsum("iij->ij", over)[:] = 0
        hit = (over > 0).all(axis=2)
        if not hit.any():
            break
        share = (over / (np.abs(apart) + 1.0)).min(axis=2)  # of the distance, until one side is clear
        step = np.clip(apart * (share * hit)[..., None], -CELL[0], CELL[0])
        at = at + step.sum(axis=1) * 0.15
    return at


def _fill(graph: nx.Graph[int], groups: Sequence[int], places: dict[int, Point]) -> None:
    """Gives every thing left the nearest free place around its anchor, better ranks first, outwards from the core."""
    taken = Taken()
    for point in places.values():
        taken.put(point)
    steps: defaultdict[int, int] = defaultdict(int)
    waiting = [node for node in sorted(graph) if node not in places]
    queue = [node for node in waiting if any(other in places for other in graph[node])]
    rest = iter(waiting)
    while len(places) < len(graph):
        if queue:
            node = heappop(queue)
            if node in places:
                continue
            anchor = _anchor(graph, groups, places, node)
            places[node] = _free(places[anchor], taken, steps, anchor)
        else:  # a part of its own: outside of all that is placed
            node = next(other for other in rest if other not in places)
            places[node] = _free((0.0, 0.0), taken, steps, -1)
        for other in graph[node]:
            if other not in places:
                heappush(queue, other)


def _anchor(graph: nx.Graph[int], groups: Sequence[int], places: Mapping[int, Point], node: int) -> int:
    """The placed neighbour a thing belongs to most: of its group, with most claims, and least claimed by others."""
    def closeness(other: int) -> tuple[bool, int, int, int]:
        return groups[other] == groups[node], graph[node][other]["weight"], -graph.degree(other), -other

    anchor: int = max((other for other in graph[node] if other in places), key=closeness)
    return anchor


def _free(around: Point, taken: Taken, steps: defaultdict[int, int], anchor: int) -> Point:
    """The next free place on the spiral around a point; it goes on where the anchor's last search ended."""
    while True:
        steps[anchor] += 1
        radius, angle = 0.72 * sqrt(steps[anchor]), steps[anchor] * GOLDEN
        point = around[0] + CELL[0] * radius * cos(angle), around[1] + CELL[1] * 1.35 * radius * sin(angle)
        if taken.free(point):
            taken.put(point)
            return point


class Taken:
    """Places that are taken, by cell, so that what is near a place is found at once."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[Point]] = defaultdict(list)

    def put(self, point: Point) -> None:
        self._cells[self._cell(point)].append(point)

    def free(self, point: Point) -> bool:
        """Whether no place that is taken is nearer than most of a cell's width or height."""
        x, y = self._cell(point)
        near = (other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in self._cells.get((x + dx, y + dy), ()))
        return all(((point[0] - a) / CELL[0]) ** 2 + ((point[1] - b) / CELL[1]) ** 2 >= 0.6 for a, b in near)

    @staticmethod
    def _cell(point: Point) -> tuple[int, int]:
        return round(point[0] / CELL[0]), round(point[1] / CELL[1])
