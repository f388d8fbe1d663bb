"""Which arguments of a sentence fill a side of a lexical sense: the alternatives in order, the first that fits."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.agents import VERBS, appointer
from kg.extract.arguments import Arguments
from kg.extract.described import described
from kg.extract.figures import FIGURE_PROPERTIES, is_metric, measured
from kg.extract.fitting import TARGETS, TIMES, VALUES, Fitting
from kg.extract.grammar import (
    RELATIVE_CLAUSES,
    SUBJECTS,
    children,
    conjuncts,
    first_conjunct,
    lemma_of,
    marker,
)
from kg.extract.propositions import Proposition, Role
from kg.lexicon import Lexicon, Sense
from kg.model import Argument
from kg.ontology import Ontology

# What the lexicon calls the subject, by part of speech: whose doing a noun is, what an adjective is said of.
SUBJECT = {"noun": "agent", "adjective": "self"}
LIKES = frozenset({"like", "likes"})  # "from the likes of Sequoia"


class Filling:
    """The arguments of one paragraph in the places that senses open."""

    def __init__(self, ontology: Ontology, lexicon: Lexicon, arguments: Arguments) -> None:
        self.ontology, self.lexicon, self.arguments = ontology, lexicon, arguments
        self.fitting = Fitting(ontology)

    def fillers(self, proposition: Proposition, sense: Sense, side: str) -> list[tuple[Role, Argument]]:
        """What may fill a side: the arguments of the first alternative that has a fitting one."""
        expand = self.subjects if side == "domain" else self.objects
        for name in sense.subject if side == "domain" else sense.object:
            roles = self.roles(proposition, name)
            found = [(r, a) for r in roles for a in expand(r, sense) if self.fitting.fits(a, sense, side)]
            # "X is a firm based in Y", "X, a firm that owns Y": what is said of the noun is said of X.
            found = found or [
                (r, a)
                for r in roles
                if modifies(proposition, r.head)
                for a in described(r.head, self.arguments)
                if self.fitting.fits(a, sense, side)
            ]
            if found:
                return found
        if side == "range" and proposition.pos == "noun" and self.fitting.classes(sense, side) <= VALUES:
            attached = self.arguments.attached(proposition.head)  # "completed a $110 billion funding round"
            return [(Role("modifier", proposition.head), a) for a in attached if self.fitting.fits(a, sense, side)]
        if side == "range" and "possessor" in sense.object and (employer := self.employer(proposition)) is not None:
            return [
                (Role("employer", employer), a)
                for a in self.arguments.expand(employer)
                if self.fitting.fits(a, sense, side)
            ]
        return []

    def subjects(self, role: Role, sense: Sense) -> list[Argument]:
        """The subject's arguments; a figure belongs to the owner of what it measures ("Alibaba's revenue")."""
        if sense.property in FIGURE_PROPERTIES and (found := measured(role.head, self.arguments)) is not None:
            return [found[0]]
        return self.arguments.expand(shared(role.head) if lemma_of(role.head) in LIKES else role.head)

    def objects(self, role: Role, sense: Sense) -> list[Argument]:
        """The object's arguments; where only a value will do, the amount in the phrase ("a $3 billion valuation")."""
        if self.fitting.classes(sense, "range") <= VALUES | TIMES and self.arguments.quantity(role.head) is None:
            beside = [*conjuncts(role.head)[1:], *(t for c in children(role.head, "nmod") for t in conjuncts(c)[1:])]
            heads = [role.head, *(t for t in beside if is_metric(t, self.lexicon))]
            attached = [a for h in heads for a in self.arguments.attached(h)]
            if attached and (sense.property != "hasFigure" or is_metric(role.head, self.lexicon)):
                return attached
        if sense.property == TARGETS:  # "into finance, logistics and trade": each
            return [a for c in conjuncts(role.head) for a in self.arguments.expand_one(c)]
        return self.arguments.expand(shared(role.head))

    def roles(self, proposition: Proposition, name: str) -> list[Role]:
        """The roles of one alternative. An event noun's subject is the one its light verb lends it; of modifiers only
        names and amounts count ("the Alibaba chief executive")."""
        found = proposition.every(SUBJECT.get(proposition.pos, name) if name == "subject" else name)
        if name == "object" and any(self.arguments.quantity(r.head) for r in found):  # "fined Alibaba 18 billion yuan"
            found = [*proposition.every("indirectObject"), *found]
        if name in {"in", "on"}:  # "born 27 July 1956"
            found = [*found, *(r for r in proposition.every("time") if self.arguments.mentions.time_at(r.head))]
        if name == "of" and proposition.pos == "verb":  # "owns 30% of Cainiao"
            shares = [
                r.head for r in proposition.every("object") if (q := self.arguments.quantity(r.head)) and q.unit == "%"
            ]
            found = [*found, *(Role("of", c) for share in shares for c in children(share, "nmod") if marker(c) == "of")]
        if name == "modifier":
            found = [r for r in found if self.arguments.name(r.head) or self.arguments.mentions.quantity_at(r.head)]
        return found

    def employer(self, p: Proposition) -> Token | None:
        """Whose chief executive "chief executive Eddie Wu" is: the organization that the sentence is about. Whose she
        is in "Acme named her chief executive": the organization that named her."""
        if p.construction in {"as", "predicative"} and not {"of", "possessor", "at"} & {r.name for r in p.roles}:
            return appointer(p.head)
        if p.construction != "title":
            return None
        subjects = [t for t in p.head.sent if t.dep_ in SUBJECTS and first_conjunct(t.head).dep_ in {"root", "ROOT"}]
        named = [n for t in subjects if (n := self.arguments.name(t)) is not None]
        organizations = [
            n
            for n in named
            if n.type and self.ontology.is_a(n.type, "Organization") and not self.ontology.is_a(n.type, "NewsOutlet")
        ]
        return self.arguments.doc[organizations[0].start:organizations[0].end].root if len(organizations) == 1 else None


def shared(head: Token) -> Token:
    """The thing that a noun is a share of: Globex in "the whole of the share capital of Globex"."""
    while lemma_of(head) in VERBS["shares"] or head.lower_ in LIKES:
        thing = next((c for c in children(head, "nmod") if marker(c) in {"of", "in"}), None)
        if thing is None:
            break
        head = thing
    return head


def modifies(proposition: Proposition, noun: Token) -> bool:
    """Whether the proposition is a clause that hangs on the noun."""
    top = first_conjunct(proposition.clause)
    return top.dep_ in RELATIVE_CLAUSES | {"acl"} and top.head.i == noun.i
