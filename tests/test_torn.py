"""Sentences whose parse tears words apart or that leave words out; who said it and when, over clauses and sentences."""

from __future__ import annotations

import pytest
from extract_docs import check, claims

import docs
from kg.extract.repair import repair

READ: list[tuple[str, list[str]]] = [
    ("Tarn-owned Lumen Lab sells sensors.", ["Tarn | owns | Lumen Lab"]),
    ("Orbix acquired the whole of the share capital of Lumen Lab.", ["Orbix | acquired | Lumen Lab"]),
    ("Orbix supplies sensors to shipyards, among them Tarn and Veltro.",
     ["Orbix | suppliesTo | Tarn", "Orbix | suppliesTo | Veltro"]),
    ("Veltro to acquire Orbix.", ["Veltro | acquired | Orbix | planned"]),
    ("Orbix is controlled by the Holt family.", ["Holt family | owns | Orbix"]),
    ("The Oslo flour miller Orbix sued Veltro.", ["Orbix | basedIn | Oslo", "! Veltro | basedIn | *"]),
    ("Veltro released a statement denying the rumours surrounding its acquisition of Orbix.",
     ["Veltro | acquired | Orbix | denied"]),
]


@pytest.mark.parametrize(("sentence", "expected"), READ)
def test_torn_and_elliptic(sentence: str, expected: list[str]) -> None:
    check(sentence, expected)


@pytest.mark.parametrize(("sentence", "expected"), [
    ("Orbix, which was bought by Tarn's rival Veltro in 2015, has acquired Lumen Lab.",
     {("acquired", "Orbix"): "2015", ("acquired", "Lumen Lab"): None}),
    ("Mira Holt, chief executive of Orbix since 2019, sued Veltro.",
     {("holdsPosition", "Orbix"): "2019", ("sued", "Veltro"): None}),
    ("Orbix acquired Tarn in May, and Veltro sued Lumen Lab.",
     {("acquired", "Tarn"): "2025-05", ("sued", "Lumen Lab"): None}),
    ("In May Orbix acquired Tarn and Veltro sued Lumen Lab.",
     {("acquired", "Tarn"): "2025-05", ("sued", "Lumen Lab"): "2025-05"}),
    ("Orbix said on Wednesday it had agreed to acquire Veltro.", {("acquired", "Veltro"): "2026-03-11"}),
])
def test_times(sentence: str, expected: dict[tuple[str, str], str | None]) -> None:
    found = {(c.predicate.id.removeprefix("kg:"), c.object.text): c.time.iso if c.time else None
             for c in claims(sentence)}
    assert expected.items() <= found.items(), found


@pytest.mark.parametrize(("sentence", "prop", "expected"), [
    ('"We bought Tarn in May," said Mira Holt. "Orbix has hired Ana Ruiz."', "hired", "Mira Holt"),
    ("Veltro may supply Tarn, said Mira Holt. It may supply Orbix.", "suppliesTo", "Mira Holt"),
    ('The statement from Orbix ran to one line: "Mira Holt has left Veltro."', "left", "Orbix"),
    ("Orbix issued an announcement: Mira Holt resigns as chairman of Veltro.", "left", "Orbix"),
    ("Orbix acquired Tarn in May, and Veltro sued Lumen Lab.", "sued", None),
])
def test_sources(sentence: str, prop: str, expected: str | None) -> None:
    found = {c.attribution.text if c.attribution else None for c in claims(sentence) if c.predicate.id == f"kg:{prop}"}
    assert found == {expected}


@pytest.mark.parametrize(("sentence", "expected"), [
    ("Orbix is closing. Some 210 of its 290 workers left.", {("Orbix", "290 workers", "workers", None)}),
    ("Orbix, an Oslo start-up of 62 people, sued Veltro.", {("Orbix", "62 people", "people", None)}),
    ("Mira Holt, 33, left Orbix.", {("Mira Holt", "33", None, None)}),
    ("Orbix had sales of $40 million in 2023, up from $31 million in 2022.",
     {("Orbix", "$40 million", "sales", "2023"), ("Orbix", "$31 million", "sales", "2022")}),
    ("Orbix reported net sales of $27 million and net income of $8 million.",
     {("Orbix", "$27 million", "net sales", None), ("Orbix", "$8 million", "net income", None)}),
])
def test_figures(sentence: str, expected: set[tuple[str, str, str | None, str | None]]) -> None:
    found = {(c.subject.name, c.object.text, next((q.text for q in c.qualifiers if q.name == "metric"), None),
              c.time.iso if c.time else None) for c in claims(sentence) if c.predicate.property == "hasFigure"}
    assert found == expected


@pytest.mark.parametrize(("sentence", "role"), [
    ("Former Orbix chief executive Mira Holt joined Tarn.", "Former Orbix chief executive"),
    ("Mira Holt, until recently a vice-president at Orbix, joined Tarn.", "until recently a vice-president"),
])
def test_a_post_held_no_more_says_so(sentence: str, role: str) -> None:
    [post] = [c for c in claims(sentence) if c.predicate.property == "holdsPosition"]
    assert [q.text for q in post.qualifiers if q.name == "role"] == [role]


def test_two_descriptions_are_two_companies() -> None:
    check("Veltro fell. The Pittsburgh steelmaker had accepted the Japanese company's offer.",
          ["Veltro | basedIn | Pittsburgh", "! Veltro | basedIn | Japanese"])


def test_a_phrase_that_ends_the_text_is_left_where_it_is() -> None:
    """A repair that looks at the word after a phrase must not look beyond the text."""
    torn = docs.build("Orbix/NNP/nsubj>left sold=sell/VBN/acl>Orbix in/IN/case>May May/NNP/obl>left left=leave/VBD/root")
    cut = docs.build("Orbix/NNP/root sold=sell/VBN/acl>Orbix in/IN/case>May May/NNP/obl>Veltro Veltro/NNP/appos>Orbix")
    for doc in (torn, cut):
        assert repair(doc).text == doc.text
