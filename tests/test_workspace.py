"""A workspace: what it remembers, what a build again does and does not do, articles that come and go."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stand_in import StandIn
from test_update import TEXTS
from typer.testing import Result

from kg import build as building
from kg import gazetteer
from kg.build import Settings, WorkspaceError
from kg.build.extraction import Lexicons
from kg.model import Article, Claim
from kg.resolve import Linker
from kg.store import StoreError, open_store
from kg.workspace import Cache, Extracted, read_config

Run = Callable[..., Result]

FILES = ("claims.jsonl", "graph.ttl", "graph.trig", "graph.nq", "graph.jsonld", "graph.graphml", "graph.html")
ORBIX, KESTREL, NEST = "Orbix founded Lumen Lab.", "Kestrel founded Nest.", "Nest raised 70 EUR."


class Counting(StandIn):
    """A stand-in that notes what it reads."""

    read: ClassVar[list[str]] = []

    def claims(self, article: Article, open_form: str = "compact") -> list[Claim]:
        self.read.append(article.id)
        return super().claims(article, open_form)


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the articles that are extracted from."""
    monkeypatch.setattr(Counting, "read", [])
    monkeypatch.setattr("kg.build.extraction.extractor", lambda settings: Counting())
    return Counting.read


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    write(folder, {"a": ORBIX, "b": KESTREL, "c": NEST})
    return folder


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Make the folder hold these articles and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def quads(out: Path) -> set[str]:
    with open_store(out / "store") as store:
        return set(map(str, store.quads()))


