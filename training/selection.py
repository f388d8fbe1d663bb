"""Which passages train the name tagger and which are kept for development."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.data import Passage, Sentence, read_conllu, read_passages, read_uner
from training.marked import marked_passages
from training.news import news_passage, read_news
from training.own_names import PATH, own_passages
from training.relation_data import RelationPassage, knowledgenet, news_relations, passage_of

NEWS_REPEATS, OWN_REPEATS, KNOWLEDGENET_REPEATS = 5, 3, 3
_SHARED_WORDS = 8
UNER_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "PLACE"}


def name_passages(data: Path, more: Path | None = None) -> tuple[list[Passage], dict[str, list[Passage]]]:
    """(training passages, development passages by source); `more` is a file of marked passages to train on as well."""
    labelled = read_passages(data / "en/ner/ner-train.jsonl.gz")
    train, dev = _split(labelled, _knowledgenet_fold3(data))
    norp = frozenset(
        p.text[s:e] for p in labelled for s, e, label in p.ents if label == "NORP"
    )
    for is_dev, row in read_news(data / "news/corpus.jsonl"):
        passage = news_passage(row, norp)
        if is_dev:
            dev["news"].append(passage)
        else:
            train.extend([passage] * NEWS_REPEATS)
    train.extend(news_passage(row, norp) for row in marked_passages() for _ in range(OWN_REPEATS))
    train.extend(p for p in list(train) if p.source == "knownet" for _ in range(KNOWLEDGENET_REPEATS - 1))
    held_out = _ngrams(p for source in dev.values() for p in source)
    augmented = read_passages(data / "en/ner/ner-augmented.jsonl.gz")
    train.extend(p for p in augmented if p.source != "uner_ewt+rep" and not _ngrams([p]) & held_out)
    train.extend(_uner_train(data))
    for path in (PATH, more) if more else (PATH,):
        train.extend(p for p in own_passages(path) if not _ngrams([p]) & held_out)
    return train, dict(dev)


def relations_by_text(data: Path) -> dict[str, RelationPassage]:
    """The relations of training passages: KnowledgeNet's folds 1 and 2, the news and our own."""
    names = {p.text: p for p in read_passages(data / "en/ner/ner-train.jsonl.gz")}
    folds = knowledgenet(data.parent / "bench/knowledgenet/folds123.json", names)
    news, _ = news_relations(data / "news/corpus.jsonl")
    own = [passage_of(row) for row in marked_passages() if row["claims"]]
    return {p.text: p for p in (*folds[1], *folds[2], *news, *own)}


def rows_by_text(data: Path) -> dict[str, dict[str, Any]]:
    """The labelled passages that train, with the things their mentions stand for."""
    news = (row for is_dev, row in read_news(data / "news/corpus.jsonl") if not is_dev)
    return {row["text"]: row for row in (*news, *marked_passages())}


def _knowledgenet_fold3(data: Path) -> frozenset[str]:
    path = data.parent / "bench/knowledgenet/folds123.json"
    documents = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return frozenset(
        p["passageText"] for d in documents if d["fold"] == 3 for p in d["passages"]
    )


def _split(
    passages: list[Passage], fold3: frozenset[str]
) -> tuple[list[Passage], defaultdict[str, list[Passage]]]:
    """UNER's development set, KnowledgeNet's fold 3 and the last 5 % of the others out."""
    by_source: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_source[passage.source].append(passage)
    train: list[Passage] = []
    dev: defaultdict[str, list[Passage]] = defaultdict(list)
    for source, items in by_source.items():
        if source == "knownet":
            dev[source] = [p for p in items if p.text in fold3]
            train += [p for p in items if p.text not in fold3]
        elif source == "uner_ewt":
            dev[source] = items
        else:
            cut = len(items) - max(1, len(items) // 20)
            dev[source] = items[cut:]
            shared = _ngrams(items[cut:])
            train += [p for p in items[:cut] if not _ngrams([p]) & shared]
    return train, dev


def _ngrams(passages: Iterable[Passage]) -> set[tuple[str, ...]]:
    grams = set()
    for passage in passages:
        words = passage.text.split()
        for i in range(len(words) - _SHARED_WORDS + 1):
            grams.add(tuple(words[i : i + _SHARED_WORDS]))
    return grams


def _uner_train(data: Path) -> list[Passage]:
    """The early UNER labels of EWT train; proper nouns without a label are 'miss'."""
    sentences = read_conllu(data / "en/ud/ewt-train.conllu.gz")
    labels = read_uner(data / "en/ner/uner-ewt-train-early.iob2.gz")
    passages: list[Passage] = []
    group: list[tuple[Sentence, list[str]]] = []
    for sentence in sentences:
        tags = labels.get(tuple(sentence.forms))
        if tags is None:
            continue
        if group and (sentence.new_paragraph or sum(len(s) for s, _ in group) > 90):
            passages.append(_uner_passage(group))
            group = []
        group.append((sentence, tags))
    return passages + ([_uner_passage(group)] if group else [])


def _uner_passage(group: list[tuple[Sentence, list[str]]]) -> Passage:
    text, ents, miss = "", [], []
    for sentence, tags in group:
        for i, (form, tag) in enumerate(zip(sentence.forms, tags, strict=True)):
            start, end = len(text), len(text) + len(form)
            text += form + (" " if sentence.space_after[i] else "")
            label = UNER_LABELS.get(tag[2:])
            if label and tag[0] == "I" and ents and ents[-1][2] == label:
                ents[-1] = (ents[-1][0], end, label)
            elif label:
                ents.append((start, end, label))
            elif tag != "O" or sentence.xpos[i] in ("NNP", "NNPS"):
                miss.append((start, end))
        text = text.rstrip() + " "
    return Passage("uner_train", text.rstrip(), tuple(ents), tuple(miss))
