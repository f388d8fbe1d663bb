"""Domain and range at work: which argument may stand on which side of a property."""

from __future__ import annotations

import pytest
from extract_docs import terms, words

from kg.extract.fitting import Fitting, is_abstract
from kg.lexicon import Sense
from kg.model import Argument, Span


def sense(lemma: str, name: str) -> Sense:
    return next(s for s in words().senses(lemma, "verb") if s.property == name and len(s.words) == 1)


def argument(text: str, cls: str = "", kind: str = "name", antecedent: str = "") -> Argument:
    found = Span(antecedent, 50, 50 + len(antecedent)) if antecedent else None
    return Argument(text, 0, len(text), cls, kind, antecedent=found)  # type: ignore[arg-type]


@pytest.mark.parametrize(("lemma", "name", "side", "given", "expected"), [
    ("acquire", "acquired", "domain", argument("Orbix", "Company"), True),
    ("acquire", "acquired", "domain", argument("Orbix"), True),  # a name of unknown class will do
    ("acquire", "acquired", "domain", argument("the company", "Company", "nominal"), False),
    ("acquire", "acquired", "domain", argument("the company", "Company", "nominal", "Orbix"), True),
    ("acquire", "acquired", "range", argument("$3 million", "MonetaryAmount", "value"), False),
    ("acquire", "acquired", "range", argument("that prices fell", "", "clause"), False),
    ("acquire", "acquired", "range", argument("2019", "Time", "time"), False),
    ("found", "created", "domain", argument("he", "Person", "pronoun"), True),
    ("found", "created", "domain", argument("it", "", "pronoun"), False),
    ("found", "created", "range", argument("it", "", "pronoun"), False),
    ("found", "created", "range", argument("a commitment", "", "nominal"), False),
    ("run", "leads", "domain", argument("Oslo", "City"), False),
    ("use", "uses", "range", argument("its size", "", "nominal"), False),
    ("use", "uses", "range", argument("machine learning", "Technology", "nominal"), True),
])
def test_fits(lemma: str, name: str, side: str, given: Argument, expected: bool) -> None:
    assert Fitting(terms()).fits(given, sense(lemma, name), side) is expected


@pytest.mark.parametrize(("cls", "expected"), [("Company", 2), ("", 0), ("Thing", 1)])
def test_scores(cls: str, expected: int) -> None:
    """2 for a class that is sure to fit, 1 for one that may, 0 for an unknown one."""
    assert Fitting(terms()).score(argument("Orbix", cls), sense("acquire", "acquired"), "domain") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("commitment", True), ("a commitment to growth", True), ("the right of way", True), ("its talent", True),
    ("a pivot to e-commerce", True), ("", True), ("a battery", False), ("electric cars", False),
    ("a tool for investment", False),
])
def test_abstract_nouns(text: str, expected: bool) -> None:
    assert is_abstract(text) is expected
