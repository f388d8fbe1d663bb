"""CoNLL figures of coreference: the mean of MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e
(Luo 2005)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import networkx

Chain = frozenset[Hashable]
Fraction = tuple[float, float]


def conll(documents: Sequence[tuple[Sequence[Chain], Sequence[Chain]]]) -> dict[str, tuple[float, float, float]]:
    """(precision, recall, F1) by measure over documents (gold chains, found chains), and the mean F1 as "conll"."""
    out = {}
    for name, measure in (("muc", _muc), ("b3", _b_cubed), ("ceafe", _ceaf)):
        sums = Counter[str]()
        for gold, found in documents:
            for side, (right, total) in zip("pr", measure(gold, found), strict=True):
                sums[side + "right"] += right  # type: ignore[assignment]
                sums[side + "total"] += total  # type: ignore[assignment]
        p, r = (sums[side + "right"] / max(1e-9, sums[side + "total"]) for side in "pr")
        out[name] = (p, r, 2 * p * r / max(1e-9, p + r))
    mean = sum(f for _, _, f in out.values()) / len(out)
    return out | {"conll": (mean, mean, mean)}


def _muc(gold: Sequence[Chain], found: Sequence[Chain]) -> tuple[Fraction, Fraction]:
    return _links(found, gold), _links(gold, found)


def _links(chains: Sequence[Chain], others: Sequence[Chain]) -> Fraction:
    """Of the links that `chains` need, those that `others` have."""
    of = {m: n for n, chain in enumerate(others) for m in chain}
    right = sum(len(c) - len({of.get(m, ("alone", m)) for m in c}) for c in chains)
    return right, sum(len(c) - 1 for c in chains)


def _b_cubed(gold: Sequence[Chain], found: Sequence[Chain]) -> tuple[Fraction, Fraction]:
    return _shared(found, gold), _shared(gold, found)


def _shared(chains: Sequence[Chain], others: Sequence[Chain]) -> Fraction:
    of = {m: chain for chain in others for m in chain}
    right = sum(len(c & of[m]) / len(c) for c in chains for m in c if m in of)
    return right, sum(map(len, chains))


def _ceaf(gold: Sequence[Chain], found: Sequence[Chain]) -> tuple[Fraction, Fraction]:
    """The best matching of chains one to one by 2 |a and b| / (|a| + |b|)."""
    graph = networkx.Graph()
    of: dict[Hashable, list[int]] = {}
    for n, chain in enumerate(found):
        for m in chain:
            of.setdefault(m, []).append(n)
    for k, a in enumerate(gold):
        for n in {n for m in a for n in of.get(m, ())}:
            b = found[n]
            graph.add_edge(("gold", k), ("found", n), weight=2 * len(a & b) / (len(a) + len(b)))
    total = sum(graph.edges[e]["weight"] for e in networkx.max_weight_matching(graph))
    return (total, len(found)), (total, len(gold))
