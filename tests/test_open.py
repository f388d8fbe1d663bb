"""Open claims: the wide form, one tuple a proposition, and the compact form, one argument of a named subject."""

from __future__ import annotations

from functools import partial

import pytest

from docs import doc
from kg import lexicon, ontology
from kg.extract.arguments import Arguments
from kg.extract.coreference import Antecedents
from kg.extract.factuality import factuality
from kg.extract.mentions import Mentions, Name
from kg.extract.open import appositions, compact, wide
from kg.extract.propositions import clauses
from kg.extract.values import dates
from kg.lexicon import Lexicon
from kg.model import Claim
from kg.ontology import Ontology

CLASSES = {"ORG": "Organization", "PERSON": "Person", "PRODUCT": "Product", "PLACE": "Place"}
WIDE = {
    "Acme acquired Globex in March.": ["Acme | acquired | Globex in March"],
    "Acme gave Globex a licence.": ["Acme | gave | Globex a licence"],
    "Globex was acquired by Acme in 2020.": ["Globex | was acquired by | Acme in 2020"],
    "Initech was founded in 1999 and headquartered in Berlin.": [
        "Initech | was founded in | 1999",
        "Initech | was headquartered in | Berlin",
    ],
    "Acme, which acquired Globex, makes chips.": ["Acme | acquired | Globex", "Acme | makes | chips"],
    "The unit that Doe leads makes chips.": ["Doe | leads | The unit", "The unit | makes | chips"],
    "Globex, founded by Doe in 1999, makes chips.": ["Globex | founded by | Doe in 1999", "Globex | makes | chips"],
    "Acme bought Globex, which makes chips and sells phones.": [
        "Acme | bought | Globex",
        "Globex | makes | chips",
        "Globex | sells | phones",
    ],
    "Acme and Globex founded Initech.": ["Acme and Globex | founded | Initech"],
    "Acme agreed to buy Globex and sell Initech.": ["Acme | agreed to buy | Globex", "Acme | agreed sell | Initech"],
    "Acme did not buy Globex.": ["Acme | did not buy | Globex"],
    "Acme no longer owns Globex.": ["Acme | no longer owns | Globex"],
    "He stepped down as its chairman in May.": ["He | stepped down as | its chairman in May"],
    "Acme is a maker of chips.": ["Acme | is | a maker of chips"],
    "Acme is in Berlin.": ["Acme | is in | Berlin"],
    "Reuters reported that Acme founded Initech and acquired Globex.": [
        "Reuters | reported that | Acme founded Initech and acquired Globex",
        "Acme | founded | Initech",
        "Acme | acquired | Globex",
    ],
    '"We acquired Globex," said Doe.': ["We | acquired | Globex", "Doe | said | We acquired Globex"],
    "Did Acme buy Globex?": [],
}
COMPACT = {
    "Acme acquired Globex in March.": ["Acme | acquired | Globex | open:acquire"],
    "Globex was acquired by Acme in 2020.": ["Globex | was acquired by | Acme | open:acquire"],
    "Initech was founded in 1999 and headquartered in Berlin.": [
        "Initech | headquartered in | Berlin | open:headquarterIn"
    ],
    "Acme and Globex founded Initech.": [
        "Acme | founded | Initech | open:found",
        "Globex | founded | Initech | open:found",
    ],
    "Acme agreed to buy Globex.": ["Acme | agreed to buy | Globex | open:buy"],
    "Acme, which acquired Globex, makes chips.": [
        "Acme | acquired | Globex | open:acquire",
        "Acme | makes | chips | open:make",
    ],
    "The company making chips hired Doe.": [],
    "If Acme buys Globex, prices rise.": ["Acme | buys | Globex | open:buy"],
    "Acme is a maker of chips.": [],
}


@pytest.fixture(scope="module")
def knowledge() -> tuple[Ontology, Lexicon]:
    return ontology.load(), lexicon.load(None, "en")


def arguments(sentence: str, knowledge: tuple[Ontology, Lexicon]) -> Arguments:
    """The names of a sentence are its marked entities."""
    parsed = doc(sentence)
    names = [Name(e.start, e.end, CLASSES[e.label_], e.label_) for e in parsed.ents]
    times = [
        (span.start, span.end, t)
        for t in dates(parsed.text, "en", None)
        if (span := parsed.char_span(t.start, t.end, alignment_mode="expand")) is not None
    ]
    return Arguments(parsed, Mentions(parsed, names, [], times), Antecedents(*knowledge, [], 0, {}), knowledge[1], 0)


def written(claim: Claim) -> str:
    return f"{claim.subject.text} | {claim.predicate.text} | {claim.object.text}"


@pytest.mark.parametrize("sentence", WIDE)
def test_wide(sentence: str, knowledge: tuple[Ontology, Lexicon]) -> None:
    here = arguments(sentence, knowledge)
    claims = [wide(p, factuality(p, knowledge[1]), here, "a") for p in clauses(here.doc[:])]
    assert [written(c) for c in claims if c is not None] == WIDE[sentence]


@pytest.mark.parametrize("sentence", COMPACT)
def test_compact(sentence: str, knowledge: tuple[Ontology, Lexicon]) -> None:
    here = arguments(sentence, knowledge)
    claims = [c for p in clauses(here.doc[:]) for c in compact(p, partial(factuality, p, knowledge[1]), here, "a")]
    assert [f"{written(c)} | {c.predicate.id}" for c in claims] == COMPACT[sentence]


def test_appositions(knowledge: tuple[Ontology, Lexicon]) -> None:
    here = arguments("Acme, a maker of chips, hired Doe.", knowledge)
    assert [written(c) for c in appositions(here.doc[:], here, "a")] == ["Acme | is | a maker of chips"]
    plain = arguments("Acme acquired Globex in March.", knowledge)
    assert not list(appositions(plain.doc[:], plain, "a"))


def test_open_claims_carry_their_factuality(knowledge: tuple[Ontology, Lexicon]) -> None:
    here = arguments("Acme agreed to buy Globex.", knowledge)
    (claim,) = [c for p in clauses(here.doc[:]) for c in compact(p, partial(factuality, p, knowledge[1]), here, "a")]
    assert (claim.polarity, claim.modality) == ("affirmed", "planned")
    assert here.doc.text[claim.object.start : claim.object.end] == claim.object.text


def test_open_claims_carry_their_time_source_and_amounts(knowledge: tuple[Ontology, Lexicon]) -> None:
    here = arguments("Acme acquired Globex in March.", knowledge)
    (claim,) = [wide(p, factuality(p, knowledge[1]), here, "a") for p in clauses(here.doc[:])]
    assert claim is not None and claim.time is not None and claim.time.text == "March"
    here = arguments("Reuters reported that Acme founded Initech and acquired Globex.", knowledge)
    found = [wide(p, factuality(p, knowledge[1]), here, "a") for p in clauses(here.doc[:])]
    assert [c.attribution.text if c and c.attribution else None for c in found] == [None, "Reuters", "Reuters"]
