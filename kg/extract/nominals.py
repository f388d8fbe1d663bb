"""What nouns say: appositions, titles, possessives and events ("the launch of Qwen by Alibaba").

A nominal proposition has the noun as its head. "self" is the thing the noun describes (the name beside a title, the
other half of an apposition, the subject of a copula); possessor, modifiers and prepositional phrases are roles by name.
A bare possessive or prepositional phrase is no proposition: the noun must be in the lexicon, which `frames` checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

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
    marker,
)
from kg.extract.propositions import Proposition, Role, infinitive_subject, relative_target, resolve_relative, subject_of

# Verbs that carry an event noun as their object and lend it their subject: "made an investment in".
LIGHT_VERBS = frozenset(
    {
        "make",
        "take",
        "complete",
        "sign",
        "reach",
        "announce",
        "launch",
        "form",
        "enter",
        "strike",
        "conclude",
        "close",
        "finalize",
        "have",
        "hold",
        "file",
        "begin",
        "start",
        "build",
        "seal",
        "secure",
        "raise",
        "establish",
        "forge",
        "conduct",
        "undertake",
        "lead",
        "buy",
        "acquire",
        "own",
        "unveil",
        "finish",
        "do",
        "give",
        "receive",
        "control",
        "win",
        "open",
        "bring",
        "impose",
        "hand",
        "slap",
        "levy",
        "agree",
        "pursue",
        "deepen",
        "expand",
        "extend",
        # One's own doing, done or not: "denied an investment in", "weighs a sale of"; `factuality` tells them apart.
        "deny",
        "confirm",
        "consider",
        "plan",
        "weigh",
        "explore",
        "mull",
        "cancel",
        "abandon",
        "scrap",
        "propose",
        "postpone",
        "delay",
        "resume",
    }
)
# Nouns that hold the event: "denied reports of an investment", "in talks about an acquisition", "a plan for a merger".
HOLDERS = frozenset(
    {
        "report",
        "rumour",
        "rumor",
        "speculation",
        "talk",
        "claim",
        "allegation",
        "suggestion",
        "story",
        "plan",
        "proposal",
        "negotiation",
        "discussion",
        "idea",
        "possibility",
        "intention",
        "agreement",
        "deal",
    }
)
REPORT_VERBS = frozenset({"deny", "confirm", "dismiss", "refute", "reject", "rebut"})
# "named her (as) chief executive": the object has the role; after the others the subject has it, whatever the object is.
NAMING = frozenset(
    {
        "name",
        "appoint",
        "elect",
        "call",
        "make",
        "choose",
        "pick",
        "hire",
        "tap",
        "promote",
        "install",
        "describe",
        "nominate",
        "designate",
        "recruit",
        "confirm",
        "announce",
        "select",
    }
)
SUBJECT_AS = frozenset(
    {
        "join",
        "leave",
        "lead",
        "rejoin",
        "succeed",
        "replace",
        "follow",
        "quit",
        "head",
        "end",
        "begin",
        "start",
        "spend",
        "take",
        "hold",
        "become",
        "remain",
    }
)
INSTRUMENTAL = frozenset({"with", "through", "via", "amid", "amidst", "under"})
# Verbs after which an event noun is not (yet) a fact; `factuality` reads the same from the lexicon's operators.
Describes = Callable[[Token], bool]


def noun_roles(noun: Token) -> Iterator[Role]:
    """Possessor, modifiers and prepositional phrases of a noun, those of an "X of Y" chain included."""
    for c in noun.children:
        if c.dep_ == "nmod:poss":
            yield Role("possessor", relative_target(c), via=c)
        elif c.dep_ in NOUN_MODIFIERS:
            yield Role(marker(c) or "time", relative_target(c))
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
        possessive = any(g.dep_ == "case" and g.i > c.i for g in c.children)  # "its rival, ByteDance's Doubao"
        if c.pos_ not in {"SYM", "NUM"} and not possessive:
            yield Role("self", c), "apposition"
    for c in noun.children:  # "its subsidiaries, including A and B"
        if c.i > noun.i and c.dep_ in NOUN_MODIFIERS | {"obl"} and marker(c) in EXAMPLES:
            yield Role("self", c), "examples"
    flats = list(children(noun, "flat"))
    if flats and noun.pos_ in {"NOUN", "PROPN"} and noun.ent_iob_ == "O" and flats[0].ent_iob_ in {"B", "I"}:
        yield Role("self", flats[0]), "title"
    if top.dep_ == "compound" and top.head.ent_iob_ != "O" and top.ent_iob_ == "O" and top.i < top.head.i:
        yield Role("self", top.head), "title"
    if (is_copular(noun) or (noun is not top and is_copular(top))) and not marker(top):
        subject, _ = subject_of(top)
        if subject is not None:
            yield Role("self", subject.head, subject.via), "copula"
    if top.dep_ == "xcomp" and is_verb(top.head):
        yield from predicative(top.head)
    elif marker(noun) == "as" and noun.dep_ in OBLIQUES | {"xcomp", "advcl"} and is_verb(noun.head):
        yield from predicative(noun.head, "as")
    elif marker(noun) == "as" and noun.dep_ in {"nmod"}:
        for role in noun_roles(noun.head):
            if role.name in {"of", "possessor"}:
                yield Role("self", role.head, role.via), "role"


def predicative(verb: Token, construction: str = "predicative") -> Iterator[tuple[Role, str]]:
    """ "became chief executive", "named her chief executive", "serves as": the object if there is one, else the subject."""
    obj = child(verb, "obj")
    if obj is not None and not is_passive(verb) and verb.lemma_.lower() not in SUBJECT_AS:
        person = obj.ent_type_ in {"PERSON", "PER"} or (obj.tag_ == "PRP" and obj.lower_ not in {"it", "them"})
        if person or verb.lemma_.lower() in NAMING or construction == "predicative":
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


def agent_roles(noun: Token) -> Iterator[Role]:
    """Who an event noun's verb says does it: "Acme made an investment in", "a plan to sign a deal", "in talks about a sale"."""
    top = first_conjunct(noun)
    verb = top.head
    if top.dep_ in {"obj", "nsubj:pass"} and is_verb(verb) and verb.lemma_.lower() in LIGHT_VERBS:
        yield from lent(verb)
    elif top.dep_ == "nmod" and verb.lemma_.lower() in HOLDERS and marker(top) in {"of", "about", "on", "over", "for"}:
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
    elif top.dep_ == "acl" and (role := infinitive_subject(top, 0)) is not None:
        yield Role("agent", role.head)


