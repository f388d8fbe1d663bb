"""A neighbourhood: as records, as a safe pyvis network, and inline in a notebook."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from graph_world import ONTOLOGY, world
from page_world import IMAGE, SCRIPT, Page, Terms, records_of
from test_view import hostile

from kg.notebook import Graph, View
from kg.store import Oxigraph
from kg.view import NothingCalled, around, called, to_network_html, to_records
from kg.view.network import to_network

CHAIN = records_of(("a", "b", {}), ("b", "c", {}), ("c", "d", {}), ("b", "7", {}), **{"7": {"value": True}})


@pytest.mark.parametrize(("hops", "things"), [(0, "a"), (1, "ab"), (2, "7abc"), (3, "7abcd")])
def test_so_many_steps_away(hops: int, things: str) -> None:
    found = around(CHAIN, ["a"], hops)
    assert "".join(sorted(found.things)) == things
    assert all(claim.subject in things and claim.object in things for claim in found.claims)


def test_a_large_neighbourhood_keeps_the_most_connected() -> None:
    assert sorted(around(CHAIN, ["a"], 3, most=3).things) == ["a", "b", "c"]


def test_a_name_is_found_in_any_case_and_language() -> None:
    records = to_records(world())
    assert called(records, "ORBIX") == called(records, "奥比克斯") == called(records, "https://w3id.org/kg/entity/Orbix")
    with pytest.raises(NothingCalled, match="nothing is called 'Nobody'"):
        called(records, "Nobody")


def test_claims_that_agree_share_an_edge_and_others_fan_out() -> None:
    data = to_network(records_of(("a", "b", {"confidence": 0.4}), ("a", "b", {"confidence": 0.8}),
                                 ("b", "a", {"property": "kg:sued"}), ("a", "b", {"status": "planned"})), Terms())
    assert sorted(len(sentences) for sentences in data["sentences"]) == [1, 1, 2]
    bends = [(edge["smooth"]["type"] == "curvedCW") ^ (edge["from"] > edge["to"]) if edge["smooth"]["enabled"] else None
             for edge in data["edges"]]
    assert sorted(bends, key=str) == [False, None, True]
    assert sorted(edge["label"] for edge in data["edges"]) == ["owns", "planned: owns", "sued"]


@pytest.mark.parametrize("name", [IMAGE, SCRIPT, 'a href="javascript:alert(1)"', "'; alert(3) //"])
def test_pyvis_runs_no_name(tmp_path: Path, name: str) -> None:
    """What pyvis lets run: a heading, a node's id in the select menu, a title with "href" in it."""
    text, plain = (to_network_html(records, Terms(), title=title)
                   for records, title in ((hostile(name), name), (CHAIN, "t")))
    assert [tag for tag, _ in Page(text).elements] == [tag for tag, _ in Page(plain).elements]
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    with chromium() as browser:
        page, wrong = browser.new_page(), []
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda ask: wrong.append(ask.url) if not ask.url.startswith("file:") else None)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        box = page.locator("#network").bounding_box()
        for part in range(1, 20):  # somewhere along the middle is the line between the two
            page.mouse.move(box["x"] + box["width"] * part / 20, box["y"] + box["height"] / 2)
            page.mouse.click(box["x"] + box["width"] * part / 20, box["y"] + box["height"] / 2)
        assert page.locator("img, a").count() == 0 and wrong == []


@pytest.fixture
def graph() -> Any:
    store = Oxigraph()
    store.load(world())
    with Graph(store, ONTOLOGY) as graph:
        yield graph


def test_a_graph_answers_in_rows(graph: Graph) -> None:
    [row] = graph.rows("SELECT ?made ?none { entity:Orbix kg:created ?made }")
    assert row == {"made": "https://w3id.org/kg/entity/Lumen_Lab", "none": ""}
    with pytest.raises(ValueError, match="SELECT"):
        graph.rows("ASK {}")
    assert graph.to_networkx().number_of_edges() > 0


def test_a_view_stands_inline_and_works_in_its_frame(graph: Graph, tmp_path: Path) -> None:
    shown = graph.view("Kestrel", title=SCRIPT)
    assert isinstance(shown, View) and Page(shown.save(tmp_path / "k.html").read_text(encoding="utf-8")).data["nodes"]
    inline = shown._repr_html_()
    assert "<script" not in inline and html.unescape(inline).count("<iframe") == 1
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><title>n</title>{inline}", encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(path.as_uri())
        frame = page.frame_locator("iframe")
        frame.locator("#search").fill("Orbix")
        frame.locator("#search").press("Enter")
        assert frame.locator("#panel h1").inner_text() == "Orbix"
        assert wrong == []
