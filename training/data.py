"""Readers of the raw training data: UD sentences and passages with named spans."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]+)")
NER_TYPES = ("PERSON", "ORG", "PLACE", "NORP", "EVENT", "WORK", "PRODUCT", "LAW", "MISC")


@dataclass
class Sentence:
    """A UD sentence; heads are indices in it, -1 for the root; `entities` marks where coreferent mentions begin and end
    at each word ("(3(4)" ...), "" where none does."""

    forms: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    space_after: list[bool] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    new_document: bool = False
    coreferent: bool = False  # whether its document has such marks
    new_paragraph: bool = False

    def __len__(self) -> int:
        return len(self.forms)


@dataclass(frozen=True)
class Passage:
    """Text with named spans (start, end, type) and spans nothing is known of."""

    source: str
    text: str
    ents: tuple[tuple[int, int, str], ...]
    miss: tuple[tuple[int, int], ...] = ()


def read_conllu(path: Path) -> list[Sentence]:
    """All sentences of a gzipped CoNLL-U file, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return list(_sentences(lines))


def _sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    sentence, multiword, coreferent = Sentence(), (0, True), False
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("#"):
            sentence.new_document |= line.startswith("# newdoc")
            coreferent |= line.startswith("# global.Entity")
            sentence.new_paragraph |= line.startswith("# newpar")
        elif not line:
            if len(sentence):
                sentence.coreferent = coreferent
                yield sentence
            sentence, multiword = Sentence(), (0, True)
        else:
            multiword = _add_row(sentence, line.split("\t"), multiword)
    if len(sentence):
        yield sentence


def _add_row(sentence: Sentence, row: list[str], multiword: tuple[int, bool]) -> tuple[int, bool]:
    """Add one row; `multiword` is the last word of the current multiword token
    and whether a space follows that."""
    spaced = "SpaceAfter=No" not in row[9]
    if "-" in row[0]:
        return int(row[0].split("-")[1]), spaced
    if "." in row[0]:
        return multiword
    number = int(row[0])
    if number < multiword[0]:
        spaced = False
    elif number == multiword[0]:
        spaced = multiword[1]
    sentence.forms.append(row[1])
    sentence.lemmas.append(row[2])
    sentence.upos.append(row[3])
    sentence.xpos.append(row[4])
    sentence.feats.append("" if row[5] == "_" else row[5])
    sentence.heads.append(int(row[6]) - 1)
    sentence.deprels.append(row[7])
    sentence.space_after.append(spaced)
    mark = _ENTITY.search(row[9])
    sentence.entities.append(mark[1] if mark else "")
    return multiword


def read_passages(path: Path) -> list[Passage]:
    """Passages of a gzipped JSON-lines file with "src", "text", "ents", "miss"."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Passage(
            row["src"],
            row["text"],
            tuple((s, e, label) for s, e, label in row["ents"]),
            tuple((s, e) for s, e in row["miss"]),
        )
        for row in rows
    ]


def read_uner(path: Path) -> dict[tuple[str, ...], list[str]]:
    """BIO tags of the sentences of a gzipped UNER file, by their words.

    (The order of the sentences is not that of the treebank's files.)
    """
    sentences: dict[tuple[str, ...], list[str]] = {}
    forms: list[str] = []
    tags: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            row = line.rstrip("\n").split("\t")
            if row[0].isdigit():
                forms.append(row[1])
                tags.append(row[2])
            elif not row[0] and forms:
                sentences[tuple(forms)] = tags
                forms, tags = [], []
    return sentences
