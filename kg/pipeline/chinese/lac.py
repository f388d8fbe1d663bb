"""Joint word segmentation, part-of-speech and name tagging: the LAC network that travels inside jieba, run in numpy.

jieba ships the weights of Baidu's "LAC small" (two bidirectional GRU layers of 128 over characters, and a linear-chain
CRF over 57 tags; Apache-2.0) for its PaddlePaddle mode. Paddle itself is half a gigabyte and no longer loads this
format; the network is small enough to run without it: about 10,000 characters a second on one core.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

HIDDEN = 128
WINDOW = 400  # characters read at once; paragraphs are longer only where no sentence ends
UNKNOWN = "OOV"
# The network was trained on text with punctuation in its half-width form; the stop and the quotation marks are Chinese.
PUNCTUATION = str.maketrans("，；：？！（）％", ",;:?!()%")


class TaggerError(ValueError):
    """The weights inside the installed jieba cannot be read."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text `[start:end]` with its LAC tag: n v a d p ..., PER LOC ORG TIME for names and times."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Gru:
    """One layer, its two directions stacked.

    `w_in` (2, input, 3·128), `b_in` (2, 1, 3·128), `w_gate` (2, 128, 2·128), `w_state` (2, 128, 128).
    """

    w_in: Array
    b_in: Array
    w_gate: Array
    w_state: Array

    def run(self, inputs: Array, lengths: Sequence[int]) -> Array:
        """Hidden states (batch, length, 2·128) for inputs (batch, length, width), padded to one length."""
        both = np.stack([inputs, _reversed(inputs, lengths)])
        projected = both @ self.w_in[:, None] + self.b_in[:, None]
        states = np.empty((*projected.shape[:3], HIDDEN), dtype=np.float32)
        state: Array = np.zeros((2, len(inputs), HIDDEN), dtype=np.float32)
        for i in range(inputs.shape[1]):
            gates = 1.0 / (1.0 + np.exp(-(projected[:, :, i, : 2 * HIDDEN] + state @ self.w_gate)))
            update, reset = gates[..., :HIDDEN], gates[..., HIDDEN:]
            candidate = np.tanh(projected[:, :, i, 2 * HIDDEN :] + (reset * state) @ self.w_state)
            state = np.asarray(state + update * (candidate - state), dtype=np.float32)
            states[:, :, i] = state
        return np.concatenate([states[0], _reversed(states[1], lengths)], axis=-1)


def _reversed(batch: Array, lengths: Sequence[int]) -> Array:
    """Each row back to front within its own length; the padding stays at the end."""
    out = batch.copy()
    for row, length in enumerate(lengths):
        out[row, :length] = batch[row, :length][::-1]
    return out


