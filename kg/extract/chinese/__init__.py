"""Claims from Chinese text by rules over words, names and the lexicon: `extract_chinese`."""

from __future__ import annotations

from kg.extract.chinese.extractor import extract_chinese

__all__ = ["extract_chinese"]
