"""An audit of the explorer with axe-core, in a Chromium: every view, both themes, wide and narrow; and what it is used by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from graph_world import DENIED, FOUNDED, ONTOLOGY, world
from page_world import Terms, records_of
from test_explorer_build import sources

from kg.view import to_html, write_page

__all__ = ["sources"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = ["", "#about=Orbix", f"#claim={FOUNDED.id}", f"#tab=table&claim={DENIED.id}", "#tab=timeline",
         "#tab=timeline&since=2021&until=2021", "#tab=articles", "#tab=articles&article=news-1", "#about=Orbix&to=Kestrel"]
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    path = write_page(tmp_path_factory.mktemp("page") / "graph.html", world(), ONTOLOGY, title="Our graph")
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 850})

        def open_(address: str, width: int = 1400, scheme: str = "light") -> Any:
            page.goto("about:blank")
            page.set_viewport_size({"width": width, "height": 850})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(path.as_uri() + address)
            page.wait_for_selector("html[data-ready]")
            return page

        yield open_


def findings(page: Any, audit: str) -> list[str]:
    page.evaluate(audit)
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]
            if not (one["id"] == "target-size" and 'class="said ' in node["html"])]  # WCAG 2.5.8: not in running text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", VIEWS)
def test_the_audit_finds_nothing(visit: Open, sources: Path, address: str, scheme: str) -> None:
    audit = (sources / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    assert findings(visit(address, scheme=scheme), audit) == []


def test_the_audit_finds_nothing_with_filters_keys_or_matches_open(visit: Open, sources: Path) -> None:
    audit = (sources / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
    page = visit("", width=900)
    page.click("#filters-open")
    page.evaluate("document.querySelectorAll('nav details').forEach((one) => { one.open = true; })")
    assert findings(page, audit) == []
    page = visit("")
    page.fill("#search", "orb")
    assert findings(page, audit) == []
    page = visit("")
    page.click("#help-open")
    assert findings(page, audit) == []


def test_the_audit_finds_nothing_where_claims_are_of_many_years(visit: Open, sources: Path, tmp_path: Path) -> None:
    claims = [("A", f"B{n}", {"time": str(n), "days": (f"{n}-01-01", f"{n}-12-31")}) for n in range(1990, 2026)]
    path = tmp_path / "page.html"
    path.write_text(to_html(records_of(*claims), Terms()), encoding="utf-8")
    page = visit("")
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    assert page.locator("button.year").count() == 8
    page.click("button.year >> nth=0")
    assert "until=2018" in page.url
    assert findings(page, (sources / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("width", [400, 800, 1100])
def test_filters_are_at_hand_at_any_width(visit: Open, width: int) -> None:
    page = visit("#about=Orbix", width=width)
    assert not page.is_visible("#filters")
    page.keyboard.press("f")
    assert page.is_visible("#filters")
    page.uncheck("#statuses label:has-text('Denied') input")
    assert "no-status=denied" in page.url
    page.keyboard.press("Escape")
    assert not page.is_visible("#filters")
    assert page.evaluate("document.activeElement.id") == "filters-open"
    page.keyboard.press("Enter")
    assert page.is_visible("#filters") and page.get_attribute("#filters-open", "aria-expanded") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tab_goes_through_the_page_in_the_order_it_is_read(visit: Open) -> None:
    page, places = visit("#about=Orbix"), []
    for _ in range(200):
        page.keyboard.press("Tab")
        where = page.evaluate("(document.activeElement.closest('header, nav, .stage, #panel, .skip') ?? document.body).className "
                              "|| document.activeElement.closest('header, nav, .stage, #panel')?.tagName || ''")
        if not where:
            break
        if not places or places[-1] != where:
            places.append(where)
    assert places[:5] == ["skip", "HEADER", "NAV", "stage", "ASIDE"]
