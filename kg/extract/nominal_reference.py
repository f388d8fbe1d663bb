"""Which of the names before it "the Oslo company", "the bank" or "the regulator" is.

The names before are weighed: what the article has said of each (its place, what it is called), whether the noun is a
word of its name, how near and how prominent it is. The heaviest is meant, if it stands out from the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.grammar import NAME_PARTS, NOUN_MODIFIERS, child, is_copular, kids, marker
from kg.extract.mentions import Name

ABOUT = 3.0  # for each word that describes both, at most two
NAMED = 4.0  # the noun is a word of the name: "the ministry" is the Ministry of Industry
RANKED = 1.0  # times the share of the highest rank
NEAR = (1.0, 1.0, 0.5)  # by sentences between
FREQUENT = 0.2  # for each mention, at most four
FIRST = 0.5  # the first of its class in the article
MARGIN = 0.5  # by which the heaviest must stand out
PLACED = 0.6  # the same where the words tell of a place, which would be told of the wrong one
PLACES = frozenset({"PLACE", "GPE", "LOC", "NORP"})
FIRM = 1.2  # the same for what is told of the name only by the phrase that stands for it
STANDOUT = 1.0  # the same for what no word points at
REACH = 8  # sentences before
COMMON = frozenset({"company", "group", "firm", "new", "other", "same", "business", "own", "first", "whole", "big"})


@dataclass(frozen=True)
class Weighed:
    """What an article has said of one name so far."""

    about: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    sentences: tuple[int, ...] = ()
    ranks: tuple[int, ...] = ()
    first: bool = False


def described_by(noun: Token, places: Mapping[str, str]) -> frozenset[str]:
    """The words of a noun phrase before and at its head, adjectives of places by the place's name."""
    found = {noun.lemma_.lower()}
    for c in kids(noun):
        if c.i < noun.i and c.dep_ in {"amod", "compound", "nmod:desc", "nmod", "nmod:poss", "flat"}:
            found |= {word(t, places) for t in c.subtree if t.pos_ in {"NOUN", "PROPN", "ADJ"}}
    return frozenset(found - COMMON)


def word(token: Token, places: Mapping[str, str]) -> str:
    return places.get(token.text, token.lemma_.lower())


def said_of(root: Token, name: Name, places: Mapping[str, str]) -> frozenset[str]:
    """What the words round a name say of it: "X, an Oslo maker of pumps", "the search firm X", "X of Oslo"."""
    found: set[str] = set()
    for noun in descriptions_of(root, name):
        found |= described_by(noun, places)
        found |= {word(c, places) for c in kids(noun) if c.dep_ in NOUN_MODIFIERS and marker(c) in {"of", "in", "from"}}
    for c in kids(root):
        inside = name.start <= c.i < name.end
        if not inside and (
            (c.dep_ in NOUN_MODIFIERS and marker(c) in {"of", "in", "from", "at"})
            or c.dep_ in {"nmod:poss", "amod", "compound"}
        ):
            found |= {word(t, places) for t in c.subtree if t.pos_ in {"NOUN", "PROPN", "ADJ"}}
    return frozenset(found - COMMON)


def descriptions_of(root: Token, name: Name) -> Iterator[Token]:
    """The common nouns that an apposition, a title or a copula gives a name."""
    for c in kids(root):
        if c.dep_ in {"appos", "nmod:desc"} and c.pos_ == "NOUN" and not name.start <= c.i < name.end:
            yield c
    head = root.head
    if head.i != root.i and head.pos_ == "NOUN":
        beside = root.dep_ in {"appos", *NAME_PARTS} or (
            root.dep_ in {"nmod", "nmod:desc"} and child(root, "case") is None
        )
        if beside or (root.dep_ in {"nsubj", "nsubj:outer"} and is_copular(head)):
            yield head


def choice(
    noun: Token | None, here: int, weighed: Mapping[str, Weighed], places: Mapping[str, str],
    margin: float | None = None,
) -> str | None:
    """The name that a definite noun phrase in sentence `here` stands for, without a noun the most prominent one; None
    when none stands out."""
    if margin is None:
        placed = noun is not None and any(t.ent_type_ in PLACES for t in noun.subtree if t.i < noun.i)
        margin = PLACED if placed else MARGIN
    scores = sorted(((score(noun, here, w, places), key) for key, w in weighed.items()), reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < margin):
        return None
    return scores[0][1]


def score(noun: Token | None, here: int, w: Weighed, places: Mapping[str, str]) -> float:
    total = 0.0
    if noun is not None:
        total += ABOUT * min(2, len(described_by(noun, places) & w.about))
        total += NAMED if noun.lemma_.lower() in w.words else 0.0
    total += RANKED * max((r for s, r in zip(w.sentences, w.ranks, strict=True) if here - s <= 1), default=0) / 3
    distance = here - max(w.sentences)
    total += NEAR[distance] if distance < len(NEAR) else 0.0
    total += FREQUENT * min(4, len(w.sentences)) + (FIRST if w.first else 0.0)
    return total
