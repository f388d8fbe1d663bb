"""Quantities: sentence -> (text, kind, value, unit, comparator)."""

from __future__ import annotations

import pytest

from kg.extract.values import quantities

ENGLISH = [
    ("It paid $7.5 billion.", "$7.5 billion", "money", "7500000000", "USD", None),
    ("worth US$3bn today", "US$3bn", "money", "3000000000", "USD", None),
    ("sales of €1.2m", "€1.2m", "money", "1200000", "EUR", None),
    ("RMB 500 million in cash", "RMB 500 million", "money", "500000000", "CNY", None),
    ("a fine of 18.2 billion yuan", "18.2 billion yuan", "money", "18200000000", "CNY", None),
    ("NT$30,000 a month", "NT$30,000", "money", "30000", "TWD", None),
    ("between $1 and $2 billion", "$1 and $2 billion", "money", "1000000000/2000000000", "USD", None),
    ("$300-350 million", "$300-350 million", "money", "300000000/350000000", "USD", None),
    ("€110m to €115m", "€110m to €115m", "money", "110000000/115000000", "EUR", None),
    ("The Norwegian firm paid 65 million kroner", "65 million kroner", "money", "65000000", "NOK", None),
    ("The Danish firm paid 65 million kroner", "65 million kroner", "money", "65000000", "DKK", None),
    ("The Tokyo group raised ¥180 million", "¥180 million", "money", "180000000", "JPY", None),
    ("The Chinese group raised ¥180 million", "¥180 million", "money", "180000000", "CNY", None),
    ("at 2 cents each", "2 cents", "money", "0.02", "USD", None),
    ("half a million dollars", "half a million dollars", "money", "500000", "USD", None),
    ("costs under $6 million", "$6 million", "money", "6000000", "USD", "<"),
    ("projected to exceed $500 millionThis poses", "$500 million", "money", "500000000", "USD", ">"),
    ("up to £40m", "£40m", "money", "40000000", "GBP", "<="),
    ("surpassed $380 billion", "$380 billion", "money", "380000000000", "USD", ">"),
    ("up 10 percent", "10 percent", "percent", "10", "%", None),
    ("a 3.5% stake", "3.5%", "percent", "3.5", "%", None),
    ("fell 2 percentage points", "2 percentage points", "percent", "2", "percentage point", None),
    ("cut by 25 basis points", "25 basis points", "percent", "0.25", "percentage point", None),
    ("growth of 1% to 3%", "1% to 3%", "percent", "1/3", "%", None),
    ("two thirds of the staff", "two thirds", "percent", "66.67", "%", None),
    ("at least 51%", "51%", "percent", "51", "%", ">="),
    ("over 200 million users", "200 million", "count", "200000000", "user", ">"),
    ("employs 640 people", "640", "count", "640", "person", None),
    ("twenty-five new stores", "twenty-five", "count", "25", "store", None),
    ("two dozen countries", "two dozen", "count", "24", "country", None),
    ("a dozen lawyers", "a dozen", "count", "12", "lawyer", None),
    ("thousands of applications", "thousands", "count", "1000", "application", "~"),
    ("1.25 trillion", "1.25 trillion", "count", "1250000000000", None, None),
    ("about 1,900 of them", "1,900", "count", "1900", None, "~"),
    ("a team of 60", "60", "count", "60", None, None),
    ("310 tonnes of steel", "310", "count", "310", "tonne", None),
    ("for three years", "three years", "duration", "3", "year", None),
    ("over three years", "three years", "duration", "3", "year", None),
    ("a ten-year lease", "ten-year", "duration", "10", "year", None),
    ("within a week", "a week", "duration", "1", "week", None),
    ("the third-largest carrier", "third", "rank", "3", None, None),
    ("came 500th", "500th", "rank", "500", None, None),
    ("among the top ten", "top ten", "rank", "10", None, "<="),
]

