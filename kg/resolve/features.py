"""The features that two names are compared by.

Each feature is a function from a pair of names to one of its levels, which are written so that a person understands
them, or "" where it tells nothing. A level has a weight, in bits, as Fellegi and Sunter (1969) have it: about the
logarithm of how much more often pairs that are one thing show it than pairs of one block that are not. Weights add up
to a score. They were set on development data (`benchmarks/README.md`) so that no single doubt is outweighed by
likeness of names alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import permutations
from typing import NamedTuple

from kg.resolve import likeness, names
from kg.resolve.context import Context
from kg.resolve.mentions import Node

SPREAD = 3
"""Articles that write a spelling often enough for another one, in a single article, to be a slip of it."""

BRACKET, NAMED, SHORT, INITIALS = "names in brackets", "named so", "short name", "initials in its article"
TOLD = (BRACKET, NAMED)


class Pair:
    """Two names to compare, and what proposes that they are one ("" for nothing but their likeness).

    `keys` are their normal forms, of persons without titles; `states` what each one's cluster is known as, and the
    family of its classes; `families` these families.
    """

    __slots__ = ("basis", "context", "families", "first", "keys", "same_key", "second", "states")

    def __init__(self, context: Context, first: Node, second: Node, basis: str = "") -> None:
        self.context, self.first, self.second, self.basis = context, first, second, basis
        self.states = (context.clusters.state(first.id), context.clusters.state(second.id))
        self.families = {family for _, family in self.states if family}
        self.keys = (first.key, second.key)
        if "person" in self.families:
            self.keys = (" ".join(names.person(first.key)), " ".join(names.person(second.key)))
        self.same_key = self.keys[0] == self.keys[1]


class Feature(NamedTuple):
    """A feature: its name, the function, and the weight of each level in bits.

    Most compare `names` and tell nothing where both are the same.
    """

    name: str
    compare: Callable[[Pair], str]
    weights: Mapping[str, float]
    names: bool = True


def basis(pair: Pair) -> str:
    """What an article itself says about the two names."""
    return pair.basis if pair.basis in (*TOLD, SHORT, INITIALS) else ""


def name(pair: Pair) -> str:
    """How the two names are alike."""
    level = likeness.level(*pair.keys, pair.first.text, pair.second.text)
    return level or ("same meaning" if pair.context.known.translations.same(*pair.keys) else "")


def numerals(pair: Pair) -> str:
    """Whether both have the same numbers and versions: Qwen 3 is not Qwen 2, Zephyr II not Zephyr."""
    first, second = (likeness.numerals(key) for key in pair.keys)
    if first == second:
        return ""
    return "other numbers" if first and second else "a number on one side"


def words(pair: Pair) -> str:
    """Whole words that only one has: "Cloud" and "Hub" name parts of a thing. An article's short name lacks some."""
    difference = likeness.word_difference(*pair.keys)
    return "more words" if difference and pair.basis == SHORT else difference


def spelling(pair: Pair) -> str:
    """Of names one letter apart: whether the word is spelt both ways in other names too, or in this one only.

    Of two Chinese words in pinyin, neither is a slip of the other: Yinhe is not Yinghe.
    """
    edited = likeness.edited_words(*pair.keys)
    if not edited:
        return ""
    if all(map(likeness.is_pinyin, edited)):
        return "both are pinyin"
    recurring = pair.context.whole.recurring.intersection(edited)
    return ("", "a word spelt so nowhere else", "both are words")[len(recurring)]


def spread(pair: Pair) -> str:
    """Of names one letter apart: how many articles write each. A misspelling is rare beside the right form."""
    if not likeness.edited_words(*pair.keys):
        return ""
    rare, common = sorted(len(pair.context.members(node.id)) for node in (pair.first, pair.second))
    if rare > 1:
        return "both spellings recur"
    return "one spelling is rare" if common >= SPREAD else ""


def classes(pair: Pair) -> str:
    """Whether the classes that mentions were given can be one thing's, by the ontology. A slip needs them to be."""
    if len(pair.families) > 1:
        return "other kinds of thing"
    if not pair.context.compatible(pair.first, pair.second):
        return "other classes"
    if any(pair.first.types) and any(pair.second.types):
        return "classes agree"
    return "no class to compare" if not pair.same_key and likeness.edited(*pair.keys) else ""


def person(pair: Pair) -> str:
    """Persons with names one letter apart are often two persons."""
    return "two persons' names" if "person" in pair.families and likeness.edited(*pair.keys) else ""


