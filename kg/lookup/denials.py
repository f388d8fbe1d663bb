"""A rumour and its denial are one thread: claims of one subject, property and object, the later of which deny.

In an article what stands later is later, between articles what was published later, or on a day that is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.lookup.statements import Statement


def later_denials(statements: Iterable[Statement]) -> Mapping[str, tuple[Statement, ...]]:
    """Id of a claim -> the claims among the given that deny it later, by date; nothing for the others."""
    threads: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for one in statements:
        threads[one.subject.iri, one.predicate.iri, one.object.iri or one.object.label].append(one)
    found: dict[str, tuple[Statement, ...]] = {}
    for thread in threads.values():
        denials = [one for one in thread if one.modality == "denied"]
        for said in thread:
            if said.polarity == "affirmed" and said.modality != "denied":
                against = {one.id: one for one in denials if _later(one, said)}
                if against:
                    found[said.id] = tuple(sorted(against.values(), key=lambda one: (one.evidence.date, one.id)))
    return found


def _later(denial: Statement, said: Statement) -> bool:
    place, before = denial.evidence, said.evidence
    if place.article == before.article:
        return place.start >= before.start
    return not place.date or not before.date or place.date >= before.date
