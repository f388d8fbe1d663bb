"""The Chinese pipeline: words, sentences and names. The networks are shipped and small, so no test is marked."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg import ontology as ontologies
from kg.ontology import KnownName, Ontology
from kg.pipeline.chinese import load_chinese
from kg.pipeline.chinese.lac import Tagger
from kg.pipeline.chinese.scene import Known, Name
from kg.pipeline.chinese.words import sentences


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return ontologies.load()


@pytest.fixture(scope="module")
def nlp(ontology: Ontology) -> Language:
    return load_chinese(ontology)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def test_the_network_segments_and_tags(tagger: Tagger) -> None:
    text = "王小明在北京大学学习"
    [words] = tagger.words([text])
    assert [(text[w.start : w.end], w.tag) for w in words] == [
        ("王小明", "PER"), ("在", "p"), ("北京大学", "ORG"), ("学习", "v")]


def test_texts_read_together_get_the_words_they_get_alone(tagger: Tagger) -> None:
    texts = ["阿里巴巴发布新模型", "他说", "", "国务院总理周一在北京会见了来访的客人,双方就贸易问题交换了意见"]
    assert tagger.words(texts) == [tagger.words([t])[0] for t in texts]


def test_long_text_is_read_in_windows(tagger: Tagger) -> None:
    [words] = tagger.words(["公司宣布收购对手" * 120])
    assert words[0].start == 0 and words[-1].end == 960
    assert all(a.end == b.start for a, b in pairwise(words))


TYPICAL = "，。“”《》（）()AaB 1２年公司的在\n\t\u3000😀é"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(TYPICAL), st.characters(codec="utf-8")), max_size=60))
def test_any_text_comes_back_unchanged(text: str) -> None:
    doc = PIPELINE(text)
    assert doc.text == text
    assert all(doc.text[t.idx : t.idx + len(t)] == t.text for t in doc)


PIPELINE = load_chinese(ontologies.load())


@pytest.mark.parametrize(("text", "expected"), [
    ("甲公司说。乙公司说！", ["甲公司说。", "乙公司说！"]),
    ("他问:“为什么?”没有人回答。", ["他问:“为什么?”", "没有人回答。"]),
    ("第一行\n第二行", ["第一行\n", "第二行"]),
    ("第一;第二；第三", ["第一;", "第二；", "第三"]),
    ("涨了3.5%,很多", ["涨了3.5%,很多"]),
    ("", []),
])
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_sentence_starts_reach_the_doc(nlp: Language) -> None:
    assert [s.text for s in nlp("公司成立了。 他走了。").sents] == ["公司成立了。", "他走了。"]


NAMES = [
    # known to the network
    ("总裁王小明昨天离开了上海。", [("王小明", "Person"), ("上海", "City")]),
    # a rare word with a company's ending, and its short form later
    ("棱镜光电今天上市,棱镜的股价大涨。", [("棱镜光电", "Company"), ("棱镜", "Company")]),
    # the place and the common noun before a name are none of it
    ("越南支付公司Minhpay完成融资。", [("越南", "Country"), ("Minhpay", "Company")]),
    # a foreign person's name is one name
    ("首席执行官安娜·科瓦奇表示满意。", [("安娜·科瓦奇", "Person")]),
    # works and laws
    ("这违反了《数据安全法》。", [("数据安全法", "LegalInstrument")]),
    # a division of a known firm; a verb between is none of its name
    ("腾讯电商事业部扩编。", [("腾讯电商事业部", "BusinessUnit")]),
    ("腾讯宣布成立新事业部。", [("腾讯", "Company")]),
    # a post glued to a name
    ("KorvaCEO李强辞职。", [("Korva", "Company"), ("李强", "Person")]),
    # the year after a name
    ("Korva2019年上市。", [("Korva", "Company")]),
    # verbs that the network takes for an organisation, or for part of one
    ("甲方联合起诉对方。", []),
    ("双方在密歇根州合建电池厂。", [("密歇根州", "Region")]),
    # two firms in what the network takes for one; a person's name that is a firm's
    ("富士康母公司鸿海精密盈利。", [("富士康", "Company"), ("鸿海精密", "Company")]),
    ("曹操出行完成测试。", [("曹操出行", "Company")]),
    # a legal form belongs to a known firm's name; a given name that reads as a verb
    ("华为技术有限公司盈利。", [("华为技术有限公司", "Company")]),
    ("首席技术官程立加入对手。", [("程立", "Person")]),
    # a foreign name begins right behind the post; a drug after its kind
    ("CEO塔玛拉·韦克斯勒出席。", [("塔玛拉·韦克斯勒", "Person")]),
    # common Latin words are no names
    ("公司的GMV和KPI都在增长。", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(e.text, "" if e.label_ == "Thing" else e.label_) for e in nlp(text).ents]
    assert found == expected


def test_the_ontologys_names_have_their_class(nlp: Language, ontology: Ontology) -> None:
    known = next(n for n in ontology.names if n.type == "AIModel" and n.labels.get("zh", "").isalpha())
    text = f"昨天{known.labels['zh']}更新了。"
    assert (known.labels["zh"], "AIModel") in [(e.text, e.label_) for e in nlp(text).ents]


def test_a_known_form_never_cuts_a_latin_word() -> None:
    known = Known({"Meta": "Company", "腾讯": "Company", "腾讯云": "BusinessUnit"})
    assert list(known.matches("Metaverse、Meta、腾讯云")) == [Name(10, 14, "Company"), Name(15, 18, "BusinessUnit")]


def test_a_form_of_two_classes_has_none() -> None:
    label = MappingProxyType({"zh": "长河"})
    names = (KnownName("a", "Company", label), KnownName("b", "Place", label))
    assert Known.of(type("O", (), {"names": names})()).forms == {"长河": ""}  # type: ignore[arg-type]
