"""Repairs of who tells: verbs of saying before, inside and after what they tell, and the subjects they lost.

Each is one small rule over one sentence, as in `repair`, which applies them.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.extract.grammar import ANY_SUBJECT, NOMINAL, RELATIVIZERS, marker
from kg.extract.trees import attach, comma_before

CLOSING = frozenset({",", '"', "”", "''"})
SAYING = frozenset({"say", "write", "report", "add", "tell", "announce", "state", "note"})


def fronted_reports(sentence: Span) -> None:
    """ "Acme bought Globex, Reuters reported": the first of the verb's two subjects belongs to the clause between."""
    for verb in sentence:
        subjects = sorted((c for c in verb.children if c.dep_ in ANY_SUBJECT and c.i < verb.i), key=lambda c: c.i)
        if len(subjects) < 2:
            continue
        for clause in verb.children:
            inside = clause.dep_ == "ccomp" and subjects[0].i < clause.i < subjects[1].i
            if inside and not any(c.dep_ in ANY_SUBJECT for c in clause.children):
                attach(
                    subjects[0], clause, "nsubj:pass" if any(c.dep_ == "aux:pass" for c in clause.children) else "nsubj"
                )


def closing_reports(sentence: Span) -> None:
    """ "..., the ministry said." closes the sentence: it hangs from the main clause, whatever noun it was hung from."""
    last = next((t for t in reversed(list(sentence)) if not (t.is_punct or t.is_space)), None)
    if (
        last is None
        or last.lemma_.lower() not in SAYING
        or last.dep_ not in {"conj", "acl", "acl:relcl", "appos", "dep", "parataxis"}
    ):
        return
    subject = next((c for c in last.children if c.dep_ in ANY_SUBJECT and c.lower_ not in RELATIVIZERS), None)
    if subject is None and last.dep_ in {"conj", "parataxis"} and (teller := phrase_before(last)) is not None:
        attach(teller, last, "nsubj")  # "X died on Friday, her husband Y wrote"
        attach(last, sentence.root, "parataxis")
        return
    bound = any(c.dep_ in {"cc", "mark"} for c in last.children)
    if subject is not None and not bound and comma_before(last) and sentence.root.i != last.i:
        attach(last, sentence.root, "parataxis")


def phrase_before(verb: Token) -> Token | None:
    """The head of the noun phrase that fills the stretch from the comma or quotation mark before a verb to the verb."""
    if verb.i - 2 > verb.sent.start and verb.doc[verb.i - 1].text == ",":
        return named_between(verb)
    start = verb.i
    while start > verb.sent.start and verb.doc[start - 1].text not in CLOSING and verb.i - start < 12:
        start -= 1
    if start in {verb.i, verb.sent.start}:
        return None
    inside = range(start, verb.i)
    heads = [t for t in verb.doc[start : verb.i] if t.head.i not in inside]
    return heads[0] if len(heads) == 1 and heads[0].pos_ in NOMINAL and not marker(heads[0]) else None


def named_between(verb: Token) -> Token | None:
    """ "..., its chief executive, Mira Holt, said": the noun that the name between the commas describes."""
    name = verb.doc[verb.i - 2]
    while name.dep_ in {"flat", "compound"} and name.head.ent_type_:
        name = name.head
    noun = name.head
    described = bool(name.ent_type_) and name.dep_ == "appos" and noun.pos_ == "NOUN" and noun.i < name.i
    return noun if described and comma_before(noun) else None


def lost_tellers(sentence: Span) -> None:
    """ "Acme bought Globex, a spokesman said": the verb of saying lost its subject to the clause before it."""
    root = sentence.root
    said = next((c for c in root.children if c.dep_ == "ccomp" and c.i < root.i), None)
    if root.lemma_.lower() not in SAYING or said is None or (teller := phrase_before(root)) is None:
        return
    subjects = [c for c in root.children if c.dep_ in ANY_SUBJECT]
    if not subjects:
        attach(teller, root, "nsubj")
    elif len(subjects) == 1 and subjects[0].i < said.i and not any(c.dep_ in ANY_SUBJECT for c in said.children):
        passive = any(c.dep_ == "aux:pass" for c in said.children)
        attach(subjects[0], said, "nsubj:pass" if passive else "nsubj")
        attach(teller, root, "nsubj")


def quoted_reports(sentence: Span) -> None:
    """ ""We are staying," she wrote in an email": what a closing quotation mark ends is what the next clause's verb of
    saying says."""
    for verb in sentence:
        if verb.dep_ != "conj" or verb.lemma_.lower() not in SAYING or verb.head.i != sentence.root.i:
            continue
        edge = verb.left_edge
        before = verb.doc[edge.i - 1] if edge.i > sentence.start else None
        own = any(c.dep_ in ANY_SUBJECT for c in verb.children)
        if own and before is not None and before.text in {'"', "”", "''"}:
            verb.dep_ = "parataxis"
