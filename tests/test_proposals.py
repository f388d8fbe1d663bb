"""The relation head beside the frames: what it is asked about, and when its answer becomes a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
import spacy
from extract_docs import PUBLISHED, doc, english, mentions, terms, words
from spacy.tokens import Doc

import docs
from kg.extract.article import English
from kg.extract.proposals import between, candidates, meeting
from kg.model import Article, Claim, Paragraph
from kg.pipeline import Parsed
from kg.pipeline.pairs import Candidate
from kg.pipeline.relations import Proposal


class Head:
    """Proposes what it is told: (text of the first mention, of the second, property, probability)."""

    def __init__(self, *told: tuple[str, str, str, float]) -> None:
        self.told = told

    def propose_all(self, items: Sequence[tuple[Doc, Sequence[Candidate]]], floor: float) -> list[list[Proposal]]:
        return [list(self.propose(parsed, found, floor)) for parsed, found in items]

    def propose(self, parsed: Doc, found: Sequence[Candidate], threshold: float) -> Iterator[Proposal]:
        texts = [parsed[start:end].text for start, end, _, _ in found]
        for a, b, name, probability in self.told:
            if probability >= threshold:
                yield texts.index(a), texts.index(b), name, probability


def claims(text: str, *told: tuple[str, str, str, float]) -> list[Claim]:
    made = English(spacy.blank("en", vocab=docs.VOCAB), terms(), words(), Head(*told))  # type: ignore[arg-type]
    parsed = [Parsed(Paragraph(0, len(text), "en"), doc(text))]
    return [
        c for c in made.claims(Article("a", text, published=PUBLISHED), parsed, "none") if c.trace["source"] == "head"
    ]


MET = "Mira Holt and Jonas Reed met in Oslo. He founded Orbix."
DID = "Did Orbix acquire Lumen Lab?"


def test_an_answer_becomes_a_claim_of_its_probability() -> None:
    [claim] = claims(MET, ("Mira Holt", "Oslo", "residesIn", 0.91))
    assert (claim.subject.text, claim.predicate.id, claim.object.text) == ("Mira Holt", "kg:residesIn", "Oslo")
    assert (claim.confidence, claim.trace["construction"]) == (0.91, "relation head")
    assert claim.sentence.text == "Mira Holt and Jonas Reed met in Oslo."


@pytest.mark.parametrize(("text", "told"), [
    (MET, ("Mira Holt", "Oslo", "residesIn", 0.1)),  # not sure enough
    (MET, ("Mira Holt", "Oslo", "spouse", 0.9)),  # no place is a spouse
    (MET, ("Oslo", "Mira Holt", "residesIn", 0.9)),  # the wrong way round
    (MET, ("Mira Holt", "Oslo", "likes", 0.9)),  # no property of the ontology
    (MET, ("Mira Holt", "Orbix", "created", 0.6)),  # names of two sentences: sure enough for one, not for two
    (DID, ("Orbix", "Lumen Lab", "acquired", 0.9)),  # a question
    # Which of the two the company is remains open.
    ("Samsung and Microsoft met. The company acquired Lumen Lab.", ("The company", "Lumen Lab", "owns", 0.9)),
    ("Orbix acquired Lumen Lab.", ("Lumen Lab", "Orbix", "subsidiaryOf", 0.9)),  # the frames have read this pair
])
def test_what_becomes_no_claim(text: str, told: tuple[str, str, str, float]) -> None:
    assert claims(text, told) == []


@pytest.mark.parametrize(("told", "expected"), [
    # Whoever leads is a member: that is not said again.
    ([("He", "Orbix", "leads", 0.9), ("He", "Orbix", "memberOf", 0.8)], ["leads"]),
    # A marriage is told of both.
    ([("Mira Holt", "Jonas Reed", "spouse", 0.9), ("Jonas Reed", "Mira Holt", "spouse", 0.8)], ["spouse", "spouse"]),
    # Of two readings that exclude each other the likelier stands.
    ([("Mira Holt", "Jonas Reed", "spouse", 0.7), ("Jonas Reed", "Mira Holt", "childOf", 0.9)], ["childOf"]),
    ([("Mira Holt", "Jonas Reed", "childOf", 0.7), ("Mira Holt", "Jonas Reed", "spouse", 0.9)], ["spouse"]),
])
def test_several_properties_of_one_pair(told: list[tuple[str, str, str, float]], expected: list[str]) -> None:
    told = sorted(told, key=lambda proposal: -proposal[3])
    assert [c.predicate.property for c in claims(MET, *told)] == expected


def test_a_denied_clause_gives_no_plain_fact() -> None:
    for claim in claims("Orbix denied that it had acquired Lumen Lab.", ("Orbix", "Lumen Lab", "owns", 0.9)):
        assert not claim.is_fact


def test_candidates_are_names_times_and_pronouns_in_order() -> None:
    found = candidates(mentions("Samsung's chief executive is Mira Holt. She founded Orbix in 2009."), terms())
    parsed = doc("Samsung's chief executive is Mira Holt. She founded Orbix in 2009.")
    assert [(parsed[a:b].text, label, kind) for a, b, label, kind in found] == [
        ("Samsung", "ORG", "name"),
        ("Mira Holt", "PERSON", "name"),
        ("She", "", "pronoun"),
        ("Orbix", "ORG", "name"),
        ("2009", "DATE", "time"),
    ]


def test_a_definite_noun_is_a_candidate() -> None:
    text = "Samsung sells phones. The company acquired Lumen Lab."
    assert [(doc(text)[a:b].text, label, kind) for a, b, label, kind in candidates(mentions(text), terms())] == [
        ("Samsung", "ORG", "name"), ("The company", "ORG", "nominal"), ("Lumen Lab", "ORG", "name"),
    ]


def test_meeting_and_the_words_between() -> None:
    parsed = doc("Orbix acquired Lumen Lab.")
    assert meeting(parsed[0], parsed[3]) == parsed[1]
    assert [t.text for t in between(parsed[0], parsed[3], (0, 1, "ORG", "name"), (2, 4, "ORG", "name"))] == ["acquired"]
    two = doc(MET)
    assert meeting(two[0], two[len(two) - 2]) is None


def test_without_a_head_there_are_no_proposals() -> None:
    assert english().proposals is None
