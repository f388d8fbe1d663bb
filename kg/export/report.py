"""A report in Markdown: the articles, then each entity with its names and claims, each claim with its sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.export.batches import batched
from kg.export.lines import in_order
from kg.export.records import members
from kg.lookup import Statement
from kg.lookup.statements import labels, local, rows, statements, values
from kg.store import Queried

THINGS, CLAIMS = 20, 100
"""Entities, and claims, that are asked for at once."""

_ARTICLES = """SELECT ?article ?id ?title ?date ?publisher { VALUES ?article { %s }
  ?article schema:identifier ?id
  OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:publisher ?publisher } }"""
_CLAIMS = "SELECT DISTINCT ?e ?claim { VALUES ?e { %s } ?claim rdf:subject ?e ; a kg:Claim }"
_CLASSES = "SELECT DISTINCT ?e ?c { VALUES ?e { %s } ?e a ?c FILTER(?c NOT IN (kg:Entity, owl:Thing)) } ORDER BY ?e ?c"
_SPECIAL = "\\`*_{}[]<>()#+-.!|~&"


def report_lines(store: Queried, language: str = "en") -> Iterator[str]:
    """The lines of the report. Text from articles is escaped: nothing in it becomes a link, a heading or HTML."""
    yield "# Claims"
    yield from ("", "## Articles", "")
    for line in in_order(_articles(store)):
        yield line.rpartition(b"\t")[2].rstrip(b"\n").decode()
    for part in batched(members(store, "kg:Entity"), THINGS):
        yield from _entities(store, part, language)


def _articles(store: Queried) -> Iterator[bytes]:
    """A line for each article, behind what it is sorted by."""
    for part in batched(members(store, "schema:NewsArticle"), CLAIMS):
        for row in rows(store, _ARTICLES % values(part)):
            known = [row[name].value for name in ("title", "publisher", "date") if name in row]
            place = [" ".join(row[name].value.split()) if name in row else "" for name in ("date", "id")]
            yield "\t".join((*place, f"- {markdown(', '.join(known) or row['id'].value)}\n")).encode()


def _entities(store: Queried, part: list[str], language: str) -> Iterator[str]:
    wanted, told = values(part), defaultdict[str, list[str]](list)
    for row in rows(store, _CLAIMS % wanted):
        told[row["e"].value].append(row["claim"].value)
    called = labels(store, part, language)
    classes = {row["e"].value: local(row["c"].value) for row in rows(store, _CLASSES % wanted)}
    for entity in part:
        if told[entity]:
            yield from ("", f"## {markdown(called.get(entity, entity))} ({classes.get(entity, 'Thing')})", "")
            about = [one for some in batched(told[entity], CLAIMS) for one in statements(store, some, language)]
            for one in sorted(about, key=lambda one: (one.time or one.evidence.date, one.id)):
                yield from _claim(one)


def _claim(one: Statement) -> Iterator[str]:
    details = [one.status, one.time, f"says {one.attribution}" if one.attribution else "",
               *(f"{name} {value}" for name, value in one.qualifiers)]
    said = f"**{markdown(one.predicate.label)}** {markdown(one.object.label)}"
    yield f"- {said} ({markdown(', '.join(part for part in details if part))})"
    origin = ", ".join(part for part in (one.evidence.title or one.evidence.article, one.evidence.publisher,
                                         one.evidence.date) if part)
    yield f"  > {markdown(one.evidence.sentence)} — {markdown(origin)}"


def markdown(text: str) -> str:
    """The text as Markdown shows it, on one line: https://spec.commonmark.org/0.31.2/#backslash-escapes."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return "".join(f"\\{c}" if c in _SPECIAL else c for c in line)
