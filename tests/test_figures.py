"""Figures: the owner, the value and what it measures; durations and bare numbers are none."""

from __future__ import annotations

import pytest
from extract_docs import Row, check, claims

# Text, owner, property, value, unit, metric
FIGURES = [
    ("OpenAI's valuation surpassed $380 billion.", "OpenAI", "valuedAt", "380000000000", "USD", "valuation"),
    ("Orbix's valuation was $2 billion.", "Orbix", "valuedAt", "2000000000", "USD", "valuation"),
    ("Orbix is valued at $2 billion.", "Orbix", "valuedAt", "2000000000", "USD", None),
    ("OpenAI's revenue rose to $4 billion in 2024.", "OpenAI", "hasFigure", "4000000000", "USD", "revenue"),
    ("Orbix reported revenue of $300 million.", "Orbix", "hasFigure", "300000000", "USD", "revenue"),
    ("Orbix reported a net loss of $5 million for 2023.", "Orbix", "hasFigure", "5000000", "USD", "net loss"),
    ("Orbix's market share was 30%.", "Orbix", "hasFigure", "30", "%", "market share"),
    ("Samsung employs 270,000 people.", "Samsung", "hasFigure", "270000", "person", "people"),
    ("Samsung has 30 million users.", "Samsung", "hasFigure", "30000000", "user", "users"),
    (
        "Samsung, which has 2 million customers, acquired Lumen Lab.",
        "Samsung",
        "hasFigure",
        "2000000",
        "customer",
        "customers",
    ),
    (
        "The Kestrel app, with over 300 million downloads, is popular.",
        "Kestrel",
        "hasFigure",
        "300000000",
        "download",
        "downloads",
    ),
    ("Orbix raised $50 million.", "Orbix", "raisedFunding", "50000000", "USD", None),
]

# What the figure is of is said before.
IMPLIED: list[Row] = [
    ("Orbix makes sensors. Revenue rose 12% to $3 billion in 2024.",
     ["Orbix | hasFigure | $3 billion", "! * | hasFigure | 12%"]),
    ("Orbix makes sensors. Sales fell by 8%.", ["Orbix | hasFigure | 8%"]),
    ("Orbix said revenue was $2 billion.", ["Orbix | hasFigure | $2 billion"]),
]

NONE: list[Row] = [
    ("The app has 30 million users.", []),
    ("The meeting lasted 20 minutes.", []),
    ("Samsung's revenue grew for three years.", []),
    ("Samsung's three executives met.", []),
    ("Shares rose 5%.", []),
    ("Orbix worked on the deal for three years.", []),
    ("The S&P 500 fell.", []),
    ("Boeing 737 deliveries fell.", []),
    ("The Boeing 737 was launched in 1967.", ["! * | hasFigure | *"]),
    ("Qwen 2.5 was released by Alibaba in 2024.", ["Alibaba | released | Qwen 2.5", "! * | hasFigure | *"]),
    ("Samsung has operated in China for 12 years.", ["Samsung | operatesIn | China", "! * | hasFigure | *"]),
    ("Orbix may reach a valuation of $5 billion.", ["Orbix | valuedAt | $5 billion | possible", "! Orbix | * | *"]),
]


@pytest.mark.parametrize(("text", "owner", "name", "value", "unit", "metric"), FIGURES)
def test_figures(text: str, owner: str, name: str, value: str, unit: str, metric: str | None) -> None:
    [claim] = [c for c in claims(text) if c.predicate.property == name]
    assert (claim.subject.name, claim.object.value, claim.object.unit) == (owner, value, unit)
    assert next((q.text for q in claim.qualifiers if q.name == "metric"), None) == metric


@pytest.mark.parametrize(("text", "expected"), IMPLIED)
def test_figures_of_what_the_text_is_about(text: str, expected: list[str]) -> None:
    check(text, expected)


def test_a_fall_is_negative() -> None:
    [claim] = claims("Orbix makes sensors. Sales fell by 8%.")
    assert claim.object.value == "-8"


@pytest.mark.parametrize(("text", "expected"), NONE)
def test_what_is_no_figure(text: str, expected: list[str]) -> None:
    check(text, expected)


def test_money_raised_at_a_valuation() -> None:
    check("Orbix raised $50 million at a $2 billion valuation.",
          ["Orbix | raisedFunding | $50 million", "Orbix | valuedAt | $2 billion"])


def test_a_change_is_no_value() -> None:
    check(
        "Samsung's profit fell 12% to $3 billion.", ["Samsung | hasFigure | $3 billion", "! Samsung | hasFigure | 12%"]
    )
