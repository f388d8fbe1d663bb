"""All that linking needs of one article: its names, what its claims say between them, its names in brackets.

`names_of` is a function of the article alone, so its result can be kept beside the article's claims and linked again,
with those of any other articles, without reading either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from kg.model import Argument, Article, Attribution, Claim, Span
from kg.resolve import names
from kg.resolve.brackets import Bracket, brackets

_Rows = list[Any]

Standing = Literal["said", "written", "heard"]
"""What makes a text a name: a claim's argument is one ("said"), it is written as one and has a class, or neither."""


class Name(NamedTuple):
    """One name in one article, by its normal form; counts are of mentions, the same span in several claims being one.

    `nouns` are the phrases that stand for it ("the unit"), `roles` the (property, "domain" or "range") it is a side of.
    """

    key: str
    forms: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...] = ()
    nouns: tuple[tuple[str, int], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    sentences: tuple[int, ...] = ()
    standing: Standing = "said"


class Relation(NamedTuple):
    """A claim between two names, given by their keys. `written`: neither side is a pronoun or noun for its name."""

    subject: str
    property: str
    object: str
    fact: bool
    written: bool


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """The names of an article, sorted by key; `relations` are its claims of the ontology between two of them."""

    article: str
    names: tuple[Name, ...] = ()
    relations: tuple[Relation, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    publisher: str = ""

    def to_json(self) -> dict[str, Any]:
        """A row for JSON, with a list for each record."""
        return {"article": self.article, "names": self.names, "relations": self.relations, "brackets": self.brackets,
                "publisher": self.publisher}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> ArticleNames:
        return cls(
            row["article"],
            tuple([_to_name(*name) for name in row["names"]]),
            tuple(map(Relation._make, row["relations"])),
            tuple(map(Bracket._make, row["brackets"])), row["publisher"],
        )


def names_of(article: Article, claims: Iterable[Claim]) -> ArticleNames:
    """The names that claims of the article mention, in whatever order they come."""
    return ArticleNames(article.id, *_mentioned(list(claims)), tuple(sorted(set(brackets(article.text)))),
                        article.publisher or "")


@dataclass(slots=True)
class _Draft:
    """A name while mentions are added; `types` has, by span, the classes of arguments and those of sources."""

    key: str
    types: dict[Span, tuple[Counter[str], Counter[str]]] = field(default_factory=dict)
    nouns: Counter[str] = field(default_factory=Counter)
    roles: set[tuple[str, str]] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    standings: set[Standing] = field(default_factory=set)

    def add(self, claim: Claim, span: Span, type_: str, standing: Standing, *, is_source: bool) -> None:
        self.types.setdefault(span, (Counter(), Counter()))[is_source][type_] += 1
        self.sentences.add(claim.sentence.start)
        self.standings.add(standing)

    def name(self) -> Name:
        standing: Standing = next(s for s in ("said", "written", "heard") if s in self.standings)
        types = Counter(_commonest(said or told) for said, told in self.types.values())
        return Name(
            self.key, _counted(Counter(span.text for span in self.types)), _counted(types), _counted(self.nouns),
            tuple(sorted(self.roles)), tuple(sorted((span.start, span.end) for span in self.types)),
            tuple(sorted(self.sentences)), standing,
        )


def _mentioned(claims: Sequence[Claim]) -> tuple[tuple[Name, ...], tuple[Relation, ...]]:
    drafts: dict[str, _Draft] = {}
    relations: set[Relation] = set()
    for claim in claims:
        first, second = (_add_argument(drafts, claim, *side)
                         for side in ((claim.subject, "domain"), (claim.object, "range")))
        if claim.predicate.property and first and second:
            written = claim.subject.antecedent is None and claim.object.antecedent is None
            relations.add(Relation(first, claim.predicate.property, second, claim.is_fact, written))
        source = claim.attribution
        if source and (standing := _source_standing(claim, source)):
            span = source.antecedent or source.span
            if name_key := names.key(span.text):
                draft = drafts.setdefault(name_key, _Draft(name_key))
                draft.add(claim, span, source.type, standing, is_source=True)
    found = tuple(drafts[name_key].name() for name_key in sorted(drafts))
    return found, tuple(sorted(relations))


def _add_argument(drafts: dict[str, _Draft], claim: Claim, argument: Argument, side: str) -> str:
    """The key of the argument's name, "" for one that is none."""
    span = argument.antecedent or argument.span
    name_key = names.key(span.text) if is_name(argument) else ""
    if name_key:
        draft = drafts.setdefault(name_key, _Draft(name_key))
        draft.add(claim, span, argument.type, "said", is_source=False)
        if claim.predicate.property:
            draft.roles.add((claim.predicate.property, side))
        if argument.antecedent:
            draft.nouns[argument.text] += 1
    return name_key


def _source_standing(claim: Claim, source: Attribution) -> Standing | None:
    """How sure it is that the source of a claim is a name; None for one that stands for no name.

    A single word that opens its sentence has a capital anyway ("Analysts said"), so it is only heard: it counts where
    the same article mentions it otherwise, or where it is known.
    """
    if source.antecedent:
        return "said" if names.looks_like_name(source.antecedent.text) else None
    if source.kind:
        return "said" if source.kind == "name" else None
    opens = source.start == claim.sentence.start and re.fullmatch(r"[A-Z][a-z]+", source.text)
    return "written" if source.type and names.looks_like_name(source.text) and not opens else "heard"


def is_name(argument: Argument) -> bool:
    """Whether an argument is a name, or stands for one: only names become entities."""
    if argument.antecedent:
        return argument.kind in ("name", "nominal", "pronoun") and names.looks_like_name(argument.antecedent.text)
    return argument.kind == "name"


def _commonest(counts: Counter[str]) -> str:
    return max(counts, key=lambda text: (counts[text], text))


def _counted(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items()))


def _to_name(key: str, forms: _Rows, types: _Rows, nouns: _Rows, roles: _Rows, spans: _Rows, sentences: list[int],
             standing: Standing) -> Name:
    """The name that a row of JSON holds. Written out, since a build reads all names of all articles."""
    return Name(key, tuple(map(tuple, forms)), tuple(map(tuple, types)), tuple(map(tuple, nouns)),
                tuple(map(tuple, roles)), tuple(map(tuple, spans)), tuple(sentences), standing)
