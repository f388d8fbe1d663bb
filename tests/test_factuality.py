"""How firmly, and said by whom: sentences, the word that is the predicate, and what is read off its path to the root.

"negated planned" is polarity (when negated) and modality; "@ Reuters" the attribution. What words do is the shipped
lexicon's; the parses are in parses.txt.
"""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span

from docs import doc
from kg import lexicon
from kg.extract.factuality import Factuality, clause_factuality, factuality
from kg.extract.nominals import nominals
from kg.extract.propositions import clauses
from kg.extract.repair import repair
from kg.lexicon import Lexicon
from kg.pipeline.encoder import load_english

Table = tuple[tuple[str, str, str], ...]
NEGATION: Table = (
    ("Acme acquired Globex in March.", "acquired", "asserted"),
    ("Acme did not buy Globex.", "buy", "negated asserted"),
    ("Acme no longer owns Globex.", "owns", "negated asserted"),
    ("Acme made no investment in Globex.", "investment", "negated asserted"),
    ("Acme failed to buy Globex.", "buy", "negated asserted"),
    ("Acme cancelled its acquisition of Globex.", "acquisition", "negated asserted"),
    ("Acme barred Globex from buying Initech.", "buying", "negated asserted"),
)
PLANS: Table = (
    ("Acme will buy Globex.", "buy", "planned"),
    ("Acme will make an investment in Globex.", "investment", "planned"),
    ("Acme is to buy Globex.", "buy", "planned"),
    ("Acme plans to buy Globex.", "buy", "planned"),
    ("Acme does not plan to buy Globex.", "buy", "negated planned"),
    ("Acme agreed to buy Globex and sell Initech.", "sell", "planned"),
    ("Acme plans to buy Globex and merge it with Initech.", "merge", "planned"),
    ("Acme is poised to invest in Globex.", "invest", "planned"),
    ("News leaked that Acme was poised to invest in Globex.", "invest", "planned"),
    ("The plan to buy Globex failed.", "buy", "negated planned"),
    ("The planned acquisition of Globex failed.", "acquisition", "negated planned"),
    ("Acme abandoned its plan to buy Globex.", "buy", "negated planned"),
    ("Acme opened an office to develop chips.", "develop", "planned"),
    ("Acme opened an office to develop chips.", "opened", "asserted"),
    ("Acme requires Globex to establish a unit.", "establish", "planned"),
    ("Acme began to sell chips.", "sell", "asserted"),
    ("Doe went on to found Initech.", "found", "asserted"),
    ("Doe left to found Initech.", "found", "asserted"),
    ("Acme bought Globex, creating a leader.", "creating", "asserted"),
)
DOUBTS: Table = (
    ("Acme may buy Globex.", "buy", "possible"),
    ("Acme would have bought Globex.", "bought", "possible"),
    ("Acme is expected to buy Globex.", "buy", "possible"),
    ("Acme is reportedly buying Globex.", "buying", "possible"),
    ("Acme is said to be buying Globex.", "buying", "possible"),
    ("If Acme buys Globex, prices rise.", "buys", "possible"),
    ("If Acme buys Globex, prices rise.", "rise", "asserted"),
    ("Acme is in talks about the acquisition of Globex.", "acquisition", "possible"),
    ("Acme has not confirmed that it bought Globex.", "bought", "possible @ Acme"),
)
DENIALS: Table = (
    ("Acme denied that it would buy Globex.", "buy", "negated denied @ Acme"),
    ("Acme denied the rumours that it would invest in Globex.", "invest", "negated denied @ Acme"),
    ("Acme denied reports of an investment in Globex.", "investment", "negated denied @ Acme"),
    ("Acme denied an investment in Globex.", "investment", "negated denied @ Acme"),
    ("Acme ruled out buying Globex.", "buying", "negated denied @ Acme"),
    ("Acme did not deny that it bought Globex.", "bought", "possible @ Acme"),
    ("Reports that Acme bought Globex are false.", "bought", "negated denied"),
)
ATTRIBUTION: Table = (
    ("Acme said it would buy Globex.", "buy", "planned @ Acme"),
    ("Reuters reported that Acme founded Initech and acquired Globex.", "founded", "asserted @ Reuters"),
    ("Reuters reported that Acme founded Initech and acquired Globex.", "acquired", "asserted @ Reuters"),
    ("Reuters said Acme, which makes chips, bought Globex.", "makes", "asserted @ Reuters"),
    ("It was reported by Reuters that Acme acquired Globex.", "acquired", "asserted @ Reuters"),
    ("Acme acquired Globex in March, Reuters reported.", "acquired", "asserted @ Reuters"),
    ('"We acquired Globex," said Doe.', "acquired", "asserted @ Doe"),
    ("As Doe said, Acme bought Globex.", "bought", "asserted @ Doe"),
    ("According to Reuters, Acme bought Globex.", "bought", "asserted @ Reuters"),
    ("Acme bought Globex, according to a report by Reuters.", "bought", "asserted @ Reuters"),
    ("Acme, which owns Globex, said profit rose.", "owns", "asserted"),
    ("Acme agreed to buy Globex.", "buy", "planned"),
)
PRESUPPOSED: Table = (
    ("Acme will buy Globex, which owns Initech.", "owns", "asserted"),
    ("Acme, the parent of Globex, may sell Initech.", "parent", "asserted"),
)
PARSED_SENTENCES: Table = (
    ("Reuters reported that Acme had bought Globex.", "bought", "asserted @ Reuters"),
    ("Acme denied rumours that it would invest in Globex.", "invest", "negated denied @ Acme"),
    ("Acme plans to invest $5 billion in Globex.", "invest", "planned"),
)


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return lexicon.load(None, "en")


