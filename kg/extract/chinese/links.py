"""The relation head beside the frames, as in English: what the grammar does not reach, proposed with a probability.

Only properties whose domain and range fit, only above a threshold, and only of pairs that the grammar has read nothing
of: "X is the chief executive of Y" made the head say that X founded Y.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.extract import proposals
from kg.extract.candidates import LABELS
from kg.extract.chinese.candidates import Candidate
from kg.extract.chinese.claims import Frame
from kg.extract.chinese.modality import Firmness
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import GENERIC, PRONOUNS
from kg.extract.factuality import RANK
from kg.extract.proposals import MADE, MAKING, beside_others, restated
from kg.model import Claim
from kg.ontology import Ontology
from kg.pipeline.pairs import Candidate as Mention
from kg.pipeline.relations import RelationHead

#: Least probability of a proposal, "" for all other properties.
THRESHOLDS: Mapping[str, float] = {
    "": 0.6,
    **dict.fromkeys(("memberOf", "educatedAt", "competesWith", "basedIn", "suppliesTo", "developed", "owns"), 0.75),
    **dict.fromkeys(("leads", "uses", "hasUnit", "nationality"), 0.85),
    **dict.fromkeys(("partneredWith", "integratedWith"), 0.9),
}
#: As in English; and who founded a firm is not told to be a member of it.
RESTATED = {**proposals.RESTATED, "memberOf": proposals.RESTATED["memberOf"] | {"created", "leads"}}


@dataclass(frozen=True)
class Link:
    """A property that the head proposes between two units of a paragraph."""

    subject: Unit
    object: Unit
    property: str
    probability: float


@dataclass(frozen=True)
class Spoken:
    """A clause of a sentence with what its claims share, and how firm its first verb is."""

    frame: Frame
    firm: Firmness

    @property
    def clause(self) -> Sequence[Unit]:
        return self.frame.clause

    def holds(self, unit: Unit) -> bool:
        return bool(self.clause) and self.clause[0].start <= unit.start < self.clause[-1].end


def mention_of(unit: Unit, ontology: Ontology) -> tuple[str, str] | None:
    """(label, kind) of a unit as the head knows it, None for what it does not look at."""
    if unit.kind == "time":
        return ("DATE", "time")
    if unit.kind == "pronoun" and unit.text in PRONOUNS and unit.text not in GENERIC:
        return ("", "pronoun")
    if not unit.is_name:
        return None
    label = next((name for ancestor, name in LABELS if unit.type and ontology.is_a(unit.type, ancestor)), "MISC")
    return (label, "name" if unit.kind == "name" else "nominal")


def mentions(doc: Doc, units: Sequence[Unit], ontology: Ontology, offset: int = 0) -> list[tuple[Unit, Mention]]:
    """The units that may have relations, with their tokens; `offset` is where the Doc begins in the article."""
    out: list[tuple[Unit, Mention]] = []
    for unit in units:
        what = mention_of(unit, ontology)
        span = doc.char_span(unit.start - offset, unit.end - offset, alignment_mode="expand") if what else None
        if what is not None and span is not None and not any(span.start < m[1] and m[0] < span.end for _, m in out):
            out.append((unit, (span.start, span.end, *what)))
    return out


def proposed(head: RelationHead, docs: Sequence[Doc], found: Sequence[Sequence[tuple[Unit, Mention]]]
             ) -> list[list[Link]]:
    """The head's proposals for the paragraphs of an article, likeliest first."""
    items = [(doc, [mention for _, mention in some]) for doc, some in zip(docs, found, strict=True)]
    return [
        [Link(some[i][0], some[j][0], name, probability) for i, j, name, probability in links
         if probability >= THRESHOLDS.get(name, THRESHOLDS[""])]
        for some, links in zip(found, head.propose_all(items, min(THRESHOLDS.values())), strict=True)
    ]


