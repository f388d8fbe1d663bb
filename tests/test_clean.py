"""Cleaning: what is set aside and why, paragraphs, headings, languages, glued sentences."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles import Article, clean, segments
from kg.articles.furniture import reasons, table
from kg.model import Paragraph, SetAside

BODY = "Alibaba said on Monday that it had opened a data centre in Malaysia."
MORE = "The company plans to hire four hundred engineers there by the summer."
THIRD = "Analysts at three banks raised their forecasts after the news."


def cleaned(text: str, **known: str) -> Article:
    return clean(Article("a", text, **known))  # type: ignore[arg-type]


def paragraphs(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def aside(article: Article) -> list[tuple[str, str]]:
    return [(article.text[s.start : s.end], s.reason) for s in article.aside]


FURNITURE = [
    ("Advertisements", "advertisement"), ("ADVERTISEMENT", "advertisement"), ("- Advertisement -", "advertisement"),
    ("[Advertisement]", "advertisement"), ("广告", "advertisement"), ("Story continues below", "advertisement"),
    ("Sponsored: compare broadband deals", "advertisement"),
    ("Subscribe to our newsletter for more chip news!", "newsletter"), ("The Chip Letter Newsletter", "newsletter"),
    ("Daily market news, straight to your inbox", "newsletter"), ("点击订阅我们的每日简报", "newsletter"),
    ("Comments", "comments"), ("12 Comments", "comments"), ("No comments yet.", "comments"),
    ("网友评论（23）", "comments"),
    ("Leave a reply", "comments"), ("Share this article", "sharing"), ("Share on Facebook", "sharing"),
    ("Facebook | Twitter | LinkedIn", "sharing"), ("微信扫一扫，分享到朋友圈", "sharing"), ("点击阅读原文", "sharing"),
    ("We use cookies to improve your experience.", "cookie notice"), ("Accept all cookies", "cookie notice"),
    ("Related stories", "related stories"), ("相关阅读", "related stories"),
    ("Read more: Five charts on chips", "related stories"), ("延伸阅读：芯片之争", "related stories"),
    ("By Mei Lin and Tom Harper", "byline"), ("5 min read", "byline"), ("责任编辑：王小明", "byline"),
    ("Published: March 5, 2026", "byline"), ("本报记者 李四", "byline"),
    ("Photo: Jane Roe/Getty Images", "photo credit"), ("Photo by Jane Roe on Unsplash", "photo credit"),
    ("图片来源：视觉中国", "photo credit"), ("![logo](https://a.example/l.png)", "photo credit"),
    ("© 2026 Morning Ledger. All rights reserved.", "copyright"), ("未经授权不得转载", "copyright"),
    ("Dec.25 2025", "date line"), ("Thursday, March 5, 2026 at 10:30 GMT", "date line"), ("5 March 2026", "date line"),
    ("2026-03-05 08:00", "date line"), ("2026年3月5日 08:00", "date line"), ("3 hours ago", "date line"),
    ("https://ledger.example/qwen", "link"), ("| Year | Revenue |", "table"), ("* * *", "no words"),
    ("Tags: chips, Spain", "navigation"), ("Home > Business > Technology", "navigation"),
    ("[^1]: Company filing, 2025.", "footnote list"), ("About the author: Jane Roe owns a dog.", "author biography"),
    ("[Advertisement] Cheap broadband in your area", "advertisement"), ("**[广告] 全场免运费**", "advertisement"),
    ("Comments are closed.", "comments"), ("Recommended for you", "related stories"), ("打开APP阅读全文", "sharing"),
    ("Chip news, free, on Fridays. Enter your email address", "newsletter"), ("By the markets desk", "byline"),
    ("29 December 2025 · 3 min read", "date line"), ("Click here to subscribe to our briefs.", "newsletter"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_furniture_is_set_aside(line: str, reason: str) -> None:
    article = cleaned(f"{BODY}\n\n{line}\n\n{MORE}")
    assert paragraphs(article) == [BODY, MORE]
    assert aside(article) == [(line, reason)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisements account for most of Tencent's revenue.", "Comments by the minister moved the shares.",
        "By Monday the shares had recovered.", "Register of companies data show two owners.",
        "Published in 1990, the book made him famous.", "BEIJING (Reuters) - Alibaba opened a data centre.",
        "The newsletters reached two million readers.", "[4] She has two children.", "Photos of the device leaked.",
        "Jane Roe is a reporter at the Morning Ledger.", "广告业务收入同比增长百分之十。",
        "Sources said the deal was off.", "下载量超过一百万次。", "阅读原文的人不多。", "编辑部位于北京。", "热榜第一的是小米。",
        "来源于电商的收入增长了一成。", "完成收购后，公司更名。", "上一篇论文发表于2019年。", "举报人获得五万元奖励。",
        "The insurer covers losses from storms in Asia.", "Copyright law protects the model's makers.",
    ],
)  # fmt: skip
def test_sentences_about_such_things_stay(line: str) -> None:
    assert paragraphs(cleaned(line))[0].endswith(line[4:])
    assert line in paragraphs(cleaned(f"{BODY}\n\n{line}\n\n{MORE}"))[1] or line.startswith("[4]")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Jane Roe is a senior reporter covering chips, based in Taipei.", "author biography"),
        ("Follow her on Twitter @janeroe.", "author biography"),
        ("AI writing agent with a focus on retail. It explains markets.", "author biography"),
        ("本文作者为财经记者，长期关注电商。", "author biography"),
        ("(本文不构成投资建议。)", "disclaimer"), ("投资有风险，入市需谨慎。", "disclaimer"),
        ("特别声明：以上内容仅代表作者本人观点。", "disclaimer"),
    ("Disclosure: the writer holds no shares.", "disclaimer"),
        ("[1] Company filing, March 2025.", "footnote list"),
    ],
)
def test_furniture_at_the_end_only(line: str, reason: str) -> None:
    at_end = cleaned("\n\n".join((BODY, MORE, THIRD, line, "Comments")))
    assert paragraphs(at_end) == [BODY, MORE, THIRD]
    assert aside(at_end)[0] == (line, reason)
    in_the_middle = cleaned("\n\n".join((BODY, MORE, THIRD, line, BODY[:-1] + " today.")))
    assert len(in_the_middle.paragraphs) == 5


def test_sections_take_what_follows_them() -> None:
    stories = "Related stories\nChip maker shuts plant\nTen phones to buy"
    notes = "[1] Filing, 2024.\n[2] Filing, 2023.\n\nReferences\n[1] Filing, 2025\n2. https://a.example/b"
    article = cleaned(f"{BODY}\n\n{stories}\n\n{MORE}\n\nAbout the author\n\n{THIRD}\n\n{notes}")
    assert paragraphs(article) == [BODY, MORE]
    assert [reason for _, reason in aside(article)] == [
        *["related stories"] * 3, *["author biography"] * 2, *["footnote list"] * 5
    ]  # fmt: skip


PAGE_ZH = """首页 > 科技 > 正文

