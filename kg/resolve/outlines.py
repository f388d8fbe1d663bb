"""What linking asks of all articles at once: a short form of each article's names.

Most of a corpus stays as it is from one build to the next. Its outlines say which names an article that came, changed
or went could bear on (see `groups.py`); only of those the names themselves are read, and linked again. An outline is a
function of the article's names and of the ontology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.ontology import Ontology
from kg.resolve import names
from kg.resolve.article_names import ArticleNames
from kg.resolve.brackets import Bracket
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names, Node
from kg.resolve.shortened import body_parts, is_initials, person_parts


class Term(NamedTuple):
    """A name of an article: what it is counted under (`KnownNames.identity`), and the forms in which it is written."""

    key: str
    identity: str
    text: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """An article's names in short; `ties` are the pairs of keys that the article itself may make one."""

    article: str
    terms: tuple[Term, ...] = ()
    ties: tuple[tuple[str, str], ...] = ()
    brackets: tuple[Bracket, ...] = ()
    publisher: str = ""

    def to_json(self) -> list[Any]:
        """A row for JSON."""
        return [self.article, self.terms, self.ties, self.brackets, self.publisher]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> Outline:
        article, terms, ties, brackets, publisher = row
        return cls(article, tuple([Term(key, identity, text, tuple(forms)) for key, identity, text, forms in terms]),
                   tuple([(one, other) for one, other in ties]), tuple(map(Bracket._make, brackets)), publisher)


def outline(article: ArticleNames, ontology: Ontology, known: KnownNames) -> Outline:
    """The outline of an article."""
    mentioned = Names([article], ontology, known)
    nodes = sorted(mentioned.nodes.values(), key=lambda node: node.key)
    terms = tuple(Term(node.key, known.identity(node, mentioned.family(node)), node.text,
                       tuple(form for form, _ in node.name.forms)) for node in nodes)
    ties = {*_renamed(mentioned), *_shortened(nodes), *_initials(nodes)}
    return Outline(article.article, terms, tuple(sorted(ties)), article.brackets, article.publisher)


def _renamed(mentioned: Names) -> Iterator[tuple[str, str]]:
    return ((one[1], other[1]) for one, other in mentioned.renamed if one != other)


def _shortened(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Names with others that are a part of them, whatever their classes are: joins may yet change these."""
    full: dict[object, list[str]] = defaultdict(list)
    for node in nodes:
        for part in (*person_parts(names.person(node.key)), *(part for part, _ in body_parts(node.key))):
            full[part].append(node.key)
    for node in nodes:
        for whole in (names.person(node.key), node.key):
            yield from ((node.key, longer) for longer in full.get(whole, ()) if longer != node.key)


def _initials(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    short = [node for node in nodes if is_initials(node.text)]
    for node in nodes if short else ():
        if " " in node.key:
            yield from ((one.key, node.key) for one in short if names.is_acronym(one.text, node.text))
