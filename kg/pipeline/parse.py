"""Paragraphs to Docs. Offsets in a Doc are offsets into its paragraph, whatever cleaning set aside inside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.model import Article, Paragraph
from kg.ontology import Ontology
from kg.pipeline.chinese import load_chinese
from kg.pipeline.encoder import load_english


class PipelineError(Exception):
    """A pipeline cannot be loaded or does not speak Universal Dependencies."""


@dataclass(frozen=True)
class Parsed:
    """A paragraph with its Doc. Text set aside inside the paragraph is blank in the Doc, so lengths agree."""

    paragraph: Paragraph
    doc: Doc


def load(ontology: Ontology, english: str | Path | None = None) -> dict[str, Language]:
    """The pipeline of each language. `english` names an installed spaCy pipeline or a folder in place of ours."""
    return {"en": named(english) if english is not None else load_english(), "zh": load_chinese(ontology)}


def named(name: str | Path) -> Language:
    """A pipeline of the user's. Its labels must be those of UD ("obl", "nsubj:pass"), not spaCy's own for English."""
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        raise PipelineError(f"cannot load the pipeline {name}: {error}") from error
    labels = {label for pipe in nlp.pipe_names for label in nlp.pipe_labels.get(pipe, ())}
    if "dobj" in labels or "pobj" in labels or not labels & {"obl", "nsubj:pass"}:
        raise PipelineError(f"the pipeline {name} does not use Universal Dependencies labels (obl, nsubj:pass ...)")
    return nlp


def parse(article: Article, pipelines: Mapping[str, Language]) -> Iterator[Parsed]:
    """Every paragraph in a language there is a pipeline for, in order."""
    blanked = blank(article)
    for language, nlp in sorted(pipelines.items()):
        chosen = [p for p in article.paragraphs if p.language == language]
        docs = list(nlp.pipe([segmented(nlp, blanked, p) for p in chosen]))
        names = sorted({name.text for doc in docs for name in doc.ents if len(name) > 1})
        for paragraph, doc in zip(chosen, docs, strict=True):
            torn = [token.i for token in doc if token.is_sent_start and tears(token, names)]
            yield Parsed(paragraph, together(nlp, segmented(nlp, blanked, paragraph), torn) if torn else doc)


def tears(start: Token, names: Sequence[str]) -> bool:
    """Whether a sentence begins inside a name that the article has in one piece elsewhere: "Alibaba Token | Hub"."""
    text, at = start.doc.text, start.idx
    return any(text.find(name, max(0, at - len(name) + 1), at + len(name) - 1) >= 0 for name in names)


def together(nlp: Language, doc: Doc, torn: Sequence[int]) -> Doc:
    """The Doc read with no sentence start at these tokens."""
    for i in torn:
        doc[i].is_sent_start = False
    return nlp(doc)


def blank(article: Article) -> str:
    """The text with what was set aside replaced by as many spaces."""
    parts, at = [], 0
    for aside in sorted(article.aside, key=lambda a: a.start):
        start = max(aside.start, at)
        if aside.end > start:
            parts += [article.text[at:start], " " * (aside.end - start)]
            at = aside.end
    return "".join([*parts, article.text[at:]])


def segmented(nlp: Language, text: str, paragraph: Paragraph) -> Doc:
    """The paragraph's tokens; at each known break ("DeepSeekThis") a token and a sentence begin."""
    cuts = sorted(
        {paragraph.start, *(b for b in paragraph.breaks if paragraph.start < b < paragraph.end), paragraph.end}
    )
    pieces = [nlp.make_doc(text[a:b]) for a, b in pairwise(cuts)]
    if len(pieces) == 1:
        return pieces[0]
    doc = Doc.from_docs(pieces, ensure_whitespace=False)
    if doc is None:  # every piece was empty
        return nlp.make_doc(text[paragraph.start : paragraph.end])
    start = 0
    for piece in pieces:
        if start < len(doc):
            doc[start].is_sent_start = True
        start += len(piece)
    return doc