CHINESE = [
    ("融资3亿美元", "3亿美元", "money", "300000000", "USD", None),
    ("用$110 购买", "$110", "money", "110", "USD", None),
    ("1.5万亿元", "1.5万亿元", "money", "1500000000000", "CNY", None),
    ("500万人民币", "500万人民币", "money", "5000000", "CNY", None),
    ("12亿元人民币", "12亿元人民币", "money", "1200000000", "CNY", None),
    ("罚款逾182亿元", "182亿元", "money", "18200000000", "CNY", ">"),
    ("增长百分之十", "百分之十", "percent", "10", "%", None),
    ("占12.5%", "12.5%", "percent", "12.5", "%", None),
    ("持股四成", "四成", "percent", "40", "%", None),
    ("三分之一的收入", "三分之一", "percent", "33.33", "%", None),
    ("提升3倍", "3倍", "percent", "300", "%", None),
    ("近3000家门店", "3000家", "count", "3000", "门店", "<"),
    ("1200名员工", "1200名", "count", "1200", "员工", None),
    ("6500多家门店", "6500多家", "count", "6500", "门店", ">"),
    ("两百名员工", "两百名", "count", "200", "员工", None),
    ("数千名用户", "数千名", "count", "2000", "名", "~"),
    ("用户约4000万", "4000万", "count", "40000000", None, "~"),
    ("至少三家公司", "三家", "count", "3", "公司", ">="),
    ("历时三个月", "三个月", "duration", "3", "month", None),
    ("享年75岁", "75岁", "duration", "75", "year", None),
    ("第二大股东", "第二", "rank", "2", None, None),
]

NONE = [
    ("en", "The Qwen 2.5 release"), ("en", "an iPhone 15 for Anna"), ("en", "GPT-4 models"),
    ("en", "a Boeing 737 flew"),
    ("en", "36Kr reports"), ("en", "the S&P 500 companies"), ("en", "Article 12 of the law"),
    ("en", "In 2024 results fell."),
    ("en", "the COVID-19 years"), ("en", "one of the firms"), ("en", "rent by the month"),
    ("en", "two years ago it fell"),
    ("zh", "2023年发布"), ("zh", "三星发布新机"), ("zh", "3月5日"), ("zh", "第三季度"),
]


@pytest.mark.parametrize(("language", "row"), [("en", row) for row in ENGLISH] + [("zh", row) for row in CHINESE])
def test_quantity(language: str, row: tuple[str, str, str, str, str | None, str | None]) -> None:
    sentence, text, kind, value, unit, comparator = row
    found = [q for q in quantities(sentence, language) if q.text == text]
    assert [(q.kind, q.value, q.unit, q.comparator) for q in found] == [(kind, value, unit, comparator)]
    assert sentence[found[0].start:found[0].end] == text


@pytest.mark.parametrize(("language", "sentence"), NONE)
def test_no_quantity(language: str, sentence: str) -> None:
    assert quantities(sentence, language) == []


@pytest.mark.parametrize(("language", "sentence", "text", "also"), [
    ("en", "its 380 billion yuan ($52.44 billion) plan", "380 billion yuan ($52.44 billion)", ("52440000000", "USD")),
    ("en", "paid 2 billion euros, or about $2.2 billion,", "2 billion euros, or about $2.2 billion",
     ("2200000000", "USD")),
    ("zh", "投资3800亿元（约合524亿美元）", "3800亿元（约合524亿美元）", ("52400000000", "USD")),
])
def test_one_amount_in_two_currencies(language: str, sentence: str, text: str, also: tuple[str, str]) -> None:
    assert [(q.text, q.also) for q in quantities(sentence, language)] == [(text, (also,))]


def test_an_amount_that_leaves_out_its_currency() -> None:
    found = quantities("Sales rose from 380 million euros to 410 million.", "en")
    assert [(q.value, q.unit) for q in found] == [("380000000", "EUR"), ("410000000", "EUR")]


def test_the_counted_noun_lies_outside_of_the_span() -> None:
    sentence = "more than 28 million active developers"
    (found,) = quantities(sentence, "en")
    assert found.counted is not None
    assert (sentence[found.start:found.end], found.counted.text) == ("28 million", "developers")
    assert sentence[found.counted.start:found.counted.end] == "developers"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_odd_text_is_read_without_error(language: str) -> None:
    pieces = ["0", "million", "亿", "点", "百分之", "分之", "-", " to ", "$", "一", "9" * 40, "years", "half a", "%"]
    for first in pieces:
        for second in pieces:
            for third in pieces:
                quantities(f"{first}{second} {third}{first}", language)
