"""Pieces of a claim as spans of the article: the words of its predicate, its sentence, what its pronouns stand for."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.model import Argument, Predicate, Span


def predicate(name: str, words: Sequence[Token], offset: int) -> Predicate:
    """The property with the words that state it, which need not stand side by side."""
    first, last = min(words, key=lambda t: t.i), max(words, key=lambda t: t.i)
    return Predicate(f"kg:{name}", " ".join(t.text for t in words), offset + first.idx, offset + last.idx + len(last))


def sentence_of(token: Token, offset: int) -> Span:
    """The sentence a token stands in."""
    sentence = token.sent
    return Span(sentence.text, offset + sentence.start_char, offset + sentence.end_char)


def coreference(*arguments: Argument) -> dict[str, str]:
    """What stands for what, for the trace."""
    found = "; ".join(f"{a.text} = {a.antecedent.text}" for a in arguments if a.antecedent)
    return {"coreference": found} if found else {}
