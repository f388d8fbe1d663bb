"""What a paragraph mentions: names with their classes, amounts and dates, each bound to its tokens.

A name's class is a vote over the article with the names known beforehand: the encoder calls the same company ORG
eighteen times and PERSON three; the reader does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from kg.extract.classes import class_in_name
from kg.extract.values import Quantity, TimeExpression, dates, quantities
from kg.ontology import Ontology

CLASSES = {"PERSON": "Person", "ORG": "Organization", "PLACE": "Place", "PRODUCT": "Product", "LAW": "LegalInstrument",
           "EVENT": "Event", "WORK": "CreativeWork", "NORP": "Group", "MISC": "", "GPE": "Place", "LOC": "Place",
           "PER": "Person"}
# The encoder's labels that name a thing; NORP ("Chinese") describes one, and MISC ("AI") is no class of ours.
NAMING = frozenset(CLASSES) - {"NORP", "MISC"}


@dataclass(frozen=True)
class Name:
    """A name in a paragraph: token indices [start, end) and the class of the ontology, "" when unknown."""

    start: int
    end: int
    type: str
    label: str


@dataclass
class Mentions:
    """The names, quantities and times of one Doc, found by token."""

    doc: Doc
    names: list[Name] = field(default_factory=list)
    quantities: list[tuple[int, int, Quantity]] = field(default_factory=list)
    times: list[tuple[int, int, TimeExpression]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.doc.text  # a Doc puts its words together anew whenever it is asked
        self._name = {i: n for n in self.names for i in range(n.start, n.end)}
        self._quantity = {i: q for q in self.quantities for i in range(q[0], q[1])}
        self._time = {i: t for t in self.times for i in range(t[0], t[1])}

    def name_at(self, token: Token) -> Name | None:
        return self._name.get(token.i)

    def quantity_at(self, token: Token) -> tuple[int, int, Quantity] | None:
        return self._quantity.get(token.i)

    def time_at(self, token: Token) -> tuple[int, int, TimeExpression] | None:
        return self._time.get(token.i)


class Gazetteer:
    """The names known beforehand, matched on tokens; the longest wins."""

    def __init__(self, ontology: Ontology, vocab: Vocab, language: str) -> None:
        self._types: dict[str, str] = {}
        self._matcher = PhraseMatcher(vocab, attr="ORTH")
        self.compatible, self.ontology = ontology.compatible, ontology
        self.forms: dict[str, str] = {}
        self.ambiguous = {
            text: known.type for known in ontology.names for text, lang in known.ambiguous if lang == language
        }
        for known in ontology.names:
            for text, lang in known.forms:
                if lang == language:
                    self.forms.setdefault(text, known.type)

    def add_to(self, tokenize: Callable[[str], Doc]) -> None:
        """Compile the patterns with the pipeline's own tokenizer."""
        for text, cls in self.forms.items():
            self._types[text] = cls
            self._matcher.add(cls or "Thing", [tokenize(text)])

    def find(self, doc: Doc) -> list[Name]:
        spans = [Span(doc, start, end, label=key) for key, start, end in self._matcher(doc)]
        best: dict[int, Name] = {}
        for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
            if any(i in best for i in range(span.start, span.end)):
                continue
            name = Name(span.start, span.end, span.label_, "KNOWN")
            best.update(dict.fromkeys(range(span.start, span.end), name))
        return sorted(set(best.values()), key=lambda n: n.start)


