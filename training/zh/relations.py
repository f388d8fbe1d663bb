"""Train and measure the relation head on the vectors of the Chinese encoder.

python -m training.zh.relations --data DATA [--model FOLDER] [--epochs N]

English passages are read by the same encoder, so that what they are labelled with counts for Chinese too.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language

import kg.lexicon as lexicons
import kg.ontology as ontologies
from kg.extract.chinese.links import mentions
from kg.extract.chinese.units import units
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.pipeline.chinese.language import load_chinese
from kg.pipeline.chinese.reader import CHINESE, Reader
from kg.pipeline.relations import WEIGHTS, RelationHead
from training.relation_data import Mention, RelationPassage
from training.relation_head import save
from training.relation_scores import report
from training.relation_tables import PROPERTIES
from training.relations import Example, allowed_types, example, labels_of, train
from training.selection import relations_by_text
from training.zh.data import labelled_row, news_rows


class Chinese:
    """Examples of Chinese passages, with the mentions as marked or as the product finds them."""

    def __init__(self, nlp: Language, ontology: Ontology, lexicon: Lexicon) -> None:
        self.nlp, self.ontology, self.lexicon = nlp, ontology, lexicon

    def examples(self, passages: Iterable[RelationPassage], predicted: bool) -> list[Example]:
        return [self._example(p, predicted) for p in passages]

    def _example(self, passage: RelationPassage, predicted: bool) -> Example:
        doc = self.nlp(passage.text)
        if not predicted:
            return example(passage, doc, passage.mentions)
        found = mentions(doc, units(doc, self.lexicon), self.ontology)
        return example(passage, doc, [Mention(u.start, u.end, m[2], m[3]) for u, m in found])


def english(reader: Reader, passages: Iterable[RelationPassage]) -> list[Example]:
    """Examples of English passages with their marked mentions."""
    tokenizer = spacy.blank("en")
    tokenizer.add_pipe("sentencizer")
    out = []
    for passage in passages:
        doc = tokenizer(passage.text)
        spans = [(t.idx, t.idx + len(t)) for t in doc]
        doc.tensor = reader.read(passage.text, spans).tensor(spans)
        out.append(example(passage, doc, passage.mentions))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with en/, zh/ and news/")
    parser.add_argument("--model", type=Path, default=CHINESE, help="the encoder's folder")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    ontology = ontologies.load()
    chinese = Chinese(load_chinese(ontology, args.model), ontology, lexicons.load(None, "zh", ontology))
    rows, held = news_rows(args.data)
    passages = [p for p in (labelled_row(row).relations for row in rows) if p]
    random.Random(args.seed).shuffle(passages)
    dev = [p for p in (labelled_row(row).relations for row in held) if p]
    data = [e for p in passages for e in (chinese.examples([p], False) + chinese.examples([p], True))]
    data += english(Reader(args.model), relations_by_text(args.data).values())
    print(len(data), "examples", flush=True)
    allowed = allowed_types(data, [labels_of(e) for e in data])
    head, scale, shift = train(data, allowed, args.epochs, args.seed)
    print(f"scale {scale:.2f}, shift {shift:.2f}")
    save(head, PROPERTIES, allowed, scale, shift, args.model / WEIGHTS)
    final = RelationHead.load(args.model)
    for predicted in (False, True):
        print(f"== Chinese news, {'predicted' if predicted else 'gold'} mentions")
        report(final, chinese.examples(dev, predicted))


if __name__ == "__main__":
    main()
