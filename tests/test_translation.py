"""Literal translation of names: what it proposes, and that it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import KnownName, Ontology, OntologyError, load
from kg.resolve import Linker, Links, names, names_of
from kg.resolve.translation import Translations
from kg.vocab import SKOS

KNOWN = (KnownName("https://w3id.org/kg/name/Veiled", "Company", {"en": "Veiled", "zh": "蒙面"},
                   aliases=(("Veil", "en"), ("幕", "zh"))),)


@cache
def ontology() -> Ontology:
    return replace(load(), names=KNOWN)


@cache
def translations() -> Translations:
    return Translations(ontology())


@pytest.mark.parametrize(("chinese", "latin", "same"), [
    ("长城汽车", "Great Wall Motor", True),
    ("长城汽车", "Great Wall Motors", True),
    ("長城汽車", "Great Wall Motor", True),  # traditional characters
    ("长城汽车股份有限公司", "Great Wall Motor Co., Ltd.", True),  # legal forms count on neither side
    ("蚂蚁集团", "Ant Group", True),
    ("字节跳动", "ByteDance", True),  # written as one word
    ("月之暗面", "Dark Side of the Moon", True),  # another order
    ("中国人民银行", "People's Bank of China", True),
    ("地平线机器人", "Horizon Robotics", True),
    ("杭州银行", "Bank of Hangzhou", True),  # what is no word is pinyin
    ("重庆银行", "Bank of Chongqing", True),  # the pinyin that the characters have together
    ("长安汽车", "Changan Automobile", True),  # a character that is a word in other names
    ("微鲸科技", "Weijing Technology", True),
    ("蒙面科技", "Veiled Technology", True),  # a known name in another one
    ("蒙面云", "Veil Cloud", True),
    ("AI实验室", "AI Lab", True),
    ("长城汽车", "Great Wall Securities", False),
    ("长城汽车", "Great Wall", False),
    ("长城", "Great Wall Motor", False),
    ("杭州银行", "Bank of Suzhou", False),
    ("蚂蚁集团", "Ape Group", False),
    ("菜鸟", "Cainiao", False),  # all of it pinyin is no translation
    ("幕科技", "Veil Technology", False),  # one character of a known name says too little
    ("长城汽车", "长城汽车", False),
    ("Great Wall", "Great Wall", False),
    ("", "Great Wall", False),
])
def test_what_is_a_literal_translation(chinese: str, latin: str, same: bool) -> None:
    keys = names.key(chinese), names.key(latin)
    assert translations().same(*keys) is translations().same(*keys[::-1]) is same
    assert list(translations().pairs(keys)) == ([keys] if same else [])


def test_a_name_of_many_senses_has_so_many_readings() -> None:
    assert len(translations().readings("研究院" * 40)) <= 256


def links(mentioned: Sequence[tuple[str, str, str]], said: Sequence[tuple[str, str, str]] = ()) -> Links:
    """Of articles that say that each name bought something, and that one company bought another."""
    claims = [_claim(doc, 1000 * n, text, cls) for n, (doc, text, cls) in enumerate(mentioned)]
    claims += [_claim(doc, 500_000 + 1000 * n, one, "Company", other) for n, (doc, one, other) in enumerate(said)]
    docs = sorted({claim.doc for claim in claims})
    return Linker(ontology()).link(names_of(Article(doc, ""), [c for c in claims if c.doc == doc]) for doc in docs)


def _claim(doc: str, place: int, text: str, cls: str, other: str = "") -> Claim:
    after = place + len(text) + 10
    bought = Argument(other or "mill", after, after + len(other), "Company", "name" if other else "nominal")
    predicate = Predicate("kg:acquired" if other else "open:buy", "bought", place + len(text) + 1, after - 1)
    subject = Argument(text, place, place + len(text), cls, "name")
    return Claim(doc, Span("", place, place), subject, predicate, bought)


@pytest.mark.parametrize(("first", "second", "explanation"), [
    (("长城汽车", "Company"), ("Great Wall Motor", "Company"), "classes agree +2, same meaning +2, two languages -1"),
    (("杭州银行", "Company"), ("Bank of Hangzhou", ""), "same meaning +2, two languages -1"),
    (("长城汽车", "Company"), ("Great Wall Securities", "Company"), ""),
    (("长城汽车", "Company"), ("Great Wall Motor", "Person"), ""),  # not the same kind of thing
    (("长城汽车 3", "Company"), ("Great Wall Motor 2", "Company"), ""),
])
def test_a_translation_is_put_to_a_person(first: tuple[str, str], second: tuple[str, str], explanation: str) -> None:
    found = links([("a", *first), ("b", *second)])
    assert [judgement.explanation for judgement in found.unsure] == ([explanation] if explanation else [])
    assert len(found.entities) == 2


def test_a_translation_with_claims_in_common_is_enough() -> None:
    found = links([], [("a", "Zed", "长城汽车"), ("b", "Zed", "Great Wall Motor"),
                       ("a", "长城汽车", "Yak"), ("b", "Great Wall Motor", "Yak")])
    (entity,) = [entity for entity in found.entities if entity.labels.get("zh") == "长城汽车"]
    assert entity.labels["en"] == "Great Wall Motor"


def test_words_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "words.ttl").write_text(
        f'<x:a> <{SKOS}prefLabel> "Otter & Sons"@en , "水獭"@zh ; <{SKOS}altLabel> "x" .', encoding="utf-8")
    own = Translations(replace(ontology(), path=tmp_path))
    assert own.same("水獭", "otter and sons") and not own.same("长城汽车", "great wall motor")
    (tmp_path / "words.ttl").unlink()
    assert not Translations(replace(ontology(), path=tmp_path)).same("水獭", "otter and sons")


def test_broken_words_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "words.ttl").write_text("<x:a>\n<x:b> .", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"words\.ttl:2: "):
        Translations(replace(ontology(), path=tmp_path)).same("水獭", "otter")


def test_the_shipped_words_are_one_line_each_sorted_and_in_both_languages() -> None:
    path = load().path / "words.ttl"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("word:")]
    labels = [line.split('"')[1] for line in lines]
    assert labels == sorted(labels) and len(lines) > 150
    for line in lines:
        prefixes = f"@prefix word: <x:> . @prefix skos: <{SKOS}> ."
        tags = [t.object.language for t in ox.parse((prefixes + line).encode(), format=ox.RdfFormat.TURTLE)
                if isinstance(t.object, ox.Literal) and t.predicate.value == SKOS + "prefLabel"]
        assert sorted(map(str, tags)) == ["en", "zh"], line
