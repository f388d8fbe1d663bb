"""The whole extractor on articles, with the trained pipeline; and the tables of its parts on that pipeline's parses."""

from __future__ import annotations

import pytest
import test_coreference
import test_descriptions
import test_frames
from claim_lines import faults, lines

from kg.articles import clean
from kg.build import Settings, extractor
from kg.extract import Extractor
from kg.model import Article, Claim

pytestmark = pytest.mark.model

ROWS = [
    *test_frames.READ,
    *test_frames.TRAPS,
    *test_frames.WEAK,
    *test_coreference.RESOLVED,
    *test_coreference.UNRESOLVED,
    *test_descriptions.READ,
    *test_descriptions.SILENT,
]
# The share of rows that hold on the pipeline's own parses: a worse model or grammar shows here.
HOLD = 0.9


@pytest.fixture(scope="session")
def made() -> Extractor:
    """The shipped extractor; loaded once."""
    return extractor(Settings())


def read(made: Extractor, text: str, **known: str) -> list[Claim]:
    return made.claims(clean(Article("a", text, published="2026-03-17", **known)), "none")


def frames_only(claims: list[Claim]) -> list[Claim]:
    return [c for c in claims if c.trace["source"] == "frame"]


def test_the_tables_hold_with_the_trained_pipeline(made: Extractor) -> None:
    failing = {text: found for text, expected in ROWS if (found := faults(frames_only(read(made, text)), expected))}
    assert len(failing) <= (1 - HOLD) * len(ROWS), failing


def test_only_open_claims_give_each_proposition_once(made: Extractor) -> None:
    text = "Orbix acquired Lumen Lab in May and sued Veltro."
    found = made.claims(clean(Article("a", text)), "only")
    assert [(c.subject.text, c.predicate.text, c.object.text) for c in found] == [
        ("Orbix", "acquired", "Lumen Lab in May"), ("Orbix", "sued", "Veltro")]
    assert all(c.predicate.property is None for c in found)


def test_an_open_claim_says_what_its_proposition_was_read_as(made: Extractor) -> None:
    found = made.claims(clean(Article("a", "Orbix acquired Lumen Lab in May and praised Veltro.")), "wide")
    assert {c.predicate.text: c.trace.get("read_as") for c in found if c.predicate.property is None} == {
        "acquired": "kg:acquired", "praised": None}


def test_nothing_denied_or_asked_is_a_fact_even_for_the_relation_head(made: Extractor) -> None:
    """What the frames read as no fact, the head does not make one."""
    for text, _ in test_frames.WEAK:
        assert "Orbix | acquired | Lumen Lab" not in lines(read(made, text)), text


@pytest.mark.xfail(reason="the relation head takes a person and a company in one sentence for its head", strict=False)
def test_the_relation_head_invents_nothing(made: Extractor) -> None:
    invented = {text: lines(found) for text, expected in test_frames.TRAPS if not expected and (found := read(made, text))}
    assert not invented


BRIEF = """# Orbix Buys Lumen Lab For $40 Million

Orbix acquired Lumen Lab in May 2021 for $40 million, Reuters reported. The company is based in Oslo.

ADVERTISEMENT

Mira Holt founded Orbix in 2009. She is its chief executive.

Orbix denied that it had invested in Veltro.
"""


def test_an_article(made: Extractor) -> None:
    found = read(made, BRIEF)
    assert not faults(
        found,
        [
            "Orbix | acquired | Lumen Lab",
            "Orbix | basedIn | Oslo",
            "Mira Holt | created | Orbix",
            "Mira Holt | holdsPosition | Orbix",
            "Orbix | investedIn | Veltro | denied",
            "! Lumen Lab | acquired | *",
            "! Orbix | investedIn | Veltro",
            "! Veltro | * | *",
        ],
    )
    deal = next(
        c for c in found if c.predicate.property == "acquired" and c.trace["source"] == "frame" and c.attribution
    )
    assert deal.attribution is not None and deal.attribution.text == "Reuters"
    assert deal.time is not None and deal.time.iso == "2021-05"


def test_every_text_is_the_slice_at_its_offsets(made: Extractor) -> None:
    for claim in made.claims(clean(Article("a", BRIEF, published="2026-03-17")), "wide"):
        parts = [claim.sentence, claim.subject, claim.object, *claim.qualifiers,
                 *filter(None, [claim.time, claim.attribution, claim.subject.antecedent, claim.object.antecedent])]
        assert [BRIEF[p.start:p.end] for p in parts] == [p.text for p in parts]


def test_claims_come_in_the_order_of_the_text_and_the_same_every_time(made: Extractor) -> None:
    first = read(made, BRIEF)
    assert first == read(made, BRIEF)
    assert [c.sentence.start for c in first] == sorted(c.sentence.start for c in first)


def test_an_article_leaves_no_trace(made: Extractor) -> None:
    alone = read(made, "It acquired Lumen Lab.")
    read(made, "Samsung sells phones.")
    assert read(made, "It acquired Lumen Lab.") == alone
    assert not faults(alone, ["! Samsung | * | *"])


def test_no_sentence_begins_inside_a_name_that_the_article_has_whole(made: Extractor) -> None:
    line = "Alibaba Token Hub will develop AI products for the whole group.\n"
    found = read(made, f"Alibaba Group created Alibaba Token Hub in March 2026.\n\n{line}")
    assert {c.subject.text for c in found if c.sentence.text == line.strip()} == {"Alibaba Token Hub"}


def test_each_language_has_its_own_reader(made: Extractor) -> None:
    found = read(made, "Samsung acquired Harman in 2017.\n\n阿里巴巴收购了饿了么。\n")
    assert not faults(found, ["Samsung | acquired | Harman", "阿里巴巴 | acquired | 饿了么"])


@pytest.mark.parametrize("text", ["", "\n\n", "...", "Orbix", "(((", "😀😀😀", "a" * 5000, "Orbix " * 400])
def test_odd_texts_give_nothing(made: Extractor, text: str) -> None:
    assert lines(frames_only(read(made, text))) == []