北辰科技收购沙湖半导体

2024年5月6日 10:30

来源：科技日报

# 北辰科技周一宣布，以12亿元收购沙湖半导体。[1]

广告

沙湖半导体成立于2012年，总部位于苏州，**去年营收31亿元**。

（图片来源：视觉中国）

分析师认为，这笔交易还需监管机构批准。

北辰科技周一宣布，以12亿元收购沙湖半导体。[1]

（完）

责任编辑：王小明

相关阅读：
芯片公司再融资
十款手机推荐

扫码关注我们的公众号

[1] 公司公告，2024年。
"""


def test_a_noisy_chinese_page() -> None:
    """What is kept and what is set aside of a page, in order, with the reasons."""
    article = cleaned(PAGE_ZH)
    kept = ["北辰科技收购沙湖半导体", "北辰科技周一宣布，以12亿元收购沙湖半导体。",
            "沙湖半导体成立于2012年，总部位于苏州，**去年营收31亿元**。", "分析师认为，这笔交易还需监管机构批准。"]
    assert [p.removeprefix("# ") for p in paragraphs(article)] == kept
    assert {p.language for p in article.paragraphs} == {"zh"}
    found = dict(aside(article))
    for text, reason in (("首页 > 科技 > 正文", "navigation"), ("2024年5月6日 10:30", "date line"), ("来源：科技日报", "byline"),
                         ("广告", "advertisement"), ("（图片来源：视觉中国）", "photo credit"), ("（完）", "navigation"),
                         ("责任编辑：王小明", "byline"), ("芯片公司再融资", "related stories"), ("[1]", "footnote mark"),
                         ("扫码关注我们的公众号", "sharing"), ("[1] 公司公告，2024年。", "footnote list")):
        assert found.get(text) == reason, text


def test_front_matter_and_repeats() -> None:
    text = f"---\ntitle: x\n---\n{BODY}\n\n{MORE}\n\n{BODY.replace(' on ', '  on ')}"
    article = clean(Article("a", text, aside=(SetAside(0, 17, "front matter"),)))
    assert paragraphs(article) == [BODY, MORE]
    assert [(s.start, s.reason) for s in article.aside] == [(0, "front matter"), (158, "repeated paragraph")]


def test_marks_are_set_aside_and_segments_leave_them_out() -> None:
    item = "**Cloud revenue** grew 20%[1], *as planned*, see [the filing](https://a.example/f)[2]."
    text = f"## Growth\n\n  • {item}\n\n{BODY}"
    article = cleaned(text)
    assert paragraphs(article)[0] == "Growth"
    marks = ["##", "•", "**", "**", "[1]", "*", "*", "[", "](https://a.example/f)", "[2]"]
    assert [mark for mark, _ in aside(article)] == marks
    assert {reason for _, reason in aside(article)} == {
        "heading mark", "list mark", "emphasis mark", "footnote mark", "link"
    }  # fmt: skip
    parts = segments(article, article.paragraphs[1])
    assert "".join(p.text for p in parts) == "Cloud revenue grew 20%, as planned, see the filing."
    assert all(text[p.start : p.end] == p.text for p in parts)


@pytest.mark.parametrize(
    "text",
    ["The area is 5 * 3 * 2 metres.", "Call get_user_name twice.", "A profit* of 3 was booked.", "In [2021] it grew."],
)
def test_no_marks(text: str) -> None:
    assert aside(cleaned(text)) == []


JOINS = [
    ("This dual focus positions\nto capitalize on growth.", 1),
    ("The deal positions Alibaba,\nTencent and Baidu well.", 1),
    ("Alibaba grew.\nTencent shrank.", 2),
    ("Why it matters\nAlibaba grew by a fifth.", 2),
    ("Sales this quarter\niPhone sales fell again.", 2),
    ("The plan has parts:\n- cloud services\n- logistics", 3),
    ("一、云业务\n二、物流业务", 2),
    ("阿里巴巴表示，\n公司将扩大投资。", 1),
    (
        "Alibaba Group said on Monday that it would spend\n380 billion yuan on cloud computing and on models\n"
        "of artificial intelligence. Chief executive Eddie\nWu called it the largest plan of its kind by any\n"
        "private firm in China.\nShares rose in Hong Kong.",
        2,
    ),
    (
        "阿里巴巴集团周一表示将在未来三年投入三千八\n百亿元用于云计算和人工智能基础设施建设公司\n"
        "首席执行官称这是中国民营企业最大的计划。",
        1,
    ),
]


@pytest.mark.parametrize(("text", "count"), JOINS)
def test_lines_are_joined_where_a_sentence_goes_on(text: str, count: int) -> None:
    assert len(cleaned(text).paragraphs) == count


def test_headings() -> None:
    parts = ("Alibaba grows abroad", BODY, f"What’s at stake\n{MORE}", "Net profit: 1.3bn, down 4%", "# 展望", THIRD)
    text = "\n\n".join((*parts, "Last words"))
    article = cleaned(text)
    marked = {article.text[p.start : p.end] for p in article.paragraphs if p.heading}
    assert marked == {"Alibaba grows abroad", "What’s at stake", "展望"}
    assert article.title == "Alibaba grows abroad"
    assert cleaned(BODY[:-1]).paragraphs[0].heading is False  # one sentence without a stop is no heading
    assert cleaned(text, title="Given").title == "Given"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"), ("Alibaba (阿里) bought Cainiao (菜鸟).", "en"),
        ("The firm, called 字节跳动 in Chinese, grew.", "en"), ("OpenAI 发布 GPT-5", "zh"),
        ("阿里巴巴正围绕 AI to B 与 Token 调整组织。", "zh"), ("阿里巴巴收购菜鸟", "zh"),
        ("OK.", "en"), ("380", "en"),
    ],
)  # fmt: skip
def test_languages(text: str, language: str) -> None:
    assert [p.language for p in cleaned(text).paragraphs] == [language]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Konzern teilte am Montag mit, dass er im Frühjahr ein Rechenzentrum in Malaysia eröffnet habe.", "de"),
        ("Le groupe a annoncé lundi qu’il avait ouvert un nouveau centre de données en Malaisie au printemps.", "fr"),
        ("アリババは月曜日にマレーシアで新しいデータセンターを開設したと発表した。", "ja"),
        ("알리바바는 월요일 말레이시아에 새 데이터 센터를 열었다고 밝혔다.", "ko"),
    ],
)  # fmt: skip
def test_other_languages_are_set_aside(text: str, language: str) -> None:
    article = cleaned(f"{BODY}\n\n{text}\n\n阿里巴巴周一表示已开设新的数据中心。")
    assert [p.language for p in article.paragraphs] == ["en", "zh"]
    assert aside(article) == [(text, f"language {language} not supported")]


GLUED = [
    "The news pleased technology investors|The buzz around the deal was loud.",
    "It was a sober reality check|Alibaba swiftly denied the report. Alibaba has said so before.",
    "They invested in a start-up, DeepSeek|This announcement moved markets. Then DeepSeek grew.",
    "It could redefine its future in AI|It felt new. The AI market and the AI race go on.",
    "The claims were unfounded|Yet insiders saw more than a stunt.",
    "Growth came quickly|Quark became an assistant, and people like Quark.",
    "It sent waves through the industry|Observers noted mixed results. It was efficient|Concurrently, sales rose.",
    "The cost exceeded $500 million|This poses a test.",
    "They sold a \"smart\" service|When users shop, it helps.",
    "Concerns remain, as noted.|Alibaba Cloud's revenue grew.[1]|The shares rose!|Analysts cheered.",
    "The model \"Qwen\"|The firm said so. It raised 5%|The rest came later (2)|Both agreed.",
    "It was Alibaba's|The firm said so.",
]  # fmt: skip


@pytest.mark.parametrize("marked", GLUED)
def test_glued_sentences_are_found(marked: str) -> None:
    pieces = marked.split("|")
    starts = [sum(map(len, pieces[:n])) for n in range(1, len(pieces))]
    assert list(cleaned("".join(pieces)).paragraphs[0].breaks) == starts


@pytest.mark.parametrize(
    "text",
    [
        "DeepSeek, OpenAI, YouTube and LinkedIn grew.", "The iPhone and the iPad sold well; eBay and easyJet did not.",
        "McDonald said TikTok, PayPal, GitHub and ByteDance were named.", "SoftBank and BlackRock backed AliExpress.",
        "You may watch YouTube. You saw a Tube map.", "Mr.Smith met Dr.Jones of Acme Inc.The U.S.Army was there.",
        "Visit news.Example.Com/The/Page or write to a.The@b.example now.", "He said \"The end\" and (The Sun) agreed.",
        "Users of 23andMe and 01.AI met at 3Com.", "WeChat, WhatsApp, macOS, JPMorgan and AstraZeneca rose.",
        "The VivoTab and the PlayStation sold. A Play Station was shown.",
    ],
)  # fmt: skip
def test_camel_case_names_are_not_split(text: str) -> None:
    assert cleaned(text).paragraphs[0].breaks == ()


def test_every_pattern_of_the_table_is_valid_and_every_reason_known() -> None:
    known = {reason for _, reason in FURNITURE} | {"author biography", "disclaimer"}
    assert {entry.reason for entry in table()} <= known
    assert all(entry.zone in {"any", "end"} for entry in table())


def test_long_lines_do_not_slow_it_down() -> None:
    hostile = ("[1" * 30_000, "By " + "A" * 77 + "!", '"The ' * 20_000, "aB" * 30_000, "> - " * 20_000, "**a" * 20_000)
    started = time.process_time()
    for text in hostile:
        check(clean(Article("a", text)))
    assert reasons(["x " * 50_000]) == [None]
    assert time.process_time() - started < 20  # a second or two; quadratic work takes minutes


def check(article: Article) -> None:
    """The promises of `clean` about one article."""
    text = article.text
    spans = [(p.start, p.end) for p in article.paragraphs]
    assert all(0 <= a < b <= len(text) and not text[a].isspace() and not text[b - 1].isspace() for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    asides = [(s.start, s.end) for s in article.aside]
    assert all(0 <= a < b <= len(text) for a, b in asides)
    assert all(b <= c for (_, b), (c, _) in pairwise(asides))
    covered = bytearray(len(text))
    for a, b in spans + asides:
        covered[a:b] = b"\1" * (b - a)
    assert all(covered[i] or c.isspace() for i, c in enumerate(text))
    for a, b in asides:
        assert all(b <= start or end <= a or (start <= a and b <= end) for start, end in spans)
    for p in article.paragraphs:
        assert list(p.breaks) == sorted(set(p.breaks)) and all(p.start < at < p.end for at in p.breaks)
        assert p.language in {"en", "zh"}


ATOMS = [
    "Alibaba", "The", "grew", "check", "DeepSeek", "阿里巴巴", "收购", "。", "，", ".", "!", ":", " ", "  ", "\n",
    "\n\n", "\r\n", "\u2028", "\t", "#", "# ", "- ", "• ", "1. ", "（一）", "> ", "**", "*", "_", "`", "[1]", "[",
    "](http://a)", "(", ")", '"', "”", "Advertisement", "Related stories", "References", "About the author", "|",
    "---", "2026", "5%", "https://a.example", "\u200b", "\x00", "é", "😀", "ア", "Я",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(ATOMS), max_size=60).map("".join)))
def test_any_text_is_cleaned_and_nothing_is_lost(text: str) -> None:
    article = cleaned(text)
    check(article)
    assert article.text == text
    assert clean(article) == article
    for paragraph in article.paragraphs:
        assert isinstance(paragraph, Paragraph)
        assert all(text[s.start : s.end] == s.text for s in segments(article, paragraph))
