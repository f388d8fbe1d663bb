"""Confidences of open claims: their order, and that they are levels of the model's data."""

from __future__ import annotations

from kg.extract.ranking import MODEL, features, level, ranked
from kg.model import Argument, Claim, Predicate, Span

SENTENCE = Span("Holt said that Acme bought Globex, a maker of chips.", 0, 52)


def claim(subject: str, predicate: str, obj: str, construction: str) -> Claim:
    def at(text: str) -> tuple[str, int, int]:
        start = SENTENCE.text.index(text)
        return text, start, start + len(text)

    return Claim("a", SENTENCE, Argument(*at(subject)), Predicate("open:x", *at(predicate)), Argument(*at(obj)),
                 trace={"source": "open", "construction": construction})


SAID = claim("Holt", "said that", "Acme bought Globex, a maker of chips", "active")
BOUGHT = claim("Acme", "bought", "Globex", "active")
MAKER = claim("Globex", ",", "a maker of chips", "apposition")


def test_what_stands_inside_another_is_less_sure() -> None:
    outer, inner = features(SAID, [SAID, BOUGHT, MAKER]), features(BOUGHT, [SAID, BOUGHT, MAKER])
    assert (outer["inside another's object"], outer["holds another"]) == (0.0, 1.0)
    assert (inner["inside another's object"], inner["holds another"]) == (1.0, 0.0)


def test_a_clause_is_surer_than_an_apposition_and_order_is_kept() -> None:
    found = list(ranked([MAKER, BOUGHT]))
    assert [c.predicate.text for c in found] == [",", "bought"]
    assert found[0].confidence < found[1].confidence


def test_confidences_are_levels() -> None:
    levels = [step["confidence"] for step in MODEL["levels"]]
    assert levels == sorted(levels) and MODEL["levels"][0]["from"] == 0.0
    assert {c.confidence for c in ranked([SAID, BOUGHT, MAKER])} <= set(levels)
    assert level(0.0) == levels[0] and level(1.0) == levels[-1]
