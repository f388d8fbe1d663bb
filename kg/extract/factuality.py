"""How firmly a proposition is said: polarity, modality and who says so.

Read along the path from the predicate up to the root: its auxiliaries and negation, the verbs that control it, the
clauses it is embedded in. What a word does (plans, doubts, denies, negates, reports) is said by the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.grammar import (
    ANY_SUBJECT,
    NEGATIVE_DETERMINERS,
    NEGATORS,
    OBLIQUES,
    child,
    child_of,
    children,
    first_conjunct,
    is_predicate,
    is_verb,
    lemma_of,
    marker,
    noun_phrase,
)
from kg.extract.propositions import Proposition, controllers, subject_of
from kg.lexicon import Lexicon
from kg.model import Attribution, Modality, Polarity

PLANNING_AUXILIARIES = frozenset({"will", "shall", "wo", "'ll", "’ll", "must", "should", "would", "'d", "ought"})
DOUBTING_AUXILIARIES = frozenset({"may", "might", "could", "can", "ca"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "until"})
# Prepositions that carry a source: "according to X".
SOURCE_MARKERS = frozenset({"according to", "per", "citing"})
# A proposition under a doubt is possible, under a plan planned; the weaker of two wins.
RANK: dict[str, int] = {"asserted": 0, "planned": 1, "possible": 2, "denied": 3}


@dataclass(frozen=True)
class Factuality:
    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    attribution: Attribution | None = None
    hedge: Token | None = None
    question: bool = False


def weaker(a: Modality, b: Modality) -> Modality:
    return a if RANK[a] >= RANK[b] else b


def negated(token: Token) -> bool:
    """The predicate's own negation: "did not buy", "never", "no longer", "no subsidiary"."""
    for c in token.children:
        if c.dep_ in {"advmod", "cc:preconj", "det"} and (c.lower_ in NEGATORS or c.lower_ in NEGATIVE_DETERMINERS):
            return True
        if c.dep_ in {"advmod"} and c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children):
            return True
        if c.dep_ in ANY_SUBJECT | {"obj"} and any(g.lower_ in NEGATIVE_DETERMINERS and g.dep_ == "det" for g in c.children):
            return True
        if c.dep_ in ANY_SUBJECT and c.lower_ in {"none", "nobody", "nothing", "neither"}:
            return True
    return any(c.dep_ == "mark" and c.lower_ == "without" for c in token.children)


def auxiliary_modality(token: Token) -> Modality:
    for aux in children(token, "aux"):
        if aux.lower_ in DOUBTING_AUXILIARIES:
            return "possible"
        if aux.lower_ in PLANNING_AUXILIARIES:
            return "planned"
    return "asserted"


def shared_auxiliaries(token: Token) -> Modality:
    """"will buy X and merge it with Y": the second verb shares the first one's auxiliary when it is a bare form."""
    if token.dep_ == "conj" and token.tag_ == "VB" and not any(c.dep_ in {"aux", "mark"} for c in token.children):
        return weaker(auxiliary_modality(token.head), shared_auxiliaries(token.head))
    return "asserted"


def operator_modality(token: Token, lexicon: Lexicon) -> tuple[Modality, bool]:
    """What a governing word does to what it governs: (modality, negates)."""
    operators = lexicon.operators(lemma_of(token), pos_of(token))
    negates = "negates" in operators
    if "denies" in operators:
        return "denied", True
    if "doubts" in operators:
        return "possible", negates
    if "plans" in operators:
        return "planned", negates
    return "asserted", negates


def pos_of(token: Token) -> str:
    if token.pos_ in {"VERB", "AUX"}:
        return "verb"
    return {"ADJ": "adjective", "ADV": "adverb"}.get(token.pos_, "noun")


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """(governor, relation) from a clause up to the root."""
    seen = 0
    while token.head.i != token.i and seen < 12:
        yield token.head, token.dep_
        token = token.head
        seen += 1


