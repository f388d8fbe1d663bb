"""Conversions from text, numbers and times to RDF terms. Everything written to the graph passes through here."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.model import Article


class GraphError(ValueError):
    """A claim or entity that cannot stand in the graph, named with the reason."""


def kg(local: str) -> NamedNode:
    return NamedNode(vocab.KG + local)


def schema(local: str) -> NamedNode:
    return NamedNode(vocab.SCHEMA + local)


def prov(local: str) -> NamedNode:
    return NamedNode(vocab.PROV + local)


def oa(local: str) -> NamedNode:
    return NamedNode(vocab.OA + local)


def xsd(local: str) -> NamedNode:
    return NamedNode(vocab.XSD + local)


TYPE = NamedNode(vocab.RDF + "type")
SUBJECT = NamedNode(vocab.RDF + "subject")
PREDICATE = NamedNode(vocab.RDF + "predicate")
OBJECT = NamedNode(vocab.RDF + "object")
LABEL = NamedNode(vocab.RDFS + "label")
PREF_LABEL = NamedNode(vocab.SKOS + "prefLabel")
ALT_LABEL = NamedNode(vocab.SKOS + "altLabel")
THING = NamedNode(vocab.OWL + "Thing")

LONGEST = 100
"""Digits before or after the point above which a "number" is a mistake (or "1e999999999", which fills the memory)."""

_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What XML 1.0 cannot hold: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"[a-z]{2,3}")


def tag(language: str) -> str:
    """The plain language tag: "zh" for "zh-Hans"."""
    plain = language.lower().replace("_", "-").partition("-")[0]
    if not _TAG.fullmatch(plain):
        raise GraphError(f"not a language: {language!r}")
    return plain


def language_at(article: Article, offset: int) -> str:
    """The language of the paragraph that holds the offset, the article's own outside of paragraphs."""
    return next((p.language for p in article.paragraphs if p.start <= offset < p.end), article.language)


def text(value: str, language: str | None = None) -> Literal:
    """The text, character by character, so that offsets hold. Half a surrogate pair, which RDF forbids, is U+FFFD."""
    whole = _SURROGATE.sub("\ufffd", value)
    return Literal(whole, language=tag(language)) if language else Literal(whole)


def label(value: str, language: str | None = None) -> Literal:
    """A name to show: one line, without the control characters that XML and terminals choke on."""
    return text(plain(value), language)


def plain(value: str) -> str:
    """The text on one line, and without what XML cannot hold."""
    return " ".join(xml_text(value).split())


def xml_text(value: str) -> str:
    """The text with spaces for what XML cannot hold."""
    return _NOT_XML.sub(" ", value)


def address(value: str) -> Literal:
    """A web address as written: a literal, since it comes from outside and need not be an IRI."""
    return Literal(text(value).value, datatype=xsd("anyURI"))


def integer(value: int) -> Literal:
    return Literal(str(value), datatype=xsd("integer"))


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=xsd("boolean"))


def number(value: str) -> str:
    """The canonical spelling of a decimal number: "52.440" and "5.244E1" are "52.44"."""
    try:
        parsed = Decimal(value)
    except InvalidOperation:
        raise GraphError(f"not a decimal number: {value!r}") from None
    if not parsed.is_finite() or abs(parsed.adjusted()) > LONGEST:
        raise GraphError(f"not a decimal number: {value!r}")
    spelled = format(parsed, "f")
    if "." in spelled:
        spelled = spelled.rstrip("0").rstrip(".")
    return "0" if spelled in ("-0", "") else spelled


def decimal(value: str | float) -> Literal:
    return Literal(number(str(value)), datatype=xsd("decimal"))


# ISO form -> the XSD type that holds it as precisely as it was stated.
_TIMES = (
    (re.compile("[0-9]{4}"), "gYear"),
    (re.compile("[0-9]{4}-[0-9]{2}"), "gYearMonth"),
    (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date"),
)
_QUARTER = re.compile("([0-9]{4})-Q([1-4])")


def time(iso: str) -> Literal:
    """The time as stated: a year, month or day is typed; a quarter, an interval or other ISO form is plain."""
    for form, datatype in _TIMES:
        if form.fullmatch(iso) and bounds(iso) != (None, None):
            return Literal(iso, datatype=xsd(datatype))
    return text(iso)


def bounds(iso: str) -> tuple[date | None, date | None]:
    """First and last day of a year, month, day, quarter or interval "start/end"; None where open or not a time.

    >>> bounds("2021-Q1")
    (datetime.date(2021, 1, 1), datetime.date(2021, 3, 31))
    """
    if "/" in iso:
        start, _, end = iso.partition("/")
        return bounds(start)[0], bounds(end)[1]
    if quarter := _QUARTER.fullmatch(iso):
        last = int(quarter[2]) * 3
        return _days(int(quarter[1]), last - 2, last)
    if not any(form.fullmatch(iso) for form, _ in _TIMES):
        return None, None
    year, month, day = (*map(int, iso.split("-")), None, None)[:3]
    assert year is not None
    return _days(year, month or 1, month or 12, day) if month != 0 and day != 0 else (None, None)


def _days(year: int, first: int, last: int, day: int | None = None) -> tuple[date | None, date | None]:
    """The first day of one month and the last of another, or one day; None for the thirtieth of February."""
    try:
        return date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])
    except ValueError:  # IllegalMonthError is one too
        return None, None


def day(value: date) -> Literal:
    return Literal(value.isoformat(), datatype=xsd("date"))
