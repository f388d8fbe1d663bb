"""What docs/sparql.md shows runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graph_world import world

from kg.lookup.named import named
from kg.store import Oxigraph

PAGE = (Path(__file__).parents[1] / "docs" / "sparql.md").read_text(encoding="utf-8")
QUERIES = [text for text in re.findall(r"^```sparql\n(.*?)^```", PAGE, re.M | re.S) if not text.startswith("#")]


@pytest.fixture(scope="module")
def store() -> Oxigraph:
    store = Oxigraph()
    store.load(world())
    return store


@pytest.mark.parametrize("query", QUERIES)
def test_the_cookbook_runs(store: Oxigraph, query: str) -> None:
    assert store.query(query) is not None


def test_the_cookbook_has_every_named_query() -> None:
    table = PAGE.partition("| Name | Answers |")[2].partition("\n\n")[0]
    told = {name for row in table.splitlines() for name in re.findall(r"`(\w+)`", row.partition(" | ")[0])}
    assert told == set(named())
