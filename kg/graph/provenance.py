"""What the graph is and how it came about: the run in PROV-O, the data set in VoID and DCAT.

https://www.w3.org/TR/prov-o/ · https://www.w3.org/TR/void/ · https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.graph import terms
from kg.graph.iris import DATASET, article_iri, graph_iri, run_iri
from kg.model import Article

DCTERMS, DCAT, VOID = vocab.DCTERMS, vocab.DCAT, vocab.VOID


@dataclass(frozen=True, slots=True)
class Run:
    """A build: the version of `kg`, the digest of the ontology, the pipelines used ("en 0.1.0"), and how it was set.

    `started` and `ended` are ISO 8601 date-times. They are left out by default: with them, two builds of the same
    articles are no longer the same bytes.
    """

    version: str
    ontology: str
    pipelines: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    started: str | None = None
    ended: str | None = None

    @property
    def iri(self) -> NamedNode:
        """The same for every run of the same software over the same ontology; articles and times do not enter it."""
        settings = [f"{name}={value}" for name, value in self.settings]
        return run_iri("run", self.version, self.ontology, *self.pipelines, *settings)


def run_quads(run: Run, articles: Iterable[NamedNode]) -> Iterator[Quad]:
    """The run as a PROV activity, with the software that ran and what it used: the ontology and these articles."""
    software, ontology = run_iri("software", run.version), run_iri("ontology", run.ontology)
    yield Quad(run.iri, terms.TYPE, terms.prov("Activity"))
    yield Quad(run.iri, terms.LABEL, terms.label(f"kg {run.version} build", "en"))
    yield Quad(run.iri, terms.prov("wasAssociatedWith"), software)
    yield Quad(run.iri, terms.prov("used"), ontology)
    for article in articles:
        yield Quad(run.iri, terms.prov("used"), article)
    for name, value in run.settings:
        yield Quad(run.iri, terms.kg("setting"), terms.label(f"{name}: {value}"))
    for name, moment in (("startedAtTime", run.started), ("endedAtTime", run.ended)):
        if moment is not None:
            yield Quad(run.iri, terms.prov(name), Literal(moment, datatype=terms.xsd("dateTime")))
    yield Quad(software, terms.TYPE, terms.prov("SoftwareAgent"))
    yield Quad(software, terms.LABEL, terms.label(f"kg {run.version}"))
    yield Quad(software, terms.schema("softwareVersion"), terms.label(run.version))
    yield Quad(ontology, terms.TYPE, terms.prov("Entity"))
    yield Quad(ontology, terms.LABEL, terms.label("the ontology, its lexicons and its names", "en"))
    yield Quad(ontology, terms.schema("sha256"), terms.label(run.ontology))
    for name in run.pipelines:
        pipeline = run_iri("pipeline", name)
        yield Quad(run.iri, terms.prov("wasAssociatedWith"), pipeline)
        yield Quad(pipeline, terms.TYPE, terms.prov("SoftwareAgent"))
        yield Quad(pipeline, terms.LABEL, terms.label(name))


def bundle_quads(article: Article, run: Run) -> Iterator[Quad]:
    """An article's named graph as what the run made of the article. It lies in that graph itself."""
    graph = graph_iri(article)
    yield Quad(graph, terms.TYPE, terms.prov("Bundle"), graph)
    yield Quad(graph, terms.prov("wasGeneratedBy"), run.iri, graph)
    yield Quad(graph, terms.prov("wasDerivedFrom"), article_iri(article), graph)


def dataset_quads(run: Run, languages: Iterable[str], counts: dict[str, int]) -> Iterator[Quad]:
    """The data set. `counts` are VoID statistics: its `triples`, and the members of each class of the graph's own."""
    yield Quad(DATASET, terms.TYPE, NamedNode(VOID + "Dataset"))
    yield Quad(DATASET, terms.TYPE, NamedNode(DCAT + "Dataset"))
    yield Quad(DATASET, NamedNode(DCTERMS + "title"), terms.text("A knowledge graph of claims from news", "en"))
    description = "Who says what about what, how firmly, when, and the characters of the article that state it."
    yield Quad(DATASET, NamedNode(DCTERMS + "description"), terms.text(description, "en"))
    yield Quad(DATASET, terms.prov("wasGeneratedBy"), run.iri)
    yield Quad(DATASET, NamedNode(DCTERMS + "conformsTo"), NamedNode(vocab.KG.rstrip("#")))
    yield Quad(DATASET, NamedNode(VOID + "uriSpace"), terms.text(vocab.BASE))
    for language in languages:
        yield Quad(DATASET, NamedNode(DCTERMS + "language"), terms.text(terms.tag(language)))
    for namespace in (vocab.KG, vocab.OA, vocab.PROV, vocab.SCHEMA, vocab.SKOS):
        yield Quad(DATASET, NamedNode(VOID + "vocabulary"), NamedNode(namespace))
    for name, count in counts.items():
        yield Quad(DATASET, NamedNode(VOID + name), terms.integer(count))
