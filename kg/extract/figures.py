"""Figures: whose they are and what they measure.

"Anthropic's valuation surpassed $380 billion" is a figure of Anthropic; "valuation" is the metric, and picks the
property when the lexicon knows it. "the Qwen3 series with over 300 million downloads" needs no verb at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.agents import VERBS
from kg.extract.arguments import Arguments
from kg.extract.grammar import (
    ANY_SUBJECT,
    NOUN_MODIFIERS,
    child,
    children,
    first_conjunct,
    kids,
    lemma_of,
    marker,
    noun_phrase,
    trim,
)
from kg.extract.propositions import Proposition, subject_of
from kg.extract.seen import Antecedent
from kg.lexicon import Lexicon
from kg.model import Argument, Qualifier

# What says whose figure it is, and determiners of a figure that need not be the text's: "a profit", "such losses".
OWNED = frozenset({"nmod:poss", "nmod", "acl", "acl:relcl"})
SAID = frozenset({"root", "ROOT", "conj", "ccomp", "parataxis"})
UNSURE = frozenset({"a", "an", "this", "that", "these", "those", "any", "such", "some", "no", "global", "world"})
BEARING = frozenset({"with", "of"})
MARKS = frozenset({"*", "**", "(", ")"})
FIGURE_PROPERTIES = frozenset({"hasFigure", "valuedAt", "raisedFunding"})


def measured(head: Token, arguments: Arguments) -> tuple[Argument, Qualifier] | None:
    """The owner and metric of a measured noun: ("Alibaba Cloud", "AI-related revenue"); None when no one is named."""
    if arguments.name(head) is not None or head.pos_ not in {"NOUN", "PROPN"} or not is_metric(head, arguments.lexicon):
        return None
    for c in children(head, "nmod:poss", *sorted(NOUN_MODIFIERS), "compound"):
        if c.dep_ in NOUN_MODIFIERS and marker(c) not in {"of", "at", "for"}:
            continue
        owner = arguments.of(c)
        if owner.kind == "name" or (owner.antecedent is not None and c.dep_ != "compound"):
            return owner, metric(head, c, arguments)
    own = any(c.dep_ in OWNED or c.lower_ in UNSURE for c in kids(head)) or marker(head)
    if head.dep_ in ANY_SUBJECT and head.head.dep_ in SAID and not own:
        topic = arguments.antecedents.topic(head)
        if topic is not None:
            return named(topic), metric(head, None, arguments)
    return None


def named(topic: Antecedent) -> Argument:
    """The organization that the text is about: "Revenue rose"."""
    return Argument(topic.span.text, topic.span.start, topic.span.end, topic.type, "name")


def is_metric(noun: Token, lexicon: Lexicon) -> bool:
    """A noun that the lexicon says is measured: revenue, valuation, workforce."""
    return any(s.property in FIGURE_PROPERTIES for s in lexicon.senses(lemma_of(noun), "noun"))


def metric(head: Token, owner: Token | None, arguments: Arguments) -> Qualifier:
    """The measured noun with its own modifiers, without its owner."""
    phrase = trim(noun_phrase(head))
    words = [
        t for t in phrase
        if t.i <= head.i and (owner is None or not is_below(t, owner)) and t.dep_ not in {"det", "case"}
    ]
    start = words[0].idx if words else head.idx
    text = arguments.mentions.text[start:head.idx + len(head)]
    return Qualifier("metric", text, arguments.offset + start, arguments.offset + start + len(text))


def is_below(token: Token, top: Token) -> bool:
    return token.i == top.i or top.is_ancestor(token)


def stated(p: Proposition, value: Argument, arguments: Arguments) -> Qualifier | None:
    """The metric of an amount inside a measured noun's phrase: "net loss" of "reported a net loss of $5 million"."""
    span = arguments.doc.char_span(
        value.start - arguments.offset, value.end - arguments.offset, alignment_mode="expand"
    )
    if span is None:
        return None
    heads = {role.head.i for role in p.roles}
    for token in span.root.ancestors:  # the nearest: "sales of €27 billion and net income of €8 billion"
        if is_metric(token, arguments.lexicon) and (token.i in heads or any(t.i in heads for t in token.ancestors)):
            return metric(token, span.root, arguments)
    return None


def metric_property(metric_text: str, lexicon: Lexicon) -> str:
    """"valuation" measures valuedAt; everything else is a figure."""
    word = metric_text.split()[-1].lower()
    found = [s.property for s in lexicon.senses(word, "noun") if s.property in FIGURE_PROPERTIES]
    return max((name for name in found if name), default="hasFigure")


