"""Brings a store from the graph of some articles to the graph of others, by what changed alone.

The graph is that of `kg.graph.quads`: named graphs that depend on one article each, and a default graph that depends on
all. The store itself says what the default graph rests on: how many graphs state a fact, whether any still mentions a
value. So nothing is kept beside it that could disagree with it, and a graph made in one go is one that was brought
forward from an empty store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg import vocab
from kg.graph import corroboration, terms
from kg.graph.corroboration import ORIGIN, SIGNATURE, Statement
from kg.graph.entities import REPLACED_BY, entity_quads
from kg.graph.facts import fact_quads
from kg.graph.iris import DATASET
from kg.graph.provenance import Run, run_quads
from kg.graph.quads import Part, described
from kg.graph.vocabulary import vocabulary_quads
from kg.model import Entity
from kg.ontology import Ontology

STATES, TRIPLES = terms.kg("states"), NamedNode(vocab.VOID + "triples")
DERIVED = terms.prov("wasDerivedFrom")
DEFAULT = DefaultGraph()
BULK = 50_000
"""Quads from which a bulk load is faster than single inserts."""


class Update:
    """One change of the graph in a store: `articles` first, then `entities`, then `finish`, each once.

    `touched` are the subjects of all quads that came or went; it stays empty for a store that was empty.
    """

    def __init__(self, store: Store, ontology: Ontology, run: Run) -> None:
        self.touched: set[NamedNode] = set()
        self._store, self._ontology, self._run = store, ontology, run
        self._from_nothing = next(self._quads(), None) is None
        self._facts: dict[NamedNode, Triple | None] = {}
        self._values: dict[NamedNode, set[Quad]] = {}
        self._coming: list[Quad] = []
        self._more = 0

    def articles(self, parts: Iterable[Part], gone: Iterable[str] = ()) -> None:
        """Put the parts in the place of their articles' earlier ones, and remove the articles with the ids `gone`."""
        if self._from_nothing:
            self._store.bulk_extend(self._first(parts))
            return
        for article in gone:
            graph = NamedNode(vocab.graph_iri(article))
            self._replace_part(Part(graph, frozenset(), frozenset(), {}))
            self._store.remove_graph(graph)  # an empty one would still be told of, and exported
        for part in parts:
            self._replace_part(part)
        self._write()

    def entities(self, changed: Iterable[Entity], gone: Iterable[str] = ()) -> None:
        """Describe the entities as they are now; those with the IRIs `gone` are no more."""
        for iri in gone:
            self._replace(self._of_entity(NamedNode(iri)), set())
        for entity in changed:
            self._replace(self._of_entity(NamedNode(entity.iri)), set(entity_quads(entity)))

    def finish(self, articles: Iterable[str], languages: Iterable[str], entities: int) -> None:
        """Bring facts, values, vocabulary, run and statistics in line with the articles.

        `articles` are the IRIs of all the graph's articles, `languages` theirs, `entities` counts all.
        """
        for fact, triple in self._facts.items():
            self._replace_fact(fact, triple)
        for node, quads in self._values.items():
            self._replace_value(node, quads)
        self._write()
        nodes = [NamedNode(article) for article in articles]
        self._replace(set(self._vocabulary()), set(vocabulary_quads(self._used(), self._ontology)))
        self._replace(self._of_run(), set(run_quads(self._run, nodes)))
        self._describe(languages, len(nodes), entities)
        self._write()

    def _first(self, parts: Iterable[Part]) -> Iterator[Quad]:
        for part in parts:
            self._note(part)
            self._more += len(part.quads)
            yield from part.quads

    def _note(self, part: Part) -> None:
        self._facts.update(part.facts)
        for quad in part.values:
            assert isinstance(quad.subject, NamedNode)
            self._values.setdefault(quad.subject, set()).add(quad)

    def _replace_part(self, part: Part) -> None:
        before = set(self._quads(graph=part.graph))
        self._note(part)
        for quad in before - part.quads:
            if quad.predicate == STATES and isinstance(quad.object, NamedNode):
                self._facts.setdefault(quad.object, None)
            elif isinstance(quad.object, NamedNode) and quad.object.value.startswith(vocab.VALUE):
                self._values.setdefault(quad.object, set())
        self._replace(before, part.quads)

    def _replace_fact(self, fact: NamedNode, triple: Triple | None) -> None:
        """The fact as so many articles state it as have a claim that states it; without any, it goes."""
        note = set() if self._from_nothing else set(self._quads(fact, graph=DEFAULT))
        if note:
            triple = _triple(note)
            note.add(Quad(triple.subject, triple.predicate, triple.object))
        support = corroboration.support(self._statements(fact))
        assert triple is not None or not support.articles, f"nothing says what {fact} is"
        self._replace(note, set(fact_quads({triple: support})) if support.articles and triple is not None else set())

    def _statements(self, fact: NamedNode) -> Iterator[Statement]:
        for quad in self._quads(predicate=STATES, object_=fact):
            claim, graph = quad.subject, quad.graph_name
            assert isinstance(claim, NamedNode)
            assert isinstance(graph, NamedNode)
            evidence = self._object(claim, DERIVED, graph)
            signature = self._object(evidence, SIGNATURE, graph) if isinstance(evidence, NamedNode) else None
            origin = self._object(claim, ORIGIN, graph)
            yield Statement(graph.value, *(term.value if term else "" for term in (origin, signature)))

    def _object(self, subject: NamedNode, predicate: NamedNode, graph: NamedNode) -> NamedNode | Literal | None:
        quad = next(self._quads(subject, predicate, graph=graph), None)
        return quad.object if quad and isinstance(quad.object, NamedNode | Literal) else None

    def _replace_value(self, node: NamedNode, quads: set[Quad]) -> None:
        mentioned = quads or any(quad.graph_name != DEFAULT for quad in self._quads(object_=node))
        before = self._description(node)
        self._replace(before, quads or (before if mentioned else set()))

    def _description(self, node: NamedNode) -> set[Quad]:
        """What the default graph says of a node, its plain triples apart."""
        if self._from_nothing:
            return set()
        return {quad for quad in self._quads(node, graph=DEFAULT)
                if quad.predicate.value.removeprefix(vocab.KG) not in self._ontology.properties}

    def _of_entity(self, node: NamedNode) -> set[Quad]:
        """What the default graph says of an entity, and which IRIs it says the entity took over."""
        if self._from_nothing:
            return set()
        own = {quad for quad in self._description(node) if quad.predicate != REPLACED_BY}
        return own | set(self._quads(None, REPLACED_BY, node, DEFAULT))

    def _vocabulary(self) -> Iterator[Quad]:
        for name in (*self._ontology.classes, *self._ontology.properties):
            yield from self._quads(terms.kg(name), graph=DEFAULT)

    def _used(self) -> set[str]:
        """Local names of the ontology's classes and properties that stand in the graph."""
        return {name for name in (*self._ontology.classes, *self._ontology.properties)
                if any(next(self._quads(predicate=predicate, object_=terms.kg(name)), None) is not None
                       for predicate in (terms.TYPE, terms.PREDICATE))}

    def _of_run(self) -> set[Quad]:
        subjects = {quad.subject for quad in run_quads(self._run, ())}
        return {quad for subject in subjects for quad in self._store.quads_for_pattern(subject, None, None, DEFAULT)}

    def _describe(self, languages: Iterable[str], documents: int, entities: int) -> None:
        before = set(self._quads(DATASET, graph=DEFAULT))
        counted = sum(int(quad.object.value) for quad in before
                      if quad.predicate == TRIPLES and isinstance(quad.object, Literal))
        others = counted - len(before) + self._more
        self._replace(before, described(self._run, languages, documents=documents, entities=entities, others=others))

    def _replace(self, before: Set[Quad], after: Set[Quad]) -> None:
        going, coming = before - after, after - before
        for quad in going:
            self._store.remove(quad)
        self._coming.extend(coming)
        self._more += len(coming) - len(going)
        if not self._from_nothing:
            self.touched.update(quad.subject for quad in (*going, *coming) if isinstance(quad.subject, NamedNode))
        elif len(self._coming) >= BULK:
            self._write()

    def _write(self) -> None:
        write = self._store.bulk_extend if len(self._coming) >= BULK else self._store.extend
        write(self._coming)
        self._coming = []

    def _quads(self, subject: NamedNode | None = None, predicate: NamedNode | None = None,
               object_: NamedNode | None = None, graph: NamedNode | DefaultGraph | None = None) -> Iterator[Quad]:
        return self._store.quads_for_pattern(subject, predicate, object_, graph)


def _triple(note: Iterable[Quad]) -> Triple:
    """The plain triple that a note is on."""
    parts = {quad.predicate: quad.object for quad in note}
    subject, predicate = parts[terms.SUBJECT], parts[terms.PREDICATE]
    assert isinstance(subject, NamedNode)
    assert isinstance(predicate, NamedNode)
    return Triple(subject, predicate, parts[terms.OBJECT])
