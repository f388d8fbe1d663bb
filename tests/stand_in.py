"""A stand-in for the extractor, so that commands and builds are tested without the trained pipeline.

It reads three sentences: "Orbix founded Lumen Lab.", "Orbix denied founding Lumen Lab." and "Orbix raised 5 EUR."
A name that ends in "Valley" is a region's, any other a company's.
"""

from __future__ import annotations

import re

from kg.model import Argument, Article, Claim, Predicate, Span

FOUNDED = re.compile(r"([A-Z]\S*(?: [A-Z]\S*)*) (founded|denied founding) ([^.\n]+)\.")
RAISED = re.compile(r"([A-Z][^\s.]*(?: [A-Z][^\s.]*)*) raised ((\d+) EUR)\.")


class StandIn:
    """Has the one method of `kg.extract.Extractor` that a build uses."""

    def claims(self, article: Article, open_form: str = "compact") -> list[Claim]:
        raised = [_raised(article, found) for found in RAISED.finditer(article.text)]
        return [_founded(article, found) for found in FOUNDED.finditer(article.text)] + raised


def _named(found: re.Match[str], group: int) -> Argument:
    cls = "Region" if found[group].endswith("Valley") else "Company"
    return Argument(found[group], found.start(group), found.end(group), type=cls, kind="name")


def _raised(article: Article, found: re.Match[str]) -> Claim:
    amount = Argument(found[2], found.start(2), found.end(2), "MonetaryAmount", "value", value=found[3], unit="EUR")
    start = found.end(1) + 1
    return Claim(article.id, Span(found[0], found.start(), found.end()), _named(found, 1),
                 Predicate("kg:raisedFunding", "raised", start, start + len("raised")), amount, confidence=0.8)


def _founded(article: Article, found: re.Match[str]) -> Claim:
    denied = found[2] != "founded"
    return Claim(article.id, Span(found[0], found.start(), found.end()), _named(found, 1),
                 Predicate("kg:created", found[2], found.start(2), found.end(2)), _named(found, 3),
                 polarity="negated" if denied else "affirmed", modality="denied" if denied else "asserted",
                 confidence=0.9, trace={"source": "frame", "construction": "active"})
