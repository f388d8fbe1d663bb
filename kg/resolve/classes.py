"""Which class a thing has: a vote of its mentions, made narrower by what articles call it and say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.mentions import Node


def class_of(nodes: Sequence[Node], ontology: Ontology) -> tuple[str, str]:
    """The class of the thing with these names, "" where nothing tells it, and what chose it.

    Taggers know organisations, not units or universities. So the voted class gives way to the narrower one that the
    nouns standing for the thing name ("the unit"), then to the only narrower one that a property allows ("studied
    at"). Neither leaves the voted class: a founder who is called a company stays a person.
    """
    voted = _voted(_total(node.name.types for node in nodes), ontology)
    described = _described(_nouns(nodes, ontology), voted, ontology)
    allowed = _allowed(sorted(_roles(nodes, ontology), key=sorted), described, ontology)
    if allowed != described:
        return allowed, "the only class that what is said of it allows"
    return described, "a noun that stands for it" if described != voted else "most mentions"


def _total(counted: Iterable[Iterable[tuple[str, int]]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counts in counted:
        for cls, count in counts:
            if cls:
                total[cls] += count
    return total


def _nouns(nodes: Sequence[Node], ontology: Ontology) -> Counter[str]:
    """How often nouns that name a class stand for the thing: "the unit" is a BusinessUnit."""
    return _total(((noun_class(noun, ontology), count) for noun, count in node.name.nouns) for node in nodes)


def _roles(nodes: Sequence[Node], ontology: Ontology) -> set[frozenset[str]]:
    """The classes that each property allows where the thing is its subject or object."""
    sides = {role for node in nodes for role in node.name.roles}
    found = ((ontology.properties.get(property_), side) for property_, side in sides)
    return {known.domain if side == "domain" else known.range for known, side in found if known}


def noun_class(text: str, ontology: Ontology) -> str:
    """The class of the noun that a phrase ends in: "BusinessUnit" of "this new unit" and 该部门; "" for no noun."""
    if names.is_han(text):
        ends = (text[start:] for start in range(len(text)))
    else:
        words = text.lower().split()
        ends = (" ".join(words[start:]) for start in range(len(words)))
    return next((cls for end in ends if (cls := ontology.class_of(end))), "")


def _voted(votes: Counter[str], ontology: Ontology) -> str:
    """The class with most votes, where a mention also votes for the classes below its own; then the narrowest."""
    if not votes:
        return ""
    support = {cls: sum(n for other, n in votes.items() if ontology.is_a(cls, other)) for cls in votes}
    depth = {cls: sum(ontology.is_a(cls, other) for other in votes) for cls in votes}
    return max(votes, key=lambda cls: (support[cls], depth[cls], votes[cls], cls))


def _described(nouns: Counter[str], cls: str, ontology: Ontology) -> str:
    """The class under `cls` that most nouns name; `cls` where none or several do."""
    most = max(nouns.values(), default=0)
    named = [noun for noun, count in nouns.items() if count == most]
    return named[0] if len(named) == 1 and cls and ontology.is_a(named[0], cls) else cls


def _allowed(roles: Iterable[frozenset[str]], cls: str, ontology: Ontology) -> str:
    """The class after each role that leaves one class of it: an organisation where people study is a university."""
    for role in roles:
        left = {allowed if ontology.is_a(allowed, cls) or not cls else cls
                for allowed in role if ontology.compatible(allowed, cls)}
        if len(left) == 1:
            cls = min(left)
    return cls
