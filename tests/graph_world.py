"""A small hand-made world for the tests of the graph: two articles, five entities, claims of each kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyoxigraph import Quad

from kg import ontology, vocab
from kg.graph import Run, to_quads
from kg.model import Argument, Article, Attribution, Claim, Entity, Paragraph, Predicate, Qualifier, Span, Time

ONTOLOGY = ontology.load(Path(__file__).parents[1] / "ontology")
RUN = Run(version="1.2.3", ontology="d" * 64, pipelines=("en 0.1",))

ENGLISH = Article(
    "news-1",
    "Orbix founded Lumen Lab in 2021. The start-up raised 1.50 million euros, the Daily Post reported. "
    "Orbix denied buying Kestrel. It did not sue Kestrel. Lumen Lab will hire people.",
    title='Orbix "founds" </script> a lab', published="2024-03-05", publisher="Daily Post",
    url="https://example.org/1?a b",
)
CHINESE = Article("新闻 2", "奥比克斯创立了流明实验室。", language="zh", paragraphs=(Paragraph(0, 13, "zh"),))
ARTICLES = (ENGLISH, CHINESE)

ORBIX, LUMEN, KESTREL, POST = (vocab.entity_iri(name) for name in ("Orbix", "Lumen Lab", "Kestrel", "Daily Post"))
ENTITIES = (
    Entity(ORBIX, {"en": "Orbix", "zh": "奥比克斯"}, "Company", aliases=(("Orbix Inc", "en"), ("Orbix", "en")),
           same_as=("http://www.wikidata.org/entity/Q1",), links=(("奥比克斯", "a pair in the text"),)),
    Entity(LUMEN, {"en": "Lumen Lab"}, "BusinessUnit"),
    Entity(KESTREL, {"en": "Kestrel"}, "Company"),
    Entity(POST, {"en": "Daily Post"}, "NewsOutlet"),
)


def at(article: Article, text: str, after: str = "") -> dict[str, Any]:
    """Text, start and end of the first place of `text` in the article, behind that of `after`."""
    start = article.text.index(text, article.text.index(after) + len(after) if after else 0)
    return {"text": text, "start": start, "end": start + len(text)}


def name(article: Article, text: str, iri: str | None, cls: str = "Company", after: str = "") -> Argument:
    return Argument(**at(article, text, after), type=cls, kind="name" if iri else "nominal", id=iri)


def sentence(article: Article, text: str) -> Span:
    return Span(**at(article, text))


FOUNDED = Claim(
    ENGLISH.id, sentence(ENGLISH, "Orbix founded Lumen Lab in 2021."), name(ENGLISH, "Orbix", ORBIX),
    Predicate("kg:created", **at(ENGLISH, "founded")), name(ENGLISH, "Lumen Lab", LUMEN, "BusinessUnit"),
    time=Time(**at(ENGLISH, "2021"), iso="2021"), confidence=0.93,
    trace={"source": "frame", "entry": "found", "construction": "active", "coreference": "none"},
)
FOUNDED_ZH = Claim(
    CHINESE.id, sentence(CHINESE, "奥比克斯创立了流明实验室。"), name(CHINESE, "奥比克斯", ORBIX),
    Predicate("kg:created", **at(CHINESE, "创立")), name(CHINESE, "流明实验室", LUMEN, "BusinessUnit"), confidence=0.9,
)
RAISED_IN = sentence(ENGLISH, "The start-up raised 1.50 million euros, the Daily Post reported.")
RAISED = Claim(
    ENGLISH.id, RAISED_IN, Argument(**at(ENGLISH, "The start-up"), type="Company", id=LUMEN),
    Predicate("kg:raisedFunding", **at(ENGLISH, "raised")),
    Argument(**at(ENGLISH, "1.50 million euros"), type="MonetaryAmount", kind="value", value="1500000.00", unit="EUR"),
    attribution=Attribution(**at(ENGLISH, "the Daily Post"), cue="reported", type="NewsOutlet", id=POST),
    qualifiers=(Qualifier("metric", **at(ENGLISH, "raised")), Qualifier("with", **at(ENGLISH, "euros"))),
)
DENIED = Claim(
    ENGLISH.id, sentence(ENGLISH, "Orbix denied buying Kestrel."), name(ENGLISH, "Orbix", ORBIX, after="reported. "),
    Predicate("kg:acquired", **at(ENGLISH, "buying")), name(ENGLISH, "Kestrel", KESTREL), polarity="negated",
    modality="denied",
)
NEGATED = Claim(
    ENGLISH.id, sentence(ENGLISH, "It did not sue Kestrel."),
    Argument(**at(ENGLISH, "It", after="buying Kestrel. "), type="Company", kind="pronoun", id=ORBIX),
    Predicate("kg:sued", **at(ENGLISH, "did not sue")), name(ENGLISH, "Kestrel", KESTREL, after="sue "),
    polarity="negated",
)
PLANNED = Claim(
    ENGLISH.id, sentence(ENGLISH, "Lumen Lab will hire people."), name(ENGLISH, "Lumen Lab", LUMEN, after="sue"),
    Predicate("kg:hired", **at(ENGLISH, "will hire")), name(ENGLISH, "people", None, "Group"), modality="planned",
)
OPEN = Claim(
    ENGLISH.id, RAISED_IN, name(ENGLISH, "Daily Post", POST, "NewsOutlet"),
    Predicate("open:report", **at(ENGLISH, "reported")),
    Argument(**at(ENGLISH, "The start-up raised 1.50 million euros"), kind="clause"),
)
CLAIMS = (FOUNDED, FOUNDED_ZH, RAISED, DENIED, NEGATED, PLANNED, OPEN)


def world(**changes: Any) -> list[Quad]:
    """The quads of the whole world, with any argument of `to_quads` changed."""
    given: dict[str, Any] = {"articles": ARTICLES, "claims": CLAIMS, "entities": ENTITIES, "ontology": ONTOLOGY,
                             "run": RUN, **changes}
    return list(to_quads(**given))
