"""From a head to what it stands for: the name it introduces, the value it states, the names it is coordinated with."""

from __future__ import annotations

import pytest
from extract_docs import english, mentions, terms, words

import docs
from kg.extract.arguments import Arguments
from kg.extract.coreference import Antecedents
from kg.extract.mentions import mentions_of
from kg.extract.seen import seen_in
from kg.model import Argument


def arguments(text: str, offset: int = 0) -> Arguments:
    found = mentions(text)
    numbers = {t.i: n for n, s in enumerate(found.doc.sents) for t in s}
    antecedents = Antecedents(terms(), words(), seen_in(found, 0, offset, 0), 0, numbers)
    return Arguments(found.doc, found, antecedents, words(), offset)


def expanded(text: str, head: str, offset: int = 0) -> list[Argument]:
    made = arguments(text, offset)
    return made.expand(next(t for t in made.doc if t.text == head))


@pytest.mark.parametrize(("text", "head", "expected"), [
    ("Orbix acquired Lumen Lab.", "Lab", ["Lumen Lab"]),
    ("Orbix bought Lumen Lab and Tarn Robotics.", "Lab", ["Lumen Lab", "Tarn Robotics"]),
    ("Chinese start-ups such as Orbix and Veltro sell drones.", "ups", ["Orbix", "Veltro"]),
    ("Orbix runs the Nordwind app.", "app", ["Nordwind"]),
    ("Lumen Lab, a unit of Orbix, sells sensors.", "unit", ["Lumen Lab"]),
    ("Orbix won the hearts of customers.", "hearts", ["the hearts of customers"]),
])
def test_what_a_head_stands_for(text: str, head: str, expected: list[str]) -> None:
    assert [a.name for a in expanded(text, head)] == expected


@pytest.mark.parametrize(("text", "head", "kind", "cls"), [
    ("Orbix acquired Lumen Lab.", "Orbix", "name", "Organization"),
    ("The app has 30 million users.", "app", "nominal", "SoftwareProduct"),
    ("Orbix entered a new phase.", "phase", "nominal", ""),
    ("The app has 30 million users.", "users", "value", "Count"),
    ("Orbix's valuation was $2 billion.", "billion", "value", "MonetaryAmount"),
    ("Mira Holt was born in Oslo in 1971.", "1971", "time", "Time"),
    ("Mira Holt and Jonas Reed met in Oslo. He founded Orbix.", "He", "pronoun", "Person"),
])
def test_kinds_and_classes(text: str, head: str, kind: str, cls: str) -> None:
    [argument] = expanded(text, head)[-1:]
    assert (argument.kind, argument.type) == (kind, cls)


@pytest.mark.parametrize(("text", "head", "value", "unit"), [
    ("The app has 30 million users.", "users", "30000000", "user"),
    ("Orbix's valuation was $2 billion.", "billion", "2000000000", "USD"),
    ("Mira Holt was born in Oslo in 1971.", "1971", "1971", "date"),
])
def test_values(text: str, head: str, value: str, unit: str) -> None:
    [argument] = expanded(text, head)
    assert (argument.value, argument.unit) == (value, unit)


def test_offsets_are_the_articles() -> None:
    [argument] = expanded("Orbix acquired Lumen Lab.", "Lab", offset=100)
    assert (argument.text, argument.start, argument.end) == ("Lumen Lab", 115, 124)


def test_a_class_noun_is_the_name_before_it_only_if_it_classifies_it() -> None:
    """"the Qwen model" is Qwen; "the Alibaba model" is not Alibaba."""
    for name, label, expected in (("Nordwind", "PRODUCT", "Nordwind"), ("Orbix", "ORG", "the Orbix model")):
        named = f"[{name}/NNP/compound>model]{label}"
        parsed = docs.build(f"the/DT/det>model {named} model/NN/nsubj>fell fell=fall/VBD/root ././punct>fell")
        found = mentions_of(parsed, english().gazetteer, {}, language="en", published=None)
        made = Arguments(parsed, found, Antecedents(terms(), words(), [], 0, {}), words(), 0)
        assert made.of(parsed[2]).name == expected
