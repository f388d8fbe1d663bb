"""From parsed text to claims."""

from kg.extract.extractor import Extractor

__all__ = ["Extractor"]
