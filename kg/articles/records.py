"""Articles as JSON: one object, a list of them, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.articles.encoding import check_encodable, check_text
from kg.articles.metadata import KEYS, metadata, text_field
from kg.articles.problems import ArticleError
from kg.model import Article


def parse(text: str) -> Any:
    """A JSON value; ArticleError, naming the line, where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ArticleError(f"not JSON: {error.msg} (column {error.colno})", error.lineno) from error
    except RecursionError as error:
        raise ArticleError("not an article: JSON nested too deeply") from error
    except ValueError as error:  # a number with thousands of digits
        raise ArticleError(f"not JSON that can be read: {error}") from error


def articles(value: Any, stem: str, source: str) -> Iterator[Article | ArticleError]:
    """The articles of a parsed .json file: an object gives one; in a list each bad entry is an error of its own."""
    if not isinstance(value, list):
        yield article(value, stem, source)
        return
    if not value:
        raise ArticleError("empty: the list holds no article")
    for number, row in enumerate(value, start=1):
        try:
            yield article(row, f"{stem}-{number}", source)
        except ArticleError as error:
            yield ArticleError(f"entry {number}: {error.reason}")


def article(row: Any, default_id: str, source: str) -> Article:
    """One object {"id", "text", "title", "date" | "published", "publisher" | "outlet", "url", "language"}.

    Only "text" is required; the text is taken as it stands. Raises ArticleError.
    """
    if not isinstance(row, dict):
        raise ArticleError(f"not an article: a JSON {type(row).__name__} instead of an object")
    if "text" not in row:
        raise ArticleError('not an article: no "text"')
    text = check_text(text_field(row, "text"))
    fields = {key: text_field(row, key) for keys in KEYS.values() for key in keys}
    for value in fields.values():
        check_encodable(value)
    known = metadata(fields)
    return Article(
        id=_id(row.get("id"), default_id), text=text, title=known.title, language=known.language or "en",
        published=known.published, publisher=known.publisher, url=known.url, source=source,
    )  # fmt: skip


def _id(value: Any, default: str) -> str:
    if value is None or value == "":
        return default
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ArticleError(f'"id" is neither a string nor a whole number but {type(value).__name__}')
    check_encodable(str(value))
    return str(value)
