"""`kg lexicon`: which entries find claims, which find none, which verbs have no entry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from typer.testing import CliRunner

from kg import lexicon as lexicons
from kg import ontology as ontologies
from kg.build import NothingRead, Settings
from kg.cli import app
from kg.coverage import Coverage, coverage, uses, words_of
from kg.lexicon import Lexicon
from kg.pipeline.chinese import load_chinese

TEXT = {
    "en": "Orbix Systems acquired Kestrel Labs. Orbix Systems did not recalibrate its strategy. Orbix Systems recalibrated again.",
    "zh": "北辰科技收购了沙湖半导体。北辰科技今天重新梳理了旧的流程。",
}


@pytest.fixture(scope="module")
def english() -> Lexicon:
    return lexicons.load(None, "en")


def test_uses_count_entries_not_senses(english: Lexicon) -> None:
    entry = english.senses("acquire", "verb")[0].entry
    found = {u.entry: u for u in uses(english, {entry: 3}, {entry: 2})}
    assert len(found) == len(english.entries)
    assert (found[entry].seen, found[entry].claims, found[entry].idle) == (3, 2, False)
    assert all(u.idle for e, u in found.items() if e != entry)


def test_an_operator_is_at_work_where_it_stands(english: Lexicon) -> None:
    entry = english.senses("reportedly", "adverb")[0].entry
    assert next(u for u in uses(english, {}, {}) if u.entry == entry).idle
    use = next(u for u in uses(english, {entry: 1}, {}) if u.entry == entry)
    assert (use.claims, use.idle) == (None, False)


def test_an_entry_of_two_words_is_seen_with_both(english: Lexicon) -> None:
    nlp = spacy.blank("en")

    def seen(*words: str) -> set[str]:
        doc = Doc(nlp.vocab, list(words), pos=["NOUN"] * len(words), lemmas=list(words), sent_starts=[True, *[False] * (
            len(words) - 1)])
        return {entry for word in words_of(doc, "en", english) for entry in word.entries}

    both = {s.entry for s in english.senses("company", "noun") if s.words == ("parent", "company")}
    assert both
    assert both <= seen("parent", "company")
    assert not both & seen("shell", "company")


def test_chinese_verbs_without_entry_are_named_with_their_sentence() -> None:
    ontology = ontologies.load()
    lexicon = lexicons.load(None, "zh", ontology)
    found = list(words_of(load_chinese(ontology)(TEXT["zh"]), "zh", lexicon))
    assert [(w.lemma, w.sentence) for w in found if not w.known] == [("梳理", "北辰科技今天重新梳理了旧的流程。")]
    bought = [w for w in found if w.lemma.startswith("收购")]
    assert bought and all(w.known and w.entries for w in bought)


def test_without_articles_there_is_nothing_to_tell(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["lexicon", str(tmp_path / "none.txt")])
    assert result.exit_code == 2


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in TEXT.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return coverage([folder], Settings())


@pytest.mark.model
def test_articles_of_two_languages(found: Coverage) -> None:
    assert found.articles == 2
    at_work = {(u.language, u.written) for u in found.uses if not u.idle}
    assert {("en", "acquire"), ("zh", "收购")} <= at_work
    assert [(m.lemma, m.count) for m in found.missing if m.language == "en"] == [("recalibrate", 2)]
    assert found.missing[0].example.startswith("Orbix Systems did not recalibrate")
    assert not {u.entry for u in found.unused} & {u.entry for u in found.uses if not u.idle}


@pytest.mark.model
def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT["en"], encoding="utf-8")
    run = CliRunner()
    listed = run.invoke(app, ["lexicon", str(tmp_path), "--missing", "-l", "en"])
    assert (listed.exit_code, "recalibrate" in listed.stdout) == (0, True)
    told = json.loads(run.invoke(app, ["lexicon", str(tmp_path), "--json", "--limit", "3"]).stdout)
    assert [m["lemma"] for m in told["missing"]] == ["recalibrate"] and len(told["unused"]) == 3
    assert run.invoke(app, ["lexicon", str(tmp_path), "-l", "fr"]).exit_code == 2


@pytest.mark.model
def test_nothing_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingRead):
        coverage([tmp_path / "missing.txt"], Settings())
