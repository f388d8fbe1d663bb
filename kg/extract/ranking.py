"""How likely an open claim is to be right, from its construction and its words: a small logistic model, as data.

Weights are in `ranking.toml`, fitted by benchmarks/open_confidence.py on CaRB's development part. The probability is
given in three levels: the share that was right in each, since so few tuples tell no finer ones apart.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any

from kg.model import Claim

MODEL: Mapping[str, Any] = tomllib.loads((files("kg.extract") / "ranking.toml").read_text("utf-8"))
WEIGHTS: Mapping[str, float] = MODEL["weights"]
PRONOUNS = frozenset({"it", "he", "she", "they", "this", "that", "these", "those", "i", "we", "you", "which", "who"})


def ranked(claims: Sequence[Claim]) -> Iterator[Claim]:
    """The open claims of one sentence with their confidences, in their order."""
    for claim in claims:
        yield replace(claim, confidence=level(probability(features(claim, claims), WEIGHTS)))


def features(claim: Claim, others: Sequence[Claim]) -> dict[str, float]:
    """What the model looks at; `others` are the open claims of its sentence, itself among them."""
    words, subject, predicate = (len(x.text.split()) for x in (claim.object, claim.subject, claim.predicate))
    place = claim.predicate.start
    return {
        "bias": 1.0,
        f"construction {claim.trace['construction']}": 1.0,
        "object words": min(words, 25) / 10,
        "object of one word": float(words <= 1),
        "subject words": min(subject, 12) / 6,
        "subject is a pronoun": float(claim.subject.text.lower() in PRONOUNS),
        "predicate of one word": float(predicate == 1),
        "inside another's object": float(any(o.object.start <= place < o.object.end for o in others if o is not claim)),
        "holds another": float(any(claim.object.start <= o.predicate.start < claim.object.end for o in others)),
        "sentence words": min(len(claim.sentence.text.split()), 50) / 25,
        "negated": float(claim.polarity == "negated"),
        "not asserted": float(claim.modality != "asserted"),
        "attributed": float(claim.attribution is not None),
    }


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in found.items())))


def level(chance: float) -> float:
    """The confidence of the level that a probability falls into."""
    return float(next(step["confidence"] for step in reversed(MODEL["levels"]) if chance >= step["from"]))
