"""How firmly a proposition is said: polarity, modality and who says so.

Read along the path from the predicate up to the root: its auxiliaries and negation, the words that govern it, the
clauses it is embedded in. What a word does (plans, doubts, denies, negates, reports) is said by the lexicon. Above a
relative clause, an apposition or an adverbial clause nothing is doubted any more, but it may still be attributed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from kg.extract.attribution import attribution_of, beside, introduced, is_fixed, operators_of
from kg.extract.grammar import (
    ANY_SUBJECT,
    NEGATIVE_DETERMINERS,
    NEGATORS,
    child,
    children,
    is_copular,
    is_passive,
    is_predicate,
    is_verb,
    kids,
)
from kg.extract.propositions import Proposition
from kg.lexicon import Lexicon, Operator
from kg.model import Attribution, Modality, Polarity

PLANNING_AUXILIARIES = frozenset({"will", "shall", "wo", "'ll", "’ll", "must", "should", "would", "'d", "’d", "ought"})
DOUBTING_AUXILIARIES = frozenset({"may", "might", "could", "can", "ca"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "until"})
# Adverbial participles after these are facts of their own; after others they share the main clause's modality.
FACTIVE = frozenset(
    {"after", "since", "when", "while", "because", "despite", "as", "although", "though", "once", "where"}
)
# What happens anyway, whatever the clause says of its own: "amid", "despite", "after".
CIRCUMSTANCES = frozenset({"amid", "amidst", "despite", "after", "following", "since", "given"})
# "left to start a firm", "returned to run the studio": the infinitive tells what came next.
MOVING = frozenset({"leave", "quit", "resign", "depart", "return", "come", "move"})
# Constructions that describe a thing in passing: what the sentence says of the thing does not touch them.
PRESUPPOSED = frozenset({"title", "apposition", "examples", "role"})
# A proposition under a doubt is possible, under a plan planned; the weaker of two wins.
RANK: dict[Modality, int] = {"asserted": 0, "planned": 1, "possible": 2, "denied": 3}

Link = Literal["finite", "infinitive", "event", "shared", "loose"]
"""How a clause or event hangs from its governor: as its finite clause, as its infinitive or gerund, as its noun, as a
part of the same assertion, or not under its force."""
CLAUSAL = {"ccomp": "finite", "csubj": "finite", "csubj:pass": "finite", "csubj:outer": "finite", "xcomp": "infinitive"}
NOUN_ARGUMENTS = frozenset({"obj", "iobj", "nsubj:pass", "nmod", "compound", "obl", "xcomp", "obl:agent"})


@dataclass(frozen=True)
class Factuality:
    """`hedge` is the adverb that makes the proposition possible; a question states nothing."""

    polarity: Polarity = "affirmed"
    modality: Modality = "asserted"
    attribution: Attribution | None = None
    hedge: Token | None = None
    question: bool = False


def weaker(a: Modality, b: Modality) -> Modality:
    return a if RANK[a] >= RANK[b] else b


def negated(token: Token) -> bool:
    """The predicate's own negation: "did not buy", "never", "no longer", "no subsidiary", "without buying"."""
    for c in kids(token):
        if c.dep_ in {"advmod", "cc:preconj", "det"} and (c.lower_ in NEGATORS or c.lower_ in NEGATIVE_DETERMINERS):
            return True
        if c.dep_ == "advmod" and c.lower_ == "longer" and any(g.lower_ == "no" for g in kids(c)):
            return True
        if c.dep_ in ANY_SUBJECT | {"obj"} and any(
            g.lower_ in NEGATIVE_DETERMINERS and g.dep_ == "det" for g in kids(c)
        ):
            return True
        if c.dep_ in ANY_SUBJECT and c.lower_ in {"none", "nobody", "nothing", "neither"}:
            return True
    return any(c.dep_ in {"mark", "case"} and c.lower_ == "without" for c in kids(token))


def auxiliary_modality(token: Token) -> Modality:
    auxiliaries = list(children(token, "aux"))
    if any(a.lower_ in DOUBTING_AUXILIARIES for a in auxiliaries):
        return "possible"
    if any(a.lower_ in PLANNING_AUXILIARIES for a in auxiliaries):
        unreal = any(a.lower_ in {"would", "'d", "’d", "should"} for a in auxiliaries) and any(
            a.lower_ in {"have", "'ve", "’ve"} for a in auxiliaries
        )
        return "possible" if unreal else "planned"
    if any(a.lemma_ == "be" for a in auxiliaries) and any(m.lower_ == "to" for m in children(token, "mark")):
        return "planned"  # "is to open"
    if any(a.lower_ == "to" for a in auxiliaries):
        return "planned"  # a headline: "Acme to open"
    return "asserted"


