"""Train and measure the relation head and its layers on the shipped encoder's vectors.

python -m training.relations --data DATA [--model FOLDER] [--epochs N]
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from kg.pipeline.encoder import ENGLISH, load_english
from kg.pipeline.encoder.network import WEIGHTS as ENCODER
from kg.pipeline.mention_layers import GRAPH
from kg.pipeline.pairs import TYPES
from kg.pipeline.relations import WEIGHTS, RelationHead
from training.data import read_passages
from training.export import export_layers
from training.labels import IGNORE, Labels
from training.marked import marked_passages
from training.model import MIDDLE, Model
from training.relation_batches import Item, collate, grouped
from training.relation_data import knowledgenet, news_relations, passage_of
from training.relation_examples import Example, examples, labels_of
from training.relation_head import Network, save
from training.relation_scores import report
from training.relation_tables import PROPERTIES
from training.warm import load_exported

_HELD_OUT = 12  # one training passage in so many calibrates
_NEWS_REPEATS = 2


def allowed_types(items: Sequence[Item]) -> npt.NDArray[np.bool_]:
    """[types, types, properties]: combinations that hold more than once in training."""
    counts = np.zeros((len(TYPES), len(TYPES), len(PROPERTIES)))
    for item in items:
        kinds = item.pairs.classes[item.pairs.ends, 0]
        np.add.at(counts, (kinds[:, 0], kinds[:, 1]), item.labels == 1)
    return counts >= np.maximum(2, 0.004 * counts.sum(axis=(0, 1)))


def items_of(found: Iterable[Example]) -> tuple[list[Item], list[bool]]:
    """The examples as arrays, and which are of news."""
    items, news = [], []
    for e in found:
        items.append(Item.of(e.doc, e.mentions, e.pairs, labels_of(e)))
        news.append(e.passage.source == "news")
    return items, news


def split(
    items: Sequence[Item], news: Sequence[bool], allowed: npt.NDArray[np.bool_]
) -> tuple[list[Item], list[Item]]:
    """(held out, training) items without what types rule out; the two items of a passage stay together, and news
    counts twice in training."""
    parts: tuple[list[Item], list[Item]] = ([], [])
    for i, (item, of_news) in enumerate(zip(items, news, strict=True)):
        kinds = item.pairs.classes[item.pairs.ends, 0]
        labels = np.where(allowed[kinds[:, 0], kinds[:, 1]], item.labels, IGNORE).astype(np.int8)
        rows = np.flatnonzero((labels != IGNORE).any(axis=1))
        training = i // 2 % _HELD_OUT > 0
        if len(rows):
            repeats = _NEWS_REPEATS if training and of_news else 1
            parts[training].extend([item.only(rows, labels[rows])] * repeats)
    return parts


def train(
    network: Network, held: Sequence[Item], kept: Sequence[Item], args: argparse.Namespace
) -> tuple[float, float]:
    """Trains the network; the scale and shift that calibrate it on held-out items."""
    rng = random.Random(args.seed)
    slow = [p for layer in network.layers.layers for p in layer.parameters()]
    fast = [p for p in network.parameters() if all(p is not q for q in slow)]
    groups = [{"params": part, "lr": rate} for part, rate in ((slow, args.rate * 0.1), (fast, args.rate))]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = sum(len(grouped(kept, args.words, rng)) for _ in range(args.epochs))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min(1, (n + 1) / 80) * max(0.02, 1 - n / steps))
    for epoch in range(args.epochs):
        total, batches = 0.0, grouped(kept, args.words, rng)
        network.train()
        for items in batches:
            loss = loss_of(network, items)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += loss.item()
        logits, gold = judged(network, held)
        check = functional.binary_cross_entropy_with_logits(logits, gold).item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}, held out {check:.4f}", flush=True)
    return calibrated(logits, gold)


def loss_of(network: Network, items: Sequence[Item]) -> torch.Tensor:
    batch = collate(items)
    known = batch.labels != IGNORE
    return functional.binary_cross_entropy_with_logits(network(batch)[known], batch.labels[known].float())


def judged(network: Network, items: Sequence[Item]) -> tuple[torch.Tensor, torch.Tensor]:
    """(logits, labels) of all that is known of the items."""
    network.eval()
    logits, labels = [], []
    for at in range(0, len(items), 16):
        batch = collate(items[at : at + 16])
        known = batch.labels != IGNORE
        with torch.no_grad():
            logits.append(network(batch)[known])
        labels.append(batch.labels[known].float())
    return torch.cat(logits), torch.cat(labels)


def calibrated(logits: torch.Tensor, gold: torch.Tensor) -> tuple[float, float]:
    """Scale and shift of the logits that fit held-out passages best (Platt 1999)."""
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


def start(args: argparse.Namespace, last: Sequence[nn.Module]) -> Network:
    """A network whose layers begin as an encoder's last ones, or as what `--from` left."""
    torch.manual_seed(args.seed)
    network = Network(len(PROPERTIES), len(last))
    for layer, source in zip(network.layers.layers, last, strict=True):
        layer.load_state_dict(source.state_dict())
    if args.source:
        network.load_state_dict(torch.load(args.source))
    return network


