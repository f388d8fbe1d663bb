"""The English pipeline: decoders and windows on hand-made input, then the shipped model."""

from __future__ import annotations

import itertools
import pickle
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.pipeline.encoder import ENGLISH, load_english
from kg.pipeline.encoder.decode import BioDecoder, best_tree
from kg.pipeline.encoder.lemmas import Lemmatizer, apply_rule
from kg.pipeline.encoder.network import Scores
from kg.pipeline.encoder.tokenize import adapt_tokenizer
from kg.pipeline.encoder.windows import SIZES, sentences, window_end
from kg.pipeline.encoder.words import SHAPES, word_shape

model = pytest.mark.model


# --- trees -----------------------------------------------------------------------------


def is_tree(heads: Sequence[int]) -> bool:
    """One root, and every word reaches it."""
    for i in range(len(heads)):
        node, steps = i + 1, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return list(heads).count(0) == 1


def exhaustive(scores: np.ndarray) -> float:
    n = len(scores)
    trees = (h for h in itertools.product(range(n + 1), repeat=n) if is_tree(h))
    return max(sum(scores[i, h] for i, h in enumerate(tree)) for tree in trees)


@pytest.mark.parametrize("seed", range(60))
def test_best_tree_is_the_best_of_all(seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.normal(size=(n := 1 + seed % 5, n + 1)) * 3
    scores[:, 0] += generator.choice([-4, 0, 4])
    heads = best_tree(scores)
    assert is_tree(heads.tolist())
    assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(exhaustive(scores))


def test_best_tree_of_a_long_sentence() -> None:
    assert is_tree(best_tree(np.random.default_rng(1).normal(size=(200, 201))).tolist())


# --- names -----------------------------------------------------------------------------

BIO = ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]


@pytest.mark.parametrize(
    "best, spans",
    [
        (["B-ORG", "I-ORG", "O"], [(0, 2, "ORG")]),
        (["B-ORG", "B-ORG"], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["O", "O"], []),
    ],
)
def test_spans(best: list[str], spans: list[tuple[int, int, str]]) -> None:
    scores = np.full((len(best), len(BIO)), -5.0)
    scores[np.arange(len(best)), [BIO.index(b) for b in best]] = 0
    assert BioDecoder(BIO).spans(scores) == spans


@pytest.mark.parametrize("seed", range(30))
def test_best_sequence_is_the_best_allowed(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, len(BIO)))

    def allowed(path: tuple[int, ...]) -> bool:
        marks = [BIO[i] for i in path]
        pairs = zip(["O", *marks], marks, strict=False)
        return all(not b.startswith("I-") or a[2:] == b[2:] for a, b in pairs)

    total = max(
        sum(scores[i, x] for i, x in enumerate(path))
        for path in itertools.product(range(len(BIO)), repeat=4)
        if allowed(path)
    )
    path = BioDecoder(BIO).best(scores)
    assert allowed(tuple(path.tolist()))
    assert scores[np.arange(4), path].sum() == pytest.approx(total)


# --- windows ---------------------------------------------------------------------------


def stops(words: Sequence[str]) -> Scores:
    """A network to which a sentence starts after a full stop."""
    n = len(words)
    start = np.array([float(i == 0 or words[i - 1] == ".") for i in range(n)], dtype=np.float32)
    whole, pairs = np.zeros(n, dtype=np.int64), np.zeros((n, n + 1), dtype=np.float32)
    return Scores(whole, whole, whole, start, pairs, pairs.astype(np.int64), pairs, pairs)


@pytest.mark.parametrize("lengths", [[3], [50] * 9, [200, 3, 3], [700, 4], [1] * 400])
def test_no_sentence_is_cut(lengths: list[int]) -> None:
    words = [w for n in lengths for w in ["a"] * (n - 1) + ["."]]
    found = list(sentences(words, [1] * len(words), [None] * len(words), stops))
    assert [s for _, s, _, _ in found] == [0, *[e for _, _, e, _ in found[:-1]]]
    assert found[-1][2] == len(words)
    if max(lengths) < SIZES[-1]:
        assert [e - s for _, s, e, _ in found] == lengths
    assert all(len(scores.start) >= e - offset for offset, _, e, scores in found)


