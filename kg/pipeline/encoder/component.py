"""The spaCy component: tags, lemmas, sentences, parses, names and vectors from one network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.pipeline.encoder.annotate import Annotation, Annotator
from kg.pipeline.encoder.lemmas import TABLE
from kg.pipeline.encoder.network import TOKENIZER, WEIGHTS

#: The English model that is shipped with the package.
ENGLISH = Path(__file__).parent.parent / "models" / "en"
META = "meta.json"
FILES = (WEIGHTS, TOKENIZER, META, TABLE)
ASSIGNS = [
    "token.tag",
    "token.pos",
    "token.morph",
    "token.lemma",
    "token.dep",
    "token.head",
    "token.is_sent_start",
    "doc.sents",
    "doc.ents",
    "doc.tensor",
]


@Language.factory("kg_encoder", assigns=ASSIGNS, default_config={"model": None, "threads": 1})
def create_encoder(nlp: Language, name: str, model: str | None, threads: int) -> KgEncoder:
    """`model`: folder of the model's files, by default the one shipped for English."""
    return KgEncoder(nlp.vocab, Path(model) if model else ENGLISH, threads=threads)


class KgEncoder:
    """Annotates a Doc in place. Sentence starts that are set on it already are kept.

    A Doc's annotation depends on its text alone, whatever else is in the batch: the
    network sees one window at a time. `doc.tensor` is [tokens, 768]: the top layer, then a middle one.
    """

    def __init__(self, vocab: Vocab, model: Path, threads: int = 1) -> None:
        self.vocab = vocab
        self.threads = threads
        self._load(model)

    def _load(self, folder: Path) -> None:
        meta: dict[str, Any] = json.loads((folder / META).read_text(encoding="utf-8"))
        self.folder = folder
        self.annotator = Annotator(folder, meta["labels"], self.threads)

    @property
    def labels(self) -> tuple[str, ...]:
        """Dependency relations, then the types of names."""
        return (*self.annotator.labels["deprel"], *self.annotator.types)

    def __call__(self, doc: Doc) -> Doc:
        words = [i for i, token in enumerate(doc) if not token.is_space]
        doc.tensor = np.zeros((len(doc), self.annotator.width), dtype=np.float32)
        if words:
            starts = [_preset(doc, i) for i in words]
            found = self.annotator([doc[i].text for i in words], starts)
            self._write(doc, np.array(words), found)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """One Doc after the other; `batch_size` is spaCy's and changes nothing."""
        return map(self, stream)

    def _write(self, doc: Doc, words: npt.NDArray[np.int64], found: Annotation) -> None:
        heads = np.where(found.heads < 0, words, words[found.heads])
        strings, morphology = self.vocab.strings, self.vocab.morphology
        columns: dict[int, npt.NDArray[np.uint64]] = {
            TAG: _spread(doc, words, [strings.add(t) for t in found.tags], strings.add("_SP")),
            POS: _spread(doc, words, [IDS[p] for p in found.pos], IDS["SPACE"]),
            MORPH: _spread(doc, words, [morphology.add(m) for m in found.morphs], morphology.add("")),
            LEMMA: _spread(doc, words, [strings.add(x) for x in found.lemmas], None),
            DEP: _spread(doc, words, [strings.add(d) for d in found.deps], strings.add("dep")),
            HEAD: _relative_heads(doc, words, heads),
        }
        for i in set(range(len(doc))) - set(words.tolist()):
            columns[LEMMA][i] = strings.add(doc[i].text)
        rows: Any = np.column_stack(list(columns.values()))
        doc.from_array(list(columns), rows)
        doc.tensor[words] = found.hidden
        self._write_names(doc, words, found.ents)

    def _write_names(
        self, doc: Doc, words: npt.NDArray[np.int64], ents: Sequence[tuple[int, int, str]]
    ) -> None:
        """Add the names found to those that stand on the Doc already, which win."""
        taken = {t.i for ent in doc.ents for t in ent}
        spans = [Span(doc, words[s], words[e - 1] + 1, label=label) for s, e, label in ents]
        free = [s for s in spans if taken.isdisjoint(range(s.start, s.end))]
        doc.set_ents([*doc.ents, *free])

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self.folder / name, folder / name)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> KgEncoder:
        self._load(Path(path))
        return self


def _preset(doc: Doc, i: int) -> bool | None:
    """Whether a sentence starts at a token, as far as that is set already.

    A start on a whitespace token is its next word's.
    """
    start: bool | None = doc[i].is_sent_start
    while not start and i and doc[i - 1].is_space:
        i -= 1
        start = doc[i].is_sent_start or start
    return start


def _spread(
    doc: Doc, words: npt.NDArray[np.int64], values: Sequence[int], space: int | None
) -> npt.NDArray[np.uint64]:
    """Values of the words as a column over all tokens."""
    column = np.full(len(doc), space or 0, dtype=np.uint64)
    column[words] = np.array(values, dtype=np.uint64)
    return column


def _relative_heads(
    doc: Doc, words: npt.NDArray[np.int64], heads: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """Heads as offsets; whitespace hangs on the word before it, or else the next."""
    column = np.zeros(len(doc), dtype=np.int64)
    column[words] = heads - words
    is_space = np.ones(len(doc), dtype=bool)
    is_space[words] = False
    spaces = np.flatnonzero(is_space)
    before = np.maximum(np.searchsorted(words, spaces) - 1, 0)
    column[spaces] = words[before] - spaces
    return column.view(np.uint64)