def clause_factuality(head: Token, lexicon: Lexicon) -> Factuality:
    """Polarity, modality and attribution of the clause whose predicate (or event noun) is `head`."""
    polarity_flips = negated(head)
    modality = weaker(auxiliary_modality(head), shared_auxiliaries(head))
    attribution: Attribution | None = None
    hedge: Token | None = None
    question = head.sent.text.rstrip().endswith("?")
    if any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in head.children):
        modality = weaker(modality, "possible")
    for adverb in children(head, "advmod"):
        if "doubts" in lexicon.operators(adverb.lower_, "adverb"):
            hedge, modality = adverb, weaker(modality, "possible")
    top = first_conjunct(head)
    if top.dep_ in {"acl", "advcl"} and top.tag_ == "VB" and child(top, "mark") is not None and head.tag_ == "VB":
        modality = weaker(modality, "planned")  # "a plan to buy", "(in order) to buy"
    inner: Token = head
    for governor, relation in governors(head):
        if relation in {"conj"}:
            if governor.tag_ != "VB" and inner.tag_ == "VB" and not any(c.dep_ == "aux" for c in inner.children):
                modality = weaker(modality, auxiliary_modality(governor))
            inner = governor
            continue
        if relation in {"xcomp", "ccomp", "acl", "csubj", "obj", "nmod", "obl", "nsubj", "nsubj:pass", "parataxis"}:
            modality, polarity_flips = under(governor, relation, inner, modality, polarity_flips, lexicon)
        if attribution is None and relation in {"ccomp", "parataxis", "obj"} and is_verb(governor):
            attribution = source_of(governor, lexicon)
        if attribution is None and is_predicate(inner):
            attribution = attribution_phrase(inner)
        inner = governor
    attribution = attribution or attribution_phrase(inner) or parenthetical(inner, lexicon)
    polarity: Polarity = "negated" if polarity_flips or modality == "denied" else "affirmed"
    return Factuality(polarity, modality, attribution, hedge, question)


def under(governor: Token, relation: str, inner: Token, modality: Modality, flips: bool,
          lexicon: Lexicon) -> tuple[Modality, bool]:
    """The effect of one embedding word."""
    clausal = relation in {"xcomp", "ccomp", "acl", "csubj", "parataxis"}
    if not clausal and not ("denies" in lexicon.operators(lemma_of(governor), pos_of(governor))
                            or "doubts" in lexicon.operators(lemma_of(governor), pos_of(governor))
                            or "plans" in lexicon.operators(lemma_of(governor), pos_of(governor))):
        return modality, flips
    if relation in {"nsubj", "parataxis"}:
        return modality, flips
    effect, negates = operator_modality(governor, lexicon)
    modality = weaker(modality, effect)
    if relation in {"xcomp", "ccomp"} and is_verb(governor):
        if relation == "xcomp" or effect != "asserted":
            modality = weaker(modality, auxiliary_modality(governor))
        flips ^= negated(governor) and effect != "denied" and relation == "xcomp"
        if inner.tag_ == "VB" and effect == "asserted" and child(governor, "obj") is not None and relation == "xcomp" \
                and "implies" not in lexicon.operators(lemma_of(governor), "verb"):
            modality = weaker(modality, "planned")  # "requires X to establish", "helps X to build"
    return modality, flips ^ (negates and relation in {"xcomp", "acl"})


def source_of(verb: Token, lexicon: Lexicon) -> Attribution | None:
    """The subject (or agent) of a reporting verb."""
    operators = lexicon.operators(lemma_of(verb), "verb")
    if not ({"reports", "denies"} & set(operators)):
        return None
    agent = child(verb, "obl:agent")
    if agent is None:
        role, _ = subject_of(verb)
        agent = role.head if role is not None else None
        if agent is None or agent.lower_ in {"it", "there"} or child_of(verb, frozenset({"nsubj:pass"})) is agent:
            return None
    return attributed(agent, verb.text)


def attribution_phrase(clause: Token) -> Attribution | None:
    for c in clause.children:
        if c.dep_ in OBLIQUES | {"advmod", "nmod"} and marker(c) in SOURCE_MARKERS:
            source = c
            # "according to a report by X / from X / in X": the named part is the source.
            inner = next((g for g in c.children if g.dep_ == "nmod" and marker(g) in {"by", "from", "in"}), None)
            if inner is not None and c.lemma_.lower() in {"report", "statement", "filing", "article", "story", "interview"}:
                source = inner
            return attributed(source, marker(c))
    return None


def parenthetical(root: Token, lexicon: Lexicon) -> Attribution | None:
    """"..., TMTPost reported." """
    for c in children(root, "parataxis"):
        if is_verb(c) and "reports" in lexicon.operators(lemma_of(c), "verb"):
            return source_of(c, lexicon)
    return None


def attributed(head: Token, cue: str) -> Attribution:
    span = noun_phrase(head)
    return Attribution(span.text, span.start_char, span.end_char, cue)


def factuality(proposition: Proposition, lexicon: Lexicon) -> Factuality:
    """The factuality of a proposition: its clause's, with every verb that controls it."""
    head = proposition.head
    if proposition.pos == "verb":
        result = clause_factuality(head, lexicon)
        if not proposition.chain and (chain := controllers(head)):
            result = replace(result, modality=weaker(result.modality, auxiliary_modality(chain[0])))
        return result
    return clause_factuality(head, lexicon)
