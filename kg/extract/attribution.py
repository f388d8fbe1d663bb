"""Who says so: reporting verbs and nouns above a clause, phrases and asides beside it.

"TMTPost reported that ...", "..., 36Kr reported", "As Wu said, ...", "according to a filing by Acme", "Acme's report
that ...", "a Bloomberg report". What reports, denies or doubts is in the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.agents import VERBS
from kg.extract.grammar import (
    NAME_PARTS,
    NOUN_MODIFIERS,
    OBLIQUES,
    PASSIVE_SUBJECTS,
    children,
    is_verb,
    kids,
    lemma_of,
    marker,
    noun_phrase,
    trim,
)
from kg.extract.propositions import subject_of
from kg.lexicon import Lexicon, Operator
from kg.model import Attribution

SPEAKING: frozenset[Operator] = frozenset({"reports", "denies"})
# "Analysts expect that ...": with a clause of its own, a verb of doubt or plan has a speaker too.
HOLDING: frozenset[Operator] = SPEAKING | {"doubts", "plans"}
# Dependents that may be the other words of an entry: "rule out", "make clear", "letter of intent".
COMPANIONS = frozenset({"compound:prt", "advmod", "obj", "xcomp", "nmod", "compound", "amod", "obl", "fixed", "advcl"})
QUOTES = frozenset({'"', "“", "``", "''", "‘", "'"})
NO_SPEAKERS = frozenset({"it", "there", "which", "that"})
EMBEDDING = frozenset({"ccomp", "parataxis", "csubj", "csubj:pass", "csubj:outer"})
POS = {"VERB": "verb", "AUX": "verb", "ADJ": "adjective", "ADV": "adverb", "ADP": "preposition"}
# A participle may be entered as a verb or as an adjective, and a parser may call it either.
TWINS = {"verb": "adjective", "adjective": "verb"}


def operators_of(token: Token, lexicon: Lexicon) -> frozenset[Operator]:
    """What a word does to the proposition it governs, with its particle and other fixed words: "go on", "rule out"."""
    pos = POS.get(token.pos_, "noun")
    forms = dict.fromkeys((lemma_of(token), token.lower_))
    kinds = dict.fromkeys((pos, TWINS.get(pos, pos)))
    known = [(form, kind) for kind in kinds for form in forms if lexicon.senses(form, kind)]
    if not known:
        return frozenset()
    around = {form for c in kids(token) if c.dep_ in COMPANIONS for form in (lemma_of(c), c.lower_)}
    return frozenset(next((found for form, kind in known if (found := lexicon.operators(form, kind, around))), ()))


def is_fixed(token: Token, lexicon: Lexicon) -> bool:
    """The word means what it means only with its companions: "go on", not "go"."""
    alone = lexicon.operators(lemma_of(token), POS.get(token.pos_, "noun"))
    return frozenset(alone) != operators_of(token, lexicon)


def attribution_of(governor: Token, relation: str, lexicon: Lexicon) -> Attribution | None:
    """The speaker of a governing verb or noun, None when it is no word of saying."""
    operators = operators_of(governor, lexicon)
    if is_verb(governor):
        if relation == "xcomp":
            return None  # "agreed to buy": who acts, not who tells
        wanted = HOLDING if relation in EMBEDDING else SPEAKING
        if not operators & wanted or (relation not in EMBEDDING and "implies" in operators):
            return None
        return speaker(governor, lexicon)
    if operators & {"reports", "doubts", "denies"}:
        return owner(governor)
    return None


def speaker(verb: Token, lexicon: Lexicon) -> Attribution | None:
    """The agent of a passive verb of saying, else the subject: "it was reported by X", "said Wu"."""
    agent = next(children(verb, "obl:agent"), None)
    if agent is None and any(c.dep_ in PASSIVE_SUBJECTS or c.dep_ == "aux:pass" for c in kids(verb)):
        return None
    if agent is None:
        role, _ = subject_of(verb)
        agent = role.head if role is not None else None
    if agent is None or agent.lower_ in NO_SPEAKERS:
        return None
    return attributed(named_part(agent, lexicon), verb.text)


def owner(noun: Token) -> Attribution | None:
    """Whose report it is: "a report by X", "X's report", "a Bloomberg report"."""
    for c in kids(noun):
        named = c.dep_ in NAME_PARTS and c.i < noun.i and c.ent_iob_ in {"B", "I"}
        if c.dep_ == "nmod:poss" or named or (c.dep_ in NOUN_MODIFIERS and marker(c) in {"by", "from", "in"}):
            return attributed(c, noun.text)
    if noun.dep_ == "obj" and is_verb(noun.head) and lemma_of(noun.head) in VERBS["issuing"]:
        role, _ = subject_of(noun.head)  # "issued a statement saying"
        return attributed(role.head, noun.text) if role is not None and role.head.lower_ not in NO_SPEAKERS else None
    return None


def introduced(clause: Token, lexicon: Lexicon) -> Attribution | None:
    """Whose words a colon introduces: "The statement from X ran to one line: ...", "X put it plainly: ..."."""
    before = clause.doc[clause.left_edge.i - 1] if clause.left_edge.i > clause.sent.start else None
    quoted = clause.left_edge.text in QUOTES
    if clause.left_edge.text == ":" and clause.left_edge.i < clause.i:
        before = clause.left_edge
        quoted = clause.doc[before.i + 1].text in QUOTES
    if before is None or before.text != ":" or clause.dep_ not in {"parataxis", "appos", "ccomp", "dep", "conj"}:
        return None
    if clause.head.dep_ == "obj" and lemma_of(clause.head) in VERBS["mouthpieces"]:
        return owner(clause.head)  # "issued an announcement: ..."
    role, _ = subject_of(clause.head) if is_verb(clause.head) else (None, False)
    if role is None or role.head.lower_ in NO_SPEAKERS:
        return None
    if quoted or operators_of(role.head, lexicon) & {"reports"} or lemma_of(role.head) in VERBS["mouthpieces"]:
        return attributed(named_part(role.head, lexicon), clause.head.text)
    return None


def beside(clause: Token, lexicon: Lexicon) -> Attribution | None:
    """The source that stands next to a clause: a phrase ("per X") or an aside ("..., X reported", "as X said")."""
    for c in kids(clause):
        if (c.dep_ in OBLIQUES | NOUN_MODIFIERS | {"advmod"}) and is_source(marker(c), lexicon):
            return attributed(named_part(c, lexicon), marker(c))
        if (
            c.dep_ == "advcl"
            and is_verb(c)
            and c.lower_ in {"citing", "quoting"}
            and (cited := next(children(c, "obj"), None))
        ):
            return attributed(named_part(cited, lexicon), c.text)
        as_clause = c.dep_ == "advcl" and any(m.lower_ == "as" for m in children(c, "mark"))
        speaking = (c.dep_ == "parataxis" or as_clause) and is_verb(c) and SPEAKING & operators_of(c, lexicon)
        if speaking and (found := speaker(c, lexicon)) is not None:
            return found
    return None


def is_source(preposition: str, lexicon: Lexicon) -> bool:
    """The marker of a source: "according to", "per"."""
    head = preposition.split(" ")[0]
    return bool(head) and any(
        s.operator == "reports" and " ".join(s.words) == preposition for s in lexicon.senses(head, "preposition")
    )


def named_part(source: Token, lexicon: Lexicon) -> Token:
    """In "according to a report by X", "a spokesman for X said" and "its website says" the named part is the source."""
    if "reports" not in operators_of(source, lexicon) and source.lemma_.lower() not in VERBS["mouthpieces"]:
        return source
    return next(owners(source), source)


def owners(noun: Token) -> Iterator[Token]:
    return (
        c
        for c in kids(noun)
        if c.dep_ == "nmod:poss" or (c.dep_ in NOUN_MODIFIERS and marker(c) in {"by", "from", "in", "for", "at", "on"})
        or (c.dep_ in NAME_PARTS and c.i < noun.i and c.ent_iob_ in {"B", "I"})
    )


def attributed(head: Token, cue: str) -> Attribution:
    """The speaker's phrase; offsets are the Doc's."""
    span = trim(noun_phrase(head))
    return Attribution(span.text, span.start_char, span.end_char, cue)
