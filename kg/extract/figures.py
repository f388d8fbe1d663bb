"""Figures: whose they are and what they measure.

"Anthropic's valuation surpassed $380 billion" is a figure of Anthropic; "valuation" is the metric, and picks the
property when the lexicon knows it. "the Qwen3 series with over 300 million downloads" needs no verb at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.arguments import Arguments
from kg.extract.grammar import NOUN_MODIFIERS, children, first_conjunct, lemma_of, marker, noun_phrase, trim
from kg.extract.propositions import Proposition, subject_of
from kg.lexicon import Lexicon
from kg.model import Argument, Qualifier

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
    return None


def is_metric(noun: Token, lexicon: Lexicon) -> bool:
    """A noun that the lexicon says is measured: revenue, valuation, workforce."""
    return any(s.property in FIGURE_PROPERTIES for s in lexicon.senses(lemma_of(noun), "noun"))


def metric(head: Token, owner: Token, arguments: Arguments) -> Qualifier:
    """The measured noun with its own modifiers, without its owner."""
    phrase = trim(noun_phrase(head))
    words = [
        t for t in phrase if t.i <= head.i and t.i not in {d.i for d in owner.subtree} and t.dep_ not in {"det", "case"}
    ]
    start = words[0].idx if words else head.idx
    text = arguments.mentions.text[start:head.idx + len(head)]
    return Qualifier("metric", text, arguments.offset + start, arguments.offset + start + len(text))


def stated(p: Proposition, value: Argument, arguments: Arguments) -> Qualifier | None:
    """The metric of an amount inside a measured noun's phrase: "net loss" of "reported a net loss of $5 million"."""
    span = arguments.doc.char_span(
        value.start - arguments.offset, value.end - arguments.offset, alignment_mode="expand"
    )
    if span is None:
        return None
    for role in p.roles:
        if role.head.i != span.root.i and role.head.is_ancestor(span.root) and is_metric(role.head, arguments.lexicon):
            return metric(role.head, span.root, arguments)
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
        if token.dep_ not in NOUN_MODIFIERS | {"obl"} or marker(token) != "with":
            continue
        value = arguments.quantity(token)
        if value is None or value.type != "Count":
            continue
        head: Token | None = token.head
        if token.dep_ == "obl":  # "reached a milestone with 3 million users"
            role, _ = subject_of(token.head)
            head = role.head if role is not None else None
        owner = arguments.of(first_conjunct(head)) if head is not None else None
        if owner is not None and owner.kind == "name":
            yield token, owner, value


def equated(p: Proposition, arguments: Arguments) -> tuple[Argument, Argument, Qualifier] | None:
    """(owner, value, metric) of "Anthropic's valuation was $380 billion"."""
    role = p.role("self")
    value = arguments.quantity(p.head) if p.construction == "copula" else None
    owned = measured(role.head, arguments) if role is not None and value is not None else None
    return (owned[0], value, owned[1]) if owned is not None and value is not None else None
