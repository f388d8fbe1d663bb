"""What people decided about identity: which names are one thing, which are not, what a thing is called and is.

Decisions are input: a build reads them and never writes them. `kg.resolve.decided` reads and writes their file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

from kg.resolve import names

Kind = Literal["same", "not-same", "rename", "retype"]
KINDS: tuple[Kind, ...] = ("same", "not-same", "rename", "retype")
ANYWHERE = "*"
"""Stands for the articles that no decision names."""

_Node = tuple[str, str]
"""(article, key of a name)."""


class DecisionError(ValueError):
    """A file of decisions that cannot be used: which file, which line (None where there is none), and why."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path, self.line, self.reason = path, line, reason

    def __reduce__(self) -> tuple[type[DecisionError], tuple[Path, int | None, str]]:
        return type(self), (self.path, self.line, self.reason)  # so that it can leave a worker process


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a decision is about: in every article, or in the given ones only."""

    text: str
    articles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return names.key(self.text)

    def covers(self, doc: str) -> bool:
        return not self.articles or doc in self.articles


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `to` is the new label of a rename, the class of a retype; `line` is where it stands in its file."""

    kind: Kind
    names: tuple[Named, ...]
    to: str = ""
    who: str = ""
    why: str = ""
    line: int | None = None

    @property
    def reason(self) -> str:
        """What an explanation says: "decided by Ada: the same firm"."""
        by = f"decided by {self.who}" if self.who else "decided by a person"
        return f"{by}: {self.why}" if self.why else by


class Applied(NamedTuple):
    """A decision with the names of articles that it covers, for each of its names in their order; each is sorted."""

    decision: Decision
    nodes: tuple[tuple[_Node, ...], ...]


@dataclass(frozen=True)
class Decisions:
    """All decisions of a file. Raises DecisionError when made of decisions that contradict each other."""

    path: Path = Path("decisions.toml")
    given: tuple[Decision, ...] = ()
    digest: str = ""
    _by_kind: Mapping[str, tuple[Decision, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_kind = {kind: tuple(d for d in self.given if d.kind == kind) for kind in KINDS}
        object.__setattr__(self, "_by_kind", by_kind)
        _check(self)

    def __bool__(self) -> bool:
        return bool(self.given)

    def of(self, kind: Kind) -> tuple[Decision, ...]:
        return self._by_kind[kind]

    def check_classes(self, known: Iterable[str]) -> None:
        """Raise DecisionError for a retype to a class that is none of the `known` ones."""
        classes = set(known)
        for decision in self.of("retype"):
            if decision.to not in classes:
                raise DecisionError(self.path, decision.line, f"the ontology has no class {decision.to!r}")

    def applied(self, kind: Kind, nodes: Iterable[_Node]) -> Iterator[Applied]:
        """Each decision of a kind with the `nodes`, (article, key of a name) pairs, that it is about."""
        wanted = {named.key for decision in self.of(kind) for named in decision.names}
        by_key: dict[str, list[_Node]] = defaultdict(list)
        for node in nodes:
            if node[1] in wanted:
                by_key[node[1]].append(node)
        for decision in self.of(kind):
            yield Applied(decision, tuple(
                tuple(sorted(node for node in by_key.get(named.key, ()) if named.covers(node[0])))
                for named in decision.names))


def _check(decisions: Decisions) -> None:
    """Raise DecisionError for what is to be one and to be two, to have two labels or two classes."""
    joined = _Joined(decisions)
    for decision in decisions.of("not-same"):
        for one, other in combinations(decision.names, 2):
            shared = joined.roots(one) & joined.roots(other)
            if shared:
                lines = joined.lines(shared)
                because = f"they are by line {' and '.join(map(str, lines))}" if lines else \
                    "they are one name in the same articles"
                raise DecisionError(decisions.path, decision.line,
                                    f"{one.text!r} and {other.text!r} are not the same, but {because}")
    for kind, what in (("rename", "named"), ("retype", "of class")):
        told: dict[tuple[_Node, str], Decision] = {}
        for decision in decisions.of("rename" if kind == "rename" else "retype"):
            slot = names.language(decision.to) if kind == "rename" else ""
            for root in sorted({root for named in decision.names for root in joined.roots(named)}):
                before = told.setdefault((root, slot), decision)
                if before.to != decision.to:
                    raise DecisionError(
                        decisions.path, decision.line, f"{decision.names[0].text!r} is to be {what} {decision.to!r}, "
                        f"but line {before.line} says {before.to!r}")


class _Joined:
    """What the decisions make one: for each key, the articles that decisions name and `ANYWHERE` for all others."""

    def __init__(self, decisions: Decisions) -> None:
        self._docs: dict[str, set[str]] = defaultdict(lambda: {ANYWHERE})
        for named in (named for decision in decisions.given for named in decision.names):
            self._docs[named.key].update(named.articles)
        self._parent: dict[_Node, _Node] = {}
        self._same = decisions.of("same")
        for decision in self._same:
            first, *others = self._nodes(decision)
            for node in others:
                self._parent[max(self._find(first), self._find(node))] = min(self._find(first), self._find(node))

    def _nodes(self, decision: Decision) -> list[_Node]:
        return [node for named in decision.names for node in self._covered(named)]

    def _covered(self, named: Named) -> list[_Node]:
        docs = named.articles or self._docs[named.key]
        return sorted((doc, named.key) for doc in docs)

    def _find(self, node: _Node) -> _Node:
        while (parent := self._parent.get(node, node)) != node:
            node = parent
        return node

    def roots(self, named: Named) -> set[_Node]:
        return {self._find(node) for node in self._covered(named)}

    def lines(self, roots: set[_Node]) -> list[int]:
        """The lines of the decisions that joined these."""
        return sorted({d.line for d in self._same if d.line and any(self._find(n) in roots for n in self._nodes(d))})
