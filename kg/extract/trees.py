"""What the repairs of trees share: where a phrase begins, and how a token is hung elsewhere."""

from __future__ import annotations

from spacy.tokens import Token

COMMAS = frozenset({",", "—", "–", "("})


def phrase_start(token: Token) -> Token:
    """The first word of a token's phrase; a parser may hang the comma before it inside."""
    edge = token.left_edge
    while edge.is_punct and edge.i < token.i:
        edge = token.doc[edge.i + 1]
    return edge


def comma_before(token: Token) -> bool:
    """A comma stands directly before the token's phrase."""
    left = phrase_start(token).i
    return left > 0 and token.doc[left - 1].text in COMMAS


def attach(token: Token, head: Token, label: str) -> None:
    token.head = head
    token.dep_ = label
