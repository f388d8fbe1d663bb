"""The details of a claim: amounts, the role of a post, the source; `timing` has the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from spacy.tokens import Token

from kg.extract.agents import VERBS
from kg.extract.arguments import Arguments
from kg.extract.grammar import children, is_verb, kids
from kg.extract.propositions import Proposition
from kg.extract.timing import verb_above
from kg.model import Argument, Attribution, Qualifier, Span

# What an amount beside a claim of these measures.
MEASURED = {"owns": "percent", "acquired": "money", "investedIn": "money", "fined": "money"}


def qualifier(name: str, text: str, start: int, offset: int) -> Qualifier:
    return Qualifier(name, text, offset + start, offset + start + len(text))


def amounts(p: Proposition, arguments: Arguments, used: Sequence[Span]) -> Iterator[Qualifier]:
    """Amounts that belong to the predicate: its own roles' and those inside its noun phrases."""
    seen: set[int] = set()
    heads = [r.head for r in p.roles if r.name not in {"subject", "self", "clause"}]
    found = [a for h in heads for a in [arguments.quantity(h), *arguments.attached(h), *priced(h, arguments)] if a]
    found += arguments.attached(p.head)
    if p.head.dep_ == "acl" and p.head.tag_ == "VB":  # "struck a $16 billion deal to buy X"
        found += arguments.attached(p.head.head)
    for a in found:
        if a.start not in seen and not any(a.span.overlaps(s) for s in used):
            seen.add(a.start)
            yield Qualifier("amount", a.text, a.start, a.end, a.value, a.unit)
            yield from equivalents(a, arguments)


def priced(noun: Token, arguments: Arguments) -> Iterator[Argument]:
    """What a noun is said to be worth: "in an all-share deal valued at $35 billion"."""
    for c in children(noun, "acl", "amod"):
        if c.lemma_.lower() in VERBS["priced"]:
            yield from (a for g in kids(c) if (a := arguments.quantity(g)) is not None)


def equivalents(value: Argument, arguments: Arguments) -> Iterator[Qualifier]:
    """The same sum in other currencies: "380 billion yuan ($52 billion)"."""
    for _, _, quantity in arguments.mentions.quantities:
        if arguments.offset + quantity.start == value.start:
            for amount, unit in quantity.also:
                yield Qualifier("equivalent", value.text, value.start, value.end, amount, unit)


def stated(start: int, end: int, arguments: Arguments) -> Iterator[Qualifier]:
    """All quantities within a stretch of the article, each by its kind: amount, rank, duration."""
    for _, _, q in arguments.mentions.quantities:
        first = arguments.offset + q.start
        if start <= first < end:
            value = arguments.value_argument(q)
            name = q.kind if q.kind in {"rank", "duration"} else "amount"
            last = min(value.end, end)
            yield Qualifier(name, value.text[:last - first], first, last, q.value, q.unit)
            yield from equivalents(replace(value, end=last, text=value.text[:last - first]), arguments)


def sums(name: str, heads: Sequence[Token], arguments: Arguments) -> list[Qualifier]:
    """The share or price that stands with one of the predicates a claim of the relation head rests on, if there is but
    one."""
    kind, governing = MEASURED.get(name, ""), {verb_above(t).i for t in heads}
    found = [q for start, end, q in arguments.mentions.quantities
             if q.kind == kind and verb_above(arguments.doc[start:end].root).i in governing]
    if len(found) != 1:
        return []
    value = arguments.value_argument(found[0])
    return [Qualifier("amount", value.text, value.start, value.end, value.value, value.unit),
            *equivalents(value, arguments)]


def named(name: str, p: Proposition, arguments: Arguments) -> Qualifier:
    """The noun of a proposition as written, for a role ("deputy chief executive") or a metric ("net loss")."""
    own = [t for t in kids(p.head) if t.dep_ in {"amod", "compound"} and t.i < p.head.i
           and arguments.mentions.name_at(t) is None and t.ent_iob_ != "B"]
    first = min([t.i for t in own] + [p.head.i])
    span = p.head.doc[ended(p.head, first) if name == "role" else first:p.head.i + 1]
    return qualifier(name, span.text, span.start_char, arguments.offset)


def ended(noun: Token, first: int) -> int:
    """Where a post's words begin that say it is held no more, `first` if none do: "Former Acme chief executive",
    "then chairman", "until recently a vice-president"."""
    token = noun
    while token.i > noun.sent.start and noun.i - token.i < 8:
        token = token.doc[token.i - 1]
        if token.lower_ in VERBS["ended"]:
            return token.i
        if is_verb(token) or (token.is_punct and token.text != "-") or token.dep_ == "cc":
            break
    return first


def source(attribution: Attribution | None, arguments: Arguments) -> Attribution | None:
    """The attribution with offsets into the article; who says so by the name, where it is known who "she" or "the
    company" is."""
    if attribution is None:
        return None
    offset = arguments.offset
    shifted = replace(attribution, start=attribution.start + offset, end=attribution.end + offset)
    span = arguments.doc.char_span(attribution.start, attribution.end)
    if span is None:
        return shifted
    argument = arguments.of(span.root)
    named = argument.antecedent or (arguments.antecedents.in_full(argument.span) if argument.kind == "name" else None)
    if named is None and span.root.lemma_.lower() in VERBS["mouthpieces"]:
        topic = arguments.antecedents.topic(span.root)  # "a spokesman said": the company's
        named, argument = (topic.span, replace(argument, type=topic.type)) if topic is not None else (None, argument)
    if named is not None:
        return replace(shifted, text=named.text, start=named.start, end=named.end, type=argument.type, kind="name")
    kind: Literal["pronoun", "nominal"] = "pronoun" if argument.kind == "pronoun" else "nominal"
    return replace(shifted, type=argument.type, kind=kind)
