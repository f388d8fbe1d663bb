"""Sentences and the propositions they hold, one table a construction.

A proposition is written "construction: words | role=head ...". Roles are deep: the agent of a passive is the subject.
The parses are in parses.txt.
"""

from __future__ import annotations

import pytest
from spacy.tokens import Token

from docs import doc
from kg.extract.nominals import nominals
from kg.extract.propositions import Proposition, clauses
from kg.extract.repair import repair
from kg.pipeline.encoder import load_english

Table = dict[str, list[str]]
NOUNS = frozenset(
    {"maker", "arm", "executive", "chairman", "director", "launch", "investment", "stake", "company", "subsidiary"}
)
PREPOSITIONS = frozenset({"behind"})

ACTIVE_AND_PASSIVE: Table = {
    "Acme acquired Globex in March.": ["active: acquired | subject=Acme object=Globex in=March"],
    "Acme gave Globex a licence.": ["active: gave | subject=Acme indirectObject=Globex object=licence"],
    "Globex was acquired by Acme in 2020.": ["passive: was acquired | object=Globex subject=Acme in=2020"],
    "Acme was awarded a contract.": ["passive: was awarded | object=Acme object2=contract"],
    "Initech was founded in 1999 and headquartered in Berlin.": [
        "passive: was founded | object=Initech in=1999",
        "coordination: headquartered | object=Initech in=Berlin",
    ],
}
RELATIVE: Table = {
    "Acme, which acquired Globex, makes chips.": [
        "relative: acquired | subject=Acme object=Globex",
        "active: makes | subject=Acme object=chips",
    ],
    "The unit that Doe leads makes chips.": [
        "relative: leads | subject=Doe object=unit",
        "active: makes | subject=unit object=chips",
    ],
    "The unit Doe leads makes chips.": [
        "relative: leads | subject=Doe object=unit",
        "active: makes | subject=unit object=chips",
    ],
    "Globex, which was founded by Doe, makes chips.": [
        "relative: was founded | object=Globex subject=Doe",
        "active: makes | subject=Globex object=chips",
    ],
    "Acme bought Globex, which makes chips and sells phones.": [
        "active: bought | subject=Acme object=Globex",
        "relative: makes | subject=Globex object=chips",
        "coordination: sells | subject=Globex object=phones",
    ],
    "Doe, whose firm makes chips, resigned.": [
        "relative: makes | subject=firm object=chips",
        "active: resigned | subject=Doe",
    ],
}
REDUCED_RELATIVE: Table = {
    "Globex, founded by Doe in 1999, makes chips.": [
        "reduced relative: founded | object=Globex subject=Doe in=1999",
        "active: makes | subject=Globex object=chips",
    ],
    "The company making chips hired Doe.": [
        "reduced relative: making | subject=company object=chips",
        "active: hired | subject=company object=Doe",
        "nominal: company |",
    ],
    "The plan to buy Globex failed.": [
        "reduced relative: buy | object=Globex",
        "active: failed | subject=plan",
    ],
}
COORDINATION: Table = {
    "Acme designs and sells chips.": [
        "active: designs | subject=Acme object=chips",
        "coordination: sells | subject=Acme object=chips",
    ],
    "Acme acquired Globex and sold Initech.": [
        "active: acquired | subject=Acme object=Globex",
        "coordination: sold | subject=Acme object=Initech",
    ],
    "Acme and Globex founded Initech.": ["active: founded | subject=Acme object=Initech"],
}
CONTROL: Table = {
    "Acme agreed to buy Globex.": ["control: agreed to buy | subject=Acme object=Globex"],
    "Acme is expected to buy Globex.": ["control: is expected to buy | subject=Acme object=Globex"],
    "Acme agreed to buy Globex and sell Initech.": [
        "control: agreed to buy | subject=Acme object=Globex",
        "control: agreed sell | subject=Acme object=Initech",
    ],
    "Acme asked Globex to sell chips.": [
        "active: asked | subject=Acme indirectObject=Globex",
        "object control: sell | subject=Globex object=chips",
    ],
    "Acme began selling chips.": ["control: began selling | subject=Acme object=chips"],
    "Acme barred Globex from buying Initech.": [
        "active: barred | subject=Acme object=Globex",
        "participial: buying | subject=Globex object=Initech",
    ],
}
PARTICIPLES: Table = {
    "By investing in chips, Acme expanded its business.": [
        "participial: investing | subject=Acme in=chips",
        "active: expanded | subject=Acme object=business",
    ],
    "Acme bought Globex, creating a leader.": [
        "active: bought | subject=Acme object=Globex",
        "participial: creating | subject=Acme object=leader",
    ],
}
COPULAS: Table = {
    "Acme is a maker of chips.": [
        "copula: maker | self=Acme",
        "copula: maker | self=Acme of=chips",
    ],
    "Acme is in Berlin.": ["copula: Berlin | self=Acme"],
    "Acme is behind Rufus.": [
        "copula: Rufus | self=Acme",
        "copula: behind | self=Acme complement=Rufus",
    ],
    "The firm behind Rufus hired Doe.": [
        "active: hired | subject=firm object=Doe",
        "nominal: behind | self=firm complement=Rufus",
    ],
}
APPOSITION: Table = {
    "Globex, Acme's logistics arm, makes chips.": [
        "active: makes | subject=Globex object=chips",
        "apposition: arm | self=Globex possessor=Acme modifier=logistics",
    ],
    "Acme, a maker of chips, hired Doe.": [
        "active: hired | subject=Acme object=Doe",
        "apposition: maker | self=Acme of=chips",
    ],
}
POSSESSIVES_AND_TITLES: Table = {
    "Acme's chief executive Jane Doe founded Initech.": [
        "active: founded | subject=Jane object=Initech",
        "title: executive | self=Jane possessor=Acme modifier=chief",
    ],
    "Acme chief executive Jane Doe founded Initech.": [
        "active: founded | subject=Jane object=Initech",
        "title: executive | self=Jane modifier=Acme modifier=chief",
    ],
    "Jane Doe is Acme's chief executive.": [
        "copula: executive | self=Jane",
        "copula: executive | self=Jane possessor=Acme modifier=chief",
    ],
}
ROLES: Table = {
    "She serves as chief executive of Acme.": [
        "active: serves | subject=She as=executive",
        "as: executive | self=She modifier=chief of=Acme",
    ],
    "He stepped down as its chairman in May.": [
        "active: stepped down | subject=He as=chairman in=May",
        "as: chairman | self=He possessor=its",
    ],
    "Jane Doe joined Acme as chairman.": [
        "active: joined | subject=Jane object=Acme as=chairman",
        "as: chairman | self=Jane at=Acme",
    ],
    "Acme hired Jane Doe as chairman.": [
        "active: hired | subject=Acme object=Jane as=chairman",
        "as: chairman | self=Jane",
    ],
    "Jane Doe succeeded John Roe as chairman of Acme.": [
        "active: succeeded | subject=Jane object=John as=chairman",
        "as: chairman | self=Jane of=Acme",
    ],
    "Jane Doe became a director at Acme.": [
        "active: became | subject=Jane complement=director",
        "predicative: director | self=Jane at=Acme",
    ],
    "Acme named Jane Doe chairman.": [
        "active: named | subject=Acme object=Jane complement=chairman",
        "predicative: chairman | self=Jane",
    ],
}
EVENTS: Table = {
    "The launch of Rufus by Acme surprised Globex.": [
        "active: surprised | subject=launch object=Globex",
        "nominal: launch | of=Rufus by=Acme",
    ],
    "Acme announced a $53 billion investment in Globex.": [
        "active: announced | subject=Acme object=investment",
        "nominal: investment | modifier=$ in=Globex agent=Acme",
    ],
    "Acme made an investment in Globex.": [
        "active: made | subject=Acme object=investment",
        "nominal: investment | in=Globex agent=Acme",
    ],
    "Acme took a stake in Globex.": [
        "active: took | subject=Acme object=stake",
        "nominal: stake | in=Globex agent=Acme",
    ],
    "An investment was made by Acme in Globex.": [
        "passive: was made | object=investment subject=Acme in=Globex",
        "nominal: investment | agent=Acme in=Globex",
    ],
    "Companies such as Acme and Globex make chips.": [
        "active: make | subject=Companies object=chips",
        "examples: Companies | self=Acme such as=Acme",
    ],
    "Its subsidiaries, including Globex, make chips.": [
        "active: make | subject=subsidiaries object=chips",
        "examples: subsidiaries | self=Globex possessor=Its including=Globex",
    ],
}
TABLES = (
    ACTIVE_AND_PASSIVE,
    RELATIVE,
    REDUCED_RELATIVE,
    COORDINATION,
    CONTROL,
    PARTICIPLES,
    COPULAS,
    APPOSITION,
    POSSESSIVES_AND_TITLES,
    ROLES,
    EVENTS,
)

