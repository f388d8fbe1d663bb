"""The English pipeline: one small network for tags, lemmas, sentences, parses and names."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from kg.pipeline.encoder.component import ENGLISH, KgEncoder
from kg.pipeline.encoder.tokenize import adapt_tokenizer

__all__ = ["ENGLISH", "KgEncoder", "load_english"]


def load_english(path: Path | None = None, threads: int = 1) -> Language:
    """The English pipeline, with the model in `path` or the one shipped."""
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    config = {"model": None if path is None else str(path), "threads": threads}
    nlp.add_pipe("kg_encoder", config=config)
    return nlp
