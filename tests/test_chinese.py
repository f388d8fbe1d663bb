"""Claims from Chinese: a table of sentences for each construction. All firms and people here are invented."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg import lexicon as lexicons
from kg import ontology as ontologies
from kg.extract.chinese import extract_chinese
from kg.extract.chinese.agreement import agreed
from kg.extract.chinese.units import Unit
from kg.lexicon import Lexicon
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.pipeline.chinese import load_chinese
from kg.pipeline.chinese.reader import CHINESE
from kg.pipeline.relations import RelationHead

DATE = "2024-05-06"


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return ontologies.load()


@pytest.fixture(scope="module")
def lexicon(ontology: Ontology) -> Lexicon:
    return lexicons.load(None, "zh", ontology)


@pytest.fixture(scope="module")
def nlp(ontology: Ontology) -> Language:
    return load_chinese(ontology)


class Reader:
    """Reads a text as an article of one paragraph that begins at `offset`."""

    def __init__(self, nlp: Language, ontology: Ontology, lexicon: Lexicon) -> None:
        self.nlp, self.ontology, self.lexicon = nlp, ontology, lexicon

    def __call__(self, text: str, before: str = "") -> list[Claim]:
        article = Article(id="a", text=before + text, language="zh", published=DATE)
        return list(extract_chinese(article, [(len(before), self.nlp(text))], self.ontology, self.lexicon))

    def triples(self, text: str) -> set[str]:
        return {f"{c.subject.name} {c.predicate.id[3:]} {c.object.name}" for c in self(text)}


@pytest.fixture(scope="module")
def read(nlp: Language, ontology: Ontology, lexicon: Lexicon) -> Reader:
    return Reader(nlp, ontology, lexicon)


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.split(";") if line.strip()}


CONSTRUCTIONS = [
    # active, 把, 被, 由
    ("北辰科技收购了沙湖半导体。", "北辰科技 acquired 沙湖半导体"),
    ("北辰科技把沙湖半导体收入囊中。", "北辰科技 acquired 沙湖半导体"),
    ("沙湖半导体被北辰科技以12亿元收购。", "北辰科技 acquired 沙湖半导体"),
    ("北辰科技由李强于2015年在成都创立。",
     "李强 created 北辰科技; 北辰科技 foundedOn 2015年; 北辰科技 basedIn 成都"),
    ("李强把沙湖半导体卖给了北辰科技。", "北辰科技 acquired 沙湖半导体"),
    ("北辰科技完成了对沙湖半导体的收购。", "北辰科技 acquired 沙湖半导体"),
    # coordination
    ("北辰科技收购了沙湖半导体和棱镜光电。", "北辰科技 acquired 沙湖半导体; 北辰科技 acquired 棱镜光电"),
    ("李强和王小明创立了北辰科技。", "李强 created 北辰科技; 王小明 created 北辰科技"),
    ("北辰科技在南京、武汉设有研发中心。", "北辰科技 operatesIn 南京; 北辰科技 operatesIn 武汉"),
    # relative clauses: subject gap, object gap, a seat
    ("毕业于清华大学的李强离开了北辰科技。", "李强 educatedAt 清华大学; 李强 left 北辰科技"),
    ("李强创办的北辰科技上市了。", "李强 created 北辰科技"),
    ("总部位于苏州的棱镜光电上市了。", "棱镜光电 headquarteredIn 苏州"),
    # a clause without subject goes on about the subject before
    ("李强毕业于清华大学,2015年创立北辰科技。",
     "李强 educatedAt 清华大学; 李强 created 北辰科技; 北辰科技 foundedOn 2015年"),
    ("棱镜光电获得新订单,由远山资本领投。", "远山资本 investedIn 棱镜光电"),
    # posts
    ("北辰科技首席执行官王小明出席。", "王小明 holdsPosition 北辰科技"),
    ("王小明是北辰科技的首席财务官。", "王小明 holdsPosition 北辰科技"),
    ("王小明现任北辰科技首席执行官。", "王小明 holdsPosition 北辰科技"),
    ("北辰科技任命王小明为首席财务官。", "王小明 holdsPosition 北辰科技"),
    ("北辰科技的创始人李强已经退休。", "李强 created 北辰科技"),
    # owners, parents, rivals
    ("北辰科技的子公司棱镜光电上市。", "棱镜光电 subsidiaryOf 北辰科技"),
    ("北辰科技的母公司远山资本拒绝置评。", "北辰科技 subsidiaryOf 远山资本"),
    ("棱镜光电归北辰科技所有。", "北辰科技 owns 棱镜光电"),
    ("北辰科技的竞争对手包括沙湖半导体和棱镜光电。",
     "沙湖半导体 competesWith 北辰科技; 棱镜光电 competesWith 北辰科技"),
    ("北辰科技与棱镜光电合作。", "北辰科技 partneredWith 棱镜光电"),
    ("北辰科技与棱镜光电的竞争愈演愈烈。", "北辰科技 competesWith 棱镜光电"),
    # a place before a common noun, or right before the name
    ("越南支付公司Minhpay完成测试。", "Minhpay basedIn 越南"),
    ("泰国的棱镜光电完成测试。", "棱镜光电 basedIn 泰国"),
    # names in brackets
    ("北辰科技（Polaris Tech）上市了。", "北辰科技 alsoKnownAs Polaris Tech"),
    # figures
    ("北辰科技2023年营收31亿元。", "北辰科技 hasFigure 31亿元"),
    ("北辰科技估值达20亿美元。", "北辰科技 valuedAt 20亿美元"),
    # pronouns
    ("北辰科技今天上市。该公司收购了沙湖半导体。", "北辰科技 acquired 沙湖半导体"),
    ("北辰科技计划扩张,公司已收购沙湖半导体。", "北辰科技 acquired 沙湖半导体"),
    ("李强今天出席。他毕业于清华大学。", "李强 educatedAt 清华大学"),
    # a description made of common nouns
    ("荷兰光学仪器厂商Vandelux完成测试。", "Vandelux basedIn 荷兰"),
    ("与加拿大的棱镜光电商谈。", "棱镜光电 basedIn 加拿大"),
    ("其对手包括北辰科技的小辰助手。", "北辰科技 developed 小辰"),
    # who acts with another acts too; who is told of in an object is another
    ("李强与王小明一同创办了北辰科技。", "李强 created 北辰科技; 王小明 created 北辰科技"),
    ("棱镜光电开业。北辰科技以约3亿元收购这家公司至多60%的股权。", "北辰科技 acquired 棱镜光电"),
    # traditional characters, and words of Taiwan
    ("北辰科技執行長王小明出席。", "王小明 holdsPosition 北辰科技"),
    ("總部位於蘇州的稜鏡光電上市了。", "稜鏡光電 headquarteredIn 蘇州"),
    ("北辰科技收購了沙湖半導體。", "北辰科技 acquired 沙湖半導體"),
    # names written by sound keep their ends
    ("北辰科技创始人图因德·阿德巴约因病缺席。", "图因德·阿德巴约 created 北辰科技"),
    # a platform acts for its firm; who supplies is bought from; who succeeds does so where the other left
    ("小红书收购了沙湖半导体。", "小红书 acquired 沙湖半导体"),
    ("北辰科技向沙湖半导体采购芯片。", "沙湖半导体 suppliesTo 北辰科技"),
    ("北辰科技董事长王小明辞任,由李强接任。",
     "王小明 holdsPosition 北辰科技; 王小明 left 北辰科技; 李强 holdsPosition 北辰科技"),
    ("北辰科技解聘了王小明。", "王小明 left 北辰科技"),
    ("北辰科技与沙湖半导体签署谅解备忘录。", "北辰科技 partneredWith 沙湖半导体"),
    ("新药由北辰科技与美国Incyte公司合作开发。", ""),
    ("该药由北辰科技与美国Incyte公司合作开发。", ""),
    ("北辰科技推出天擎9号。这款手机由北辰科技与沙湖半导体合作开发。",
     "北辰科技 released 天擎9号; 北辰科技 developed 天擎9号; 沙湖半导体 developed 天擎9号"),
    # the level that growth leads to, not its share; what is a part of a figure is no figure
    ("北辰科技净利润同比增长6%至350亿元。", "北辰科技 hasFigure 350亿元"),
    ("北辰科技卖出的汽车占全球交付量的一半。", ""),
    ("北辰科技估值或达500亿元。", "北辰科技 valuedAt 500亿元"),
    # what a product measures is the product's
    ("北辰科技旗下的TikTok接入豆包,月活跃用户突破6亿。",
     "北辰科技 owns TikTok; TikTok subsidiaryOf 北辰科技; TikTok integratedWith 豆包; TikTok hasFigure 6亿"),
    # sites that are somewhere, a seat that moves, posts for a region
    ("北辰科技位于印尼的工厂年产能为12万辆。", "北辰科技 operatesIn 印尼; 北辰科技 hasFigure 12万辆"),
    ("北辰科技把总部从北京迁至苏州。", "北辰科技 headquarteredIn 苏州"),
    ("北辰科技中国区总裁王小明出席。", "王小明 holdsPosition 北辰科技"),
    ("北辰科技与棱镜光电成立的合资公司将于明年推出轿车。", ""),
    ("北辰科技起诉棱镜光电专利侵权。", "北辰科技 sued 棱镜光电"),
    ("远山资本参与了北辰科技的新一轮融资。", "远山资本 investedIn 北辰科技"),
    # a verb behind a name is the next predicate
    ("北辰科技采用鸿蒙系统开发新车型的软件。", "北辰科技 uses 鸿蒙系统"),
    # a place that modifies the site; a common noun behind it makes it another thing
    ("北辰科技的匈牙利工厂年产能为12万辆。", "北辰科技 operatesIn 匈牙利; 北辰科技 hasFigure 12万辆"),
    ("北辰科技的上海研发中心关停。", "北辰科技 operatesIn 上海"),
    ("北辰科技将为成都的新电池厂招聘400人。", "北辰科技 operatesIn 成都"),
    ("越南数据中心运营商棱镜光电上市了。", "棱镜光电 basedIn 越南"),
    # who is of a firm, who is from where
    ("北辰科技的李强表示满意。", "李强 memberOf 北辰科技"),
    ("离开北辰科技的李强表示满意。", "李强 left 北辰科技"),
    ("李强是浙江宁波人。", "李强 bornIn 宁波; 宁波 partOf 浙江"),
    # whose part comes from whom
    ("北辰科技的屏幕由棱镜光电提供。", "棱镜光电 suppliesTo 北辰科技"),
    ("北辰科技今天上市,芯片采购自沙湖半导体。", "沙湖半导体 suppliesTo 北辰科技"),
    ("沙湖半导体的收入来自北辰科技。", "沙湖半导体 suppliesTo 北辰科技"),
    # there is, all are; who joins in acts too; a post behind a name
    ("北辰科技的客户里有沙湖半导体、棱镜光电。",
     "北辰科技 suppliesTo 沙湖半导体; 北辰科技 suppliesTo 棱镜光电"),
    ("沙湖半导体、棱镜光电都是北辰科技的股东。", "沙湖半导体 owns 北辰科技; 棱镜光电 owns 北辰科技"),
    ("北辰科技由李强副教授创办。", "李强 created 北辰科技"),
    # both, the former, the latter; the company is whom the text is about
    ("北辰科技与沙湖半导体昨日上市。两家都来自成都。", "北辰科技 basedIn 成都; 沙湖半导体 basedIn 成都"),
    ("北辰科技和沙湖半导体昨日上市。前者由李强创办,后者由王小明创办。",
     "李强 created 北辰科技; 王小明 created 沙湖半导体"),
    ("北辰科技昨日上市,远山资本领投。公司收购了棱镜光电。",
     "远山资本 investedIn 北辰科技; 北辰科技 acquired 棱镜光电"),
    # what must not be read
    ("北辰科技的产品被收购。", ""),
    ("他毕业于清华大学。", ""),
    ("沙湖半导体的律师表示满意。", ""),
    ("北辰科技的股价上涨,市场热闹。", ""),
    ("这家公司在北京。", ""),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS)
def test_constructions(read: Reader, text: str, expected: str) -> None:
    assert read.triples(text) == lines(expected)


FIRMNESS = [
    ("北辰科技收购了沙湖半导体。", "affirmed", "asserted", None),
    ("北辰科技没有收购沙湖半导体。", "negated", "asserted", None),
    ("北辰科技拟收购沙湖半导体。", "affirmed", "planned", None),
    ("北辰科技将收购沙湖半导体。", "affirmed", "planned", None),
    ("北辰科技可能收购沙湖半导体。", "affirmed", "possible", None),
    ("北辰科技否认收购沙湖半导体。", "negated", "denied", "北辰科技"),
    ("北辰科技放弃收购沙湖半导体。", "negated", "asserted", None),
    ("北辰科技收购沙湖半导体的传闻不实。", "affirmed", "possible", None),
    ("据路透社报道,北辰科技正考虑收购沙湖半导体。", "affirmed", "possible", "路透社"),
    ("李强表示,北辰科技已收购沙湖半导体。", "affirmed", "asserted", "李强"),
    ("36氪披露北辰科技收购了沙湖半导体。", "affirmed", "asserted", "36氪"),
]


@pytest.mark.parametrize(("text", "polarity", "modality", "source"), FIRMNESS)
def test_firmness_and_source(read: Reader, text: str, polarity: str, modality: str, source: str | None) -> None:
    [claim] = [c for c in read(text) if c.predicate.id == "kg:acquired"]
    assert (claim.polarity, claim.modality, claim.attribution.text if claim.attribution else None) == (
        polarity, modality, source)
    assert claim.is_fact == (polarity == "affirmed" and modality == "asserted")


def test_what_stands_before_the_reporting_verb_is_not_reported(read: Reader) -> None:
    [claim] = [c for c in read("北辰科技首席执行官王小明表示满意。") if c.predicate.id == "kg:holdsPosition"]
    assert claim.attribution is None


def test_a_denial_denies_the_rumour_before_it(read: Reader) -> None:
    claims = read("北辰科技可能收购沙湖半导体。北辰科技否认了这一说法。")
    assert [(c.polarity, c.modality) for c in claims] == [("affirmed", "possible"), ("negated", "denied")]
    assert claims[1].attribution is not None and claims[1].attribution.text == "北辰科技"
    assert claims[1].sentence.text.endswith("否认了这一说法。")


def test_the_article_goes_on_about_whom_it_told_of(nlp: Language, ontology: Ontology, lexicon: Lexicon) -> None:
    """A company alone in its article is 该公司 in the next paragraph; of two, neither is. Short names hold throughout."""

    def triples(*paragraphs: str) -> set[str]:
        text = "\n\n".join(paragraphs)
        article = Article(id="a", text=text, language="zh", published=DATE)
        docs = [(text.index(p), nlp(p)) for p in paragraphs]
        return {f"{c.subject.name} {c.predicate.id[3:]} {c.object.name}"
                for c in extract_chinese(article, docs, ontology, lexicon)}

    second = "该公司收购了沙湖半导体。"
    assert triples("北辰科技今天上市。", second) == {"北辰科技 acquired 沙湖半导体"}
    assert triples("北辰科技今天上市。棱镜光电昨天上市。", second) == set()
    assert triples("拓岭重工今天上市。", "沙湖半导体被拓岭收购。") == {"拓岭 acquired 沙湖半导体"}


def test_a_short_name_has_the_class_of_the_longer_one_that_ends_so(ontology: Ontology) -> None:
    def names(*found: tuple[str, str]) -> list[str]:
        return [u.type for u in agreed([[Unit(text, 0, 1, "name", "name", kind) for text, kind in found]], ontology)[0]]

    assert names(("Acme Token Hub", "BusinessUnit"), ("Token Hub", "Company")) == ["BusinessUnit"] * 2
    assert names(("北辰无人驾驶事业部", "BusinessUnit"), ("无人驾驶事业部", "Company")) == ["BusinessUnit"] * 2
    assert names(("Acme Hub", "BusinessUnit"), ("Hub", "Company")) == ["BusinessUnit", "Company"]
    assert names(("A Token Hub", "BusinessUnit"), ("B Token Hub", "Company"), ("Token Hub", "Group"))[2] == "Group"


def test_traditional_text_stays_as_it_is_written(read: Reader) -> None:
    text = "北辰科技去年以12億美元收購了沙湖半導體。"
    [claim] = [c for c in read(text) if c.predicate.id == "kg:acquired"]
    assert (claim.predicate.text, claim.object.text) == ("收購了", "沙湖半導體")
    assert [(q.text, q.value) for q in claim.qualifiers] == [("12億美元", "1200000000")]


def test_qualifiers(read: Reader) -> None:
    [claim] = read("2021年3月,北辰科技以12亿元收购沙湖半导体。")
    assert claim.time is not None and claim.time.iso == "2021-03"
    [amount] = claim.qualifiers
    assert (amount.name, amount.value, amount.unit) == ("amount", "1200000000", "CNY")


def test_a_post_is_a_qualifier(read: Reader) -> None:
    [claim] = read("北辰科技首席执行官王小明出席。")
    assert [(q.name, q.text) for q in claim.qualifiers] == [("role", "首席执行官")]


def test_a_figure_has_value_unit_and_metric(read: Reader) -> None:
    [claim] = read("北辰科技2023年营收31亿元。")
    assert (claim.object.value, claim.object.unit, claim.object.type) == ("3100000000", "CNY", "MonetaryAmount")
    assert [(q.name, q.text) for q in claim.qualifiers] == [("metric", "营收")]


def test_offsets_point_into_the_article(read: Reader) -> None:
    before = "第一段😀。\n\n"
    text = "据路透社报道,越南支付公司Minhpay（敏付）2021年以3亿美元收购棱镜光电。该公司由李强创立。"
    claims = read(text, before)
    assert claims
    for c in claims:
        parts = [c.sentence, c.subject, c.object, c.predicate, *c.qualifiers, *filter(None, [c.time, c.attribution])]
        assert all((before + text)[p.start : p.end] == p.text for p in parts)
        assert Claim.from_json(c.to_json()) == c


def test_every_claim_says_how_it_was_found(read: Reader, lexicon: Lexicon) -> None:
    for claim in read("北辰科技收购了沙湖半导体。泰国的棱镜光电完成测试。"):
        assert claim.trace["construction"] in {"active", "juxtaposition"}
        assert claim.trace.get("entry", next(iter(lexicon.entries))) in lexicon.entries


def test_a_verb_outside_the_lexicon_stays_open(read: Reader) -> None:
    [claim] = read("北辰科技赞扬沙湖半导体。")
    assert (claim.predicate.id, claim.trace["source"]) == ("open:赞扬", "open")
    assert claim.confidence < 0.5


def test_classes_decide(read: Reader) -> None:
    """A place is not acquired by a person's school; a person is no subsidiary."""
    assert not any("subsidiaryOf" in t for t in read.triples("北辰科技旗下的李强辞职。"))


