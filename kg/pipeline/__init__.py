"""Language pipelines: text of one language in, a spaCy `Doc` with Universal Dependencies out."""

from kg.pipeline.parse import Parsed, load, parse

__all__ = ["Parsed", "load", "parse"]
