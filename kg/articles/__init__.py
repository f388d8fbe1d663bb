"""Articles in, articles out: `read` files of many formats, `clean` them by standoff.

>>> article = clean(Article("a", "Alibaba buys Cainiao\\n\\nAdvertisements\\n\\nThe deal closed on Monday."))
>>> [article.text[p.start : p.end] for p in article.paragraphs]
['Alibaba buys Cainiao', 'The deal closed on Monday.']
>>> [(s.start, s.end, s.reason) for s in article.aside]
[(22, 36, 'advertisement')]
"""

from __future__ import annotations

from kg.articles.clean import clean, segments
from kg.articles.files import display
from kg.articles.problems import ArticleError, ReadProblem
from kg.articles.read import FORMATS, MAX_BYTES, read, sniff
from kg.model import Article

__all__ = ["FORMATS", "MAX_BYTES", "Article", "ArticleError", "ReadProblem", "clean", "display", "read", "segments",
           "sniff"]
