"""Train and measure the coreference head on the shipped encoder's vectors.

python -m training.coreference --data DATA [--model FOLDER] [--epochs N]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from spacy.language import Language
from spacy.tokens import Doc
from torch import Tensor, nn

from kg.pipeline.coreference import (
    CLASSES,
    PAIR_CLASSES,
    WEIGHTS,
    CoreferenceHead,
    Words,
    chains_of,
    pairs_of,
    phrase_means,
    words_of,
)
from kg.pipeline.encoder import ENGLISH, load_english
from training.chains import head_of, spans_of
from training.coreference_scores import Chain, conll
from training.data import Sentence, read_conllu
from training.marked import marked_passages
from training.news import read_news

VECTOR, HIDDEN, PRODUCT, INNER = 384, 256, 64, 64
_RATE, _UNLINKED, BATCH = 1.2e-3, 0.5, 250
_SHOWN = ("PRON", "PROPN", "NOUN")


@dataclass
class Document:
    """A parsed text. gold [n]: the chain of each row of `words`, 0 for none. chains: gold chains of character spans, by
    chain; empty where only heads are known."""

    doc: Doc
    words: Words
    gold: npt.NDArray[np.int64]
    chains: list[Chain]

    @cached_property
    def inputs(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What the head reads: vectors, classes, pairs, classes of pairs."""
        tokens = np.asarray(self.doc.tensor[:, :VECTOR], dtype=np.float32)
        vectors = np.hstack([tokens[self.words.tokens], phrase_means(tokens, self.words.spans)])
        pairs, classes = pairs_of(self.words)
        return tuple(map(torch.from_numpy, (vectors, self.words.classes, pairs, classes)))


def treebank_documents(nlp: Language, path: Path) -> Iterator[Document]:
    """Documents of an OntoGUM file, read from raw paragraphs by the pipeline."""
    group: list[Sentence] = []
    for sentence in read_conllu(path):
        if sentence.new_document and group:
            yield _document(nlp, group)
            group = []
        group.append(sentence)
    yield _document(nlp, group)


def _document(nlp: Language, sentences: Sequence[Sentence]) -> Document:
    paragraphs: list[str] = []
    spans: dict[int, set[tuple[int, int]]] = {}
    heads: dict[tuple[int, int], int] = {}
    base = 0
    for s in sentences:
        if s.new_paragraph and paragraphs and paragraphs[-1]:
            base += len(paragraphs[-1])
            paragraphs.append("")
        paragraphs = paragraphs or [""]
        offsets = []
        for form, spaced in zip(s.forms, s.space_after, strict=True):
            start = base + len(paragraphs[-1])
            offsets.append((start, start + len(form)))
            paragraphs[-1] += form + (" " if spaced else "")
        for first, last, chain in sorted(spans_of(s), key=lambda x: x[0] - x[1]):
            spans.setdefault(chain, set()).add((offsets[first][0], offsets[last][1]))
            heads.setdefault(offsets[head_of(s, first, last)], chain)
    doc = joined(nlp, paragraphs)
    words = words_of(doc)
    gold = [_chain_at(heads, doc[i].idx, doc[i].idx + len(doc[i])) for i in words.tokens]
    return Document(doc, words, np.array(gold), [frozenset(c) for c in spans.values() if len(c) > 1])


def joined(nlp: Language, paragraphs: Sequence[str]) -> Doc:
    """Paragraphs, each read by itself, as one Doc with the same characters."""
    return Doc.from_docs([nlp(p) for p in paragraphs], ensure_whitespace=False)


def _chain_at(heads: dict[tuple[int, int], int], start: int, end: int) -> int:
    return next((chain for (s, e), chain in heads.items() if s < end and start < e), 0)


