"""Bytes to text: UTF-8, UTF-16 with its mark, GB18030 where it reads as Chinese; anything else is refused."""

from __future__ import annotations

import codecs
import re

from kg.articles.problems import ArticleError

# UTF-32's little-endian mark begins with UTF-16's, so it comes first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAX_CONTROLS = 0.01  # share of characters
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ALLOWED_CONTROLS = frozenset("\t\n\v\f\r\x1a\x85")
CHINESE_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％￥　")
MIN_CHINESE = 0.9  # share of the characters beyond ASCII
MIN_COMMON = 0.7  # share of the Chinese characters
MIN_BYTES_FOR_GUESS = 8


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, its byte order mark dropped and its line ends kept.

    `declared` is an encoding that the input names itself (an HTML page); it is tried where UTF-8 fails.
    Raises ArticleError for binary data and for encodings that cannot be told.
    """
    marked = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), None)
    if marked:
        return check_text(_decode_as(data[len(marked[0]) :], marked[1]))
    if b"\0" in data:
        raise ArticleError("binary data (NUL bytes), not text")
    try:
        return check_text(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        text = _declared(data, declared) or _chinese(data)
        if text is None:
            reason = f"not UTF-8 (byte 0x{data[error.start]:02x} at offset {error.start}); save it as UTF-8"
            raise ArticleError(reason if _mostly_text(data) else "binary data, not text") from error
        return check_text(text)


def check_text(text: str) -> str:
    """`text` itself; ArticleError where it cannot be an article's text: empty, control characters, half characters."""
    if not text.strip():
        raise ArticleError("empty: there is no text in it")
    controls = sum(c not in ALLOWED_CONTROLS for c in CONTROLS.findall(text))
    if "\0" in text or controls > MAX_CONTROLS * len(text) + 1:
        raise ArticleError("binary data (control characters), not text")
    check_encodable(text)
    return text


def check_encodable(text: str) -> None:
    """ArticleError for lone surrogates: they come from broken escapes and no file can hold them."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleError(f"half a character (lone surrogate) at offset {error.start}") from error


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(f"marked as {encoding.upper()} but broken at byte {error.start}") from error


def _declared(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (LookupError, UnicodeError):
        return None


def _chinese(data: bytes) -> str | None:
    """`data` as GB18030 if that reads as Chinese: nearly any bytes decode, so common characters must prevail."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    beyond = [c for c in text if c > "\x7f"]
    ideographs = [c for c in beyond if "\u4e00" <= c <= "\u9fff"]
    chinese = len(ideographs) + sum(c in CHINESE_PUNCTUATION for c in beyond)
    common = sum(map(_is_common, ideographs))
    looks_chinese = chinese >= MIN_CHINESE * len(beyond) and common >= MIN_COMMON * len(ideographs) > 0
    return text if looks_chinese and len(data) >= MIN_BYTES_FOR_GUESS else None


def _is_common(ideograph: str) -> bool:
    """Whether it is one of the 3,755 characters of GB 2312's first level, its rows 16 to 55."""
    try:
        return 0xB0 <= ideograph.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _mostly_text(data: bytes) -> bool:
    controls = sum(1 for byte in data[:4096] if byte < 32 and byte not in b"\t\n\v\f\r\x1a")
    return controls <= MAX_CONTROLS * min(len(data), 4096) + 1