def test_preset_starts_win() -> None:
    words = ["a", ".", "b", "c", "."]
    preset = [None, None, False, True, None]
    found = [(s, e) for _, s, e, _ in sentences(words, [1] * 5, preset, stops)]
    assert found == [(0, 3), (3, 5)]


def test_a_window_holds_a_word_at_least() -> None:
    assert window_end([600, 1], 0, 148) == 1


# --- words and lemmas ------------------------------------------------------------------


@pytest.mark.parametrize(
    "word, shape",
    [("deal", "lower"), ("Apple", "title"), ("IBM", "upper"), ("iPhone", "mixed"), ("A", "letter"),
     ("2024", "digits"), ("3.5", "digits"), ("GPT-4", "alphanumeric"), ("Inc.", "abbreviation"),
     (",", "punctuation"), ("$", "symbol"), ("阿里", "ideographic"), ("", "other")],
)  # fmt: skip
def test_word_shape(word: str, shape: str) -> None:
    assert SHAPES[word_shape(word)] == shape


@pytest.mark.parametrize(
    "form, rule, lemma",
    [("Ships", "lower|1|", "ship"), ("IBM", "keep|0|", "IBM"), ("a", "keep|3|", "a")],
)
def test_edit_rules(form: str, rule: str, lemma: str) -> None:
    assert apply_rule(form, rule) == lemma


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_english()


@pytest.fixture(scope="module")
def lemmatizer(nlp: Language) -> Lemmatizer:
    return nlp.get_pipe("kg_encoder").annotator.lemmatizer  # type: ignore[no-any-return]


@model
@pytest.mark.parametrize(
    "form, xpos, lemma",
    [("led", "VBD", "lead"), ("founded", "VBN", "found"), ("unveiled", "VBD", "unveil"),
     ("bought", "VBD", "buy"), ("acquires", "VBZ", "acquire"), ("launching", "VBG", "launch"),
     ("merged", "VBN", "merge"), ("outsold", "VBD", "outsell"), ("co-founded", "VBD", "co-found"),
     ("planned", "VBN", "plan"), ("supplies", "VBZ", "supply"), ("fined", "VBN", "fine"),
     ("sued", "VBD", "sue"), ("licensed", "VBN", "license"), ("hired", "VBN", "hire"),
     ("invested", "VBD", "invest"), ("Lies", "VBZ", "lie"), ("Buy", "VB", "buy"),
     ("headquartered", "VBN", "headquarter"), ("spun", "VBN", "spin"), ("owns", "VBZ", "own")],
)  # fmt: skip
def test_verb_lemmas_need_no_model(
    lemmatizer: Lemmatizer, form: str, xpos: str, lemma: str
) -> None:
    assert lemmatizer.lemma(form, "VERB", xpos, rule=0) == lemma


