"""When a claim is dated: the time of its predicate, of a clause of the same time, or of the telling.

"In May X bought A and Y sold B" dates both, "said on Monday it had bought X" dates an event that is told of; "in July
2022, when it raised $800 million", "joined X in 2013 when it bought Y", "left in 2007 to start Y" are of one time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.extract.agents import VERBS
from kg.extract.arguments import Arguments
from kg.extract.grammar import ANY_SUBJECT, RELATIVE_CLAUSES, first_conjunct, is_predicate, is_verb, kids
from kg.extract.propositions import Proposition
from kg.extract.values import TimeExpression
from kg.model import Argument, Claim, Time

# What happens on a day and is told of on the same: news of a deal dates it.
EVENTS = frozenset({"acquired", "mergedWith", "partneredWith", "investedIn", "raisedFunding", "valuedAt", "released",
                    "sued", "fined", "hired", "left", "joined", "integratedWith", "warnedAgainst"})
# What a name is called does not date from the clause it stands in.
TIMELESS = frozenset({"apposition", "title", "examples"})
COINCIDENT = frozenset({"when"})
# What may stand between a value and the time of it.
JOINING = frozenset({"in", "at", "for", "during", "of", "by", "on", "the", "end", "start"})
OPENING = 6  # words of a sentence within which the period that it opens with begins


def time(p: Proposition, arguments: Arguments, obj: Argument) -> Time | None:
    """The time expression that modifies the predicate, or a clause that is of the same time."""
    if obj.kind == "time":
        return None
    own_time, others = beside_values(obj, arguments) if obj.kind == "value" else (None, frozenset())
    if own_time is not None:
        return arguments.time_of(own_time)
    found = [
        t
        for r in p.roles
        if r.name not in {"subject", "object", "self"} and (t := arguments.mentions.time_at(r.head))
        and t[2].start not in others
    ]
    if found:  # of "in 2019 and Veltro in 2020", the one that follows the object
        after = [t for t in found if t[2].start + arguments.offset >= obj.end]
        return arguments.time_of((after if len(found) > 1 and after else found)[0][2])
    own = arguments.doc.char_span(obj.start - arguments.offset, obj.end - arguments.offset)
    for start, end, expression in arguments.mentions.times:
        if own is not None and own.root.dep_ == "conj" and arguments.doc[start:end].root.head.i == own.root.i:
            return arguments.time_of(expression)  # "bought A in 2019 and B in 2020"
    if p.construction in TIMELESS:
        return None
    governing = {(p.clause if p.pos == "verb" else p.head).i, p.head.i}
    if p.pos == "noun":
        governing.add(verb_above(p.head).i)
    found_here = in_clause(governing, p.clause, p.head, arguments, others)
    if found_here is None:
        clause = p.clause if p.pos == "verb" else verb_above(p.head)
        found_here = of_same_time(clause, arguments) or of_deal(p, arguments)
    return arguments.time_of(found_here) if found_here is not None else None


def beside_values(obj: Argument, arguments: Arguments) -> tuple[TimeExpression | None, frozenset[int]]:
    """The time right after a value, and where the times right after other values of its sentence begin: "worth $45
    billion in June 2021 and $6 billion in July 2022"."""
    own, others, doc = None, set(), arguments.doc
    for start, _, expression in arguments.mentions.times:
        for first, last, quantity in arguments.mentions.quantities:
            between = doc[last:start]
            near = first < last < start <= last + 3 and doc[first].sent.start == doc[start].sent.start
            if not near or not len(between) or any(t.lower_ not in JOINING for t in between):
                continue
            if quantity.start + arguments.offset == obj.start:
                own = own or expression
            else:
                others.add(expression.start)
    return own, frozenset(others) if own is None else frozenset()


def in_clause(governing: set[int], clause: Token, head: Token, arguments: Arguments,
              others: frozenset[int] = frozenset()) -> TimeExpression | None:
    """The time that stands with one of the governing words, or before or after all coordinated clauses."""
    first = first_conjunct(clause)
    for start, end, expression in arguments.mentions.times:
        if expression.start in others:
            continue
        verb = verb_above(arguments.doc[start:end].root)
        # "In May X bought A and Y sold B", "bought A and sold B in May": before or after both
        shared = verb.i == first.i and (start < first.i or start > head.i)
        if verb.i in governing or shared:
            return expression
    return None


def of_same_time(clause: Token, arguments: Arguments) -> TimeExpression | None:
    """The time of a clause that is said to be of the same time."""
    top = first_conjunct(clause)
    if top.dep_ in RELATIVE_CLAUSES | {"advcl", "acl"} and (named := arguments.mentions.time_at(top.head)) is not None:
        return named[2]  # "in July 2022, when it raised"
    for other in coincident(clause):
        here = [t for t in arguments.mentions.times if verb_above(arguments.doc[t[0]:t[1]].root).i == other.i]
        before = [t for t in here if t[1] <= clause.left_edge.i]  # of two, the one that the clause follows
        if here:
            return (before[-1] if before else here[0])[2]
    return None


def of_deal(p: Proposition, arguments: Arguments) -> TimeExpression | None:
    """When the deal was made that an event is part of: "sold to X in a deal completed in 2024"."""
    for role in p.every("in"):
        for clause in (c for c in kids(role.head) if c.dep_ == "acl" and c.tag_ == "VBN"):
            for start, end, expression in arguments.mentions.times:
                if verb_above(arguments.doc[start:end].root).i == clause.i:
                    return expression
    return None


def coincident(clause: Token) -> Iterator[Token]:
    """The verbs whose time is a clause's own: around "when", before a purpose, first of a row with one subject."""
    whens = [c for c in kids(clause) if c.dep_ in {"advcl", "advcl:relcl"} and opened_by(c, COINCIDENT)]
    yield from whens
    beside = clause.dep_ in {"advcl", "advcl:relcl"} and is_predicate(clause.head)
    purpose = clause.tag_ == "VB" and clause.head.lemma_.lower() in VERBS["going"]
    if beside and (purpose or opened_by(clause, COINCIDENT)):
        yield clause.head
    first = first_conjunct(clause)
    if first.i != clause.i and not any(c.dep_ in ANY_SUBJECT for c in kids(clause)) and first.tag_ == clause.tag_:
        yield first
    unmarked = not any(c.dep_ in {"mark", "case"} or c.dep_ in ANY_SUBJECT for c in kids(first))
    if first.dep_ == "advcl" and first.tag_ == "VBG" and unmarked and is_verb(first.head):
        yield first.head  # "floated the unit in May, raising $5 million"


def framing(sentence: Span, arguments: Arguments) -> TimeExpression | None:
    """The period that a sentence opens with, and that goes on in its paragraph: "Since the start of 2026, ..."."""
    for start, end, expression in arguments.mentions.times:
        if sentence.start <= start < sentence.start + OPENING and end < sentence.end:
            period = expression.iso is not None and re.fullmatch(r"\d{4}(-Q\d)?|\d{4}.*/.*", expression.iso)
            return expression if period and arguments.doc[end].text == "," else None
    return None


def framed(claim: Claim, frame: TimeExpression | None, arguments: Arguments) -> Claim:
    """An event told without a time in a sentence after the one that opened with a period."""
    name = claim.predicate.property or ""
    if frame is None or claim.time is not None or name not in EVENTS or claim.modality != "asserted":
        return claim
    return replace(claim, time=arguments.time_of(frame), trace={**claim.trace, "time": "carried"})


def opened_by(clause: Token, words: frozenset[str]) -> bool:
    return any(c.dep_ in {"mark", "advmod"} and c.lower_ in words and c.i < clause.i for c in kids(clause))


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
