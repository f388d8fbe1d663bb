"""Reading in the explorer: years that sentences name, words of the articles, statements found, a picture put in order."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from page_world import Terms, records_of
from test_explorer import Open, browser, file, find, heading, visit

from kg.view import to_html
from kg.view.data import place
from kg.view.records import ArticleRecord, Records

__all__ = ["browser", "file", "visit"]


def write(folder: Path, records: Records, text: str, **article: Any) -> Path:
    """The page of records over one article of this text."""
    records.articles[0] = ArticleRecord(records.articles[0].iri, "a", text, **{"language": "en", "title": "On A", **article})
    path = folder / "page.html"
    path.write_text(to_html(records, Terms()), encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "years"), [
    ("It grew in 2019.", ["2019"]), ("By the end of FY2025 it grew.", ["2025"]), ("它在2021年增长。", ["2021"]),
    ("The 2021 rules and the 2023 trial bind it.", ["2023", "2021"]), ("2025人工智能大会召开。", ["2025"]),
    ("It has 2000 employees.", []), ("It cost $2018.", []), ("Some 2,015 came.", []), ("In the 1990s it grew.", []),
    ("It sold 2025 million.", []), ("公司有2000名员工。", []), ("It fell to 2019.5 points.", [])])
def test_a_year_is_told_from_other_numbers(visit: Open, tmp_path: Path, text: str, years: list[str]) -> None:
    page = visit("#tab=timeline", write(tmp_path, records_of(("A", "B", {"sentence": (0, 0)})), text))
    assert [chip.split()[0] for chip in page.locator("#timeline .presets button").all_inner_texts()[1:]] == years


def named(folder: Path, **article: Any) -> Path:
    """A claim without a date in a sentence that names 2019, one without both, a year in text set aside."""
    text = "A owns B since 2019. A owns C. D came in 2020. Posted in 2021"
    records = records_of(("A", "B", {"sentence": (0, 20)}), ("A", "C", {"sentence": (21, 30)}))
    return write(folder, records, text, aside=((47, 61, "date line"),), **article)


def test_a_year_that_the_sentence_names_is_filtered_by_and_told_as_such(visit: Open, tmp_path: Path) -> None:
    page = visit("#tab=table&since=2019&until=2019", named(tmp_path))
    assert page.locator("#table tbody tr").count() == 1
    assert page.inner_text("#table td.when") == "(2019)"
    page.click("#table td.property button")
    assert "2019, by the sentence; the claim has no date of its own" in page.inner_text(".statement-card")
    page.click(".year[title^='2019']")
    assert page.locator("#table tbody tr").count() == 2


def test_the_timeline_keeps_apart_what_names_a_year_and_what_was_set_aside(visit: Open, tmp_path: Path) -> None:
    page = visit("#tab=timeline", named(tmp_path))
    told = page.inner_text("#timeline")
    assert "THE SENTENCE NAMES THE YEAR" in told.upper() and "In text set aside" in told
    page.click(".change:has-text('Posted in 2021')")
    assert page.inner_text(".body .aside.current") == "Posted in 2021"
    page.click("#tab-timeline")
    assert "Its paragraph is about" in page.inner_text("#timeline li:has-text('D came')")
    page.click("#timeline .nearby .entity:has-text('C')")
    assert heading(page) == "C"


def test_what_is_set_aside_dates_nothing_where_the_article_has_a_date(visit: Open, tmp_path: Path) -> None:
    page = visit("#tab=timeline", named(tmp_path, date="2022-05-01"))
    assert page.locator("#timeline .change:has-text('Posted')").count() == 0


def test_an_empty_range_leads_to_the_timeline(visit: Open, tmp_path: Path) -> None:
    page = visit("#since=2020&until=2020", named(tmp_path))
    page.click("text=Read what is said of 2020")
    assert "D came in 2020." in page.inner_text("#timeline")


def test_open_predicates_and_untold_subjects_read_as_words(visit: Open, tmp_path: Path) -> None:
    text = "A had forced B to sell. A was fined."
    records = records_of(
        ("A", "B", {"property": "open:force", "sentence": (0, 23), "spans": ((0, 1), (2, 12), (13, 14))}),
        ("fined", "A", {"property": "kg:fined", "sentence": (24, 36), "spans": ((30, 35), (26, 35), (24, 25))}),
        fined={"unnamed": True})
    page = visit("#tab=table", write(tmp_path, records, text))
    assert page.locator("#table td.property").all_inner_texts() == ["fined", "had forced"]
    assert page.locator("#table td.subject").all_inner_texts() == ["(not said who)", "A"]


def test_an_article_without_a_title_goes_by_its_first_line(visit: Open, tmp_path: Path) -> None:
    text = "Subscribe now\nA owns B. " + "And so on and on " * 10
    path = write(tmp_path, records_of(("A", "B", {"sentence": (14, 23)})), text, title="", aside=((0, 13, "furniture"),))
    title = visit("#tab=articles", path).inner_text(".article-list cite")
    assert title.startswith("A owns B. And so on") and title.endswith("…") and len(title) < 100


@pytest.mark.parametrize(("text", "card"), [
    ("orbix create", "Orbix\ncreated\nLumen Lab"), ("orbix denies acquiring", "Orbix\nacquired\nKestrel"),
    ("奥比克斯 create", "Orbix\ncreated\nLumen Lab")])
def test_search_finds_what_is_claimed(visit: Open, text: str, card: str) -> None:
    page = visit()
    find(page, text)
    assert page.inner_text("#panel .statement") == card


def test_what_is_dragged_stays_and_the_address_knows(visit: Open, tmp_path: Path) -> None:
    records = records_of(("A", "B", {}))
    (ax, ay), (bx, by) = (place(records)[name] for name in "AB")
    page = visit(path=write(tmp_path, records, "A owns B."))
    box, length = page.locator("#canvas").bounding_box(), math.hypot(ax - bx, ay - by)
    for step in range(int(min(box["width"], box["height"]) / 2) - 20, 0, -6):  # from outside to A, along the line
        x = box["x"] + box["width"] / 2 + (ax - bx) / length * step
        y = box["y"] + box["height"] / 2 + (ay - by) / length * step
        page.mouse.move(x, y)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if page.evaluate("document.getElementById('canvas').style.cursor") == "pointer":
            break
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    page.wait_for_function("() => location.hash.includes('moved=')")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.is_visible("#put-back") and "moved=" in page.url
    page.click("#put-back")
    page.wait_for_function("() => !location.hash.includes('moved=')")
    assert not page.is_visible("#put-back")


def test_a_quotation_and_a_link_are_copied(visit: Open) -> None:
    page = visit("#about=Orbix", permissions=["clipboard-read", "clipboard-write"])
    page.click("#panel .claim:has-text('Denied')")
    page.click("#panel >> text=Quotation")
    page.wait_for_selector(".toast:has-text('Copied')")
    assert page.evaluate("navigator.clipboard.readText()").startswith("“Orbix denied buying Kestrel.” (")
    page.click("#export summary")
    page.click("#copy-link")
    page.wait_for_timeout(200)
    assert page.evaluate("navigator.clipboard.readText()") == page.url