def lent(verb: Token) -> Iterator[Role]:
    """What a light verb lends its noun: its subject or agent, and its obliques."""
    agent = child(verb, "obl:agent")
    if is_passive(verb):
        yield from [Role("agent", agent)] if agent is not None else []
    else:
        yield from doer(verb)
    for c in verb.children:
        if c.dep_ in OBLIQUES and marker(c) and (agent is None or c.i != agent.i):
            yield Role(marker(c), relative_target(c))


def held(holder: Token) -> Iterator[Role]:
    """Whose doing a report, plan or talk is about: who denies it, who is in it."""
    verb = holder.head
    owner = child(holder, "nmod:poss")
    if owner is not None:
        yield Role("agent", relative_target(owner))
    elif holder.dep_ == "obj" and is_verb(verb) and verb.lemma_.lower() in LIGHT_VERBS | REPORT_VERBS:
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
    for c in top.head.children:
        if (
            as_role
            and c.dep_ == "obj"
            and top.head.lemma_.lower() in {"join", "leave", "rejoin", "quit", "lead", "head"}
        ) or (c.dep_ in OBLIQUES and c.i != top.i and marker(c) in {"at", "of", "from"}):
            yield Role("at", relative_target(c), via=c)


def appointer(noun: Token) -> Token | None:
    """Who gave somebody a role: the subject of "Acme appointed her as chief executive"."""
    verb = first_conjunct(noun).head
    if verb.lemma_.lower() not in NAMING or child(verb, "obj") is None or is_passive(verb):
        return None
    subject, _ = subject_of(verb)
    return subject.head if subject is not None else None


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
    """One proposition per noun or preposition that `describes` accepts (is in the lexicon) and per thing it describes."""
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
