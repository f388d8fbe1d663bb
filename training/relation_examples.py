"""Passages with relations as examples: the mentions as marked, or as the pipeline finds them, and the gold of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from kg import ontology
from kg.extract.candidates import definite_nouns
from kg.pipeline.pairs import Candidate, Pairs, pairs_of
from training.labels import IGNORE
from training.relation_data import Mention, RelationPassage, without_overlaps, word_mentions
from training.relation_tables import PROPERTIES

ONTOLOGY = ontology.load()
_COLUMN = {name: i for i, name in enumerate(PROPERTIES)}


@dataclass
class Example:
    """A parsed passage with one set of mentions. gold [m]: the gold mention each stands
    for, -1 for none, -2 for one that overlaps another without being it."""

    passage: RelationPassage
    doc: Doc
    mentions: list[Candidate]
    gold: list[int]
    pairs: Pairs


def examples(nlp: Language, passage: RelationPassage) -> tuple[Example, Example]:
    """The passage with its mentions as marked, and as found."""
    doc = nlp(passage.text)
    names = [Mention(e.start_char, e.end_char, e.label_, "name") for e in doc.ents]
    found = without_overlaps([names, word_mentions(passage.text), _nouns(passage, doc)])
    return example(passage, doc, passage.mentions), example(passage, doc, found)


def _nouns(passage: RelationPassage, doc: Doc) -> list[Mention]:
    """The definite nouns of news; KnowledgeNet's annotation leaves them out."""
    if passage.source != "news":
        return []
    names = {t.i for e in doc.ents for t in e}
    found = definite_nouns(doc, ONTOLOGY, names)
    return [Mention(doc[s].idx, doc[e - 1].idx + len(doc[e - 1]), label, kind) for s, e, label, kind in found]


def example(passage: RelationPassage, doc: Doc, spans: Sequence[Mention]) -> Example:
    """The spans as mentions of a Doc, each with the gold mention that it stands for."""
    mentions, gold = [], []
    for m in spans:
        span = doc.char_span(m.start, m.end, alignment_mode="expand")
        if span is not None and not any(span.start < end and s < span.end for s, end, _, _ in mentions):
            mentions.append((span.start, span.end, m.type, m.kind))
            gold.append(_stands_for(m, passage.mentions))
    return Example(passage, doc, mentions, gold, pairs_of(doc, mentions))


def _stands_for(mention: Mention, gold: Sequence[Mention]) -> int:
    touched = -1
    for i, g in enumerate(gold):
        shared = min(mention.end, g.end) - max(mention.start, g.start)
        if shared > 0:
            if 2 * shared >= max(mention.end, g.end) - min(mention.start, g.start):
                return i
            touched = -2
    return touched


def labels_of(example: Example) -> npt.NDArray[np.int8]:
    """[pairs, properties]: 1 holds, 0 does not, IGNORE unknown."""
    passage = example.passage
    known = np.full(len(PROPERTIES), IGNORE, dtype=np.int8)
    known[[_COLUMN[p] for p in passage.known]] = 0
    labels = np.tile(known, (len(example.pairs.ends), 1))
    for row, (i, j) in zip(labels, example.pairs.ends, strict=True):
        s, o = example.gold[i], example.gold[j]
        if -2 in (s, o):
            row[:] = IGNORE
        for triples, value in ((passage.unknown, IGNORE), (passage.facts, 1)):
            row[[_COLUMN[p] for a, b, p in triples if (a, b) == (s, o)]] = value
    return labels
