"""What the extractors of one clause hand on: a sense whose two sides are filled, before it is a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.units import Unit
from kg.lexicon import Sense
from kg.ontology import Ontology

CORE = ("self", "subject", "object", "by", "possessor", "modifier", "complement", "topic")
# Two alternatives of one side are tried in this order: a marker says most, what the text is about says least.
LAST = {name: i for i, name in enumerate(CORE, 1)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of a clause: `property` between two units; `verb` is where the reading's word stands in the clause."""

    property: str
    subject: Unit
    object: Unit
    trigger: Unit
    verb: int
    construction: str
    entry: str = ""
    role: tuple[Unit, ...] = ()
    metric: tuple[Unit, ...] = ()
    carried: bool = False
    about_topic: bool = False


Fillers = Mapping[str, Sequence[Unit]]


def fill(sense: Sense, fillers: Fillers, discourse: Discourse, ontology: Ontology) -> Iterator[tuple[Unit, Unit, str]]:
    """(subject, object, arguments used) for every pair of names that the sense and the property's classes admit."""
    if sense.property is None:
        return
    prop = ontology.properties[sense.property]
    subjects, used = _side(sense.subject, sense.subject_class or prop.domain, fillers, discourse, "")
    objects, other = _side(sense.object, sense.object_class or prop.range, fillers, discourse, used)
    for subject in subjects:
        for object_ in objects:
            if subject.start != object_.start and subject.text != object_.text:
                yield subject, object_, f"{used} {other}"


def _side(arguments: Sequence[str], classes: frozenset[str], fillers: Fillers, discourse: Discourse,
          taken: str) -> tuple[list[Unit], str]:
    for argument in sorted(arguments, key=lambda a: (LAST.get(a, 0), a)):
        if argument == taken:
            continue
        fitting = [u for u in fillers.get(argument, ()) if _fits(u, classes, discourse)]
        if fitting:
            return fitting[:1] if argument == "topic" else fitting, argument
    return [], ""


def _fits(unit: Unit, classes: frozenset[str], discourse: Discourse) -> bool:
    if unit.kind == "time":
        return "Time" in classes and unit.time is not None and unit.time.iso is not None
    if unit.kind == "amount":
        return unit.quantity is not None and bool(QUANTITY_CLASSES.get(unit.quantity.kind, frozenset()) & classes)
    return not classes <= VALUE_CLASSES and (discourse.fits(unit, classes) or _acts(unit, classes, discourse))


def _acts(unit: Unit, classes: frozenset[str], discourse: Discourse) -> bool:
    """A platform's name also stands for the firm that runs it: 小红书跟投."""
    return unit.kind == "name" and unit.type in METONYMS and discourse.fits(replace(unit, type="Company"), classes)


METONYMS = frozenset({"SoftwareProduct", "Service"})
QUANTITY_CLASSES = {
    "money": frozenset({"MonetaryAmount", "Quantity"}), "count": frozenset({"Count", "Quantity"}),
    "percent": frozenset({"Percentage", "Quantity"}),
}
VALUE_CLASSES = frozenset({"MonetaryAmount", "Count", "Percentage", "Quantity", "Time"})
