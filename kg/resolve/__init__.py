"""Identity: which names, in one article or many, stand for one thing."""

from kg.resolve.linker import Linker

__all__ = ["Linker"]
