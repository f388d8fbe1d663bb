"""From features to a judgement: same, not same, or unsure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kg.resolve.clusters import Link
from kg.resolve.context import Context
from kg.resolve.features import Pair, Reason, at_most, reasons
from kg.resolve.mentions import NodeId

Verdict = Literal["same", "not same", "unsure"]
SAME = 6.0
"""Bits from which two names are one thing: a wrong merge costs more than a missed one."""
NOT_SAME = 0.0
"""Bits up to which they are two."""
APART = -6.0
"""Bits up to which no chain of links may make them one either."""


class Judgement(NamedTuple):
    """What the features say of two names: ids and texts of both, the score in bits, and what it is made of."""

    first: NodeId
    second: NodeId
    texts: tuple[str, str]
    score: float
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> Verdict:
        return "same" if self.score >= SAME else "not same" if self.score <= NOT_SAME else "unsure"

    @property
    def explanation(self) -> str:
        """What was found, the strongest first: "one letter apart +5, classes agree +2"."""
        ordered = sorted(self.reasons, key=lambda reason: (-abs(reason.weight), reason))
        return ", ".join(f"{reason.level} {reason.weight:+g}" for reason in ordered)


def are_two(context: Context, first: NodeId, second: NodeId) -> bool:
    """Whether two arguments of one claim are judged two things."""
    nodes = context.names.nodes
    return (at_most(context, nodes[first], nodes[second]) <= NOT_SAME
            or judge(context, Link(first, second, "", "")).score <= NOT_SAME)


def judge(context: Context, link: Link) -> Judgement:
    """Compare the two names of a link, neither of which is a known name's node."""
    first, second = context.names.nodes[link.first], context.names.nodes[link.second]
    found = reasons(Pair(context, first, second, link.basis))
    return Judgement(link.first, link.second, (first.text, second.text), sum(r.weight for r in found), found)
