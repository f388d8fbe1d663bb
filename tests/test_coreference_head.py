"""The coreference head, its training data and its figures."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.links import Links
from kg.pipeline.coreference import CoreferenceHead, chains_of, pairs_of, phrase_of, words_of
from kg.pipeline.encoder import load_english

TREES = [
    # words, universal tags, heads, relations, the head word, its phrase
    ("the old town of Bern", "DET ADJ NOUN ADP PROPN", "2 2 2 4 2", "det amod root case nmod", 2, "the old town of Bern"),
    ("in the town , he said", "ADP DET NOUN PUNCT PRON VERB", "2 2 5 5 5 5", "case det obl punct nsubj root", 2, "the town"),
    ("Ann and Bob left", "PROPN CCONJ PROPN VERB", "3 2 0 3", "nsubj cc conj root", 0, "Ann"),
    ("those in power", "PRON ADP NOUN", "0 2 0", "root case nmod", 0, "those in power"),
    ("he of all men", "PRON ADP DET NOUN", "0 3 3 0", "root case det nmod", 0, "he"),
]


@pytest.mark.parametrize(("words", "tags", "heads", "deps", "head", "phrase"), TREES)
def test_a_phrase_is_its_head_and_what_belongs_to_it(
    words: str, tags: str, heads: str, deps: str, head: int, phrase: str
) -> None:
    doc = Doc(spacy.blank("en").vocab, words=words.split(), pos=tags.split(), heads=[int(h) for h in heads.split()], deps=deps.split())
    start, end = phrase_of(doc[head])
    assert doc[start:end].text == phrase


def test_links_make_chains() -> None:
    assert chains_of({5: 1, 9: 5, 7: 3}) == [[1, 5, 9], [3, 7]]
    assert chains_of({}) == []


def test_a_pronoun_follows_its_chain_to_a_name_and_is_as_likely_as_its_weakest_link() -> None:
    links = Links({9: (5, 0.9), 5: (1, 0.6), 7: (6, 0.8)})
    assert links.target(9, [1, 2]) == (1, 0.6)
    assert links.target(7, [1, 2]) is None
    assert links.target(2, [2]) is None


RESOLVED = [
    ("Mary Barra runs General Motors. She has led it since 2014.", "She", "Mary"),
    ("The Danish brewer Carlsberg sold its Russian arm.", "its", "Carlsberg"),
    ("Tim Cook spoke first. Apple, he said, would wait.", "he", "Tim"),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "pronoun", "name"), RESOLVED)
def test_pronouns_stand_for_names(encoder: Language, text: str, pronoun: str, name: str) -> None:
    doc = encoder(text)
    links = Links.of(doc, CoreferenceHead.load())
    token = next(t.i for t in doc if t.text == pronoun)
    found = links.target(token, [t.i for t in doc if t.ent_type_])
    assert found is not None
    assert doc[found[0]].text == name


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "Rain.", "It rains.", "🙂 ...", "he " * 400])
def test_any_text_has_links_that_point_back(encoder: Language, text: str) -> None:
    found = CoreferenceHead.load().antecedents(encoder(text))
    assert all(j < i and 0 <= likely <= 1.0001 for i, (j, likely) in found.items())


@pytest.mark.model
def test_every_pair_is_a_word_with_one_before_it(encoder: Language) -> None:
    words = words_of(encoder("Ann met Bob. She liked him and his dog, which liked her."))
    pairs, classes = pairs_of(words)
    assert len(pairs) == len(classes) == len(words.tokens) * (len(words.tokens) - 1) // 2
    assert (pairs[:, 1] < pairs[:, 0]).all()


@pytest.fixture(scope="module")
def encoder() -> Language:
    return load_english()


def chains(*groups: str) -> list[frozenset[str]]:
    return [frozenset(g) for g in groups]


FIGURES = [
    (chains("abc", "de"), chains("abc", "de"), {"muc": (1, 1), "b3": (1, 1), "ceafe": (1, 1)}),
    # MUC: one of two links either way. B-cubed: a and b 2/2, c 1/2 of what was found; 2/3, 2/3, 1/3 of what was meant.
    (chains("abc"), chains("ab", "cd"), {"muc": (1 / 2, 1 / 2), "b3": (2.5 / 4, 5 / 9), "ceafe": (0.8 / 2, 0.8)}),
    (chains("ab"), [], {"muc": (0, 0), "b3": (0, 0), "ceafe": (0, 0)}),
]


@pytest.mark.parametrize(("gold", "found", "figures"), FIGURES)
def test_conll_figures_are_those_of_the_papers(
    gold: list[frozenset[str]], found: list[frozenset[str]], figures: dict[str, tuple[float, float]]
) -> None:
    scores = pytest.importorskip("training.coreference_scores").conll([(gold, found)])
    assert {name: scores[name][:2] for name in figures} == {k: pytest.approx(v) for k, v in figures.items()}


def test_marks_of_coreference_nest_and_name_heads() -> None:
    from training.chains import sentence_chains, spans_of
    from training.data import Sentence

    sentence = Sentence(
        forms=["the", "boss", "of", "Acme", "likes", "her"],
        heads=[1, 4, 3, 1, -1, 4],
        entities=["(1", "", "", "(2)1)", "", "(1)"],
    )
    assert sorted(spans_of(sentence)) == [(0, 3, 1), (3, 3, 2), (5, 5, 1)]
    assert sentence_chains(sentence) == [0, 1, 0, 2, 0, 1]


MARKED = """# id: T1
# date: 2026-01-02
[Acme|e1|Company] sold [its|e1] arm to [Bolt|e2|Company] for [$2m|v1|USD 2e6].
= e2 acquired e1 ; planned ; amount v1 ; trigger "sold"
= e1 competesWith e2 ; negated

# id: T2
[Ann|e1|Person] left.
"""


def test_marked_passages_are_rows_of_the_news_corpus(tmp_path: Path) -> None:
    from training.marked import marked_passages

    (tmp_path / "a.txt").write_text(MARKED, encoding="utf-8")
    first, second = marked_passages(tmp_path)
    assert first["text"] == "Acme sold its arm to Bolt for $2m."
    assert [(m["text"], m["id"]) for m in first["mentions"]] == [("Acme", "e1"), ("its", "e1"), ("Bolt", "e2"), ("$2m", "v1")]
    assert all(first["text"][m["start"] : m["end"]] == m["text"] for m in first["mentions"])
    assert [(c["property"], c["polarity"], c["modality"]) for c in first["claims"]] == [
        ("acquired", "affirmed", "planned"), ("competesWith", "negated", "asserted"),
    ]
    assert second["claims"] == [] and second["entities"] == {"e1": "Person"}


@pytest.mark.parametrize("bad", ["# id: X\n[Ann|e1] left.\n", "# id: X\n[Ann|e1|Person] left.\n= e1 left e9\n", "# id: X\nA.\n= e1\n"])
def test_what_is_no_marked_passage_is_named(tmp_path: Path, bad: str) -> None:
    from training.marked import marked_passages

    (tmp_path / "bad.txt").write_text(bad, encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.txt, # id: X"):
        marked_passages(tmp_path)
