"""Label inventories of the heads, and lemmas as edit rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from training.data import NER_TYPES, Sentence

IGNORE = -100
_MIN_COUNT = 3


@lru_cache(maxsize=200_000)
def lemma_rule(form: str, lemma: str) -> str:
    """The edit that makes `lemma` of `form`: case, characters to cut, suffix."""
    rules = []
    for case, cased in (("keep", form), ("lower", form.lower())):
        shared = _shared(cased, lemma)
        rules.append((len(cased) - shared + len(lemma) - shared, case, cased, shared))
    _, case, cased, shared = min(rules, key=lambda r: r[0])
    return f"{case}|{len(cased) - shared}|{lemma[shared:]}"


def _shared(a: str, b: str) -> int:
    """How many characters two words begin with in common."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


@dataclass
class Labels:
    """Names of each head's classes."""

    xpos: list[str]
    morph: list[str]
    lemma: list[str]
    deprel: list[str]
    ner: list[str]

    def __post_init__(self) -> None:
        self.index = {
            head: {name: i for i, name in enumerate(names)} for head, names in asdict(self).items()
        }

    @classmethod
    def from_dict(cls, names: dict[str, Any]) -> Labels:
        return cls(**names)

    def as_dict(self) -> dict[str, list[str]]:
        return asdict(self)

    def morph_id(self, upos: str, feats: str) -> int:
        """The class of UPOS and features; a rare one is its UPOS's most frequent."""
        found = self.index["morph"].get(f"{upos}|{feats}")
        if found is None:
            found = next(
                (i for i, name in enumerate(self.morph) if name.startswith(upos + "|")), IGNORE
            )
        return found


def build_labels(sentences: Iterable[Sentence]) -> Labels:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for s in sentences:
        counts["xpos"].update(s.xpos)
        counts["morph"].update(f"{u}|{f}" for u, f in zip(s.upos, s.feats, strict=True))
        counts["lemma"].update(lemma_rule(f, x) for f, x in zip(s.forms, s.lemmas, strict=True))
        counts["deprel"].update(s.deprels)
    frequent = {
        head: [name for name, n in counter.most_common() if n >= _MIN_COUNT]
        for head, counter in counts.items()
    }
    ner = ["O"] + [f"{mark}-{label}" for label in NER_TYPES for mark in "BI"]
    return Labels(ner=ner, **frequent)
