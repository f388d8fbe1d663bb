"""What nouns say: appositions, titles, possessives and events ("the launch of Qwen by Alibaba").

A nominal proposition has the noun as its head. "self" is the thing the noun describes (the name beside a title, the
other half of an apposition, the subject of a copula); possessor, modifiers and prepositional phrases are roles by name.
A bare possessive or prepositional phrase is no proposition: the noun must be in the lexicon, which `frames` checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from kg.extract.agents import VERBS, agent_roles, employer_roles
from kg.extract.arguments import EXAMPLES
from kg.extract.grammar import (
    NOUN_MODIFIERS,
    OBLIQUES,
    TITLES,
    child,
    children,
    first_conjunct,
    is_copular,
    is_passive,
    is_verb,
    kids,
    marker,
)
from kg.extract.propositions import Proposition, Role, relative_target, resolve_relative, subject_of

Describes = Callable[[Token], bool]


def noun_roles(noun: Token) -> Iterator[Role]:
    """Possessor, modifiers and prepositional phrases of a noun, those of an "X of Y" chain included."""
    for c in kids(noun):
        if c.dep_ == "nmod:poss":
            yield Role("possessor", relative_target(c), via=c)
        elif c.dep_ in NOUN_MODIFIERS:
            yield Role(marker(c) or "time", relative_target(c))
            if marker(c) == "of":  # "the integration of X into Y", whatever "into" was hung from
                yield from (Role("into", g) for g in kids(c) if g.dep_ in NOUN_MODIFIERS and marker(g) == "into")
            if marker(c) in {"of", "for"} and not c.ent_type_:  # "vice-president for cloud at Orbix"
                yield from (Role("at", g) for g in kids(c) if g.dep_ in NOUN_MODIFIERS and marker(g) == "at")
        elif c.dep_ in {"compound", "amod", "nmod:desc", "nummod"} and c.i < noun.i:
            yield Role("modifier", c)
        elif c.dep_ in OBLIQUES:
            yield Role(marker(c) or "time", relative_target(c))
        elif c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ == "own":
            agent = child(c, "obl:agent")
            if agent is not None:
                yield Role("possessor", agent)


def selves(noun: Token) -> Iterator[tuple[Role, str]]:
    """The things a noun describes, each with the construction that says so."""
    top = first_conjunct(noun)
    if top.dep_ in TITLES or (noun.dep_ in TITLES):
        yield Role("self", top.head), "title"
    if top.dep_ == "appos":
        yield Role("self", top.head), "apposition"
    for c in children(noun, "appos"):
        possessive = any(g.dep_ == "case" and g.i > c.i for g in kids(c))  # "its rival, ByteDance's Doubao"
        if c.pos_ not in {"SYM", "NUM"} and not possessive:
            yield Role("self", c), "apposition"
    for c in kids(noun):  # "its subsidiaries, including A and B"
        if c.i > noun.i and c.dep_ in NOUN_MODIFIERS | {"obl"} and marker(c) in EXAMPLES:
            yield Role("self", c), "examples"
    flats = list(children(noun, "flat"))
    if flats and noun.pos_ in {"NOUN", "PROPN"} and noun.ent_iob_ == "O" and flats[0].ent_iob_ in {"B", "I"}:
        yield Role("self", flats[0]), "title"
    if top.dep_ == "compound" and top.head.ent_iob_ != "O" and top.ent_iob_ == "O" and top.i < top.head.i:
        yield Role("self", top.head), "title"
    if (is_copular(noun) or (noun is not top and is_copular(top))) and marker(top) in {"", "among"}:
        subject, _ = subject_of(top)
        if subject is not None:
            yield Role("self", subject.head, subject.via), "copula"
    predicate = top.head if top.dep_ == "nsubj" and is_copular(top.head) and is_own(top) else None
    if predicate is not None and predicate.ent_iob_ != "O" and not marker(predicate):
        yield Role("self", predicate), "copula"  # "its largest customer is Tetra Pak"
    if top.dep_ == "nsubj" and top.head.lemma_.lower() == "include":  # "its backers include X and Y"
        for c in children(top.head, "obj"):
            yield Role("self", c), "copula"
    if top.dep_ == "xcomp" and is_verb(top.head):
        yield from predicative(top.head)
    elif marker(noun) == "as" and noun.dep_ in OBLIQUES | {"xcomp", "advcl"} and is_verb(noun.head):
        yield from predicative(noun.head, "as")
    elif marker(noun) == "as" and noun.dep_ in {"nmod"}:
        for role in noun_roles(noun.head):
            if role.name in {"of", "possessor"}:
                yield Role("self", role.head, role.via), "role"


def is_own(noun: Token) -> bool:
    """Whether a noun says whose it is, or of what."""
    return any(c.dep_ == "nmod:poss" or (c.dep_ == "nmod" and marker(c) in {"of", "at", "to"}) for c in kids(noun))


def predicative(verb: Token, construction: str = "predicative") -> Iterator[tuple[Role, str]]:
    """Who has a role: the object if there is one ("named her chief"), else the subject ("became", "serves as")."""
    obj = child(verb, "obj")
    if obj is not None and not is_passive(verb) and verb.lemma_.lower() not in VERBS["holding"]:
        person = obj.ent_type_ in {"PERSON", "PER"} or (obj.tag_ == "PRP" and obj.lower_ not in {"it", "them"})
        if person or verb.lemma_.lower() in VERBS["naming"] or construction == "predicative":
            yield resolve_self(obj), construction
            return
        if construction == "as":
            return
    subject, _ = subject_of(verb)
    if subject is not None:
        yield Role("self", subject.head, subject.via), construction


def resolve_self(token: Token) -> Role:
    role = resolve_relative(token)
    return Role("self", role.head, role.via)


def prepositional(case: Token) -> Proposition | None:
    """ "X is behind Y", "the firm behind Y": the preposition is the predicate, "self" stands before it."""
    thing = case.head
    if case.i > thing.i:
        return None
    if is_copular(thing):
        subject, inherited = subject_of(thing)
        if subject is None:
            return None
        roles = (Role("self", subject.head, subject.via), Role("complement", thing))
        return Proposition(case, "preposition", roles, "copula", (), False, inherited)
    if thing.dep_ in NOUN_MODIFIERS:
        return Proposition(
            case, "preposition", (Role("self", thing.head), Role("complement", relative_target(thing))), "nominal"
        )
    return None


def nominals(sentence: Span, describes: Describes) -> Iterator[Proposition]:
    """One proposition per noun or preposition that `describes` accepts and per thing it describes."""
    for noun in sentence:
        if noun.dep_ == "case" and describes(noun) and (proposition := prepositional(noun)) is not None:
            yield proposition
        if noun.pos_ not in {"NOUN", "PROPN", "ADJ"} or not describes(noun):
            continue
        roles = [*noun_roles(noun), *agent_roles(noun)]
        found = list(selves(noun))
        if found and not any(r.name in {"of", "possessor", "at"} for r in roles):
            roles += employer_roles(noun)
        for role, construction in found:
            yield Proposition(noun, "noun", (role, *roles), construction)
        if not found:
            yield Proposition(noun, "noun", tuple(roles), "nominal")
