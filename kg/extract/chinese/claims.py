"""Candidates to claims: exact offsets into the article, firmness, source, time, amounts and confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.chinese.candidates import Candidate
from kg.extract.chinese.modality import Firmness, Source
from kg.extract.chinese.units import UNKNOWN_CLASS, Unit
from kg.model import Argument, Article, Attribution, Claim, Predicate, Qualifier, Span, Time

# How often a construction's claims were right on the development passages, rounded.
CONFIDENCE: Mapping[str, float] = {
    "active": 0.75, "passive": 0.75, "by": 0.8, "ba": 0.75, "relative": 0.7, "apposition": 0.8, "linked": 0.75,
    "predicative": 0.75, "figure": 0.7, "juxtaposition": 0.65, "alias": 0.9, "site": 0.65, "native": 0.7, "pair": 0.7,
    "open": 0.4, "head": 0.6,
}
# What describes a name says nothing of when; what a clause says of a seat or a post holds when it is said, not when
# something in the clause before it was done.
TIMELESS = frozenset({"apposition", "juxtaposition", "alias"})
LASTING = frozenset({"linked", "predicative"})
CARRIED_PENALTY = 0.15
AMOUNTED = frozenset({"acquired", "investedIn", "fined", "owns", "mergedWith", "suppliesTo", "sued", "valuedAt"})
AMOUNT_CLASSES = {"money": "MonetaryAmount", "count": "Count", "percent": "Percentage"}


@dataclass(frozen=True)
class Frame:
    """What the claims of one clause share: the article, the clause's units, its sentence and who speaks."""

    article: Article
    sentence: tuple[int, int]
    clause: Sequence[Unit]
    antecedents: Mapping[int, Unit]
    time: Unit | None
    source: Source | None

    def claim(self, candidate: Candidate, firm: Firmness) -> Claim:
        trigger = candidate.trigger
        confidence = CONFIDENCE[candidate.construction] - (CARRIED_PENALTY if candidate.carried else 0.0)
        is_open = candidate.property.startswith("open:")
        predicate = candidate.property if is_open else f"kg:{candidate.property}"
        found_by = "frame" if candidate.entry else "open" if is_open else "juxtaposition"
        trace = {"source": found_by, "construction": candidate.construction}
        if candidate.entry:
            trace["entry"] = candidate.entry
        if candidate.carried:
            trace["carried"] = "the subject of an earlier clause"
        return Claim(
            doc=self.article.id, sentence=self.span(*self.sentence), subject=self.argument(candidate.subject),
            predicate=Predicate(predicate, *self.place(trigger)),
            object=self.argument(candidate.object), polarity=firm.polarity, modality=firm.modality,
            attribution=self.attribution(), time=self._time(candidate), qualifiers=tuple(self._qualifiers(candidate)),
            confidence=round(confidence, 2), trace=trace,
        )

    def place(self, unit: Unit) -> tuple[str, int, int]:
        """The unit as the article writes it, and where."""
        return self.article.text[unit.start : unit.end], unit.start, unit.end

    def span(self, start: int, end: int) -> Span:
        return Span(self.article.text[start:end], start, end)

    def argument(self, unit: Unit) -> Argument:
        place = self.place(unit)
        if unit.kind == "time" and unit.time is not None:
            return Argument(*place, type="Time", kind="time", value=unit.time.iso, unit="date")
        if unit.kind == "amount" and unit.quantity is not None:
            return Argument(*place, type=AMOUNT_CLASSES[unit.quantity.kind], kind="value", value=unit.quantity.value,
                            unit=unit.quantity.unit)
        kind = "" if unit.type == UNKNOWN_CLASS else unit.type
        antecedent = self.antecedents.get(unit.start) if unit.kind == "pronoun" else None
        if antecedent is None:
            return Argument(*place, type=kind, kind="name")
        return Argument(*place, type=kind, kind="pronoun", antecedent=self.span(antecedent.start, antecedent.end))

    def attribution(self) -> Attribution | None:
        if self.source is None:
            return None
        unit = self.antecedents.get(self.source.name.start, self.source.name)
        kind = "" if unit.type == UNKNOWN_CLASS else unit.type
        return Attribution(*self.place(unit), self.source.cue, kind)

    def _time(self, candidate: Candidate) -> Time | None:
        unit = self.time
        if unit is None or candidate.object.kind == "time" or candidate.construction in TIMELESS:
            return None
        lasting = candidate.construction in LASTING and unit not in self.clause
        return None if lasting else self.time_of(unit)

    def time_of(self, unit: Unit) -> Time | None:
        return None if unit.time is None else Time(*self.place(unit), unit.time.iso)

    def _qualifiers(self, candidate: Candidate) -> list[Qualifier]:
        found = []
        for name, units in (("role", candidate.role), ("metric", candidate.metric)):
            if units:
                span = self.span(units[0].start, units[-1].end)
                found.append(Qualifier(name, span.text, span.start, span.end))
        if candidate.property in AMOUNTED and candidate.object.kind != "amount":
            for unit in self.clause:
                q = unit.quantity
                if q is not None and q.kind in AMOUNT_CLASSES:
                    found.append(Qualifier("amount", *self.place(unit), q.value, q.unit))
        return found
