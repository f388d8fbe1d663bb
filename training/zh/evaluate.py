"""Figures of the Chinese encoder's names: python -m training.zh.evaluate --data DATA [--model FOLDER]."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import kg.ontology as ontologies
from kg.pipeline.chinese.language import load_chinese
from kg.pipeline.chinese.reader import CHINESE, UNDER, Reader
from training.evaluate import Score
from training.news import LABELS
from training.zh.data import Labelled, labelled_row, news_rows, uner

Spans = set[tuple[int, int, str]]
_LABEL = {cls: label for label, classes in UNDER.items() for cls in classes} | LABELS


def score(
    passages: Iterable[Labelled], names: Callable[[Labelled], Spans], labels: frozenset[str]
) -> tuple[Score, Score]:
    """(spans alone, spans with their labels) of names; where nothing is known, nothing counts."""
    plain, typed = Score(), Score()
    for passage in passages:
        gold = set(passage.ents)
        found = {(s, e, t) for s, e, t in names(passage) if t in labels
                 and not any(s < end and start < e for start, end in passage.miss)}
        typed.add(len(gold & found), len(found), len(gold))
        spans, seen = {g[:2] for g in gold}, {f[:2] for f in found}
        plain.add(len(spans & seen), len(seen), len(spans))
    return plain, typed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with zh/ and news/")
    parser.add_argument("--model", type=Path, default=CHINESE)
    args = parser.parse_args()
    reader, nlp = Reader(args.model), load_chinese(ontologies.load(), args.model)

    def alone(passage: Labelled) -> Spans:
        found = reader.read(passage.text, passage.words).names()
        return {(n.start, n.end, _LABEL[n.type]) for n in found}

    def product(passage: Labelled) -> Spans:
        return {(e.start_char, e.end_char, _LABEL.get(e.label_, "MISC")) for e in nlp(passage.text).ents}

    rows = news_rows(args.data)[1]
    parts = {
        "news corpus": [labelled_row(r) for r in rows if r["id"][1].isdigit()],
        "our own": [labelled_row(r) for r in rows if not r["id"][1].isdigit()],
        "UNER dev": uner(args.data / "zh/ner/uner-gsdsimp-dev.iob2.gz"),
    }
    every = frozenset([*UNDER, "MISC"])
    for name, passages in parts.items():
        labels = frozenset(("PERSON", "ORG", "PLACE")) if name == "UNER dev" else every
        for what, names in (("encoder", alone), ("pipeline", product)):
            plain, typed = score(passages, names, labels)
            print(f"{name}, {what}: spans {plain}; with labels {typed}", flush=True)


if __name__ == "__main__":
    main()