def own_modality(token: Token, lexicon: Lexicon) -> tuple[Modality, Token | None]:
    """What a predicate's own words say of it, and the adverb that hedges it; for a noun, its adjectives."""
    modality, hedge = auxiliary_modality(token), None
    if any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in kids(token)):
        modality = weaker(modality, "possible")
    for c in children(token, "advmod", "amod"):
        operators = operators_of(c, lexicon) if c.dep_ == "amod" else frozenset(lexicon.operators(c.lower_, "adverb"))
        if "doubts" in operators:
            modality = weaker(modality, "possible")
            hedge = c if c.dep_ == "advmod" else hedge
        elif "denies" in operators:
            modality = weaker(modality, "denied")
        elif "plans" in operators and c.dep_ == "amod":
            modality = weaker(modality, "planned")
    return modality, hedge


def own_negation(token: Token, lexicon: Lexicon) -> bool:
    """Negated by its own words, adjectives included ("a failed bid")."""
    return negated(token) != any("negates" in operators_of(c, lexicon) for c in children(token, "amod"))


def link(token: Token) -> Link:
    """How a token hangs from its head."""
    relation, head = token.dep_, token.head
    if relation in CLAUSAL and (is_predicate(token) or relation != "xcomp"):
        return CLAUSAL[relation]  # type: ignore[return-value]
    if relation == "conj":
        return "shared"
    marks = {c.lower_ for c in children(token, "mark", "case")}
    if (
        relation == "acl"
        and "to" not in marks
        and "that" not in marks
        and token.tag_ in {"VBG", "VBN", "VBD"}
        and not marks
    ):
        return "loose"  # "the company acquired by Globex"
    if relation == "acl":
        return "infinitive" if "to" in marks or token.tag_ == "VBG" else "finite"
    if relation == "advcl":
        return adverbial_link(token, marks)
    if relation in {"obl", "nmod"} and marks & CIRCUMSTANCES:
        return "loose"  # "amid competition from X, Acme plans to ..."
    if relation in NOUN_ARGUMENTS and not is_predicate(token):
        return "event"
    if relation == "nsubj" and not is_predicate(token) and (is_copular(head) or child(head, "obj", "ccomp") is None):
        return "event"
    return "loose"


def adverbial_link(token: Token, marks: set[str]) -> Link:
    if token.tag_ == "VB" and "to" in marks:
        return "infinitive"
    if (
        token.tag_ == "VBG"
        and token.i > token.head.i
        and token.doc[token.left_edge.i - 1].text != ","
        and not marks & FACTIVE
    ):
        return "infinitive"  # "ruled out buying", "barred it from buying", "expand by buying"
    return "shared" if token.tag_ == "VBG" and not marks & FACTIVE else "loose"


def after_comma(token: Token) -> bool:
    """A comma sets the token's phrase apart from what stands before it."""
    return token.doc[token.left_edge.i - 1].text == "," or token.left_edge.text == ","


def clause_factuality(head: Token, lexicon: Lexicon, presupposed: bool = False) -> Factuality:
    """Polarity, modality and attribution of the clause whose predicate (or event noun) is `head`.

    `presupposed`: nothing above the head bears on its truth, only on who says it.
    """
    modality, hedge = own_modality(head, lexicon)
    flips = own_negation(head, lexicon)
    attribution = beside(head, lexicon)
    under_force, token = not presupposed, head
    while token.head.i != token.i:
        kind = link(token)
        if kind == "loose" and not bears(token, lexicon):
            under_force = False
        if under_force:
            modality, flips = step(token, kind, modality, flips, lexicon)
        relation = "ccomp" if kind == "finite" else token.dep_
        if attribution is None and kind != "shared" and token.dep_ not in {"nsubj", "nmod:poss"}:
            attribution = attribution_of(token.head, relation, lexicon) or introduced(token, lexicon)
        token = token.head
        if attribution is None:
            attribution = beside(token, lexicon)
    polarity: Polarity = "negated" if flips or modality == "denied" else "affirmed"
    return Factuality(polarity, modality, attribution, hedge, is_question(head.sent))


