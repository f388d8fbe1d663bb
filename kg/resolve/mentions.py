"""The names of many articles: the units that the linker joins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.article_names import ArticleNames, Name
from kg.vocab import NAMING

NodeId = tuple[str, str]
"""(article, key) of a name in an article, or ("", IRI) of a known name."""


@dataclass(slots=True)
class Node:
    """One name in one article: how it is written there, where, and what tells its class.

    `types` are the classes its mentions were given, `described` those of the nouns that stand for it ("the unit"),
    `roles` the classes that a property allows its subjects or objects, for each property it is a side of. A name that
    only stands in a bracket has no spans.
    """

    id: NodeId
    forms: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    described: Counter[str] = field(default_factory=Counter)
    roles: set[frozenset[str]] = field(default_factory=set)
    spans: tuple[tuple[int, int], ...] = ()
    sentences: frozenset[int] = frozenset()

    @property
    def doc(self) -> str:
        return self.id[0]

    @property
    def key(self) -> str:
        return self.id[1]

    @property
    def first(self) -> int:
        return self.spans[0][0]

    @property
    def text(self) -> str:
        """The form written most often, then the longest."""
        return max(self.forms, key=lambda form: (self.forms[form], len(form), form))


class Names:
    """All names of some articles: `nodes` by id, `docs` by article, `renamed` those that claims say are one.

    `is_known` says of a name's key whether it is certainly a name.
    """

    def __init__(self, articles: Iterable[ArticleNames], ontology: Ontology, is_known: Callable[[str], bool]) -> None:
        self.ontology = ontology
        self.nodes: dict[NodeId, Node] = {}
        self.renamed: set[tuple[NodeId, NodeId]] = set()
        self._is_known = is_known
        self._docs: dict[str, list[Node]] = defaultdict(list)
        for article in articles:
            for name in article.names:
                if self._counts(name):
                    self._add(self._node((article.article, name.key), name))
            self.renamed.update(
                ((article.article, said.subject), (article.article, said.object)) for said in article.relations
                # What a pronoun stands for is too uncertain to make two things one.
                if said.property == NAMING and said.fact and said.written
            )

    def _counts(self, name: Name) -> bool:
        """Whether a text is a name: a claim's argument, known, or a source written as a name and no common noun."""
        if name.standing == "said" or self._is_known(name.key):
            return True
        return name.standing == "written" and not any(self.ontology.class_of(form.lower()) for form, _ in name.forms)

    def _node(self, node_id: NodeId, name: Name) -> Node:
        described: Counter[str] = Counter()
        for noun, count in name.nouns:
            described[noun_class(noun, self.ontology)] += count
        properties = [(self.ontology.properties.get(property_), side) for property_, side in name.roles]
        roles = {known.domain if side == "domain" else known.range for known, side in properties if known}
        return Node(node_id, Counter(dict(name.forms)), Counter(dict(name.types)), described, roles, name.spans,
                    frozenset(name.sentences))

    def _add(self, node: Node) -> None:
        self.nodes[node.id] = node
        self._docs[node.doc].append(node)

    def note(self, doc: str, text: str) -> NodeId:
        """A name that the article gives for another one, though no claim mentions it: it has no span."""
        node_id = (doc, names.key(text))
        if node_id not in self.nodes:
            self._add(Node(node_id))
        node = self.nodes[node_id]
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
