"""Clauses as propositions: a predicate with its arguments, the same whatever the surface.

Active, passive, relative, reduced relative, participial, coordinated, controlled and copular clauses all come out as
one `Proposition` whose roles are deep: the agent of a passive is the "subject". `nominals` adds what nouns say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extract.grammar import (
    ANY_SUBJECT,
    AUXILIARIES,
    NOMINAL,
    OBLIQUES,
    PARTICLES,
    RELATIVE_CLAUSES,
    RELATIVIZERS,
    child,
    child_of,
    is_copular,
    is_passive,
    is_verb,
    kids,
    marker,
)
from kg.extract.subjects import (
    Role,
    controllers,
    infinitive_subject,
    relative_gap,
    relative_target,
    resolve_relative,
    subject_of,
)

__all__ = [
    "Proposition",
    "Role",
    "clauses",
    "controllers",
    "infinitive_subject",
    "relative_target",
    "resolve_relative",
    "subject_of",
]


# Verbs that are done themselves, whatever follows: "left to start a firm".
MOVING = frozenset({"leave", "quit", "resign", "retire", "depart"})
# How a name hangs from the participle that a hyphen joins it to.
HYPHENATED = frozenset({"obl:unmarked", "obl", "obl:agent", "compound", "nmod", "nmod:unmarked"})


@dataclass(frozen=True)
class Proposition:
    """A predicate and its roles. `chain` holds the verbs that control it, outermost first ("agreed" to buy)."""

    head: Token
    pos: str
    roles: tuple[Role, ...]
    construction: str
    chain: tuple[Token, ...] = ()
    passive: bool = False
    inherited: bool = False  # the subject was found in another clause

    def role(self, *names: str) -> Role | None:
        return next((r for name in names for r in self.roles if r.name == name), None)

    def every(self, *names: str) -> list[Role]:
        return [r for name in names for r in self.roles if r.name == name]

    @property
    def clause(self) -> Token:
        """The token that carries the auxiliaries and the place in the sentence."""
        return self.chain[0] if self.chain else self.head

    @property
    def words(self) -> list[Token]:
        """The predicate's own words in the order of the text: auxiliaries, negation, chain, particle."""
        tokens: set[Token] = set()
        for verb in (*self.chain, self.head):
            tokens.add(verb)
            for c in kids(verb):
                if c.dep_ in AUXILIARIES | PARTICLES or (c.dep_ == "advmod" and is_inner(c, verb)):
                    tokens.update(c.subtree)
            if verb is not self.clause or any(c.dep_ == "aux" and c.lemma_ == "be" for c in kids(verb)):
                tokens.update(c for c in kids(verb) if c.dep_ == "mark" and c.lower_ == "to")
        return sorted(tokens, key=lambda t: t.i)


def is_inner(adverb: Token, verb: Token) -> bool:
    """An adverb inside the verb group: "has not yet bought"."""
    return adverb.i < verb.i and adverb.i >= min(
        (c.i for c in kids(verb) if c.dep_ in AUXILIARIES), default=verb.i - 1
    )


def construction_of(verb: Token, passive: bool, chain: tuple[Token, ...]) -> str:
    clause = chain[0] if chain else verb
    if chain:
        return "control"
    if clause.dep_ in RELATIVE_CLAUSES:
        return "relative"
    if clause.dep_ in {"acl", "amod"}:
        return "reduced relative"
    if clause.dep_ in {"advcl", "parataxis", "xcomp", "conj"} and child_of(clause, ANY_SUBJECT) is None:
        return {"conj": "coordination", "xcomp": "object control"}.get(clause.dep_, "participial")
    return "passive" if passive else "active"


def verb_roles(verb: Token, passive: bool) -> Iterator[Role]:
    """The roles among a verb's own dependents and those it shares with a coordinated verb."""
    for c in kids(verb):
        if c.dep_ == "obj":
            yield Role(
                "object" if not passive else "object2", relative_target(c), via=c if c.lower_ in RELATIVIZERS else None
            )
        elif c.dep_ == "iobj":
            yield Role("indirectObject", c)
        elif c.dep_ == "obl:agent" and passive:
            yield Role("subject", c)
        elif c.dep_ in OBLIQUES:
            yield Role(marker(c) or "time", relative_target(c))
        elif c.dep_ == "xcomp" and (c.pos_ in NOMINAL or c.pos_ == "ADJ") and not is_verb(c):
            yield Role("complement", c)
        elif c.dep_ in {"ccomp"}:
            yield Role("clause", c)
    gap = relative_gap(verb)
    if gap is not None:
        yield gap
    if verb.dep_ != "conj" and not any(c.dep_ == "obj" for c in kids(verb)) and not passive:
        # "designs, builds and sells chips": the object stands at the last verb.
        for other in reversed([c for c in kids(verb) if c.dep_ == "conj" and is_verb(c)]):
            shared = child(other, "obj")
            if (
                shared is not None
                and not any(c.dep_ in OBLIQUES for c in kids(verb))
                and not child_of(other, ANY_SUBJECT)
                and verb.i + 3 >= other.i
            ):
                yield Role("object", shared)
                break


def verbal(verb: Token) -> Proposition | None:
    """The proposition of a verb; None for a verb that only controls another one."""
    controls = any(c.dep_ == "xcomp" and is_verb(c) for c in kids(verb)) and not child(verb, "obj", "iobj")
    if controls and verb.lemma_.lower() not in MOVING:
        return None
    passive = is_passive(verb)
    chain = controllers(verb)
    subject, inherited = subject_of(chain[0] if chain else verb)
    roles = list(verb_roles(verb, passive))
    if subject is not None:
        roles.insert(0, Role("object" if passive else "subject", subject.head, subject.via))
    return Proposition(verb, "verb", tuple(roles), construction_of(verb, passive, chain), chain, passive, inherited)


def hyphenated(verb: Token) -> Proposition | None:
    """ "Acme-owned Globex", "the Acme-backed start-up": the passive of what the name before the hyphen does."""
    for c in kids(verb):
        if c.dep_ in HYPHENATED and c.right_edge.i == verb.i - 1 and verb.doc[verb.i - 1].text == "-":
            roles = (Role("subject", c), Role("object", verb.head))
            return Proposition(verb, "verb", roles, "reduced relative", (), True)
    return None


def copular(predicate: Token) -> Proposition | None:
    """ "X is (in) Y", "X is a maker of Z": the subject fills "self"; PPs of the noun come as its own roles."""
    subject, inherited = subject_of(predicate)
    if subject is None:
        return None
    roles = [Role("self", subject.head, subject.via)]
    roles += [Role(marker(c) or "time", c) for c in kids(predicate) if c.dep_ in OBLIQUES]
    roles += [Role("object", c) for c in kids(predicate) if c.dep_ == "obj" and c.i > predicate.i]  # "worth $3 billion"
    pos = "adjective" if predicate.pos_ in {"ADJ", "ADV"} else "noun"
    return Proposition(predicate, pos, tuple(roles), "copula", (), False, inherited)


def clauses(sentence: Span) -> Iterator[Proposition]:
    """Every verbal and copular proposition of a sentence, in the order of the predicates."""
    for token in sentence:
        if is_copular(token):
            proposition = copular(token)
        elif is_verb(token) and token.dep_ not in {"amod", "compound", "case", "fixed", "aux", "cop"}:
            proposition = verbal(token)
        elif token.dep_ == "amod" and token.tag_ == "VBN":
            proposition = hyphenated(token)
        else:
            continue
        if proposition is not None:
            yield proposition
