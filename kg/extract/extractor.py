"""All languages of one article behind one door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from spacy.language import Language
from threadpoolctl import ThreadpoolController

from kg.extract.article import English, OpenForm
from kg.extract.chinese import extract_chinese
from kg.lexicon import Lexicon
from kg.model import Argument, Article, Attribution, Claim, Qualifier, Span, Time
from kg.ontology import Ontology
from kg.pipeline import parse
from kg.pipeline.chinese.reader import CHINESE
from kg.pipeline.coreference import CoreferenceHead
from kg.pipeline.relations import RelationHead

Pointing = TypeVar("Pointing", Argument, Attribution)
Placed = TypeVar("Placed", Span, Argument, Attribution, Qualifier, Time)


class Extractor:
    """Claims from articles. Built once per process: it holds the pipelines; an article leaves no trace in it."""

    def __init__(self, ontology: Ontology, lexicons: Mapping[str, Lexicon], pipelines: Mapping[str, Language]) -> None:
        self.ontology, self.lexicons, self.pipelines = ontology, lexicons, pipelines
        # Our matrices are small: more threads only spin, and sums would differ in the last digit between machines.
        self.threads = ThreadpoolController()
        # The heads read our encoder's vectors; with another pipeline the frames work alone.
        ours = "kg_encoder" in pipelines["en"].pipe_names
        heads = (RelationHead.load(), CoreferenceHead.load()) if ours else (None, None)
        self.english = English(pipelines["en"], ontology, lexicons["en"], *heads)

    @cached_property
    def chinese(self) -> RelationHead:
        """The head for Chinese, read when the first Chinese article comes."""
        return RelationHead.load(CHINESE)

    def claims(self, article: Article, open_form: OpenForm = "compact") -> list[Claim]:
        """The claims of a cleaned article in the order of the text; every `text` is the exact slice at its offsets.

        "only" gives each proposition once, in its open form, and no claim of the ontology.
        """
        with self.threads.limit(limits=1):
            found = sorted(
                (c for c in self._found(article, open_form) if open_form != "only" or c.predicate.property is None),
                key=lambda c: (c.sentence.start, c.subject.start, c.object.start, c.predicate.id),
            )
        return [exact(c, article.text) for c in found]

    def _found(self, article: Article, open_form: OpenForm) -> Iterator[Claim]:
        parsed = list(parse(article, self.pipelines))
        yield from self.english.claims(article, [p for p in parsed if p.paragraph.language == "en"], open_form)
        chinese = [(p.paragraph.start, p.doc) for p in parsed if p.paragraph.language == "zh"]
        if chinese:
            yield from extract_chinese(article, chinese, self.ontology, self.lexicons["zh"], open_form, self.chinese)


def exact(claim: Claim, text: str) -> Claim:
    """Texts as they stand in the article (a Doc shows blanks where footnote marks were set aside)."""

    def sliced(part: Placed) -> Placed:
        return replace(part, text=text[part.start : part.end])

    def pointing(a: Pointing) -> Pointing:
        a = sliced(a)
        return replace(a, antecedent=sliced(a.antecedent)) if a.antecedent else a

    return replace(
        claim,
        sentence=sliced(claim.sentence),
        subject=pointing(claim.subject),
        object=pointing(claim.object),
        attribution=pointing(claim.attribution) if claim.attribution else None,
        time=sliced(claim.time) if claim.time else None,
        qualifiers=tuple(map(sliced, claim.qualifiers)),
    )
