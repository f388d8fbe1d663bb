"""Trees that tear apart what belongs together: names with two heads, phrases hung across a clause that has ended.

Each rule is for one sentence, changes its Doc in place and runs before `repair`'s own.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from kg.extract.grammar import OBLIQUES, RELATIVE_CLAUSES

INNER = frozenset({"compound", "flat", "amod", "det", "nmod:desc", "goeswith", "nummod"})
# Participles that stand for a preposition: "the rumours surrounding its investment".
PREPOSITIONAL = frozenset({"surrounding", "regarding", "concerning"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
SHORT = frozenset({"PERSON", "PER", "ORG", "PRODUCT", "PLACE", "GPE", "LOC"})
ASIDES = RELATIVE_CLAUSES | {"acl", "appos"}
# What is said of a whole name.
SAID_OF_NAMES = frozenset({
    "nsubj", "nsubj:pass", "cop", "aux", "acl:relcl", "appos", "parataxis", "advmod", "conj", "cc",
})


def torn_names(sentence: Span) -> None:
    """A name hangs together: all its words but one depend on words of the name."""
    for name in sentence.ents:
        if name.label_ not in SHORT or len(name) > 5:
            continue  # laws and works are phrases, and may be read as such
        roots = [t for t in name if t.head.i == t.i or not name.start <= t.head.i < name.end]
        if len(roots) < 2:
            continue
        main = next((t for t in reversed(roots) if t.dep_ not in INNER), roots[-1])
        for token in roots:
            if token.i != main.i and token.head.i != token.i and token not in list(main.ancestors):
                token.head, token.dep_ = main, "compound" if token.i < main.i else "flat"


def strayed_names(sentence: Span) -> None:
    """ "Holt leaves Reiher Pumpen": a name is no part of one on the far side of a verb without object."""
    for name in sentence.ents:
        root = next((t for t in name if not name.start <= t.head.i < name.end), None)
        if root is None or root.dep_ not in {"flat", "compound", "goeswith"} or not root.head.ent_type_:
            continue
        low, high = sorted((root.i, root.head.i))
        verbs = [t for t in sentence.doc[low:high] if t.pos_ == "VERB" and t.is_ancestor(root)]
        if verbs and root.i > verbs[-1].i and not any(c.dep_ in {"obj", "ccomp"} for c in verbs[-1].children):
            root.head, root.dep_ = verbs[-1], "obj"


def prepositional_participles(sentence: Span) -> None:
    """ "denied the rumours surrounding its investment": the participle is no clause of its own."""
    for verb in sentence:
        if verb.lower_ not in PREPOSITIONAL or verb.dep_ != "acl":
            continue
        thing = next((c for c in verb.children if c.dep_ == "obj"), None)
        if thing is not None:
            noun = verb.head
            thing.head, thing.dep_ = noun, "nmod"
            verb.head, verb.dep_, verb.pos_, verb.tag_ = thing, "case", "ADP", "IN"


def interposed(sentence: Span) -> None:
    """ "X, which was bought by Y in 2015, has acquired Z": a phrase before its verb that goes on, without a comma, from
    a clause or apposition belongs there."""
    for token in sentence:
        if token.dep_ not in OBLIQUES or token.head.i < token.i or token.left_edge.i <= sentence.start:
            continue
        before = token.doc[token.left_edge.i - 1]
        if before.is_punct or before.i == token.head.i:
            continue
        aside, end = aside_of(before, token.head), token.right_edge.i + 1
        closed = end < sentence.end and token.doc[end].text in {",", ")", "—", "–"}
        if aside is not None and aside.i < token.i and closed:
            token.head = aside
            if aside.dep_ == "appos" and aside.pos_ != "VERB":
                token.dep_ = "nmod"


def whose_clauses(sentence: Span) -> None:
    """ "Holt, whose father founded Acme, lives": the noun after "whose" is the clause's subject, no name for Holt."""
    for noun in sentence:
        if noun.dep_ != "appos" or not any(c.lower_ == "whose" and c.i < noun.i for c in noun.children):
            continue
        verb = next((c for c in noun.children if c.dep_ in {"acl", "acl:relcl"} and c.i > noun.i), None)
        below = {c.dep_ for c in verb.children} if verb is not None else set()
        if verb is None or not (verb.tag_ in FINITE or below & {"aux", "aux:pass", "cop"}):
            continue
        passive = "aux:pass" in below
        described = noun.head
        verb.head, verb.dep_ = described, "acl:relcl"
        noun.head, noun.dep_ = verb, "nsubj:pass" if passive else "nsubj"


def misplaced_cases(sentence: Span) -> None:
    """ "at 215,900 yuan": the preposition belongs to the noun, not to its number."""
    for case in sentence:
        number = case.head
        if case.dep_ == "case" and number.dep_ == "nummod" and case.i < number.i < number.head.i:
            case.head = number.head


def aside_of(token: Token, verb: Token) -> Token | None:
    """The clause or apposition beside the verb's own phrases that a token stands in."""
    for t in (token, *token.ancestors):
        if t.i == verb.i:
            return None
        if t.dep_ in ASIDES:
            return t
    return None


def inner_heads(sentence: Span) -> None:
    """ "Its largest customer is Tetra Pak": what is said of a name hangs from its head, not from a word inside it."""
    for name in sentence.ents:
        if len(name) < 2:
            continue
        root = name.root
        for token in name:
            if token.i == root.i:
                continue
            for c in list(token.children):
                if c.dep_ in SAID_OF_NAMES and not name.start <= c.i < name.end and c not in root.ancestors:
                    c.head = root


RULES = (torn_names, inner_heads, strayed_names, prepositional_participles, whose_clauses, misplaced_cases, interposed)
