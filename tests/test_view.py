"""The page: what it is told of a graph, that nothing in it reaches a network, and that no name breaks out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from page_world import IMAGE, SCRIPT, Page, Terms, quads, records_of

from kg.view import page, to_html, write_page
from kg.view.data import to_data
from kg.view.layout import to_layout
from kg.view.page import to_json
from kg.view.records import Records, to_records
from kg.view.style import CLASSES, DARK, LIGHT, OTHER, STATUSES, UNNAMED, VALUE, status
from kg.vocab import entity_iri


def data_of(records: Records) -> dict[str, Any]:
    return to_data(records, Terms(), title="t", language="en")


def test_reads_a_claim_with_all_that_the_panel_shows() -> None:
    records = to_records(quads())
    [claim] = [claim for claim in records.claims if claim.property == "kg:created"]
    assert (claim.status, claim.confidence, claim.time, claim.days) == (
        "fact", 0.9, "2026-03", ("2026-03-01", "2026-03-31"))
    assert claim.sources == ((entity_iri("36Kr"), "36Kr"),)
    assert claim.details == (("role", "March"),)
    [article] = [article for article in records.articles if article.iri == claim.article]
    assert [article.text[start:end] for start, end in claim.spans] == ["Alibaba", "created", "Token Hub"]
    assert (article.title, article.date, article.publisher, article.url) == (
        "A <b>hub</b>", "2026-03-17", "kg seed desk", "https://example.org/hub")
    assert article.text[slice(*claim.sentence)] == article.text
    thing = records.things[entity_iri("Alibaba")]
    assert (thing.label, thing.cls, thing.value, thing.aliases) == ("Alibaba", "Company", False, ("Alibaba Inc",))


def test_reads_what_was_set_aside() -> None:
    assert [article.aside for article in to_records(quads()).articles] == [(), ((0, 7, "byline"),)]


def test_a_value_joins_nothing_and_keeps_its_number() -> None:
    [value] = [thing for thing in to_records(quads()).things.values() if thing.value]
    assert (value.label, value.number, value.unit) == ("1 billion USD", "1000000000", "USD")
    assert value.key.startswith(entity_iri("Alibaba"))


@pytest.mark.parametrize(("polarity", "modality", "kind"), [
    ("affirmed", "asserted", "fact"), ("negated", "asserted", "negated"), ("affirmed", "planned", "planned"),
    ("negated", "planned", "planned"), ("affirmed", "possible", "possible"), ("affirmed", "denied", "denied"),
])
def test_only_facts_are_solid(polarity: str, modality: str, kind: str) -> None:
    assert status(polarity, modality) == kind
    assert bool(STATUSES[kind].dashes) == (kind != "fact")
    assert len({(style.dashes, style.arrow) for style in STATUSES.values()}) == len(STATUSES)


def test_nodes_come_by_importance_values_last() -> None:
    data = data_of(records_of(("a", "b", {}), ("a", "c", {}), ("a", "7", {}), **{"7": {"value": True}}))
    assert [row[1] for row in data["nodes"]] == ["a", "b", "c", "7"]
    assert [data["kinds"][row[2]]["id"] for row in data["nodes"]] == ["Company"] * 3 + ["value"]


def test_classes_take_the_nearest_style_and_a_name() -> None:
    data = data_of(records_of(("a", "b", {}), a={"cls": "Newspaper"}, b={"cls": ""}))
    outlet, other = (next(kind for kind in data["kinds"] if kind["id"] == name) for name in ("Newspaper", "other"))
    assert (outlet["color"], outlet["label"], other["label"]) == (
        CLASSES["NewsOutlet"].color, "Newspaper", "Not classified")
    drawn = [(style.color, style.shape) for style in CLASSES.values()]
    assert len(set(drawn)) == len(drawn)


def luminance(color: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    parts = [int(color[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("color", sorted({style.color for style in (
    *CLASSES.values(), *STATUSES.values(), OTHER, UNNAMED, VALUE)}))
def test_marks_stand_out_in_both_themes(color: str) -> None:
    assert min(contrast(color, LIGHT), contrast(color, DARK)) >= 3


def themes() -> dict[str, dict[str, str]]:
    """The custom properties of each theme in the page's style."""
    style = (Path(__file__).parents[1] / "explorer/src/page.css").read_text(encoding="utf-8")
    blocks = {"light": style[style.index(":root {"):], "dark": style[style.index('data-theme="dark"'):]}
    return {name: dict(re.findall(r"--(\w+): (#\w{6})", block[:block.index("}")])) for name, block in blocks.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_in_both_themes(theme: str) -> None:
    colors = themes()[theme]
    assert colors["ground"].lower() == {"light": LIGHT, "dark": DARK}[theme].lower()
    for text in ("ink", "soft", "accent", *STATUSES):
        for ground in ("ground", "paper", "hover"):
            assert contrast(colors[text], colors[ground]) >= 4.5, (text, ground)
    for marked in ("subject", "object"):
        assert contrast(colors["ink"], colors[marked]) >= 4.5
    assert contrast(colors["soft"], colors["aside"]) >= 4.5
    assert min(contrast(colors["edge"], colors[ground]) for ground in ("ground", "paper")) >= 3


OPEN = {"IPO": "IPO", "beCeoOf": "be ceo of", "investIn": "invest in", "lose_ground": "lose ground", "own": "own", "投资": "投资"}


def test_open_predicates_are_named_by_their_lemma() -> None:
    assert data_of(records_of(*(("a", "b", {"property": f"open:{name}"}) for name in OPEN)))["properties"] == [
        [f"open:{name}", label] for name, label in OPEN.items()]


HOSTILE = [IMAGE, SCRIPT, "<!--", "]]>", "a\u2028b", "&lt;b&gt;", "\\u003c", "'; alert(3) //"]


def hostile(name: str) -> Records:
    claim = {"property": f"open:{name}", "sources": (("", name),), "time": name, "details": ((name, name),),
             "steps": ((name, name),), "status": "denied"}
    records = records_of((name, "b", claim), **{name: {"cls": name, "aliases": (name,), "same_as": (f"javascript:{name}",),
                                                        "reasons": (name,), "term": f"<{name}>"}})
    old = records.articles[0]
    records.articles[0] = type(old)(old.iri, name, f"{name}. {old.text}", name, name, name, name, name, ((0, 1, name),))
    return records


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_string(name: str) -> None:
    text = to_html(hostile(name), Terms(), title=name)
    told, plain = Page(text), Page(to_html(records_of(("a", "b", {})), Terms(), title="t"))
    assert [tag for tag, _ in told.elements] == [tag for tag, _ in plain.elements]
    assert told.scripts[1:] == plain.scripts[1:]
    assert told.data["nodes"][0][1] == name
    assert told.data["articles"][0]["title"] == name


def test_json_of_any_string_reads_back() -> None:
    everything = "".join(map(chr, [*range(0xD800), 0x2028, 0x2029, 0x1F600]))
    text = to_json({everything: everything})
    assert json.loads(text) == {everything: everything}
    assert not set(text) & set("<>&\u2028\u2029")


def test_nothing_is_loaded() -> None:
    """Of what makes a browser fetch something, the page has nothing; and its policy would not let it."""
    text = to_html(to_records(quads()), Terms())
    parsed = Page(text)
    fetching = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
    for tag, attributes in parsed.elements:
        assert tag not in {"link", "iframe", "img", "object", "embed", "base", "audio", "video"}
        assert not fetching & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert not re.search(r"@import|url\s*\(", text[text.index("<style"):text.index("</style>")])
    for script in (*parsed.scripts[2:], parsed.program):
        assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(", script)
        assert not re.search(r"\bimport\s*\(|sourceMappingURL", script)
    policy = next(attributes["content"] for tag, attributes in parsed.elements if "http-equiv" in attributes)
    assert policy is not None and policy.startswith("default-src 'none';") and "unsafe" not in policy


def test_the_policy_knows_the_scripts_and_the_style() -> None:
    text = to_html(records_of(("a", "b", {})), Terms())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    parts = re.findall(r"<(?:script|style)(?: id=\"__\w+\")?>(.*?)</(?:script|style)>", text, re.DOTALL)
    assert len(parts) == 2
    for part in (*parts, Page(text).program):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in allowed


def test_our_scripts_write_text_only() -> None:
    for source in (Path(__file__).parents[1] / "explorer/src").glob("*.ts"):
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), source


def test_what_is_long_is_packed() -> None:
    text = to_html(to_records(quads()), Terms())
    assert Page(text).program == page.asset("explorer.js")
    assert len(text) < len(page.asset("explorer.js")) * 0.55
    assert "denied that it invested" not in text and "denied that it invested" in json.dumps(Page(text).data)


def test_same_graph_same_bytes(tmp_path: Path) -> None:
    code = ("import sys\nfrom page_world import Terms, quads\nfrom kg.view import write_page\n"
            "write_page(sys.argv[1], reversed(quads()), Terms())")
    for seed in ("1", "2"):
        root = Path(__file__).parents[1]
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], check=True, cwd=root,
                       env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{root}{os.pathsep}{root / 'tests'}"})
    written = write_page(tmp_path / "3", quads(), Terms())
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes() == written.read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["1", "2", "3"]


