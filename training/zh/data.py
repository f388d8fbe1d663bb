"""Passages of Chinese and English as pieces with the labels of their names and relations."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy

from kg.pipeline.chinese.lac import Tagger
from kg.pipeline.chinese.pieces import Pieces
from kg.pipeline.chinese.script import simplified
from kg.pipeline.chinese.words import words
from training.data import Passage, read_uner
from training.labels import IGNORE
from training.marked import marked_passages
from training.news import DEVELOPMENT_EVERY, LABELS
from training.pairs import Pairs, relation_pairs
from training.relation_data import RelationPassage
from training.selection import UNER_LABELS, name_passages, relations_by_text
from training.zh.mentions import chinese_passage, is_name

NER_LABELS = ("O", *(f"{mark}-{t}" for t in (
    "PERSON", "ORG", "PLACE", "NORP", "EVENT", "WORK", "PRODUCT", "LAW", "MISC") for mark in "BI"))
#: Classes of the ontology that the texts of our own tell, finer than the labels of names.
CLASSES = (
    "Company", "BusinessUnit", "GovernmentBody", "NewsOutlet", "University", "Organization", "Person", "AIModel",
    "SoftwareProduct", "Device", "Service", "Product", "Country", "City", "Region", "Place", "LegalInstrument", "Event",
)
_INDEX = {name: i for i, name in enumerate(NER_LABELS)}
_CLASS = {name: i for i, name in enumerate(CLASSES)}
_NAMED = frozenset(("nr", "ns", "nt", "nw", "nz", "PER", "LOC", "ORG"))
MAX_PIECES = 160
OWN_DEVELOPMENT_EVERY = 10
Span = tuple[int, int]


@dataclass(frozen=True)
class Labelled:
    """A text with its words, the spans of its names (with label, and class where known), spans that nothing is known
    of, and its relations."""

    source: str
    text: str
    words: tuple[Span, ...]
    ents: tuple[tuple[int, int, str], ...]
    miss: tuple[Span, ...] = ()
    classes: tuple[tuple[int, int, str], ...] = ()
    relations: RelationPassage | None = None


@dataclass
class Window:
    """Pieces with one label id each, and the pairs of mentions."""

    ids: list[int]
    ner: list[int]
    kind: list[int]
    pairs: Pairs | None = None


@lru_cache(maxsize=1)
def _tagger() -> Tagger:
    return Tagger()


def chinese_words(text: str) -> tuple[Span, ...]:
    """The words of a text in simplified characters."""
    return tuple((w.start, w.end) for w in words(text, _tagger()))


def news_rows(data: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(training, development) Chinese rows: a fifth of the news corpus and a tenth of our own are kept back."""
    rows = [json.loads(line) for line in (data / "news/corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    chinese = [row for row in rows if row["id"].startswith("Z")]
    dev = [row for i, row in enumerate(chinese) if i % DEVELOPMENT_EVERY == 0]
    train = [row for i, row in enumerate(chinese) if i % DEVELOPMENT_EVERY]
    for row in marked_passages(language="zh"):
        (train if int(re.sub(r"\D", "", row["id"])) % OWN_DEVELOPMENT_EVERY else dev).append(row)
    return train, dev


def labelled_row(row: dict[str, Any]) -> Labelled:
    """A Chinese row of the news corpus."""
    text = simplified(row["text"])
    row = {**row, "text": text}
    ents, miss, classes = [], [], []
    for mention in row["mentions"]:
        kind = row["entities"].get(mention["id"])
        span = (mention["start"], mention["end"])
        if kind is None:
            continue
        if is_name(text[span[0] : span[1]], kind) and kind in LABELS:
            ents.append((*span, LABELS[kind]))
            classes.append((*span, kind))
        else:
            miss.append(span)
    free = [m for m in miss if not any(m[0] < e[1] and e[0] < m[1] for e in ents)]
    relations = chinese_passage(row) if row["claims"] else None
    return Labelled("news", text, chinese_words(text), tuple(ents), tuple(free), tuple(classes), relations)


def uner(path: Path) -> list[Labelled]:
    """The sentences of UNER's Chinese treebank; what the tagger takes for a name and UNER does not is unknown."""
    out = []
    for forms, tags in read_uner(path).items():
        text, ents = "", []  # type: str, list[tuple[int, int, str]]
        for form, tag in zip(forms, tags, strict=True):
            start, text = len(text), text + form
            label = UNER_LABELS.get(tag[2:])
            if label and tag[0] == "I" and ents and ents[-1][2] == label:
                ents[-1] = (ents[-1][0], len(text), label)
            elif label:
                ents.append((start, len(text), label))
        text = simplified(text)
        tagged = list(words(text, _tagger()))
        miss = [(w.start, w.end) for w in tagged if w.tag in _NAMED
                and not any(w.start < e and s < w.end for s, e, _ in ents)]
        out.append(Labelled("uner", text, tuple((w.start, w.end) for w in tagged), tuple(ents), tuple(miss)))
    return out


def english_passages(data: Path) -> list[Labelled]:
    """The English passages that train the English encoder, once each."""
    tokenizer = spacy.blank("en").tokenizer
    passages, _ = name_passages(data)
    relations = relations_by_text(data)
    once = {p.text: p for p in passages}
    return [_english(p, tokenizer, relations.get(p.text)) for p in once.values()]


def _english(passage: Passage, tokenizer: Any, relations: RelationPassage | None) -> Labelled:
    spans = tuple((t.idx, t.idx + len(t)) for t in tokenizer(passage.text))
    return Labelled(passage.source, passage.text, spans, passage.ents, passage.miss, (), relations)


def windows(passages: Iterable[Labelled], pieces: Pieces, rng: random.Random) -> Iterator[Window]:
    """The pieces of passages, longer ones in parts; relations where a passage is one window."""
    for passage in passages:
        cut = pieces.cut(passage.text, passage.words)
        places = list(zip(cut.starts, cut.ends, strict=True))
        ner, kind = _labels(passage, places)
        for start in range(0, len(places), MAX_PIECES):
            part = slice(start, start + MAX_PIECES)
            whole = len(places) <= MAX_PIECES
            pairs = relation_pairs(passage.relations, places) if whole and passage.relations else None
            yield Window(cut.ids[part], ner[part], kind[part], pairs)


def _labels(passage: Labelled, places: Sequence[Span]) -> tuple[list[int], list[int]]:
    ner, kind = [_INDEX["O"]] * len(places), [IGNORE] * len(places)
    for start, end in passage.miss:
        for i in _inside(places, start, end):
            ner[i] = IGNORE
    for start, end, label in passage.ents:
        for n, i in enumerate(_inside(places, start, end)):
            ner[i] = _INDEX[("I-" if n else "B-") + label]
    for start, end, cls in passage.classes:
        for i in _inside(places, start, end):
            kind[i] = _CLASS.get(cls, IGNORE)
    return ner, kind


def _inside(places: Sequence[Span], start: int, end: int) -> list[int]:
    return [i for i, (s, e) in enumerate(places) if s < end and start < e]


__all__ = ["Labelled", "Window", "chinese_words", "english_passages", "labelled_row", "news_rows", "uner",
           "windows"]
