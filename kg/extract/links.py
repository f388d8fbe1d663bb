"""What the coreference head says of pronouns, beside the ranking of `coreference`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.pipeline.coreference import CoreferenceHead, pointing, words_of

#: Where the ranking is silent, the head alone is believed from the first on; where the two differ, from the second on.
ALONE, AGAINST = 0.7, 0.8


@dataclass(frozen=True)
class Links:
    """token -> (the token before it that it stands for, how likely). Empty without a head."""

    before: Mapping[int, tuple[int, float]]

    @classmethod
    def of(cls, doc: Doc, head: CoreferenceHead | None) -> Links:
        """The links of a Doc; a text without pronouns needs none."""
        if head is None or not any(t.pos_ == "PRON" for t in doc):
            return cls({})
        words = words_of(doc)
        return cls(head.antecedents(doc, words, pointing(words)))

    def target(self, token: int, named: Iterable[int]) -> tuple[int, float] | None:
        """(the nearest token of `named` down the chain of a token, the least likelihood on the way)."""
        names, likely = frozenset(named), 1.0
        while token in self.before:
            token, share = self.before[token]
            likely = min(likely, share)
            if token in names:
                return token, likely
        return None


NONE = Links({})
