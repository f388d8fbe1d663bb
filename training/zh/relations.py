"""Train and measure the relation head on the vectors of the Chinese encoder.

python -m training.zh.relations --data DATA --run DIR [--model FOLDER] [--epochs N]

English passages are read by the same encoder, so that what they are labelled with counts for Chinese too.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import spacy
import torch
from spacy.language import Language
from torch import nn

import kg.lexicon as lexicons
import kg.ontology as ontologies
from kg.extract.chinese.links import mentions
from kg.extract.chinese.units import units
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.pipeline.chinese.language import load_chinese
from kg.pipeline.chinese.reader import CHINESE, Reader
from kg.pipeline.relations import RelationHead
from training.relation_data import Mention, RelationPassage
from training.relation_examples import Example, example
from training.relation_scores import report
from training.relations import add_options, allowed_types, finish, items_of, split, start, train
from training.selection import relations_by_text
from training.zh.data import labelled_row, news_rows
from training.zh.model import BELOW, Model


class Chinese:
    """Examples of Chinese passages, with the mentions as marked or as the product finds them."""

    def __init__(self, nlp: Language, ontology: Ontology, lexicon: Lexicon) -> None:
        self.nlp, self.ontology, self.lexicon = nlp, ontology, lexicon

    def examples(self, passage: RelationPassage) -> tuple[Example, Example]:
        """The passage with its mentions as marked, and as found."""
        doc = self.nlp(passage.text)
        found = mentions(doc, units(doc, self.lexicon), self.ontology)
        spans = [Mention(u.start, u.end, m[2], m[3]) for u, m in found]
        return example(passage, doc, passage.mentions), example(passage, doc, spans)


def english(reader: Reader, passages: Iterable[RelationPassage]) -> Iterator[Example]:
    """Examples of English passages with their marked mentions."""
    tokenizer = spacy.blank("en")
    tokenizer.add_pipe("sentencizer")
    for passage in passages:
        doc = tokenizer(passage.text)
        spans = [(t.idx, t.idx + len(t)) for t in doc]
        doc.tensor = reader.read(passage.text, spans).tensor(spans)
        yield example(passage, doc, passage.mentions)


def last_layers(run: Path) -> Sequence[nn.Module]:
    """The last layers of an encoder, those above the middle one."""
    weights = torch.load(run / "last.pt")["model"]
    model = Model(len(weights["encoder.words.weight"]))
    model.load_state_dict(weights)
    return list(model.encoder.layers[-BELOW:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser, epochs=5)
    parser.add_argument("--model", type=Path, default=CHINESE, help="the encoder's folder")
    parser.add_argument("--run", type=Path, required=True, help="the encoder's run, with last.pt")
    args = parser.parse_args()
    ontology = ontologies.load()
    chinese = Chinese(load_chinese(ontology, args.model), ontology, lexicons.load(None, "zh", ontology))
    rows, held = news_rows(args.data)
    passages = [p for p in (labelled_row(row).relations for row in rows) if p]
    random.Random(args.seed).shuffle(passages)
    dev = [p for p in (labelled_row(row).relations for row in held) if p]
    found = (e for p in passages for e in chinese.examples(p))
    others = english(Reader(args.model), relations_by_text(args.data).values())
    items, of_news = items_of(chain(found, others))
    print(len(items), "examples", flush=True)
    allowed = allowed_types(items)
    network = start(args, last_layers(args.run))
    fit = train(network, *split(items, of_news, allowed), args)
    finish(network, allowed, fit, args)
    final = RelationHead.load(args.model)
    for kind, read in zip(("gold", "predicted"), zip(*(chinese.examples(p) for p in dev), strict=True), strict=True):
        print(f"== Chinese news, {kind} mentions")
        report(final, read)


if __name__ == "__main__":
    main()
