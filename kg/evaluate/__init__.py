"""Precision and recall of claims against gold claims, so that users can measure kg, or anything else, on their own.

A claim matches a gold claim when it is of the same article, its sentence overlaps the gold's evidence (where both say
where they are), its property is accepted, and its subject and object are the gold's. Two names are the same when they
are equal without case, quotes and articles, or when one holds the other's words side by side and these are more than
half of it ("the Alibaba Token Hub unit"); Chinese characters count as words. Two values are the same when their numbers
are. Polarity, modality, attribution and time are counted apart, among the claims that match.

Gold of things with their mentions measures which names were taken for one thing: `kg.evaluate.identity`.
"""

from kg.evaluate.identity import (
    Identity,
    evaluate_identity,
    is_gold_of_things,
    read_things,
    read_traps,
    system_mentions,
)
from kg.evaluate.read import read_claims, read_gold
from kg.evaluate.records import Evaluation, EvaluationError, Found, Gold, Reading, Score
from kg.evaluate.score import evaluate, matches

__all__ = ["Evaluation", "EvaluationError", "Found", "Gold", "Identity", "Reading", "Score", "evaluate",
           "evaluate_identity", "is_gold_of_things", "matches", "read_claims", "read_gold", "read_things", "read_traps",
           "system_mentions"]
