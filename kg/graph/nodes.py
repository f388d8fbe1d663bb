"""From an argument of a claim to the RDF term that stands for it.

| The argument | Its term | In a plain triple |
|---|---|---|
| an entity (`id`) | its IRI | yes |
| a number | the value's node, shared by all claims | yes |
| a date | a typed literal (as object) | yes |
| a value or time not normalised, a clause | its words as a literal (as object) | no |
| another name of the subject (`kg:alsoKnownAs`) | that name as a literal (as object) | no |
| any other words ("the new team", "it") | a node of its own, with `kg:unnamed true` | no |

Another name is no other thing: as a label of the entity it stands in the graph already (`skos:altLabel`).
Words without an entity get one node per span, in the article's graph: whether "the team" here is "the team" there is
for the Linker to say, never for the graph. An argument that rests on an antecedent takes the antecedent's span, so
that "it" and what it stands for are one node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import terms
from kg.graph.iris import graph_iri, mention_iri
from kg.graph.values import value_node, value_quads
from kg.model import Argument, Article, Attribution, Claim, Span
from kg.resolve import names
from kg.vocab import NAMING


@dataclass(frozen=True, slots=True)
class Node:
    """A term, the quads that describe it, and whether a plain triple may hold it."""

    term: NamedNode | Literal
    quads: tuple[Quad, ...] = ()
    stands: bool = True


def subject_node(article: Article, claim: Claim) -> Node:
    """The node of a claim's subject; never a literal."""
    return _thing_node(article, claim.subject)


def _thing_node(article: Article, argument: Argument) -> Node:
    if argument.id is not None:
        return Node(NamedNode(argument.id))
    if argument.kind == "value" and argument.value is not None and argument.unit != "date":
        return number_node(argument.value, argument.unit or "")
    return _mention(article, argument.antecedent or argument.span, argument.type)


def object_node(article: Article, claim: Claim) -> Node:
    """The node or literal of a claim's object."""
    argument = claim.object
    if claim.predicate.property == NAMING:
        return Node(terms.label(argument.name, names.language(argument.name)), stands=False)
    if argument.id is None and argument.value is not None and (argument.unit == "date" or argument.kind == "time"):
        return Node(terms.time(argument.value))
    if argument.id is None and argument.value is not None:
        return number_node(argument.value, argument.unit or "")
    if argument.id is None and argument.kind in ("value", "time", "clause"):
        words = terms.text(argument.text, terms.language_at(article, argument.start))
        return Node(words, stands=False)
    return _thing_node(article, argument)


def source_node(article: Article, source: Attribution) -> Node:
    """The node of who says so."""
    if source.id is not None:
        return Node(NamedNode(source.id))
    return _mention(article, source.antecedent or source.span, source.type)


def number_node(value: str, unit: str) -> Node:
    return Node(value_node(value, unit), tuple(value_quads(value, unit)))


def _mention(article: Article, span: Span, cls: str) -> Node:
    node, graph = mention_iri(article, span), graph_iri(article)

    def describe() -> Iterator[Quad]:
        yield Quad(node, terms.TYPE, terms.kg(cls) if cls else terms.THING, graph)
        yield Quad(node, terms.LABEL, terms.label(span.text, terms.language_at(article, span.start)), graph)
        yield Quad(node, terms.kg("unnamed"), terms.boolean(True), graph)

    return Node(node, tuple(describe()), stands=False)