def counted(value: Argument, arguments: Arguments) -> Qualifier | None:
    """The counted noun of a count as its metric: "active users" of "3.08 million active users"."""
    for _, _, quantity in arguments.mentions.quantities:
        if arguments.offset + quantity.start == value.start and quantity.counted is not None:
            span = quantity.counted
            return Qualifier("metric", span.text, arguments.offset + span.start, arguments.offset + span.end)
    return None


def bearing(arguments: Arguments) -> Iterator[tuple[Token, Argument, Argument]]:
    """(noun, owner, count) of "X with over 300 million downloads" and "X, which has ..."-free descriptions."""
    for token in arguments.doc:
        if token.dep_ not in NOUN_MODIFIERS | {"obl"} or marker(token) not in BEARING:
            continue
        value = arguments.quantity(token)
        if value is None or value.type != "Count":
            continue
        if marker(token) == "of" and (token.dep_ == "obl" or not is_metric(token, arguments.lexicon)):
            continue  # "a start-up of 62 people"
        head: Token | None = token.head
        if token.dep_ == "obl":  # "reached a milestone with 3 million users"
            role, _ = subject_of(token.head)
            head = role.head if role is not None else None
        elif head is not None and head.dep_ == "obj" and arguments.name(head) is None:
            role, _ = subject_of(head.head)  # "reached a milestone with 3 million users", hung from the milestone
            head = role.head if role is not None else None
        owner = arguments.of(first_conjunct(head)) if head is not None else None
        if owner is not None and (owner.kind == "name" or owner.antecedent is not None):
            yield token, owner, value


def listed(arguments: Arguments) -> Iterator[tuple[Token, Argument, Argument, Qualifier]]:
    """(noun, owner, value, metric) of a line "Revenue: $88.4 million" in a text that is about one organization."""
    doc = arguments.doc
    for start, _, quantity in arguments.mentions.quantities:
        before = [t for t in doc[max(0, start - 4) : start] if not t.is_space and t.text not in MARKS]
        if len(before) < 2 or before[-1].text != ":" or quantity.kind not in {"money", "percent", "count"}:
            continue
        noun = before[-2]
        label = is_metric(noun, arguments.lexicon) or (noun.pos_ == "NOUN" and noun.i == first_word(noun))
        if noun.sent.start != doc[start].sent.start or not label:
            continue
        topic = arguments.antecedents.topic(noun)
        if topic is not None:
            yield noun, named(topic), arguments.value_argument(quantity), metric(noun, None, arguments)


def first_word(token: Token) -> int:
    """Where the words of a token's sentence begin, after marks of a list."""
    return next((t.i for t in token.sent if not (t.is_space or t.is_punct or t.text in MARKS)), token.i)


def possessed(arguments: Arguments) -> Iterator[tuple[Token, Argument, Argument, Qualifier]]:
    """(noun, owner, count, metric) of "its 290 workers": the counted noun, if it is one that is measured."""
    for _, _, quantity in arguments.mentions.quantities:
        noun = quantity.counted
        span = arguments.doc.char_span(noun.start, noun.end, alignment_mode="expand") if noun is not None else None
        owner = child(span.root, "nmod:poss") if span is not None else None
        if span is None or owner is None or not is_metric(span.root, arguments.lexicon):
            continue
        whose, value = arguments.of(owner), arguments.value_argument(quantity)
        found = counted(value, arguments)
        if found is not None and (whose.kind == "name" or whose.antecedent is not None):
            yield span.root, whose, value, found


def change(p: Proposition, value: Argument) -> Argument:
    """A share that something fell by is negative."""
    falling = p.pos == "verb" and lemma_of(p.head) in VERBS["falling"] and value.type == "Percentage"
    if not falling or value.value is None or value.value.startswith("-"):
        return value
    return replace(value, value="/".join(f"-{part}" for part in value.value.split("/")))


def equated(p: Proposition, arguments: Arguments) -> tuple[Argument, Argument, Qualifier] | None:
    """(owner, value, metric) of "Anthropic's valuation was $380 billion"."""
    role = p.role("self")
    value = arguments.quantity(p.head) if p.construction == "copula" else None
    owned = measured(role.head, arguments) if role is not None and value is not None else None
    return (owned[0], value, owned[1]) if owned is not None and value is not None else None
