"""Whose doing an event noun is, and where a role is held, when the verb beside the noun says so.

"Acme made an investment in Globex", "denied reports of a sale", "joined Acme as chairman": the words are in verbs.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files

from spacy.tokens import Token

from kg.extract.grammar import OBLIQUES, child, first_conjunct, is_copular, is_passive, is_verb, kids, marker
from kg.extract.propositions import Role, infinitive_subject, relative_target, subject_of

VERBS: Mapping[str, frozenset[str]] = {
    name: frozenset(words)
    for name, words in tomllib.loads((files("kg.extract") / "verbs.toml").read_text("utf-8")).items()
}
OWN_DOING = VERBS["light"] | VERBS["own"]
ABOUT = frozenset({"of", "about", "on", "over", "for"})
PLURAL = frozenset({"NNS", "NNPS"})
INSTRUMENTAL = frozenset({"with", "through", "via", "amid", "amidst", "under"})


def agent_roles(noun: Token) -> Iterator[Role]:
    """Who an event noun's verb says does it: "made an investment", "a plan to sign a deal", "in talks about a sale"."""
    top = first_conjunct(noun)
    verb = top.head
    if top.dep_ in {"obj", "nsubj:pass"} and is_verb(verb) and verb.lemma_.lower() in OWN_DOING:
        yield from lent(verb)
    elif top.dep_ == "nmod" and verb.lemma_.lower() in VERBS["holders"] and marker(top) in ABOUT:
        yield from held(first_conjunct(verb))
    elif (
        top.dep_ == "obl"
        and is_verb(verb)
        and not is_passive(verb)
        and (
            marker(top) in INSTRUMENTAL
            or (marker(top) in {"into", "in"} and verb.lemma_.lower() in {"enter", "engage"})
        )
    ):
        moved = child(verb, "obj") if marker(top) == "under" else None  # "placed the unit under Wu's supervision"
        yield from [Role("agent", moved)] if moved is not None else doer(verb)
    elif top.dep_ == "nmod" and marker(top) == "under" and verb.dep_ == "obj" and is_verb(verb.head):
        yield from doer(verb.head)  # "begins operations under Wu's leadership"
    elif top.dep_ == "nmod" and marker(top) == "with" and top.tag_ in PLURAL and top.head.pos_ in {"PROPN", "NOUN"}:
        yield Role("agent", top.head)  # "Sandoz, with headquarters in Basel", "a maker with plants in Chile"
    elif top.dep_ == "acl" and (role := infinitive_subject(top, 0)) is not None:
        yield Role("agent", role.head)


def lent(verb: Token) -> Iterator[Role]:
    """What a light verb lends its noun: its subject or agent, and its obliques."""
    agent = child(verb, "obl:agent")
    if is_passive(verb):
        yield from [Role("agent", agent)] if agent is not None else []
    else:
        yield from doer(verb)
    for c in kids(verb):
        if c.dep_ in OBLIQUES and marker(c) and (agent is None or c.i != agent.i):
            yield Role(marker(c), relative_target(c))


def held(holder: Token) -> Iterator[Role]:
    """Whose doing a report, plan or talk is about: who denies it, who is in it."""
    verb = holder.head
    owner = child(holder, "nmod:poss")
    if owner is not None:
        yield Role("agent", relative_target(owner))
    elif holder.dep_ == "obj" and is_verb(verb) and verb.lemma_.lower() in OWN_DOING | VERBS["reporting"]:
        yield from doer(verb)
    elif is_copular(holder) and marker(holder) == "in":
        yield from doer(holder)


def doer(verb: Token) -> Iterator[Role]:
    subject, _ = subject_of(verb)
    if subject is not None:
        yield Role("agent", subject.head, subject.via)


def employer_roles(noun: Token) -> Iterator[Role]:
    """Where a role is held when its verb says so: "joined Acme as chief executive", "became a director at Acme"."""
    top = first_conjunct(noun)
    as_role = marker(top) == "as" and top.dep_ in OBLIQUES
    if not is_verb(top.head) or not (as_role or top.dep_ == "xcomp"):
        return
    for c in kids(top.head):
        if (as_role and c.dep_ == "obj" and top.head.lemma_.lower() in VERBS["membership"]) or (
            c.dep_ in OBLIQUES and c.i != top.i and marker(c) in {"at", "of", "from"}
        ):
            yield Role("at", relative_target(c), via=c)


def appointer(noun: Token) -> Token | None:
    """Who gave somebody a role: the subject of "Acme appointed her as chief executive"."""
    verb = first_conjunct(noun).head
    if verb.lemma_.lower() not in VERBS["naming"] or child(verb, "obj") is None or is_passive(verb):
        return None
    subject, _ = subject_of(verb)
    return subject.head if subject is not None else None
