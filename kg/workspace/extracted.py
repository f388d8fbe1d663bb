"""What was found in one article: the record that the cache keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kg.model import Article, Claim, Paragraph, SetAside
from kg.resolve import ArticleNames


@dataclass(frozen=True, slots=True)
class Summary:
    """What a report says of articles: how many claims by kind and modality, and how often what was set aside."""

    language: str = ""
    claims: int = 0
    facts: int = 0
    open_claims: int = 0
    modalities: Mapping[str, int] = field(default_factory=dict)
    aside: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def total(cls, summaries: Iterable[Summary]) -> Summary:
        """All of them as one, without a language."""
        held = list(summaries)
        modalities: Counter[str] = Counter()
        aside: Counter[str] = Counter()
        for summary in held:
            modalities.update(summary.modalities)
            aside.update(summary.aside)
        return cls("", sum(s.claims for s in held), sum(s.facts for s in held), sum(s.open_claims for s in held),
                   dict(sorted(modalities.items())), dict(sorted(aside.items(), key=lambda item: (-item[1], item[0]))))


@dataclass(frozen=True, slots=True)
class Extracted:
    """A cleaned article, its claims without links, and the names that linking needs of it."""

    article: Article
    claims: tuple[Claim, ...]
    names: ArticleNames

    @property
    def summary(self) -> Summary:
        closed = [claim for claim in self.claims if claim.predicate.property]
        return Summary(
            language=self.article.language, claims=len(self.claims), facts=sum(claim.is_fact for claim in closed),
            open_claims=len(self.claims) - len(closed), modalities=_counted([c.modality for c in self.claims]),
            aside=_counted([part.reason for part in self.article.aside]),
        )

    def to_json(self) -> dict[str, Any]:
        """Without the names, which the cache keeps apart."""
        return {"article": asdict(self.article), "claims": [claim.to_json() for claim in self.claims]}

    @classmethod
    def from_json(cls, row: Mapping[str, Any], names: ArticleNames) -> Extracted:
        article = dict(row["article"])
        article["paragraphs"] = tuple(Paragraph(**{**p, "breaks": tuple(p["breaks"])}) for p in article["paragraphs"])
        article["aside"] = tuple(SetAside(**part) for part in article["aside"])
        return cls(Article(**article), tuple(map(Claim.from_json, row["claims"])), names)


def _counted(values: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
