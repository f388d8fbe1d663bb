"""Linking again: whatever came, changed or went, the links are those of linking all names from nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import KnownName, Ontology, load
from kg.resolve import ArticleNames, Linker, Links, names_of
from kg.resolve.again import link_again
from kg.resolve.decisions import Decision, Decisions, Named
from kg.resolve.drafts import Draft
from kg.resolve.outlines import Outline, outline
from kg.vocab import NAMING

KNOWN = (KnownName("https://w3id.org/kg/name/Veiled", "Company", {"en": "Veiled", "zh": "蒙面"}),
         KnownName("https://w3id.org/kg/name/Bold", "AIModel", {"en": "Bold One"}))
COMPANIES = (
    "Veiled", "蒙面", "Veiled Inc", "Bold One", "Bold One Large", "Corvid", "Corvid Inc", "Corvid Holdings", "Corvid Mills",
    "Corvid Cloud", "渡鸦", "渡鸦集团", "菜鸟", "Cainiao", "Cainiao Logistics", "Nordhavn Kraft", "Nordhavn Krafd",
    "Nordhavn Kraftd", "Kraft Mills", "Krafd Mills", "Mills of Oslo", "Oslo Mills", "State Board for Salt", "SBS",
    "Southern Bank of Seeds", "Zephyr", "Zephyr Robotics", "Zephyr Mobility", "长城汽车", "Great Wall Motor", "Deep Well",
    "Deepwell", "Deepwell Inc",
)  # fmt: skip
PEOPLE = ("Ada Lin", "Lin", "Mr Lin", "Bo Lin", "Ada", "Ada Line", "费云帆", "费", "Corvid")
TEXTS = ("", "", "Corvid (渡鸦) grew.", "Southern Bank of Seeds (SBS) fell.", "State Board for Salt (SBS) rose.",
         "Zephyr Robotics (Zephyr) won.", "Oslo Mills（菜鸟）", "Veiled Board (VB)")  # fmt: skip
PROPERTIES = ("kg:acquired", "kg:acquired", "kg:created", f"kg:{NAMING}")
DECISIONS = (
    (), (), (Decision("same", (Named("Corvid"), Named("Veiled", ("a", "b")))),),
    (Decision("not-same", (Named("Corvid", ("a",)), Named("Corvid", ("b", "c")), Named("Corvid Inc"))),),
    (Decision("rename", (Named("Cainiao"),), to="Rookie"), Decision("retype", (Named("Lin"),), to="Person")),
    (Decision("same", (Named("Zephyr"), Named("Deep Well"), Named("Ada Lin"))),),
)  # fmt: skip

Said = tuple[str, str, str, str, str, int, int]
"""First name and its class, property, second name and its class, the sentence of each."""


@cache
def ontology() -> Ontology:
    return replace(load(), names=KNOWN)


def named(text: str, place: int, cls: str) -> Argument:
    return Argument(text, place, place + len(text), cls, "name")


def article_names(doc: str, text: str, said: Sequence[Said], publisher: str = "") -> ArticleNames:
    claims = [Claim(doc, Span("", sentence, sentence), named(one, 1000 * n, cls),
                    Predicate(property_, "did", 1000 * n + 90, 1000 * n + 93), named(other, 1000 * n + 100, cls2))
              for n, (one, cls, property_, other, cls2, sentence, _) in enumerate(said)]
    return names_of(Article(doc, text, publisher=publisher or None), claims)


NAMED = st.one_of(st.tuples(st.sampled_from(COMPANIES), st.sampled_from(["Company", "Company", "Organization", ""])),
                  st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["Person", "Person", ""])))
SAID = st.tuples(NAMED, st.sampled_from(PROPERTIES), NAMED, st.integers(0, 1)).map(
    lambda row: (*row[0], row[1], *row[2], row[3], 0))
ARTICLE = st.tuples(st.sampled_from(TEXTS), st.lists(SAID, min_size=1, max_size=4),
                    st.sampled_from(["", "", "Corvid", "Oslo Mills", "Zephyr"]))
CORPUS = st.dictionaries(st.sampled_from("abcdefgh"), ARTICLE, max_size=8)
STEPS = st.lists(st.tuples(CORPUS, st.sets(st.sampled_from("abcdefgh"), max_size=2), st.sampled_from(DECISIONS)),
                 min_size=2, max_size=5)


class Memory:
    """What a workspace keeps of linking."""

    def __init__(self) -> None:
        self.kept: Mapping[str, Sequence[Draft]] = {}
        self.fresh: frozenset[str] = frozenset()

    def link(self, articles: Mapping[str, ArticleNames], decisions: Decisions) -> Links:
        linker = Linker(ontology(), decisions)
        outlines = [outline(article, linker.ontology, linker.known) for article in articles.values()]
        outlines = [Outline.from_json(one.to_json()) for one in outlines]
        stamps = {doc: repr(article) for doc, article in articles.items()}
        found = link_again(linker, outlines, stamps, "v", self.kept, lambda docs: [articles[doc] for doc in docs])
        self.kept = {digest: [Draft.from_json(draft.to_json()) for draft in drafts] for digest, drafts in found.drafts.items()}
        self.fresh = found.fresh
        return found.links


def same(found: Links, linker: Linker, articles: Mapping[str, ArticleNames]) -> None:
    expected = linker.link(articles.values())
    assert found.entities == expected.entities
    assert found.ids == expected.ids
    assert found.publishers == expected.publishers


@settings(deadline=None, max_examples=40)
@given(STEPS)
def test_linking_again_is_linking_from_nothing(steps: list[tuple[dict[str, tuple], set[str], tuple[Decision, ...]]]) -> None:  # type: ignore[type-arg]
    """Articles come and change, others go, people decide; some articles stay all the time."""
    memory, articles = Memory(), {}
    for coming, going, told in steps:
        articles |= {doc: article_names(doc, *parts) for doc, parts in coming.items()}
        articles = {doc: article for doc, article in articles.items() if doc not in going}
        decisions = Decisions(given=told)
        same(memory.link(articles, decisions), Linker(ontology(), decisions), articles)


def about(doc: str, *companies: str, text: str = "") -> ArticleNames:
    """An article that says something of each company, in sentences of their own."""
    return article_names(doc, text, [(name, "Company", "open:is", f"thing {n}{doc}", "", n, 0)
                                     for n, name in enumerate(companies)])


BEFORE = {"a": about("a", "Corvid"), "b": about("b", "Nimbula"), "c": about("c", "Oslo Mills"), "d": about("d", "渡鸦")}


@pytest.mark.parametrize(("coming", "merged"), [
    (about("e", "Corvid Inc"), {"a corvid", "e corvid inc"}),
    (about("e", "Corvid", "渡鸦", text="Corvid (渡鸦) grew."), {"a corvid", "d 渡鸦", "e corvid", "e 渡鸦"}),
    (article_names("e", "", [("Corvid", "Company", f"kg:{NAMING}", "Oslo Mills", "Company", 0, 0)]),
     {"a corvid", "c oslo mills", "e corvid", "e oslo mills"}),
], ids=["legal form", "brackets", "named so"])
def test_an_article_that_joins_two_and_goes_again_parts_them(coming: ArticleNames, merged: set[str]) -> None:
    memory, linker = Memory(), Linker(ontology())
    memory.link(BEFORE, Decisions())
    with_it = {**BEFORE, "e": coming}
    found = memory.link(with_it, Decisions())
    same(found, linker, with_it)
    things = {iri: {" ".join(node) for node, other in found.ids.items() if other == iri} for iri in found.ids.values()}
    assert merged in things.values()
    again = memory.link(BEFORE, Decisions())
    same(again, linker, BEFORE)
    assert len(set(again.ids.values())) == len(again.ids)


def test_what_an_article_does_not_touch_is_left_alone() -> None:
    memory = Memory()
    memory.link(BEFORE, Decisions())
    assert len(memory.fresh) == 8
    memory.link(BEFORE, Decisions())
    assert not memory.fresh
    memory.link({**BEFORE, "e": about("e", "Corvid")}, Decisions())
    assert len(memory.fresh) == 2  # "Corvid", and the new thing said of it


def test_a_word_that_comes_to_recur_counts_elsewhere() -> None:
    """"Krafd" is a slip for "Kraft" only as long as no other name has it."""
    memory, linker = Memory(), Linker(ontology())
    articles = {"a": about("a", "Nordhavn Kraft"), "b": about("b", "Nordhavn Krafd"), "c": about("c", "Kraft Mills")}
    first = memory.link(articles, Decisions())
    assert first.ids["a", "nordhavn kraft"] == first.ids["b", "nordhavn krafd"]
    articles["d"] = about("d", "Krafd Games")
    second = memory.link(articles, Decisions())
    same(second, linker, articles)
    assert second.ids["a", "nordhavn kraft"] != second.ids["b", "nordhavn krafd"]


def test_a_thing_that_becomes_well_connected_counts_elsewhere() -> None:
    """That both were bought by one company tells nothing once it is in every other article."""
    memory, linker = Memory(), Linker(ontology())
    articles = {
        doc: article_names(doc, "", [(who, "Company", "kg:acquired", name, "Company", n, 0) for n, who in enumerate(("Zed", "Yak"))])
        for doc, name in (("a", "菜鸟"), ("b", "Cainiao"))}
    first = memory.link(articles, Decisions())
    assert first.ids["a", "菜鸟"] == first.ids["b", "cainiao"]
    articles |= {f"z{n}": about(f"z{n}", "Zed", "Yak") for n in range(60)}
    second = memory.link(articles, Decisions())
    same(second, linker, articles)
    assert second.ids["a", "菜鸟"] != second.ids["b", "cainiao"]
