"""Figures of the relation head: KnowledgeNet's own measure, and precision on news text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.pipeline.relations import RelationHead

if TYPE_CHECKING:
    from training.relations import Example

Span = tuple[int, int]
Fact = tuple[Span, Span, str]
_SHOWN = (0.3, 0.5, 0.7, 0.9)
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def report(head: RelationHead, data: Sequence[Example]) -> None:
    proposals = [_proposed(head, e) for e in data]
    if data[0].passage.source == "news":
        _report_news(data, proposals)
    else:
        _report_knowledgenet(data, proposals)


def _proposed(head: RelationHead, example: Example) -> list[tuple[int, int, str, float]]:
    return head.propose(example.doc, example.mentions, floor=THRESHOLDS[0])


def _span(example: Example, i: int) -> Span:
    start, end, _, _ = example.mentions[i]
    return example.doc[start].idx, example.doc[end - 1].idx + len(example.doc[end - 1])


# KnowledgeNet: a gold fact is found if a proposal of its passage matches it; a proposal that
# matches a credited one is spent; others are wrong where their property was annotated.


def _overlap(a: Span, b: Span) -> bool:
    return max(a[0], b[0]) < min(a[1], b[1])


def _half(a: Span, b: Span) -> bool:
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) >= max(a[1], b[1]) - min(a[0], b[0])


MATCHES: dict[str, Callable[[Span, Span], bool]] = {"overlap": _overlap, "exact": Span.__eq__, "iou50": _half}


def _report_knowledgenet(data: Sequence[Example], proposals: Sequence[list[tuple[int, int, str, float]]]) -> None:
    for match in MATCHES:
        rows = [(threshold, _score(data, proposals, threshold, match)) for threshold in THRESHOLDS]
        threshold, (f, p, r, by) = max(rows, key=lambda row: row[1][0])
        print(f"{match}: best F {f:.3f} (P {p:.3f} R {r:.3f}) at {threshold}")
        shown = (f"{t}: F {s[0]:.3f} P {s[1]:.3f} R {s[2]:.3f}" for t, s in rows if t in _SHOWN)
        print("   at", "  ".join(shown))
        if match == "overlap":
            print("   " + "  ".join(f"{name} {value:.2f}" for name, value in sorted(by.items())))


def _score(
    data: Sequence[Example], proposals: Sequence[list[tuple[int, int, str, float]]], threshold: float, match: str
) -> tuple[float, float, float, dict[str, float]]:
    same = MATCHES[match]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for example, found in zip(data, proposals, strict=True):
        passage = example.passage
        spans = [(m.start, m.end) for m in passage.mentions]
        gold = [(spans[s], spans[o], p) for s, o, p in sorted(passage.facts)]
        mine = [
            (_span(example, i), _span(example, j), p)
            for i, j, p, probability in found
            if probability >= threshold and p in passage.known
        ]
        _count(gold, mine, same, counts)
    total = sum(counts.values(), Counter())
    return *_prf(total), {name: _prf(c)[0] for name, c in counts.items()}


def _count(
    gold: Sequence[Fact], mine: Sequence[Fact], same: Callable[[Span, Span], bool], counts: dict[str, Counter[str]]
) -> None:
    def alike(a: Fact, b: Fact) -> bool:
        return a[2] == b[2] and same(a[0], b[0]) and same(a[1], b[1])

    credited = []
    for g in gold:
        hits = [m for m in mine if alike(g, m)]
        counts[g[2]]["right" if hits else "missed"] += 1
        credited += hits
    for m in mine:
        if not any(alike(m, c) for c in credited):
            counts[m[2]]["wrong"] += 1


def _prf(c: Counter[str]) -> tuple[float, float, float]:
    precision = c["right"] / max(1, c["right"] + c["wrong"])
    recall = c["right"] / max(1, c["right"] + c["missed"])
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


# News: a proposal is right if the passage asserts the property of the two things; "near" are
# claims of a kindred property of the two (see relation_data.NEAR) and claims that are planned,
# possible, denied or negated. Recall is of the closest pair of mentions of each claim.


def _report_news(data: Sequence[Example], proposals: Sequence[list[tuple[int, int, str, float]]]) -> None:
    for threshold in THRESHOLDS:
        counts: Counter[str] = Counter()
        by: defaultdict[str, Counter[str]] = defaultdict(Counter)
        reached: set[tuple[int, int, int, str]] = set()
        gold = 0
        for n, (example, found) in enumerate(zip(data, proposals, strict=True)):
            passage = example.passage
            gold += len(passage.facts)
            for i, j, name, probability in found:
                if probability < threshold:
                    continue
                triple = (example.gold[i], example.gold[j], name)
                kind = "right" if triple in passage.claimed else "near" if triple in passage.unknown else "wrong"
                counts[kind] += 1
                by[name][kind] += 1
                if triple in passage.facts:
                    reached.add((n, *triple))
        total = max(1, counts.total())
        print(
            f"at {threshold}: {counts.total()} proposals, precision {counts['right'] / total:.3f}, "
            f"{(counts['right'] + counts['near']) / total:.3f} with near; recall {len(reached) / gold:.3f} of {gold}"
        )
        if threshold == 0.5:
            print("   " + "  ".join(f"{k} {c['right']}+{c['near']}/{c.total()}" for k, c in sorted(by.items())))
