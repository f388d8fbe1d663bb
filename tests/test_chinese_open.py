"""Open propositions from Chinese: a table of general sentences with the tuples that they must give, and nothing else."""

from __future__ import annotations

import pytest

from kg import lexicon as lexicons
from kg import ontology as ontologies
from kg.extract.chinese import extract_chinese
from kg.model import Article, Claim
from kg.pipeline.chinese import load_chinese

ONTOLOGY = ontologies.load()
LEXICON = lexicons.load(None, "zh", ONTOLOGY)
NLP = load_chinese(ONTOLOGY)


def read(text: str) -> list[Claim]:
    article = Article(id="a", text=text, language="zh", published="2026-05-06")
    found = extract_chinese(article, [(0, NLP(text))], ONTOLOGY, LEXICON, "only")
    return [c for c in found if c.predicate.property is None]


SENTENCES = [
    # plain clauses
    ("黄河发源于青海省巴颜喀拉山脉。", "黄河 发源于 青海省巴颜喀拉山脉"),
    ("银杏树的叶子呈扇形。", "银杏树的叶子 呈 扇形"),
    ("鲁迅是中国现代文学的奠基人之一。", "鲁迅 是 中国现代文学的奠基人之一"),
    ("地球的自转周期约为24小时。", "地球的自转周期 约为 24小时"),
    ("他没有参加昨天的会议。", "他 没有参加 昨天的会议"),
    # coverbs: with the verb's object in the predicate
    ("李白的诗歌对后世产生了深远影响。", "李白的诗歌 产生了 深远影响; 李白的诗歌 对产生了深远影响 后世"),
    ("茶叶从中国传入欧洲。", "茶叶 传入 欧洲; 茶叶 从传入欧洲 中国"),
    ("这座城市以温泉闻名。", "这座城市 以闻名 温泉"),
    ("该病毒不会通过空气传播。", "该病毒 不会通过传播 空气"),
    ("第二次世界大战于1939年9月1日爆发。", "第二次世界大战 于爆发 1939年9月1日"),
    # 把, 被, 由, 是…的
    ("语言学家把世界上的语言分为若干语系。",
     "语言学家 分为若干语系 世界上的语言; 语言学家 把世界上的语言分为 若干语系"),
    ("苏州园林被联合国教科文组织列入世界遗产名录。",
     "苏州园林 被列入 世界遗产名录; 苏州园林 被列入世界遗产名录 联合国教科文组织"),
    ("委员会由十二名成员组成。", "委员会 由组成 十二名成员"),
    ("青霉素是弗莱明在1928年发现的。", "弗莱明 发现 青霉素"),
    # coordination
    ("张三和李四共同创作了这首歌曲。", "张三 共同创作了 这首歌曲; 李四 共同创作了 这首歌曲"),
    ("水稻原产于中国和印度。", "水稻 原产于 中国; 水稻 原产于 印度"),
    # a subject that goes on
    ("该大学设有二十二个学院,拥有在校学生三万余人。",
     "该大学 设有 二十二个学院; 该大学 拥有 在校学生三万余人"),
    ("牛顿发现了万有引力定律,并提出了三大运动定律。", "牛顿 发现了 万有引力定律; 牛顿 提出了 三大运动定律"),
    # verbs that govern verbs, and clauses as objects
    ("许多年轻人喜欢去郊外露营。", "许多年轻人 喜欢去 郊外"),
    ("政府要求企业减少碳排放。", "政府 要求 企业减少碳排放; 企业 减少 碳排放"),
    ("专家认为,气候变化可能导致粮食减产。",
     "专家 认为 气候变化可能导致粮食减产; 气候变化 可能导致 粮食减产"),
    # relative clauses
    ("警方逮捕了两名涉嫌盗窃的男子。", "警方 逮捕了 两名涉嫌盗窃的男子"),
    ("他出版了一本关于海洋生物的书。", "他 出版了 一本关于海洋生物的书"),
    ("曹雪芹创作的小说影响了许多作家。", "曹雪芹 创作 小说; 曹雪芹创作的小说 影响了 许多作家"),
    # titles, appositions, measures
    ("美国总统拜登会见了记者。", "美国总统拜登 会见了 记者; 拜登 是 美国总统"),
    ("屠呦呦,中国药学家,发现了青蒿素。", "屠呦呦 是 中国药学家; 屠呦呦 发现了 青蒿素"),
    ("长江全长约6300公里。", "长江 全长约 6300公里"),
    # quotation marks belong to what they close; traditional characters stay
    ("“嫦娥五号”探测器携带月球样品。", "“嫦娥五号”探测器 携带 月球样品"),
    ("黃河發源於青海省。", "黃河 發源於 青海省"),
    # no subject, no object, no verb
    ("下雨了。", ""), ("天气很好。", ""), ("随着时间的推移。", ""),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: str) -> None:
    found = {f"{c.subject.text} {c.predicate.text} {c.object.text}" for c in read(text)}
    assert found == {line.strip() for line in expected.split(";") if line.strip()}


@pytest.mark.parametrize("text", [text for text, _ in SENTENCES])
def test_offsets(text: str) -> None:
    for c in read(text):
        assert all(text[p.start : p.end] == p.text for p in (c.subject, c.object, c.sentence))
        assert 0 <= c.predicate.start < c.predicate.end <= len(text)
        assert c.object.end <= c.subject.start or c.subject.end <= c.object.start


FIRMNESS = [
    ("他没有参加会议。", "negated", "asserted"), ("他可能参加会议。", "affirmed", "possible"),
    ("研究团队参加会议。", "affirmed", "asserted"), ("他将参加会议。", "affirmed", "planned"),
]


@pytest.mark.parametrize(("text", "polarity", "modality"), FIRMNESS)
def test_firmness(text: str, polarity: str, modality: str) -> None:
    [claim] = read(text)
    assert (claim.polarity, claim.modality) == (polarity, modality)


def test_only_what_is_asked_for() -> None:
    article = Article(id="a", text="黄河发源于青海省。", language="zh")
    docs = [(0, NLP(article.text))]
    assert list(extract_chinese(article, docs, ONTOLOGY, LEXICON, "none")) == []
    assert len(list(extract_chinese(article, docs, ONTOLOGY, LEXICON, "wide"))) == 1
