"""The class that a common noun names: "the start-up" is a company, "the chatbot" a piece of software."""

from __future__ import annotations

from spacy.tokens import Token

from kg.ontology import Ontology


def class_of(noun: Token, ontology: Ontology) -> str:
    """The class of the word as it is hyphenated ("start-up"), else of its last part; "" for a noun that names none."""
    return ontology.class_of(hyphenated(noun)) or ontology.class_of(noun.lemma_.lower())


def hyphenated(noun: Token) -> str:
    """The lemma with the words that hyphens join to it, which are tokens of their own: "start-up"."""
    word, first = noun.lemma_.lower(), noun.i
    while (
        first >= 2
        and noun.doc[first - 1].text == "-"
        and not noun.doc[first - 1].whitespace_
        and not noun.doc[first - 2].whitespace_
    ):
        word, first = f"{noun.doc[first - 2].lower_}-{word}", first - 2
    return word
