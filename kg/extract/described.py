"""What a noun is said of: "the flour miller Molinos", "Molinos, a flour miller"; and what such a phrase then claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.arguments import Arguments
from kg.extract.classes import class_of
from kg.extract.nominals import selves
from kg.model import Argument
from kg.ontology import Ontology


@dataclass(frozen=True)
class Description:
    property: str
    subject: Argument
    object: Argument
    words: tuple[Token, ...]
    construction: str


def described(noun: Token, arguments: Arguments) -> Iterator[Argument]:
    """The named things (or the pronoun for a person) that a common noun describes or stands for."""
    things = arguments.expand(noun) + [a for role, _ in selves(noun) for a in arguments.expand(role.head)]
    yield from (t for t in things if t.kind == "name" or t.antecedent is not None or (t.kind == "pronoun" and t.type))


def of_organization(noun: Token, thing: Argument, cls: str, ontology: Ontology) -> bool:
    """A noun that says of an organization what it is: by its own class, else by the name that stands beside it
    ("the flour miller Molinos")."""
    known = class_of(noun, ontology)
    if thing.kind == "name" and ontology.is_a(thing.type, "Organization"):
        plural = noun.tag_ == "NNS" and bool(known) and ontology.is_a(known, cls)
        return known != "BusinessUnit" and (noun.tag_ == "NN" or plural)
    if known:
        fits = ontology.is_a(known, cls) and known != "BusinessUnit"
        return fits and thing.antecedent is not None
    return False
