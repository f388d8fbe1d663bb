"""Propositions whose predicate is in the lexicon become claims with a property of the ontology.

A sense says which grammatical arguments fill subject and object; the property's domain and range choose between senses
("Apple runs the App Store" / "Cook runs Apple"). A reversed or ill-typed reading is dropped, not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.arguments import Arguments
from kg.extract.descriptions import Description
from kg.extract.factuality import Factuality
from kg.extract.figures import FIGURE_PROPERTIES, measured, metric_property
from kg.extract.grammar import PARTICLES, first_conjunct, is_verb, lemma_of, noun_phrase
from kg.extract.propositions import Proposition, Role
from kg.lexicon import Lexicon, Sense
from kg.model import Argument, Claim, Predicate, Qualifier, Span, Time
from kg.ontology import Ontology

# How often a construction's reading is right in development; coarse on purpose.
CONFIDENCE = {"active": 0.9, "passive": 0.9, "control": 0.85, "copula": 0.85, "title": 0.9, "apposition": 0.8,
              "coordination": 0.8, "relative": 0.8, "reduced relative": 0.75, "nominal": 0.7, "predicative": 0.8,
              "as": 0.75, "role": 0.7, "participial": 0.65, "possessive": 0.75, "bracket": 0.9, "demonym": 0.75, "examples": 0.75, "object control": 0.65}
# Classes whose members a description can state without a name: "small businesses", "machine learning".
KINDS = frozenset({"Technology", "Industry", "Product", "Service", "AIModel", "SoftwareProduct", "Device", "Term"})
ABSTRACT_NOUNS = frozenset({
    "role", "roles", "step", "steps", "stance", "strategy", "strategies", "concern", "concerns", "trend", "trends", "way", "ways",
    "effort", "efforts", "plan", "plans", "talent", "statement", "milestone", "future", "result", "results", "move", "moves", "work",
    "pivot", "power", "speed", "speeds", "goal", "goals", "share", "market", "markets", "case", "part", "parts", "place", "lead",
    "one", "ones", "that", "those", "this", "what", "something", "anything", "everything", "skirmish", "battle", "ambition", "ambitions",
    "idea", "ideas", "right", "rights", "control", "value", "values", "success", "experience", "story", "change", "changes", "time",
    "money", "funds", "manner", "approach", "future", "structure", "model", "growth", "proposal", "proposals", "deal", "deals", "capital", "cash", "help", "reform", "reforms", "risk", "risks", "pressure", "pressures", "people", "jobs",
})
VALUES = frozenset({"MonetaryAmount", "Count", "Percentage", "Quantity"})
TIMES = frozenset({"Time"})


@dataclass(frozen=True)
class Reading:
    """One way to fill a sense: the score compares readings of the same proposition."""

    sense: Sense
    subject: Argument
    object: Argument
    score: int


def senses_of(proposition: Proposition, lexicon: Lexicon) -> tuple[Sense, ...]:
    """The senses whose words are all there, those of the longest entry only."""
    head = proposition.head
    pos = proposition.pos
    around = {lemma_of(c) for c in head.children if c.dep_ in PARTICLES | {"compound", "amod", "obj", "advmod", "xcomp", "nmod:desc", "obl", "flat"}}
    around |= {c.lower_ for c in head.children if c.dep_ in PARTICLES | {"compound", "amod"}}
    around |= {c.lower_ for child in head.children if child.dep_ == "obl" for c in child.children if c.dep_ == "case"}
    found: list[Sense] = []
    for lemma in dict.fromkeys((lemma_of(head), head.lower_)):
        for sense in lexicon.senses(lemma, pos):
            rest = sense.words[1:] if pos == "verb" else sense.words[:-1]
            if all(word in around for word in rest):
                found.append(sense)
    if pos == "noun":
        found += [s for s in lexicon.senses(lemma_of(head), "adjective") if head.pos_ == "ADJ"]
    longest = max((len(s.words) for s in found), default=0)
    found = [s for s in dict.fromkeys(found) if len(s.words) == longest]
    if pos == "verb" and proposition.role("object") is not None:
        # "integrated A with B" relates A and B; who did it is not a side of it.
        causative = {(s.entry, s.property, s.object) for s in found if s.subject == ("object",)}
        found = [s for s in found if s.subject != ("subject",) or (s.entry, s.property, s.object) not in causative]
    return tuple(found)


class Frames:
    """The lexicon and ontology applied to the propositions of one paragraph."""

    def __init__(self, ontology: Ontology, lexicon: Lexicon, arguments: Arguments, doc_id: str) -> None:
        self.ontology, self.lexicon, self.arguments, self.doc_id = ontology, lexicon, arguments, doc_id

    def claims(self, proposition: Proposition, factuality: Factuality) -> Iterator[Claim]:
        """The claims of a proposition: for each pair of arguments the best reading's property."""
        if factuality.question:
            return
        best: dict[tuple[int, int, str], Reading] = {}
        for sense in senses_of(proposition, self.lexicon):
            if sense.property not in self.ontology.properties:
                continue
            for reading in self.readings(proposition, sense):
                group = (reading.subject.start, reading.object.start, "time" if reading.object.kind == "time" else "thing")
                if group not in best or reading.score > best[group].score:
                    best[group] = reading
        for reading in best.values():
            yield self.claim(proposition, reading, factuality)

    def readings(self, proposition: Proposition, sense: Sense) -> Iterator[Reading]:
        subject_roles = self.roles(proposition, sense.subject)
        object_roles = self.roles(proposition, sense.object)
        for subject_role in subject_roles:
            for subject in self.subjects(subject_role, sense):
                if not self.fits(subject, sense, "domain"):
                    continue
                objects = [a for r in object_roles if r.head.i != subject_role.head.i for a in self.expand_object(r, sense)]
                for obj in objects:
                    if distinct(subject, obj) and self.fits(obj, sense, "range"):
                        yield Reading(sense, subject, obj, self.score(subject, sense, "domain") + self.score(obj, sense, "range"))
                if any(True for _ in objects):
                    break

    def subjects(self, role: Role, sense: Sense) -> list[Argument]:
        """The subject's arguments; a figure belongs to the owner of what it measures ("Alibaba's revenue")."""
        if sense.property in FIGURE_PROPERTIES and (found := measured(role.head, self.arguments)) is not None:
            return [found[0]]
        return self.arguments.expand(role.head)

    def expand_object(self, role: Role, sense: Sense) -> list[Argument]:
        wanted = self.ontology.properties[sense.property].range
        if wanted and wanted <= VALUES | TIMES:
            found = self.arguments.quantity(role.head)
            attached = self.arguments.attached(role.head)
            if found is None and attached:
                return attached
        return self.arguments.expand(role.head)

    def roles(self, proposition: Proposition, names: Sequence[str]) -> list[Role]:
        """The roles for a slot: the first alternative that is there; a light verb's subject stands in for a possessor."""
        wanted = list(names)
        if proposition.pos == "noun" and {"possessor", "by"} & set(names):
            wanted.append("agent")
        for name in wanted:
            found = proposition.every(name)
            if name in {"in", "on"}:  # "born 27 July 1956"
                found += [r for r in proposition.every("time") if self.arguments.mentions.time_at(r.head)]
            if name == "modifier":  # "the Alibaba chief executive"; an adjective names nobody
                found = [r for r in found if self.arguments.name(r.head) or self.arguments.mentions.quantity_at(r.head)]
            if found:
                return found
        return []

    def fits(self, argument: Argument, sense: Sense, side: str) -> bool:
        prop = self.ontology.properties[sense.property]
        classes = prop.domain if side == "domain" else prop.range
        own = sense.subject_class if side == "domain" else sense.object_class
        classes = own or classes
        if argument.kind == "clause":
            return False
        if argument.kind == "value":
            return any(self.ontology.is_a(argument.type, cls) for cls in classes)
        if argument.kind == "time":
            return bool(TIMES & classes)
        if classes and classes <= VALUES | TIMES:
            return False
        if argument.kind in {"nominal", "pronoun"} and argument.antecedent is None:
            return self.fits_unnamed(argument, classes, side)
        return not classes or any(self.ontology.compatible(argument.type, cls) for cls in classes)

    def fits_unnamed(self, argument: Argument, classes: frozenset[str], side: str) -> bool:
        """A pronoun left open may be a subject of fitting class; a description may be an object of a kind of thing
        (technologies, industries, products), never stand for a company or a person it does not name."""
        if argument.kind == "pronoun":
            return side == "domain" and argument.type == "Person" and "Person" in classes
        if side == "domain":
            return False
        if argument.type and not any(self.ontology.is_a(argument.type, cls) for cls in classes & KINDS):
            return False
        return bool(KINDS & classes) and not is_abstract(argument.text)

    def score(self, argument: Argument, sense: Sense, side: str) -> int:
        prop = self.ontology.properties[sense.property]
        classes = prop.domain if side == "domain" else prop.range
        if not argument.type:
            return 0
        return 2 if any(self.ontology.is_a(argument.type, cls) for cls in classes) else 1

    def claim(self, p: Proposition, reading: Reading, factuality: Factuality) -> Claim:
        sense, subject, obj = reading.sense, reading.subject, reading.object
        words = p.words if p.pos == "verb" else [t for t in noun_phrase(p.head) if t.dep_ not in {"det"} and t.i <= p.head.i]
        qualifiers, property_name = [], sense.property
        subject_role = p.role(*sense.subject) if sense.subject else None
        if property_name in FIGURE_PROPERTIES and subject_role is not None and (found := measured(subject_role.head, self.arguments)):
            qualifiers.append(found[1])
            property_name = metric_property(found[1].text, self.lexicon)
        predicate = self.predicate(f"kg:{property_name}", words, p)
        used = (subject.span, obj.span)
        qualifiers += list(self.qualifiers(p, used))
        if sense.property in {"holdsPosition", "leads"} and p.pos == "noun":
            qualifiers.append(self.role_qualifier(p))
        if factuality.hedge is not None:
            qualifiers.append(self.qualifier("hedge", factuality.hedge.text, factuality.hedge.idx))
        confidence = CONFIDENCE.get(p.construction, 0.6) - (0.15 if subject.antecedent or obj.antecedent else 0.0)
        confidence -= 0.1 if not (subject.type and obj.type) else 0.0
        sentence = p.head.sent
        offset = self.arguments.offset
        trace = {"source": "frame", "entry": sense.entry, "construction": p.construction}
        if subject.antecedent or obj.antecedent:
            trace["coreference"] = "; ".join(f"{a.text} = {a.antecedent.text}" for a in (subject, obj) if a.antecedent)
        return Claim(self.doc_id, Span(sentence.text, offset + sentence.start_char, offset + sentence.end_char), subject,
                     predicate, obj, factuality.polarity, factuality.modality, self.shifted(factuality), self.time(p, obj),
                     tuple(qualifiers), round(max(0.2, confidence), 2), trace)

    def figure(self, p: Proposition, owner: Argument, value: Argument, factuality: Factuality) -> Claim:
        """A figure that no verb states: the "with over 300 million downloads" of a name."""
        sense = Sense(entry="", written=p.head.text, words=(p.head.lemma_,), pos="noun", property="hasFigure")
        return self.claim(p, Reading(sense, owner, value, 0), factuality)

    def described(self, d: Description, factuality: Factuality) -> Claim:
        """The claim of a description: its words are the predicate, no lexical entry is behind it."""
        offset, sentence = self.arguments.offset, d.words[0].sent
        first, last = d.words[0], d.words[-1]
        predicate = Predicate(f"kg:{d.property}", " ".join(t.text for t in d.words), offset + first.idx, offset + last.idx + len(last))
        return Claim(self.doc_id, Span(sentence.text, offset + sentence.start_char, offset + sentence.end_char), d.subject, predicate,
                     d.object, "affirmed", "asserted", self.shifted(factuality), None, (), CONFIDENCE[d.construction],
                     {"source": "frame", "construction": d.construction})

    def predicate(self, identifier: str, words: Sequence[Token], p: Proposition) -> Predicate:
        words = list(words) or [p.head]
        text = " ".join(t.text for t in words)
        offset = self.arguments.offset
        return Predicate(identifier, text, offset + words[0].idx, offset + words[-1].idx + len(words[-1]))

    def shifted(self, factuality: Factuality):  # type: ignore[no-untyped-def]
        a = factuality.attribution
        if a is None:
            return None
        offset = self.arguments.offset
        span = self.arguments.doc.char_span(a.start, a.end)
        if span is not None:
            argument = self.arguments.of(span.root)
            cls = argument.type
            if argument.kind == "name":
                return replace(a, text=argument.text, start=argument.start, end=argument.end, type=cls)
            return replace(a, start=a.start + offset, end=a.end + offset, type=cls)
        return replace(a, start=a.start + offset, end=a.end + offset)

    def qualifiers(self, p: Proposition, used: Sequence[Span]) -> Iterator[Qualifier]:
        """Amounts that belong to the predicate: its own roles' and those inside its noun phrases."""
        seen: set[int] = set()
        heads = [r.head for r in p.roles if r.name not in {"subject", "self", "clause"}]
        amounts = [a for h in heads for a in ([self.arguments.quantity(h)] if self.arguments.quantity(h) else []) + self.arguments.attached(h) if a]
        amounts += self.arguments.attached(p.head)
        for a in amounts:
            if a.start in seen or any(a.span.overlaps(s) for s in used):
                continue
            seen.add(a.start)
            yield Qualifier("amount", a.text, a.start, a.end, a.value, a.unit)

    def role_qualifier(self, p: Proposition) -> Qualifier:
        words = [t for t in p.head.children if t.dep_ in {"amod", "compound"} and t.i < p.head.i
                 and self.arguments.mentions.name_at(t) is None and t.ent_iob_ != "B"]
        start = min([t.i for t in words] + [p.head.i])
        span = p.head.doc[start:p.head.i + 1]
        return self.qualifier("role", span.text, span.start_char)

    def qualifier(self, name: str, text: str, start: int) -> Qualifier:
        offset = self.arguments.offset
        return Qualifier(name, text, offset + start, offset + start + len(text))

    def time(self, p: Proposition, obj: Argument) -> Time | None:
        """The time expression that modifies the predicate."""
        if obj.kind == "time":
            return None
        verb = p.clause if p.pos == "verb" else p.head
        for head in [r.head for r in p.roles if r.name not in {"subject", "object", "self"}]:
            found = self.arguments.mentions.time_at(head)
            if found is not None:
                return self.arguments.time_of(found[2])
        for start, _, expression in self.arguments.mentions.times:
            token = self.arguments.doc[start:_].root
            steps = 0
            while not is_verb(token) and token.head.i != token.i and steps < 8:
                token, steps = token.head, steps + 1
            governing = {verb.i, p.head.i, first_conjunct(verb).i}
            if p.pos == "noun":
                up = p.head
                while not is_verb(up) and up.head.i != up.i:
                    up = up.head
                governing.add(up.i)
            if token.i in governing:
                return self.arguments.time_of(expression)
        return None


def distinct(a: Argument, b: Argument) -> bool:
    return not a.span.overlaps(b.span) and a.name.casefold() != b.name.casefold()


POSSESSIVE = re.compile(r"(?:its|their|his|her|our|my|your)\b", re.I)
ABSTRACT = re.compile(r"(?:ment|tion|sion|ness|ity|ship|ance|ence|ism)s?$")


def is_abstract(text: str) -> bool:
    """A noun of quality or event ("commitment", "a pivot to growth"): nothing that can be made, used or owned."""
    if POSSESSIVE.match(text):
        return True
    words = re.split(r"\s+(?:of|for|in|to|about|on|with|at|by)\s+", text)[0].split()
    return not words or bool(ABSTRACT.search(words[-1].lower())) or words[-1].lower() in ABSTRACT_NOUNS
