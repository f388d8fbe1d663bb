"""Repairs of descriptions: an apposition read as a second subject or object, a title that lost its name."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Span, Token

from kg.extract.grammar import ANY_SUBJECT, NOMINAL, RELATIVIZERS, marker
from kg.extract.trees import attach, comma_before, phrase_start

STRAY = frozenset({"nsubj", "obj", "parataxis", "conj", "dep", "list", "obl:unmarked", "nmod:unmarked", "nmod", "obl"})
DESCRIBING = frozenset({"det", "nmod:poss", "amod", "compound"})


def second_subjects(sentence: Span) -> None:
    """One subject a clause: "Cainiao, Alibaba's arm, uses" is an apposition, "the unit that Wu leads" a gap."""
    for verb in sentence:
        if verb.n_lefts < 2:
            continue
        subjects = sorted(
            (c for c in verb.children if c.dep_ in ANY_SUBJECT and c.i < verb.i and c.dep_ != "csubj"),
            key=lambda c: c.i,
        )
        for first, second in pairwise(subjects):
            if first.lower_ in RELATIVIZERS:
                attach(first, verb, "obj")
            elif comma_before(second) and second.pos_ in NOMINAL and first.pos_ in NOMINAL and second.pos_ != "PRON":
                attach(second, first, "appos")
            elif names_next(second, first):
                attach(second, first, "flat")  # "Alibaba's unit Cainiao"


def names_next(name: Token, noun: Token) -> bool:
    """A name directly after a common noun."""
    return name.left_edge.i == noun.i + 1 and bool(name.ent_type_) and not noun.ent_type_ and noun.pos_ == "NOUN"


def second_objects(sentence: Span) -> None:
    """ "established the Hub, a specialized unit": the second object after a comma describes the first."""
    for verb in sentence:
        if verb.n_rights < 2:
            continue
        objects = sorted((c for c in verb.children if c.dep_ == "obj" and c.i > verb.i), key=lambda c: c.i)
        for first, second in pairwise(objects):
            if comma_before(second) and any(c.dep_ in DESCRIBING for c in second.children):
                attach(second, first, "appos")
            elif names_next(second, first):
                attach(second, first, "flat")  # "its assistant Rufus"


def bare_apposition(sentence: Span) -> None:
    """A noun phrase hung from the verb after "NAME," with neither case nor verb of its own describes the name."""
    for token in sentence:
        if (
            token.dep_ not in {"parataxis", "dep", "list", "obl:unmarked", "nmod:unmarked", "conj"}
            or token.pos_ not in NOMINAL
        ):
            continue
        if token.dep_ == "conj" and any(c.dep_ == "cc" for c in token.children):
            continue
        if (
            not comma_before(token)
            or marker(token)
            or any(c.dep_ in ANY_SUBJECT | {"cop", "aux", "case"} for c in token.children)
        ):
            continue
        before = token.doc[phrase_start(token).i - 2] if phrase_start(token).i >= 2 else None
        if (
            before is None
            or not before.ent_type_
            or not any(c.dep_ in {"nmod:poss", "det"} and c.i < token.i for c in token.children)
        ):
            continue
        name = top_of_name(before)
        if (
            name.i != token.i
            and token not in list(name.ancestors)
            and (token.head.i in {name.head.i, name.i} or token.dep_ != "conj")
        ):
            attach(token, name, "appos")


def titled_names(sentence: Span) -> None:
    """ "Chief Executive Officer Eddie Wu": a person's name right after a common noun belongs to it."""
    for token in sentence:
        if token.i == 0 or token.ent_iob_ != "B" or token.ent_type_ not in {"PERSON", "PER"}:
            continue
        before = token.doc[token.i - 1]
        if before.sent.start != sentence.start or before.pos_ not in {"NOUN", "PROPN"} or before.ent_iob_ in {"B", "I"}:
            continue
        if (
            token.head.i == before.i
            and token.dep_ in {"nmod", "dep", "nmod:unmarked", "obl", "appos", "list", "parataxis"}
            and not marker(token)
        ):
            token.dep_ = "flat"
        elif token.head.i == before.head.i and token.dep_ == before.dep_ in {"nmod", "obl"} and not marker(token):
            attach(token, before, "flat")
        elif before.head.i == token.i and before.dep_ in {"compound", "amod", "nmod", "nsubj", "dep"}:
            before.dep_ = "nmod:desc"


def trailing_names(sentence: Span) -> None:
    """ "into a promising start-up, DeepSeek": a name after a comma that ends the clause names what stands before it."""
    for token in sentence:
        if not token.ent_type_ or token.dep_ not in STRAY or marker(token):
            continue
        last, first = token.right_edge, phrase_start(token)
        after = token.doc[last.i + 1] if last.i + 1 < sentence.end else None
        if first.i < sentence.start + 3 or token.doc[first.i - 1].text != ",":
            continue
        noun = token.doc[first.i - 2]
        if noun.pos_ != "NOUN" or noun.ent_type_ or (after is not None and not after.is_punct):
            continue
        if any(
            c.dep_ in {"det", "nmod:poss"} and c.lower_ in {"a", "an", "its", "their", "his", "her"}
            for c in noun.children
        ) and token not in list(noun.ancestors):
            attach(token, noun, "appos")


def top_of_name(token: Token) -> Token:
    """The head of the name a token ends."""
    while token.dep_ in {"flat", "compound", "goeswith", "flat:name"} and abs(token.head.i - token.i) <= 6:
        token = token.head
    return token
