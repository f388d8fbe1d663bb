"""Whether an argument may stand on a side of a property: the ontology's domain and range at work."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from kg.lexicon import Sense
from kg.model import Argument
from kg.ontology import Ontology

VALUES = frozenset({"MonetaryAmount", "Count", "Percentage", "Quantity"})
TIMES = frozenset({"Time"})
TARGETS = "targets"  # whose objects are kinds of customers and industries, each for itself
MAKING = frozenset({"developed", "released"})
# Classes that names tell: what may be one but is not known to be is none.
TOLD = frozenset({"GovernmentBody", "LegalInstrument", "University"})
# Classes whose members a description can state without a name: "small businesses", "machine learning".
KINDS = frozenset(
    {"Technology", "Industry", "Product", "Service", "AIModel", "SoftwareProduct", "Device", "Term", "LegalInstrument"}
)
ABSTRACT_NOUNS = frozenset(tomllib.loads((files("kg.extract") / "abstract.toml").read_text("utf-8"))["nouns"])
ABSTRACT_ENDING = re.compile(r"(?:ment|tion|sion|ness|ity|ship|ance|ence|ism)s?$")
UNITS = frozenset({"BusinessUnit", "Company"})
OWNED = re.compile(r"^(?:its|their|his|her)\b|['’]s?\s", re.I)
POSSESSIVE = re.compile(r"(?:its|their|his|her|our|my|your)\b", re.I)
DETERMINED = re.compile(r"(?:the|an?|th[ei]se|those|this|that|its|their|his|her|our|my|your)\b", re.I)
AFTER_NOUN = re.compile(r"\s+(?:of|for|in|to|about|on|with|at|by)\s+")


class Fitting:
    """Domain and range of properties and senses, applied to arguments."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def classes(self, sense: Sense, side: str) -> frozenset[str]:
        """The classes a side allows: the sense's own restriction, else the property's."""
        prop = self.ontology.properties[sense.property or ""]
        own, general = (sense.subject_class, prop.domain) if side == "domain" else (sense.object_class, prop.range)
        return own or general

    def fits(self, argument: Argument, sense: Sense, side: str) -> bool:
        classes = self.classes(sense, side)
        if argument.kind == "clause":
            return False
        if argument.kind == "value":
            return self.is_any(argument.type, classes)
        if argument.kind == "time":
            return bool(TIMES & classes)
        if classes <= VALUES | TIMES:
            return False
        if argument.kind in {"nominal", "pronoun"} and argument.antecedent is None:
            return self.fits_unnamed(argument, sense, classes, side)
        restricted = sense.subject_class if side == "domain" else sense.object_class
        if restricted and not argument.type:
            return False  # a sense that asks for a class needs one that is known
        if argument.type == "Group" and {"Organization", "Person"} <= classes:
            return True  # "the Holt family"
        if restricted <= TOLD and restricted:
            return self.is_any(argument.type, restricted)  # some organization is no authority
        made = side == "range" and sense.property in MAKING and sense.frame == "transitive"
        if made and argument.type == "Organization":
            return True  # what is made is a product, though its name may look like a company's
        return any(self.ontology.compatible(argument.type, cls) for cls in classes)

    def fits_unnamed(self, argument: Argument, sense: Sense, classes: frozenset[str], side: str) -> bool:
        """A pronoun left open may be a subject of fitting class; a description may be an object of a kind of thing
        (technologies, industries, products), never stand for a company or a person it does not name."""
        if argument.kind == "pronoun":
            return side == "domain" and argument.type == "Person" and "Person" in classes
        if side == "range" and sense.property == "acquired" and OWNED.search(argument.text):
            return self.is_any(argument.type, UNITS)  # "IBM's server business", "its handset unit"
        kind = self.ontology.properties[sense.property or ""].object_kind
        if side == "domain" or not KINDS & classes or kind == "named":
            return False
        customers = sense.property == TARGETS and is_kind(argument.text)  # "small businesses", "hospitals"
        if argument.type and not customers and not self.is_any(argument.type, classes & KINDS):
            return False
        made = sense.property in MAKING and sense.pos == "noun" and is_kind(argument.text)  # "a maker of hearing aids"
        if kind == "concrete" and not argument.type and not made:
            return False  # "made a profit", "wrote letters": only what is known to be a thing is made
        if POSSESSIVE.match(argument.text) and not argument.type:
            return False  # "its talent"; "its models" are things
        return argument.type == "Industry" or not is_abstract(argument.text)

    def score(self, argument: Argument, sense: Sense, side: str) -> int:
        """2 for a class that is sure to fit, 1 for one that may, 0 for an unknown one."""
        if not argument.type:
            return 0
        return 2 if self.is_any(argument.type, self.classes(sense, side)) else 1

    def is_any(self, cls: str, classes: frozenset[str]) -> bool:
        return any(self.ontology.is_a(cls, c) for c in classes)


def is_kind(text: str) -> bool:
    """A plural without a determiner: all of a kind."""
    head = AFTER_NOUN.split(text)[0]
    return head.endswith("s") and not DETERMINED.match(text)


def is_abstract(text: str) -> bool:
    """A noun of quality or event: "commitment", "a pivot to growth"."""
    words = AFTER_NOUN.split(text)[0].split()
    return not words or bool(ABSTRACT_ENDING.search(words[-1].lower())) or words[-1].lower() in ABSTRACT_NOUNS