# --- tokens ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, tokens",
    [
        ("Alibaba’s co-founder left.", "Alibaba ’s co-founder left ."),
        ("A Seattle-based firm", "A Seattle - based firm"),
        ("What!!! It can't be...", "What !!! It ca n't be ..."),
        ("5G costs $7.5 and/or 10%", "5G costs $ 7.5 and / or 10 %"),
        ("=====", "====="),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    blank = spacy.blank("en")
    adapt_tokenizer(blank)
    doc = blank(text)
    assert [t.text for t in doc] == tokens.split()
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


# --- the shipped model -----------------------------------------------------------------

TEXT = (
    "Amazon bought Whole Foods in 2017. The grocer was founded by John Mackey in Austin. "
    "It sells food."
)


@model
def test_model_is_small() -> None:
    assert (ENGLISH / "encoder.onnx").stat().st_size <= 30e6


@model
@pytest.mark.parametrize(
    "text, facts",
    [
        (
            "Amazon bought Whole Foods in 2017.",
            ["Amazon nsubj bought", "Foods obj bought", "2017 obl bought", "in case 2017"],
        ),
        (
            "The company was founded by John Mackey.",
            ["company nsubj:pass founded", "was aux:pass founded", "by case John"],
        ),
        (
            "Microsoft, which owns GitHub, hired a new chief.",
            ["Microsoft nsubj hired", "which nsubj owns", "owns acl:relcl Microsoft",
             "GitHub obj owns", "chief obj hired"],
        ),
        (
            "Tesla did not sell the factory.",
            ["Tesla nsubj sell", "not advmod sell", "factory obj sell"],
        ),
    ],
)  # fmt: skip
def test_heads(nlp: Language, text: str, facts: list[str]) -> None:
    doc = nlp(text)
    assert set(facts) <= {f"{t.text} {t.dep_} {t.head.text}" for t in doc}


@model
@pytest.mark.parametrize(
    "text, names",
    [
        ("Amazon bought Whole Foods in 2017.", {("Amazon", "ORG"), ("Whole Foods", "ORG")}),
        ("John Mackey lives in Paris.", {("John Mackey", "PERSON"), ("Paris", "PLACE")}),
        ("He went home early.", set()),
    ],
)
def test_names(nlp: Language, text: str, names: set[tuple[str, str]]) -> None:
    assert {(e.text, e.label_) for e in nlp(text).ents} == names


@model
def test_everything_is_set(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [s.text for s in doc.sents] == [
        "Amazon bought Whole Foods in 2017.",
        "The grocer was founded by John Mackey in Austin.",
        "It sells food.",
    ]
    for name in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(name), name
    assert [t.lemma_ for t in doc if t.pos_ == "VERB"] == ["buy", "found", "sell"]
    assert doc.tensor.shape == (len(doc), 768)
    assert all(sum(t.head.i == t.i for t in s) == 1 for s in doc.sents)


@model
@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n \t", "x", "😀😀👩‍👩‍👧 ok", "阿里巴巴集团 bought 饿了么。", "\u200b\ufeff a", "...", "a" * 5000,
     " Leading.\n\n  Two spaces.  ", "\x00\x07", "é" * 50, "$", "word\u00a0with\u2003spaces"],
)  # fmt: skip
def test_odd_characters(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert len(doc.tensor) == len(doc)
    assert sum(len(s) for s in doc.sents) == len(doc)


@model
def test_long_paragraph(nlp: Language) -> None:
    text = " ".join([TEXT] * 450)
    doc = nlp(text)
    assert len(doc) > 9_000
    assert len(list(doc.sents)) == pytest.approx(3 * 450, rel=0.02)


@model
def test_no_sentence_ends(nlp: Language) -> None:
    doc = nlp("and so on " * 1500)
    assert all(t.dep_ for t in doc)


def fingerprint(doc: Doc) -> tuple[object, ...]:
    rows = tuple((t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in doc)
    return rows, doc.tensor.tobytes()


@model
def test_batches_change_nothing(nlp: Language) -> None:
    texts = [TEXT, "He left.", "", "Apple Inc. and IBM " * 40, "阿里", *TEXT.split(". ")]
    alone = {text: fingerprint(nlp(text)) for text in texts}
    random.Random(7).shuffle(texts)
    for size in (1, 3, 100):
        found = {d.text: fingerprint(d) for d in nlp.pipe(texts, batch_size=size)}
        assert found == alone


@model
def test_sentence_starts_set_before_are_kept(nlp: Language) -> None:
    text = "DeepSeek surprised everyone This announcement moved markets. Shares fell."
    doc = nlp.make_doc(text)
    this = next(t.i for t in doc if t.text == "This")
    shares = next(t.i for t in doc if t.text == "Shares")
    doc[this].is_sent_start = True
    doc[shares].is_sent_start = False
    doc = nlp(doc)
    assert [s.start for s in doc.sents] == [0, this]


@model
def test_names_set_before_are_kept(nlp: Language) -> None:
    doc = nlp.make_doc("Amazon bought Whole Foods.")
    doc.set_ents([Span(doc, 2, 4, label="PRODUCT")])
    assert [(e.text, e.label_) for e in nlp(doc).ents] == [("Amazon", "ORG"), ("Whole Foods", "PRODUCT")]


@model
def test_threads_change_nothing(nlp: Language) -> None:
    assert [t.head.i for t in load_english(threads=2)(TEXT)] == [t.head.i for t in nlp(TEXT)]


@model
def test_round_trip(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert fingerprint(spacy.load(tmp_path)(TEXT)) == fingerprint(nlp(TEXT))


@model
def test_pickle(nlp: Language) -> None:
    assert fingerprint(pickle.loads(pickle.dumps(nlp))(TEXT)) == fingerprint(nlp(TEXT))
