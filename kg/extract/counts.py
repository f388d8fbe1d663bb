"""Figures that no metric noun announces: counts of what one has, how old one is, the level before.

"its 290 workers", "a start-up of 62 people", "with 2,200 staff", "Daniel Ek, 33,", "$40 million, up from $31 million".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.arguments import Arguments
from kg.extract.described import described
from kg.extract.figures import counted
from kg.extract.grammar import NOUN_MODIFIERS, child, first_conjunct, marker
from kg.model import Argument, Qualifier, Time

AGE = re.compile(r",\s(?P<age>[1-9]\d)(?=,|\.$|\sand\b)|\s\((?P<bracket>[1-9]\d)\)")
LEAST = 10.0  # fewer are named rather than counted: "its two founders"
CHANGED = frozenset({"up", "down"})
MEMBERS = frozenset({"of", "with"})

Figure = tuple[Token, Argument, Argument, Qualifier | None]
"""The token that says it, whose figure it is, the value, what is measured."""


def counts(arguments: Arguments) -> Iterator[Figure]:
    yield from having(arguments)
    yield from ages(arguments)


def having(arguments: Arguments) -> Iterator[Figure]:
    """Counted things of an organization or product: what it possesses, is made of or comes with."""
    is_a = arguments.antecedents.ontology.is_a
    for _, _, quantity in arguments.mentions.quantities:
        noun = quantity.counted
        span = arguments.doc.char_span(noun.start, noun.end, alignment_mode="expand") if noun is not None else None
        if span is None or quantity.kind != "count" or not plural(quantity.value):
            continue
        value = arguments.value_argument(quantity)
        for whose in holders(span.root, arguments):
            if whose.type and (is_a(whose.type, "Organization") or is_a(whose.type, "Product")):
                yield span.root, whose, value, counted(value, arguments)
                break


def plural(value: str | None) -> bool:
    try:
        return float((value or "").split("/")[0]) >= LEAST
    except ValueError:
        return False


def holders(noun: Token, arguments: Arguments) -> Iterator[Argument]:
    """Who has the counted things, by name: a possessor, or what the noun's phrase describes."""
    owner = child(noun, "nmod:poss")
    if owner is not None:
        found = [arguments.of(owner)]
    else:
        top = first_conjunct(noun)
        if top.dep_ not in NOUN_MODIFIERS or marker(top) not in MEMBERS or top.head.pos_ != "NOUN":
            return
        found = list(described(top.head, arguments))
    yield from (a for a in found if a.kind == "name" or a.antecedent is not None)


def ages(arguments: Arguments) -> Iterator[Figure]:
    """ "Daniel Ek, 33, is": the number between commas after a person's name."""
    text = arguments.mentions.text
    for name in arguments.mentions.names:
        last = arguments.doc[name.end - 1]
        found = AGE.match(text, last.idx + len(last))
        if found is None or not arguments.antecedents.ontology.is_a(name.type, "Person"):
            continue
        group = "age" if found["age"] else "bracket"
        span = arguments.doc.char_span(found.start(group), found.end(group))
        if span is not None:
            value = Argument(span.text, arguments.offset + span.start_char, arguments.offset + span.end_char, "Count",
                             "value", value=span.text)
            yield span.root, arguments.named(name), value, None


def level_before(value: Argument, arguments: Arguments) -> tuple[Argument, Time | None] | None:
    """ "$402 million, up from $311 million in 2022": the level before, and when."""
    doc = arguments.doc
    span = doc.char_span(value.start - arguments.offset, value.end - arguments.offset, alignment_mode="expand")
    if span is None:
        return None
    for token in doc[span.end : min(span.end + 12, span.sent.end)]:
        other = arguments.mentions.quantity_at(token)
        if other is not None and arguments.value_argument(other[2]).type == value.type:
            return None  # "raised €55m at a €240m valuation, down from €1.1bn"
        if token.lower_ not in CHANGED or token.i + 2 >= span.sent.end or doc[token.i + 1].lower_ != "from":
            continue
        source = next((t for t in doc[token.i + 2 : token.i + 6] if arguments.mentions.quantity_at(t)), None)
        before = arguments.quantity(source) if source is not None else None
        if before is None or before.type != value.type:
            return None
        end = doc.char_span(before.start - arguments.offset, before.end - arguments.offset, alignment_mode="expand")
        times = [t for s, _, t in arguments.mentions.times if end is not None and end.end <= s <= end.end + 3]
        return before, arguments.time_of(times[0]) if times else None
    return None
