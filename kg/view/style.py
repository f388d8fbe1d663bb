"""How the page draws classes and kinds of claim: two tables.

Every colour has a contrast of at least 3:1 on the light and on the dark ground (WCAG 1.4.11), so both themes share
them. Colour never stands alone: a class differs in shape or in its name in the legend too, and a claim that is no fact
has its own dashes and arrowhead and says so in its label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

LIGHT, DARK = "#FBFAF7", "#15181D"  # the grounds that pictures are drawn on; explorer/src/page.css has them too


class Vocabulary(Protocol):
    """What the page needs of an ontology; `kg.ontology.Ontology` is one."""

    def label(self, local: str, language: str, /) -> str: ...

    def is_a(self, cls: str, ancestor: str, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class ClassStyle:
    """Fill colour and cytoscape.js shape of a class's nodes."""

    color: str
    shape: str


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a kind of claim is drawn: colour, dash pattern, cytoscape.js arrowhead, and the word before its label."""

    label: str
    color: str
    dashes: tuple[int, ...]
    arrow: str
    prefix: str
    help: str


# The nearest class wins: a class that is not listed takes the style of the first listed one that it is a kind of.
CLASSES: dict[str, ClassStyle] = {
    "Company": ClassStyle("#3B6FB6", "ellipse"),
    "BusinessUnit": ClassStyle("#3E8FC0", "ellipse"),
    "GovernmentBody": ClassStyle("#6B7280", "rectangle"),
    "NewsOutlet": ClassStyle("#8463B8", "rectangle"),
    "University": ClassStyle("#2A8A92", "rectangle"),
    "Organization": ClassStyle("#5F7FA8", "hexagon"),
    "Person": ClassStyle("#C8592B", "ellipse"),
    "AIModel": ClassStyle("#1F8F6A", "diamond"),
    "Product": ClassStyle("#38916F", "round-diamond"),
    "Place": ClassStyle("#B5609A", "triangle"),
    "LegalInstrument": ClassStyle("#8A6A48", "vee"),
    "Technology": ClassStyle("#9A7B1F", "pentagon"),
    "Industry": ClassStyle("#77803A", "hexagon"),
    "Event": ClassStyle("#B97416", "star"),
}
OTHER = ClassStyle("#808A96", "ellipse")  # no class is known
UNNAMED = ClassStyle("#8A929C", "octagon")  # words that no entity stands behind: "the new unit"
VALUE = ClassStyle("#8C7A4A", "round-rectangle")

FACT, NEGATED = "fact", "negated"
STATUSES: dict[str, StatusStyle] = {
    FACT: StatusStyle("Fact", "#7A8490", (), "triangle", "", "affirmed and asserted by its article"),
    "planned": StatusStyle("Planned", "#3B6FB6", (9, 5), "vee", "planned: ", "announced or intended, not done"),
    "possible": StatusStyle("Possible", "#A8761A", (2, 5), "circle", "possible: ", "rumoured, expected or hedged"),
    "denied": StatusStyle("Denied", "#C43D4B", (12, 4, 2, 4), "tee", "denied: ", "someone denies it"),
    NEGATED: StatusStyle("Negated", "#B04A78", (5, 5), "tee", "not: ", "said not to be so"),
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