def last_layers(folder: Path) -> Sequence[nn.Module]:
    """The last layers of an exported encoder, those above the middle one."""
    labels = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["labels"]
    model = Model(Labels.from_dict(labels))
    load_exported(model, folder / ENCODER)
    return list(model.encoder.layers[MIDDLE + 1 :])


def add_options(parser: argparse.ArgumentParser, epochs: int) -> None:
    parser.add_argument("--data", type=Path, required=True, help="folder with en/, zh/ and news/")
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--words", type=int, default=800, help="words a batch")
    parser.add_argument("--rate", type=float, default=1e-3, help="of the head; the layers' is a tenth")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="source", type=Path, help="weights that an earlier run wrote")
    parser.add_argument("--weights", type=Path, help="file for the weights, to go on from")


def finish(
    network: Network, allowed: npt.NDArray[np.bool_], fit: tuple[float, float], args: argparse.Namespace
) -> None:
    """Write the head, and its layers, into the model's folder."""
    if args.weights:
        torch.save(network.state_dict(), args.weights)
    save(network.head, PROPERTIES, allowed, *fit, args.model / WEIGHTS)
    export_layers(network.layers, args.model / GRAPH)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, epochs=7)
    parser.add_argument("--model", type=Path, default=ENGLISH, help="the encoder's folder")
    parser.add_argument("--folds", default="1,2,3", help="of KnowledgeNet to train on; the others are measured on")
    args = parser.parse_args()
    nlp = load_english(args.model)
    names = {p.text: p for p in read_passages(args.data / "en/ner/ner-train.jsonl.gz")}
    folds = knowledgenet(args.data.parent / "bench/knowledgenet/folds123.json", names)
    news, news_dev = news_relations(args.data / "news/corpus.jsonl")
    chosen = [int(fold) for fold in args.folds.split(",")]
    own = [passage_of(row) for row in marked_passages()]
    passages = [*(p for fold in chosen for p in folds[fold]), *news, *own]
    random.Random(args.seed).shuffle(passages)
    items, of_news = items_of(e for p in passages for e in examples(nlp, p))
    print(len(items), "examples", flush=True)
    allowed = allowed_types(items)
    network = start(args, last_layers(args.model))
    fit = train(network, *split(items, of_news, allowed), args)
    finish(network, allowed, fit, args)
    final = RelationHead.load(args.model)
    others = [(f"knowledgenet fold {fold}", part) for fold, part in folds.items() if fold not in chosen]
    for name, part in (*others, ("news", news_dev)):
        sides = zip(*(examples(nlp, p) for p in part), strict=True)
        for mentions, read in zip(("gold", "predicted"), sides, strict=True):
            print(f"== {name}, {mentions} mentions")
            report(final, read)


if __name__ == "__main__":
    main()