def passage_documents(nlp: Language, rows: Iterable[dict[str, Any]]) -> Iterator[Document]:
    for row in rows:
        doc = nlp(row["text"])
        words = words_of(doc)
        ids = [m["id"] for m in row["mentions"]]
        chains: dict[int, int] = {}
        for m in sorted(row["mentions"], key=lambda m: m["start"] - m["end"]):
            span = doc.char_span(m["start"], m["end"], alignment_mode="expand")
            if span is not None and m["id"][0] == "e" and ids.count(m["id"]) > 1:
                chains.setdefault(span.root.i, int(m["id"][1:]))
        yield Document(doc, words, np.array([chains.get(int(i), 0) for i in words.tokens], dtype=np.int64), [])


class Head(nn.Module):
    """Parameter names are those of the stored arrays."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        w = nn.ParameterDict()
        for side in ("word", "antecedent"):
            w[side] = _uniform(2 * VECTOR, HIDDEN)
            for name, size in CLASSES.items():
                w[f"{side}_{name}"] = nn.Parameter(torch.randn(size, HIDDEN) * 0.02)
        for name, size in PAIR_CLASSES.items():
            w[f"pair_{name}"] = nn.Parameter(torch.randn(size, HIDDEN) * 0.02)
        w["left"], w["right"] = _uniform(2 * VECTOR, PRODUCT), _uniform(2 * VECTOR, PRODUCT)
        w["product"], w["inner"], w["out"] = _uniform(PRODUCT, HIDDEN), _uniform(HIDDEN, INNER), _uniform(INNER, 1)
        for name, size in (("bias", HIDDEN), ("inner_bias", INNER), ("out_bias", 1)):
            w[name] = nn.Parameter(torch.zeros(size))
        self.matrices = w
        self.dropout = nn.Dropout(dropout)

    def forward(self, vectors: Tensor, classes: Tensor, pairs: Tensor, pair_classes: Tensor) -> Tensor:
        """vectors [words, 2 * VECTOR], classes [words, 7], pairs [n, 2], pair_classes [n, 4] -> logits [n]."""
        w, vectors = self.matrices, self.dropout(vectors)
        first, second = (
            vectors @ w[side] + sum(w[f"{side}_{name}"][classes[:, k]] for k, name in enumerate(CLASSES))
            for side in ("word", "antecedent")
        )
        left, right = vectors @ w["left"], vectors @ w["right"]
        hidden = first[pairs[:, 0]] + second[pairs[:, 1]] + w["bias"]
        hidden = hidden + (left[pairs[:, 0]] * right[pairs[:, 1]]) @ w["product"]
        for k, name in enumerate(PAIR_CLASSES):
            hidden = hidden + w[f"pair_{name}"][pair_classes[:, k]]
        hidden = self.dropout(torch.relu(hidden)) @ w["inner"] + w["inner_bias"]
        return (torch.relu(hidden) @ w["out"] + w["out_bias"])[:, 0]


def _uniform(rows: int, columns: int) -> nn.Parameter:
    return nn.Parameter(torch.randn(rows, columns) * (1.0 / rows) ** 0.5)


def loss_of(head: Head, document: Document) -> Tensor:
    """The marginal likelihood of the right antecedents (Lee et al. 2017), of nothing where there is none."""
    gold, pairs = torch.from_numpy(document.gold), document.inputs[2]
    logits = head(*document.inputs)
    right = (gold[pairs[:, 0]] == gold[pairs[:, 1]]) & (gold[pairs[:, 0]] > 0)
    count = len(gold)
    some = torch.zeros(count, dtype=torch.bool).index_put((pairs[right, 0],), torch.tensor(True))
    everything = _log_sum(torch.cat([logits, torch.zeros(count)]), torch.cat([pairs[:, 0], torch.arange(count)]), count)
    nothing = torch.arange(count)[~some]
    wanted = _log_sum(
        torch.cat([logits[right], torch.zeros(len(nothing))]), torch.cat([pairs[right, 0], nothing]), count
    )
    weight = torch.where(some, 1.0, _UNLINKED)
    return ((everything - wanted) * weight).sum()


def _log_sum(values: Tensor, groups: Tensor, count: int) -> Tensor:
    top = torch.full((count,), -1e9).scatter_reduce(0, groups, values.detach(), "amax")
    total = torch.zeros(count).index_add(0, groups, torch.exp(values - top[groups]))
    return top + torch.log(total.clamp(min=1e-30))


def train(data: Sequence[Document], epochs: int, seed: int) -> Head:
    torch.manual_seed(seed)
    head, rng = Head(), random.Random(seed)
    batches = _batches(data)
    optimizer = torch.optim.AdamW(head.parameters(), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=epochs * len(batches), pct_start=0.1)
    for epoch in range(epochs):
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            loss = sum(loss_of(head, d) for d in batch) / sum(len(d.words.tokens) for d in batch)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / len(batches):.4f}", flush=True)
    return head.eval()


def _batches(data: Sequence[Document]) -> list[list[Document]]:
    """Documents in groups of about BATCH words."""
    batches: list[list[Document]] = [[]]
    for document in data:
        if sum(len(d.gold) for d in batches[-1]) > BATCH:
            batches.append([])
        batches[-1].append(document)
    return batches


def save(head: Head, path: Path) -> None:
    """Store a head as half-precision arrays."""
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **{k: v.detach().numpy().astype(np.float16) for k, v in head.matrices.items()})
    part.replace(path)


def report(head: CoreferenceHead, data: Sequence[Document], floors: Sequence[float] = (0.0, 0.5, 0.7)) -> None:
    """CoNLL figures at several least shares, and the precision of resolved words by part of speech."""
    found = [head.antecedents(d.doc, d.words) for d in data]
    for floor in floors:
        chains = [_spans(d, {i: j for i, (j, share) in links.items() if share >= floor})
                  for d, links in zip(data, found, strict=True)]
        figures = conll([(d.chains, c) for d, c in zip(data, chains, strict=True)])
        print(f"at {floor}: " + "  ".join(f"{k} {p:.3f}/{r:.3f}/{f:.3f}" for k, (p, r, f) in figures.items()))
        for pos in _SHOWN:
            right, total, known = _resolved(data, found, floor, pos)
            print(f"   {pos}: {right} of {total} resolved right ({right / max(1, total):.3f}); {known} to resolve")


def _resolved(
    data: Sequence[Document], found: Sequence[dict[int, tuple[int, float]]], floor: float, pos: str
) -> tuple[int, int, int]:
    right = total = known = 0
    for d, links in zip(data, found, strict=True):
        chain = dict(zip(d.words.tokens.tolist(), d.gold.tolist(), strict=True))
        seen: set[int] = set()
        for token, mine in chain.items():
            if d.doc[token].pos_ == pos:
                known += mine > 0 and mine in seen
                if token in links and links[token][1] >= floor:
                    total += 1
                    right += mine > 0 and chain[links[token][0]] == mine
            seen.add(mine)
    return right, total, known


def _spans(document: Document, links: dict[int, int]) -> list[Chain]:
    doc, rows = document.doc, {int(t): k for k, t in enumerate(document.words.tokens)}
    def span(token: int) -> tuple[int, int]:
        first, end = document.words.spans[rows[token]]
        return doc[int(first)].idx, doc[int(end) - 1].idx + len(doc[int(end) - 1])
    return [frozenset(span(t) for t in chain) for chain in chains_of(links)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with en/ and news/")
    parser.add_argument("--model", type=Path, default=ENGLISH, help="the encoder's folder")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    nlp = load_english(args.model)
    news = [row for is_dev, row in read_news(args.data / "news/corpus.jsonl") if not is_dev]
    data = list(treebank_documents(nlp, args.data / "en/coref/ontogum-train.conllu.gz"))
    data += passage_documents(nlp, (*news, *marked_passages()))
    data = [d for d in data if len(d.gold) > 1]
    print(len(data), "documents", flush=True)
    head = train(data, args.epochs, args.seed)
    path = (args.out or args.model) / WEIGHTS
    save(head, path)
    dev = list(treebank_documents(nlp, args.data / "en/coref/ontogum-dev.conllu.gz"))
    report(CoreferenceHead.load(path.parent), dev)


if __name__ == "__main__":
    main()