class Tagger:
    """Words and tags of a text. Holds the weights only: safe to share between threads."""

    def __init__(self, folder: Traversable | None = None) -> None:
        root = folder or files("jieba") / "lac_small"
        self._ids = {name: int(i) for i, name in _table(root / "word.dic")}
        self._tags = [name for _, name in _table(root / "tag.dic")]
        weights = root / "model_baseline"
        self._embedding = _tensor(weights / "word_emb")
        self._layers = [_layer(weights, 0), _layer(weights, 2)]
        self._w_out, self._b_out = _tensor(weights / "fc_4.w_0"), _tensor(weights / "fc_4.b_0").reshape(-1)
        self._crf = _tensor(weights / "crfw")

    def words(self, texts: Sequence[str]) -> list[list[Word]]:
        """The words of each text in order; every character belongs to exactly one word."""
        pieces = [(n, at, text[at : at + WINDOW]) for n, text in enumerate(texts) for at in range(0, len(text), WINDOW)]
        out: list[list[Word]] = [[] for _ in texts]
        for (n, at, piece), emissions in zip(pieces, self._emissions([p for _, _, p in pieces]), strict=True):
            out[n] += self._words(emissions[: len(piece)], at)
        return out

    def _words(self, emissions: Array, offset: int) -> Iterator[Word]:
        start, current = 0, ""
        for i, tag in enumerate(self._decode(emissions)):
            name, _, place = self._tags[tag].partition("-")
            if i and (place != "I" or name != current):
                yield Word(offset + start, offset + i, current)
                start = i
            current = name
        yield Word(offset + start, offset + len(emissions), current)

    def _emissions(self, texts: Sequence[str]) -> Array:
        """Scores (text, character, tag); texts are read together, so that each step of the network serves all."""
        if not texts:
            return np.empty((0, 0, len(self._tags)), dtype=np.float32)
        unknown, lengths = self._ids[UNKNOWN], [len(text) for text in texts]
        ids = np.full((len(texts), max(lengths)), unknown)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = [self._ids.get(c, unknown) for c in text.translate(PUNCTUATION)]
        hidden = self._embedding[ids]
        for layer in self._layers:
            hidden = layer.run(hidden, lengths)
        return np.asarray(hidden @ self._w_out + self._b_out, dtype=np.float32)

    def _decode(self, emissions: Array) -> Sequence[int]:
        """Viterbi; Paddle's layout of the CRF: row 0 start, row 1 end, then the transitions."""
        first, last, transitions = self._crf[0], self._crf[1], self._crf[2:]
        score = first + emissions[0]
        back = np.empty(emissions.shape, dtype=np.int64)
        for i in range(1, len(emissions)):
            paths = score[:, None] + transitions
            back[i] = paths.argmax(axis=0)
            score = paths.max(axis=0) + emissions[i]
        best = [int((score + last).argmax())]
        for i in range(len(emissions) - 1, 0, -1):
            best.append(int(back[i, best[-1]]))
        return best[::-1]


def _layer(weights: Traversable, i: int) -> Gru:
    """The layer whose forward direction is Paddle's `fc_<i>` and `gru_<i>`, its backward one the next."""
    gate = HIDDEN * 2 * HIDDEN  # Paddle stores the two gates' matrix, then the candidate state's, in one tensor
    recurrent = [_tensor(weights / f"gru_{n}.w_0").reshape(-1) for n in (i, i + 1)]
    bias = [_tensor(weights / f"fc_{n}.b_0").reshape(1, -1) + _tensor(weights / f"gru_{n}.b_0").reshape(1, -1)
            for n in (i, i + 1)]
    return Gru(
        w_in=np.stack([_tensor(weights / f"fc_{n}.w_0") for n in (i, i + 1)]), b_in=np.stack(bias),
        w_gate=np.stack([r[:gate].reshape(HIDDEN, 2 * HIDDEN) for r in recurrent]),
        w_state=np.stack([r[gate:].reshape(HIDDEN, HIDDEN) for r in recurrent]),
    )


def _table(path: Traversable) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [(row[0], row[1]) for row in rows if len(row) == 2]


def _tensor(path: Traversable) -> Array:
    """A float32 tensor of Paddle's format: version, levels of detail, version, a protobuf description, the numbers."""
    data = path.read_bytes()
    _, levels = struct.unpack_from("<IQ", data)
    if levels:
        raise TaggerError(f"{path}: expected a dense tensor")
    _, length = struct.unpack_from("<Ii", data, 12)
    shape = _dimensions(data[20 : 20 + length])
    values = np.frombuffer(data, dtype="<f4", offset=20 + length)
    if values.size != int(np.prod(shape)):
        raise TaggerError(f"{path}: {values.size} numbers do not fill the shape {shape}")
    return values.reshape(shape)


def _dimensions(description: bytes) -> tuple[int, ...]:
    """Field 2 of Paddle's TensorDesc: the dimensions, each a varint after the tag byte 0x10."""
    numbers: list[int] = []
    i = 0
    while i < len(description):
        tag, i = _varint(description, i)
        value, i = _varint(description, i)
        if tag == 0x10:
            numbers.append(value)
    return tuple(numbers)


def _varint(data: bytes, i: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[i]
        value |= (byte & 0x7F) << shift
        i, shift = i + 1, shift + 7
        if byte < 0x80:
            return value, i
