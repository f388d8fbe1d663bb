"""A store brought from one graph to the next holds, quad for quad, what a clean build gives."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from graph_world import ONTOLOGY, RUN
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from stand_in import StandIn

from kg import vocab
from kg.graph import Update, article_part, iris, to_quads
from kg.graph.iris import article_iri
from kg.model import Article, Claim, Entity
from kg.resolve import Linker, names_of

Texts = Mapping[str, str]

LINKER = Linker(ONTOLOGY)
COMPANIES = ("Orbix", "Orbix Group", "Kestrel", "Lumen Lab")
SENTENCES = [
    *(f"{one} founded {other}." for one in COMPANIES for other in ("Lumen Lab", "Nest")),
    "Kestrel denied founding Nest.", "Orbix raised 5 EUR.", "Kestrel raised 5 EUR.", "Nest raised 70 EUR.",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
CORPORA = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c", "新闻 d"]), TEXTS, max_size=4), min_size=2, max_size=5)


def read(texts: Texts) -> tuple[dict[str, Article], list[Claim], tuple[Entity, ...], Mapping[str, str]]:
    """Articles, claims, entities and outlets: two articles are published by what others may or may not mention."""
    outlets = {"a": "Orbix Group", "b": "Kestrel"}
    articles = {doc: Article(doc, text, language="zh" if "新" in doc else "en", publisher=outlets.get(doc))
                for doc, text in texts.items()}
    claims = {doc: StandIn().claims(article) for doc, article in articles.items()}
    links = LINKER.link(names_of(article, claims[doc]) for doc, article in articles.items())
    return articles, links.apply(claim for found in claims.values() for claim in found), links.entities, links.publishers


def bring(store: Store, before: Texts, after: Texts, *, rdf12: bool = False) -> Update:
    """Bring the store from one corpus to another, the way a workspace does."""
    _, old_claims, old_entities, old_outlets = read(before)
    articles, claims, entities, outlets = read(after)
    known = iris(entities)
    changed = [doc for doc in after if after[doc] != before.get(doc) or outlets.get(doc) != old_outlets.get(doc) or
               [c for c in claims if c.doc == doc] != [c for c in old_claims if c.doc == doc]]
    update = Update(store, ONTOLOGY, RUN)
    update.articles([article_part(articles[doc], [c for c in claims if c.doc == doc], known, ONTOLOGY, RUN, rdf12=rdf12,
                                  publisher=outlets.get(doc, ""))
                     for doc in changed], set(before) - set(after))
    update.entities([entity for entity in entities if entity not in old_entities],
                    {entity.iri for entity in old_entities} - known)
    update.finish([article_iri(article).value for article in articles.values()],
                  {article.language for article in articles.values()}, len(entities))
    return update


def clean(texts: Texts, *, rdf12: bool = False) -> set[Quad]:
    articles, claims, entities, outlets = read(texts)
    return set(to_quads(articles.values(), claims, entities, ONTOLOGY, RUN, rdf12=rdf12, publishers=outlets))


@settings(max_examples=60, deadline=None)
@given(CORPORA, st.booleans())
def test_a_graph_brought_forward_is_a_clean_one(corpora: list[Texts], rdf12: bool) -> None:
    store, before = Store(), {}
    for after in corpora:
        held = set(store)
        touched = bring(store, before, after, rdf12=rdf12).touched
        expected = clean(after, rdf12=rdf12)
        assert set(store) == expected
        assert set(store.named_graphs()) == {quad.graph_name for quad in expected} - {DefaultGraph()}
        if held:
            assert touched == {quad.subject for quad in held ^ set(store)}
        before = after


def test_the_texts_of_the_property_share_facts_values_and_names() -> None:
    """Otherwise the property would hold of a world in which nothing can go wrong."""
    _, _, entities, _ = read({"a": "Orbix founded Nest.", "b": "Orbix Group founded Lumen Lab."})
    assert len(entities) == 3
    _, _, entities, _ = read({"a": "Orbix founded Nest.", "b": "Kestrel founded Nest."})
    assert len(entities) == 3


@pytest.mark.parametrize(("texts", "support"), [
    ({"a": "Orbix founded Nest.", "b": "Orbix founded Nest. Orbix founded Nest."}, "2"),
    ({"b": "Orbix founded Nest. Orbix founded Nest."}, "1"),
    ({"b": "Orbix denied founding Nest."}, None),
    ({"b": "Kestrel founded Lumen Lab."}, None),
    ({}, None),
])
def test_a_plain_triple_goes_with_the_last_claim_that_states_it(texts: Texts, support: str | None) -> None:
    first = {"a": "Orbix founded Nest.", "b": "Orbix founded Nest.", "c": "Orbix founded Nest."}
    store = Store()
    bring(store, {}, first)
    assert supports(store) == ["3"]
    bring(store, first, texts)
    plain = Quad(NamedNode(vocab.entity_iri("Orbix")), NamedNode(vocab.KG + "created"), NamedNode(vocab.entity_iri("Nest")))
    assert (plain in store) == (support is not None)
    if support:
        assert supports(store) == [support]


def supports(store: Store) -> list[str]:
    found = [quad.object for quad in store.quads_for_pattern(None, NamedNode(vocab.KG + "support"), None, None)]
    return sorted(term.value for term in found if isinstance(term, Literal))


def test_a_value_goes_with_the_last_claim_that_mentions_it() -> None:
    first = {"a": "Orbix raised 5 EUR.", "b": "Kestrel raised 5 EUR."}
    store, value = Store(), NamedNode(vocab.value_iri("5", "EUR"))
    bring(store, {}, first)
    bring(store, first, {"a": first["a"]})
    assert len(list(store.quads_for_pattern(value, None, None, None))) == 4
    bring(store, {"a": first["a"]}, {})
    assert not list(store.quads_for_pattern(value, None, None, None))
