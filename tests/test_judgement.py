"""Features, judgements, and clusters that respect what must stay apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import KnownName, Ontology, load
from kg.resolve import ArticleNames, Linker, Links, likeness, names_of
from kg.resolve.clusters import Clusters, Link
from kg.resolve.context import Context
from kg.resolve.decisions import Decision, Decisions, Named
from kg.resolve.deletions import one_apart
from kg.resolve.features import BRACKET, FEATURES, INITIALS, NAMED, SHORT, Pair, at_most, reasons
from kg.resolve.judgement import NOT_SAME, are_two, judge
from kg.resolve.known import KnownNames
from kg.resolve.mentions import Names
from kg.resolve.outlines import outline
from kg.resolve.whole import Whole, whole_of

VEILED = "https://w3id.org/kg/name/Veiled"
KNOWN = (KnownName(VEILED, "AIModel", {"en": "Veiled", "zh": "蒙面"}),
         KnownName("https://w3id.org/kg/name/Bold", "AIModel", {"en": "Bold One"}))

Name = tuple[str, str, str]
"""Article, name, class; ", class" may be left out for a company."""
Said = tuple[str, str, str]
"""Article, and two companies that a claim of it relates."""


@cache
def ontology() -> Ontology:
    return replace(load(), names=KNOWN)


def claim_of(doc: str, place: int, first: str, second: str = "", cls: str = "Company") -> Claim:
    """A claim in a sentence of its own: that one name bought another, or one name alone."""
    after = place + len(first) + 10
    other = Argument(second or "mill", after, after + len(second), cls, "name" if second else "nominal")
    predicate = Predicate("kg:acquired" if second else "open:buy", "bought", place + len(first) + 1, after - 1)
    return Claim(doc, Span("", place, place), Argument(first, place, place + len(first), cls, "name"), predicate, other)


def articles(mentioned: Sequence[Name], said: Sequence[Said] = (), texts: dict[str, str] | None = None,
             sentence: int | None = None) -> list[ArticleNames]:
    """`sentence` puts all names into one sentence."""
    claims = [claim_of(doc, 1000 * n, text, cls=cls) for n, (doc, text, cls) in enumerate(mentioned)]
    if sentence is not None:
        claims = [claim.with_(sentence=Span("", sentence, sentence)) for claim in claims]
    claims += [claim_of(doc, 500_000 + 1000 * n, one, other) for n, (doc, one, other) in enumerate(said)]
    texts = texts or {}
    return [names_of(Article(doc, texts.get(doc, "")), [claim for claim in claims if claim.doc == doc])
            for doc in sorted({claim.doc for claim in claims} | texts.keys())]


def company(*mentioned: tuple[str, str]) -> list[Name]:
    return [(doc, text, "Company") for doc, text in mentioned]


def levels(mentioned: Sequence[Name], said: Sequence[Said] = (), basis: str = "",
           sentence: int | None = None) -> set[tuple[str, str]]:
    """What the features say of the first two names, when all the same names of two articles are one thing."""
    known = KnownNames(ontology())
    given_ = articles(mentioned, said, sentence=sentence)
    found = Names(given_, ontology(), known)
    clusters = Clusters({node.id: found.family(node) for node in found.nodes.values()})
    for node in found.nodes.values():
        if (match := known.find(node, found.family(node))):
            clusters.add_known(match[0].iri, "body")
            clusters.join(Link(node.id, ("", match[0].iri), node.text, match[1]), certain=True)
    for one, other in combinations(found.nodes.values(), 2):
        if one.key == other.key:
            clusters.join(Link(one.id, other.id, one.text, "same"))
    context = Context(found, known, {}, clusters, whole_of([outline(one, ontology(), known) for one in given_], known))
    first, second = [found.nodes[name.article, key] for name, key in _first_two(mentioned)]
    one_way = {(r.feature, r.level) for r in reasons(Pair(context, first, second, basis))}
    assert one_way == {(r.feature, r.level) for r in reasons(Pair(context, second, first, basis))}
    return one_way


def _first_two(mentioned: Sequence[Name]) -> list[tuple[ArticleNames, str]]:
    return [(ArticleNames(doc), names_of(Article(doc, ""), [claim_of(doc, 0, text)]).names[0].key)
            for doc, text, _ in mentioned[:2]]


NORDHAVN = company(("a", "Nordhavn Kraft"), ("b", "Nordhavn Krafd"))
COMMON = company(*((doc, text) for text, docs in (("Nordhavn Kraft", "acd"), ("Nordhavn Krafd", "bef")) for doc in docs))
LEVELS: list[tuple[str, str, set[tuple[str, str]]]] = [
    ("the article says so", BRACKET, levels(company(("a", "Corvid"), ("a", "渡鸦")), basis=BRACKET)),
    ("the article says so", NAMED, levels(company(("a", "Corvid"), ("a", "Raven")), basis=NAMED)),
    ("the article says so", SHORT, levels(company(("a", "Corvid"), ("a", "Corvid Mills")), basis=SHORT)),
    ("the article says so", INITIALS, levels(company(("a", "Board for Salt"), ("a", "BFS")), basis=INITIALS)),
    ("name", "same name", levels(company(("a", "Corvid"), ("b", "CORVID")))),
    ("name", "same name", levels([("a", "Ms Wuhl", "Person"), ("b", "Wuhl", "Person")])),
    ("name", "same but for the legal form", levels(company(("a", "Corvid"), ("b", "Corvid Inc")))),
    ("name", "same letters", levels(company(("a", "Corvidnet"), ("b", "Corvid Net")))),
    ("name", "one letter apart", levels(NORDHAVN)),
    ("name", "one letter apart", levels(company(("a", "Nordhavn Kraft"), ("b", "Nordhavn Kratf")))),
    ("name", "one letter apart and short", levels(company(("a", "Corvidor"), ("b", "Corvidon")))),
    ("name", "same words in another order", levels(company(("a", "Oslo Mills"), ("b", "Mills of Oslo")))),
    ("name", "initials", levels(company(("a", "SBS"), ("b", "State Board for Salt")))),
    ("name", "same sound", levels(company(("a", "菜鸟"), ("b", "Cainiao")))),
    ("name", "same meaning", levels(company(("a", "长城汽车"), ("b", "Great Wall Motor")))),
    ("name", "same sound", levels([("a", "吴泳铭", "Person"), ("b", "Yongming Wu", "Person")])),
    ("name", "one is part of the other", levels(company(("a", "Corvid Mills"), ("b", "Corvid")))),
    ("name", "similar", levels(company(("a", "Corvid Reinsurance"), ("b", "Corvidd Reinsurrance")))),
    ("name", "other names", levels(company(("a", "Corvid"), ("b", "Nimbula")))),
    ("numbers", "other numbers", levels(company(("a", "Zephyr 2"), ("b", "Zephyr 3")))),
    ("numbers", "other numbers", levels(company(("a", "Zephyr II"), ("b", "Zephyr III")))),
    ("numbers", "a number on one side", levels(company(("a", "Zephyr"), ("b", "Zephyr-3")))),
    ("words", "a word for a part", levels(company(("a", "Corvid Cloud"), ("b", "Corvid")))),
    ("words", "a word for a part", levels(company(("a", "Corvid Cloud"), ("b", "Corvid Hub")))),
    ("words", "other words", levels(company(("a", "Corvid Mills"), ("b", "Corvid Games")))),
    ("words", "more words", levels(company(("a", "Corvid Mills"), ("b", "Corvid")))),
    ("words", "more words", levels(company(("a", "Corvid Cloud"), ("b", "Corvid")), basis=SHORT)),
    ("spelling", "both are words", levels(
        NORDHAVN + company(("c", "Kraft Mills"), ("d", "Kraft Games"), ("d", "Krafd Mills")))),
    ("spelling", "both are pinyin", levels(company(("a", "Yinhe Robotics"), ("b", "Yinghe Robotics")))),
    ("spelling", "a word spelt so nowhere else", levels(NORDHAVN + company(("c", "Kraft Mills")))),
    ("spread", "both spellings recur", levels([COMMON[0], COMMON[3], *COMMON])),
    ("spread", "one spelling is rare", levels([*NORDHAVN, *COMMON[:3]])),
    ("classes", "classes agree", levels([("a", "Corvid", "Company"), ("b", "Nimbula", "Organization")])),
    ("classes", "other classes", levels([("a", "Corvid", "Company"), ("b", "Corvid", "Product")])),
    ("classes", "other kinds of thing", levels([("a", "Corvid", "Company"), ("b", "Nimbula", "Person")])),
    ("classes", "no class to compare", levels([("a", "Nordhavn Kraft", "Company"), ("b", "Nordhavn Krafd", "")])),
    ("persons", "two persons' names", levels([("a", "Ada Andersen", "Person"), ("b", "Ada Anderson", "Person")])),
    ("together", "arguments of one claim", levels(company(("a", "Corvid"), ("a", "Nimbula")), [("a", "Nimbula", "Corvid")])),
    ("together", "arguments of one claim", levels(
        company(("a", "Corvid"), ("b", "Nimbula"), ("c", "Corvid"), ("c", "Nimbula")), [("c", "Corvid", "Nimbula")])),
    ("together", "in one sentence", levels(company(("a", "Corvid"), ("a", "Nimbula")), sentence=5)),
    ("together", "in one article, spelt apart", levels(company(("a", "Nordhavn Kraft"), ("a", "Nordhavn Krafd")))),
    ("neighbours", "a claim in common", levels(
        company(("a", "Corvid"), ("b", "Nimbula")), [("a", "Zed", "Corvid"), ("b", "Zed", "Nimbula")])),
    ("neighbours", "claims in common", levels(
        company(("a", "Corvid"), ("b", "Nimbula")),
        [("a", "Zed", "Corvid"), ("b", "Zed", "Nimbula"), ("a", "Corvid", "Yak"), ("b", "Nimbula", "Yak")])),
    ("longer", "more than a known name", levels([("a", "Veiled Large", "AIModel"), ("b", "蒙面", "AIModel")])),
    ("known", "one known thing", levels([("a", "Veiled", "AIModel"), ("b", "蒙面", "AIModel")])),
    ("known", "two known things", levels([("a", "Veiled", "AIModel"), ("b", "Bold One", "AIModel")])),
    ("languages", "a name in each language", levels(company(("a", "Corvid"), ("a", "渡鸦")), basis=BRACKET)),
    ("languages", "two languages", levels(company(("a", "菜鸟"), ("b", "Cainiao")))),
]


@pytest.mark.parametrize(("feature", "level", "found"), LEVELS, ids=[f"{f}: {level}" for f, level, _ in LEVELS])
def test_what_a_feature_finds(feature: str, level: str, found: set[tuple[str, str]]) -> None:
    assert (feature, level) in found


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Orbix", "Orbix Group", "Orbixx", "Veiled", "蒙面", "Bold One", "OG", "Dr Lin Wei", "Lin Wei",
                                 "Nest", "Nest 2"]), min_size=2, max_size=2, unique=True),
       st.sampled_from(["Company", "Person", "AIModel"]))
def test_two_arguments_are_two_where_all_features_say_so(pair: list[str], cls: str) -> None:
    """The short way, by how names are alike, must not differ from the judgement itself."""
    given_ = articles([("a", text, cls) for text in pair], [("a", pair[0], pair[1])])
    known = KnownNames(ontology())
    mentioned = Names(given_, ontology(), known)
    clusters = Clusters({n.id: mentioned.family(n) for n in mentioned.nodes.values()})
    context = Context(mentioned, known, {}, clusters, Whole())
    first, second = sorted(mentioned.nodes)
    score = judge(context, Link(first, second, "", "")).score
    assert are_two(context, first, second) == (score <= NOT_SAME)
    assert at_most(context, mentioned.nodes[first], mentioned.nodes[second]) >= score


def test_every_level_is_found_somewhere() -> None:
    assert {(f.name, level) for f in FEATURES for level in f.weights} == {(f, level) for f, level, _ in LEVELS}
    assert all(feature.compare.__doc__ for feature in FEATURES)


@pytest.mark.parametrize(("mentioned", "said", "feature"), [
    (company(("a", "Corvid"), ("a", "渡鸦")), [("a", "Corvid", "渡鸦")], "together"),
    (company(("a", "Corvid"), ("b", "Corvid")), [("a", "Zed", "Corvid"), ("b", "Zed", "Corvid")], "neighbours"),
    (company(("a", "三一重工"), ("b", "Sany")), [], "numbers"),
    (company(("a", "Corvid"), ("b", "渡鸦")), [], "name"),
    ([("a", "Corvid", ""), ("b", "Nimbula", "Company")], [], "classes"),
])
def test_where_a_feature_tells_nothing(mentioned: list[Name], said: list[Said], feature: str) -> None:
    assert feature not in {name for name, _ in levels(mentioned, said, basis=BRACKET)}


def links(given: list[ArticleNames], decisions: Decisions | None = None) -> tuple[dict[str, str], Links]:
    """The entity of each name, as "article name", and all of the links."""
    found = Linker(ontology(), decisions).link(given)
    return {" ".join(node): iri for node, iri in found.ids.items()}, found


def test_a_chain_of_links_joins_no_arguments_of_one_claim() -> None:
    chain = company(("a", "Nordhavn Kraft"), ("b", "Nordhavn Krafd"), ("c", "Nordhavn Kraftd"))
    ids, found = links(articles(chain))
    assert len(set(ids.values())) == 1
    ids, found = links(articles(chain, [("d", "Nordhavn Krafd", "Nordhavn Kraft")]))
    assert ids["a nordhavn kraft"] != ids["b nordhavn krafd"]
    assert len(set(ids.values())) == 2
    (conflict,) = found.conflicts
    assert conflict.why == "arguments of one claim in article d"


def test_decisions_stand_above_everything() -> None:
    given = articles([("a", "Veiled", "AIModel"), ("b", "Corvid", "Person"), ("c", "Corvid", "Person")])
    same = Decision("same", (Named("Veiled"), Named("Corvid", ("b",))), why="seen")
    ids, found = links(given, Decisions(given=(same,)))
    assert ids["a veiled"] == ids["b corvid"] != ids["c corvid"]
    given = articles(company(("b", "Corvid"), ("c", "Corvid")))
    apart = Decision("not-same", (Named("Corvid", ("b",)), Named("Corvid", ("c",))), who="Ada")
    ids, found = links(given, Decisions(given=(apart,)))
    assert len(set(ids.values())) == 2
    assert [conflict.why for conflict in found.conflicts] == ["decided by Ada"]
    assert found.unsure == ()


def test_decided_apart_holds_for_known_names() -> None:
    apart = Decision("not-same", (Named("Veiled"), Named("蒙面")))
    ids, _ = links(articles([("a", "Veiled", "AIModel"), ("a", "蒙面", "AIModel")]), Decisions(given=(apart,)))
    assert len(set(ids.values())) == 2


def test_what_is_unsure_is_listed_with_its_reasons() -> None:
    given = articles(company(("a", "菜鸟"), ("b", "Cainiao"), ("c", "Cainiao"), ("d", "Cainiao Cloud")))
    _, found = links(given)
    (judgement,) = found.unsure
    assert judgement.verdict == "unsure"
    assert set(judgement.texts) == {"菜鸟", "Cainiao"}
    assert judgement.explanation == "classes agree +2, same sound +2, two languages -1"
    decided = Decisions(given=(Decision("not-same", (Named("菜鸟"), Named("Cainiao"))),))
    assert links(given, decided)[1].unsure == ()


def test_a_like_sound_with_claims_in_common_is_enough() -> None:
    ids, found = links(articles(company(("a", "菜鸟"), ("b", "Cainiao")), [
        ("a", "Zed", "菜鸟"), ("b", "Zed", "Cainiao"), ("a", "菜鸟", "Yak"), ("b", "Cainiao", "Yak")]))
    assert ids["a 菜鸟"] == ids["b cainiao"]
    (entity,) = [entity for entity in found.entities if "zh" in entity.labels]
    assert any(reason.startswith("like 菜鸟: claims in common +6") for _, reason in entity.links)


WORDS = st.lists(st.text("abc", min_size=3, max_size=7), unique=True, max_size=40)


@given(WORDS)
def test_deletion_keys_find_what_comparing_all_pairs_finds(words: list[str]) -> None:
    expected = {(one, other) for one, other in combinations(words, 2) if likeness.edited(one, other)}
    found = list(one_apart(words))
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30),
       st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_no_order_of_joins_breaks_what_is_apart(joins: list[tuple[int, int]], apart: list[tuple[int, int]]) -> None:
    clusters = Clusters({("a", str(n)): "" for n in range(10)})
    kept = [(one, other) for one, other in apart
            if clusters.keep_apart(((("a", str(one)),), (("a", str(other)),)), "told")]
    assert kept == [(one, other) for one, other in apart if one != other]
    for one, other in joins:
        clusters.join(Link(("a", str(one)), ("a", str(other)), "", ""))
    assert all(clusters.find(("a", str(one))) != clusters.find(("a", str(other))) for one, other in kept)


@pytest.mark.parametrize(("word", "expected"), [
    ("yinhe", True), ("zhang", True), ("xian", True), ("kraft", False), ("alibaba", True), ("tencent", False),
])
def test_pinyin(word: str, expected: bool) -> None:
    assert likeness.is_pinyin(word) == expected


@pytest.mark.parametrize(("key", "numbers"), [
    ("zephyr3", ("3",)), ("zephyr 7b", ("7b",)), ("zephyr 2.5 max", ("2.5",)), ("louis xiv", ("xiv",)), ("x corp", ()),
    ("model s", ("s",)), ("三一重工", ()), ("360公司", ("360",)),
])
def test_numbers_of_a_name(key: str, numbers: tuple[str, ...]) -> None:
    assert likeness.numerals(key) == numbers
