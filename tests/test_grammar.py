"""Phrases read off a parse, and the repairs of parses that no grammar allows."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Token

from docs import build, doc
from kg.extract.grammar import conjuncts, first_conjunct, is_passive, marker, noun_phrase, trim
from kg.extract.repair import repair

SURPRISED = "The/DT/det>launch launch/NN/nsubj>surprised of/IN/case>Rufus Rufus/NNP/nmod>launch surprised=surprise/VBD/root us/PRP/obj>surprised"
LIMITED = (
    "Progress/NN/nsubj:pass>limited is=be/VBZ/aux:pass>limited limited=limit/VBN/root only/RB/advmod>technologies "
    "by/IN/case>technologies the/DT/det>technologies technologies=technology/NNS/obl:agent>limited ././punct>limited"
)
BECAUSE = "It/PRP/nsubj>closed closed=close/VBD/root because/IN/case>rain of/IN/fixed>because rain/NN/obl>closed ././punct>closed"
PHRASES = (
    (doc("Acme is a maker of chips."), "maker", "a maker of chips"),
    (doc("Acme, a maker of chips, hired Doe."), "Acme", "Acme"),
    (doc("Acme bought Globex, which makes chips and sells phones."), "Globex", "Globex"),
    (doc("Acme's chief executive Jane Doe founded Initech."), "Jane", "Acme's chief executive Jane Doe"),
    (doc("Acme and Globex founded Initech."), "Acme", "Acme"),
    (doc("Acme announced a $53 billion investment in Globex."), "investment", "a $53 billion investment in Globex"),
    (build(SURPRISED), "launch", "The launch of Rufus"),
    (build(LIMITED), "technologies", "the technologies"),
)


def word(parsed: Doc, text: str) -> Token:
    return next(t for t in parsed if t.text == text)


@pytest.mark.parametrize(("parsed", "head", "expected"), PHRASES)
def test_noun_phrase(parsed: Doc, head: str, expected: str) -> None:
    assert noun_phrase(word(parsed, head)).text == expected


def test_loose_noun_phrase_keeps_clauses() -> None:
    unit = word(doc("The unit that Doe leads makes chips."), "unit")
    assert noun_phrase(unit).text == "The unit"
    assert noun_phrase(unit, loose=True).text == "The unit that Doe leads"


def test_trim() -> None:
    parsed = doc("Acme bought Globex, creating a leader.")
    assert trim(parsed[2:4]).text == "Globex"
    assert trim(parsed[3:]).text == "creating a leader"


@pytest.mark.parametrize(
    ("parsed", "head", "expected"),
    [
        (doc("Acme acquired Globex in March."), "March", "in"),
        (doc("Acme acquired Globex in March."), "Globex", ""),
        (doc("Companies such as Acme and Globex make chips."), "Acme", "such as"),
        (doc("According to Reuters, Acme bought Globex."), "Reuters", "according to"),
        (doc("Globex, Acme's logistics arm, makes chips."), "Acme", ""),
        (build(BECAUSE), "rain", "because of"),
    ],
)
def test_marker(parsed: Doc, head: str, expected: str) -> None:
    assert marker(word(parsed, head)) == expected


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("Globex was acquired by Acme in 2020.", "acquired", True),
        ("Initech was founded in 1999 and headquartered in Berlin.", "headquartered", True),
        ("Globex, founded by Doe in 1999, makes chips.", "founded", True),
        ("Acme acquired Globex and sold Initech.", "sold", False),
    ],
)
def test_is_passive(sentence: str, verb: str, expected: bool) -> None:
    assert is_passive(word(doc(sentence), verb)) is expected


def test_conjuncts() -> None:
    parsed = doc("Companies such as Acme and Globex make chips.")
    assert [t.text for t in conjuncts(word(parsed, "Acme"))] == ["Acme", "Globex"]
    assert first_conjunct(word(parsed, "Globex")).text == "Acme"


REPAIRS = {
    "an apposition read as a second subject": (
        "[Globex/NNP/nsubj>uses]ORG ,/,/punct>uses [Acme/NNP/nmod:poss>arm]ORG 's/POS/case>Acme logistics/NN/compound>arm "
        "arm/NN/nsubj>uses ,/,/punct>arm uses=use/VBZ/root chips=chip/NNS/obj>uses ././punct>uses",
        "arm",
        "appos",
        "Globex",
    ),
    "a relative pronoun read as a second subject": (
        "The/DT/det>unit unit/NN/nsubj>grew that/WDT/nsubj>leads [Doe/NNP/nsubj>leads]PERSON leads=lead/VBZ/acl:relcl>unit "
        "grew=grow/VBD/root ././punct>grew",
        "that",
        "obj",
        "leads",
    ),
    "an apposition read as a second object": (
        "[Acme/NNP/nsubj>created]ORG created=create/VBD/root [Hub/NNP/obj>created]ORG ,/,/punct>unit a/DT/det>unit unit/NN/obj>created "
        "././punct>created",
        "unit",
        "appos",
        "Hub",
    ),
    "a descriptor that lost its name": (
        "[Acme/NNP/nsubj>offers]ORG offers=offer/VBZ/root its/PRP$/nmod:poss>assistant assistant/NN/obj>offers "
        "[Rufus/NNP/obj>offers]PRODUCT ././punct>offers",
        "Rufus",
        "flat",
        "assistant",
    ),
    "the subject of a fronted report": (
        "[Acme/NNP/nsubj>reported]ORG acquired=acquire/VBD/ccomp>reported [Globex/NNP/obj>acquired]ORG ,/,/punct>acquired "
        "[Reuters/NNP/nsubj>reported]ORG reported=report/VBD/root ././punct>reported",
        "Acme",
        "nsubj",
        "acquired",
    ),
    "a closing report read as a relative clause": (
        "[Acme/NNP/nsubj>bought]ORG bought=buy/VBD/root [Globex/NNP/obj>bought]ORG ,/,/punct>said the/DT/det>board "
        "board/NN/nsubj>said said=say/VBD/acl:relcl>Globex ././punct>bought",
        "said",
        "parataxis",
        "bought",
    ),
    "a content clause read as a relative clause": (
        "Reports=report/NNS/nsubj>false that/WDT/obj>bought [Acme/NNP/nsubj>bought]ORG bought=buy/VBD/acl:relcl>Reports "
        "[Globex/NNP/obj>bought]ORG are=be/VBP/cop>false false/JJ/root ././punct>false",
        "bought",
        "acl",
        "Reports",
    ),
    "a reported clause hung from the reporter": (
        "It/PRP/nsubj:pass>reported was=be/VBD/aux:pass>reported reported=report/VBN/root by/IN/case>Reuters "
        "[Reuters/NNP/obl:agent>reported]ORG that/WDT/obj>acquired [Acme/NNP/nsubj>acquired]ORG "
        "acquired=acquire/VBD/acl:relcl>Reuters [Globex/NNP/obj>acquired]ORG ././punct>reported",
        "acquired",
        "ccomp",
        "reported",
    ),
    "a title read as a name's neighbour": (
        "founder/NN/nsubj>left [Jane/NNP/appos>founder Doe/NNP/flat>Jane]PERSON left=leave/VBD/root [Acme/NNP/obj>left]ORG ././punct>left",
        "Jane",
        "flat",
        "founder",
    ),
    "an aside read as a clause": (
        "[Acme/NNP/obj>bought]ORG was=be/VBD/aux:pass>bought bought=buy/VBN/root by/IN/case>Globex [Globex/NNP/obl:agent>bought]ORG "
        ",/,/punct>firm a/DT/det>firm firm/NN/parataxis>bought in/IN/case>Berlin Berlin/NNP/nmod>firm ././punct>bought",
        "firm",
        "appos",
        "Globex",
    ),
    "a relative clause hung from the wrong noun": (
        "[Acme/NNP/nsubj>hired]ORG hired=hire/VBD/root Doe/NNP/obj>hired of/IN/case>Globex [Globex/NNP/nmod>Doe]ORG ,/,/punct>makes "
        "which/WDT/nsubj>makes makes=make/VBZ/acl:relcl>Acme chips=chip/NNS/obj>makes ././punct>hired",
        "makes",
        "acl:relcl",
        "Globex",
    ),
    "a possessor hung past what it possesses": (
        "Rivals=rival/NNS/nsubj>include include/VBP/root [Acme/NNP/obj>include]ORG 's/POS/case>Acme [Rufus/NNP/appos>Acme]PRODUCT "
        "././punct>include",
        "Acme",
        "nmod:poss",
        "Rufus",
    ),
}


@pytest.mark.parametrize("fault", REPAIRS)
def test_repair(fault: str) -> None:
    notation, text, label, head = REPAIRS[fault]
    token = word(repair(build(notation)), text)
    assert (token.dep_, token.head.text) == (label, head)


@pytest.mark.parametrize(
    "sentence",
    [
        "Globex, Acme's logistics arm, makes chips.",
        "Acme and Globex founded Initech.",
        "Acme gave Globex a licence.",
        "The unit that Doe leads makes chips.",
        "Acme bought Globex, which makes chips and sells phones.",
        "Acme acquired Globex in March, Reuters reported.",
        "Reports that Acme bought Globex are false.",
    ],
)
def test_a_sound_parse_stays_as_it_is(sentence: str) -> None:
    before = [(t.dep_, t.head.i) for t in doc(sentence)]
    assert [(t.dep_, t.head.i) for t in repair(doc(sentence))] == before
