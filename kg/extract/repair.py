"""Sanity after decoding: trees a parser writes under pressure but no grammar allows, set right before they are read.

Each repair is one small rule over one sentence, named for what it mends; order matters, and a Doc is changed in place.
Together they answer the commonest causes of wrong claims in development: an apposition read as a second subject or
object, a title that lost its name, a relative clause hung from the wrong noun.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Span, Token

from kg.extract import ellipsis, torn
from kg.extract.appositions import (
    DESCRIBING,
    bare_apposition,
    second_objects,
    second_subjects,
    titled_names,
    top_of_name,
    trailing_names,
)
from kg.extract.cut import join_cut
from kg.extract.grammar import ANY_SUBJECT, NOMINAL, RELATIVE_CLAUSES, RELATIVIZERS, marker
from kg.extract.tellers import closing_reports, fronted_reports, lost_tellers, quoted_reports
from kg.extract.trees import COMMAS, attach, phrase_start


def repair(doc: Doc) -> Doc:
    """Apply every rule to every sentence; returns the same Doc."""
    join_cut(doc)
    for sentence in list(doc.sents):
        for rule in RULES:
            rule(sentence)
    return doc


def content_clauses(sentence: Span) -> None:
    """A clause with all its places filled needs no relative pronoun: its "that" is a conjunction. After an empty "it"
    such a clause is what the verb says ("it was reported by Reuters that Acme bought Globex")."""
    for clause in sentence:
        if clause.dep_ not in RELATIVE_CLAUSES | {"acl"}:
            continue
        that = next((c for c in clause.children if c.lower_ == "that" and c.dep_ in {"obj", "nsubj"}), None)
        others = {c.dep_ for c in clause.children if that is not None and c.i != that.i}
        if that is None or not (others & ANY_SUBJECT and "obj" in others):
            continue
        that.dep_, that.pos_, that.tag_ = "mark", "SCONJ", "IN"
        verb = clause.head.head
        empty = any(c.dep_ in ANY_SUBJECT | {"expl"} and c.lower_ == "it" for c in verb.children)
        if clause.head.dep_ in {"obl:agent", "obl"} and empty:
            attach(clause, verb, "ccomp")
        else:
            clause.dep_ = "acl"


def late_prepositions(sentence: Span) -> None:
    """A preposition stands before its noun: "in the first half, according to the research house Portside"."""
    for case in sentence:
        if case.dep_ != "case" or case.i < case.head.i or case.lower_ in {"'s", "’s", "'", "’"}:
            continue
        last = max(case.right_edge.i, case.i)
        after = case.doc[last + 1] if last + 1 < sentence.end else None
        if after is None or after.is_punct or case.doc[case.i - 1].text not in COMMAS:
            continue
        noun = after
        while noun.head.i > noun.i and noun.dep_ in DESCRIBING | {"nummod", "flat", "nmod:desc", "advmod"}:
            noun = noun.head
        if noun.pos_ in NOMINAL and not marker(noun) and noun.i != case.head.i and case not in list(noun.ancestors):
            case.head = noun


def lost_subjects(sentence: Span) -> None:
    """A nominal before a verb that has objects after it and no subject is its subject."""
    for verb in sentence:
        if verb.pos_ != "VERB" or verb.n_lefts == 0 or verb.dep_ in RELATIVE_CLAUSES | {"acl", "advcl", "xcomp"}:
            continue
        objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"} and c.lower_ not in RELATIVIZERS]
        before = [c for c in objects if c.i < verb.i and c.tag_ not in {"WP", "WDT"}]
        if len(before) == 1 and len(objects) > 1 and not any(c.dep_ in ANY_SUBJECT for c in verb.children):
            before[0].dep_ = "nsubj"


def inner_infinitives(sentence: Span) -> None:
    """ "The departure of Holt to join Acme led to ...": an infinitive between subject and verb is the subject's."""
    for clause in sentence:
        verb = clause.head
        if clause.dep_ != "advcl" or clause.tag_ != "VB" or clause.i > verb.i:
            continue
        subject = next((c for c in verb.children if c.dep_ in ANY_SUBJECT and c.i < clause.i), None)
        marked = any(c.dep_ == "mark" and c.lower_ == "to" for c in clause.children)
        if subject is not None and marked and subject.pos_ == "NOUN":
            attach(clause, subject, "acl")


