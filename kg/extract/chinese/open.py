"""Open claims of a Chinese sentence: its propositions with offsets, firmness and source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract.chinese.chunks import Clause, Group
from kg.extract.chinese.claims import Frame
from kg.extract.chinese.modality import Firmness
from kg.extract.chinese.propositions import Propositions
from kg.extract.chinese.units import UNKNOWN_CLASS, Unit
from kg.extract.chinese.verbless import Tuple
from kg.model import Argument, Claim, Predicate

# How often a construction's tuples read well, on sentences of ours; they rank the tuples.
CONFIDENCE: Mapping[str, float] = {
    "active": 0.7, "passive": 0.7, "ba": 0.65, "copula": 0.7, "coverb": 0.5, "clause": 0.6, "relative": 0.5,
    "cleft": 0.6, "figure": 0.6, "title": 0.5,
}
CARRIED_PENALTY = 0.15
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")"}
IMPLIED = "是"


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying that ended its clause."""

    frame: Frame
    clause: Clause
    words: tuple[int, ...]


class Opened:
    """The open claims of one sentence, clause by clause; the subject goes on where a clause has none."""

    def __init__(self) -> None:
        self.subject: Unit | None = None
        self.saying: Saying | None = None
        self.alone: Unit | None = None  # a name that is a clause by itself: 屠呦呦，中国药学家，

    def claims(self, frame: Frame, clause: Clause, spoken: Callable[[int], Frame],
               firm: Callable[[int], Firmness]) -> Iterator[Claim]:
        """`spoken` and `firm`: who says so and how firmly, of the verb at an index of the clause."""
        read = Propositions(clause)
        found = list(read.tuples())
        if self.saying is not None and self.subject is not None:
            yield self._said(self.saying, self.subject, clause)
        self.saying = None
        for one in found:
            subject = self.subject if one.subject is None else phrase(frame, clause, one.subject)
            object_ = phrase(frame, clause, one.object)
            if subject is None or (subject.start < object_.end and object_.start < subject.end):
                continue
            yield claim(spoken(one.verb), clause, one, subject, object_, firm(one.verb))
        named = phrase(frame, clause, read.subject) if read.subject else None
        if not read.verbs and named is not None and self.alone is not None and not found:
            yield self._described(frame, clause, read, named)
        elif named is not None:
            self.subject = named
            whole = read.subject is not None and read.subject.end - read.subject.start == len(clause)
            self.alone = named if whole and named.kind == "name" else None
        elif read.verbs:
            self.alone = None
        if read.pending and self.subject is not None:
            self.saying = Saying(frame, clause, read.pending)

    def _said(self, saying: Saying, subject: Unit, clause: Clause) -> Claim:
        """专家 | 认为 | what the next clause says."""
        one = Tuple(None, saying.words, Group(0, len(clause)), saying.words[-1], "clause")
        return claim(saying.frame, saying.clause, one, subject, phrase(saying.frame, clause, one.object), Firmness())

    def _described(self, frame: Frame, clause: Clause, read: Propositions, named: Unit) -> Claim:
        one = Tuple(None, (), Group(0, len(clause)), 0, "title")
        alone, self.subject = self.alone, self.alone
        return claim(frame, clause, one, alone or named, named, Firmness())


def claim(frame: Frame, clause: Clause, one: Tuple, subject: Unit, object_: Unit, firm: Firmness) -> Claim:
    text = "".join(written(frame, clause, one.predicate)) or IMPLIED
    places = [clause[i] for i in one.predicate] or [object_]
    carried = one.subject is None
    time = frame.time
    trace = {"source": "open", "construction": one.construction}
    if carried:
        trace["carried"] = "the subject of an earlier clause"
    return Claim(
        doc=frame.article.id, sentence=frame.span(*frame.sentence), subject=argument(frame, subject),
        predicate=Predicate(f"open:{text}", text, places[0].start, places[-1].end),
        object=argument(frame, object_), polarity=firm.polarity, modality=firm.modality,
        attribution=frame.attribution(), time=frame.time_of(time) if time is not None else None,
        confidence=round(CONFIDENCE[one.construction] - (CARRIED_PENALTY if carried else 0.0), 2), trace=trace,
    )


def written(frame: Frame, clause: Clause, words: Sequence[int]) -> Iterator[str]:
    """The words as the article writes them; Latin ones keep a space between them."""
    before = ""
    for i in words:
        piece = frame.article.text[clause[i].start : clause[i].end]
        yield f" {piece}" if before[-1:].isascii() and before and piece[:1].isascii() else piece
        before = piece


def phrase(frame: Frame, clause: Clause, group: Group) -> Unit:
    """The group as one unit, quotation marks of its own included."""
    if group.end - group.start == 1:
        return clause[group.start]
    start, end = clause[group.start].start, clause[group.end - 1].end
    text = frame.article.text
    for opening, closing in PAIRS.items():
        inside = text[start:end]
        if inside.count(closing) > inside.count(opening) and text[start - 1 : start] == opening:
            start -= 1
        elif inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
    return Unit(text[start:end], start, end, "word")


def argument(frame: Frame, unit: Unit) -> Argument:
    if unit.kind != "word":
        return frame.argument(unit)
    kind = "" if unit.type == UNKNOWN_CLASS else unit.type
    return Argument(*frame.place(unit), type=kind, kind="nominal")
