"""From the quads of a graph to what a picture of it needs: things, claims and articles as plain records.

A value is a thing of its own beside each thing it is said of: "2021" or "20%" joins nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import Literal, Quad

from kg import vocab
from kg.graph.index import Index, Term, labels, members, name, objects, to_index
from kg.view.style import status

PARTS = ("subject", "predicate", "object")
QUALIFIERS = ("amount", "metric", "role", "scope", "place", "comparator", "hedge", "currency")
STEPS = {"foundBy": "found by", "construction": "construction", "lexicalEntry": "lexical entry",
         "attributionCue": "attribution cue"}
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
RDF, KG, OA, SCHEMA = vocab.RDF, vocab.KG, vocab.OA, vocab.SCHEMA
NUMBERS = (KG + "value", KG + "minValue", KG + "maxValue")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Thing:
    """What a claim is about. `term` is its RDF term as N-Triples writes it, `number` what a value counts."""

    key: str
    term: str
    label: str
    cls: str = ""
    value: bool = False
    unnamed: bool = False
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    number: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim by the keys of its things. Spans are end-exclusive code points into the text of `article` (its IRI).

    `time` is as stated, `days` its first and last day; `sources` are (key or "", name); `details` and `steps` are
    (name, text): its qualifiers, and how it was found.
    """

    iri: str
    subject: str
    property: str
    object: str
    status: str
    confidence: float
    article: str
    sentence: Span
    spans: tuple[Span, Span, Span]
    time: str = ""
    days: tuple[str, str] = ("", "")
    sources: tuple[tuple[str, str], ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article with its text; `aside` are (start, end, reason) of what was read but not parsed."""

    iri: str
    id: str
    text: str
    language: str = ""
    title: str = ""
    date: str = ""
    publisher: str = ""
    url: str = ""
    aside: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """Things by key; claims and articles in the order of their IRIs."""

    things: dict[str, Thing] = field(default_factory=dict)
    claims: list[ClaimRecord] = field(default_factory=list)
    articles: list[ArticleRecord] = field(default_factory=list)


def to_records(quads: Iterable[Quad], language: str = "en") -> Records:
    """The records of a graph. Names are in `language` where the graph has them, else in the first that it has."""
    index, records = to_index(quads), Records()
    for iri in members(index, KG + "Claim"):
        records.claims.append(_claim(records.things, index, iri, language))
    aside = _aside(index)
    for iri in members(index, SCHEMA + "NewsArticle"):
        records.articles.append(_article(index, iri, tuple(sorted(aside.get(iri, ())))))
    return records


def _one(index: Index, subject: str, predicate: str) -> str:
    """The first object of a subject and predicate, an IRI or a literal's text; "" where there is none."""
    found = objects(index, subject, predicate)
    return found[0].value if found else ""


def _values(index: Index, subject: str, predicate: str) -> tuple[str, ...]:
    return tuple(term.value for term in objects(index, subject, predicate))


def _claim(things: dict[str, Thing], index: Index, iri: str, language: str) -> ClaimRecord:
    claim = index[iri]
    subject, predicate, object_ = (claim[RDF + part][0] for part in PARTS)
    source = _thing(things, index, subject, "", language)
    kinds = (_one(index, iri, KG + kind).rpartition("#")[2] for kind in ("polarity", "modality"))
    evidence = _one(index, iri, vocab.PROV + "wasDerivedFrom")
    told = objects(index, iri, KG + "attributedTo")
    spans = [(int(_one(index, iri, f"{KG}{part}Start") or 0), int(_one(index, iri, f"{KG}{part}End") or 0))
             for part in PARTS]
    return ClaimRecord(
        iri=iri, subject=source, property=vocab.compact(predicate.value),
        object=_thing(things, index, object_, source, language), status=status(*kinds),
        confidence=float(_one(index, iri, KG + "confidence") or 0), article=_one(index, evidence, OA + "hasSource"),
        sentence=_position(index, evidence), spans=(spans[0], spans[1], spans[2]),
        time=_one(index, iri, KG + "time") or _one(index, iri, KG + "timeText"),
        days=(_one(index, iri, KG + "timeStart"), _one(index, iri, KG + "timeEnd")),
        sources=tuple((_thing(things, index, term, "", language), name(index, term.value, language)) for term in told),
        details=tuple(_details(index, iri, language)), steps=tuple(_steps(index, iri)))


def _position(index: Index, node: str) -> Span:
    """The span of a node's position selector."""
    for selector in _values(index, node, OA + "hasSelector"):
        if OA + "start" in index.get(selector, {}):
            return int(_one(index, selector, OA + "start")), int(_one(index, selector, OA + "end"))
    return 0, 0


def _thing(things: dict[str, Thing], index: Index, term: Term, owner: str, language: str) -> str:
    """Adds what a term stands for and returns its key; a value's key holds the `owner` it is said of."""
    text = term.value
    if _is_value(index, term):
        key = f"{owner} {text}"
        things.setdefault(key, _value(index, key, term))
        return key
    if text not in things:
        classes = sorted({kind.value.removeprefix(KG) for kind in objects(index, text, RDF + "type")
                          if kind.value.startswith(KG)} - {"Entity"})
        label = name(index, text, language)
        names = {alias.value for alias in [*labels(index, text), *objects(index, text, vocab.SKOS + "altLabel")]}
        things[text] = Thing(
            text, str(term), label, classes[0] if classes else "", unnamed=_one(index, text, KG + "unnamed") == "true",
            aliases=tuple(sorted(names - {label})), same_as=_values(index, text, SCHEMA + "sameAs"),
            reasons=_values(index, text, KG + "nameReason"))
    return text


def _is_value(index: Index, term: Term) -> bool:
    return isinstance(term, Literal) or not index.get(term.value, {}).keys().isdisjoint(NUMBERS)


def _value(index: Index, key: str, term: Term) -> Thing:
    numbers = [number for part in NUMBERS if (number := _one(index, term.value, part))]
    if isinstance(term, Literal) or not numbers:
        return Thing(key, str(term), term.value, value=True)
    kind = _one(index, term.value, RDF + "type").removeprefix(KG)
    return Thing(key, str(term), _spelled(index, term), kind, value=True, number=numbers[-1],
                 unit=_one(index, term.value, KG + "unit"))


def _spelled(index: Index, term: Term) -> str:
    """A literal's text, or a number or range with its unit in words: "380 billion CNY", "15–20%"."""
    numbers = [number for part in NUMBERS if (number := _one(index, term.value, part))]
    if isinstance(term, Literal) or not numbers:
        return term.value
    unit = _one(index, term.value, KG + "unit")
    return "–".join(spell(Decimal(number)) for number in numbers) + (unit if unit == "%" else f" {unit}".rstrip())


def spell(number: Decimal) -> str:
    """A number for people.

    >>> spell(Decimal("52440000000")), spell(Decimal("4000")), spell(Decimal("0.5"))
    ('52.44 billion', '4,000', '0.5')
    """
    for scale, word in SCALES:
        if abs(number) >= scale and (number / scale * 1000) % 1 == 0:
            return f"{(number / scale).normalize():f} {word}"
    return f"{number:,f}"


def _details(index: Index, iri: str, language: str) -> Iterable[tuple[str, str]]:
    """The claim's qualifiers: those of the ontology in their order, then grammatical arguments by name."""
    found = [(kind, KG + kind) for kind in QUALIFIERS]
    found += [(p.removeprefix(vocab.ARG), p) for p in sorted(index[iri]) if p.startswith(vocab.ARG)]
    for kind, predicate in found:
        for term in objects(index, iri, predicate):
            yield kind, _spelled(index, term) if _is_value(index, term) else name(index, term.value, language)


def _steps(index: Index, iri: str) -> Iterable[tuple[str, str]]:
    """How the claim was found, step by step."""
    for local, word in STEPS.items():
        for text in _values(index, iri, KG + local):
            yield word, vocab.compact(text)
    for line in _values(index, iri, KG + "trace"):
        step, _, text = line.partition(": ")
        yield step, text


def _aside(index: Index) -> dict[str, list[tuple[int, int, str]]]:
    """What was set aside, by article."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for node in members(index, KG + "SetAside"):
        place = (*_position(index, node), _one(index, node, KG + "asideReason"))
        found.setdefault(_one(index, node, OA + "hasSource"), []).append(place)
    return found


def _article(index: Index, iri: str, aside: tuple[tuple[int, int, str], ...]) -> ArticleRecord:
    def field_(local: str) -> str:
        return _one(index, iri, SCHEMA + local)

    return ArticleRecord(iri, field_("identifier"), field_("text"), field_("inLanguage"), field_("headline"),
                         field_("datePublished"), field_("publisher"), field_("url"), aside)
