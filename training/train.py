"""Train the encoder: python -m training.train --data DATA --base BASE --out DIR --steps N.

A run that was interrupted goes on from its last checkpoint in DIR. `--from` starts at an exported pipeline instead of
the base weights.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
import torch

from kg.pipeline.encoder.network import WEIGHTS
from kg.pipeline.encoder.words import WordPieces
from training.batches import Batch, endless
from training.data import read_conllu
from training.labels import Labels, build_labels
from training.losses import losses
from training.model import Model
from training.selection import name_passages, relations_by_text, rows_by_text
from training.warm import load_exported
from training.windows import Window, ner_windows, tag_passage, ud_windows

ENCODER_RATE, HEAD_RATE = 1.5e-4, 1.5e-3
WARM_UP, FLOOR = 60, 0.02
TREEBANKS = ("ud/ewt-train.conllu.gz", "coref/ontogum-train.conllu.gz")  # GUM, with coreference
EVERY = {"ud": 2, "names": 2, "relations": 1}  # steps from one batch of a stream to its next


def batches(
    data: Path, labels: Labels, pieces: WordPieces, budget: int, seed: int, names: Path | None = None
) -> dict[str, Iterator[Batch]]:
    """Endless batches of the treebanks, of passages with names, and of those of them with relations."""
    corpora = [read_conllu(data / "en" / path) for path in TREEBANKS]
    passages, _ = name_passages(data, names)
    tokenizer = spacy.blank("en").tokenizer
    relations = relations_by_text(data)
    rows = rows_by_text(data)
    tagged = [tag_passage(p, tokenizer, labels, pieces, relations.get(p.text), rows.get(p.text)) for p in passages]
    related = [p for text, p in {p.text: t for p, t in zip(passages, tagged, strict=True)}.items() if text in relations]
    print(f"{sum(len(p.words) for p in tagged)} words with names", flush=True)
    makers: dict[str, Callable[[random.Random], list[Window]]] = {
        "ud": lambda rng: [w for c in corpora for w in ud_windows(c, labels, pieces, rng)],
        "names": lambda rng: list(ner_windows(tagged, pieces, rng)),
        "relations": lambda rng: list(ner_windows(related, pieces, rng)),
    }
    return {name: endless(make, pieces, budget, seed + i) for i, (name, make) in enumerate(makers.items())}


def optimizer_of(model: Model, rate: float) -> torch.optim.AdamW:
    """`rate` is a factor of the usual learning rates."""
    encoder = {id(p) for p in model.encoder.parameters() if p is not model.encoder.shapes.weight}
    parts = ([], [])  # type: tuple[list[torch.nn.Parameter], list[torch.nn.Parameter]]
    for parameter in model.parameters():
        parts[id(parameter) not in encoder].append(parameter)
    groups = [
        {"params": list(params), "rate": rate * usual, "lr": 0.0}
        for params, usual in zip(parts, (ENCODER_RATE, HEAD_RATE), strict=True)
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def rate_at(step: int, done: float) -> float:
    """Linear warm-up, then linear decay to FLOOR; `done` is the share of the run behind us."""
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    return max(FLOOR, 1 - (1 - FLOOR) * done)


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    pieces = WordPieces.from_file(args.base / "tokenizer.json")
    labels = _labels(args.data, args.out, args.source)
    model = Model(labels)
    if args.source:
        load_exported(model, args.source / WEIGHTS)
    else:
        model.encoder.load_base(args.base / "model.safetensors")
    optimizer = optimizer_of(model, args.rate)
    start = _resume(args.out / "last.pt", model, optimizer)
    streams = batches(args.data, labels, pieces, args.pieces, args.seed + start, args.names)
    model.train()
    log: defaultdict[str, float] = defaultdict(float)
    began = saved = time.time()
    first = start / args.steps
    for step in range(start, args.steps):
        used = (time.time() - began) / (60 * args.minutes)
        done = max(step / args.steps, first + (1 - first) * used)
        for part in optimizer.param_groups:
            part["lr"] = part["rate"] * rate_at(step, done)
        for batch in (next(stream) for name, stream in streams.items() if step % EVERY[name] == 0):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = losses(model, batch)
            torch.stack(list(found.values())).sum().backward()
            for name, loss in found.items():
                log[name] += loss.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if (step + 1) % args.log_every == 0:
            pace = (time.time() - began) / (step + 1 - start)
            means = " ".join(f"{k} {v / args.log_every:.3f}" for k, v in log.items())
            print(f"step {step + 1} {pace:.2f} s/step {means}", flush=True)
            log.clear()
        last = step + 1 == args.steps or done >= 1
        if last or time.time() - saved > args.save_seconds:
            _save(args.out / "last.pt", step + 1, model, optimizer)
            saved = time.time()
        if last:
            break


def _labels(data: Path, out: Path, source: Path | None) -> Labels:
    """The run's labels: those of the pipeline it started from, else those of the treebanks."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / "labels.json"
    if source and not path.exists():
        labels = json.loads((source / "meta.json").read_text(encoding="utf-8"))["labels"]
        path.write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    if not path.exists():
        corpora = (read_conllu(data / f"en/ud/{n}-train.conllu.gz") for n in ("ewt", "gum"))
        labels = build_labels(s for c in corpora for s in c)
        path.write_text(json.dumps(labels.as_dict(), ensure_ascii=False), encoding="utf-8")
    return Labels.from_dict(json.loads(path.read_text(encoding="utf-8")))


def _save(path: Path, step: int, model: Model, optimizer: torch.optim.Optimizer) -> None:
    part = path.with_suffix(".part")
    state = {"step": step, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
    torch.save(state, part)
    os.replace(part, path)


def _resume(path: Path, model: Model, optimizer: torch.optim.Optimizer) -> int:
    if not path.exists():
        return 0
    state = torch.load(path)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with en/ and news/")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--from", dest="source", type=Path, help="an exported pipeline's folder to start from")
    parser.add_argument("--names", type=Path, help="marked passages of one's own, see own_names.py")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates")
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--minutes", type=float, default=1e9, help="end by then, with a faster decay")
    parser.add_argument("--pieces", type=int, default=800, help="word pieces a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log-every", type=int, default=25)
    parser.add_argument("--save-seconds", type=int, default=480)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
