"""A spaCy `Language` for Chinese: its tokenizer fills everything that the Chinese grammar reads.

`token.tag_` is the network's tag, `token.pos_` the universal part of speech, `token.lemma_` the word in simplified
characters; sentences begin after 。！？；, a line break and the quotation marks that close them; `doc.ents` are names
whose label is a class of the ontology ("" is written "Thing"). `doc.text` is the input, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.ontology import Ontology
from kg.pipeline.chinese.lac import Tagger, Word
from kg.pipeline.chinese.names import Known, Name, names
from kg.pipeline.chinese.reader import CHINESE, Reader
from kg.pipeline.chinese.script import simplified
from kg.pipeline.chinese.words import LATIN_TAG, PUNCTUATION_TAG, SPACE_TAG, sentences, words

UNKNOWN_CLASS = "Thing"
NAME_TAG = "name"
# LAC's tags (https://github.com/baidu/lac) to universal parts of speech.
UNIVERSAL = {
    "n": "NOUN", "nr": "PROPN", "ns": "PROPN", "nt": "PROPN", "nw": "PROPN", "nz": "PROPN", "PER": "PROPN",
    "LOC": "PROPN", "ORG": "PROPN", NAME_TAG: "PROPN", LATIN_TAG: "PROPN", "s": "NOUN", "f": "ADP", "t": "NOUN",
    "TIME": "NOUN", "v": "VERB", "vn": "NOUN", "vd": "VERB", "a": "ADJ", "an": "NOUN", "ad": "ADV", "d": "ADV",
    "m": "NUM", "q": "NOUN", "r": "PRON", "p": "ADP", "c": "CCONJ", "u": "PART", "xc": "PART", PUNCTUATION_TAG: "PUNCT",
    SPACE_TAG: "SPACE",
}


def load_chinese(ontology: Ontology, model: Path | None = None) -> Language:
    """The Chinese pipeline; the ontology's names are known to it as names of their class.

    `model`: the encoder's folder, by default the one shipped.
    """
    language = spacy.blank("zh")
    language.tokenizer = ChineseTokenizer(language.vocab, Known.of(ontology), Tagger(), Reader(model or CHINESE))
    return language


class ChineseTokenizer:
    """Text to `Doc`: words cut so that every name begins and ends with one."""

    def __init__(self, vocab: Vocab, known: Known, tagger: Tagger, reader: Reader) -> None:
        self.vocab, self.known, self.tagger, self.reader = vocab, known, tagger, reader

    def __call__(self, text: str) -> Doc:
        read = simplified(text)
        tagged = list(words(read, self.tagger))
        reading = self.reader.read(read, [(w.start, w.end) for w in tagged])
        found = names(read, tagged, self.known, list(reading.names()))
        doc = _doc(self.vocab, text, read, list(_cut(tagged, found)), found)
        vectors: Any = reading.tensor([(t.idx, t.idx + len(t)) for t in doc])
        doc.tensor = vectors
        return doc


def _cut(tagged: Sequence[Word], found: Sequence[Name]) -> Iterator[Word]:
    """Words with each name as one word; the words it cuts into keep their tags outside of it."""
    inside = {i: name for name in found for i in range(name.start, name.end)}
    for word in tagged:
        start = word.start
        while start < word.end:
            name = inside.get(start)
            if name:
                if name.start == start:
                    yield Word(name.start, name.end, NAME_TAG)
                start = min(name.end, word.end)
                continue
            end = next((i for i in range(start, word.end) if i in inside), word.end)
            yield Word(start, end, word.tag)
            start = end


def _doc(vocab: Vocab, text: str, read: str, cut: Sequence[Word], found: Sequence[Name]) -> Doc:
    kept: list[Word] = []
    spaces: list[bool] = []
    for word in cut:
        piece = text[word.start : word.end]
        if piece == " " and kept and not spaces[-1] and not text[kept[-1].start : kept[-1].end].isspace():
            spaces[-1] = True
        else:
            kept.append(word)
            spaces.append(False)
    written = [text[w.start : w.end] for w in kept]
    openings = {start for start, _ in sentences(text)}
    doc = Doc(
        vocab, words=written, spaces=spaces, tags=[w.tag for w in kept], pos=[UNIVERSAL.get(w.tag, "X") for w in kept],
        lemmas=[read[w.start : w.end] for w in kept], sent_starts=_sentence_starts(kept, openings),
    )
    at = {w.start: i for i, w in enumerate(kept)}
    doc.ents = [Span(doc, at[n.start], at[n.start] + 1, label=n.type or UNKNOWN_CLASS) for n in found]
    return doc


def _sentence_starts(kept: Sequence[Word], openings: set[int]) -> list[bool | int | None]:
    """A sentence whose first character is a space begins at the word after it, unless that space is a word."""
    ends = [0, *(word.end for word in kept)]
    return [i == 0 or any(p in openings for p in range(ends[i], word.start + 1)) for i, word in enumerate(kept)]
