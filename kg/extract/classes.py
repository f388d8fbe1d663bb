"""The class that a common noun names: "the start-up" is a company, "the chatbot" a piece of software."""

from __future__ import annotations

from spacy.tokens import Token

from kg.ontology import Ontology

TOLD = frozenset({"GovernmentBody", "University"})
LONGEST, SHORTEST = 9, 5  # letters of the second part of a word written in one: "boatbuilder", "toymaker"


def class_of(noun: Token, ontology: Ontology) -> str:
    """The class of the word as it is hyphenated ("start-up"), else of its last part; "" for a noun that names none."""
    word = noun.lemma_.lower()
    return ontology.class_of(hyphenated(noun)) or ontology.class_of(word) or compounded(word, ontology)


def compounded(word: str, ontology: Ontology) -> str:
    """The class of the second part of a word written in one, companies only: "toymaker" is a kind of maker."""
    for length in range(min(LONGEST, len(word) - 3), SHORTEST - 1, -1):
        if (cls := ontology.class_of(word[-length:])) == "Company":
            return cls
    return ""


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


def class_in_name(name: str, ontology: Ontology) -> str:
    """The kind of organization that a name says: "Consumer Protection Authority", "University of Oslo"; "" if none.

    The last word says it, or the word before "of" or "for". A company may be called a lab, a bank or a paper.
    """
    words = name.casefold().split()
    ends = [n for n, word in enumerate(words) if n and word in {"of", "for"}][:1]
    for word in (*(words[n - 1] for n in ends), words[-1] if words else ""):
        cls = ontology.class_of(word)
        if cls in TOLD:
            return cls
    return ""
