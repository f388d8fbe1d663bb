"""What is left unsaid: whose chief executive, founder of what, left which company."""

from __future__ import annotations

import pytest
from extract_docs import Row, check, claims

ROWS: list[Row] = [
    ("Orbix makes sensors. Founder Mira Holt resigned in May.",
     ["Mira Holt | created | Orbix", "Mira Holt | left | Orbix"]),
    ("Orbix cut 300 jobs. Mira Holt, chief executive since 2017, stepped down.",
     ["Mira Holt | holdsPosition | Orbix", "Mira Holt | left | Orbix"]),
    ("Orbix makes sensors. Competitors including Tarn Robotics hired engineers.",
     ["Tarn Robotics | competesWith | Orbix"]),
    # Who she is comes from the sentence that says she goes
    ("Orbix cut 300 jobs. Mira Holt, head of Tarn Robotics, retires.",
     ["Mira Holt | left | Tarn Robotics", "! * | left | Orbix"]),
    ("Orbix cut 300 jobs. The factories in Oslo were shut.", ["Orbix | operatesIn | Oslo"]),
    ("Orbix cut 300 jobs. Cash: $340 million", ["Orbix | hasFigure | $340 million"]),
    ("Shen Yaoguang worked at Tarn Robotics. Shen resigned in 2019.", ["Shen | left | Tarn Robotics"]),
    ("Orbix makes phones. Its sensors come from Tarn Robotics.", ["Tarn Robotics | suppliesTo | Orbix"]),
    ("Orbix makes phones. Orders come from Tarn Robotics.", ["! * | suppliesTo | *"]),
    ("Mira Holt stepped down as chief executive of Orbix.", ["Mira Holt | left | Orbix"]),
    # Two that might be meant; a post that is nobody's in the text
    ("Orbix and Veltro met on Monday. Founder Mira Holt resigned.", []),
    ("Orbix makes sensors. Judge Mira Holt resigned.", ["! * | holdsPosition | *"]),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_implied(text: str, expected: list[str]) -> None:
    check(text, expected)


def test_an_implied_organization_is_said_to_be_one() -> None:
    claim = next(c for c in claims(ROWS[0][0]) if c.predicate.property == "left")
    assert (claim.trace["implied"], claim.object.start) == ("Orbix", 0)
    assert claim.confidence <= 0.7
