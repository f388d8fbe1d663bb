"""The English extractor without its models, on Docs built by hand: parses in `extract_parses.txt`, notation of docs.py.

What is tested is what the grammar, the lexicon and the ontology make of a right parse; the tables are run with the
trained pipeline in test_extractor.py.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from claim_lines import faults
from spacy.tokens import Doc

import docs
from kg import lexicon, ontology
from kg.extract.article import English
from kg.extract.mentions import Mentions, mentions_of, vote
from kg.lexicon import Lexicon
from kg.model import Article, Claim, Paragraph
from kg.ontology import Ontology
from kg.pipeline import Parsed

PARSES = Path(__file__).with_name("extract_parses.txt")
PUBLISHED = "2026-03-17"

Row = tuple[str, list[str]]


@cache
def terms() -> Ontology:
    return ontology.load()


@cache
def words() -> Lexicon:
    return lexicon.load(None, "en", terms())


@cache
def english() -> English:
    """The extractor with neither encoder nor relation head."""
    return English(spacy.blank("en", vocab=docs.VOCAB), terms(), words())


@cache
def parses() -> dict[str, str]:
    """Text -> its parse."""
    lines = [line for line in PARSES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return {docs.build(line).text: line for line in lines}


def doc(text: str) -> Doc:
    """A Doc of one paragraph whose parse stands in `extract_parses.txt`; KeyError names a text that does not."""
    return docs.build(parses()[text])


def claims(text: str, *, heading: bool = False) -> list[Claim]:
    """The claims of an article of one paragraph, open ones left out."""
    article = Article("a", text, published=PUBLISHED)
    parsed = [Parsed(Paragraph(0, len(text), "en", heading), doc(text))]
    return list(english().claims(article, parsed, "none"))


def mentions(text: str, *, heading: bool = False) -> Mentions:
    """The mentions of a paragraph that is an article of its own."""
    parsed, known = doc(text), english().gazetteer
    return mentions_of(parsed, known, vote([parsed], known.forms), language="en", published=PUBLISHED, heading=heading)


def check(text: str, expected: list[str]) -> None:
    """The claims of a text are as a table says."""
    assert not faults(claims(text), expected), [(c.predicate.id, c.trace) for c in claims(text)]
