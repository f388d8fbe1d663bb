"""What changed between two graphs, timelines, and claims that are denied later."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run
from graph_world import (
    CHINESE,
    CLAIMS,
    DENIED,
    ENGLISH,
    FOUNDED,
    FOUNDED_ZH,
    LUMEN,
    NEGATED,
    ORBIX,
    PLANNED,
    RAISED,
    name,
    sentence,
    world,
)

from kg.compare import KINDS, compare
from kg.export import to_format
from kg.lookup.denials import later_denials
from kg.lookup.statements import statements
from kg.lookup.timeline import timeline
from kg.model import Claim
from kg.store import Oxigraph, write_store
from kg.vocab import claim_iri

RUMOUR = FOUNDED.with_(predicate=DENIED.predicate, object=DENIED.object, modality="possible", time=None)
SUES = NEGATED.with_(polarity="affirmed")


def stored(*claims: Claim) -> Oxigraph:
    store = Oxigraph()
    store.load(world(claims=claims))
    return store


@pytest.mark.parametrize(("old", "new", "wanted"), [
    ((FOUNDED,), (FOUNDED,), []),
    ((), (FOUNDED,), [("added", "kg:created", "asserted", 0, 1)]),
    ((FOUNDED,), (), [("gone", "kg:created", "asserted", 1, 0)]),
    ((FOUNDED,), (FOUNDED, FOUNDED_ZH), [("strengthened", "kg:created", "asserted", 1, 2)]),
    ((FOUNDED, FOUNDED_ZH), (FOUNDED_ZH,), [("weakened", "kg:created", "asserted", 2, 1)]),
    ((RUMOUR,), (RUMOUR, DENIED), [("denied", "kg:acquired", "possible", 1, 1), ("added", "kg:acquired", "denied", 0, 1)]),
    ((RUMOUR, DENIED), (RUMOUR, DENIED), []),
    ((SUES,), (NEGATED,), [("contradicted", "kg:sued", "asserted", 1, 0), ("added", "kg:sued", "negated", 0, 1),
                           ("gone", "kg:sued", "asserted", 1, 0)]),
])
def test_changes(old: tuple[Claim, ...], new: tuple[Claim, ...], wanted: list[tuple[object, ...]]) -> None:
    changes = compare(stored(*old), stored(*new))
    found = [(one.kind, one.property, one.status, one.before, one.after) for one in changes]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert [KINDS.index(one.kind) for one in changes] == sorted(KINDS.index(one.kind) for one in changes)


def test_changes_name_entities_and_sources() -> None:
    (change,) = compare(stored(), stored(RAISED))
    assert (change.entity, change.object, change.sources) == ("Lumen Lab", "1,500,000 EUR", ("news-1 (Daily Post)",))


def test_the_same_words_elsewhere_change_nothing() -> None:
    moved = FOUNDED.with_(confidence=0.5, trace={"source": "head"})
    assert compare(stored(FOUNDED), stored(moved)) == []


def test_an_unnamed_thing_is_the_same_where_its_article_was_edited_elsewhere() -> None:
    """Its IRI holds the version of the text and the place in it."""
    edited = replace(ENGLISH, text=ENGLISH.text.replace("in 2021", "in the spring of 2021"))
    assert edited.sha256 != ENGLISH.sha256
    moved = PLANNED.with_(
        sentence=sentence(edited, PLANNED.sentence.text), subject=name(edited, "Lumen Lab", LUMEN, after="sue"),
        object=name(edited, "people", None, "Group"))
    new = Oxigraph()
    new.load(world(articles=(edited, CHINESE), claims=[moved]))
    assert compare(stored(PLANNED), new) == []


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("diff")
    for when, claims in (("old", [FOUNDED, RUMOUR, PLANNED]), ("new", [FOUNDED, FOUNDED_ZH, RUMOUR, DENIED])):
        write_store(folder / when / "store", world(claims=claims))
        for form, ending in (("trig", "trig"), ("nquads", "nq"), ("turtle", "ttl")):
            (folder / f"{when}.{ending}").write_bytes(to_format(world(claims=claims), form))
    return folder / "old", folder / "new"


def test_diff_takes_workspaces_stores_and_files(kg: Run, folders: tuple[Path, Path]) -> None:
    old, new = folders
    wanted = kg("diff", old, new).stdout
    for one, other in ((old / "store", new), (old.with_suffix(".trig"), new.with_suffix(".nq")),
                       (old.with_suffix(".ttl"), new / "store")):
        assert kg("diff", one, other).stdout == wanted
    assert re.search(r"Orbix\n  ! denied +kg:acquired Kestrel \(possible\)  \[news-1", wanted)
    assert re.search(r"\^ strengthened +kg:created Lumen Lab, 1 → 2  \[新闻 2\]", wanted)
    assert "4 changes: denied 1, added 1, strengthened 1, gone 1" in wanted


def test_diff_tells_by_exit_code_and_in_other_forms(kg: Run, folders: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = folders
    assert (kg("diff", old, old).exit_code, kg("diff", old, old).stdout) == (0, "no changes\n")
    assert (kg("diff", old, new, "-q").exit_code, kg("diff", old, new, "-q").output) == (1, "")
    told = json.loads(kg("diff", old, new, "--json").stdout)
    assert {change["kind"] for change in told} == {"denied", "added", "strengthened", "gone"}
    assert next(change for change in told if change["kind"] == "denied")["iris"][0] == ORBIX
    markdown = kg("diff", old, new, "-f", "md", "--about", "orbix").stdout
    assert markdown.startswith("# Changes\n\n3 changes: ") and "- **denied** kg:acquired Kestrel" in markdown
    done = kg("diff", old, tmp_path / "none")
    assert done.exit_code == 2 and "no graph at" in done.stderr


def test_a_timeline_goes_by_the_dates_of_claims_else_of_articles(kg: Run, graph: Path) -> None:
    store = stored(*CLAIMS)
    events = timeline(store, "Orbix")
    assert [(event.date, event.stated) for event in events] == [
        ("2021-01-01", True), ("2024-03-05", False), ("2024-03-05", False), ("", False)]
    assert events[0].statement.id == FOUNDED.id
    assert [event.date for event in timeline(store, "Orbix", since="2022")] == ["2024-03-05"] * 2
    assert [event.date for event in timeline(store, "Orbix", until="2022")] == ["2021-01-01"]
    told = kg("timeline", "orbix", "-s", graph, "--since", "2021").stdout
    assert re.search(r"2021-01-01\n  Orbix  kg:created  Lumen Lab · 2021", told) and "(published)" in told
    assert json.loads(kg("timeline", "Orbix", "-s", graph, "--json").stdout)[0]["date"] == "2021-01-01"
    assert kg("timeline", "Nobody", "-s", graph).exit_code == 1
    assert kg("timeline", "Orbix", "-s", graph, "--since", "soon").exit_code == 2


def test_later_denials_are_of_one_thread_and_not_earlier() -> None:
    store = stored(RUMOUR, DENIED, FOUNDED)
    found = later_denials(statements(store, [claim_iri(claim.id) for claim in (RUMOUR, DENIED, FOUNDED)]))
    assert {said: [one.id for one in several] for said, several in found.items()} == {RUMOUR.id: [DENIED.id]}
    late = replace(RUMOUR, sentence=NEGATED.sentence, subject=NEGATED.subject)
    store = stored(late, DENIED)
    assert later_denials(statements(store, [claim_iri(late.id), claim_iri(DENIED.id)])) == {}


def test_show_and_explain_list_the_denials_of_a_claim(kg: Run, tmp_path: Path) -> None:
    write_store(tmp_path / "store", world(claims=[RUMOUR, DENIED]))
    shown = kg("show", "Kestrel", "-s", tmp_path).stdout
    assert shown.count("denied later (2024-03-05): “Orbix denied buying Kestrel.”") == 1
    told = kg("explain", RUMOUR.id, "-s", tmp_path).stdout
    assert re.search(rf"Denied later +claim:{DENIED.id[:8]} “Orbix denied buying Kestrel.”", told)
    assert "Denied later" not in kg("explain", DENIED.id, "-s", tmp_path).stdout


def test_explain_shows_the_probability_of_the_head(kg: Run, tmp_path: Path) -> None:
    found = FOUNDED.with_(trace={"source": "head", "construction": "relation head", "probability": "0.87"})
    write_store(tmp_path / "store", world(claims=[found]))
    assert re.search(r"Probability +0\.87", kg("explain", found.id, "-s", tmp_path).stdout)