def vote(docs: Iterable[Doc], known: Mapping[str, str]) -> dict[str, str]:
    """Surface form -> encoder label with the most votes over the article; known names keep their class elsewhere."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for doc in docs:
        for ent in doc.ents:
            if ent.label_ in NAMING:
                counts[ent.text][ent.label_] += 1
    winners = {text: max(sorted(c), key=lambda label: c[label]) for text, c in counts.items() if text not in known}
    people = {text.split()[-1] for text, label in winners.items() if label in {"PERSON", "PER"} and " " in text}
    people |= {text.split()[-1] for text, cls in known.items() if cls == "Person" and " " in text and text in counts}
    return {text: "PERSON" if text in people else label for text, label in winners.items()}


TRIM_FRONT = frozenset({"the", "a", "an", "'s", "’s", "“", '"', "‘", "'", "(", "**", "*", "-"})
TRIM_BACK = frozenset({"'s", "’s", "”", '"', "’", "'", ")", ",", "**", "*", "-", "."})
FAMILIES = frozenset({"family", "families", "brothers", "sisters", "siblings", "clan", "dynasty", "twins"})
WORDY = re.compile(r"\w")
KIND = re.compile(r"[A-Z]{2,5}s")  # an acronym in the plural names no one thing: SMEs, GPUs


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].lower_ in TRIM_FRONT or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].lower_ in TRIM_BACK or doc[end - 1].is_space):
        if doc[end - 1].text == "." and end - 2 >= start and not doc[end - 2].whitespace_ and len(doc[end - 2]) <= 4:
            break  # "Inc."
        end -= 1
    for i in range(start + 1, end - 1):  # "Palisade Health's CFO": a possessor and what it possesses
        if doc[i].lower_ in {"'s", "’s"} and (doc[i + 1].is_lower or doc[i + 1].is_upper):
            return start, i
    return start, end


def is_family(doc: Doc, start: int, end: int) -> bool:
    """A surname between "the" and the word for those who bear it."""
    return start > 0 and end < len(doc) and doc[start - 1].lower_ == "the" and doc[end].lower_ in FAMILIES


def names_of(doc: Doc, gazetteer: Gazetteer, votes: Mapping[str, str], heading: bool = False) -> list[Name]:
    """Known names first, then the encoder's, typed by the vote. A known name inside a longer found name is part of it
    ("Alibaba" in "Alibaba Token Hub"); a found name inside a known one gives way."""
    known = gazetteer.find(doc)
    found = []
    for ent in doc.ents:
        if ent.label_ not in NAMING:
            continue
        start, end = _trimmed(doc, ent.start, ent.end)
        text = doc[start:end].text
        if start < end and WORDY.search(text) and (text in gazetteer.forms or not KIND.fullmatch(text)):
            label = votes.get(text, votes.get(ent.text, ent.label_))
            cls = CLASSES.get(label, "")
            if text in gazetteer.ambiguous and gazetteer.compatible(gazetteer.ambiguous[text], cls):
                cls = gazetteer.ambiguous[text]  # "Target", "Meta": a common word that here is a name of its class
            if cls == "Organization":
                cls = class_in_name(text, gazetteer.ontology) or cls
            if cls in {"Person", "Organization", ""} and is_family(doc, start, end):
                end, cls = end + 1, "Group"  # "the Etcheverry family"
            found.append(Name(start, end, cls, label))
    if heading:  # title case deceives the encoder: only names known beforehand or voted for in the body count
        found = [n for n in found if doc[n.start:n.end].text in votes and n.end - n.start <= 3]
    taken: dict[int, Name] = {}
    for name in sorted([*found, *known], key=lambda n: (n.start - n.end, n.label != "KNOWN", n.start)):
        if not any(i in taken for i in range(name.start, name.end)):
            taken.update(dict.fromkeys(range(name.start, name.end), name))
    return sorted(set(taken.values()), key=lambda n: n.start)


def bound(
    doc: Doc, items: Sequence[Quantity] | Sequence[TimeExpression]
) -> Iterator[tuple[int, int, Quantity | TimeExpression]]:
    """Character offsets as token indices (the tokens the item touches)."""
    for item in items:
        span = doc.char_span(item.start, item.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, item


def mentions_of(doc: Doc, gazetteer: Gazetteer, votes: Mapping[str, str], *, language: str, published: str | None,
                heading: bool = False) -> Mentions:
    """All mentions of one paragraph's Doc. Numbers inside names ("Qwen 2.5", "36Kr") are no quantities."""
    names = names_of(doc, gazetteer, votes, heading)
    named = {i for n in names for i in range(n.start, n.end)}
    times = [(a, b, t) for a, b, t in bound(doc, dates(doc.text, language, published))
             if isinstance(t, TimeExpression) and not named.issuperset(range(a, b))]
    timed = {i for a, b, _ in times for i in range(a, b)}
    amounts = [(a, b, q) for a, b, q in bound(doc, quantities(doc.text, language))
               if isinstance(q, Quantity) and not any(i in named or i in timed for i in range(a, b))]
    return Mentions(doc, names, amounts, times)
