"""The details of a claim: amounts, the role of a post, the time, the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from spacy.tokens import Token

from kg.extract.agents import VERBS
from kg.extract.arguments import Arguments
from kg.extract.grammar import first_conjunct, is_verb, kids
from kg.extract.propositions import Proposition
from kg.model import Argument, Attribution, Qualifier, Span, Time

# What happens on a day and is told of on the same: news of a deal dates it.
EVENTS = frozenset({"acquired", "mergedWith", "partneredWith", "investedIn", "raisedFunding", "released", "sued",
                    "fined", "hired", "left", "joined", "integratedWith", "warnedAgainst"})


def qualifier(name: str, text: str, start: int, offset: int) -> Qualifier:
    return Qualifier(name, text, offset + start, offset + start + len(text))


def amounts(p: Proposition, arguments: Arguments, used: Sequence[Span]) -> Iterator[Qualifier]:
    """Amounts that belong to the predicate: its own roles' and those inside its noun phrases."""
    seen: set[int] = set()
    heads = [r.head for r in p.roles if r.name not in {"subject", "self", "clause"}]
    found = [a for h in heads for a in [arguments.quantity(h), *arguments.attached(h)] if a is not None]
    for a in [*found, *arguments.attached(p.head)]:
        if a.start not in seen and not any(a.span.overlaps(s) for s in used):
            seen.add(a.start)
            yield Qualifier("amount", a.text, a.start, a.end, a.value, a.unit)


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


def time(p: Proposition, arguments: Arguments, obj: Argument) -> Time | None:
    """The time expression that modifies the predicate."""
    if obj.kind == "time":
        return None
    found = [
        t for r in p.roles if r.name not in {"subject", "object", "self"} and (t := arguments.mentions.time_at(r.head))
    ]
    if found:  # of "in 2019 and Veltro in 2020", the one that follows the object
        after = [t for t in found if t[2].start + arguments.offset >= obj.end]
        return arguments.time_of((after if len(found) > 1 and after else found)[0][2])
    own = arguments.doc.char_span(obj.start - arguments.offset, obj.end - arguments.offset)
    for start, end, expression in arguments.mentions.times:
        if own is not None and own.root.dep_ == "conj" and arguments.doc[start:end].root.head.i == own.root.i:
            return arguments.time_of(expression)  # "bought A in 2019 and B in 2020"
    if p.construction in {"apposition", "title", "examples"}:
        return None  # what a name is called does not date from the clause it stands in
    governing = {(p.clause if p.pos == "verb" else p.head).i, p.head.i}
    if p.pos == "noun":
        governing.add(verb_above(p.head).i)
    first = first_conjunct(p.clause)
    for start, end, expression in arguments.mentions.times:
        verb = verb_above(arguments.doc[start:end].root)
        # "In May X bought A and Y sold B", "bought A and sold B in May": before or after both
        shared = verb.i == first.i and (start < first.i or start > p.head.i)
        if verb.i in governing or shared:
            return arguments.time_of(expression)
    return None


def told_on(name: str, head: Token, arguments: Arguments) -> Time | None:
    """The day on which an event was told of, where nothing else says when: "said on Monday it had bought X"."""
    if name not in EVENTS:
        return None
    clause = head
    while clause.head.i != clause.i and clause.dep_ not in {"ccomp", "parataxis"}:
        if clause.dep_ in {"acl", "acl:relcl", "appos", "nmod:desc"} or clause.dep_.startswith("advcl"):
            return None  # told in passing
        clause = clause.head
    if clause.dep_ == "ccomp":
        teller = clause.head
    else:
        teller = next((c for c in kids(clause) if c.dep_ == "parataxis" and is_verb(c)), clause)
    if teller.i == clause.i or teller.lemma_.lower() not in VERBS["telling"]:
        return None
    for start, end, expression in arguments.mentions.times:
        if verb_above(arguments.doc[start:end].root).i == teller.i:
            return arguments.time_of(expression)
    return None


def verb_above(token: Token) -> Token:
    """The verb whose phrase a token stands in, or the apposition: its times are its own."""
    steps = 0
    while not is_verb(token) and token.dep_ != "appos" and token.head.i != token.i and steps < 8:
        token, steps = token.head, steps + 1
    return token


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
    named = argument.antecedent or (argument.span if argument.kind == "name" else None)
    if named is None and span.root.lemma_.lower() in VERBS["mouthpieces"]:
        topic = arguments.antecedents.topic(span.root)  # "a spokesman said": the company's
        named, argument = (topic.span, replace(argument, type=topic.type)) if topic is not None else (None, argument)
    if named is not None:
        return replace(shifted, text=named.text, start=named.start, end=named.end, type=argument.type, kind="name")
    kind: Literal["pronoun", "nominal"] = "pronoun" if argument.kind == "pronoun" else "nominal"
    return replace(shifted, type=argument.type, kind=kind)
