"""Train and measure the relation head on the shipped encoder's vectors.

python -m training.relations --data DATA [--model FOLDER] [--epochs N]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from spacy.language import Language
from spacy.tokens import Doc
from torch.nn import functional

from kg.pipeline.encoder import ENGLISH, load_english
from kg.pipeline.relations import TYPES, WEIGHTS, Candidate, Pairs, RelationHead, pairs_of
from training.data import read_passages
from training.labels import IGNORE
from training.marked import marked_passages
from training.relation_data import (
    Mention,
    RelationPassage,
    knowledgenet,
    news_relations,
    passage_of,
    without_overlaps,
    word_mentions,
)
from training.relation_head import Features, Head, joined, save
from training.relation_scores import report
from training.relation_tables import PROPERTIES

_COLUMN = {name: i for i, name in enumerate(PROPERTIES)}
_HELD_OUT = 12  # one training passage in so many calibrates
_NEWS_REPEATS, _RATE = 2, 1.5e-3


@dataclass
class Example:
    """A parsed passage with one set of mentions. gold [m]: the gold mention each stands
    for, -1 for none, -2 for one that overlaps another without being it."""

    passage: RelationPassage
    doc: Doc
    mentions: list[Candidate]
    gold: list[int]
    pairs: Pairs


def examples(nlp: Language, passages: Iterable[RelationPassage], predicted: bool) -> list[Example]:
    return [_example(p, nlp(p.text), predicted) for p in passages]


def _example(passage: RelationPassage, doc: Doc, predicted: bool) -> Example:
    spans = passage.mentions
    if predicted:
        names = [Mention(e.start_char, e.end_char, e.label_, "name") for e in doc.ents]
        spans = without_overlaps([names, word_mentions(passage.text)])
    return example(passage, doc, spans)


def example(passage: RelationPassage, doc: Doc, spans: Sequence[Mention]) -> Example:
    """The spans as mentions of a Doc, each with the gold mention that it stands for."""
    mentions, gold = [], []
    for m in spans:
        span = doc.char_span(m.start, m.end, alignment_mode="expand")
        if span is not None and not any(span.start < end and s < span.end for s, end, _, _ in mentions):
            mentions.append((span.start, span.end, m.type, m.kind))
            gold.append(_stands_for(m, passage.mentions))
    return Example(passage, doc, mentions, gold, pairs_of(doc, mentions))


def _stands_for(mention: Mention, gold: Sequence[Mention]) -> int:
    touched = -1
    for i, g in enumerate(gold):
        shared = min(mention.end, g.end) - max(mention.start, g.start)
        if shared > 0:
            if 2 * shared >= max(mention.end, g.end) - min(mention.start, g.start):
                return i
            touched = -2
    return touched


def labels_of(example: Example) -> npt.NDArray[np.int8]:
    """[pairs, properties]: 1 holds, 0 does not, IGNORE unknown."""
    passage = example.passage
    known = np.full(len(PROPERTIES), IGNORE, dtype=np.int8)
    known[[_COLUMN[p] for p in passage.known]] = 0
    labels = np.tile(known, (len(example.pairs.ends), 1))
    for row, (i, j) in zip(labels, example.pairs.ends, strict=True):
        s, o = example.gold[i], example.gold[j]
        if -2 in (s, o):
            row[:] = IGNORE
        for triples, value in ((passage.unknown, IGNORE), (passage.facts, 1)):
            row[[_COLUMN[p] for a, b, p in triples if (a, b) == (s, o)]] = value
    return labels


def allowed_types(data: Sequence[Example], labels: Sequence[npt.NDArray[np.int8]]) -> npt.NDArray[np.bool_]:
    """[types, types, properties]: combinations that hold more than once in training."""
    counts = np.zeros((len(TYPES), len(TYPES), len(PROPERTIES)))
    for example, rows in zip(data, labels, strict=True):
        kinds = example.pairs.classes[example.pairs.ends, 0]
        np.add.at(counts, (kinds[:, 0], kinds[:, 1]), rows == 1)
    return counts >= np.maximum(2, 0.004 * counts.sum(axis=(0, 1)))


def train(
    data: Sequence[Example], allowed: npt.NDArray[np.bool_], epochs: int, seed: int
) -> tuple[Head, float, float]:
    """A head, and the scale and shift that calibrate it on held-out passages."""
    torch.manual_seed(seed)
    held, kept = _split(data, allowed)
    head = Head(len(PROPERTIES))
    optimizer = torch.optim.AdamW(head.parameters(), weight_decay=0.01)
    rng, size = random.Random(seed), 24
    steps = epochs * (len(kept) // size + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        rng.shuffle(kept)
        total, head = 0.0, head.train()
        for at in range(0, len(kept), size):
            loss = _loss(head, joined(kept[at : at + size]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += loss.item()
        with torch.no_grad():
            check = _loss(head.eval(), joined(held)).item()
        print(f"epoch {epoch + 1}: loss {total * size / len(kept):.4f}, held out {check:.4f}", flush=True)
    return head, *_calibrate(head, joined(held))


def _split(data: Sequence[Example], allowed: npt.NDArray[np.bool_]) -> tuple[list[Features], list[Features]]:
    """(held out, training) features; the two examples of a passage stay together."""
    parts: tuple[list[Features], list[Features]] = ([], [])
    for i, example in enumerate(data):
        features, training = _features(example, allowed), i // 2 % _HELD_OUT > 0
        if len(features.labels):
            repeats = _NEWS_REPEATS if training and example.passage.source == "news" else 1
            parts[training].extend([features] * repeats)
    return parts


def _features(example: Example, allowed: npt.NDArray[np.bool_]) -> Features:
    """What types rule out is left out of the loss; pairs of which nothing is left, too."""
    labels, pairs = labels_of(example), example.pairs
    kinds = pairs.classes[pairs.ends, 0]
    labels[~allowed[kinds[:, 0], kinds[:, 1]]] = IGNORE
    rows = np.flatnonzero((labels != IGNORE).any(axis=1))
    per_pair = {k: getattr(pairs, k)[rows] for k in ("ends", "between", "path", "top", "shape")}
    return Features(example.doc.tensor, pairs._replace(**per_pair), labels[rows])


def _loss(head: Head, batch: Features) -> torch.Tensor:
    known = batch.labels != IGNORE
    logits = head(batch)[known]
    return functional.binary_cross_entropy_with_logits(logits, batch.labels[known].float())


def _calibrate(head: Head, held: Features) -> tuple[float, float]:
    """Scale and shift of the logits that fit held-out passages best (Platt 1999)."""
    known = held.labels != IGNORE
    with torch.no_grad():
        logits = head.eval()(held)[known]
    gold = held.labels[known].float()
    fit = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([fit], max_iter=50)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(logits * fit[0] + fit[1], gold)
        loss.backward()
        return loss

    optimizer.step(closure)
    scale, shift = fit.detach().tolist()
    return scale, shift


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with en/ and news/")
    parser.add_argument("--model", type=Path, default=ENGLISH, help="the encoder's folder")
    parser.add_argument("--folds", default="1,2,3", help="of KnowledgeNet to train on; the others are measured on")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    nlp = load_english(args.model)
    names = {p.text: p for p in read_passages(args.data / "en/ner/ner-train.jsonl.gz")}
    folds = knowledgenet(args.data.parent / "bench/knowledgenet/folds123.json", names)
    news, news_dev = news_relations(args.data / "news/corpus.jsonl")
    chosen = [int(fold) for fold in args.folds.split(",")]
    own = [passage_of(row) for row in marked_passages()]
    passages = [*(p for fold in chosen for p in folds[fold]), *news, *own]
    random.Random(args.seed).shuffle(passages)
    data = [e for p in passages for e in (examples(nlp, [p], False) + examples(nlp, [p], True))]
    print(len(data), "examples", flush=True)
    allowed = allowed_types(data, [labels_of(e) for e in data])
    head, scale, shift = train(data, allowed, args.epochs, args.seed)
    print(f"scale {scale:.2f}, shift {shift:.2f}")
    save(head, PROPERTIES, allowed, scale, shift, args.model / WEIGHTS)
    final = RelationHead.load(args.model)
    others = [(f"knowledgenet fold {fold}", part) for fold, part in folds.items() if fold not in chosen]
    for name, part in (*others, ("news", news_dev)):
        for predicted in (False, True):
            print(f"== {name}, {'predicted' if predicted else 'gold'} mentions")
            report(final, examples(nlp, part, predicted))


if __name__ == "__main__":
    main()
