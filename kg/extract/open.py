"""Open claims: propositions in the article's own words, outside of the ontology.

Two renderings of one n-ary proposition. `wide` is what open-information-extraction benchmarks read: one tuple whose
object runs over all arguments after the verb. `compact` is what a graph can hold: a named subject, one argument.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kg.extract.arguments import Arguments
from kg.extract.factuality import Factuality
from kg.extract.grammar import ANY_SUBJECT, AUXILIARIES, OBLIQUES, RELATIVIZERS, is_copular, lemma_of, noun_phrase, trim
from kg.extract.propositions import Proposition
from kg.model import Argument, Claim, Predicate
from kg.model import Span as TextSpan

# Share of right tuples by construction on CaRB dev.
CONFIDENCE = {"active": 0.7, "passive": 0.7, "control": 0.71, "copula": 0.61, "coordination": 0.6, "relative": 0.52,
              "participial": 0.44, "object control": 0.44, "apposition": 0.36, "reduced relative": 0.33, "title": 0.36}


def wide(p: Proposition, factuality: Factuality, arguments: Arguments, doc_id: str) -> Claim | None:
    """One tuple for the whole proposition; None when subject or object is missing."""
    subject = p.role("self") if p.construction == "copula" else p.role("object" if p.passive else "subject")
    if subject is None or p.head.sent.text.rstrip().endswith("?") and factuality.question:
        return None
    words, span = predicate_words(p), object_span(p)
    if span is None or not words:
        return None
    words, span = with_preposition(words, span)
    left = subject_phrase(subject.head, p)
    if left.start < span.end and span.start < left.end:
        return None
    return claim(p, factuality, arguments, doc_id, text_argument(left, arguments), words, text_argument(span, arguments))


def subject_phrase(head: Token, p: Proposition) -> Span:
    """The subject with what belongs to it, without the relative clause the predicate itself stands in."""
    return trim(noun_phrase(head))


def predicate_words(p: Proposition) -> list[Token]:
    if p.construction == "copula":
        return sorted([c for c in p.head.children if c.dep_ in AUXILIARIES or (c.dep_ == "advmod" and c.lower_ in {"not", "n't"})],
                      key=lambda t: t.i)
    words = p.words
    if p.construction == "coordination" and p.passive:
        return words
    return words


def dependents_after(p: Proposition) -> list[Token]:
    """The arguments of the predicate that follow it, in order."""
    skip = ANY_SUBJECT | AUXILIARIES | {"punct", "conj", "cc", "mark", "parataxis", "advcl", "discourse", "vocative",
                                        "compound:prt", "expl", "advcl:relcl", "dep", "list"}
    out = [c for c in p.head.children if c.i > p.head.i and c.dep_ not in skip and not (
        c.dep_ == "obj" and c.lower_ in RELATIVIZERS)]
    return sorted(out, key=lambda t: t.i)


def object_span(p: Proposition) -> Span | None:
    """The contiguous run of arguments after the predicate; for a copula the predicate noun phrase itself."""
    doc: Doc = p.head.doc
    if p.construction == "copula":
        low, high = extent(p.head, {"punct", "nsubj", "nsubj:pass", "cop", "aux", "conj", "cc", "parataxis", "advcl", "mark", "expl",
                                    "nsubj:outer", "csubj", "acl:relcl", "appos", "discourse"})
        cops = [c.i for c in p.head.children if c.dep_ == "cop"]
        low = max(low, max(cops) + 1) if cops and max(cops) < p.head.i else low
        if any(doc[i].lower_ in {"not", "n't"} for i in range(low, min(low + 1, high))):
            low += 1
        return trim(doc[low:high + 1])
    after = dependents_after(p)
    if not after:
        before = [c for c in p.head.children if c.dep_ in {"obj"} | OBLIQUES and c.i < p.head.i and c.lower_ not in RELATIVIZERS]
        gap = next((r for r in p.roles if r.name == "object" and not p.passive and r.head.i < p.head.i), None)
        if gap is not None:
            return trim(noun_phrase(gap.head))
        return trim(noun_phrase(before[0], loose=True)) if before else None
    low = extent(after[0], {"punct"})[0]
    high = low
    for c in after:
        a, b = extent(c, {"punct", "parataxis"})
        if a > high + 2 and c is not after[0]:
            break
        high = max(high, b)
    return trim(doc[low:high + 1]) if low > p.head.i else None


def extent(token: Token, blocked: set[str]) -> tuple[int, int]:
    low = high = token.i
    for c in token.children:
        if c.dep_ in blocked:
            continue
        a, b = extent(c, {"punct"} if "punct" in blocked else set())
        low, high = min(low, a), max(high, b)
    return low, high


def with_preposition(words: list[Token], span: Span) -> tuple[list[Token], Span]:
    """"invested | in Cainiao" reads "invested in | Cainiao"; so does a passive's "by"."""
    doc, start = span.doc, span.start
    taken = []
    while start < span.end - 1 and doc[start].pos_ in {"ADP", "SCONJ"} and doc[start].dep_ in {"case", "fixed"} \
            and doc[start].head.i != doc[start].i and len(taken) < 3:
        taken.append(doc[start])
        start += 1
    return [*words, *taken], doc[start:span.end]