PARSED_SENTENCES: Table = {
    "Globex, which Acme bought in 2020, was founded by Jane Doe.": [
        "passive: was founded | object=Globex subject=Jane",
        "relative: bought | subject=Acme object=Globex in=2020",
    ],
    "Acme agreed to buy Globex, a maker of chips.": [
        "control: agreed to buy | subject=Acme object=Globex",
        "apposition: maker | self=Globex of=chips",
    ],
    "Acme's chief executive Jane Doe founded Initech and sold it to Globex.": [
        "active: founded | subject=Jane object=Initech",
        "coordination: sold | subject=Jane object=it to=Globex",
        "title: executive | self=Jane possessor=Acme modifier=chief",
    ],
}


def describes(token: Token) -> bool:
    """Stands in for the lexicon, which says which nouns and prepositions are predicates."""
    return token.lemma_ in NOUNS or token.lower_ in PREPOSITIONS


def written(p: Proposition) -> str:
    words = " ".join(t.text for t in p.words) if p.pos == "verb" else p.head.text
    return " ".join([f"{p.construction}: {words} |", *(f"{role.name}={role.head.text}" for role in p.roles)])


@pytest.mark.parametrize(("sentence", "expected"), [row for table in TABLES for row in table.items()])
def test_propositions(sentence: str, expected: list[str]) -> None:
    parsed = next(doc(sentence).sents)
    assert [written(p) for p in (*clauses(parsed), *nominals(parsed, describes))] == expected


def test_a_relative_pronoun_is_kept() -> None:
    """The claim is about the antecedent, but the words that stand there are "which"."""
    owns = next(p for p in clauses(doc("Acme, which acquired Globex, makes chips.")[:]) if p.construction == "relative")
    subject = owns.role("subject")
    assert subject is not None and subject.via is not None
    assert (subject.head.text, subject.via.text) == ("Acme", "which")


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        ("Acme agreed to buy Globex.", ["agreed"]),
        ("Acme acquired Globex in March.", []),
        ("Acme agreed to buy Globex and sell Initech.", ["agreed"]),
    ],
)
def test_chain(sentence: str, chain: list[str]) -> None:
    *_, last = clauses(doc(sentence)[:])
    assert [t.text for t in last.chain] == chain


@pytest.mark.model
def test_propositions_of_the_pipeline() -> None:
    """What the shipped parser makes of a few sentences, repaired."""
    nlp = load_english()
    for sentence, expected in PARSED_SENTENCES.items():
        parsed = repair(nlp(sentence))[:]
        assert {written(p) for p in (*clauses(parsed), *nominals(parsed, describes))} >= set(expected), sentence
