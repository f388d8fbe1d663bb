"""Words in, annotation out: the network's scores decoded sentence by sentence. No spaCy here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kg.pipeline.encoder.decode import BioDecoder, best_tree
from kg.pipeline.encoder.lemmas import TABLE, Lemmatizer
from kg.pipeline.encoder.network import Network, Scores
from kg.pipeline.encoder.windows import Preset, sentences


@dataclass
class Annotation:
    """Of n words. Heads are word numbers, -1 for a root; ents are (start, end, type)."""

    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    ents: list[tuple[int, int, str]] = field(default_factory=list)
    heads: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    hidden: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class Annotator:
    """The trained pipeline on plain words."""

    width = 768

    def __init__(self, folder: Path, labels: Mapping[str, Sequence[str]], threads: int = 1) -> None:
        self.network = Network(folder, threads)
        self.labels = labels
        self.names = BioDecoder(labels["ner"])
        self.types = tuple(sorted({label[2:] for label in labels["ner"] if label != "O"}))
        ranks = self.network.pieces.vocabulary
        self.lemmatizer = Lemmatizer.from_file(folder / TABLE, labels["lemma"], ranks)
        self._morphs = [tuple(label.split("|", 1)) for label in labels["morph"]]

    def __call__(self, words: Sequence[str], preset: Preset) -> Annotation:
        """Annotate words [n]; preset [n] are the sentence starts that are known."""
        found = Annotation()
        heads, hidden = [], []
        sizes = [len(self.network.pieces.of(w)) for w in words]
        for offset, start, end, scores in sentences(words, sizes, preset, self.network.scores):
            part = slice(start - offset, end - offset)
            local = self._tree(found, scores, part)
            heads.append(np.where(local < 0, -1, local + start))
            hidden.append(scores.hidden[part])
            self._tag(found, words[start:end], scores, part)
            found.ents += [(start + s, start + e, t) for s, e, t in self.names.spans(scores.ner[part])]
        found.heads, found.hidden = np.concatenate(heads), np.concatenate(hidden)
        return found

    def _tree(self, found: Annotation, scores: Scores, part: slice) -> npt.NDArray[np.int64]:
        """Heads [n] in the sentence, -1 for its root; adds the relations."""
        columns = np.r_[0, np.arange(part.start, part.stop) + 1]
        heads = best_tree(scores.arcs[part, columns])
        labels = scores.labels[part][np.arange(len(heads)), columns[heads]]
        names = self.labels["deprel"]
        found.deps += ["root" if h == 0 else names[x] for h, x in zip(heads, labels, strict=True)]
        return heads - 1

    def _tag(self, found: Annotation, words: Sequence[str], scores: Scores, part: slice) -> None:
        for word, tag, morph, rule in zip(
            words, scores.xpos[part], scores.morph[part], scores.lemma[part], strict=True
        ):
            pos, feats = self._morphs[morph]
            xpos = self.labels["xpos"][tag]
            found.tags.append(xpos)
            found.pos.append(pos)
            found.morphs.append(feats)
            found.lemmas.append(self.lemmatizer.lemma(word, pos, xpos, rule))