class Links:
    """The head's proposals for one paragraph, told sentence by sentence beside what the grammar has read."""

    def __init__(self, links: Sequence[Link], ontology: Ontology, antecedents: Mapping[int, Unit]) -> None:
        self.links, self.ontology, self.antecedents = links, ontology, antecedents

    def claims(self, spoken: Sequence[Spoken], read: Sequence[Claim]) -> Iterator[Claim]:
        """Claims whose later side stands in one of the clauses; `read` are the claims of the paragraph so far."""
        closed = [c for c in read if c.predicate.property]
        pairs: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        for c in closed:
            pairs[c.subject.start, c.object.start].add(c.predicate.property or "")
        makers = {c.object.name: c.subject.name for c in closed if c.predicate.property in MAKING}
        told = [(c.predicate.property, c.subject.name, c.object.name) for c in closed]
        for link in self.links:
            later = max(link.subject, link.object, key=lambda u: u.start)
            here = next((s for s in spoken if s.holds(later)), None)
            if here is None or not self._admitted(link, pairs):
                continue
            claim = self._claim(link, here, spoken)
            if claim.subject.name == claim.object.name:
                continue
            if link.property in MAKING and makers.get(claim.object.name, claim.subject.name) != claim.subject.name:
                continue
            pairs[link.subject.start, link.object.start].add(link.property)
            same = (link.property, claim.subject.name, claim.object.name)
            if same in told or restated(claim, told, RESTATED):
                continue
            told.append(same)
            if link.property in MADE:
                makers.setdefault(claim.object.name, claim.subject.name)
            yield claim

    def _admitted(self, link: Link, pairs: Mapping[tuple[int, int], set[str]]) -> bool:
        """Whether nothing has been read of the pair yet, nor anything else than this of its reverse."""
        prop, ends = self.ontology.properties.get(link.property), (link.subject.start, link.object.start)
        if prop is None or pairs.get(ends) or not beside_others(link.property, *ends, pairs, symmetric=prop.symmetric):
            return False
        return self._fits(link.subject, prop.domain) and self._fits(link.object, prop.range)

    def _fits(self, unit: Unit, classes: frozenset[str]) -> bool:
        if unit.kind == "time":
            return "Time" in classes and unit.time is not None and unit.time.iso is not None
        if unit.kind == "pronoun":
            antecedent = self.antecedents.get(unit.start)
            if antecedent is None:
                return False
            unit = antecedent
        return any(self.ontology.compatible(unit.type, c) for c in classes)

    def _claim(self, link: Link, here: Spoken, spoken: Sequence[Spoken]) -> Claim:
        other = min(link.subject, link.object, key=lambda u: u.start)
        there = next((s for s in spoken if s.holds(other)), here)
        firm = max((there.firm, here.firm), key=lambda f: (RANK[f.modality], f.polarity == "negated"))
        trigger = self._trigger(link, here.clause)
        candidate = Candidate(link.property, link.subject, link.object, trigger, 0, "head")
        claim = here.frame.claim(candidate, firm)
        trace = {"source": "head", "construction": "relation head", "probability": f"{link.probability:.2f}"}
        return replace(claim, confidence=round(link.probability, 2), trace=trace)

    def _trigger(self, link: Link, clause: Sequence[Unit]) -> Unit:
        """The word that joins the two: one that says the property, else a verb between, a noun, the thing itself."""
        first, second = sorted((link.subject, link.object), key=lambda u: u.start)
        between = [u for u in clause if first.end <= u.start < second.start and u.kind == "word"]
        near = [u for u in clause if u.kind == "word" and u.start >= second.end][:3]
        told = [u for u in (*between, *near) if any(s.property == link.property for s in u.senses)]
        around = between or near[:2]
        ranked = (
            told[:1], [u for u in around if u.is_verb], [u for u in around if u.senses],
            [u for u in around if u.tag == "n"])
        return next((some[-1] for some in ranked if some), link.object)
