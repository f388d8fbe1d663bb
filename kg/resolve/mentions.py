"""The names that claims mention, article by article: the units that the linker joins."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Argument, Attribution, Claim, Span
from kg.ontology import Ontology
from kg.resolve import names
from kg.vocab import NAMING

NodeId = tuple[str, str]
"""(article, key) of a name in an article, or ("", IRI) of a known name."""


@dataclass(slots=True)
class Node:
    """One name in one article: how it is written there, where, and what tells its class.

    `types` are the classes its mentions were given, `described` those of the nouns that stand for it ("the unit"),
    `roles` the classes that a property allows its subjects or objects, for each property it is a side of.
    """

    id: NodeId
    forms: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    described: Counter[str] = field(default_factory=Counter)
    roles: set[frozenset[str]] = field(default_factory=set)
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
    """All names of some claims. `nodes` by id, `docs` article by article, `renamed` the names that claims say are one.

    `is_known` says of a name's key whether it is certainly a name.
    """

    def __init__(self, claims: Sequence[Claim], ontology: Ontology, is_known: Callable[[str], bool]) -> None:
        self.ontology = ontology
        self.nodes: dict[NodeId, Node] = {}
        self.renamed: set[tuple[NodeId, NodeId, str]] = set()
        self._is_known = is_known
        self._docs: dict[str, list[Node]] = defaultdict(list)
        for claim in claims:
            self._add_arguments(claim)
        for claim in claims:
            source = claim.attribution
            if source and self._is_source(claim, source):
                self.add(claim, source.antecedent or source.span, source.type)
        for node in self.nodes.values():
            self._docs[node.doc].append(node)

    def _add_arguments(self, claim: Claim) -> None:
        property_ = self.ontology.properties.get(claim.predicate.property or "")
        found: list[Node | None] = []
        for argument, role in ((claim.subject, "domain"), (claim.object, "range")):
            node = self.add(claim, argument.antecedent or argument.span, argument.type) if is_name(argument) else None
            found.append(node)
            if node is None:
                continue
            if property_:
                node.roles.add(property_.domain if role == "domain" else property_.range)
            if argument.antecedent:
                node.described[noun_class(argument.text, self.ontology)] += 1
        first, second = found
        # What a pronoun stands for is too uncertain to make two things one.
        written = claim.subject.antecedent is None and claim.object.antecedent is None
        if claim.predicate.property == NAMING and claim.is_fact and written and first and second:
            self.renamed.add((first.id, second.id, second.text))

    def add(self, claim: Claim, span: Span, type_: str) -> Node | None:
        """One mention, None where the text is no name at all; the same span in several claims counts once."""
        name_key = names.key(span.text)
        if not name_key:
            return None
        node = self.nodes.setdefault((claim.doc, name_key), Node((claim.doc, name_key)))
        node.sentences.add(claim.sentence.start)
        if (span.start, span.end) not in node.spans:
            node.spans.add((span.start, span.end))
            node.forms[span.text] += 1
            node.types[type_] += 1
        return node

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
        """Whether the source of a claim is a name or stands for one.

        Where the extractor does not say, a name is what claims mention, what is known, or what is written as a name
        and has a class. A single word that opens its sentence has a capital anyway ("Analysts said").
        """
        if source.antecedent:
            return names.looks_like_name(source.antecedent.text)
        if source.kind:
            return source.kind == "name"
        name_key = names.key(source.text)
        if (claim.doc, name_key) in self.nodes or self._is_known(name_key):
            return True
        if not source.type or self.ontology.class_of(source.text.lower()):
            return False
        opens = source.start == claim.sentence.start and re.fullmatch(r"[A-Z][a-z]+", source.text)
        return names.looks_like_name(source.text) and not opens


def is_name(argument: Argument) -> bool:
    """Whether an argument is a name, or stands for one: only names become entities."""
    if argument.antecedent:
        return argument.kind in ("name", "nominal", "pronoun") and names.looks_like_name(argument.antecedent.text)
    return argument.kind == "name"


def noun_class(text: str, ontology: Ontology) -> str:
    """The class of the noun that a phrase ends in: "BusinessUnit" of "this new unit" and 该部门; "" for no noun."""
    if names.is_han(text):
        ends = (text[start:] for start in range(len(text)))
    else:
        words = text.lower().split()
        ends = (" ".join(words[start:]) for start in range(len(words)))
    return next((cls for end in ends if (cls := ontology.class_of(end))), "")


def family(type_: str, ontology: Ontology) -> str:
    """The family of a class in `names.toml`: classes of different families are never one thing."""
    families: Mapping[str, str] = names.tables()["families"]
    return next((name for cls, name in families.items() if type_ and ontology.is_a(type_, cls)), "")