def test_the_lexicon_is_broad(lexicon: Lexicon) -> None:
    assert len(lexicon.entries) >= 200
    used = {s.property or s.operator for s in lexicon.all}
    assert {"acquired", "created", "investedIn", "holdsPosition", "reports", "plans", "doubts", "denies"} <= used


ODD = ["", "。", "，，，", "的的的", "（（（", "2021年", "\n\n", "😀", "“北辰科技”", "被", "由于"]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_yields_nothing(read: Reader, text: str) -> None:
    assert read(text) == []


LINKED = [
    # the grammar reads nothing of the pair; the head does
    ("李田原在宝马待了八年，操刀过多款新车。", "李田原 memberOf 宝马"),
    # what the grammar has read of a pair is all that is said of it
    ("马化腾是腾讯的首席执行官。", ""),
    ("分析师李强说，北辰科技与沙湖半导体都在扩产。", ""),
]


@pytest.mark.parametrize(("text", "expected"), LINKED)
def test_the_head_tells_what_the_grammar_does_not_reach(
    nlp: Language, ontology: Ontology, lexicon: Lexicon, text: str, expected: str
) -> None:
    article = Article(id="a", text=text, language="zh", published=DATE)
    found = extract_chinese(article, [(0, nlp(text))], ontology, lexicon, head=RelationHead.load(CHINESE))
    told = [c for c in found if c.trace["source"] == "head"]
    assert {f"{c.subject.name} {c.predicate.id[3:]} {c.object.name}" for c in told} == lines(expected)
    assert all(0 < c.confidence <= 1 and c.trace["probability"] for c in told)