def inverted_predicates(sentence: Span) -> None:
    """ "Among its clients are X and Y", "X and Y are among its clients": a name on the other side of the copula is the
    subject, though nothing marks it."""
    for noun in sentence:
        copula = next((c for c in noun.children if c.dep_ == "cop"), None)
        if copula is None or any(c.dep_ in ANY_SUBJECT for c in noun.children):
            continue
        if copula.i > noun.i:
            beside = (c for c in noun.children if c.dep_ in {"appos", "obj", "dep", "conj"})
            other = next((c for c in beside if c.left_edge.i == copula.i + 1), None)
        else:
            beside = (c for c in noun.children if c.dep_ in {"compound", "nmod", "dep"} and c.ent_type_)
            other = next((c for c in beside if c.i < copula.i), None)
        if other is not None:
            other.dep_ = "nsubj"


def nearest_places(sentence: Span) -> None:
    """ "A maker with plants in Portugal": the place is that of the noun right before it."""
    for place in sentence:
        if place.dep_ != "nmod" or marker(place) not in {"in", "at", "across"} or not place.ent_type_:
            continue
        first = phrase_start(place).i
        beside = (c for c in place.head.children if c.dep_ == "nmod" and c.tag_ == "NNS" and marker(c) == "with")
        site = next((c for c in beside if c.right_edge.i + 1 == first), None)
        if site is not None:
            place.head = site


def verbal_copulas(sentence: Span) -> None:
    """ "UBS is to take over Credit Suisse": before a verb with "to", "is" is its auxiliary."""
    for token in sentence:
        if token.dep_ != "cop" or token.head.tag_ != "VB":
            continue
        if any(c.dep_ == "mark" and c.lower_ == "to" and c.i > token.i for c in token.head.children):
            token.dep_ = "aux"


def loose_relatives(sentence: Span) -> None:
    """ ", which ..." modifies the noun phrase that ends at the comma."""
    for clause in sentence:
        if clause.dep_ not in RELATIVE_CLAUSES:
            continue
        edge = phrase_start(clause)
        if edge.lower_ not in {"which", "who", "whose", "whom"} or edge.i < 2 or clause.doc[edge.i - 1].text != ",":
            continue
        before = clause.doc[edge.i - 2]
        if clause.head.i == before.i or before.pos_ not in NOMINAL or before.sent.start != sentence.start:
            continue
        if clause.head.i < edge.i and ends_at(clause.head, edge.i - 1) and not before.ent_type_:
            continue
        target = top_of_name(before)
        while (
            target.head.pos_ in NOMINAL
            and target.dep_ in {"nmod", "compound", "flat"}
            and ends_at(target.head, edge.i - 1)
            and not target.ent_type_
            and target.head.i != target.i
        ):
            target = target.head
        if clause not in list(target.ancestors) and target.i != clause.i:
            attach(clause, target, "acl:relcl")


def stray_possessors(sentence: Span) -> None:
    """A possessor stands before its 's, and what it possesses after it: "competition from ByteDance's Doubao"."""
    for token in sentence:
        mark = token.doc[token.i + 1] if token.i + 2 < sentence.end else None
        if mark is None or mark.lower_ not in {"'s", "’s"} or mark.dep_ != "case" or mark.head.i != token.i:
            continue
        owned = token.doc[mark.i + 1]
        while owned.head.i > owned.i and owned.dep_ in {"compound", "amod", "nummod", "flat", "det", "nmod:desc"}:
            owned = owned.head
        if token.head.i == owned.i and token.dep_ in {"compound", "nmod", "amod"}:
            token.dep_ = "nmod:poss"
        if owned.pos_ not in NOMINAL or token.head.i == owned.i or owned.sent.start != sentence.start:
            continue
        if token.dep_ == "nmod:poss" and token.head.i > token.i:
            continue
        if token in list(owned.ancestors):
            attach(owned, token.head, token.dep_)
        attach(token, owned, "nmod:poss")


def ends_at(noun: Token, comma: int) -> bool:
    """The noun's own phrase, without its relative clauses, ends right before the comma."""
    last = max(
        (d.i for c in noun.children if c.dep_ not in RELATIVE_CLAUSES | {"punct"} and c.i < comma for d in c.subtree),
        default=noun.i,
    )
    return max(last, noun.i) == comma - 1


RULES: tuple[Callable[[Span], None], ...] = (
    *torn.RULES,
    late_prepositions,
    lost_subjects,
    inner_infinitives,
    trailing_names,
    stray_possessors,
    fronted_reports,
    closing_reports,
    lost_tellers,
    quoted_reports,
    content_clauses,
    verbal_copulas,
    inverted_predicates,
    nearest_places,
    second_subjects,
    second_objects,
    titled_names,
    bare_apposition,
    loose_relatives,
    *ellipsis.RULES,
)
