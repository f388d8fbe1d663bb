"""From a grammatical head to the arguments of a claim: the name it is, the value it states, the thing it stands for.

Descriptors give way to names ("its assistant Rufus" -> Rufus), pronouns and "the company" keep their own span and gain
an antecedent, coordinated and exemplified names come apart ("companies such as A and B").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Doc, Token

from kg.extract.classes import class_of
from kg.extract.coreference import Antecedents
from kg.extract.grammar import NAME_PARTS, NOUN_MODIFIERS, children, conjuncts, kids, marker, noun_phrase, trim
from kg.extract.mentions import Mentions, Name
from kg.extract.values import Quantity, TimeExpression
from kg.lexicon import Lexicon
from kg.model import Argument, Span, Time

EXAMPLES = frozenset({"such as", "like", "including", "e.g.", "among them"})
ENCLOSING = NOUN_MODIFIERS | {"appos", "list", "dep", "flat", "compound"}
PLACES = frozenset({"City", "Region", "Country"})
Kind = Literal["name", "nominal", "pronoun", "value", "time"]


@dataclass(frozen=True)
class Arguments:
    """Makes `Argument`s of one paragraph's tokens; `offset` is the paragraph's place in the article."""

    doc: Doc
    mentions: Mentions
    antecedents: Antecedents
    lexicon: Lexicon
    offset: int
    _expanded: dict[int, list[Argument]] = field(default_factory=dict, init=False, repr=False)

    def expand(self, head: Token) -> list[Argument]:
        """The arguments a head stands for: itself, or each of the names coordinated with it or given as examples."""
        if head.i not in self._expanded:  # every sense of every proposition asks for the same few heads
            self._expanded[head.i] = self._expand(head)
        return self._expanded[head.i]

    def _expand(self, head: Token) -> list[Argument]:
        heads = conjuncts(head)
        out: list[Argument] = []
        for conjunct in heads:
            examples = list(self.examples(conjunct))
            out += examples or [self.of(conjunct)]
            out += map(self.named, self.enclosing(conjunct))
        named = [a for a in out if a.kind == "name"]
        # Coordinated common nouns stay one argument; a list of names comes apart.
        if len(heads) > 1 and not named and out[0].kind not in {"value", "time"}:
            return out[:1]
        return out

    def expand_one(self, head: Token) -> list[Argument]:
        """What one of several coordinated heads stands for: itself, or each of the examples given of it."""
        return [*(list(self.examples(head)) or [self.of(head)]), *map(self.named, self.enclosing(head))]

    def enclosing(self, head: Token) -> Iterator[Name]:
        """The place around a place, as it is written: the "Texas" of "Irving, Texas"."""
        place, is_a = self.mentions.name_at(head), self.antecedents.ontology.is_a
        while (
            place is not None
            and is_a(place.type, "Place")
            and place.end + 1 < len(self.doc)
            and self.doc[place.end].text == ","
        ):
            first, place = place, self.mentions.name_at(self.doc[place.end + 1])
            if place is None or not is_a(place.type, "Place") or not hangs(self.doc[place.start:place.end].root, first):
                return
            yield place

    def examples(self, head: Token) -> Iterator[Argument]:
        own = self.mentions.name_at(head)
        if own is not None and not self.antecedents.ontology.is_a(own.type, "Technology"):
            return  # a technology has examples too: "large language models like Qwen"
        for c in kids(head):
            if c.i > head.i and c.dep_ in NOUN_MODIFIERS | {"appos", "obl"} and marker(c) in EXAMPLES:
                found = [self.of(x) for x in conjuncts(c)]
                named = [a for a in found if a.kind == "name"]
                yield from named or found

    def of(self, head: Token) -> Argument:
        quantity = self.quantity(head)
        if quantity is not None:
            return quantity
        time = self.mentions.time_at(head)
        if time is not None:
            return self.time_argument(time[2])
        name = self.name(head)
        if name is not None:
            return self.named(name)
        mention = self.phrase(head)
        found = self.antecedents.of(head)
        kind: Kind = "pronoun" if head.pos_ in {"PRON", "DET"} else "nominal"
        if found is not None:
            return Argument(mention.text, mention.start, mention.end, found.type, kind, antecedent=found.span)
        cls = class_of(head, self.antecedents.ontology) if kind == "nominal" else ""
        if head.lower_ in {"he", "she", "him", "his", "her", "who"}:
            cls = "Person"
        return Argument(mention.text, mention.start, mention.end, cls, kind)

    def name(self, head: Token) -> Name | None:
        """The name a head is or introduces."""
        own = self.mentions.name_at(head)
        if own is not None:
            return own
        if head.dep_ == "appos" and head.pos_ == "NOUN":  # "the Hub, a unit that ...": the unit is the Hub
            described = self.mentions.name_at(head.head)
            if described is not None and self.agrees(head, described):
                return described
        for c in kids(head):
            # "its assistant Rufus", "chief executive Eddie Wu", "a unit, the X"
            beside = (
                c.left_edge.i == head.i + 1
                and c.dep_ in {"compound", "nmod", "dep", "flat", "nmod:desc"}
                and not marker(c)
            )
            if c.i > head.i and (beside or c.dep_ == "flat" or (c.dep_ == "appos" and c.i - head.i <= 4)):
                name = self.mentions.name_at(c)
                if name is not None and self.agrees(head, name):
                    return name
        if class_of(head, self.antecedents.ontology) in PLACES:
            for c in kids(head):  # "the Dutch town of Veldhoven"
                name = self.mentions.name_at(c) if c.dep_ in NOUN_MODIFIERS and marker(c) == "of" else None
                if name is not None and self.antecedents.ontology.is_a(name.type, "Place"):
                    return name
        if head.pos_ in {"NOUN", "PROPN"} and class_of(head, self.antecedents.ontology):
            # "the Tongyi Qianwen model": a class noun after the name it classifies
            left = self.doc[head.i - 1] if head.i > self.doc[:].start else None
            if left is not None and left.dep_ in NAME_PARTS | {"nmod:desc", "amod"} and left.head.i == head.i:
                name = self.mentions.name_at(left)
                if name is not None and self.classifies(head, name):
                    return name
        return None

    def agrees(self, head: Token, name: Name) -> bool:
        cls = class_of(head, self.antecedents.ontology)
        return not cls or not name.type or self.akin(cls, name.type) or name.label != "KNOWN"

    def classifies(self, head: Token, name: Name) -> bool:
        """"the Qwen model" is Qwen; "the Alibaba model" is not Alibaba."""
        cls = class_of(head, self.antecedents.ontology)
        return bool(cls and name.type) and self.akin(cls, name.type)

    def akin(self, a: str, b: str) -> bool:
        """Of one family: an AI model may be called a tool, a company a unit."""
        is_a = self.antecedents.ontology.is_a
        return any(is_a(a, family) and is_a(b, family) for family in ("Product", "Organization", "Person", "Place"))

    def named(self, name: Name) -> Argument:
        span = self.doc[name.start:name.end]
        return self.argument(span.text, span.start_char, name.type, "name")

    def argument(self, text: str, start: int, cls: str, kind: Kind) -> Argument:
        return Argument(text, self.offset + start, self.offset + start + len(text), cls, kind)

    def phrase(self, head: Token) -> Span:
        span = trim(noun_phrase(head))
        return Span(span.text, self.offset + span.start_char, self.offset + span.end_char)

    def quantity(self, head: Token) -> Argument | None:
        """The amount a head states: "$3 billion" itself, or the counted noun of "over 200 million users"."""
        found = self.mentions.quantity_at(head)
        if found is None and self.mentions.name_at(head) is None:
            found = next((q for c in kids(head) if c.dep_ in {"nummod", "compound", "amod", "nmod"} and c.i < head.i
                          and (q := self.mentions.quantity_at(c)) and q[2].kind == "count"
                          and q[2].counted is not None and q[2].counted.start <= head.idx < q[2].counted.end), None)
        return (
            self.value_argument(found[2])
            if found is not None and found[2].kind in {"money", "percent", "count"}
            else None
        )

    def value_argument(self, quantity: Quantity) -> Argument:
        kind = {"money": "MonetaryAmount", "percent": "Percentage"}.get(quantity.kind, "Count")
        end = quantity.counted.end if quantity.counted is not None else quantity.end
        text = self.mentions.text[quantity.start:end]
        return Argument(text, self.offset + quantity.start, self.offset + end, kind, "value", value=quantity.value,
                        unit=quantity.unit)

    def time_argument(self, time: TimeExpression) -> Argument:
        text = self.mentions.text[time.start:time.end]
        return Argument(
            text, self.offset + time.start, self.offset + time.end, "Time", "time", value=time.iso, unit="date"
        )

    def time_of(self, time: TimeExpression) -> Time:
        return Time(self.mentions.text[time.start:time.end], self.offset + time.start, self.offset + time.end, time.iso)

    def attached(self, head: Token) -> list[Argument]:
        """Amounts inside a noun's phrase: the "$53 billion" of "a $53 billion investment"."""
        out = []
        for c in children(head, "nummod", "compound", "nmod:unmarked", "amod", "nmod"):
            found = self.mentions.quantity_at(c)
            if (
                found is not None
                and found[2].kind in {"money", "percent"}
                and (c.dep_ != "nmod" or marker(c) in {"of", "worth", "at"})
            ):
                out.append(self.value_argument(found[2]))
        return out


def hangs(token: Token, name: Name) -> bool:
    """Whether a token depends on a name, other than by coordination ("Paris, London and Rome")."""
    return (
        token.dep_ in ENCLOSING
        and name.start <= token.head.i < name.end
        and not any(c.dep_ in {"conj", "cc"} for c in kids(token))
    )
