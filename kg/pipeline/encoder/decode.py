"""From scores to structures: the best tree of a sentence, the best BIO sequence.

Both take the cheap answer where it already satisfies the constraints.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Ints = npt.NDArray[np.int64]
_ROOT_PENALTY = 1e5
_NEVER = -1e9


def best_tree(scores: Floats) -> Ints:
    """Heads [n] of the highest-scoring tree with one root.

    scores [n, 1 + n]: row i scores the heads of word i; column 0 is the root, column
    j + 1 is word j. Heads are returned in the same numbering: 0 for the root.
    """
    n = len(scores)
    scores = scores.astype(np.float64)
    scores[np.arange(n), np.arange(1, n + 1)] = _NEVER
    heads: Ints = scores.argmax(axis=1)
    if np.count_nonzero(heads == 0) == 1 and not _cycle(np.concatenate(([0], heads))):
        return heads
    scores[:, 0] -= _ROOT_PENALTY  # each root costs, and one is needed: so there is one
    full = np.full((n + 1, n + 1), _NEVER)
    full[1:] = scores
    tree: Ints = _edmonds(full)[1:]
    return tree


def _edmonds(scores: Floats) -> Ints:
    """Heads of the best arborescence from node 0 (Chu and Liu 1965, Edmonds 1967).

    scores [n, n], row: dependent, column: head; node 0 keeps head 0.
    """
    heads: Ints = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    nodes, outside = np.flatnonzero(inside), np.flatnonzero(~inside)
    own = scores[nodes, heads[nodes]]
    # The cycle becomes one node, numbered last: leaving it, the best member is the head;
    # entering it, a member gives up its head in the cycle for the new one.
    leaving = scores[np.ix_(outside, nodes)]
    entering = scores[np.ix_(nodes, outside)] - own[:, None]
    m = len(outside)
    smaller = np.full((m + 1, m + 1), _NEVER)
    smaller[:m, :m] = scores[np.ix_(outside, outside)]
    smaller[:m, m] = leaving.max(axis=1)
    smaller[m, :m] = entering.max(axis=0)
    found = _edmonds(smaller)
    result: Ints = heads.copy()
    for i in range(1, m):
        into_cycle = found[i] == m
        result[outside[i]] = nodes[leaving[i].argmax()] if into_cycle else outside[found[i]]
    result[nodes[entering[:, found[m]].argmax()]] = outside[found[m]]
    return result


def _cycle(heads: Ints) -> list[int]:
    """The nodes of a cycle, [] if there is none; node 0 is the root."""
    parents = heads.tolist()
    seen = [0] * len(parents)  # 0: not yet, otherwise the walk that came by
    seen[0] = -1
    for start in range(1, len(parents)):
        node = start
        while seen[node] == 0:
            seen[node] = start
            node = parents[node]
        if seen[node] == start:
            cycle = [node]
            while parents[cycle[-1]] != node:
                cycle.append(parents[cycle[-1]])
            return cycle
    return []


class BioDecoder:
    """The best sequence in which I-X follows only B-X or I-X."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        n = len(labels)
        self._allowed = np.ones((n, n), dtype=bool)
        for j, label in enumerate(labels):
            if label.startswith("I-"):
                self._allowed[:, j] = [other[2:] == label[2:] for other in labels]
        self._starts = np.array([not label.startswith("I-") for label in labels])

    def spans(self, scores: Floats) -> list[tuple[int, int, str]]:
        """(start, end, type) of the entities in scores [n, labels]."""
        return self._entities(self.best(scores))

    def best(self, scores: Floats) -> Ints:
        """The best allowed labels [n]."""
        if not len(scores):
            return np.zeros(0, dtype=np.int64)
        path: Ints = scores.argmax(axis=1)
        if self._starts[path[0]] and self._allowed[path[:-1], path[1:]].all():
            return path
        return self._viterbi(scores)

    def _viterbi(self, scores: Floats) -> Ints:
        moves = np.where(self._allowed, 0.0, _NEVER)
        total = np.where(self._starts, scores[0], _NEVER)
        back = np.zeros(scores.shape, dtype=np.int64)
        for i in range(1, len(scores)):
            options = total[:, None] + moves
            back[i] = options.argmax(axis=0)
            total = options.max(axis=0) + scores[i]
        path = [int(total.argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(back[i, path[-1]]))
        return np.array(path[::-1])

    def _entities(self, path: Ints) -> list[tuple[int, int, str]]:
        found: list[tuple[int, int, str]] = []
        for i in np.flatnonzero(path).tolist():
            label = self.labels[path[i]]
            if label.startswith("I-"):
                start, _, kind = found[-1]
                found[-1] = (start, i + 1, kind)
            else:
                found.append((i, i + 1, label[2:]))
        return found
