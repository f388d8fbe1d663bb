"""The page: what it shows of a graph, that nothing in it reaches a network, and that no name breaks out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pyoxigraph import Quad

from kg.graph.claims import claim_quads
from kg.graph.entities import entity_quads
from kg.graph.evidence import article_quads
from kg.model import Argument, Article, Attribution, Claim, Entity, Predicate, Qualifier, Span, Time
from kg.view import to_html, write_page
from kg.view.claims import to_claims
from kg.view.elements import to_elements
from kg.view.page import to_json
from kg.view.style import CLASSES, STATUSES, status
from kg.vocab import entity_iri

IMAGE, SCRIPT = '"><img src=x onerror=alert(1)>', "</script><script>alert(2)</script>"
NAMES = {"Alibaba": "Company", "Token Hub": "BusinessUnit", "DeepSeek": "Company", "36Kr": "NewsOutlet"}


class Terms:
    """A vocabulary whose labels are the local names."""

    def label(self, local: str, language: str) -> str:
        return local

    def is_a(self, cls: str, ancestor: str) -> bool:
        return (cls, ancestor) in {("Newspaper", "NewsOutlet"), ("Newspaper", "Organization")}


def span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(words, start, start + len(words))


def argument(article: Article, words: str, **more: Any) -> Argument:
    at = span(article, words)
    known = {"id": entity_iri(words), "kind": "name"} if words in NAMES else {}
    return Argument(at.text, at.start, at.end, **{**known, **more})


def claim(article: Article, subject: str, verb: str, prop: str, object_: Argument, **more: Any) -> Claim:
    at = span(article, verb)
    return Claim(article.id, Span(article.text, 0, len(article.text)), argument(article, subject),
                 Predicate(prop, verb, at.start, at.end), object_, **more)


def quads() -> list[Quad]:
    """Two articles: a fact with all its trimmings, a denied claim, an amount."""
    fact = Article("fact", "36Kr said Alibaba created Token Hub in March 2026.", title="A <b>hub</b>",
                   published="2026-03-17", publisher="kg seed desk", url="https://example.org/hub")
    rumour = Article("rumour", "Alibaba denied that it invested in DeepSeek and raised $1 billion.", title="No deal")
    source, time = span(fact, "36Kr"), span(fact, "March 2026")
    claims = {
        fact.id: [claim(fact, "Alibaba", "created", "kg:created", argument(fact, "Token Hub"), confidence=0.9,
                        attribution=Attribution(source.text, source.start, source.end, id=entity_iri("36Kr")),
                        time=Time(time.text, time.start, time.end, "2026-03"),
                        qualifiers=(Qualifier("role", "March", 39, 44),))],
        rumour.id: [
            claim(rumour, "Alibaba", "invested in", "kg:investedIn", argument(rumour, "DeepSeek"), modality="denied"),
            claim(rumour, "Alibaba", "raised", "kg:raisedFunding",
                  argument(rumour, "$1 billion", kind="value", value="1000000000", unit="USD"))],
    }
    found = [quad for article in (fact, rumour)
             for quad in (*article_quads(article), *(q for c in claims[article.id] for q in claim_quads(article, c)))]
    entities = [Entity(entity_iri(name), {"en": name}, kind, aliases=((f"{name} Inc", "en"),))
                for name, kind in NAMES.items()]
    return found + [quad for entity in entities for quad in entity_quads(entity)]


def graph_of(*edges: tuple[str, str, dict[str, Any]], **nodes: dict[str, Any]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, target, claim in edges:
        for name in (source, target):
            graph.add_node(name, **{"label": name, "type": "Company", **nodes.get(name, {})})
        graph.add_edge(source, target, **{"property": "kg:owns", "polarity": "affirmed", "modality": "asserted",
                                          "confidence": 0.5, "evidence": [], **claim})
    return graph


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text in each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.scripts[0])


def test_reads_a_claim_with_all_that_the_panel_shows() -> None:
    graph = to_claims(quads())
    [(_, _, shown)] = [edge for edge in graph.edges(data=True) if edge[2]["property"] == "kg:created"]
    assert {key: shown[key] for key in ("polarity", "modality", "confidence", "attribution", "time")} == {
        "polarity": "affirmed", "modality": "asserted", "confidence": 0.9, "attribution": "36Kr", "time": "2026-03"}
    assert shown["qualifiers"] == [{"name": "role", "text": "March"}]
    [evidence] = shown["evidence"]
    sentence = evidence["sentence"]
    assert {part: sentence[start:end] for part, (start, end) in evidence["spans"].items()} == {
        "subject": "Alibaba", "predicate": "created", "object": "Token Hub"}
    assert (evidence["title"], evidence["date"], evidence["publisher"], evidence["url"]) == (
        "A <b>hub</b>", "2026-03-17", "kg seed desk", "https://example.org/hub")
    assert (evidence["start"], evidence["end"]) == (0, len(sentence))
    assert graph.nodes[entity_iri("Alibaba")] == {
        "label": "Alibaba", "type": "Company", "value": False, "unnamed": False,
        "aliases": ["Alibaba Inc"], "same_as": []}


def test_a_value_joins_nothing() -> None:
    amount = {"label": "$1 billion", "value": True}
    page = to_claims(quads())
    [value] = [data for _, data in page.nodes(data=True) if data["value"]]
    assert value["label"] == "1 billion USD"
    data = to_elements(graph_of(("a", "a 1", {}), ("b", "b 1", {}), **{"a 1": amount, "b 1": amount}), Terms())
    assert [node["shape"] for node in data["nodes"]] == ["dot", "dot", "box", "box"]


@pytest.mark.parametrize(("polarity", "modality", "kind"), [
    ("affirmed", "asserted", "fact"), ("negated", "asserted", "negated"), ("affirmed", "planned", "planned"),
    ("negated", "planned", "planned"), ("affirmed", "possible", "possible"), ("affirmed", "denied", "denied"),
])
def test_only_facts_are_solid(polarity: str, modality: str, kind: str) -> None:
    assert status(polarity, modality) == kind
    [edge] = to_elements(graph_of(("a", "b", {"polarity": polarity, "modality": modality})), Terms())["edges"]
    assert bool(edge["dashes"]) == (kind != "fact")
    assert edge["label"] == STATUSES[kind].prefix + "owns"


def test_claims_that_agree_share_an_edge_and_others_fan_out() -> None:
    data = to_elements(graph_of(("a", "b", {"confidence": 0.4}), ("a", "b", {"confidence": 0.8}),
                                ("b", "a", {"property": "kg:sued"}), ("a", "b", {"modality": "planned"})), Terms())
    assert [[claim["confidence"] for claim in relation["claims"]] for relation in data["relations"].values()] == [
        [0.8, 0.4], [0.5], [0.5]]
    # The side of its pair each edge bends to, the same way round for both directions.
    bends = [(edge["smooth"]["type"] == "curvedCW") ^ (edge["from"] > edge["to"]) if edge["smooth"]["enabled"] else None
             for edge in data["edges"]]
    assert sorted(bends, key=str) == [False, None, True]


def test_classes_take_the_nearest_style_and_a_name() -> None:
    data = to_elements(graph_of(("a", "b", {}), a={"type": "Newspaper"}, b={"type": ""}), Terms())
    outlet, other = data["classes"]["Newspaper"], data["classes"]["other"]
    assert (outlet["color"], outlet["label"]) == (CLASSES["NewsOutlet"].color, "Newspaper")
    assert other["label"] == "Not classified"
    drawn = [(style.color, style.shape) for style in CLASSES.values()]
    assert len(set(drawn)) == len(drawn)


def test_open_predicates_are_marked_as_such() -> None:
    data = to_elements(graph_of(("a", "b", {"property": "open:lose_ground"})), Terms())
    assert data["properties"] == {"open:lose_ground": {"label": "lose ground", "open": True}}


@pytest.mark.parametrize("name", [IMAGE, SCRIPT, "<!--", "]]>", "a\u2028b", "&lt;b&gt;", "\\u003c", "'; alert(3) //"])
def test_a_hostile_name_stays_a_string(name: str) -> None:
    evidence = {"sentence": name, "start": 0, "end": 1, "title": name, "publisher": name, "article": name, "spans": {}}
    graph = graph_of((name, "b", {"attribution": name, "time": name, "evidence": [evidence], "claim": name,
                                  "property": f"open:{name}", "qualifiers": [{"name": name, "text": name}]}),
                     **{name: {"type": name, "aliases": [name], "same_as": [f"javascript:{name}"]}})
    hostile = Page(to_html(graph, Terms(), title=name))
    plain = Page(to_html(graph_of(("a", "b", {})), Terms(), title="t"))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert hostile.scripts[1:] == plain.scripts[1:]
    assert hostile.data["entities"]["0"]["label"] == name
    [relation] = hostile.data["relations"].values()
    assert relation["claims"][0]["evidence"][0]["sentence"] == name


def test_json_of_any_string_reads_back() -> None:
    everything = "".join(map(chr, [*range(0xD800), 0x2028, 0x2029, 0x1F600]))
    text = to_json({everything: everything})
    assert json.loads(text) == {everything: everything}
    assert not set(text) & set("<>&\u2028\u2029")


def test_nothing_is_loaded() -> None:
    """Of what makes a browser fetch something, the page has nothing; and its policy would not let it."""
    page = Page(to_html(to_claims(quads()), Terms()))
    fetching = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
    for tag, attributes in page.elements:
        assert tag not in {"link", "iframe", "img", "object", "embed", "base", "audio", "video"}
        assert not fetching & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    text = to_html(to_claims(quads()), Terms())
    style = text[text.index("<style>"):text.index("</style>")]
    assert not re.search(r"@import|url\s*\(", style)
    for script in page.scripts[1:]:
        assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(", script)
        assert not re.search(r"\bimport\s*\(|sourceMappingURL", script)
    policy = next(attributes["content"] for tag, attributes in page.elements if "http-equiv" in attributes)
    assert policy is not None and policy.startswith("default-src 'none';") and "unsafe" not in policy


def test_the_policy_knows_each_script_and_the_style() -> None:
    text = to_html(graph_of(("a", "b", {})), Terms())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", text, re.DOTALL)
    assert len(parts) == 3
    for part in parts:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in allowed


def test_our_scripts_write_text_only() -> None:
    ours = Page(to_html(graph_of(("a", "b", {})), Terms())).scripts[2]
    assert "innerHTML" not in ours and "insertAdjacentHTML" not in ours and "document.write" not in ours
    assert "eval(" not in ours and "new Function" not in ours


def test_same_graph_same_bytes(tmp_path: Path) -> None:
    code = ("import sys; sys.path[:0] = ['tests']; import test_view as t\n"
            "t.write_page(sys.argv[1], reversed(t.quads()), t.Terms())")
    for seed in ("1", "2"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], check=True, env={"PYTHONHASHSEED": seed},
                       cwd=Path(__file__).parents[1])
    written = write_page(tmp_path / "3", quads(), Terms())
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes() == written.read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["1", "2", "3"]


def test_an_empty_graph_has_a_page() -> None:
    assert Page(to_html(nx.MultiDiGraph(), Terms())).data["nodes"] == []
