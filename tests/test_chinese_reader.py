"""The Chinese encoder at run time: pieces at their places, the same answer however a text is cut, names with classes."""

from __future__ import annotations

import numpy as np
import pytest

from kg.pipeline.chinese.lac import Tagger
from kg.pipeline.chinese.reader import Reader, Reading
from kg.pipeline.chinese.script import simplified
from kg.pipeline.chinese.words import words

TAGGER, READER = Tagger(), Reader()

TEXTS = [
    "腾讯在深圳发布了微信。", "Ａｐｐｌｅ公司，总部位于库比蒂诺！", "iPhone 15 Pro由富士康代工", "  ", "", "\n\n", "…", "𠮷野家",
    "a", "价格为１２８元（约合18美元）。", "\u200b腾讯\u200b", "😀小米😀", "ﷺ", "A" * 300, "腾" * 700, "한국어와 日本語のテキスト",
]


def read(text: str) -> Reading:
    plain = simplified(text)
    return READER.read(plain, [(w.start, w.end) for w in words(plain, TAGGER)])


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_stand_in_the_text(text: str) -> None:
    found = read(text)
    assert len(found.cut.ids) == len(found.ner) == len(found.kind) == len(found.vectors)
    assert all(0 <= s < e <= len(text) for s, e in zip(found.cut.starts, found.cut.ends, strict=True))
    assert found.cut.starts == sorted(found.cut.starts)
    assert np.isfinite(found.vectors).all()


@pytest.mark.parametrize("text", TEXTS)
def test_every_word_has_a_vector(text: str) -> None:
    found, spans = read(text), [(i, i + 1) for i in range(len(text))]
    assert found.tensor(spans).shape == (len(text), 768)


def test_names_have_classes() -> None:
    found = list(read("腾讯董事长马化腾周三在深圳表示，微信不会收费。").names())
    text = "腾讯董事长马化腾周三在深圳表示，微信不会收费。"
    assert {text[n.start : n.end] for n in found} >= {"腾讯", "马化腾", "深圳"}
    assert {n.type for n in found if text[n.start : n.end] == "马化腾"} == {"Person"}


def test_a_long_text_is_read_sentence_by_sentence() -> None:
    one = "星屿科技周二宣布收购总部位于苏州的灵触半导体。"
    alone, many = read(one), read(one * 60)
    assert len(many.cut.ids) == 60 * len(alone.cut.ids)
    assert [n.type for n in many.names()][:1] == [n.type for n in alone.names()][:1]


def test_the_same_text_reads_the_same() -> None:
    first, second = read(TEXTS[0]), read(TEXTS[0])
    assert np.array_equal(first.vectors, second.vectors)
