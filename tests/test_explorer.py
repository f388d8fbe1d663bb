"""The page in a browser, used as its reader does: opened from disk, with no network."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from browser import chromium
from graph_world import DENIED, FOUNDED, ONTOLOGY, ORBIX, world
from page_world import IMAGE, SCRIPT, Page, Terms, records_of
from test_view import hostile

from kg.view import to_html, write_page
from kg.view.page import pack
from kg.view.records import ArticleRecord
from kg.vocab import KG

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(tmp_path_factory.mktemp("page") / "graph.html", world(), ONTOLOGY, title="Our graph")


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Open]:
    """Opens a page; in the end nothing went wrong in it, no dialog opened, and nothing but the file was asked for."""
    contexts, wrong = [], []

    def open_(address: str = "", path: Path = file, **settings: Any) -> Any:
        context = browser.new_context(viewport={"width": 1400, "height": 850}, accept_downloads=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type in ("error", "warning") else None)
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda ask: wrong.append(ask.url) if not ask.url.startswith(("file:", "blob:")) else None)
        page.goto(path.as_uri() + address)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def find(page: Any, text: str) -> None:
    page.fill("#search", text)
    page.press("#search", "Enter")


def heading(page: Any) -> str:
    return str(page.inner_text("#panel h1"))


def status(page: Any) -> str:
    return str(page.inner_text("#status"))


@pytest.mark.parametrize(("text", "name"), [
    ("orb", "Orbix"), ("奥比", "Orbix"), ("LAB", "Lumen Lab"), ("kestrel", "Kestrel"), ("orbix inc", "Orbix")])
def test_search_finds_any_name_in_any_language(visit: Open, text: str, name: str) -> None:
    page = visit()
    page.fill("#search", text)
    assert page.locator("#matches [role=option]").first.inner_text().startswith(name)
    page.press("#search", "Enter")
    assert heading(page) == name
    assert "about=" in page.url


def test_search_finds_sentences_too(visit: Open) -> None:
    page = visit()
    find(page, "denied buying")
    assert page.inner_text(".evidence .sentence") == "Orbix denied buying Kestrel."


def test_search_says_when_there_is_nothing(visit: Open) -> None:
    page = visit()
    page.fill("#search", "zzz")
    assert "Nothing goes by this name" in page.inner_text("#matches")


def test_search_leads_to_text_that_yielded_nothing(visit: Open, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(to_html(records_of(("a", "b", {})), Terms()), encoding="utf-8")
    page = visit(path=path)
    find(page, "is not said")
    assert page.inner_text(".nothing.current") == "C is not said."
    page.reload()
    assert page.inner_text(".nothing.current") == "C is not said."


def test_a_claim_shows_its_sentence_in_the_paragraph_and_how_it_was_found(visit: Open) -> None:
    page = visit(f"#claim={FOUNDED.id}")
    assert page.inner_text(".evidence >> nth=0 >> mark.subject") == "Orbix"
    assert page.inner_text(".evidence >> nth=0 >> mark.object") == "Lumen Lab"
    assert page.inner_text(".evidence >> nth=0 >> .sentence") == "Orbix founded Lumen Lab in 2021."
    assert "The start-up raised" in page.inner_text(".evidence >> nth=0 >> .context")
    card = page.inner_text(".statement-card >> nth=0")
    for told in ('Orbix "founds" </script> a lab', "Daily Post", "2024-03-05", "active", "found", "0.93", FOUNDED.id):
        assert told in card
    assert page.locator(".statement-card").count() == 2  # the Chinese article states it too


def test_what_is_attributed_names_its_source(visit: Open) -> None:
    page = visit()
    find(page, "Lumen Lab")
    page.click("#panel .figures button")
    assert "According to\nDaily Post" in page.inner_text("#panel")


def test_a_click_on_the_picture_chooses(visit: Open) -> None:
    page = visit()
    find(page, "Lumen Lab")
    page.wait_for_timeout(250)
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + 4, box["y"] + 4)  # nothing is there
    assert heading(page) == "What the articles say"
    assert "about=" not in page.url


def test_filters_take_claims_away_and_give_them_back(visit: Open) -> None:
    page = visit()
    find(page, "Orbix")
    assert "Denied" in page.inner_text("#panel")
    page.uncheck("#statuses label:has-text('Denied') input")
    assert "Denied" not in page.inner_text("#panel") and "no-status=denied" in page.url
    page.click("#reset")
    assert "Denied" in page.inner_text("#panel") and "no-status" not in page.url


@pytest.mark.parametrize(("address", "rows"), [
    ("", 7), ("&no-status=fact", 3), ("&no-property=kg%3Acreated", 5), ("&no-kind=value", 5), ("&confidence=0.92", 1),
    ("&support=2", 2), ("&since=2021&until=2021", 1), ("&since=2025", 0), ("&preset=money", 1), ("&preset=unsure", 3),
    ("&no-publisher=Daily+Post", 1), ("&no-speaker=%28the+article+itself%29", 1)])
def test_each_filter_in_the_table(visit: Open, address: str, rows: int) -> None:
    assert visit("#tab=table" + address).locator("#table tbody tr").count() == rows


def test_a_year_is_one_click(visit: Open) -> None:
    page = visit("#tab=table")
    page.click(".year[title^='2021']")
    assert page.locator("#table tbody tr").count() == 1
    assert page.get_attribute(".year[title^='2021']", "aria-pressed") == "true"


def test_expand_collapse_hide(visit: Open) -> None:
    page = visit("#limit=0")
    assert status(page) == "Nothing passes these filters."
    find(page, "Kestrel")
    page.click("text=Keep open")
    page.keyboard.press("Escape")
    assert status(page).startswith("2 of 4 entities")
    find(page, "Kestrel")
    page.click("text=Collapse")
    page.keyboard.press("Escape")
    assert status(page) == "Nothing passes these filters."
    page.goto(page.url.split("#")[0])
    page.wait_for_selector("html[data-ready]")
    find(page, "Kestrel")
    page.click("#panel >> text=Hide")
    assert "shut=Kestrel" in page.url and status(page).startswith("2 of 3")


def test_a_path_between_two_things(visit: Open) -> None:
    page = visit()
    find(page, "Kestrel")
    page.fill("#panel input[type=search]", "Lumen")
    page.press("#panel input[type=search]", "Enter")
    assert heading(page) == "Kestrel to Lumen Lab"
    assert "2 steps apart" in page.inner_text("#panel")
    page.reload()
    assert heading(page) == "Kestrel to Lumen Lab"


def test_an_address_restores_the_view_and_back_goes_back(visit: Open) -> None:
    page = visit()
    find(page, "Orbix")
    page.click("#panel .claim:has-text('Kestrel')")
    page.click("#tab-table")
    there = page.url
    page.go_back()
    page.go_back()
    assert heading(page) == "Orbix" and page.get_attribute("#tab-graph", "aria-selected") == "true"
    page.go_forward()
    assert "Kestrel" in heading(page)
    other = visit("#" + there.split("#", 1)[1])
    assert heading(other) == heading(page) and other.get_attribute("#tab-table", "aria-selected") == "true"


def test_an_address_of_another_graph_does_no_harm(visit: Open) -> None:
    page = visit("#about=Nobody&claim=0&article=x&tab=no&limit=much&confidence=%E0%A4%A&since=%3Cb%3E")
    assert heading(page) == "What the articles say"


def download(page: Any, name: str) -> bytes:
    page.click("#export summary")
    with page.expect_download() as saved:
        page.click(f"#save-{name}")
    return Path(saved.value.path()).read_bytes()


def test_exports(visit: Open) -> None:
    page = visit("#about=Orbix")
    assert download(page, "png").startswith(b"\x89PNG")
    svg = download(page, "svg").decode()
    assert svg.startswith("<svg") and "Lumen Lab" in svg and "stroke-dasharray" in svg
    rows = list(csv.DictReader(io.StringIO(download(page, "csv").decode("utf-8-sig"))))
    assert {row["claim"] for row in rows} >= {FOUNDED.id, DENIED.id}
    assert next(row["sentence"] for row in rows if row["claim"] == DENIED.id) == "Orbix denied buying Kestrel."
    graph = rdflib.Graph().parse(data=download(page, "ttl").decode(), format="turtle")
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(KG + "Claim")))) == len(rows)
    facts = set(graph.predicates(rdflib.URIRef(ORBIX)))
    assert rdflib.URIRef(KG + "created") in facts and rdflib.URIRef(KG + "acquired") not in facts


def test_the_article_shows_what_was_found_where_and_what_was_not(visit: Open) -> None:
    page = visit("#tab=articles&article=news-1")
    assert "5 of 5 sentences hold 6 claims" in page.inner_text(".coverage")
    page.click(".said.denied:not(.mention)")
    assert "Kestrel" in heading(page) and page.locator(".said.current").count() >= 1
    page.click(".said.mention:has-text('Lumen Lab') >> nth=0")
    assert heading(page) == "Lumen Lab"
    page.click("#tab-graph")
    page.click("#panel .claim >> nth=0")
    page.click("figcaption .title >> nth=0")
    assert page.get_attribute("#tab-articles", "aria-selected") == "true"
    page.click("text=All articles")
    assert page.locator(".article-list li").count() == 2


def test_keys_do_what_the_mouse_does(visit: Open) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("kest")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert heading(page) == "Kestrel"
    page.keyboard.press("e")
    assert "open=Kestrel" in page.url
    page.keyboard.press("c")
    assert "open=" not in page.url
    page.keyboard.press("n")
    assert heading(page) != "Kestrel"
    page.keyboard.press("t")
    assert page.is_visible("#table table")
    page.keyboard.press("g")
    page.keyboard.press("Escape")
    assert heading(page) == "What the articles say"
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement !== document.body")


def test_the_first_stops_of_tab_are_skip_views_search(visit: Open) -> None:
    page = visit()
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert stops == ["skip", "tab-graph", "search"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_follow_the_system_and_the_button(visit: Open, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(251, 250, 247)", "rgb(21, 24, 29)"
    assert page.evaluate(ground) == {"light": light, "dark": dark}[scheme]
    page.click("#theme")
    assert page.evaluate(ground) == {"light": dark, "dark": light}[scheme]


def test_chinese_text_says_that_it_is(visit: Open) -> None:
    page = visit("#about=Orbix")
    assert page.inner_text("#panel .names [lang=zh]") == "奥比克斯"
    page = visit("#tab=articles&article=%E6%96%B0%E9%97%BB+2")
    assert page.get_attribute(".body", "lang") == "zh"
    assert "奥比克斯" in page.inner_text(".body")


@pytest.mark.parametrize("name", [IMAGE, SCRIPT, "javascript:alert(1)", "=HYPERLINK(\"https://x.example\")"])
def test_a_hostile_name_runs_nothing_and_reaches_nothing(visit: Open, tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(to_html(hostile(name), Terms(), title=name), encoding="utf-8")
    page = visit(path=path)
    find(page, name[:12])
    assert heading(page) == name
    assert page.locator("#panel a[href^='javascript']").count() == 0
    page.click("#panel .claim >> nth=0")
    page.click("figcaption .title >> nth=0")
    page.click("#tab-table")
    assert page.locator("img, iframe, body script ~ img").count() == 0
    assert f"'{name[0]}" in download(page, "csv").decode() or name[0] not in "=+-@"
    download(page, "svg")


@pytest.mark.parametrize(("change", "told"), [
    (lambda text: text.replace(pack_of(text, 1), pack("let other = 1;")), "not the one it was written with"),
    (lambda text: text.replace(pack_of(text, 1), "AAAA"), "damaged"),
    (lambda text: text.replace(pack_of(text, 0), pack(json.dumps(Page(text).data | {"format": 99}))), "format 99")],
    ids=["another script", "no script", "another format"])
def test_a_damaged_page_says_so(browser: Any, file: Path, tmp_path: Path, change: Callable[[str], str], told: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("#panel h1")
    assert "cannot be shown" in page.inner_text("#panel") and told in page.inner_text("#panel")
    page.close()


def pack_of(text: str, number: int) -> str:
    return Page(text).scripts[number]


def test_a_browser_that_cannot_unpack_is_told(browser: Any, file: Path) -> None:
    page = browser.new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(file.as_uri())
    page.wait_for_selector("#panel h1")
    assert "too old" in page.inner_text("#panel")
    page.close()


def test_the_timeline_tells_what_is_dated_reported_and_spoken_of(visit: Open, tmp_path: Path) -> None:
    page = visit()
    page.keyboard.press("l")
    page.click("#timeline button[aria-label^='2021']")
    assert "Lumen Lab" in page.inner_text("#timeline .changes") and "since=2021" in page.url
    page.click("#timeline .change >> nth=0")
    assert page.inner_text("#panel .evidence .sentence >> nth=0")
    article = ArticleRecord("article:a/0", "a", "A owns B since the summer of 2019. 2019 was dry. It cost $2018.", "en", "On A")
    records = records_of(("A", "B", {"sentence": (0, 34), "article": article.iri}))
    records.articles[0] = article
    path = tmp_path / "page.html"
    path.write_text(to_html(records, Terms()), encoding="utf-8")
    page = visit("#tab=timeline", path)
    assert page.locator("#timeline .presets button").all_inner_texts() == ["All years", "2019 2"]
    page.click("#timeline .change:has-text('dry')")
    assert page.inner_text(".nothing.current") == "2019 was dry."


def test_the_timeline_tells_once_what_several_sentences_say(visit: Open, tmp_path: Path) -> None:
    text = "A owns B and leads C since 2019. It is B that A owns since 2019. A owns D."
    article = ArticleRecord("article:a/0", "a", text, "en", "On A", "2020-05-01")
    dated = {"article": article.iri, "time": "2019", "days": ("2019", "2019")}
    records = records_of(("A", "B", dated | {"sentence": (0, 32)}), ("A", "C", dated | {"sentence": (0, 32)}),
                         ("A", "B", dated | {"sentence": (33, 64)}), ("A", "D", {"article": article.iri, "sentence": (65, 74)}))
    records.articles[0] = article
    path = tmp_path / "page.html"
    path.write_text(to_html(records, Terms()), encoding="utf-8")
    page = visit("#tab=timeline&since=2019&until=2019", path)
    assert page.locator("#timeline .presets button").all_inner_texts() == ["All years", "2020 1", "2019 1"]
    lines = page.locator("#timeline .changes > li").all_inner_texts()
    assert len(lines) == 1 and lines[0].count("since 2019") == 1 and "and in 1 more sentence" in lines[0]
    page.click("#timeline .change:has-text('C')")
    assert page.locator("#timeline .change.current").count() == 1
    assert page.locator("#panel .evidence").count()


def test_numbers_agree(visit: Open) -> None:
    page = visit()
    facts = page.inner_text("#statuses .check:has-text('Fact') .count")
    assert f"{facts} claims are told as facts" in page.inner_text("#panel .lede")
