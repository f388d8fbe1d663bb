"""Names with their classes, amounts and times, each bound to its tokens."""

from __future__ import annotations

import pytest
from extract_docs import english, mentions

import docs
from kg.extract.mentions import Mentions, names_of, vote


def names(found: Mentions) -> list[tuple[str, str]]:
    return [(found.doc[n.start:n.end].text, n.type) for n in found.names]


@pytest.mark.parametrize(("text", "expected"), [
    ("Samsung sells phones. The company acquired Lumen Lab.", [("Samsung", "Company"), ("Lumen Lab", "Organization")]),
    ("36Kr reported that Samsung had acquired Lumen Lab.",
     [("36Kr", "NewsOutlet"), ("Samsung", "Company"), ("Lumen Lab", "Organization")]),
    ("The target acquired Lumen Lab.", [("Lumen Lab", "Organization")]),
    ("“Samsung” acquired Lumen Lab.", [("Samsung", "Company"), ("Lumen Lab", "Organization")]),
    ("Chinese customers like Orbix.", [("Orbix", "Organization")]),
])
def test_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(mentions(text)) == expected


def test_a_known_name_inside_a_longer_one_is_part_of_it() -> None:
    known = english().gazetteer
    doc = docs.build("[Samsung/NNP/compound>Lab Lab/NNP/nsubj>grew]ORG grew=grow/VBD/root ././punct>grew")
    assert [doc[n.start:n.end].text for n in known.find(doc)] == ["Samsung"]
    assert [doc[n.start:n.end].text for n in names_of(doc, known, {})] == ["Samsung Lab"]


@pytest.mark.parametrize(
    "text", ["Qwen 2.5 was released by Alibaba in 2024.", "The Boeing 737 was launched in 1967.", "The S&P 500 fell."]
)
def test_numbers_of_names_are_no_amounts(text: str) -> None:
    assert mentions(text).quantities == []


def test_times_are_no_amounts() -> None:
    found = mentions("Orbix acquired Lumen Lab in 2019 and Veltro in 2020.")
    assert [t.iso for _, _, t in found.times] == ["2019", "2020"]
    assert found.quantities == []


def test_found_by_token() -> None:
    found = mentions("On Monday Orbix acquired Lumen Lab for $40 million.")
    by_text = {t.text: t for t in found.doc}
    assert found.time_at(by_text["Monday"]) is not None and found.quantity_at(by_text["Monday"]) is None
    assert found.quantity_at(by_text["million"]) is not None
    assert found.name_at(by_text["Lab"]) == found.name_at(by_text["Lumen"]) is not None


def test_a_heading_names_only_what_the_text_names() -> None:
    text = "Orbix Acquires Lumen Lab For Big Money"
    line = ("[Orbix/NNP/nsubj>Acquires]ORG Acquires=acquire/VBZ/root [Lumen/NNP/compound>Lab Lab/NNP/obj>Acquires "
            "For/IN/case>Money Big/JJ/amod>Money Money/NNP/obl>Acquires]ORG")
    heading, body = docs.build(line), docs.build("[Orbix/NNP/nsubj>fell]ORG fell=fall/VBD/root ././punct>fell")
    assert heading.text == text
    votes = vote([body], {})
    assert [heading[n.start : n.end].text for n in names_of(heading, english().gazetteer, votes, heading=True)] == [
        "Orbix"
    ]


def body(label: str) -> str:
    return f"[Orbix/NNP/nsubj>fell]{label} fell=fall/VBD/root ././punct>fell"


@pytest.mark.parametrize(("labels", "expected"), [
    (["ORG", "ORG", "PERSON"], {"Orbix": "ORG"}),
    (["PERSON", "ORG"], {"Orbix": "ORG"}),  # a tie goes to the first in the alphabet, whatever came first
    (["NORP", "ORG"], {"Orbix": "ORG"}),
    (["NORP"], {}),
])
def test_votes(labels: list[str], expected: dict[str, str]) -> None:
    assert vote([docs.build(body(label)) for label in labels], {}) == expected


def test_a_surname_is_its_bearers() -> None:
    full = docs.build("[Mira/NNP/nsubj>spoke Orbix/NNP/flat>Mira]PERSON spoke=speak/VBD/root ././punct>spoke")
    assert vote([full, docs.build(body("ORG"))], {})["Orbix"] == "PERSON"


def test_known_names_are_not_voted_on() -> None:
    assert vote([docs.build(body("PERSON"))], {"Orbix": "Company"}) == {}
