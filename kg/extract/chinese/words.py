"""The closed-class words of Chinese, from `grammar.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

_DATA: Mapping[str, Any] = tomllib.loads((files(__package__) / "grammar.toml").read_text(encoding="utf-8"))
_WORDS: Mapping[str, list[str]] = _DATA["words"]

LINK = "的"
COVERBS: Mapping[str, str] = _DATA["coverbs"]
GOALS: Mapping[str, str] = _DATA["goals"]
PRONOUNS: Mapping[str, str] = _DATA["pronouns"]
DESCRIBED: Mapping[str, str] = {noun: cls for cls, nouns in _DATA["described"].items() for noun in nouns}

DETERMINERS = tuple(_WORDS["determiners"])
ASPECTS = tuple(_WORDS["aspects"])
GENERIC = frozenset(_WORDS["generic"])
GENERIC_AFTER = tuple(_WORDS["generic_after"])
CONJUNCTIONS = frozenset(_WORDS["conjunctions"])
JOINERS = frozenset(_WORDS["joiners"])
TRANSPARENT = frozenset(_WORDS["transparent"])
ADJUNCTS = frozenset(_WORDS["adjuncts"])
PIVOTS = frozenset(_WORDS["pivots"])
BREAKS = frozenset(_WORDS["breaks"])
LIGHT = frozenset(_WORDS["light"])
SOURCES = frozenset(_WORDS["sources"])
QUESTIONS = frozenset(_WORDS["questions"])
PLACING = frozenset(_WORDS["placing"])
TOGETHER = frozenset(_WORDS["together"])
ABOUT = frozenset(_WORDS["about"])
COMPONENTS = tuple(_WORDS["components"])
INCOMES = tuple(_WORDS["incomes"])
PLURALS: Mapping[str, tuple[str, int]] = {
    word: (cls, count) for cls, words in _DATA["plurals"].items() for word, count in words.items()}

_OPEN: Mapping[str, list[str]] = _DATA["open"]
CONTROL = frozenset(_OPEN["control"])
CLAUSE_TAKING = frozenset(_OPEN["clausal"])
ADVERBS = frozenset(_OPEN["adverbs"])
WHEN = tuple(_OPEN["when"])
MEASURES = tuple(_OPEN["measures"])
CALLED = frozenset(_OPEN["called"])
PERSON_NOUNS = tuple(_OPEN["persons"])