def text_argument(span: Span, arguments: Arguments) -> Argument:
    offset = arguments.offset
    named = arguments.name(span.root)
    cls = named.type if named is not None else ""
    return Argument(span.text, offset + span.start_char, offset + span.end_char, cls, "name" if named is not None else "nominal")


def claim(p: Proposition, factuality: Factuality, arguments: Arguments, doc_id: str, subject: Argument,
          words: list[Token], obj: Argument) -> Claim:
    offset, sentence = arguments.offset, p.head.sent
    first, last = min(words, key=lambda t: t.i), max(words, key=lambda t: t.i)
    predicate = Predicate(open_id(words, p), " ".join(t.text for t in words), offset + first.idx, offset + last.idx + len(last))
    return Claim(doc_id, TextSpan(sentence.text, offset + sentence.start_char, offset + sentence.end_char), subject, predicate,
                 obj, factuality.polarity, factuality.modality, None, None, (), CONFIDENCE.get(p.construction, 0.4),
                 {"source": "open", "construction": p.construction})


def open_id(words: list[Token], p: Proposition) -> str:
    """"open:<lemma>" in camelCase with particle and preposition: "open:investIn"."""
    parts = [lemma_of(t) for t in words if t.i == p.head.i or t.dep_ == "compound:prt" or (t.dep_ in {"case", "fixed"} and t.lower_ != "by")]
    if p.construction == "copula":
        parts = ["be", *parts]
    parts = [w for part in parts for w in part.split() if w.isalnum()] or [lemma_of(p.head)]
    return "open:" + parts[0] + "".join(w.capitalize() for w in parts[1:])


def compact(p: Proposition, factuality: Factuality, arguments: Arguments, doc_id: str) -> Iterator[Claim]:
    """A claim per named subject and first argument; nothing when the subject is no one in particular."""
    if p.pos != "verb" or factuality.question or is_copular(p.head):
        return
    subject_role = p.role("object" if p.passive else "subject")
    target = p.role("subject", "object2") if p.passive else p.role("object")
    words = p.words
    if target is None:
        oblique = next((c for c in dependents_after(p) if c.dep_ in OBLIQUES and arguments.mentions.time_at(c) is None), None)
        if oblique is None:
            return
        head, words = oblique, [*words, *sorted([c for c in oblique.children if c.dep_ == "case" and c.i < oblique.i], key=lambda t: t.i)]
    else:
        head = target.head
        words = [*words, *[c for c in head.children if c.dep_ == "case" and c.lower_ == "by"]] if p.passive else words
    if subject_role is None:
        return
    obj = arguments.of(head)
    for subject in arguments.expand(subject_role.head):
        if (subject.kind != "name" and subject.antecedent is None) or obj.kind == "pronoun" and obj.antecedent is None:
            continue
        if not subject.span.overlaps(obj.span):
            yield claim(p, factuality, arguments, doc_id, subject, words, obj)
