"""Corroboration: which articles are independent sources of a fact, and which repeat or quote each other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from graph_world import ONTOLOGY, RUN
from pyoxigraph import Literal, Quad, Store

from kg import vocab
from kg.graph import Update, article_part, to_quads
from kg.graph.corroboration import Statement, signature_of, support
from kg.graph.iris import article_iri
from kg.model import Argument, Article, Attribution, Claim, Entity, Predicate, Span
from kg.resolve import Linker, names_of

ORBIX, NEST = vocab.entity_iri("Orbix"), vocab.entity_iri("Nest")
ENTITIES = (Entity(ORBIX, {"en": "Orbix"}, "Company"), Entity(NEST, {"en": "Nest"}, "Company"))

LEAD = ("Orbix, the maker of weather balloons, founded Nest in the northern harbour town of Lund on Monday. The new firm "
        "will sell forecasts to farmers, its manager said, and wants to hire forty people within the year. Investors had "
        "waited for the step since spring, when the balloons first reached the stratosphere without losing their load.")
EDITED = LEAD.replace("on Monday", "this week").replace("forty people", "40 people").replace("the step", "it")
OWN = ("A subsidiary for forecasts: that is what Orbix founded this week. Nest is its name. Whether farmers will pay for "
       "what they can read in the sky for nothing is another question, which analysts in the capital answer differently.")
QUOTED = "Nobody saw it coming. " + LEAD.split(". ")[0] + ". What farmers make of it is not known yet, and few care."
CHINESE = "生产气象气球的Orbix公司周一在北方港口城市隆德创立了Nest公司,新公司将向农民出售天气预报,并计划在一年之内招聘四十名员工。"
CHINESE_EDITED = CHINESE.replace("周一", "本周").replace("四十名", "40名")
SHORT = "Orbix founded Nest."


def article(doc: str, text: str, publisher: str | None = None) -> Article:
    return Article(doc, text, publisher=publisher, language="zh" if "公司" in text else "en")


def claim(read: Article, source: str | None = None, kind: str = "name") -> Claim:
    """That Orbix founded Nest, wherever the article says so."""
    text, at = read.text, read.text.find("Orbix")
    start = max(text.rfind(". ", 0, at) + 2, 0) if ". " in text[:at] else 0
    end = text.find(". ", at) + 1 or len(text)
    nest = text.index("Nest")
    said = Attribution(source, 0, 1, kind=kind) if source else None  # type: ignore[arg-type]
    return Claim(read.id, Span(text[start:end], start, end), Argument("Orbix", at, at + 5, "Company", "name", id=ORBIX),
                 Predicate("kg:created", text[at:at + 1], at, at + 1),
                 Argument("Nest", nest, nest + 4, "Company", "name", id=NEST), attribution=said)


Told = tuple[str, str | None, str | None]
"""Text, publisher, named source."""

SOURCES: dict[str, tuple[Sequence[Told], tuple[int, int]]] = {
    "one article": ([(LEAD, None, None)], (1, 1)),
    "two outlets in words of their own": ([(LEAD, "Daily Post", None), (OWN, "Evening Star", None)], (2, 2)),
    "no outlets known, words of their own": ([(LEAD, None, None), (OWN, None, None)], (2, 2)),
    "one outlet twice": ([(LEAD, "Daily Post", None), (OWN, "the Daily Post", None)], (1, 2)),
    "the same text": ([(LEAD, "Daily Post", None), (LEAD, "Evening Star", None)], (1, 2)),
    "the same text, edited": ([(LEAD, "Daily Post", None), (EDITED, "Evening Star", None)], (1, 2)),
    "the same sentence in another paragraph": ([(LEAD, "Daily Post", None), (QUOTED, "Evening Star", None)], (1, 2)),
    "a short sentence may be found twice": ([(SHORT, None, None), (SHORT, None, None)], (2, 2)),
    "both on one agency's word": ([(LEAD, "Daily Post", "Orrin Wire"), (OWN, "Evening Star", "Orrin Wire")], (1, 2)),
    "on an agency's word, and the agency": ([(LEAD, "Daily Post", "Orrin Wire"), (OWN, "Orrin Wire", None)], (1, 2)),
    "an outlet, and one that quotes another": ([(LEAD, "Daily Post", None), (OWN, "Daily Post", "Orrin Wire")], (2, 2)),
    "a copy and a third": ([(LEAD, "A", None), (EDITED, "B", None), (OWN, "C", None)], (2, 3)),
    "edited Chinese": ([(CHINESE, "甲报", None), (CHINESE_EDITED, "乙报", None)], (1, 2)),
    "two languages": ([(CHINESE, "甲报", None), (LEAD, "Daily Post", None)], (2, 2)),
}


@pytest.mark.parametrize(("told", "expected"), SOURCES.values(), ids=SOURCES)
def test_independent_sources(told: Sequence[Told], expected: tuple[int, int]) -> None:
    articles = [article(f"a{number}", text, publisher) for number, (text, publisher, _) in enumerate(told)]
    claims = [claim(read, source) for read, (_, _, source) in zip(articles, told, strict=True)]
    assert supported(to_quads(articles, claims, ENTITIES, ONTOLOGY, RUN)) == expected
    assert supported(brought(articles, claims)) == expected


@pytest.mark.parametrize(("outlets", "sources"), [
    (("Reuters", "路透社"), (None, None)),
    (("Daily Post", "路透社"), ("Reuters", None)),
    (("Daily Post", "Evening Star"), ("Reuters", "路透社")),
    (("Nordic Wire", "Nordic Wire AS"), ("Nordic Wire AS", None)),
])
def test_an_outlet_of_several_names_is_one_source(outlets: Sequence[str], sources: Sequence[str | None]) -> None:
    """As the linker resolves them: a known outlet in two languages, one that only a claim mentions by another form."""
    read = [article("a", LEAD, outlets[0]), article("b", OWN, outlets[1])]
    claims = [claim(one, source) for one, source in zip(read, sources, strict=True)]
    claims = [one.with_(attribution=replace(one.attribution, type="NewsOutlet")) if one.attribution else one
              for one in claims]
    links = Linker(ONTOLOGY).link(names_of(one, [told]) for one, told in zip(read, claims, strict=True))
    quads = to_quads(read, links.apply(claims), links.entities, ONTOLOGY, RUN, publishers=links.publishers)
    assert supported(list(quads)) == (1, 2)


@pytest.mark.parametrize("outlet", ["Jordan", "Boring Gazette"])
def test_an_outlet_that_is_nothing_known_keeps_its_name(outlet: str) -> None:
    read = [article("a", LEAD, outlet)]
    assert Linker(ONTOLOGY).link(names_of(one, [claim(one)]) for one in read).publishers == {}


def supported(quads: Sequence[Quad]) -> tuple[int, int]:
    found = {quad.predicate.value.removeprefix(vocab.KG): int(quad.object.value) for quad in quads
             if isinstance(quad.object, Literal) and quad.predicate.value in (vocab.KG + "support", vocab.KG + "articles")}
    return found["support"], found["articles"]


def brought(articles: Sequence[Article], claims: Sequence[Claim]) -> list[Quad]:
    """The graph made by adding one article after the other, each first in words that are later replaced."""
    store, known = Store(), {entity.iri for entity in ENTITIES}
    for number in range(len(articles)):
        first = Article(articles[number].id, SHORT, publisher="Gazette")
        for read, told in ((first, claim(first)), (articles[number], claims[number])):
            update = Update(store, ONTOLOGY, RUN)
            update.articles([article_part(read, [told], known, ONTOLOGY, RUN)])
            update.entities(ENTITIES)
            update.finish([article_iri(one).value for one in articles[:number + 1]], ["en"], len(ENTITIES))
    return list(store)


def test_a_source_that_is_no_name_vouches_for_nothing() -> None:
    one, other = article("a", LEAD, "Daily Post"), article("b", OWN, "Evening Star")
    claims = [claim(one, "analysts", "nominal"), claim(other, "analysts", "nominal")]
    assert supported(to_quads([one, other], claims, ENTITIES, ONTOLOGY, RUN)) == (2, 2)


def test_removing_an_article_lowers_support() -> None:
    one, other = article("a", LEAD, "Daily Post"), article("b", OWN, "Evening Star")
    store = Store()
    store.bulk_extend(brought([one, other], [claim(one), claim(other)]))
    update = Update(store, ONTOLOGY, RUN)
    update.articles([], ["b"])
    update.entities([])
    update.finish([article_iri(one).value], ["en"], len(ENTITIES))
    assert supported(list(store)) == (1, 1)


def test_only_what_states_a_fact_has_origin_and_signature() -> None:
    read = article("a", LEAD, "Daily Post")
    denied = replace(claim(read), polarity="negated", modality="denied")
    marks = {vocab.KG + "origin", vocab.KG + "signature"}
    assert not {quad.predicate.value for quad in to_quads([read], [denied], ENTITIES, ONTOLOGY, RUN)} & marks
    assert {quad.predicate.value for quad in to_quads([read], [claim(read)], ENTITIES, ONTOLOGY, RUN)} >= marks


def test_order_changes_nothing_and_groups_are_transitive() -> None:
    chain = [Statement(f"g{n}", f"o{n // 2}", f"{(n + 1) // 2:016x}.") for n in range(40)]
    assert support(chain) == (1, 40)
    random.Random(1).shuffle(chain)
    assert support(chain) == (1, 40)
    assert support([Statement("g", "a"), Statement("g", "b"), Statement("h", "c")]) == (2, 2)
    assert support([]) == (0, 0)


def test_sketches_tell_how_much_two_paragraphs_share() -> None:
    """Over paragraphs of random words of which a share was replaced: copies are found, others are not."""
    drawn = random.Random(7)
    words = [f"w{n}" for n in range(5000)]
    for changed, copies in ((0.04, True), (0.5, False)):
        found = 0
        for n in range(40):
            first = drawn.choices(words, k=80)
            second = [drawn.choice(words) if drawn.random() < changed else word for word in first]
            statements = [Statement(f"g{n}{k}", "", signature_of(Article("a", text := " ".join(some)), Span(text, 0, 1)))
                          for k, some in enumerate((first, second))]
            found += support(statements).sources == 1
        assert found >= 38 if copies else found == 0
