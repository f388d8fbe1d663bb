"""A stand-in for the extractor, so that commands and builds are tested without the trained pipeline.

It reads one kind of sentence: "Orbix founded Lumen Lab." and "Orbix denied founding Lumen Lab."
"""

from __future__ import annotations

import re

from kg.model import Argument, Article, Claim, Predicate, Span

FOUNDED = re.compile(r"([A-Z]\S*(?: [A-Z]\S*)*) (founded|denied founding) ([^.\n]+)\.")


class StandIn:
    """Has the one method of `kg.extract.Extractor` that a build uses."""

    def claims(self, article: Article, open_form: str = "compact") -> list[Claim]:
        return [_claim(article, found) for found in FOUNDED.finditer(article.text)]


def _claim(article: Article, found: re.Match[str]) -> Claim:
    def named(group: int) -> Argument:
        return Argument(found[group], found.start(group), found.end(group), type="Company", kind="name")

    denied = found[2] != "founded"
    return Claim(article.id, Span(found[0], found.start(), found.end()), named(1),
                 Predicate("kg:created", found[2], found.start(2), found.end(2)), named(3),
                 polarity="negated" if denied else "affirmed", modality="denied" if denied else "asserted",
                 confidence=0.9, trace={"source": "frame", "construction": "active"})
