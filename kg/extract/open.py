"""Open claims: propositions in the article's own words, outside of the ontology.

Two renderings of one n-ary proposition. `wide` is what open-information-extraction benchmarks read: one tuple whose
object runs over all arguments after the verb. `compact` is what a graph can hold: a named subject, one argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from kg.extract import qualifiers as details
from kg.extract import timing
from kg.extract.arguments import Arguments
from kg.extract.factuality import Factuality
from kg.extract.grammar import NOMINAL, OBLIQUES, is_copular, kids, lemma_of, noun_phrase, trim
from kg.extract.propositions import Proposition
from kg.extract.wording import dependents_after, object_span, predicate_words, subject_phrase, with_preposition
from kg.model import Argument, Claim, Predicate
from kg.model import Span as TextSpan

COMMAS = frozenset({",", "(", "—", "–", "-"})
# Share of right tuples by construction on CaRB dev.
CONFIDENCE = {
    "active": 0.7,
    "passive": 0.7,
    "control": 0.71,
    "copula": 0.61,
    "coordination": 0.6,
    "relative": 0.52,
    "participial": 0.44,
    "object control": 0.44,
    "apposition": 0.36,
    "reduced relative": 0.33,
    "title": 0.36,
}


def wide(p: Proposition, factuality: Factuality, arguments: Arguments, doc_id: str) -> Claim | None:
    """One tuple for the whole proposition; None when subject or object is missing."""
    subject = p.role("self") if p.construction == "copula" else p.role("object" if p.passive else "subject")
    if subject is None or (p.head.sent.text.rstrip().endswith("?") and factuality.question):
        return None
    words, span = predicate_words(p), object_span(p)
    if span is None and p.passive and words[-1].i == p.head.i and len(words) > 1:
        words, span = words[:-1], p.head.doc[p.head.i : p.head.i + 1]  # "was not | disbanded"
    if span is None or not words:
        return None
    words, span = with_preposition(words, span)
    left = subject_phrase(subject.head)
    if left.start < span.end and span.start < left.end:
        return None
    return claim(
        p, factuality, arguments, doc_id, text_argument(left, arguments), words, text_argument(span, arguments)
    )


def appositions(sentence: Span, arguments: Arguments, doc_id: str) -> Iterator[Claim]:
    """ "Cashel Byron, a prizefighter" as "Cashel Byron | is | a prizefighter"; the predicate's place is the comma."""
    for aside in sentence:
        if aside.dep_ != "appos" or aside.pos_ not in NOMINAL - {"NUM", "SYM"} or aside.i < aside.head.i:
            continue
        left, span = trim(noun_phrase(aside.head)), trim(noun_phrase(aside))
        if left.end > span.start or sentence.doc[span.start - 1].text not in COMMAS:
            continue
        offset, comma = arguments.offset, sentence.doc[span.start - 1]
        predicate = Predicate("open:be", "is", offset + comma.idx, offset + comma.idx + len(comma))
        yield Claim(
            doc_id,
            TextSpan(sentence.text, offset + sentence.start_char, offset + sentence.end_char),
            text_argument(left, arguments),
            predicate,
            text_argument(span, arguments),
            confidence=CONFIDENCE["apposition"],
            trace={"source": "open", "construction": "apposition"},
        )


def text_argument(span: Span, arguments: Arguments) -> Argument:
    offset = arguments.offset
    named = arguments.name(span.root)
    cls = named.type if named is not None else ""
    return Argument(
        span.text, offset + span.start_char, offset + span.end_char, cls, "name" if named is not None else "nominal"
    )


def claim(
    p: Proposition,
    factuality: Factuality,
    arguments: Arguments,
    doc_id: str,
    subject: Argument,
    words: list[Token],
    obj: Argument,
) -> Claim:
    offset, sentence = arguments.offset, p.head.sent
    first, last = min(words, key=lambda t: t.i), max(words, key=lambda t: t.i)
    predicate = Predicate(
        open_id(words, p), " ".join(t.text for t in words), offset + first.idx, offset + last.idx + len(last)
    )
    said = factuality.attribution
    if said is not None and said.cue == p.head.text:
        said = None  # "her husband wrote that ...": that he wrote is not what he says
    return Claim(
        doc_id,
        TextSpan(sentence.text, offset + sentence.start_char, offset + sentence.end_char),
        subject,
        predicate,
        obj,
        factuality.polarity,
        factuality.modality,
        details.source(said, arguments),
        timing.time(p, arguments, obj),
        tuple(details.stated(obj.start, obj.end, arguments)),
        CONFIDENCE.get(p.construction, 0.4),
        {"source": "open", "construction": p.construction},
    )


def open_id(words: list[Token], p: Proposition) -> str:
    """ "open:<lemma>" in camelCase with particle and preposition: "open:investIn"."""
    parts = [
        lemma_of(t)
        for t in words
        if t.i == p.head.i or t.dep_ == "compound:prt" or (t.dep_ in {"case", "fixed"} and t.lower_ != "by")
    ]
    if p.construction == "copula":
        parts = ["be", *parts]
    parts = [w for part in parts for w in part.split() if w.isalnum()] or [lemma_of(p.head)]
    return "open:" + parts[0] + "".join(w.capitalize() for w in parts[1:])


def compact(p: Proposition, facts: Callable[[], Factuality], arguments: Arguments, doc_id: str) -> Iterator[Claim]:
    """A claim per named subject and first argument; nothing when the subject is no one in particular."""
    subject_role = p.role("object" if p.passive else "subject")
    if p.pos != "verb" or is_copular(p.head) or subject_role is None:
        return
    target = p.role("subject", "object2") if p.passive else p.role("object")
    words = p.words
    if target is None:
        oblique = next(
            (c for c in dependents_after(p) if c.dep_ in OBLIQUES and arguments.mentions.time_at(c) is None), None
        )
        if oblique is None:
            return
        head, words = (
            oblique,
            [*words, *sorted([c for c in kids(oblique) if c.dep_ == "case" and c.i < oblique.i], key=lambda t: t.i)],
        )
    else:
        head = target.head
        words = [*words, *[c for c in kids(head) if c.dep_ == "case" and c.lower_ == "by"]] if p.passive else words
    obj = arguments.of(head)
    for subject in arguments.expand(subject_role.head):
        if subject.kind != "name" and subject.antecedent is None:
            continue
        if obj.kind == "pronoun" and obj.antecedent is None:
            continue
        if not subject.span.overlaps(obj.span) and not facts().question:
            yield claim(p, facts(), arguments, doc_id, subject, words, obj)
