"""Articles from PDF files, by pypdf."""

from __future__ import annotations

import logging
import zlib
from io import BytesIO

from kg.articles.encoding import check_text
from kg.articles.metadata import Metadata, one_line
from kg.articles.problems import ArticleError

# What pypdf raises on malformed files, beside its own errors: it trusts the objects that a file declares.
MALFORMED = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OSError, OverflowError,
    RecursionError, NotImplementedError, zlib.error,
)  # fmt: skip

logging.getLogger("pypdf").addHandler(logging.NullHandler())


def extract(data: bytes) -> tuple[str, Metadata]:
    """The text of all pages, a line break between them, with title and day. Raises ArticleError."""
    from pypdf import PdfReader  # takes a while, and only PDF files need it
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError("the PDF is protected by a password")
        text = "\n".join(page.extract_text() for page in reader.pages)
        info = reader.metadata
        title = one_line(str(info.title or "")) if info else ""
        made = info.creation_date if info else None
    except (PyPdfError, *MALFORMED) as error:
        raise ArticleError(f"not a PDF that can be read: {one_line(str(error)) or type(error).__name__}") from error
    if not text.strip():
        raise ArticleError("no text in the PDF (scanned pages?)")
    # Half characters come from broken font tables; "?" keeps the length.
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return check_text(text), Metadata(title=title, published=made.date().isoformat() if made else None)