def test_an_empty_graph_has_a_page() -> None:
    assert Page(to_html(Records(), Terms())).data["nodes"] == []


# --- The layout


def ring(count: int, spokes: int) -> tuple[list[str], dict[tuple[int, int], int]]:
    """Things in a ring, each with some leaves of its own."""
    keys = [f"n{number}" for number in range(count * (1 + spokes))]
    links = {tuple(sorted((n, (n + 1) % count))): 2 for n in range(count)}
    links |= {(n % count, n): 1 for n in range(count, len(keys))}
    return keys, links  # type: ignore[return-value]


def test_nothing_lies_on_anything() -> None:
    keys, links = ring(40, 12)
    places = to_layout(keys, links).places
    crowded = sum(abs(a[0] - b[0]) < 40 and abs(a[1] - b[1]) < 20 for n, a in enumerate(places) for b in places[:n])
    assert crowded <= len(places) // 50


def test_leaves_stand_near_what_they_belong_to() -> None:
    keys, links = ring(40, 5)
    places = to_layout(keys, links).places

    def away(one: int, other: int) -> float:
        return ((places[one][0] - places[other][0]) ** 2 + (places[one][1] - places[other][1]) ** 2) ** 0.5

    own = sorted(away(leaf, leaf % 40) for leaf in range(40, len(keys)))
    others = sorted(away(leaf, (leaf + 20) % 40) for leaf in range(40, len(keys)))
    assert own[len(own) // 2] < others[len(others) // 2] / 2


def test_one_thing_more_moves_little() -> None:
    keys, links = ring(30, 3)
    before = to_layout(keys, links).places
    after = to_layout([*keys, "new"], {**links, (3, len(keys)): 1}).places
    size = max(x for x, _ in before) - min(x for x, _ in before)
    moved = sorted(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in zip(before, after, strict=False))
    assert moved[len(moved) // 2] < size / 20


def test_groups_are_what_belongs_together() -> None:
    links = {(a, b): 1 for start in (0, 6) for a in range(start, start + 6) for b in range(a + 1, start + 6)}
    groups = to_layout([f"n{n}" for n in range(13)], {**links, (0, 6): 1}).groups
    assert groups == [0] * 6 + [1] * 6 + [2]
