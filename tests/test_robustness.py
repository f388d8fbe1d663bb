"""Any text goes from sentences to claims: what no writer would write, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import lexicon as lexicons
from kg import ontology as ontologies
from kg.articles import clean
from kg.build import Settings, extractor
from kg.extract import Extractor
from kg.extract.chinese import extract_chinese
from kg.model import Article, Claim
from kg.pipeline.chinese import load_chinese

PIECES = st.sampled_from([
    "北辰科技", "沙湖半导体", "收购了", "把", "被", "由", "的", "与", "、", "据", "报道", "否认", "12亿元", "30%", "2021年", "（", "）", "《", "》", "·",
    "马克·", "该公司", "其", "首席执行官", "李强", "總部", "位於", "蘇州", "。", "，", "\n", "第零", "亿", "Orbix", "acquired", "Kestrel", "for $3bn",
    "which", "its", "’s", "“", "”", "not", "reportedly", "(", ")", ".", ",", "\u200d", "\U0001F600", "1/2", "Q3", "the", "to", "said",
])
GARBAGE = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join)
BETWEEN = st.sampled_from(["", " ", "\n\n"])


def holds(article: Article, claims: list[Claim]) -> None:
    """Every claim is a slice of the text, and survives its own JSON."""
    for c in claims:
        parts = [c.subject, c.object, c.sentence, *filter(None, [c.attribution, c.time]), *c.qualifiers]
        assert all(article.text[p.start : p.end] == p.text for p in parts)
        assert Claim.from_json(c.to_json()) == c


@pytest.fixture(scope="module")
def chinese() -> tuple[object, ...]:
    ontology = ontologies.load()
    return load_chinese(ontology), ontology, lexicons.load(None, "zh", ontology)


@given(first=GARBAGE, second=GARBAGE)
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_as_chinese(chinese: tuple, first: str, second: str) -> None:  # type: ignore[type-arg]
    nlp, ontology, lexicon = chinese
    article = Article(id="a", text=first + second, language="zh", published="2024-05-06")
    docs = [(0, nlp(first)), (len(first), nlp(second))]
    assert all(doc.text == text for (_, doc), text in zip(docs, (first, second), strict=True))
    holds(article, list(extract_chinese(article, docs, ontology, lexicon)))


@pytest.fixture(scope="module")
def both() -> Extractor:
    return extractor(Settings())


@pytest.mark.model
@given(parts=st.lists(st.tuples(GARBAGE, BETWEEN), max_size=4))
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_cleaned_and_read(both: Extractor, parts: list[tuple[str, str]]) -> None:
    article = clean(Article(id="a", text="".join(a + b for a, b in parts), published="2024-05-06"))
    for form in ("wide", "compact"):
        holds(article, both.claims(article, form))  # type: ignore[arg-type]
