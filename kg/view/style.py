"""How the page draws classes and kinds of claim: two tables, colour-blind safe (after Okabe and Ito).

Colour never stands alone: a class differs in shape or in the legend's name too, and a claim that is no fact is dashed
and says so in its label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Vocabulary(Protocol):
    """What the page needs of an ontology; `kg.ontology.Ontology` is one."""

    def label(self, local: str, language: str, /) -> str: ...

    def is_a(self, cls: str, ancestor: str, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """Fill colour and vis-network shape of a class's nodes."""

    color: str
    shape: str


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a kind of claim is drawn. `prefix` is put before the label of its edges."""

    label: str
    color: str
    dashes: tuple[int, ...]
    prefix: str
    help: str


# The nearest class wins: a class that is not listed takes the style of the first listed one that it is a kind of.
CLASSES: dict[str, ClassStyle] = {
    "Company": ClassStyle("#0072B2", "dot"),
    "BusinessUnit": ClassStyle("#56B4E9", "dot"),
    "GovernmentBody": ClassStyle("#3D4451", "square"),
    "NewsOutlet": ClassStyle("#8C6BB1", "square"),
    "University": ClassStyle("#2B8C9E", "square"),
    "Organization": ClassStyle("#5B84B1", "hexagon"),
    "Person": ClassStyle("#D55E00", "dot"),
    "AIModel": ClassStyle("#009E73", "diamond"),
    "Product": ClassStyle("#3DB88F", "diamond"),
    "Place": ClassStyle("#CC79A7", "triangle"),
    "LegalInstrument": ClassStyle("#7A5C3E", "triangleDown"),
    "Technology": ClassStyle("#B8A100", "star"),
    "Industry": ClassStyle("#8A8D3C", "hexagon"),
    "Event": ClassStyle("#E69F00", "star"),
}
OTHER = ClassStyle("#9AA3AE", "dot")  # no class is known
UNNAMED = ClassStyle("#D3D9E0", "dot")  # words that no entity stands behind: "the new unit"
VALUE = ClassStyle("#FFFDF5", "box")

FACT, NEGATED = "fact", "negated"
STATUSES: dict[str, StatusStyle] = {
    FACT: StatusStyle("Fact", "#7C8794", (), "", "affirmed and asserted by its article"),
    "planned": StatusStyle("Planned", "#0072B2", (9, 5), "planned: ", "announced or intended, not done"),
    "possible": StatusStyle("Possible", "#B07C00", (2, 5), "possible: ", "rumoured, expected or hedged"),
    "denied": StatusStyle("Denied", "#C8102E", (12, 4, 2, 4), "denied: ", "someone denies it"),
    NEGATED: StatusStyle("Negated", "#C8102E", (5, 5), "not: ", "said not to be so"),
}


def status(polarity: str, modality: str) -> str:
    """The key in `STATUSES` of a claim: its modality, or whether what is asserted is affirmed.

    >>> status("negated", "asserted"), status("affirmed", "asserted"), status("affirmed", "planned")
    ('negated', 'fact', 'planned')
    """
    if modality != "asserted":
        return modality
    return FACT if polarity == "affirmed" else NEGATED


def class_style(cls: str, vocabulary: Vocabulary) -> ClassStyle:
    """The style of `cls` or of the nearest class above it in the table."""
    if cls in CLASSES:
        return CLASSES[cls]
    return next((style for name, style in CLASSES.items() if cls and vocabulary.is_a(cls, name)), OTHER)