def is_question(sentence: Span) -> bool:
    """Its last word is a question mark."""
    last = next((token for token in reversed(sentence) if not token.is_space), None)
    return last is not None and last.text.endswith("?")


def bears(token: Token, lexicon: Lexicon) -> bool:
    """A noun in the loose neighbourhood that a word of doubt or denial still governs: "the takeover's collapse"."""
    return token.dep_ in {"nmod:poss", "nmod:desc"} and bool(
        operators_of(token.head, lexicon) & {"negates", "denies", "doubts"}
    )


def step(token: Token, kind: Link, modality: Modality, flips: bool, lexicon: Lexicon) -> tuple[Modality, bool]:
    """Modality and negation after one governor has had its say."""
    governor = token.head
    if kind == "shared":
        return coordinate(token, modality, flips, lexicon)
    operators = operators_of(governor, lexicon)
    effect = effect_of(operators, kind, token, lexicon)
    modality = weaker(modality, effect)
    governing, no = own_modality(governor, lexicon)[0], own_negation(governor, lexicon)
    if kind == "finite":
        if no and operators & {"reports", "doubts", "denies"}:  # "has not confirmed that"
            return weaker("possible" if modality == "denied" else modality, "possible"), False
        if effect != "asserted":
            modality = weaker(modality, governing)
        return modality, flips ^ ("negates" in operators)
    if kind == "event" and token.dep_ == "nsubj" and not (is_copular(governor) or operators):
        return modality, flips  # "the acquisition will please investors"
    if is_verb(governor) or is_copular(governor) or effect != "asserted":
        if effect == "denied" and no:
            return "possible", False
        modality = weaker(modality, governing)
        flips ^= no and not (kind == "event" and token.dep_ in {"obl", "nmod"})
    if token.dep_ == "obj" and own_negation(token, lexicon) and no:
        flips = True  # "made no investment": the noun's "no" is the verb's
    return modality, flips ^ ("negates" in operators)


def coordinate(token: Token, modality: Modality, flips: bool, lexicon: Lexicon) -> tuple[Modality, bool]:
    """ "will buy X and merge it with Y": a bare second verb shares the first one's auxiliary; "or" shares its "not"."""
    governor = token.head
    bare = token.tag_ in {"VB", "VBG", "NN", "NNS"} and not any(
        c.dep_ in {"aux", "mark", "cop"} | ANY_SUBJECT for c in kids(token)
    )
    if not bare or ((token.tag_ == "VB") != (governor.tag_ == "VB") and token.tag_ != "VBG"):
        return modality, flips
    modality = weaker(modality, own_modality(governor, lexicon)[0])
    either = any(c.lower_ in {"or", "nor"} for c in children(token, "cc"))
    return modality, flips ^ (either and own_negation(governor, lexicon))


def effect_of(operators: frozenset[Operator], kind: Link, token: Token, lexicon: Lexicon) -> Modality:
    """The modality a governor gives to what hangs from it."""
    governor = token.head
    if "denies" in operators:
        return "denied"
    if "reports" in operators and kind == "finite":
        return "asserted"
    if "reports" in operators and kind == "infinitive" and is_passive(governor) and "implies" not in operators:
        return "possible"  # "is said to have bought"
    if "doubts" in operators:
        return "possible"
    if "plans" in operators and not (kind == "event" and "implies" in operators):
        return "planned"
    if kind == "infinitive" and token.tag_ == "VB" and is_verb(governor):
        purpose = token.dep_ == "advcl" and governor.lemma_ not in MOVING and not is_fixed(governor, lexicon)
        other = token.dep_ == "xcomp" and child(governor, "obj") is not None and "implies" not in operators
        return "planned" if purpose or other else "asserted"  # "raised money to buy", "allows Acme to buy"
    if kind == "infinitive" and token.dep_ == "acl" and token.tag_ == "VB" and "implies" not in operators:
        return "planned"  # "the right to buy"
    return "asserted"


def factuality(proposition: Proposition, lexicon: Lexicon) -> Factuality:
    """A proposition's factuality: its clause's; a title or an apposition is no part of what its sentence doubts."""
    if proposition.pos == "preposition":
        thing = proposition.head.head
        return clause_factuality(thing, lexicon, not is_copular(thing))
    return clause_factuality(proposition.head, lexicon, proposition.construction in PRESUPPOSED)