def files(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def clean(config: Sequence[Path], out: Path, given: Settings | None = None) -> Path:
    """A build of the same from nothing."""
    shutil.rmtree(out, ignore_errors=True)
    building.build(config, out, given)
    return out


def test_a_build_again_extracts_only_what_changed(news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    first = building.build([news], out)
    assert sorted(extracted) == ["a", "b", "c"] and first.changes == {}
    again = building.build((), out)
    assert len(extracted) == 3 and again.changes == {"added": 0, "changed": 0, "removed": 0, "kept": 3}
    assert os.readlink(out / "store" / "current") == "graph-1"
    (news / "b.txt").write_text(KESTREL + " " + NEST, encoding="utf-8")
    (news / "d.txt").write_text(ORBIX, encoding="utf-8")
    (news / "a.txt").unlink()
    third = building.build((), out)
    assert sorted(extracted[3:]) == ["b", "d"]
    assert third.changes == {"added": 1, "changed": 1, "removed": 1, "kept": 1}
    assert quads(out) == quads(clean([news], tmp_path / "clean"))
    assert files(out) == files(tmp_path / "clean")
    assert (third.claims, third.facts, third.entities) == (4, 4, 4)


def test_reports_of_incremental_and_clean_builds_agree(news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    building.build([news], out)
    (news / "d.txt").write_text("Nest Valley raised 5 EUR.\n\nADVERTISEMENT\n", encoding="utf-8")
    done, other = building.build((), out), building.build([news], tmp_path / "clean")
    for name in ("articles", "claims", "facts", "open_claims", "entities", "modalities", "aside", "conforms", "validation"):
        assert getattr(done, name) == getattr(other, name), name
    assert done.validation.warnings, "otherwise this test says little"


@st.composite
def sequences(draw: st.DrawFn) -> list[Mapping[str, str]]:
    return draw(st.lists(st.dictionaries(st.sampled_from("abcde"), TEXTS, min_size=1, max_size=5), min_size=2, max_size=4))


@pytest.fixture(scope="module")
def plain_stand_in() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.build.extraction.extractor", lambda settings: StandIn())
        yield


@pytest.mark.usefixtures("plain_stand_in")
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sequences())
def test_an_incremental_build_is_a_clean_one(corpora: list[Mapping[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        news, out, other = Path(folder) / "news", Path(folder) / "out", Path(folder) / "clean"
        for texts in corpora:
            write(news, texts)
            building.build([news], out, Settings(exports="none"))
            building.build([news], shutil.rmtree(other, ignore_errors=True) or other, Settings(exports="none"))
            assert quads(out) == quads(other)


def test_the_order_of_additions_changes_nothing(news: Path, tmp_path: Path, extracted: list[str]) -> None:
    for name, order in {"one": "abc", "other": "cab"}.items():
        for article in order:
            building.add([news / f"{article}.txt"], tmp_path / name)
    assert quads(tmp_path / "one") == quads(tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")


@pytest.mark.parametrize("way", ["id", "path"])
def test_an_article_of_a_folder_is_removed_and_comes_back(
        kg: Run, news: Path, tmp_path: Path, extracted: list[str], way: str) -> None:
    out = tmp_path / "out"
    kg("build", news, "-o", out)
    before = quads(out)
    done = kg("remove", "b" if way == "id" else news / "b.txt", "-o", out)
    assert done.exit_code == 0 and "1 removed; 2 as before" in done.stdout
    assert (news / "b.txt").exists()
    assert not any("Kestrel" in quad for quad in quads(out))
    assert kg("build", "-o", out).exit_code == 0 and not any("Kestrel" in quad for quad in quads(out))
    assert "1 added; 2 as before" in kg("add", news / "b.txt", "-o", out).stdout
    assert quads(out) == before and extracted.count("b") == 2


def test_a_line_of_a_file_is_removed_alone(kg: Run, tmp_path: Path, extracted: list[str]) -> None:
    lines, out = tmp_path / "news.jsonl", tmp_path / "out"
    lines.write_text("".join(json.dumps({"id": f"n{i}", "text": text}) + "\n" for i, text in enumerate((ORBIX, KESTREL))))
    kg("build", lines, "-o", out)
    assert kg("remove", "n1", "-o", out).exit_code == 0
    assert read_config(out).without == ("n1",)  # type: ignore[union-attr]
    assert "Kestrel" not in "".join(quads(out)) and "Orbix" in "".join(quads(out))


def test_a_removed_input_is_no_longer_read(kg: Run, news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    kg("build", news / "a.txt", news / "b.txt", "-o", out)
    assert kg("remove", "a", "-o", out).exit_code == 0
    assert [Path(one).name for one in read_config(out).inputs] == ["b.txt"]  # type: ignore[union-attr]
    assert kg("remove", news / "b.txt", "-o", out).exit_code == 0
    assert not any("entity" in quad for quad in quads(out))
    done = kg("build", "-o", out)
    assert done.exit_code == 2 and "nothing to build" in done.stderr


@pytest.mark.parametrize(("name", "told"), [
    ("token-hb", "did you mean token-hub"), ("nothing like it", "an article goes by its id or its path"),
])
def test_an_unknown_article_is_named(kg: Run, tmp_path: Path, extracted: list[str], name: str, told: str) -> None:
    article, out = tmp_path / "token-hub.txt", tmp_path / "out"
    article.write_text(ORBIX)
    kg("build", article, "-o", out)
    before = quads(out)
    done = kg("remove", name, "-o", out)
    assert done.exit_code == 2 and told in done.stderr
    assert quads(out) == before and read_config(out).inputs  # type: ignore[union-attr]


def test_nothing_to_remove_from(kg: Run, tmp_path: Path) -> None:
    done = kg("remove", "a", "-o", tmp_path / "out")
    assert done.exit_code == 2 and "no graph at" in done.stderr and not (tmp_path / "out").exists()


def test_what_cannot_be_added_changes_nothing(kg: Run, news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    kg("build", news, "-o", out)
    done = kg("add", tmp_path / "none.txt", "-o", out)
    assert done.exit_code == 2 and "none.txt: cannot be read" in done.stderr
    assert kg("build", "-o", out).exit_code == 0 and len(read_config(out).inputs) == 1  # type: ignore[union-attr]


def test_standard_input_is_kept(kg: Run, news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    assert kg("build", "-", "-o", out, input=ORBIX).exit_code == 0
    assert kg("add", "-", news / "b.txt", "-o", out, input=NEST).exit_code == 0
    assert kg("build", "-o", out).exit_code == 0
    text = "".join(quads(out))
    assert "Orbix" in text and "Kestrel" in text and "70" in text and len(extracted) == 3
    assert kg("build", news / "b.txt", "-o", out).exit_code == 0
    assert not (out / "stdin").exists()


def test_the_workspace_may_lie_among_its_articles(kg: Run, news: Path, extracted: list[str]) -> None:
    for _ in range(2):
        done = kg("build", news, "-o", news / "graph")
        assert done.exit_code == 0, done.stderr
    assert sorted(extracted) == ["a", "b", "c"]


def test_settings_are_remembered_and_comments_stay(kg: Run, news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    kg("build", news / "a.txt", "-o", out, "--rdf12")
    assert any("reifies" in quad for quad in quads(out))
    path = out / "kg.toml"
    path.write_text(path.read_text() + "# mine\n")
    kg("add", news / "b.txt", "-o", out)
    assert any("reifies" in quad for quad in quads(out)) and path.read_text().endswith("# mine\n")
    assert tomllib.loads(path.read_text()) == {"rdf12": True, "inputs": ["../news/a.txt", "../news/b.txt"]}
    kg("build", "--no-rdf12", "-o", out)
    assert not any("reifies" in quad for quad in quads(out)) and "rdf12" not in path.read_text()


@pytest.mark.parametrize(("text", "told"), [
    ("inputs = [", "not TOML"), ("inputs = 'news'", "inputs is not a list of texts"), ("jobs = 0", "jobs is not a whole"),
    ("ontolgy = 'x'", "unknown entry 'ontolgy'"), ("exports = 'some'", 'exports is not "auto" or'), ("jobs = true", "jobs"),
])
def test_a_wrong_kg_toml_is_named(kg: Run, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "kg.toml").write_text(text)
    done = kg("build", "-o", tmp_path)
    assert done.exit_code == 2 and str(tmp_path / "kg.toml") in done.stderr and told in done.stderr


def test_a_workspace_can_be_moved_and_used_from_anywhere(
        news: Path, tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    building.build([news], tmp_path / "out")
    before = files(tmp_path / "out")
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for name in ("news", "out"):
        (tmp_path / name).rename(moved / name)
    monkeypatch.chdir(moved / "news")
    assert building.build((), Path("../out")).changes["kept"] == 3 and len(extracted) == 3
    assert files(moved / "out") == before
    assert building.remove(["c.txt"], Path("../out")).changes["removed"] == 1


@pytest.mark.parametrize("what", ["ontology", "code", "library"])
def test_a_change_of_what_claims_rest_on_extracts_anew(
        news: Path, tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    out, own = tmp_path / "out", tmp_path / "ontology"
    shutil.copytree(Path(__file__).parents[1] / "ontology", own)
    building.build([news], out, Settings(ontology=own))
    if what == "ontology":
        (own / "more.ttl").write_text("# a comment\n")
    elif what == "code":
        monkeypatch.setattr("kg.workspace.fingerprint._code", lambda parts=None: "other")
    else:
        monkeypatch.setattr("kg.workspace.fingerprint.metadata.version", lambda name: "0")
    building.build((), out)
    assert len(extracted) == 6
    assert len(entries(out)) == 3, "the entries of before are gone"


def entries(out: Path) -> list[str]:
    with sqlite3.connect(out / "cache" / "extracted.sqlite") as opened:
        return [key for key, in opened.execute("SELECT key FROM extracted")]


def test_the_cache_gives_its_room_back(tmp_path: Path, news: Path, extracted: list[str]) -> None:
    out, cache = tmp_path / "out", tmp_path / "out" / "cache" / "extracted.sqlite"
    building.build([news], out)
    small = cache.stat().st_size
    write(news, {f"n{i}": f"{ORBIX} {i}" for i in range(100)})
    building.build((), out, Settings(exports="none"))
    assert cache.stat().st_size > 2 * small
    write(news, {"a": ORBIX})
    building.build((), out)
    assert cache.stat().st_size <= small and len(entries(out)) == 1


@pytest.mark.parametrize("damage", ["gone", "noise", "cut"])
def test_a_lost_cache_costs_time_only(news: Path, tmp_path: Path, extracted: list[str], damage: str) -> None:
    out, cache = tmp_path / "out", tmp_path / "out" / "cache" / "extracted.sqlite"
    building.build([news], out)
    before = quads(out)
    data = cache.read_bytes()
    cache.unlink()
    if damage != "gone":
        cache.write_bytes(b"noise" * 1000 if damage == "noise" else data[: len(data) // 2])
    (news / "d.txt").write_text(ORBIX, encoding="utf-8")
    assert building.build((), out).changes["added"] == 1
    assert before < quads(out) | before and quads(out) == quads(clean([news], tmp_path / "clean"))


@pytest.mark.parametrize("damage", ["gone", "noise", "cut", "entry", "table"])
def test_what_is_remembered_of_linking_costs_time_only(
        news: Path, tmp_path: Path, extracted: list[str], damage: str) -> None:
    out, memory = tmp_path / "out", tmp_path / "out" / "cache" / "linked.sqlite"
    assert building.build([news], out).notes == ()
    data = memory.read_bytes()
    if damage in ("entry", "table"):
        with sqlite3.connect(memory) as connection:
            connection.execute("UPDATE groups SET body = replace(body, 'Orbix', 'Xibro')" if damage == "entry"
                               else "DROP TABLE groups")
    else:
        memory.unlink()
        if damage != "gone":
            memory.write_bytes(b"noise" * 1000 if damage == "noise" else data[: len(data) // 2])
    (news / "d.txt").write_text("Orbix founded Nest.", encoding="utf-8")
    done = building.build((), out)
    assert [note[:36] for note in done.notes] == ([] if damage in ("gone", "table") else ["what was remembered of linking could"])
    assert quads(out) == quads(clean([news], tmp_path / "clean"))
    assert building.build((), out).notes == ()


def test_links_that_nothing_touches_are_not_made_again(
        news: Path, tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    out, linked = tmp_path / "out", list[str]()
    building.build([news], out)
    whole = Linker.linked
    monkeypatch.setattr(Linker, "linked", lambda self, ordered, about, keys=None: (
        linked.extend(sorted(keys or ())), whole(self, ordered, about, keys))[1])
    (news / "d.txt").write_text("Orbix founded Nest.", encoding="utf-8")
    building.build((), out)
    assert linked == ["nest", "orbix"]
    assert quads(out) == quads(clean([news], tmp_path / "clean"))


def test_a_lexicon_is_read_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("kg.build.extraction.lexicon.load", lambda path, language, terms: read.append(language) or language)
    lexicons = Lexicons(Settings(), gazetteer.load())
    assert (lexicons["en"], lexicons["en"], list(lexicons), read) == ("en", "en", ["en", "zh"], ["en"])
    with pytest.raises(KeyError):
        lexicons["fr"]


@pytest.mark.parametrize("damage", ["manifest", "quads"])
def test_a_damaged_graph_is_built_anew(news: Path, tmp_path: Path, extracted: list[str], damage: str) -> None:
    out = tmp_path / "out"
    building.build([news], out)
    before, generation = quads(out), out / "store" / "graph-1"
    if damage == "manifest":
        (generation / "manifest.json").write_text("{")
    else:
        shutil.rmtree(generation / "quads")
    building.build((), out)
    assert quads(out) == before and len(extracted) == 3


@pytest.mark.parametrize("name", FILES)
def test_a_lost_export_comes_back(news: Path, tmp_path: Path, extracted: list[str], name: str) -> None:
    out = tmp_path / "out"
    building.build([news], out)
    before = files(out)
    (out / name).unlink() if name.endswith("l") else (out / name).resolve().unlink()
    building.build((), out)
    assert files(out) == before


def test_exports_follow_the_setting(news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    building.build([news], out)
    assert set(FILES) <= {path.name for path in out.iterdir()}
    report = building.build((), out, Settings(exports="none"))
    assert {path.name for path in out.iterdir()} == {"cache", "kg.toml", "store"} and list(report.files) == ["store"]
    building.build((), out, Settings(exports="all"))
    assert files(out) == files(clean([news], tmp_path / "clean"))


def test_a_second_builder_is_told_at_once(kg: Run, news: Path, tmp_path: Path, extracted: list[str]) -> None:
    out = tmp_path / "out"
    building.build([news], out)
    seen: list[str] = []

    def meanwhile(stage: str, done: int, of: int) -> None:
        if stage == "extract":
            seen.append(kg("add", news / "a.txt", "-o", out).stderr)
            seen.append(kg("query", "ASK { ?s kg:created ?o }", "-s", out).stdout)

    (news / "d.txt").write_text(ORBIX, encoding="utf-8")
    building.build((), out, progress=meanwhile)
    assert "another build is writing it" in seen[0] and seen[1] == "yes\n"


def test_the_cache_keeps_what_it_is_given(tmp_path: Path) -> None:
    from graph_world import CLAIMS, ENGLISH

    from kg.resolve import names_of

    claims = tuple(claim for claim in CLAIMS if claim.doc == ENGLISH.id)
    given = Extracted(ENGLISH, claims, names_of(ENGLISH, claims))
    cache = Cache(tmp_path / "c.sqlite")
    cache.put("k", given)
    assert list(cache.get(["k"])) == [given] and list(cache.names()) == [given.names]
    with pytest.raises(KeyError):
        list(cache.get(["other"]))
    cache.close()


def test_what_is_no_folder_is_no_workspace(news: Path, extracted: list[str]) -> None:
    with pytest.raises((WorkspaceError, StoreError)):
        building.build([news], news / "a.txt")
