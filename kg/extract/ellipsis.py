"""Trees of what leaves words out: headlines without an auxiliary, lists without a verb.

Each rule is for one sentence, changes its Doc in place and runs after `repair`'s own.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.extract.grammar import ANY_SUBJECT, NOMINAL

AMONG = frozenset({"them", "which", "whom"})


def infinitive_headlines(sentence: Span) -> None:
    """ "Square to acquire Afterpay": the noun that governs the infinitive is its subject."""
    root = sentence.root
    if root.pos_ not in NOMINAL or any(c.dep_ in ANY_SUBJECT | {"cop", "det"} for c in root.children):
        return
    verb = next((c for c in root.children if c.dep_ in {"advcl", "acl", "xcomp"} and c.tag_ == "VB"), None)
    to = None if verb is None else next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "to"), None)
    if verb is None or to is None or to.i != name_end(root) + 1 or verb.left_edge.i < root.i:
        return
    for c in list(root.children):
        if c.i > verb.i and c.dep_ in {"parataxis", "punct", "obl", "conj"}:
            c.head = verb
    verb.head, verb.dep_ = verb, root.dep_
    root.head, root.dep_ = verb, "nsubj"
    to.dep_, to.lemma_ = "aux", "will"  # a headline's infinitive is a plan


def name_end(token: Token) -> int:
    """The last token of the phrase a head has before anything that hangs from it as a clause."""
    return max([token.i, *(t.i for c in token.children if c.dep_ in {"flat", "compound", "conj"} for t in c.subtree)])


def among_them(sentence: Span) -> None:
    """ "ferry operators, among them Scandlines and TT-Line": examples of the noun before the comma."""
    doc = sentence.doc
    for among in sentence:
        if among.lower_ != "among" or among.i + 2 >= sentence.end or doc[among.i + 1].lower_ not in AMONG:
            continue
        them, first = doc[among.i + 1], doc[among.i + 2]
        noun = noun_before(among)
        inside = [t for t in (first, *first.ancestors) if t.left_edge.i >= among.i - 1]
        if noun is None or not inside or inside[-1].pos_ not in NOMINAL or inside[-1].i <= them.i:
            continue
        name = inside[-1]
        if name in list(noun.ancestors) or name.i == noun.i:
            continue
        name.head, name.dep_ = noun, "nmod"
        among.head, among.dep_ = name, "case"
        them.head, them.dep_ = among, "fixed"


def noun_before(among: Token) -> Token | None:
    """The head of the plural noun phrase that ends at the comma before "among them"."""
    if among.i < among.sent.start + 2 or among.doc[among.i - 1].text not in {",", "—", "–", "("}:
        return None
    token = among.doc[among.i - 2]
    while token.head.i < token.i and token.head.pos_ == "NOUN" and token.dep_ in {"nmod", "conj"} \
            and token.tag_ not in {"NNS"}:
        token = token.head
    return token if token.pos_ == "NOUN" and token.tag_ == "NNS" else None


RULES = (infinitive_headlines, among_them)
