"""Pairs of names to ask a person about, with the evidence of both sides, and the decisions that answers become."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.model import Claim, Entity, Span
from kg.resolve import names
from kg.resolve.decided import write_decisions
from kg.resolve.decisions import Decision, Named
from kg.resolve.judgement import Judgement
from kg.resolve.linker import Links
from kg.resolve.mentions import NodeId

SENTENCES = 3
"""Sentences of each side that are shown."""

Answer = Literal["same", "not-same"]
ClaimsOf = Callable[[str], Iterable[Claim]]
"""An article's claims by its id."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article that names one side, which is `[start:end]` in it."""

    article: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two names: the entity it belongs to ("" for a name no claim mentions), and where it is written."""

    name: str
    iri: str
    type: str
    others: tuple[str, ...]
    articles: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether two names are one thing. `named` are they as a decision gives them: in some articles only, where the
    same text means other things elsewhere.
    """

    first: Side
    second: Side
    score: float
    explanation: str
    named: tuple[Named, Named]
    clusters: tuple[str, str]


class Review:
    """Goes through what is unsure, the likeliest pairs first, and writes each answer at once."""

    def __init__(self, links: Links, claims_of: ClaimsOf, decisions: Path, who: str = "") -> None:
        self._claims_of, self._decisions, self._who = claims_of, decisions, who
        self._unsure, self._ids = links.unsure, links.ids
        self._entities: Mapping[str, Entity] = {entity.iri: entity for entity in links.entities}
        self._nodes: defaultdict[str, list[NodeId]] = defaultdict(list)
        self._iris: defaultdict[str, set[str]] = defaultdict(set)
        for node, iri in sorted(links.ids.items()):
            self._nodes[iri].append(node)
            self._iris[node[1]].add(iri)
        self._parent: dict[str, str] = {}
        self._apart: list[tuple[str, str]] = []
        self.answered = 0

    def __len__(self) -> int:
        return len(self._unsure)

    def questions(self) -> Iterator[Question]:
        """What is still to be asked: pairs that the answers so far settle are passed over."""
        for judgement in self._unsure:
            question = self._question(judgement)
            one, other = map(self._root, question.clusters)
            if one != other and not any({self._root(a), self._root(b)} == {one, other} for a, b in self._apart):
                yield question

    def answer(self, question: Question, answer: Answer) -> Decision:
        """Write the answer down. DecisionError, and nothing written, where it contradicts an earlier decision."""
        decision = Decision(answer, question.named, who=self._who, why=f"reviewed: {question.explanation}")
        write_decisions(self._decisions, [decision])
        if answer == "same":
            one, other = map(self._root, question.clusters)
            self._parent[max(one, other)] = min(one, other)
        else:
            self._apart.append(question.clusters)
        self.answered += 1
        return decision

    def _root(self, cluster: str) -> str:
        while cluster in self._parent:
            cluster = self._parent[cluster]
        return cluster

    def _question(self, judgement: Judgement) -> Question:
        nodes = (judgement.first, judgement.second)
        (first, second), (one, other) = nodes, judgement.texts
        return Question(
            self._side(first, one), self._side(second, other), judgement.score, judgement.explanation,
            (self._named(first, one), self._named(second, other)), (self._cluster(first), self._cluster(second)))

    def _cluster(self, node: NodeId) -> str:
        return self._ids.get(node, "\0".join(node))

    def _named(self, node: NodeId, text: str) -> Named:
        """The name as a decision gives it: in every article, unless it means another thing in some."""
        if len(self._iris[node[1]]) < 2:
            return Named(text)
        return Named(text, tuple(sorted(doc for doc, key in self._nodes[self._cluster(node)] if key == node[1])))

    def _side(self, node: NodeId, text: str) -> Side:
        iri = self._ids.get(node, "")
        members = self._nodes.get(iri, [node])
        entity = self._entities.get(iri)
        called = [*entity.labels.values(), *(name for name, _ in entity.aliases)] if entity else []
        others = tuple(dict.fromkeys(name for name in called if names.key(name) != node[1]))
        return Side(text, iri, entity.type if entity else "", others, len({doc for doc, _ in members}),
                    tuple(self._sentences([node, *(member for member in members if member != node)])))

    def _sentences(self, members: Iterable[NodeId]) -> Iterator[Sentence]:
        """The first sentences that name one of these, those of the first name before others'."""
        shown: set[tuple[str, int]] = set()
        for doc, key in members:
            for claim in self._claims_of(doc):
                span = next((span for span in _spans(claim) if names.key(span.text) == key), None)
                if span is None or (place := (doc, claim.sentence.start)) in shown:
                    continue
                shown.add(place)
                start, end = span.start - claim.sentence.start, span.end - claim.sentence.start
                inside = start >= 0 and end <= len(claim.sentence.text)  # what a pronoun stands for may be elsewhere
                yield Sentence(doc, claim.sentence.text, *((start, end) if inside else (0, 0)))
                if len(shown) == SENTENCES:
                    return


def _spans(claim: Claim) -> list[Span]:
    """The names that a claim mentions, or that its words stand for."""
    parts = (claim.subject, claim.object, *((claim.attribution,) if claim.attribution else ()))
    return [part.antecedent or part.span for part in parts]
