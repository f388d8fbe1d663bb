"""What a sense seems to say and does not, by the words beside it: a reading that is ruled out before it is filled."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.agents import VERBS
from kg.extract.arguments import Arguments
from kg.extract.classes import class_of
from kg.extract.figures import is_metric
from kg.extract.grammar import ANY_SUBJECT, OBLIQUES, kids, lemma_of
from kg.extract.propositions import Proposition
from kg.lexicon import Sense

FEW = 10.0  # fewer are named rather than measured: "has two brands"


def ruled_out(p: Proposition, sense: Sense, arguments: Arguments) -> bool:
    """Whether the objects of a verb show that it does not say what the sense says."""
    if sense.property == "suppliesTo" and p.pos == "verb":
        return sells_organization(p, arguments) or (sense.frame == "sourcing" and not buys_goods(p, arguments))
    if sense.property == "investedIn" and p.pos == "verb":
        return not puts_money(p, sense, arguments)
    if sense.property == "hasUnit" and sense.words == ("have",):
        return any(c.dep_ in OBLIQUES | {"xcomp", "ccomp", "advcl"} for c in kids(p.head))  # "has it in the bag"
    return False


def sells_organization(p: Proposition, arguments: Arguments) -> bool:
    """What is handed over is an organization or a share of one: a deal, no supply."""
    is_a = arguments.antecedents.ontology.is_a
    for role in p.every("object"):
        cls, share = class_of(role.head, arguments.antecedents.ontology), arguments.quantity(role.head)
        if (cls and is_a(cls, "Organization")) or (share is not None and share.unit == "%"):
            return True
        if any(s.property == "owns" for s in arguments.lexicon.senses(role.head.lemma_.lower(), "noun")):
            return True  # "its stake in Orbix"
    return False


def buys_goods(p: Proposition, arguments: Arguments) -> bool:
    """What is bought from a supplier are goods without a name, in the plural or by the mass; a single thing with an
    article ("the mine") changes hands once."""
    for role in p.every("object"):
        named = arguments.name(role.head) is not None
        single = role.head.tag_ == "NN" and any(c.dep_ == "det" for c in kids(role.head))
        if named or single or role.head.pos_ == "PRON":
            return False
    return True


def puts_money(p: Proposition, sense: Sense, arguments: Arguments) -> bool:
    """What is put into something is money, unless the object is what it is put into."""
    if "object" in sense.object or len(sense.words) > 1 or sense.words[0] not in VERBS["placing"]:
        return True
    return any(is_money(c, arguments) for c in kids(p.head) if c.dep_ not in ANY_SUBJECT)


def is_money(noun: Token, arguments: Arguments) -> bool:
    amount = arguments.quantity(noun)
    return (amount is not None and amount.type == "MonetaryAmount") or lemma_of(noun) in VERBS["money"] or bool(
        [a for a in arguments.attached(noun) if a.type == "MonetaryAmount"]
    )


def is_few(p: Proposition, sense: Sense, value: str | None, arguments: Arguments) -> bool:
    """A handful of things that are no measure: "has two hats", "runs four businesses"."""
    if sense.property != "hasFigure" or p.pos != "verb" or sense.words[0] not in VERBS["having"]:
        return False
    if any(is_metric(role.head, arguments.lexicon) for role in p.every("object")):
        return False
    try:
        return abs(float((value or "").split("/")[-1])) < FEW
    except ValueError:
        return False


def unowned_site(p: Proposition, sense: Sense) -> bool:
    """ "The shops in Paris were shut": whose they are is the organization that the text is about."""
    if sense.frame != "siteNoun" or p.pos != "noun" or p.construction != "nominal":
        return False
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in kids(p.head))
    return definite and not {"possessor", "of", "modifier"} & {r.name for r in p.roles}


def is_agentless(p: Proposition) -> bool:
    """A passive that does not say who did it: "was fined $3 million"."""
    return p.pos == "verb" and p.passive and p.role("subject", "by") is None and p.construction != "reduced relative"
