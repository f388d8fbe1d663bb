"""Sentences and passages as training windows of words and label ids."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.tokenizer import Tokenizer

from kg.pipeline.encoder.words import WordPieces
from training.chains import passage_chains, sentence_chains
from training.data import Passage, Sentence
from training.labels import IGNORE, Labels, lemma_rule
from training.pairs import Pairs, relation_pairs
from training.relation_data import RelationPassage

MAX_PIECES = 150
_TYPOGRAPHY = 0.35
_TITLE_CASE, _LOWER_CASE = 0.03, 0.02
_SMALL_WORDS = "a an the of in on at for and or to by with from as"
Row = dict[str, list[int]]


@dataclass
class Window:
    """Words and, per head, one label id a word (IGNORE: not trained on)."""

    words: list[str]
    labels: Row
    pieces: int
    pairs: Pairs | None = None


def typographic(words: Sequence[str], rng: random.Random) -> list[str]:
    """The words with curly quotes and long dashes."""
    dash = rng.choice(("–", "—"))
    out, opened = [], False
    for word in words:
        if word in ('"', "``", "''"):
            opened = not opened
            word = "“" if opened else "”"
        elif word in ("--", "-"):
            word = dash if word == "--" or rng.random() < 0.3 else word
        out.append(word.replace("'", "’"))
    return out


def recased(words: Sequence[str], rng: random.Random) -> list[str]:
    """Now and then the words of a title-case heading, or of text without capitals."""
    dice = rng.random()
    if dice < _TITLE_CASE:
        return [w if w in _SMALL_WORDS.split() else w[:1].upper() + w[1:] for w in words]
    if dice < _TITLE_CASE + _LOWER_CASE:
        return [w.lower() for w in words]
    return list(words)


def ud_windows(
    sentences: Sequence[Sentence], labels: Labels, pieces: WordPieces, rng: random.Random
) -> Iterator[Window]:
    """Consecutive whole sentences up to a random size; sometimes one paragraph only."""
    group: list[Sentence] = []
    size, limit, by_paragraph = 2, MAX_PIECES, False
    for s in sentences:
        n = sum(len(pieces.of(w)) for w in s.forms)
        ends = s.new_document or (s.new_paragraph and by_paragraph)
        if group and (ends or size + n > limit):
            yield _ud_window(group, labels, pieces, rng)
            group, size = [], 2
            limit = MAX_PIECES if rng.random() < 0.6 else rng.randint(20, MAX_PIECES)
            by_paragraph = rng.random() < 0.5
        if n > 2 * MAX_PIECES:
            continue
        group.append(s)
        size += n
    if group:
        yield _ud_window(group, labels, pieces, rng)


def _ud_window(
    group: Sequence[Sentence], labels: Labels, pieces: WordPieces, rng: random.Random
) -> Window:
    words = [w for s in group for w in s.forms]
    if rng.random() < _TYPOGRAPHY:
        words = typographic(words, rng)
    words = recased(words, rng)
    row: Row = {k: [] for k in ("xpos", "morph", "lemma", "start", "head", "deprel", "sentence", "chain")}
    index = labels.index
    for number, s in enumerate(group):
        offset = len(row["head"])
        row["chain"] += sentence_chains(s) if s.coreferent else [IGNORE] * len(s)
        for i in range(len(s)):
            rule = lemma_rule(words[offset + i], s.lemmas[i])
            head = s.heads[i]
            row["xpos"].append(index["xpos"].get(s.xpos[i], IGNORE))
            row["morph"].append(labels.morph_id(s.upos[i], s.feats[i]))
            row["lemma"].append(index["lemma"].get(rule, IGNORE))
            row["start"].append(int(i == 0))
            row["head"].append(0 if head < 0 else offset + head + 1)
            row["deprel"].append(index["deprel"].get(s.deprels[i], IGNORE))
            row["sentence"].append(number + 1)
    return Window(words, row, 2 + sum(len(pieces.of(w)) for w in words))


@dataclass
class TaggedPassage:
    """A tokenised passage: words, label ids, the pieces of each word, its relations, the chains of its words."""

    words: list[str]
    tags: list[int]
    sizes: list[int]
    pairs: Pairs | None = None
    chains: list[int] | None = None


def tag_passage(
    passage: Passage,
    tokenizer: Tokenizer,
    labels: Labels,
    pieces: WordPieces,
    relations: RelationPassage | None = None,
    row: dict[str, Any] | None = None,
) -> TaggedPassage:
    """BIO label ids of the words of a passage, IGNORE where nothing is known; `row`, where labelled, tells chains."""
    words, tags, spans = [], [], []
    index = labels.index["ner"]
    ents = sorted(passage.ents)
    at, inside = 0, False
    for token in tokenizer(passage.text):
        start, end = token.idx, token.idx + len(token)
        while at < len(ents) and ents[at][1] <= start:
            at, inside = at + 1, False
        if not token.text.strip():
            continue
        tag = index["O"]
        if at < len(ents) and ents[at][0] < end:
            tag = index[("I-" if inside else "B-") + ents[at][2]]
            inside = True
        elif any(s < end and start < e for s, e in passage.miss):
            tag = IGNORE
        words.append(token.text)
        tags.append(tag)
        spans.append((start, end))
    pairs = relation_pairs(relations, spans) if relations else None
    chains = passage_chains(row, spans) if row else None
    return TaggedPassage(words, tags, [len(pieces.of(w)) for w in words], pairs, chains)


def ner_windows(
    passages: Sequence[TaggedPassage], pieces: WordPieces, rng: random.Random
) -> Iterator[Window]:
    for passage in passages:
        start = 0
        while start < len(passage.words):
            end = _window_end(passage, start)
            words = passage.words[start:end]
            if rng.random() < _TYPOGRAPHY:
                words = typographic(words, rng)
            words = recased(words, rng)
            size = 2 + sum(len(pieces.of(w)) for w in words)
            whole = end - start == len(passage.words)
            chains = passage.chains or [IGNORE] * len(passage.words)
            row = {"ner": passage.tags[start:end], "chain": chains[start:end]}
            yield Window(words, row, size, passage.pairs if whole else None)
            start = end


def _window_end(passage: TaggedPassage, start: int) -> int:
    """The end of a window of at most MAX_PIECES: after a full stop where there is one."""
    size, end, stop = 2, start, 0
    while end < len(passage.words) and size + passage.sizes[end] <= MAX_PIECES:
        size += passage.sizes[end]
        end += 1
        if passage.words[end - 1] in ".!?":
            stop = end
    return stop if stop and end < len(passage.words) else max(end, start + 1)