def read(parsed: Doc | Span, predicate: str, words: Lexicon) -> Factuality:
    """The factuality of the proposition whose head is that word."""
    propositions = (*clauses(parsed[:]), *nominals(parsed[:], lambda token: token.text == predicate))
    return next(factuality(p, words) for p in propositions if p.head.text == predicate)


def written(facts: Factuality) -> str:
    polarity = "negated " if facts.polarity == "negated" else ""
    return polarity + facts.modality + (f" @ {facts.attribution.text}" if facts.attribution else "")


@pytest.mark.parametrize(
    ("sentence", "predicate", "expected"), [*NEGATION, *PLANS, *DOUBTS, *DENIALS, *ATTRIBUTION, *PRESUPPOSED]
)
def test_factuality(sentence: str, predicate: str, expected: str, words: Lexicon) -> None:
    assert written(read(doc(sentence), predicate, words)) == expected


def test_a_question_states_nothing(words: Lexicon) -> None:
    assert read(doc("Did Acme buy Globex?"), "buy", words).question
    assert not read(doc("Acme did not buy Globex."), "buy", words).question


def test_the_hedge_is_kept(words: Lexicon) -> None:
    hedge = read(doc("Acme is reportedly buying Globex."), "buying", words).hedge
    assert hedge is not None and hedge.text == "reportedly"


def test_attribution_has_offsets_and_a_cue(words: Lexicon) -> None:
    parsed = doc("Acme bought Globex, according to a report by Reuters.")
    said = read(parsed, "bought", words).attribution
    assert said is not None
    assert (said.cue, parsed.text[said.start : said.end]) == ("according to", "Reuters")


def test_presupposed_ignores_what_stands_above(words: Lexicon) -> None:
    parsed = doc("Acme denied an investment in Globex.")
    noun = parsed[3]
    assert clause_factuality(noun, words).modality == "denied"
    assert clause_factuality(noun, words, presupposed=True).modality == "asserted"


@pytest.mark.model
def test_factuality_of_the_pipeline(words: Lexicon) -> None:
    nlp = load_english()
    for sentence, predicate, expected in PARSED_SENTENCES:
        assert written(read(repair(nlp(sentence)), predicate, words)) == expected, sentence
