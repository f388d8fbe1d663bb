"""The losses of a batch, by head."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import Batch
from training.labels import IGNORE
from training.model import Model

WEIGHTS = {"start": 0.5, "relation": 3.0, "chain": 0.5}


def losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    """Mean cross-entropy of each head the batch has labels for, weighted."""
    inputs = (batch[k] for k in ("ids", "shapes", "mask", "first", "word_shapes"))
    mixed, top, hidden, _ = model.words(*inputs)
    found = _chain_loss(model, hidden, batch)
    if "ner" in batch:
        found["ner"] = _loss(model.ner(top), batch["ner"])
        if "relation" in batch:
            found["relation"] = _relation_loss(model, hidden, batch)
    else:
        tags = model.tag_features(mixed)
        found |= {name: _loss(getattr(model, name)(tags), batch[name]) for name in ("xpos", "morph", "lemma")}
        found["start"] = _loss(model.start(top), batch["start"])
        found["arc"], found["label"] = _parse_losses(model, top, batch)
    return {name: loss * WEIGHTS.get(name, 1.0) for name, loss in found.items()}


def _parse_losses(model: Model, top: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """Heads compete within the gold sentence, as they do at run time."""
    arcs, dep, head = model.parser(top)
    sentence = batch["sentence"]
    same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
    same = torch.cat([torch.ones_like(same[..., :1]), same], dim=-1)
    arc = _loss(arcs.float().masked_fill(~same, -1e4), batch["head"])
    words = batch["head"] != IGNORE
    gold = head.gather(1, batch["head"].clamp(min=0).unsqueeze(-1).expand(-1, -1, head.shape[-1]))
    return arc, _loss(model.parser.label_scores(dep[words], gold[words]), batch["deprel"][words])


def _loss(scores: Tensor, gold: Tensor) -> Tensor:
    flat = scores.float().reshape(-1, scores.shape[-1])
    total = functional.cross_entropy(flat, gold.reshape(-1), ignore_index=IGNORE, reduction="sum")
    return total / (gold != IGNORE).sum().clamp(min=1)


def _relation_loss(model: Model, hidden: Tensor, batch: Batch) -> Tensor:
    """Binary, over the properties that are annotated."""
    scores = model.relations(hidden, *(batch[k] for k in ("window", "ends", "types")))
    known = batch["relation"] != IGNORE
    gold = batch["relation"][known].float()
    total = functional.binary_cross_entropy_with_logits(scores.float()[known], gold, reduction="sum")
    return total / (known.sum() + 20 * gold.sum()).clamp(min=1)


def _chain_loss(model: Model, hidden: Tensor, batch: Batch) -> dict[str, Tensor]:
    """Every word points at an earlier head of its chain, or at nothing where there is none (the marginal likelihood of
    its antecedents, Lee et al. 2017); words that do point count ten times."""
    chain = batch["chain"]
    if not (chain > 0).any():
        return {}
    scores = model.chains(hidden).float()
    width = scores.shape[1]
    before = torch.ones(width, width, dtype=torch.bool).tril(-1)
    same = (chain.unsqueeze(2) == chain.unsqueeze(1)) & (chain > 0).unsqueeze(2) & before
    nothing = ~same.any(-1, keepdim=True)
    scores = torch.cat([torch.zeros_like(scores[..., :1]), scores.masked_fill(~before, -1e4)], -1)
    right = scores.masked_fill(~torch.cat([nothing, same], -1), -1e4)
    cost = scores.logsumexp(-1) - right.logsumexp(-1)
    weight = (chain != IGNORE).float() * torch.where(nothing[..., 0], 0.1, 1.0)
    return {"chain": (cost * weight).sum() / weight.sum().clamp(min=1)}
