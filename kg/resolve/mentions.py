"""The names that claims mention, article by article: the units that the linker joins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Argument, Attribution, Claim, Span
from kg.ontology import Ontology
from kg.resolve import names

NodeId = tuple[str, str]
"""(article, key) of a name in an article, or ("", IRI) of a known name."""


@dataclass(slots=True)
class Node:
    """One name in one article: how it is written there, where, and which classes its mentions were given."""

    id: NodeId
    forms: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    spans: set[tuple[int, int]] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)

    @property
    def doc(self) -> str:
        return self.id[0]

    @property
    def key(self) -> str:
        return self.id[1]

    @property
    def first(self) -> int:
        return min(start for start, _ in self.spans)

    @property
    def text(self) -> str:
        """The form written most often, then the longest."""
        return max(self.forms, key=lambda form: (self.forms[form], len(form), form))


class Names:
    """All names of some claims. `nodes` by id, `docs` article by article."""

    def __init__(self, claims: Sequence[Claim], ontology: Ontology) -> None:
        self.ontology = ontology
        self.nodes: dict[NodeId, Node] = {}
        self._docs: dict[str, list[Node]] = defaultdict(list)
        for claim in claims:
            for argument in (claim.subject, claim.object):
                if is_name(argument):
                    self.add(claim, argument.antecedent or argument.span, argument.type)
        for claim in claims:
            if claim.attribution and self._is_source(claim, claim.attribution):
                source = claim.attribution
                self.add(claim, Span(source.text, source.start, source.end), source.type)
        for node in self.nodes.values():
            self._docs[node.doc].append(node)

    def add(self, claim: Claim, span: Span, type_: str) -> None:
        """One mention; the same span in several claims counts once."""
        name_key = names.key(span.text)
        if not name_key:
            return
        node = self.nodes.setdefault((claim.doc, name_key), Node((claim.doc, name_key)))
        node.sentences.add(claim.sentence.start)
        if (span.start, span.end) not in node.spans:
            node.spans.add((span.start, span.end))
            node.forms[span.text] += 1
            node.types[type_] += 1

    def note(self, doc: str, text: str) -> NodeId:
        """A name that the article gives for another one, though no claim mentions it: it has no span."""
        node_id = (doc, names.key(text))
        node = self.nodes.get(node_id)
        if node is None:
            node = self.nodes[node_id] = Node(node_id)
            self._docs[doc].append(node)
        if not node.spans:
            node.forms[text] += 1
        return node_id

    def docs(self) -> Iterator[tuple[str, Sequence[Node]]]:
        """Each article with its names in the order of their keys."""
        for doc, nodes in sorted(self._docs.items()):
            yield doc, sorted(nodes, key=lambda node: node.key)

    def family(self, node: Node) -> str:
        """The family of classes that most mentions belong to; "" where no mention has a class."""
        votes: Counter[str] = Counter()
        for type_, count in node.types.items():
            votes[family(type_, self.ontology)] += count
        votes.pop("", None)
        return max(votes, key=lambda name: (votes[name], name)) if votes else ""

    def is_organization(self, node: Node) -> bool:
        """Whether no mention was given a class that an organisation cannot have, and one that it has."""
        given = [type_ for type_ in node.types if type_]
        return bool(given) and all(self.ontology.is_a(type_, "Organization") for type_ in given)

    def _is_source(self, claim: Claim, source: Attribution) -> bool:
        """Whether the source of a claim is a name: one that claims mention, or one written as a name."""
        if (claim.doc, names.key(source.text)) in self.nodes:
            return True
        opens = source.start == claim.sentence.start and " " not in source.text
        return bool(source.type) and names.looks_like_name(source.text) and not opens and not names.is_han(source.text)


def is_name(argument: Argument) -> bool:
    """Whether an argument is a name, or stands for one: only names become entities."""
    if argument.antecedent:
        return argument.kind in ("name", "nominal", "pronoun") and names.looks_like_name(argument.antecedent.text)
    return argument.kind == "name"


def family(type_: str, ontology: Ontology) -> str:
    """The family of a class in `names.toml`: classes of different families are never one thing."""
    families: Mapping[str, str] = names.tables()["families"]
    return next((name for cls, name in families.items() if type_ and ontology.is_a(type_, cls)), "")
