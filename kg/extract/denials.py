"""A rumour and its denial are one thread: "denied the reports", "denying rumours about the massive investment".

The denial names no one but the denier; what is denied was said before. The earlier planned or possible claim of the
same article is denied again here, in the sentence that denies it: by the property of the event noun ("investment")
when there is one, else the latest such claim of the denier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.extract.arguments import Arguments
from kg.extract.grammar import is_verb, kids, lemma_of, noun_phrase, trim
from kg.extract.propositions import subject_of
from kg.lexicon import Lexicon
from kg.model import Argument, Attribution, Claim, Predicate
from kg.model import Span as TextSpan

HEARSAY = frozenset({"doubts", "reports"})  # what rumour and report nouns do


def denials(sentence: Span, arguments: Arguments, lexicon: Lexicon, earlier: Sequence[Claim]) -> Iterator[Claim]:
    """The claims that a sentence denies by pointing back; `earlier` are the article's closed claims so far."""
    for verb in sentence:
        if not is_verb(verb) or "denies" not in lexicon.operators(lemma_of(verb), "verb"):
            continue
        role, _ = subject_of(verb)
        target = next((c for c in kids(verb) if c.dep_ == "obj"), None)
        if role is None or target is None:
            continue
        denier = arguments.of(author(role.head, lexicon))
        hanging = [
            c
            for c in earlier
            if c.polarity == "affirmed"
            and c.modality in {"planned", "possible"}
            and denier.name in {c.subject.name, c.object.name}
        ]
        event = next((t for t in target.subtree if is_event(t, lexicon)), None)
        if event is not None:
            hanging = [
                c
                for c in hanging
                if c.predicate.property in {s.property for s in lexicon.senses(lemma_of(event), "noun")}
            ]
        elif not HEARSAY & set(lexicon.operators(lemma_of(target), "noun")):
            continue
        if hanging and (denier.kind == "name" or denier.antecedent is not None):
            yield denied(hanging[-1], verb, event if event is not None else target, denier, arguments)


def author(head: Token, lexicon: Lexicon) -> Token:
    """Who denies in "released a statement denying ...": the statement's author."""
    if "reports" in lexicon.operators(lemma_of(head), "noun") and head.dep_ == "obj" and is_verb(head.head):
        role, _ = subject_of(head.head)
        return role.head if role is not None else head
    return head


def is_event(token: Token, lexicon: Lexicon) -> bool:
    """A definite event noun: "the investment", "this takeover"."""
    definite = any(c.lower_ in {"the", "this", "that", "such", "any"} for c in kids(token) if c.dep_ == "det")
    return definite and token.pos_ == "NOUN" and any(s.property for s in lexicon.senses(lemma_of(token), "noun"))


def denied(claim: Claim, verb: Token, pointer: Token, denier: Argument, arguments: Arguments) -> Claim:
    """The earlier claim as this sentence denies it: the denier in its place, the pointing words for the other side."""
    offset, sentence = arguments.offset, verb.sent
    words = trim(noun_phrase(pointer))
    span = TextSpan(words.text, offset + words.start_char, offset + words.end_char)

    def pointing(side: Argument) -> Argument:
        target = side.antecedent or side.span
        return replace(side, text=span.text, start=span.start, end=span.end, kind="nominal", antecedent=target, id=None)

    forward = claim.subject.name == denier.name
    return replace(
        claim,
        sentence=TextSpan(sentence.text, offset + sentence.start_char, offset + sentence.end_char),
        subject=denier if forward else pointing(claim.subject),
        object=pointing(claim.object) if forward else denier,
        predicate=Predicate(claim.predicate.id, verb.text, offset + verb.idx, offset + verb.idx + len(verb)),
        polarity="negated",
        modality="denied",
        qualifiers=tuple(q for q in claim.qualifiers if q.name == "amount"),
        time=None,
        attribution=Attribution(denier.text, denier.start, denier.end, verb.text, denier.type),
        confidence=0.7,
        trace={"source": "frame", "construction": "denial", "coreference": f"{span.text} = {claim.id}"},
    )
