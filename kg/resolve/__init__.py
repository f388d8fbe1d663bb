"""Identity: which names, in one article or many, stand for one thing."""

from kg.resolve.article_names import ArticleNames, names_of
from kg.resolve.linker import Decisions, Linker, Links, Named

__all__ = ["ArticleNames", "Decisions", "Linker", "Links", "Named", "names_of"]
