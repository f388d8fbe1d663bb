"""What is known about an article beside its text: front matter, dates, addresses, language tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from kg.articles.problems import ArticleError

# Each field with the keys it may stand under, first wins. The same for front matter and for JSON.
KEYS = {
    "title": ("title", "headline"),
    "published": ("published", "date"),
    "publisher": ("publisher", "outlet"),
    "language": ("language", "lang"),
    "url": ("url", "link"),
}
DATE_FORMATS = (
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日",
    "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y",
)  # fmt: skip
LANGUAGES = {"english": "en", "chinese": "zh", "中文": "zh", "汉语": "zh", "英文": "en", "英语": "en", "cn": "zh"}
FENCE = re.compile(r"---[ \t]*\r?\n")
FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]{0,39})[ \t]*:(?P<value>(?:[ \t][^\r\n]*)?)\r?\n")
CONTINUED = re.compile(r"(?:[ \t]*\r?\n|[ \t]*#.*\n|(?:[ \t]+|- ).*\n)")
END = re.compile(r"(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The known fields, normalised; `language` is "" where nothing is said."""

    title: str = ""
    published: str | None = None
    publisher: str | None = None
    language: str = ""
    url: str | None = None


def front_matter(text: str) -> tuple[Metadata, int]:
    """The fields of a block between `---` lines at the very start, and where the block ends (0: there is none).

    >>> front_matter("---\\ntitle: Qwen grows\\ndate: 3 March 2026\\n---\\nText.")[1]
    45
    """
    opening = FENCE.match(text)
    if opening is None:
        return Metadata(), 0
    fields: dict[str, str] = {}
    at = opening.end()
    while not (closing := END.match(text, at)):
        line = FIELD.match(text, at) or CONTINUED.match(text, at)
        if line is None:
            return Metadata(), 0
        if line.re is FIELD:
            fields.setdefault(line["key"].lower(), _unquoted(line["value"].strip()))
        at = line.end()
    return (metadata(fields), closing.end()) if fields else (Metadata(), 0)


def metadata(fields: dict[str, str]) -> Metadata:
    """Normalises fields that stand under any of their `KEYS`."""
    found = {name: next((fields[k] for k in keys if fields.get(k)), "") for name, keys in KEYS.items()}
    return Metadata(
        title=one_line(found["title"]),
        published=iso_date(found["published"]),
        publisher=one_line(found["publisher"]) or None,
        language=language_code(found["language"]),
        url=web_address(found["url"]),
    )


def iso_date(text: str) -> str | None:
    """The day as YYYY-MM-DD, or None where `text` names no single day.

    >>> iso_date("Dec. 25, 2025"), iso_date("2026-03-01T08:00:00Z"), iso_date("03/04/2026")
    ('2025-12-25', '2026-03-01', None)
    """
    text = one_line(text)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        pass
    plain = re.sub(r"(?<=[A-Za-z])\.|,|(?<=\d)(?:st|nd|rd|th)\b", " ", text)
    plain = re.sub(r"\bSept\b", "Sep", " ".join(plain.split()))
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def web_address(text: str) -> str | None:
    """`text` if it is an http(s) address, else None: other schemes may be hostile."""
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    fine = parts.scheme in {"http", "https"} and parts.netloc and not re.search(r'[\s<>"{}|\\^`\x00-\x20\x7f]', text)
    return text if fine else None


def language_code(text: str) -> str:
    """The primary subtag of a language tag, or the code of a language named in words; "" where it is neither.

    >>> language_code("zh-Hans-CN"), language_code("English"), language_code("?")
    ('zh', 'en', '')
    """
    name = text.strip().lower()
    if name in LANGUAGES:
        return LANGUAGES[name]
    tag = re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*", name)
    return tag[1] if tag else ""


def one_line(text: str) -> str:
    return " ".join(text.split())


def text_field(row: dict[str, object], key: str) -> str:
    """The string under `key`, "" where there is none; ArticleError for any other type."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ArticleError(f'"{key}" is not a string but {type(value).__name__}')
    return value


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
