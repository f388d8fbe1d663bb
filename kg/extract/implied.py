"""What a sentence leaves unsaid: where "chief executive Wu" is chief executive, what "the founder" founded or left.

The organization that the article has tied the person to, else the one it is about. Only where the words leave the place
empty: a possessor or a preposition that could not be read is no licence to guess.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.agents import VERBS
from kg.extract.arguments import Arguments
from kg.extract.classes import class_of
from kg.extract.fitting import is_abstract
from kg.extract.grammar import kids, lemma_of
from kg.extract.nominals import noun_roles
from kg.extract.propositions import Proposition
from kg.lexicon import Sense
from kg.model import Argument, Claim

TYING = frozenset({"holdsPosition", "leads", "created", "memberOf", "joined"})
POSTS = frozenset({"holdsPosition", "created"})
DESCRIBING = frozenset({"title", "apposition", "copula", "predicative"})
PLACED = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl"})
# Roles that would name the organization, were they understood.
STATED = frozenset({"possessor", "at", "for", "with", "from", "by", "to", "on", "in"})


def leaves_open(p: Proposition, sense: Sense, arguments: Arguments) -> bool:
    """Whether the words leave the organization unsaid."""
    roles = {r.name for r in p.roles}
    if p.pos == "noun":
        if sense.property == "competesWith":  # "competitors including X and Y"
            return p.construction == "examples" and not roles & (STATED | {"of"})
        if sense.property not in POSTS or p.construction not in DESCRIBING or "self" not in sense.subject:
            return False
        titled = p.construction == "title" and p.head.text.istitle() and p.head.i != p.head.sent.start
        public = titled or sense.words[-1] in VERBS["offices"]
        named = any(arguments.name(r.head) for r in p.every("of"))
        return not (public or named or roles & STATED)
    if sense.property == "investedIn" and p.pos == "verb":
        whole = sense.frame == "roundOf" and not any(c.dep_ in PLACED for r in p.every("object") for c in kids(r.head))
        bare = sense.words == ("invest",) and "object" not in roles
        return (whole or bare) and not roles & {"in", "into", "clause", "for", "on"}
    if sense.frame == "provenance":
        return is_supplied(p, arguments)
    return (
        sense.property == "left"
        and p.pos == "verb"
        and sense.entry.rsplit("/", 1)[-1].removesuffix("-v") in VERBS["leaving"]
        and not roles & {"object", "from", "of", "clause", "object2"}
    )


def is_supplied(p: Proposition, arguments: Arguments) -> bool:
    """What comes from somebody is a thing: neither people, nor money, nor an event such as an order."""
    thing = p.role("subject")
    if thing is None or thing.head.pos_ != "NOUN" or arguments.of(thing.head).kind != "nominal":
        return False
    lexicon, noun = arguments.lexicon, lemma_of(thing.head)
    cls = class_of(thing.head, arguments.antecedents.ontology)
    known = {s.property for s in lexicon.senses(noun, "noun")} - {"developed"}
    is_a = arguments.antecedents.ontology.is_a
    return not (known or is_abstract(noun) or (cls and (is_a(cls, "Person") or is_a(cls, "Organization"))))


def organization(p: Proposition, person: Argument, arguments: Arguments, told: Iterable[Claim]) -> Argument | None:
    """The organization that is meant; `told` are the closed claims so far."""
    if person.kind != "name" and person.antecedent is None:
        return None
    if person.type != "Person":
        topic = arguments.antecedents.topic(p.head, person.name)
        return Argument(topic.span.text, topic.span.start, topic.span.end, topic.type, "name") if topic else None
    post = p.role("as")
    for role in noun_roles(post.head) if p.pos == "verb" and post is not None else ():
        if role.name in {"of", "possessor", "at"}:  # "stepped down as its chief executive"
            place = arguments.of(role.head)
            return place if place.kind == "name" or place.antecedent is not None else None
    tied = [c for c in reversed(list(told)) if c.predicate.property in TYING]
    whole = [c for c in tied if c.subject.name.split()[-1] == person.name.split()[-1]]
    for claim in whole or [c for c in tied if same_person(c.subject.name, person.name)]:
        place = claim.object
        if claim.polarity == "affirmed" and (place.kind == "name" or place.antecedent is not None):
            span = place.antecedent or place.span
            return Argument(span.text, span.start, span.end, place.type, "name")
    topic = arguments.antecedents.topic(p.head)
    if topic is None:
        return None
    return Argument(topic.span.text, topic.span.start, topic.span.end, topic.type, "name")


def same_person(a: str, b: str) -> bool:
    """A name and its short form, whichever part of it stays: "Mira Holt" and "Holt", "Shen Yaoguang" and "Shen"."""
    first, second = set(a.split()), set(b.split())
    return first <= second or second <= first
