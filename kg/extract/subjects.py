"""Who a clause is about when its subject stands elsewhere: control, relative, participial and infinitive clauses."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.grammar import (
    ANY_SUBJECT,
    NOUN_MODIFIERS,
    RELATIVE_CLAUSES,
    RELATIVIZERS,
    SUBJECTS,
    child,
    child_of,
    first_conjunct,
    is_copular,
    is_passive,
    is_predicate,
    is_verb,
    kids,
    marker,
)


@dataclass(frozen=True)
class Role:
    """One argument: `name` is a grammatical argument of the lexicon ("subject", "object", "in" ...).

    `head` is the noun it points at: for a relative pronoun, the antecedent, and `via` the pronoun itself.
    """

    name: str
    head: Token
    via: Token | None = None


def controllers(verb: Token) -> tuple[Token, ...]:
    """The verbs a controlled verb hangs from when they share its subject, outermost first."""
    chain: list[Token] = []
    token = verb
    while True:
        up = first_conjunct(token)
        if up.dep_ != "xcomp" or not is_predicate(up.head) or child(up.head, "obj", "iobj"):
            break
        if up.head.pos_ not in {"VERB", "AUX", "ADJ"}:
            break
        chain.append(up.head)
        token = up.head
    return tuple(reversed(chain))


def subject_of(verb: Token, depth: int = 0) -> tuple[Role | None, bool]:
    """The surface subject of a verb as a Role, and whether it came from another clause."""
    own = child_of(verb, ANY_SUBJECT)
    if own is not None and own.dep_ != "csubj" and not (own.lower_ == "it" and child(verb, "ccomp", "csubj")):
        return resolve_relative(own), False
    if depth > 6:
        return None, True
    if verb.dep_ == "conj" and is_predicate(verb.head):
        role, _ = subject_of(verb.head, depth + 1)
        return role, True
    if verb.dep_ in {"acl", "amod"} | RELATIVE_CLAUSES:
        if verb.dep_ in RELATIVE_CLAUSES and any(c.dep_ in ANY_SUBJECT for c in kids(verb)):
            return None, True
        if verb.dep_ == "acl" and child(verb, "mark") is not None and verb.tag_ == "VB":
            return infinitive_subject(verb, depth), True
        return Role("subject", verb.head), True
    if verb.dep_ == "xcomp":
        controller = child(verb.head, "obj", "iobj")
        if controller is not None and is_verb(verb.head):
            return resolve_relative(controller), True
        return subject_of(verb.head, depth + 1)[0], True
    if verb.dep_ == "advcl" and verb.tag_ in {"VBG", "VBN"} and (absolute := absolute_subject(verb)) is not None:
        return Role("subject", absolute), True
    if (
        verb.dep_ == "advcl"
        and any(m.lower_ == "from" for m in kids(verb) if m.dep_ in {"mark", "case"})
        and (kept := child(verb.head, "obj", "nsubj:pass")) is not None
    ):
        return resolve_relative(kept), True  # "barred it from buying"
    if verb.dep_ in {"advcl", "parataxis"} and verb.tag_ in {"VBG", "VB", "VBN"} and is_predicate(verb.head):
        conditional = any(c.dep_ == "mark" and c.lower_ in {"if", "unless"} for c in kids(verb))
        if verb.dep_ == "parataxis" or not conditional:
            return subject_of(verb.head, depth + 1)[0], True
    return None, True


def absolute_subject(verb: Token) -> Token | None:
    """ "With companies like Google making investments": the noun phrase right before, when "with" marks it."""
    for c in kids(verb.head):
        if (
            c.dep_ == "obl"
            and c.i < verb.i
            and verb.doc[verb.left_edge.i - 1] in list(c.subtree)
            and marker(c) in {"with", "without"}
        ):
            return c
    return None


def infinitive_subject(verb: Token, depth: int) -> Role | None:
    """Who does it in "Alibaba's plan to buy X", "Alibaba announced plans to buy X", "Alibaba is in talks to buy X"."""
    owner = child(verb.head, "nmod:poss")
    if owner is not None:
        return Role("subject", owner)
    for c in kids(verb.head):  # "the departure of Holt to join Acme"
        if c.dep_ in NOUN_MODIFIERS and marker(c) == "of" and c.ent_type_:
            return Role("subject", c)
    governor = verb.head.head
    if verb.head.dep_ in {"obj", "obl"} and is_verb(governor):
        return subject_of(governor, depth + 1)[0]
    if is_copular(verb.head) and marker(verb.head):
        return subject_of(verb.head, depth + 1)[0]
    return None


def resolve_relative(token: Token) -> Role:
    """A relative pronoun stands for the noun its clause modifies."""
    if token.lower_ in RELATIVIZERS and token.pos_ in {"PRON", "DET", "SCONJ"}:
        clause = token.head
        if token.lower_ == "whose":
            if clause.dep_ == "appos":  # "Veolia, whose purchase of Suez was completed"
                return Role("subject", clause.head, via=token)
            if clause.dep_ in ANY_SUBJECT | {"obj", "obl", "nmod"}:
                clause = clause.head
        while clause.dep_ in {"conj", "xcomp", "ccomp", "aux"} and clause.head.i != clause.i:
            clause = clause.head
        if clause.dep_ in RELATIVE_CLAUSES:
            return Role("subject", clause.head, via=token)
    return Role("subject", token)


def relative_target(token: Token) -> Token:
    role = resolve_relative(token)
    return role.head


def relative_gap(verb: Token) -> Role | None:
    """A relative clause with its own subject and no object modifies its object: "the unit (that) Wu leads"."""
    top = verb
    while top.dep_ == "xcomp" and is_predicate(top.head):
        top = top.head
    if top.dep_ != "acl:relcl" or child(verb, "obj") is not None or is_passive(verb):
        return None
    subject = child_of(top, SUBJECTS)
    if subject is None or subject.lower_ in RELATIVIZERS or child(verb, "ccomp", "xcomp") is not None:
        return None
    return Role("object", top.head)
