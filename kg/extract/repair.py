"""Sanity after decoding: trees a parser writes under pressure but no grammar allows, set right before they are read.

Each repair is one small rule over one sentence, named for what it mends; order matters, and a Doc is changed in place.
Together they answer the commonest causes of wrong claims in development: an apposition read as a second subject or
object, a title that lost its name, a relative clause hung from the wrong noun.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from kg.extract import ellipsis, torn
from kg.extract.cut import join_cut
from kg.extract.grammar import ANY_SUBJECT, NOMINAL, RELATIVE_CLAUSES, RELATIVIZERS, marker
from kg.extract.tellers import closing_reports, fronted_reports, lost_tellers, quoted_reports
from kg.extract.trees import COMMAS, attach, comma_before, phrase_start

STRAY = frozenset({"nsubj", "obj", "parataxis", "conj", "dep", "list", "obl:unmarked", "nmod:unmarked", "nmod", "obl"})
DESCRIBING = frozenset({"det", "nmod:poss", "amod", "compound"})


def repair(doc: Doc) -> Doc:
    """Apply every rule to every sentence; returns the same Doc."""
    join_cut(doc)
    for sentence in list(doc.sents):
        for rule in RULES:
            rule(sentence)
    return doc


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


def inverted_predicates(sentence: Span) -> None:
    """ "Among its clients are X and Y": what follows the copula without a comma is its subject."""
    for noun in sentence:
        copula = next((c for c in noun.children if c.dep_ == "cop" and c.i > noun.i), None)
        if copula is None or any(c.dep_ in ANY_SUBJECT for c in noun.children):
            continue
        following = (c for c in noun.children if c.dep_ in {"appos", "obj", "dep", "conj"})
        after = next((c for c in following if c.left_edge.i == copula.i + 1), None)
        if after is not None:
            after.dep_ = "nsubj"


def verbal_copulas(sentence: Span) -> None:
    """ "UBS is to take over Credit Suisse": before a verb with "to", "is" is its auxiliary."""
    for token in sentence:
        if token.dep_ != "cop" or token.head.tag_ != "VB":
            continue
        if any(c.dep_ == "mark" and c.lower_ == "to" and c.i > token.i for c in token.head.children):
            token.dep_ = "aux"


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


def top_of_name(token: Token) -> Token:
    """The head of the name a token ends."""
    while token.dep_ in {"flat", "compound", "goeswith", "flat:name"} and abs(token.head.i - token.i) <= 6:
        token = token.head
    return token


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
    second_subjects,
    second_objects,
    titled_names,
    bare_apposition,
    loose_relatives,
    *ellipsis.RULES,
)
