"""Train the Chinese encoder: python -m training.zh.train --data DATA --base BASE --out DIR --steps N.

A step takes one batch of Chinese and one of English: English has the relations and kinds of names that little Chinese
text is labelled with, and a multilingual base carries them over. A run that was interrupted goes on from its last
checkpoint.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from kg.pipeline.chinese.pieces import BASE, PADDING, Pieces, window
from training.labels import IGNORE
from training.train import rate_at
from training.zh.data import Labelled, Window, english_passages, labelled_row, news_rows, uner, windows
from training.zh.model import LAYERS, Model, forward

ENCODER_RATE, HEAD_RATE = 1.2e-4, 1.2e-3
NEWS_REPEATS, MASKED_SHARE = 3, 0.06
WEIGHTS = {"kind": 0.5, "relation": 3.0}
Batch = dict[str, Tensor]


def streams(data: Path, pieces: Pieces, budget: int, seed: int) -> dict[str, Iterator[Batch]]:
    """Endless batches of Chinese and of English."""
    news = [labelled_row(row) for row in news_rows(data)[0]]
    chinese = [*news * NEWS_REPEATS, *uner(data / "zh/ner/uner-gsdsimp-train.iob2.gz")]
    english = english_passages(data)
    related = [p for p in english if p.relations]
    others = [p for p in english if not p.relations]
    print(f"{len(news)} Chinese passages with relations, {len(related)} English ones", flush=True)
    makers: dict[str, Callable[[random.Random], list[Labelled]]] = {
        "zh": lambda rng: chinese,
        "en": lambda rng: [*related, *rng.sample(others, min(len(others), len(related) // 4))],
    }
    return {name: _endless(make, pieces, budget, seed + i) for i, (name, make) in enumerate(makers.items())}


def _endless(
    make: Callable[[random.Random], Sequence[Labelled]], pieces: Pieces, budget: int, seed: int
) -> Iterator[Batch]:
    epoch = 0
    while True:
        rng = random.Random(f"{seed}-{epoch}")
        for batch in _grouped(list(windows(make(rng), pieces, rng)), budget, rng):
            yield _collate(batch, pieces, rng)
        epoch += 1


def _grouped(found: list[Window], budget: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together."""
    found.sort(key=lambda w: len(w.ids) + rng.random() * 8)
    batches: list[list[Window]] = [[]]
    for w in found:
        longest = max([len(w.ids)] + [len(x.ids) for x in batches[-1]]) + 2
        if batches[-1] and longest * (len(batches[-1]) + 1) > budget:
            batches.append([])
        batches[-1].append(w)
    rng.shuffle(batches)
    return batches


def _collate(group: Sequence[Window], pieces: Pieces, rng: random.Random) -> Batch:
    """ids, mask, ner, kind [batch, pieces]; labels have no place for the marks of start and end."""
    masked = pieces.tokenizer.get_vocab_size() - 1
    hidden = [[masked if rng.random() < MASKED_SHARE else i for i in w.ids] for w in group]
    ids = _pad([window(h).tolist() for h in hidden], PADDING)
    batch = {
        "ids": ids, "mask": ids != PADDING,
        "ner": _pad([[IGNORE, *w.ner, IGNORE] for w in group], IGNORE),
        "kind": _pad([[IGNORE, *w.kind, IGNORE] for w in group], IGNORE),
    }
    found = [(i, w.pairs) for i, w in enumerate(group) if w.pairs is not None]
    if found:
        batch |= {
            "window": torch.cat([torch.full((len(p.ends),), i) for i, p in found]),
            "ends": torch.from_numpy(np.concatenate([p.ends for _, p in found])) + 1,
            "types": torch.from_numpy(np.concatenate([p.types for _, p in found])),
            "relation": torch.from_numpy(np.concatenate([p.labels for _, p in found])),
        }
    return batch


def _pad(rows: Sequence[Sequence[int]], value: int) -> Tensor:
    width = max(len(r) for r in rows)
    return torch.tensor([[*r, *[value] * (width - len(r))] for r in rows])


def losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    ner, kind, top, _ = forward(model, batch["ids"], batch["mask"])
    found = {"ner": _loss(ner, batch["ner"])}
    if (batch["kind"] != IGNORE).any():
        found["kind"] = _loss(kind, batch["kind"])
    if "relation" in batch:
        scores = model.relations(top, *(batch[k] for k in ("window", "ends", "types"))).float()
        known = batch["relation"] != IGNORE
        gold = batch["relation"][known].float()
        total = functional.binary_cross_entropy_with_logits(scores[known], gold, reduction="sum")
        found["relation"] = total / (known.sum() + 20 * gold.sum()).clamp(min=1)
    return {name: loss * WEIGHTS.get(name, 1.0) for name, loss in found.items()}


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE)


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    pieces = Pieces(Tokenizer.from_file(str(args.base / BASE)))
    model = Model(pieces.tokenizer.get_vocab_size(), args.layers)
    model.load_base(args.base / "model.safetensors")
    encoder = {id(p) for p in model.encoder.parameters()}
    groups = [
        {"params": [p for p in model.parameters() if (id(p) in encoder) == inside], "rate": args.rate * rate, "lr": 0.0}
        for inside, rate in ((True, ENCODER_RATE), (False, HEAD_RATE))
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    path, start = args.out / "last.pt", 0
    args.out.mkdir(parents=True, exist_ok=True)
    if path.exists():
        state = torch.load(path)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        for part, group in zip(optimizer.param_groups, groups, strict=True):
            part["rate"] = group["rate"]
        start = int(state["step"])
    batches = streams(args.data, pieces, args.pieces, args.seed + start)
    model.train()
    log: defaultdict[str, float] = defaultdict(float)
    began = saved = time.time()
    first = start / args.steps
    for step in range(start, args.steps):
        used = (time.time() - began) / (60 * args.minutes)
        done = max(step / args.steps, first + (1 - first) * used)
        for part in optimizer.param_groups:
            part["lr"] = part["rate"] * rate_at(step, done)
        for name, stream in batches.items():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = losses(model, next(stream))
            torch.stack(list(found.values())).sum().backward()
            for head, loss in found.items():
                log[f"{name} {head}"] += loss.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if (step + 1) % args.log_every == 0:
            means = ", ".join(f"{k} {v / args.log_every:.3f}" for k, v in log.items())
            print(f"step {step + 1}: {(time.time() - began) / (step + 1 - start):.2f} s a step, {means}", flush=True)
            log.clear()
        last = step + 1 == args.steps or done >= 1
        if last or time.time() - saved > args.save_seconds:
            torch.save({"step": step + 1, "model": model.state_dict(), "optimizer": optimizer.state_dict()},
                       path.with_suffix(".part"))
            os.replace(path.with_suffix(".part"), path)
            saved = time.time()
        if last:
            break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with zh/, en/ and news/")
    parser.add_argument("--base", type=Path, required=True, help="folder of training.zh.base")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--minutes", type=float, default=1e9, help="end by then, with a faster decay")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates")
    parser.add_argument("--pieces", type=int, default=640, help="pieces a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log-every", type=int, default=25)
    parser.add_argument("--save-seconds", type=int, default=300)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
