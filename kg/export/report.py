"""A report in Markdown: the articles, then each entity with its names and claims, each claim with its sentence."""

from __future__ import annotations

from collections.abc import Iterator

from kg.export.batches import batched
from kg.export.records import BATCH
from kg.lookup import Statement
from kg.lookup.statements import labels, local, rows, statements, values
from kg.store import Store

_ARTICLES = """SELECT DISTINCT ?article ?id ?title ?date ?publisher {
  ?article a schema:NewsArticle ; schema:identifier ?id
  OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:publisher ?publisher } } ORDER BY ?date ?id"""
_ENTITIES = "SELECT DISTINCT ?e { ?e a kg:Entity } ORDER BY ?e"
_CLAIMS = "SELECT DISTINCT ?e ?claim { VALUES ?e { %s } ?claim rdf:subject ?e ; a kg:Claim } ORDER BY ?e ?claim"
_CLASSES = "SELECT DISTINCT ?e ?c { VALUES ?e { %s } ?e a ?c FILTER(?c NOT IN (kg:Entity, owl:Thing)) } ORDER BY ?e ?c"
_SPECIAL = "\\`*_{}[]<>()#+-.!|~&"


def report_lines(store: Store, language: str = "en") -> Iterator[str]:
    """The lines of the report. Text from articles is escaped: nothing in it becomes a link, a heading or HTML."""
    yield "# Claims"
    yield from ("", "## Articles", "")
    for row in rows(store, _ARTICLES):
        known = [row[name].value for name in ("title", "publisher", "date") if name in row]
        yield f"- {markdown(', '.join(known) or row['id'].value)}"
    for part in batched((row["e"].value for row in rows(store, _ENTITIES)), BATCH):
        yield from _entities(store, part, language)


def _entities(store: Store, part: list[str], language: str) -> Iterator[str]:
    wanted = values(part)
    called, told = labels(store, part, language), list(rows(store, _CLAIMS % wanted))
    classes = {row["e"].value: local(row["c"].value) for row in rows(store, _CLASSES % wanted)}
    claims = [row["claim"].value for row in told]
    of = {one.id: one for one in statements(store, claims, language)} if claims else {}
    for entity in part:
        about = [of[iri.rpartition("/")[2]] for iri in (row["claim"].value for row in told if row["e"].value == entity)]
        if about:
            kind = classes.get(entity, "Thing")
            yield from ("", f"## {markdown(called.get(entity, entity))} ({kind})", "")
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
