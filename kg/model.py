"""The records that pass between stages: frozen, comparable, and the same after a trip through JSON.

Offsets are end-exclusive code points into the text of the article. `Claim.to_json` is the JSON-lines form that
`kg extract` prints and `Claim.from_json` reads; everything else about a claim (how it was found) travels in `trace`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, NamedTuple

Polarity = Literal["affirmed", "negated"]
Modality = Literal["asserted", "planned", "possible", "denied"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text; `text` is exactly the slice `[start:end]`."""

    text: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class SetAside:
    """Text that was read but not parsed, and why ("advertisement", "repeated paragraph" ...)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of one language to parse. `breaks` are sentence starts known beforehand (glued sentences, lists)."""

    start: int
    end: int
    language: str
    heading: bool = False
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One input text with what is known about it. `id` is the file's stem or the `id` of a JSONL line.

    `published` is an ISO 8601 date or None, `url` the address it was published at, `source` the path it was read from.
    """

    id: str
    text: str
    title: str = ""
    language: str = "en"
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    source: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    aside: tuple[SetAside, ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names or describes something. `type` is a class of the ontology (local name) or ""."""

    text: str
    start: int
    end: int
    type: str = ""
    kind: Literal["name", "nominal", "pronoun", "value", "time"] = "name"


@dataclass(frozen=True, slots=True)
class Argument:
    """A claim's subject or object: a mention, with what it stands for or the value it states.

    `id` is the entity's IRI, set by the Linker. `value` is normalised: a decimal number with `unit` an ISO 4217 code,
    "%" or a counted noun; or an ISO 8601 date with `unit` "date".
    """

    text: str
    start: int
    end: int
    type: str = ""
    kind: Literal["name", "nominal", "pronoun", "value", "time", "clause"] = "nominal"
    antecedent: Span | None = None
    value: str | None = None
    unit: str | None = None
    id: str | None = None

    @property
    def span(self) -> Span:
        return Span(self.text, self.start, self.end)

    @property
    def name(self) -> str:
        """The text that identifies the thing: the antecedent's where there is one."""
        return self.antecedent.text if self.antecedent else self.text


@dataclass(frozen=True, slots=True)
class Predicate:
    """`id` is "kg:<property>" or "open:<lemma>"; `text` the surface wording, negation and preposition included."""

    id: str
    text: str
    start: int
    end: int

    @property
    def property(self) -> str | None:
        """The local name of the ontology's property, None for an open predicate."""
        return self.id[3:] if self.id.startswith("kg:") else None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A detail of the claim. `name`: amount, metric, role, scope, place, comparator, hedge, currency..."""

    name: str
    text: str
    start: int
    end: int
    value: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so, as written; `id` is the source's IRI, set by the Linker.

    `kind` is how the source is written, "" where the extractor does not say; `antecedent` what "the firm" stands for.
    """

    text: str
    start: int
    end: int
    cue: str = ""
    type: str = ""
    id: str | None = None
    kind: Literal["", "name", "nominal", "pronoun"] = ""
    antecedent: Span | None = None

    @property
    def span(self) -> Span:
        return Span(self.text, self.start, self.end)

    @property
    def name(self) -> str:
        """The text that identifies the source: the antecedent's where there is one."""
        return self.antecedent.text if self.antecedent else self.text


@dataclass(frozen=True, slots=True)
class Time:
    """When: `iso` is YYYY, YYYY-MM, YYYY-MM-DD, YYYY-Qn, or an interval "start/end"; None when not normalised."""

    text: str
    start: int
    end: int
    iso: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what about what, how firmly, when, and where it is written.

    `trace` says how the claim was found: "source" (frame, open, head), "entry" (the lexical entry), "construction"
    (active, passive, apposition ...) and whatever else explains it.
    """

    doc: str
    sentence: Span
    subject: Argument
    predicate: Predicate
    object: Argument
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    attribution: Attribution | None = None
    time: Time | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    confidence: float = 0.5
    trace: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Hash of article, spans and property: the same claim has the same id in every build."""
        key = (self.doc, self.subject.start, self.subject.end, self.predicate.id, self.predicate.start,
               self.object.start, self.object.end, self.polarity, self.modality)
        return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:20]

    @property
    def is_fact(self) -> bool:
        """Affirmed and asserted: such a claim also stands as a plain triple."""
        return self.polarity == "affirmed" and self.modality == "asserted"

    def with_(self, **changes: Any) -> Claim:
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        row = asdict(self)
        for side in ("subject", "object"):
            row[side] = {k: v for k, v in row[side].items() if v is not None}
        if row["attribution"]:
            row["attribution"] = {k: v for k, v in row["attribution"].items() if v is not None}
        row["qualifiers"] = [{k: v for k, v in q.items() if v is not None} for q in row["qualifiers"]]
        row["trace"] = dict(self.trace)
        return row

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Claim:
        def fields(part: Mapping[str, Any]) -> dict[str, Any]:
            antecedent = part.get("antecedent")
            return {**part, "antecedent": Span(**antecedent) if antecedent else None}

        source = row.get("attribution")
        return cls(
            doc=row["doc"], sentence=Span(**row["sentence"]), subject=Argument(**fields(row["subject"])),
            predicate=Predicate(**row["predicate"]), object=Argument(**fields(row["object"])), polarity=row["polarity"],
            modality=row["modality"], attribution=Attribution(**fields(source)) if source else None,
            time=Time(**row["time"]) if row.get("time") else None,
            qualifiers=tuple(Qualifier(**q) for q in row.get("qualifiers", ())), confidence=row["confidence"],
            trace=dict(row.get("trace", {})),
        )


class ClassReason(NamedTuple):
    """A class that mentions of a thing were given, and why it is the thing's own, or who said so."""

    cls: str
    why: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing with its names. `labels` maps language to the preferred label; `aliases` are (text, language) pairs.

    `links` says why each name belongs to it: (name, reason). `same_as` are external IRIs that are certain. `former` are
    IRIs that it, or what is merged in it, may have had in earlier builds. `classes` is empty where all mentions agree
    on the class; else it has the chosen one first, then those that other mentions were given.
    """

    iri: str
    labels: Mapping[str, str]
    type: str = ""
    aliases: tuple[tuple[str, str], ...] = ()
    same_as: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    former: tuple[str, ...] = ()
    classes: tuple[ClassReason, ...] = ()
