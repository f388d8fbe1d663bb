"""Time expressions: sentence -> (text, ISO 8601), seen from a publication date."""

from __future__ import annotations

import pytest

from kg.extract.values import dates

DAY = "2024-02-21"  # a Wednesday

ENGLISH = [
    ("on January 5, 2024", "January 5, 2024", "2024-01-05"),
    ("on 5 January 2024", "5 January 2024", "2024-01-05"),
    ("on the 5th of January 2024", "5th of January 2024", "2024-01-05"),
    ("2024-01-05", "2024-01-05", "2024-01-05"),
    ("in Jan. 2024", "Jan. 2024", "2024-01"),
    ("June of last year", "June of last year", "2023-06"),
    ("since 2011", "2011", "2011"),
    ("in early 2024", "early 2024", "2024"),
    ("by the end of 2024", "the end of 2024", "2024"),
    ("the first quarter of 2026", "the first quarter of 2026", "2026-Q1"),
    ("Q3 2025", "Q3 2025", "2025-Q3"),
    ("3Q25 results", "3Q25", "2025-Q3"),
    ("rose in the third quarter", "the third quarter", "2023-Q3"),
    ("the third quarter of this year", "the third quarter of this year", "2024-Q3"),
    ("the second half of 2025", "the second half of 2025", "2025-07/2025-12"),
    ("started in February", "February", "2024-02"),
    ("started in May", "May", "2023-05"),
    ("it will start in May", "May", "2024-05"),
    ("by May", "May", "2024-05"),
    ("bought by a rival in May", "May", "2023-05"),
    ("last October", "last October", "2023-10"),
    ("said on Monday", "Monday", "2024-02-19"),
    ("said on Wednesday", "Wednesday", "2024-02-21"),
    ("next Monday", "next Monday", "2024-02-26"),
    ("yesterday", "yesterday", "2024-02-20"),
    ("last year", "last year", "2023"),
    ("this month", "this month", "2024-02"),
    ("last week", "last week", "2024-02-12/2024-02-18"),
    ("two years ago", "two years ago", "2022"),
    ("over the past three years", "the past three years", "2021/2024"),
    ("the 1990s", "the 1990s", "1990/1999"),
    ("from 2019 to 2023", "2019 to 2023", "2019/2023"),
    ("2019-23", "2019-23", "2019/2023"),
    ("between January and August 2024", "January and August 2024", "2024-01/2024-08"),
    ("fiscal 2023", "fiscal 2023", "2023"),
    ("in FY25", "FY25", "2025"),
    ("the year to March 2024", "the year to March 2024", "2023-04/2024-03"),
    ("founded in 2015 and sold two years later", "two years later", "2017"),
]

CHINESE = [
    ("2024年1月5日", "2024年1月5日", "2024-01-05"),
    ("2021年5月，他离职", "2021年5月", "2021-05"),
    ("2026年第一季度", "2026年第一季度", "2026-Q1"),
    ("明年一季度", "明年一季度", "2025-Q1"),
    ("前三季度", "前三季度", "2023-01/2023-09"),
    ("今年上半年", "今年上半年", "2024-01/2024-06"),
    ("今年", "今年", "2024"),
    ("去年10月", "去年10月", "2023-10"),
    ("3月", "3月", "2023-03"),
    ("将于3月上市", "3月", "2024-03"),
    ("2月5日宣布", "2月5日", "2024-02-05"),
    ("周一", "周一", "2024-02-19"),
    ("上周五", "上周五", "2024-02-16"),
    ("昨日", "昨日", "2024-02-20"),
    ("上月", "上月", "2024-01"),
    ("三年前", "三年前", "2021"),
    ("2021年成立，同年8月上市", "同年8月", "2021-08"),
    ("二〇二四年", "二〇二四年", "2024"),
    ("上世纪九十年代", "上世纪九十年代", "1990/1999"),
]


@pytest.mark.parametrize(("sentence", "text", "iso"), ENGLISH)
def test_english(sentence: str, text: str, iso: str) -> None:
    assert (text, iso) in [(sentence[d.start:d.end], d.iso) for d in dates(sentence, "en", DAY)]


@pytest.mark.parametrize(("sentence", "text", "iso"), CHINESE)
def test_chinese(sentence: str, text: str, iso: str) -> None:
    assert (text, iso) in [(sentence[d.start:d.end], d.iso) for d in dates(sentence, "zh", DAY)]


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "Windows 2000"), ("en", "2000 employees"), ("en", "It may rise."), ("en", "May I ask"), ("en", "$1999"),
    ("en", "order 1066-A"), ("zh", "三个月"), ("zh", "月报"),
])
def test_no_date(language: str, sentence: str) -> None:
    assert dates(sentence, language, DAY) == []


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "yesterday"), ("en", "in February"), ("en", "two years ago"), ("zh", "上月"), ("zh", "周一"),
])
def test_without_a_publication_date_there_is_no_iso(language: str, sentence: str) -> None:
    assert [d.iso for d in dates(sentence, language, None)] == [None]


@pytest.mark.parametrize(("text", "iso"), [
    ("Since 2026 it has grown. It raised $5 million in February.", ["2026", "2026-02"]),
    ("In 2019 it was bought; on 5 May it was sold.", ["2019", "2019-05-05"]),
])
def test_without_a_publication_date_a_month_is_of_the_year_named_last(text: str, iso: list[str]) -> None:
    assert [d.iso for d in dates(text, "en", None)] == iso


def test_a_day_that_no_calendar_has() -> None:
    assert [d.iso for d in dates("on 31 February 2024", "en", DAY)] == [None]


def test_a_time_before_the_calendar() -> None:
    assert [d.iso for d in dates("9999999999 years ago", "en", DAY)] == [None]
