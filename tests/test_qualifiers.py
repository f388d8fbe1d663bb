"""The details of a claim: amounts, roles, the time, the source."""

from __future__ import annotations

import pytest
from extract_docs import claims

from kg.model import Claim


def claim_of(text: str, name: str) -> Claim:
    [claim] = [c for c in claims(text) if c.predicate.property == name]
    return claim


@pytest.mark.parametrize(("text", "name", "iso"), [
    ("On Monday Orbix acquired Lumen Lab for $40 million.", "acquired", "2026-03-16"),
    ("Orbix acquired Lumen Lab last year.", "acquired", "2025"),
    ("Orbix said on Monday that it had acquired Lumen Lab in 2019.", "acquired", "2019"),
    ("Mira Holt became the chief executive of Orbix in May 2020.", "holdsPosition", "2020-05"),
    ("Mira Holt, chief executive of Orbix, resigned in 2020.", "holdsPosition", None),
    ("Orbix, which was founded in 2014, acquired Lumen Lab.", "acquired", None),
    ("Orbix invested in Veltro for three years.", "investedIn", None),
    ("In March 2024 Orbix acquired Lumen Lab.", "acquired", "2024-03"),
    ("Since 2024, Orbix has grown. It acquired Lumen Lab.", "acquired", "2024"),
    ("Orbix floated Veltro in May, raising $5 million.", "raisedFunding", "2025-05"),
    ("Orbix sold Lumen Lab to Tarn Robotics in a deal completed in 2024.", "acquired", "2024"),
    ("Tarn was worth $9 billion in 2021 and $6 billion in 2022, when it raised $8 million.", "raisedFunding", "2022"),
    ("Tarn was worth $6 billion in July 2022, when it raised $800 million.", "raisedFunding", "2022-07"),
    ("Mira Holt joined Orbix in 2013 when it bought Lumen Lab.", "acquired", "2013"),
    ("Mira Holt left in 2007 to start Orbix.", "created", "2007"),
    ("Mira Holt walked out in 1977 and founded Orbix in a former bakery.", "created", "1977"),
])
def test_times(text: str, name: str, iso: str | None) -> None:
    time = claim_of(text, name).time
    assert (time.iso if time is not None else None) == iso


def test_each_of_two_values_has_its_own_time() -> None:
    found = claims("Klarna was worth $45.6 billion in June 2021 and $6.7 billion in July 2022.")
    assert [(c.object.value, c.time.iso) for c in found if c.time] == [
        ("45600000000", "2021-06"), ("6700000000", "2022-07")]


def test_each_of_two_objects_has_its_own_time() -> None:
    found = claims("Orbix acquired Lumen Lab in 2019 and Veltro in 2020.")
    assert {(c.object.text, c.time.iso) for c in found if c.time} == {("Lumen Lab", "2019"), ("Veltro", "2020")}


@pytest.mark.parametrize(("text", "name", "amounts"), [
    ("On Monday Orbix acquired Lumen Lab for $40 million.", "acquired", [("40000000", "USD")]),
    ("Orbix acquired Lumen Lab in May 2021 for up to $300-350 million.", "acquired", [("300000000/350000000", "USD")]),
    ("Orbix owns a 30% stake in Lumen Lab.", "owns", [("30", "%")]),
    ("Orbix owns 30% of Lumen Lab.", "owns", [("30", "%")]),
    ("Orbix invested $40 million in Tarn Robotics.", "investedIn", [("40000000", "USD")]),
    ("The European Commission fined Orbix $3 million.", "fined", [("3000000", "USD")]),
    ("Orbix acquired Lumen Lab after it raised $5 million.", "acquired", []),
    ("Orbix invested in Veltro for three years.", "investedIn", []),
    ("Orbix agreed to acquire Lumen Lab in an all-stock deal valued at $35 million.", "acquired", [("35000000", "USD")]),
    ("Orbix has struck a $16 million deal to buy Lumen Lab.", "acquired", [("16000000", "USD")]),
])
def test_amounts(text: str, name: str, amounts: list[tuple[str, str]]) -> None:
    assert [(q.value, q.unit) for q in claim_of(text, name).qualifiers if q.name == "amount"] == amounts


def test_a_sum_in_two_currencies() -> None:
    found = claim_of("Orbix raised £340 million ($430 million).", "raisedFunding")
    assert (found.object.value, found.object.unit) == ("340000000", "GBP")
    assert [(q.name, q.value, q.unit) for q in found.qualifiers] == [("equivalent", "430000000", "USD")]


@pytest.mark.parametrize(("text", "role"), [
    ("Mira Holt joined Orbix as deputy chief executive in 2012.", "deputy chief executive"),
    ("Orbix chief executive Mira Holt said sales had grown.", "chief executive"),
    ("Mira Holt, chief executive of Orbix, resigned.", "chief executive"),
])
def test_roles(text: str, role: str) -> None:
    assert [q.text for q in claim_of(text, "holdsPosition").qualifiers if q.name == "role"] == [role]


@pytest.mark.parametrize(("text", "source"), [
    ("Orbix acquired Lumen Lab, according to Reuters.", "Reuters"),
    ("Reuters reported that Orbix had acquired Lumen Lab.", "Reuters"),
    ("36Kr reported that Samsung had acquired Lumen Lab.", "36Kr"),
    ("Mira Holt said Orbix had acquired Lumen Lab.", "Mira Holt"),
    ("Orbix acquired Lumen Lab, the newspaper said.", "the newspaper"),
    ("Orbix acquired Lumen Lab, a spokesman for Veltro said.", "Veltro"),
    ("Orbix makes sensors. It acquired Lumen Lab, a spokeswoman said.", "Orbix"),
    ("Orbix acquired Lumen Lab, its website says.", "Orbix"),
    ("Orbix acquired Lumen Lab on Monday, its boss Mira Holt said.", "Mira Holt"),
    ("\"Orbix acquired Lumen Lab,\" Mira Holt wrote in an email.", "Mira Holt"),
    ("Mira Holt runs Veltro. She said Orbix had acquired Lumen Lab.", "Mira Holt"),
    ("Orbix acquired Lumen Lab in the first half, according to the research house Portside.", "Portside"),
    ("Orbix issued a statement: it acquired Lumen Lab.", "Orbix"),
    ("Mira Holt runs Veltro. Holt said Orbix had acquired Lumen Lab.", "Mira Holt"),
    ("Orbix acquired Lumen Lab in May, a spokesman for Veltro said.", "Veltro"),
    ("Orbix acquired Tarn Robotics, its chief executive, Mira Holt, said in an interview.", "Mira Holt"),
    ("Orbix acquired Lumen Lab, a Paris firm, in May, Reuters said.", "Reuters"),
    ("Orbix acquired Lumen Lab.", None),
])
def test_sources(text: str, source: str | None) -> None:
    attribution = claim_of(text, "acquired").attribution
    assert (attribution.text if attribution is not None else None) == source


def test_a_preverbal_nominal_tells() -> None:
    text = "Orbix's chief executive, Mira Holt, told us that the studio would keep its 140 staff."
    attribution = claim_of(text, "hasFigure").attribution
    assert attribution is not None and attribution.text == "Mira Holt"


def test_a_hedge_is_kept() -> None:
    assert [(q.name, q.text) for q in claim_of("Orbix reportedly acquired Lumen Lab.", "acquired").qualifiers] == [
        ("hedge", "reportedly")
    ]
