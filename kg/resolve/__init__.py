"""Identity: which names, in one article or many, stand for one thing."""

from kg.resolve.article_names import ArticleNames, names_of
from kg.resolve.judgement import Judgement
from kg.resolve.linker import Linker, Links

__all__ = ["ArticleNames", "Judgement", "Linker", "Links", "names_of"]
