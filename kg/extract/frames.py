"""Propositions whose predicate is in the lexicon become claims with a property of the ontology.

A sense says which grammatical arguments fill subject and object; the property's domain and range choose between senses
("Apple runs the App Store" / "Cook runs Apple"). A reversed or ill-typed reading is dropped, not guessed at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from spacy.tokens import Token

from kg.extract import qualifiers as details
from kg.extract import timing
from kg.extract.arguments import Arguments
from kg.extract.attribution import operators_of, speaker
from kg.extract.described import Description
from kg.extract.factuality import Factuality
from kg.extract.figures import FIGURE_PROPERTIES, change, measured, metric_property, named, stated
from kg.extract.filling import Filling
from kg.extract.grammar import (
    noun_phrase,
)
from kg.extract.implied import leaves_open, organization
from kg.extract.propositions import Proposition, Role
from kg.extract.ruled_out import is_agentless, is_few, ruled_out, unowned_site
from kg.extract.senses import senses_of
from kg.extract.spans import coreference, predicate, sentence_of
from kg.lexicon import Lexicon, Sense
from kg.model import Argument, Claim, Qualifier, Time
from kg.ontology import Ontology

# How often a construction's reading is right in development; coarse on purpose.
CONFIDENCE = {"active": 0.9, "passive": 0.9, "control": 0.85, "copula": 0.85, "title": 0.9, "apposition": 0.8,
              "coordination": 0.8, "relative": 0.8, "reduced relative": 0.75, "nominal": 0.7, "predicative": 0.8,
              "as": 0.75, "role": 0.7, "participial": 0.65, "possessive": 0.75, "bracket": 0.9, "demonym": 0.75,
              "location": 0.7, "purpose": 0.65, "examples": 0.75, "object control": 0.65}


# Properties that a passive states though it does not say by whom.
AGENTLESS = frozenset({"fined"})


# Arguments whose coordinated fillers stand on both sides of a symmetric property.
COLLECTIVE: dict[str, frozenset[str]] = {
    "verb": frozenset({"subject", "object"}), "noun": frozenset({"of", "between", "agent"})}


@dataclass(frozen=True)
class Reading:
    """One way to fill a sense: the score compares readings of the same proposition."""

    sense: Sense
    subject: Argument
    object: Argument
    score: int
    implied: bool = False  # the object is not in the sentence's words


class Frames:
    """The lexicon and ontology applied to the propositions of one paragraph."""

    def __init__(
        self, ontology: Ontology, lexicon: Lexicon, arguments: Arguments, doc_id: str, told: Sequence[Claim] = ()
    ) -> None:
        self.ontology, self.lexicon, self.arguments, self.doc_id = ontology, lexicon, arguments, doc_id
        self.told = list(told)  # the article's closed claims so far; the caller adds to them
        self.filling = Filling(ontology, lexicon, arguments)
        self.fitting = self.filling.fitting

    def claims(self, proposition: Proposition, facts: Callable[[], Factuality]) -> Iterator[Claim]:
        """The claims of a proposition: for each pair of arguments the best reading's property.

        Shorter entries speak only when no longer one is filled ("take a stake in" before "take"). How firmly it is said
        is asked only of propositions that have a reading: most have none.
        """
        for senses in senses_of(proposition, self.lexicon):
            best: dict[tuple[int, int, bool], Reading] = {}
            for sense in senses:
                if sense.property in self.ontology.properties:
                    for reading in self.readings(proposition, sense):
                        pair = (reading.subject.start, reading.object.start, reading.object.kind == "time")
                        if pair not in best or reading.score > best[pair].score:
                            best[pair] = reading
            if best:
                if not facts().question:
                    yield from (self.claim(proposition, reading, facts()) for reading in levels(best.values()))
                return

    def readings(self, proposition: Proposition, sense: Sense) -> Iterator[Reading]:
        if ruled_out(proposition, sense, self.arguments):
            return
        subjects = self.filling.fillers(proposition, sense, "domain")
        objects = self.filling.fillers(proposition, sense, "range")
        if objects and not subjects and sense.property in AGENTLESS and is_agentless(proposition):
            subjects = [(Role("subject", proposition.head), self.somebody(proposition.head))]
        if objects and not subjects and unowned_site(proposition, sense):
            topic = self.arguments.antecedents.topic(proposition.head)
            subjects = [(Role("possessor", proposition.head), named(topic))] if topic is not None else []
        if not objects and subjects and leaves_open(proposition, sense, self.arguments):
            for _, subject in subjects:
                implied = organization(proposition, subject, self.arguments, self.told)
                if implied is not None and self.fitting.fits(implied, sense, "range") and distinct(subject, implied):
                    yield replace(self.reading(sense, subject, implied), implied=True)
        for role, subject in subjects:
            for other, obj in objects:
                few = obj.type == "Count" and is_few(proposition, sense, obj.value, self.arguments)
                if distinct(subject, obj) and (other.head.i != role.head.i or obj.kind == "value") and not few:
                    yield self.reading(sense, subject, obj)
        if self.ontology.properties[sense.property or ""].symmetric and not objects:
            # "xAI and SpaceX merged": coordinated fillers of one argument fill both sides.
            for (role, a), (_, b) in combinations(subjects, 2):
                mutual = role.name == "self" and is_mutual(proposition.head, role.head)
                collective = mutual or role.name in COLLECTIVE.get(proposition.pos, frozenset())
                if (
                    collective
                    and distinct(a, b)
                    and a.kind == b.kind == "name"
                    and self.fitting.fits(b, sense, "range")
                ):
                    yield self.reading(sense, a, b)

    def somebody(self, verb: Token) -> Argument:
        """Whoever did what a passive tells: nobody is named, nor is it said what they are."""
        return self.arguments.argument(verb.text, verb.idx, "", "nominal")

    def reading(self, sense: Sense, subject: Argument, obj: Argument) -> Reading:
        return Reading(
            sense, subject, obj, self.fitting.score(subject, sense, "domain") + self.fitting.score(obj, sense, "range")
        )

    def claim(self, p: Proposition, reading: Reading, factuality: Factuality) -> Claim:
        sense, subject, obj = reading.sense, reading.subject, reading.object
        name, found = sense.property or "", []
        measure = next((r for n in sense.subject for r in self.filling.roles(p, n)), None)
        if name in FIGURE_PROPERTIES and measure is not None and (owned := measured(measure.head, self.arguments)):
            found.append(owned[1])
            name = metric_property(owned[1].text, self.lexicon)
        elif name in FIGURE_PROPERTIES and (inner := stated(p, obj, self.arguments)) is not None:
            found.append(inner)
            name = metric_property(inner.text, self.lexicon)
        elif name in FIGURE_PROPERTIES and p.pos == "noun":
            found.append(details.named("metric", p, self.arguments))
        found += details.amounts(p, self.arguments, (subject.span, obj.span))
        if name in {"holdsPosition", "leads", "left", "joined"} and p.pos == "noun":
            found.append(details.named("role", p, self.arguments))
        if factuality.hedge is not None:
            found.append(details.qualifier("hedge", factuality.hedge.text, factuality.hedge.idx, self.arguments.offset))
        if name == "hasFigure":
            obj = change(p, obj)
            if p.pos == "verb" and "reports" in operators_of(p.head, self.lexicon) and factuality.attribution is None:
                factuality = replace(factuality, attribution=speaker(p.head, self.lexicon))  # "Orbix reported sales of"
        confidence = CONFIDENCE.get(p.construction, 0.6) - (0.15 if subject.antecedent or obj.antecedent else 0.0)
        confidence -= 0.1 if not (subject.type and obj.type) else 0.0
        confidence -= 0.2 if reading.implied else 0.0
        words = (
            p.words
            if p.pos == "verb"
            else [t for t in noun_phrase(p.head) if t.dep_ not in {"det"} and t.i <= p.head.i]
        )
        trace = {"source": "frame", "entry": sense.entry, "construction": p.construction} | coreference(subject, obj)
        if reading.implied:
            trace["implied"] = obj.text
        return self.made(name, words or [p.head], subject, obj, factuality, tuple(found), confidence, trace,
                         timing.time(p, self.arguments, obj) or timing.told_on(name, p.clause, self.arguments))

    def figure(self, p: Proposition, owner: Argument, value: Argument, factuality: Factuality,
               metric: Qualifier | None = None) -> Claim:
        """A figure that no lexical verb states: "with over 300 million downloads", "the valuation was $3 billion"."""
        name = metric_property(metric.text, self.lexicon) if metric is not None else "hasFigure"
        found = (metric,) if metric is not None else ()
        return self.made(name, [p.head], owner, value, factuality, found, CONFIDENCE[p.construction],
                         {"source": "frame", "construction": p.construction}, timing.time(p, self.arguments, value))

    def described(self, d: Description, factuality: Factuality) -> Claim:
        """The claim of a description: its words are the predicate, no lexical entry is behind it."""
        return self.made(d.property, list(d.words), d.subject, d.object, factuality, (), CONFIDENCE[d.construction],
                         {"source": "frame", "construction": d.construction} | coreference(d.subject, d.object), None)

    def made(self, name: str, words: Sequence[Token], subject: Argument, obj: Argument, factuality: Factuality,
             found: tuple[Qualifier, ...], confidence: float, trace: dict[str, str], when: Time | None) -> Claim:
        offset, source = self.arguments.offset, details.source(factuality.attribution, self.arguments)
        if obj.kind == "value":
            found = (*found, *details.equivalents(obj, self.arguments))
        confidence = round(max(0.2, confidence), 2)
        return Claim(self.doc_id, sentence_of(words[0], offset), subject, predicate(name, words, offset), obj,
                     factuality.polarity, factuality.modality, source, when, found, confidence, trace)


def levels(readings: Iterable[Reading]) -> list[Reading]:
    """Without the changes where the level is said too: "fell 12% to $3 billion" says $3 billion. Without customers
    where what is sold is itself an organization: "sold the unit to Orbix"."""
    found = list(readings)
    if any(r.sense.frame == "sale" for r in found):
        found = [r for r in found if r.sense.property != "suppliesTo"]
    reached = any(r.sense.property == "hasFigure" and r.sense.object == ("to",) for r in found)
    return [r for r in found if not (reached and r.sense.property == "hasFigure" and r.sense.object != ("to",))]


def is_mutual(noun: Token, name: Token) -> bool:
    """ "X and Y, competitors in most things", "old rivals X and Y"; not "two competitors, X and Y" of a third."""
    follows = name.left_edge.i == noun.i + 1 and not name.left_edge.is_punct
    return noun.tag_ == "NNS" and (name.i < noun.i or follows)


def distinct(a: Argument, b: Argument) -> bool:
    return not a.span.overlaps(b.span) and a.name.casefold() != b.name.casefold()
