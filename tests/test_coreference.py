"""Who "it", "she" and "the company" are, and that nobody is named when in doubt."""

from __future__ import annotations

import pytest
from extract_docs import Row, check, claims

RESOLVED: list[Row] = [
    ("With Veltro, Orbix grew. The company acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab"]),
    ("Orbix bought Lumen Lab. It also owns Veltro.", ["Orbix | owns | Veltro", "! Lumen Lab | * | *"]),
    ("Mira Holt founded Orbix. She also leads Veltro.", ["Mira Holt | leads | Veltro"]),
    ("Orbix said it had acquired Lumen Lab.", ["Orbix | acquired | Lumen Lab"]),
    ("Orbix said its unit Lumen Lab makes sensors.", ["Lumen Lab | subsidiaryOf | Orbix"]),
    ("Samsung sells phones. The company acquired Lumen Lab.", ["Samsung | acquired | Lumen Lab"]),
    ("Samsung said on Monday that the company had acquired Lumen Lab.", ["Samsung | acquired | Lumen Lab"]),
    ("Kestrel OS was released by Samsung in 2019. The software is based on Linux.", ["Kestrel OS | basedOn | Linux"]),
    ("Mira Holt met Microsoft. It acquired Lumen Lab.", ["Microsoft | acquired | Lumen Lab", "! Mira Holt | * | *"]),
    ("In China, Samsung sells phones. It acquired Lumen Lab.", ["Samsung | acquired | Lumen Lab", "! China | * | *"]),
    ("Samsung praised Microsoft. Its chief executive, Mira Holt, resigned.", ["Mira Holt | holdsPosition | Samsung"]),
    ("Samsung's chief executive is Mira Holt. She founded Orbix in 2009.", ["Mira Holt | created | Orbix"]),
    (
        "Orbix founded Lumen Lab and sold it to Veltro.",
        ["Veltro | acquired | Lumen Lab", "! Veltro | acquired | Orbix"],
    ),
    # A definite noun: the only one of its class, the one that was called so, the one whose name says so
    ("Samsung met regulators. Sales fell. Profits rose. Costs rose. The company acquired Lumen Lab.",
     ["Samsung | acquired | Lumen Lab"]),
    ("Honda and Nissan met on Monday. The latter acquired Lumen Lab.",
     ["Nissan | acquired | Lumen Lab", "! Honda | * | *"]),
    ("Orbix, an Oslo start-up, sued Veltro. The Oslo company acquired Lumen Lab.",
     ["Orbix | acquired | Lumen Lab", "! Veltro | * | *"]),
    ("Orbix, a payments firm, sued Veltro. The payments firm acquired Lumen Lab.",
     ["Orbix | acquired | Lumen Lab", "! Veltro | * | *"]),
    ("The Consumer Protection Authority sued Samsung. The authority fined Microsoft.",
     ["Consumer Protection Authority | fined | Microsoft", "! Samsung | * | *"]),
]

UNRESOLVED: list[Row] = [
    ("Samsung and Microsoft met. The company acquired Lumen Lab.", []),
    ("Mira Holt spoke in Oslo. The company acquired Lumen Lab.", []),
    ("It is raining. It acquired Lumen Lab.", []),
    ("They founded Orbix.", []),
    ("Microsoft bought GitHub. The French start-up acquired Lumen Lab.",
     ["Microsoft | acquired | GitHub", "! * | acquired | Lumen Lab"]),
    ("Mira Holt and Jonas Reed met in Oslo. He founded Orbix.", ["! Mira Holt | * | *", "! Jonas Reed | * | *"]),
    ("Orbix sued Veltro. The company denied the claim.", ["Orbix | sued | Veltro", "! Veltro | * | *"]),
    ("Samsung invested in Microsoft and hired its chief executive, Mira Holt.", ["! Mira Holt | holdsPosition | *"]),
]


@pytest.mark.parametrize(("text", "expected"), [*RESOLVED, *UNRESOLVED])
def test_coreference(text: str, expected: list[str]) -> None:
    check(text, expected)


def test_a_resolved_pronoun_keeps_its_own_place_and_says_what_it_stands_for() -> None:
    text = "Orbix bought Lumen Lab. It also owns Veltro."
    claim = next(c for c in claims(text) if c.predicate.property == "owns")
    assert (claim.subject.text, claim.subject.kind) == ("It", "pronoun")
    assert claim.subject.antecedent is not None
    assert text[claim.subject.antecedent.start:claim.subject.antecedent.end] == "Orbix"
    assert claim.trace["coreference"] == "It = Orbix"


def test_a_claim_that_rests_on_a_pronoun_is_less_sure() -> None:
    plain, resolved = claims("Orbix bought Lumen Lab. It also owns Veltro.")
    assert resolved.confidence < plain.confidence


def test_an_open_pronoun_keeps_its_class() -> None:
    [claim] = claims("Mira Holt and Jonas Reed met in Oslo. He founded Orbix.")
    assert (claim.subject.text, claim.subject.kind, claim.subject.type, claim.subject.antecedent) == (
        "He",
        "pronoun",
        "Person",
        None,
    )


def test_a_relative_is_not_the_person() -> None:
    check("Mira Holt, whose father founded Orbix, lives in Oslo.", ["! Mira Holt | created | *"])
