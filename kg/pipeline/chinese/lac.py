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
class GruLayer:
    """One direction of one layer: `w_in` (input, 3·128), `w_gate` (128, 2·128), `w_state` (128, 128), biases."""

    w_in: Array
    b_in: Array
    w_gate: Array
    w_state: Array
    backwards: bool

    def run(self, inputs: Array) -> Array:
        """Hidden states (length, 128) for inputs (length, width), in the order of the inputs."""
        projected = inputs @ self.w_in + self.b_in
        states = np.empty((len(inputs), HIDDEN), dtype=np.float32)
        state = np.zeros(HIDDEN, dtype=np.float32)
        order = range(len(inputs) - 1, -1, -1) if self.backwards else range(len(inputs))
        for i in order:
            gates = 1.0 / (1.0 + np.exp(-(projected[i, : 2 * HIDDEN] + state @ self.w_gate)))
            update, reset = gates[:HIDDEN], gates[HIDDEN:]
            candidate = np.tanh(projected[i, 2 * HIDDEN :] + (reset * state) @ self.w_state)
            state = state + update * (candidate - state)
            states[i] = state
        return states


class Tagger:
    """Words and tags of a text. Holds the weights only: safe to share between threads."""

    def __init__(self, folder: Traversable | None = None) -> None:
        root = folder or files("jieba") / "lac_small"
        self._ids = {name: int(i) for i, name in _table(root / "word.dic")}
        self._tags = [name for _, name in _table(root / "tag.dic")]
        weights = root / "model_baseline"
        self._embedding = _tensor(weights / "word_emb")
        self._layers = [_layer(weights, i) for i in range(4)]
        self._w_out, self._b_out = _tensor(weights / "fc_4.w_0"), _tensor(weights / "fc_4.b_0").reshape(-1)
        self._crf = _tensor(weights / "crfw")

    def words(self, text: str) -> Iterator[Word]:
        """The words of `text` in order; every character belongs to exactly one word."""
        for start in range(0, len(text), WINDOW):
            yield from self._window(text[start : start + WINDOW], start)

    def _window(self, text: str, offset: int) -> Iterator[Word]:
        start, current = 0, ""
        for i, tag in enumerate(self._decode(self._emissions(text.translate(PUNCTUATION)))):
            name, _, place = self._tags[tag].partition("-")
            if i and (place != "I" or name != current):
                yield Word(offset + start, offset + i, current)
                start = i
            current = name
        yield Word(offset + start, offset + len(text), current)

    def _emissions(self, text: str) -> Array:
        unknown = self._ids[UNKNOWN]
        hidden = self._embedding[[self._ids.get(c, unknown) for c in text]]
        for forward, backward in (self._layers[:2], self._layers[2:]):
            hidden = np.concatenate([forward.run(hidden), backward.run(hidden)], axis=1)
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


def _layer(weights: Traversable, i: int) -> GruLayer:
    recurrent = _tensor(weights / f"gru_{i}.w_0").reshape(-1)
    gate = HIDDEN * 2 * HIDDEN  # Paddle stores the two gates' matrix, then the candidate state's, in one tensor
    bias = _tensor(weights / f"fc_{i}.b_0").reshape(-1) + _tensor(weights / f"gru_{i}.b_0").reshape(-1)
    return GruLayer(
        w_in=_tensor(weights / f"fc_{i}.w_0"), b_in=bias, w_gate=recurrent[:gate].reshape(HIDDEN, 2 * HIDDEN),
        w_state=recurrent[gate:].reshape(HIDDEN, HIDDEN), backwards=bool(i % 2),
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
