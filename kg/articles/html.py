"""Articles from web pages, by trafilatura."""

from __future__ import annotations

import logging
import re

from kg.articles.encoding import check_text, decode
from kg.articles.metadata import Metadata, iso_date, language_code, one_line, web_address
from kg.articles.problems import ArticleError

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
LANGUAGE = re.compile(r"""<html[^>]{0,500}?\blang\s*=\s*["']?([\w-]{2,35})""", re.IGNORECASE)
HEAD_BYTES = 4096
# The library drops dates later than today by default: what is read must not depend on the day it is read.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}

for _name in ("trafilatura", "htmldate", "courlan", "justext"):  # a library does not print its warnings
    logging.getLogger(_name).addHandler(logging.NullHandler())


def extract(data: bytes) -> tuple[str, Metadata]:
    """The main text of a page and what the page says about it. Raises ArticleError where there is no main text."""
    import trafilatura  # takes half a second, and only web pages need it

    page = decode(data, declared_charset(data))
    found = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, deduplicate=False, date_extraction_params=DATES
    )
    if not isinstance(found, trafilatura.settings.Document) or not (found.text or "").strip():
        raise ArticleError("no article text found in the HTML")
    language = LANGUAGE.search(page[:HEAD_BYTES])
    return check_text(found.text or ""), Metadata(
        title=one_line(found.title or ""),
        published=iso_date(found.date or ""),
        publisher=one_line(found.sitename or found.hostname or "") or None,
        language=language_code(language[1]) if language else "",
        url=web_address(found.url or ""),
    )


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page's head names."""
    found = CHARSET.search(data[:HEAD_BYTES])
    return found[1].decode("ascii") if found else None
