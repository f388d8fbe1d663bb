"""The names that an article has mentioned so far: where each stands, how prominent it is, and what is said of it.

Pronouns and definite nouns choose among them (`coreference`, `nominal_reference`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.grammar import ANY_SUBJECT, first_conjunct
from kg.extract.mentions import Mentions, Name
from kg.extract.nominal_reference import Weighed, said_of
from kg.model import Span


@dataclass(frozen=True)
class Antecedent:
    span: Span
    type: str
    key: str = ""


@dataclass(frozen=True)
class Seen:
    """A name in the article: where it stands and how prominent its place in the sentence is (3 = main subject)."""

    text: str
    type: str
    span: Span
    sentence: int
    paragraph: int
    token: int
    rank: int
    key: str = ""
    about: frozenset[str] = frozenset()

    @property
    def of(self) -> str:
        """The longest form of the name in the article."""
        return self.key or self.text


def weighed(seen: Sequence[Seen]) -> dict[str, Weighed]:
    """What the names before say, by name. First are the most prominent names of the first sentence that has any."""
    out: dict[str, Weighed] = {}
    opening = [s.rank for s in seen if s.sentence == seen[0].sentence]
    for s in seen:
        first = s.sentence == seen[0].sentence and s.rank == max(opening)
        w = out.get(s.of, Weighed(words=frozenset(s.of.casefold().split()), first=first))
        out[s.of] = replace(
            w, about=w.about | s.about, sentences=(*w.sentences, s.sentence), ranks=(*w.ranks, s.rank)
        )
    return out


def latest(seen: Sequence[Seen], key: str | None) -> Antecedent | None:
    """The last mention of a name."""
    chosen = next((s for s in reversed(seen) if s.of == key), None)
    return Antecedent(chosen.span, chosen.type, chosen.of) if chosen is not None else None


def rank_of(token: Token) -> int:
    """3 subject of the main clause, 2 subject of another, 1 object or possessor of a subject, 0 anything else."""
    head = first_conjunct(token)
    if head.dep_ in ANY_SUBJECT:
        return (
            3 if first_conjunct(head.head).dep_ == "root" or head.head.dep_ in {"ROOT", "root", "ccomp", "conj"} else 2
        )
    if head.dep_ in {"obj", "iobj"} or (head.dep_ == "nmod:poss" and head.head.dep_ in ANY_SUBJECT):
        return 1
    return 0


def seen_in(
    mentions: Mentions,
    paragraph: int,
    offset: int,
    first_sentence: int,
    heading: bool = False,
    longest: Mapping[str, str] | None = None,
    places: Mapping[str, str] | None = None,
) -> list[Seen]:
    """The names of one paragraph in reading order; sentences are numbered on from `first_sentence`.

    `longest` gives short names' long forms (`long_forms`), `places` the places of adjectives.
    """
    numbers = {s.start: n for n, s in enumerate(mentions.doc.sents, first_sentence)}
    out = []
    for name in mentions.names:
        span = mentions.doc[name.start:name.end]
        root = name_root(name, mentions)
        out.append(Seen(span.text, name.type, Span(span.text, offset + span.start_char, offset + span.end_char),
                        numbers[root.sent.start], paragraph, root.i, 0 if heading else rank_of(root),
                        (longest or {}).get(span.text, span.text), said_of(root, name, places or {})))
    return out


def long_forms(names: Iterable[tuple[str, str]], known: Collection[str]) -> dict[str, str]:
    """Short name -> the one longer name before it that begins with it or, for a person, ends with it; (name, class) in
    the order of the article. A name that is known by itself is short for nothing: "Alibaba" is not Alibaba Cloud."""
    order = dict.fromkeys(names)
    found: dict[str, str] = {}
    for number, (short, cls) in enumerate(order):
        if short in known and cls != "Person":
            continue
        words = short.split()
        longer = [
            text
            for text, other in list(order)[:number]
            if other == cls and len(text.split()) > len(words)
            and (text.split()[: len(words)] == words or (cls == "Person" and text.split()[-len(words) :] == words))
        ]
        if len(set(longer)) == 1:
            found[short] = longer[0]
    return found


def name_root(name: Name, mentions: Mentions) -> Token:
    return mentions.doc[name.start:name.end].root
