"""Universal Dependencies as the rest of `extract` sees them: named sets of labels, and questions about tokens.

Only this package's grammar modules know labels, voice and relative clauses; frames see roles. Labels follow UD v2
(https://universaldependencies.org/u/dep/), with the subtypes of English EWT and GUM.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

SUBJECTS = frozenset({"nsubj", "nsubj:outer", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
ANY_SUBJECT = SUBJECTS | PASSIVE_SUBJECTS
OBLIQUES = frozenset({"obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod"})
NOUN_MODIFIERS = frozenset({"nmod", "nmod:unmarked", "nmod:tmod", "nmod:npmod"})
RELATIVE_CLAUSES = frozenset({"acl:relcl", "advcl:relcl"})
NAME_PARTS = frozenset({"flat", "flat:name", "compound", "goeswith"})
TITLES = frozenset({"nmod:desc"})
PARTICLES = frozenset({"compound:prt"})
AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
# What leaves a noun phrase's compact form: clauses, asides, second descriptions.
LOOSE = frozenset(
    {
        "acl",
        "acl:relcl",
        "advcl",
        "advcl:relcl",
        "appos",
        "parataxis",
        "conj",
        "cc",
        "punct",
        "dep",
        "list",
        "discourse",
        "orphan",
        "vocative",
        "dislocated",
        "ccomp",
        "cop",
        "nsubj",
        "nsubj:pass",
        "nsubj:outer",
        "csubj",
        "aux",
        "mark",
        "expl",
        "cc:preconj",
        "obl:agent",
    }
)
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})
RELATIVIZERS = frozenset({"who", "whom", "which", "that", "whose", "where"})
NEGATORS = frozenset({"not", "n't", "never", "n’t", "no longer", "neither", "nor", "hardly", "barely"})
NEGATIVE_DETERMINERS = frozenset({"no", "neither", "none"})


CHILDREN = "kg_children"  # where a Doc keeps its settled tree


def settle(doc: Doc) -> Doc:
    """Keep the tree's children by token: the grammar asks for them many times, and spaCy makes them anew each time.

    Called once a Doc is repaired; a later change of heads would not be seen.
    """
    below: list[list[Token]] = [[] for _ in doc]
    for token in doc:
        if token.head.i != token.i:
            below[token.head.i].append(token)
    doc.user_data[CHILDREN] = below
    return doc


def kids(token: Token) -> Sequence[Token]:
    """The children of a token in the order of the text."""
    settled = token.doc.user_data.get(CHILDREN)
    return settled[token.i] if settled is not None else list(token.children)


def children(token: Token, *labels: str) -> Iterator[Token]:
    return (child for child in kids(token) if child.dep_ in labels)


def child(token: Token, *labels: str) -> Token | None:
    return next(children(token, *labels), None)


def child_of(token: Token, labels: frozenset[str]) -> Token | None:
    return next((c for c in kids(token) if c.dep_ in labels), None)


def is_copular(token: Token) -> bool:
    """A nominal, adjectival or adverbial predicate: it has a copula."""
    return child(token, "cop") is not None


def is_predicate(token: Token) -> bool:
    return token.pos_ == "VERB" or is_copular(token) or (token.pos_ == "AUX" and token.dep_ not in AUXILIARIES)


def is_verb(token: Token) -> bool:
    return token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in AUXILIARIES)


def is_passive(token: Token) -> bool:
    if any(c.dep_ in PASSIVE_SUBJECTS or c.dep_ == "aux:pass" for c in kids(token)):
        return True
    if token.dep_ in {"acl", "amod"} and token.tag_ == "VBN":
        return True
    if (
        token.dep_ == "advcl"
        and token.tag_ == "VBN"
        and not any(c.dep_ in {"aux", "obj", "mark"} | SUBJECTS for c in kids(token))
    ):
        return True  # "Founded in 1999 by Ma, Alibaba ..."
    # A shared auxiliary: "was founded in 1999 and headquartered in Hangzhou".
    return (
        token.dep_ == "conj"
        and token.tag_ == "VBN"
        and token.head.tag_ == "VBN"
        and token.head.pos_ == "VERB"
        and not any(c.dep_ in SUBJECTS or c.dep_ in {"aux", "obj"} for c in kids(token))
        and is_passive(token.head)
    )


def marker(token: Token) -> str:
    """The preposition of an oblique or modifier ("because of" as one), "" when it has none."""
    cases = [c for c in kids(token) if c.dep_ == "case" and c.i < token.i and c.lemma_ not in {"'s", "’s", "'"}]
    if not cases:
        return ""
    first = cases[0]
    fixed = [first, *(c for c in kids(first) if c.dep_ == "fixed")]
    if len(fixed) > 1:
        return " ".join(t.lower_ for t in sorted(fixed, key=lambda t: t.i))
    return " ".join(c.lower_ for c in cases[:2]) if len(cases) > 1 and cases[1].i == first.i + 1 else first.lower_


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in the order of the text."""
    out = [token]
    for c in kids(token):
        if c.dep_ == "conj":
            out += conjuncts(c)
    return sorted(out, key=lambda t: t.i)


def first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def lemma_of(token: Token) -> str:
    return token.lemma_.lower() if token.pos_ not in {"PROPN"} else token.lower_


def noun_phrase(head: Token, *, loose: bool = False) -> Span:
    """The contiguous phrase round a nominal head.

    Compact by default: determiners, modifiers and prepositional phrases stay, clauses, appositions and coordinated
    phrases go. `loose` keeps everything below the head except trailing punctuation.
    """
    left, right = head.i, head.i
    blocked = frozenset({"punct", "cop", "nsubj", "nsubj:pass", "mark", "aux"}) if loose else LOOSE
    marked = max((c.i for c in kids(head) if c.dep_ == "case" and c.i < head.i), default=-1)
    for c in kids(head):
        if c.i < marked:
            continue  # "only by the technologies"
        if c.dep_ in blocked or (c.dep_ == "case" and c.i < head.i) or (c.dep_ == "advmod" and c.i < head.i - 3):
            continue
        if c.dep_ == "case" and c.i > head.i:  # a possessive 's
            continue
        span = subtree_span(c, loose)
        if span[1] < head.i or span[0] > head.i:
            left, right = min(left, span[0]), max(right, span[1])
    doc: Doc = head.doc
    while right > head.i and doc[right].is_punct and doc[right].text not in {"%", ")", "”", '"'}:
        right -= 1
    return doc[left : right + 1]


def subtree_span(token: Token, loose: bool) -> tuple[int, int]:
    """First and last index below a token, cut where a loose dependent would stretch it."""
    low = high = token.i
    for c in kids(token):
        if (not loose and c.dep_ in LOOSE - {"conj", "cc", "punct"}) or (
            c.dep_ == "punct" and c.i > token.i and c.text in {",", ";", ":", "—", "–", "."}
        ):
            continue
        a, b = subtree_span(c, loose)
        low, high = min(low, a), max(high, b)
    return low, high


def trim(span: Span) -> Span:
    """Without spaces and stray punctuation at the ends."""
    doc, start, end = span.doc, span.start, span.end
    while start < end - 1 and (doc[start].is_space or doc[start].text in {",", ";", ":", "—", "–", ".", "-"}):
        start += 1
    while end - 1 > start and (
        doc[end - 1].is_space or doc[end - 1].text in {",", ";", ":", "—", "–", ".", "-", "?", "!"}
    ):
        end -= 1
    return doc[start:end]
