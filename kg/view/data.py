"""From records to the data of the page, as explorer/src/data.ts reads it: rows instead of objects, each text once.

Nodes are numbered by importance, entities before values, so that the page can begin with the most connected ones. All
strings are as hostile as the articles they come from; the page writes them as text only.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from kg import vocab
from kg.view.layout import Layout, to_layout
from kg.view.records import ArticleRecord, ClaimRecord, Records, Thing
from kg.view.style import OTHER, STATUSES, UNNAMED, VALUE, ClassStyle, Vocabulary, class_style

FORMAT = 1
_BETWEEN = re.compile(r"_|(?<=[^\W_A-Z])[A-Z]")  # between the words of an open predicate


def to_data(records: Records, vocabulary: Vocabulary, *, title: str, language: str) -> dict[str, Any]:
    """What the page is made of. The same records give the same data, whatever order they come in."""
    claims = sorted(records.claims, key=lambda claim: claim.iri)
    keys = ranked(records)
    numbers = {key: number for number, key in enumerate(keys)}
    layout = _layout(records, keys)
    kinds = _kinds(records, vocabulary, language)
    properties = sorted({claim.property for claim in claims})
    articles = sorted(records.articles, key=lambda article: article.iri)
    kind_numbers = {kind: number for number, kind in enumerate(kinds)}
    lookup = (numbers, {name: n for n, name in enumerate(properties)}, {a.iri: n for n, a in enumerate(articles)})
    return {
        "format": FORMAT, "title": title, "language": language, "base": vocab.BASE, "prefixes": dict(vocab.PREFIXES),
        "kinds": [{"id": kind, "label": label, "color": style.color, "shape": style.shape}
                  for kind, (label, style) in kinds.items()],
        "statuses": [{"id": kind, "label": s.label, "color": s.color, "dashes": list(s.dashes), "arrow": s.arrow,
                      "prefix": s.prefix, "help": s.help} for kind, s in STATUSES.items()],
        "properties": [[name, property_label(name, vocabulary, language)] for name in properties],
        "articles": [_article(article) for article in articles],
        "nodes": [_node(records.things[key], kind_numbers[kind_of(records.things[key])], place, group)
                  for key, place, group in zip(keys, layout.places, layout.groups, strict=True)],
        "claims": [_claim(claim, *lookup) for claim in claims],
    }


def _layout(records: Records, keys: list[str]) -> Layout:
    numbers = {key: number for number, key in enumerate(keys)}
    return to_layout(keys, Counter(_pair(numbers, claim) for claim in records.claims))


def place(records: Records) -> dict[str, tuple[int, int]]:
    """Where each thing stands, by key, most important first."""
    keys = ranked(records)
    return dict(zip(keys, _layout(records, keys).places, strict=True))


def ranked(records: Records) -> list[str]:
    """The keys of all things: what is named before what is not and values, most claims first, then by name."""
    degree = Counter(key for claim in records.claims for key in {claim.subject, claim.object})

    def rank(thing: Thing) -> tuple[bool, bool, int, str, str]:
        return thing.value, thing.unnamed, -degree[thing.key], thing.label, thing.key

    return [thing.key for thing in sorted(records.things.values(), key=rank)]


def _pair(numbers: dict[str, int], claim: ClaimRecord) -> tuple[int, int]:
    one, other = numbers[claim.subject], numbers[claim.object]
    return min(one, other), max(one, other)


def kind_of(thing: Thing) -> str:
    """The key of a thing's line in the legend: its class, or what else it is."""
    if thing.value:
        return "value"
    return "unnamed" if thing.unnamed else thing.cls or "other"


def _kinds(records: Records, vocabulary: Vocabulary, language: str) -> dict[str, tuple[str, ClassStyle]]:
    """The label and style of each kind there is, most frequent first, those that are no class last."""
    others = {"other": ("Not classified", OTHER), "unnamed": ("Not named", UNNAMED), "value": ("Values, dates", VALUE)}
    counts = Counter(kind_of(thing) for thing in records.things.values())
    order = sorted(counts, key=lambda kind: (kind in others, -counts[kind], kind))
    return {kind: others.get(kind) or (_capital(vocabulary.label(kind, language)), class_style(kind, vocabulary))
            for kind in order}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def property_label(name: str, vocabulary: Vocabulary, language: str) -> str:
    """The ontology's label of a property; of an open predicate, its lemma.

    >>> property_label("open:investIn", None, "en"), property_label("open:lose_ground", None, "en")
    ('invest in', 'lose ground')
    """
    kind, _, local = name.partition(":")
    if kind != "open":
        return vocabulary.label(local, language)
    return _BETWEEN.sub(lambda found: " " + found[0].strip("_").lower(), local)


def _node(thing: Thing, kind: int, place: tuple[int, int], group: int) -> list[Any]:
    more = {"names": thing.aliases, "same": thing.same_as, "why": thing.reasons, "number": thing.number,
            "unit": thing.unit}
    row = [_term(thing.term), thing.label, kind, *place, group, {name: value for name, value in more.items() if value}]
    return row if row[-1] else row[:-1]


def _term(term: str) -> str:
    """An RDF term, without the base that most IRIs share: "entity/Alibaba", "<http://...>", "\\"2021\\"^^<...>"."""
    return term[1 + len(vocab.BASE):-1] if term.startswith("<" + vocab.BASE) else term


def _claim(claim: ClaimRecord, nodes: dict[str, int], properties: dict[str, int], articles: dict[str, int]
           ) -> list[Any]:
    """Id, subject, property, object, status, confidence, article, then spans, then what only some claims have."""
    more = {"time": claim.time, "days": list(claim.days) if any(claim.days) else "",
            "by": [[nodes.get(key, -1), name] for key, name in claim.sources],
            "details": [list(pair) for pair in claim.details], "how": [list(step) for step in claim.steps]}
    return [claim.iri.removeprefix(vocab.CLAIM), nodes[claim.subject], properties[claim.property],
            nodes[claim.object], list(STATUSES).index(claim.status), round(claim.confidence, 4),
            articles.get(claim.article, -1), *claim.sentence, *(edge for span in claim.spans for edge in span),
            {name: value for name, value in more.items() if value}]


def _article(article: ArticleRecord) -> dict[str, Any]:
    row = {"iri": _term(f"<{article.iri}>"), "id": article.id, "text": article.text, "language": article.language,
           "title": article.title, "date": article.date, "publisher": article.publisher, "url": article.url,
           "aside": [list(span) for span in article.aside]}
    return {name: value for name, value in row.items() if value}

