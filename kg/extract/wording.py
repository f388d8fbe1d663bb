"""The words of a proposition as an open tuple puts them: subject, predicate and object as stretches of the sentence."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.extract.grammar import (
    ANY_SUBJECT,
    AUXILIARIES,
    NOMINAL,
    OBLIQUES,
    RELATIVIZERS,
    first_conjunct,
    is_copular,
    is_passive,
    is_predicate,
    kids,
    noun_phrase,
    trim,
)
from kg.extract.propositions import Proposition

# What ends an argument's own words.
ASIDE = frozenset({"punct", "parataxis", "acl:relcl"})
PREDICATIVE = ASIDE | ANY_SUBJECT | AUXILIARIES | {"conj", "cc", "advcl", "mark", "expl", "discourse"}


def subject_phrase(head: Token) -> Span:
    """The subject with its coordinated parts, without clauses and asides."""
    span = noun_phrase(head)
    end = span.end
    for c in kids(head):
        if c.dep_ == "conj" and c.pos_ in NOMINAL and not is_copular(c) and c.i > head.i:
            end = max(end, noun_phrase(c).end)
    return trim(head.doc[span.start : end])


def predicate_words(p: Proposition) -> list[Token]:
    """The verb group with the auxiliaries a coordinated verb shares; a copula with its adverbs."""
    if p.construction == "copula":
        first = max((c.i for c in kids(p.head) if c.dep_ == "cop"), default=p.head.i)
        return sorted(
            (
                c
                for c in kids(p.head)
                if c.dep_ in AUXILIARIES
                or (c.dep_ == "advmod" and c.tag_ == "RB" and c.i < p.head.i and first - 1 <= c.i <= first + 1)
            ),
            key=lambda t: t.i,
        )
    words = p.words
    if p.construction == "coordination" and not any(c.dep_ in AUXILIARIES for c in kids(p.clause)):
        words = [*shared_auxiliaries(p.clause), *words]
    return words


def shared_auxiliaries(verb: Token) -> list[Token]:
    """ "has bought X and sold Y": "has"."""
    first = first_conjunct(verb)
    alike = first.tag_ == verb.tag_ and first.tag_ in {"VB", "VBN", "VBG"} and is_passive(first) == is_passive(verb)
    return sorted((c for c in kids(first) if alike and c.dep_ in {"aux", "aux:pass"}), key=lambda t: t.i)


def dependents_after(p: Proposition) -> list[Token]:
    """The arguments of the predicate that follow it, in order."""
    skip = (
        ANY_SUBJECT
        | AUXILIARIES
        | {
            "punct",
            "conj",
            "cc",
            "mark",
            "parataxis",
            "advcl",
            "discourse",
            "vocative",
            "compound:prt",
            "expl",
            "advcl:relcl",
            "dep",
            "list",
        }
    )
    out = [
        c
        for c in kids(p.head)
        if c.i > p.head.i and c.dep_ not in skip and not (c.dep_ == "obj" and c.lower_ in RELATIVIZERS)
    ]
    return sorted(out, key=lambda t: t.i)


def object_span(p: Proposition) -> Span | None:
    """The contiguous run of arguments after the predicate; for a copula the predicate noun phrase itself."""
    doc: Doc = p.head.doc
    if p.construction == "copula":
        low, high = extent(p.head, PREDICATIVE)
        words = [t.i for t in predicate_words(p) if t.i < p.head.i]
        return trim(doc[max(low, max(words, default=-1) + 1) : high + 1])
    after = dependents_after(p)
    if not after:
        before = [
            c
            for c in kids(p.head)
            if c.dep_ in {"obj"} | OBLIQUES and c.i < p.head.i and c.lower_ not in RELATIVIZERS
        ]
        gap = next((r for r in p.roles if r.name == "object" and not p.passive and r.head.i < p.head.i), None)
        if gap is not None:
            return trim(noun_phrase(gap.head))
        if (said := quoted(p.head)) is not None:
            return trim(said)
        return trim(noun_phrase(before[0], loose=True)) if before else None
    low = extent(after[0], ASIDE)[0]
    high = low
    for c in after:
        a, b = extent(c, ASIDE)
        if a > high + 2 and c is not after[0]:
            break
        high = max(high, b)
    return trim(doc[low : high + 1]) if low > p.head.i else None


def quoted(verb: Token) -> Span | None:
    """What stands before a verb of saying: ""We bought it," said Wu", "Acme bought Globex, he said"."""
    said = next((c for c in kids(verb) if c.dep_ == "ccomp" and c.i < verb.i), None)
    if said is not None:
        low, high = extent(said, frozenset({"punct"}))
        return verb.doc[low : high + 1] if high < verb.i else None
    if verb.dep_ == "parataxis" and is_predicate(verb.head) and verb.head.i < verb.i:
        low, high = extent(verb.head, frozenset({"punct", "parataxis"}))
        return verb.doc[low : min(high + 1, verb.left_edge.i)]
    return None


def extent(token: Token, blocked: frozenset[str]) -> tuple[int, int]:
    """First and last index below a token, without what `blocked` names and without a relative clause that ends it."""
    low = high = token.i
    for c in kids(token):
        if c.dep_ in blocked:
            continue
        a, b = extent(c, ASIDE)
        low, high = min(low, a), max(high, b)
    return low, high


def with_preposition(words: list[Token], span: Span) -> tuple[list[Token], Span]:
    """ "invested | in Cainiao" reads "invested in | Cainiao"; so does a passive's "by"."""
    doc, start = span.doc, span.start
    taken: list[Token] = []
    while (
        start < span.end - 1
        and (
            (doc[start].dep_ in {"case", "fixed"} and doc[start].pos_ in {"ADP", "SCONJ"})
            or (doc[start].dep_ == "mark" and doc[start].lower_ in {"that", "to"})
        )
        and doc[start].head.i != doc[start].i
        and len(taken) < 3
    ):
        taken.append(doc[start])
        start += 1
    return [*words, *taken], doc[start : span.end]
