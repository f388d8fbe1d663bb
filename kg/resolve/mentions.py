"""The names of many articles: the units that the linker joins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.article_names import ArticleNames, Name
from kg.vocab import NAMING

if TYPE_CHECKING:
    from kg.resolve.known import KnownNames

NodeId = tuple[str, str]
"""(article, key) of a name in an article, or ("", IRI) of a known name."""


class Node:
    """One name in one article. A name that only stands in a bracket has no mentions: no spans, no classes."""

    __slots__ = ("_text", "doc", "id", "key", "name", "types")

    def __init__(self, node_id: NodeId, name: Name) -> None:
        """`types` are the classes its mentions were given, "" among them where some were given none."""
        self.id, self.name, self._text = node_id, name, ""
        self.doc, self.key = node_id
        self.types = tuple([type_ for type_, _ in name.types])

    def note(self, text: str) -> None:
        """Count another written form of a name that has no mentions."""
        forms = Counter(dict(self.name.forms)) + Counter([text])
        self.name, self._text = self.name._replace(forms=tuple(sorted(forms.items()))), ""

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return self.name.spans

    @property
    def first(self) -> int:
        return self.name.spans[0][0]

    @property
    def text(self) -> str:
        """The form written most often, then the longest."""
        if not self._text:
            self._text = max(self.name.forms, key=lambda form: (form[1], len(form[0]), form[0]))[0]
        return self._text


class Names:
    """All names of some articles, given in the order of their ids; with `keys`, only names that have one of them.

    `nodes` by id; `relations` are the pairs of names of an article that a claim relates, each in both directions, and
    `beside` the same with the identity of the other name (`KnownNames.identity`); `renamed` those that a claim says are
    one. Relations reach names that have none of the keys.
    """

    def __init__(self, articles: Sequence[ArticleNames], ontology: Ontology, known: KnownNames,
                 keys: Container[str] | None = None) -> None:
        self.ontology = ontology
        self.nodes: dict[NodeId, Node] = {}
        self.relations: dict[NodeId, set[NodeId]] = defaultdict(set)
        self.beside: dict[NodeId, set[tuple[str, str]]] = defaultdict(set)
        self.renamed: set[tuple[NodeId, NodeId]] = set()
        self._known = known
        self._families: dict[tuple[tuple[str, int], ...], str] = {}
        self._docs: dict[str, list[Node]] = {}
        for article in articles:
            self._docs[article.article] = []
            found = {name.key: Node((article.article, name.key), name) for name in article.names if self._counts(name)}
            for node in found.values():
                if keys is None or node.key in keys:
                    self._add(node)
            self._relate(article, found)

    def _relate(self, article: ArticleNames, found: Mapping[str, Node]) -> None:
        """Note what claims say of the names that are taken in."""
        for said in article.relations:
            one, other = (article.article, said.subject), (article.article, said.object)
            if said.property != NAMING:
                if said.written and one != other:
                    self._put_beside(one, found[said.object], said.property)
                    self._put_beside(other, found[said.subject], said.property + " of")
            elif said.fact and said.written and one in self.nodes:  # a pronoun is too uncertain to make two things one
                self.renamed.add((one, other))

    def _put_beside(self, one: NodeId, other: Node, property_: str) -> None:
        if one in self.nodes:
            self.relations[one].add(other.id)
            self.beside[one].add((property_, self._known.identity(other, self.family(other))))

    def _counts(self, name: Name) -> bool:
        """Whether a text is a name: a claim's argument, known, or a source written as a name and no common noun."""
        if name.standing == "said" or self._known.is_form(name.key):
            return True
        return name.standing == "written" and not any(self.ontology.class_of(form.lower()) for form, _ in name.forms)

    def _add(self, node: Node) -> None:
        self.nodes[node.id] = node
        self._docs[node.doc].append(node)

    def note(self, doc: str, text: str) -> NodeId:
        """A name that the article gives for another one, though no claim mentions it: it has no span."""
        node_id = (doc, names.key(text))
        if node_id not in self.nodes:
            self._add(Node(node_id, Name(node_id[1], ())))
        node = self.nodes[node_id]
        if not node.spans:
            node.note(text)
        return node_id

    def docs(self) -> Iterator[tuple[str, Sequence[Node]]]:
        """Each article with its names in the order of their keys."""
        for doc, nodes in self._docs.items():
            yield doc, sorted(nodes, key=lambda node: node.key)

    def family(self, node: Node) -> str:
        """The family of classes that most mentions belong to; "" where no mention has a class."""
        types = node.name.types
        if types not in self._families:
            votes: Counter[str] = Counter()
            for type_, count in types:
                votes[family(type_, self.ontology)] += count
            votes.pop("", None)
            self._families[types] = max(votes, key=lambda name: (votes[name], name)) if votes else ""
        return self._families[types]

    def is_organization(self, node: Node) -> bool:
        """Whether no mention was given a class that an organisation cannot have, and one that it has."""
        given = [type_ for type_ in node.types if type_]
        return bool(given) and all(self.ontology.is_a(type_, "Organization") for type_ in given)


def family(type_: str, ontology: Ontology) -> str:
    """The family of a class in `names.toml`: classes of different families are never one thing."""
    families: Mapping[str, str] = names.tables()["families"]
    return next((name for cls, name in families.items() if type_ and ontology.is_a(type_, cls)), "")
