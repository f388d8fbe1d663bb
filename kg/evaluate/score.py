"""Which claims match which gold claims, and what follows from that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.evaluate.names import same, to_names
from kg.evaluate.records import SLOTS, Evaluation, Found, Gold, Score


def evaluate(gold: Sequence[Gold], claims: Sequence[Found], *, open_too: bool = False) -> Evaluation:
    """Score the claims. Open predicates count only if `open_too`; in gold they still make a claim right."""
    by_doc: dict[str, list[Gold]] = defaultdict(list)
    for row in gold:
        by_doc[row.doc].append(row)
    counted = [claim for claim in claims if claim.doc in by_doc and (open_too or claim.property.startswith("kg:"))]
    pairs = [(claim, [row for row in by_doc[claim.doc] if matches(claim, row)]) for claim in counted]
    matched = {row.id for _, rows in pairs for row in rows}
    wanted = [row for row in gold if row.core and (open_too or row.property.startswith("kg:"))]
    names = sorted({row.property for row in wanted} | {claim.property for claim in counted})
    scores = {name: _score([row for row in wanted if row.property == name], matched,
                           [pair for pair in pairs if pair[0].property == name]) for name in names}
    return Evaluation(
        _score(wanted, matched, pairs), scores, _slots(pairs), sum(claim.doc not in by_doc for claim in claims),
        tuple(row.id for row in wanted if row.id not in matched))


def _score(wanted: Sequence[Gold], matched: set[str], pairs: Sequence[tuple[Found, list[Gold]]]) -> Score:
    found, right = sum(row.id in matched for row in wanted), sum(bool(rows) for _, rows in pairs)
    return Score(len(wanted), found, len(pairs), right)


def _slots(pairs: Iterable[tuple[Found, list[Gold]]]) -> dict[str, tuple[int, int]]:
    """Right and annotated for each slot; of several gold claims the one that agrees best counts."""
    right, annotated = Counter[str](), Counter[str]()
    for claim, rows in pairs:
        compared = [{name: _agrees(name, claim.slots.get(name, ""), accepted) for name, accepted in row.slots.items()
                     if accepted is not None} for row in rows]
        best = max(compared, key=lambda answers: sum(answers.values()), default={})
        annotated.update(best.keys())
        right.update(name for name, answer in best.items() if answer)
    return {name: (right[name], annotated[name]) for name in SLOTS if annotated[name]}


def _agrees(name: str, stated: str, accepted: frozenset[str]) -> bool:
    if name == "attribution":
        return same(to_names([stated]), to_names(accepted))
    if name == "time":  # "2023" and "2023-09" agree: one is only less exact
        return any(stated and (stated.startswith(time) or time.startswith(stated)) for time in accepted)
    return stated in accepted


def matches(claim: Found, gold: Gold) -> bool:
    """Whether the claim states the gold claim, whatever its polarity and modality."""
    if claim.doc != gold.doc or (claim.place and gold.places and not any(
            claim.place[0] < end and start < claim.place[1] for start, end in gold.places)):
        return False
    return any(
        claim.property in reading.properties and same(claim.subject, reading.subject)
        and (same(claim.object, reading.object) or (reading.value is not None and reading.value in claim.values))
        for reading in gold.readings)