def together(pair: Pair) -> str:
    """Whether an article has them as arguments of one claim or in one sentence, and not to say that they are one."""
    if pair.basis in TOLD:
        return ""
    context = pair.context
    if pair.first.doc == pair.second.doc:
        places = [(pair.first.id, pair.second.id)]
    else:
        first, second = sorted((context.docs(pair.first.id), context.docs(pair.second.id)), key=len)
        places = [(a, b) for doc in first for a in first[doc] for b in second.get(doc, ())]
    if any(other == b for a, b in places for other in context.names.relations.get(a, ())):
        return "arguments of one claim"
    nodes = context.names.nodes
    shared = any(not set(nodes[a].name.sentences).isdisjoint(nodes[b].name.sentences) for a, b in places)
    if shared:
        return "in one sentence"
    return "in one article, spelt apart" if places and likeness.edited(*pair.keys) else ""


def neighbours(pair: Pair) -> str:
    """Whether claims relate both to the same third thing in the same way."""
    if pair.first.doc == pair.second.doc:
        return ""
    shared = len(pair.context.neighbours(pair.first.id) & pair.context.neighbours(pair.second.id))
    return ("", "a claim in common", "claims in common")[min(shared, 2)]


def longer(pair: Pair) -> str:
    """Whether one is a known name of the other with more words: Hunyuan Large is not 混元, known as Hunyuan."""
    more = any(pair.context.known.is_longer(*keys) for keys in permutations(pair.keys))
    return "more than a known name" if more else ""


def known(pair: Pair) -> str:
    """Whether both are known beforehand as one thing, or as two."""
    found = [known for known, _ in pair.states]
    if None in found:
        return ""
    return "one known thing" if found[0] == found[1] else "two known things"


def languages(pair: Pair) -> str:
    """Whether one is Chinese and the other not: names in brackets then translate each other; a like sound is a hint."""
    if names.is_han(pair.first.key) == names.is_han(pair.second.key):
        return ""
    return "a name in each language" if pair.basis in TOLD else "two languages"


FEATURES: tuple[Feature, ...] = (
    Feature("the article says so", basis, {BRACKET: 12, NAMED: 12, SHORT: 14, INITIALS: 8}, names=False),
    Feature("name", name, {
        "same name": 16, "same but for the legal form": 13, "same letters": 10, "one letter apart": 5,
        "one letter apart and short": 0, "same words in another order": 3, "initials": 2, "same sound": 2,
        "same meaning": 2, "one is part of the other": 1, "similar": 0, "other names": -6,
    }, names=False),
    Feature("numbers", numerals, {"other numbers": -14, "a number on one side": -8}),
    Feature("words", words, {"a word for a part": -12, "other words": -8, "more words": -3}),
    Feature("spelling", spelling, {"both are words": -6, "both are pinyin": -6, "a word spelt so nowhere else": 1}),
    Feature("spread", spread, {"both spellings recur": -5, "one spelling is rare": 2}),
    Feature("classes", classes, {
        "other kinds of thing": -24, "other classes": -8, "no class to compare": -3, "classes agree": 2,
    }, names=False),
    Feature("persons", person, {"two persons' names": -3}),
    Feature("together", together, {
        "arguments of one claim": -12, "in one sentence": -5, "in one article, spelt apart": -5,
    }),
    Feature("neighbours", neighbours, {"a claim in common": 3, "claims in common": 6}),
    Feature("longer", longer, {"more than a known name": -16}),
    Feature("known", known, {"one known thing": 20, "two known things": -40}, names=False),
    Feature("languages", languages, {"a name in each language": 1, "two languages": -1}),
)


SAME_KEY = tuple(feature for feature in FEATURES if not feature.names)


class Reason(NamedTuple):
    """What a feature found, and its weight in bits."""

    feature: str
    level: str
    weight: float


def reasons(pair: Pair) -> tuple[Reason, ...]:
    """What the features find, without those that tell nothing.

    Most pairs are one name in two articles: what is found of these is kept, by all that it depends on.
    """
    if not pair.same_key:
        return _found(pair, FEATURES)
    by = (pair.keys[0], pair.basis, pair.states, pair.first.types, pair.second.types)
    kept = pair.context.alike
    if by not in kept:
        kept[by] = _found(pair, SAME_KEY)
    return kept[by]


def _found(pair: Pair, features: Iterable[Feature]) -> tuple[Reason, ...]:
    found = ((feature, feature.compare(pair)) for feature in features)
    return tuple([Reason(feature.name, level, feature.weights[level]) for feature, level in found if level])


_BESIDE = ("the article says so", "name", "together", "known")
_OTHERS = sum(max(0.0, *feature.weights.values()) for feature in FEATURES if feature.name not in _BESIDE)
_TOGETHER = next(feature for feature in FEATURES if feature.name == "together").weights["arguments of one claim"]
_NAME = next(feature for feature in FEATURES if feature.name == "name").weights


def at_most(context: Context, first: Node, second: Node) -> float:
    """What two arguments of one claim can score at most, told from how their names are alike: much sooner known."""
    pair = Pair(context, first, second)
    if pair.same_key or known(pair):
        return float("inf")
    level = name(pair)
    return (_NAME[level] if level else 0.0) + _TOGETHER + _OTHERS
