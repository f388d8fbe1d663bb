"""Names with their sources, reasons and former IRIs, as `kg show` and `kg explain ENTITY` give them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from graph_world import CLAIMS, ENGLISH, ENTITIES, ORBIX, at, world

from kg import vocab
from kg.lookup import LookupFailure, cards
from kg.model import Argument, ClassReason
from kg.store import Oxigraph, write_store

OLD = vocab.entity_iri("Orbital Inc")
AGAIN = replace(CLAIMS[0], subject=Argument(**at(ENGLISH, "The start-up"), type="Company", id=ORBIX))
LINKS = (("奥比克斯", "a pair: in the text"), ("Orbix Inc", "organisation suffix"), ("ORBIX", "same normalised name"),
         ("ORBIX", "same normalised name"))

CLASSES = (ClassReason("Company", "chosen: most mentions; 2 of 3 mentions agree"),
           ClassReason("City", "1 of 3 mentions, as Orbix in x"))


def store() -> Oxigraph:
    entities = [replace(e, former=(OLD,), links=LINKS, classes=CLASSES) if e.iri == ORBIX else e for e in ENTITIES]
    opened = Oxigraph()
    opened.load(world(entities=entities, claims=(*CLAIMS, AGAIN)))
    return opened


def test_each_name_has_its_places_and_reasons() -> None:
    (card,) = cards(store(), "Orbix")
    named = {name.name: name for name in card.names}
    assert [*named] == ["Orbix", "奥比克斯", "Orbix Inc"]
    assert named["Orbix"].articles == (("news-1", 2),)
    assert named["奥比克斯"].articles == (("新闻 2", 1),)
    assert named["奥比克斯"].reasons == ("a pair: in the text",)
    assert named["Orbix Inc"].articles == () and named["Orbix Inc"].reasons == ("organisation suffix",)
    assert named["Orbix"].reasons == ("same normalised name",)  # of a spelling that only differs in case


def test_words_that_stand_for_a_thing_are_no_names_of_it() -> None:
    (card,) = cards(store(), "Orbix")
    assert {(other.name, other.articles) for other in card.others} == {
        ("It", (("news-1", 1),)), ("The start-up", (("news-1", 1),))}


@pytest.mark.parametrize("name", [OLD, OLD + "~Company", ORBIX + "~City", "entity:" + OLD.removeprefix(vocab.ENTITY), ORBIX, "奥比克斯", "orbix"])
def test_a_former_iri_leads_to_the_entity(name: str) -> None:
    (card,) = cards(store(), name)
    assert (card.iri, card.former) == (ORBIX, (OLD,))


def test_the_graph_records_classes_that_disagree() -> None:
    opened = store()
    asked = opened.query("SELECT ?e ?c { ?e kg:otherClass ?c }")
    assert [(row["e"].value, row["c"].value) for row in asked] == [(ORBIX, vocab.KG + "City")]  # type: ignore[index]
    (card,) = cards(opened, "Orbix")
    assert card.classes == tuple(f"{reason.cls}: {reason.why}" for reason in CLASSES)


@pytest.mark.parametrize("name", ["entity:Nothing", "Orbital", "<x>", "not an iri"])
def test_what_nothing_is_or_was_called(name: str) -> None:
    with pytest.raises(LookupFailure, match="nothing is called"):
        cards(store(), name)


def test_the_commands(kg: Callable[..., Any], tmp_path: Path) -> None:
    write_store(tmp_path / "store", store().quads())
    told = kg("explain", "Orbix", "-s", tmp_path)
    assert told.exit_code == 0
    for line in ("Also         entity:Orbital_Inc", "Other words", "organisation suffix", "news-1 ×2",
                 "City: 1 of 3 mentions, as Orbix in x"):
        assert line in told.stdout
    (row,) = json.loads(kg("explain", OLD, "-s", tmp_path, "--json").stdout)
    assert row["iri"] == ORBIX and row["names"][0]["articles"] == [["news-1", 2]] and "told" not in row
    assert kg("show", OLD, "-s", tmp_path).stdout.startswith("Orbix  Company")
    failed = kg("explain", "Orbital", "-s", tmp_path)
    assert failed.exit_code == 1 and "nothing is called 'Orbital'" in failed.stderr
