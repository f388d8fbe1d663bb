"""Who "he", "it" and "Wu" are: a small ranking over the names before, and silence when in doubt.

Never across articles. A pronoun looks at its own sentence and the two before; candidates must agree in class; the
subject of the sentence before wins over other names, and two names that tie leave the mention unresolved. In
development a plain recency rule gave 29 % of all wrong claims. `nominal_reference` weighs names for "the company".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extract.classes import class_of
from kg.extract.grammar import ANY_SUBJECT, conjuncts, first_conjunct, is_predicate, kids
from kg.extract.links import AGAINST, ALONE, NONE, Links
from kg.extract.nominal_reference import FIRM, REACH, STANDOUT, choice, described_by
from kg.extract.propositions import subject_of
from kg.extract.seen import Antecedent, Seen, latest, rank_of, weighed
from kg.lexicon import Lexicon
from kg.model import Span
from kg.ontology import Ontology

PERSONAL = frozenset({"he", "she", "him", "his", "her", "himself", "herself", "hers"})
NEUTER = frozenset({"it", "its", "itself"})
ORDER = {"former": 0, "latter": 1}
DEFINITE = frozenset({"the", "this", "that"})
WINDOW = {"personal": 2, "neuter": 1}
# Classes that "it" can stand for.
THINGS = ("Organization", "Product", "LegalInstrument", "Technology")
# Kinds of organization that are told by their names: "the ministry" is no body that is merely some organization.
NARROW = frozenset({"GovernmentBody", "NewsOutlet", "University"})


@dataclass
class Antecedents:
    """Resolves the mentions of one paragraph, given what the article named up to it."""

    ontology: Ontology
    lexicon: Lexicon
    seen: list[Seen]
    paragraph: int
    sentence_of: dict[int, int]
    places: Mapping[str, str] = field(default_factory=dict)
    links: Links = NONE

    def of(self, token: Token) -> Antecedent | None:
        """The antecedent of a pronoun or definite nominal whose head is `token`."""
        word = token.lower_
        if word in PERSONAL:
            return self.pronoun(token, ("Person",), WINDOW["personal"])
        if word in NEUTER and token.dep_ != "expl":
            return self.pronoun(token, THINGS, WINDOW["neuter"])
        if word in ORDER and is_definite(token):
            return self.one_of_two(token, ORDER[word])
        if token.pos_ == "NOUN" and token.tag_ != "NNS" and is_definite(token):
            cls = class_of(token, self.ontology)
            if cls:
                return self.weigh(token, "Product" if self.ontology.is_a(cls, "Product") else cls)
        return None

    def is_firm(self, token: Token) -> bool:
        """Whether one name stands out for a definite noun so far that what only its phrase tells is told of the name:
        that it is from Oslo, in "the Oslo group"."""
        cls = class_of(token, self.ontology)
        return bool(cls) and self.weigh(token, cls, FIRM) is not None

    def weigh(self, token: Token, cls: str, margin: float | None = None) -> Antecedent | None:
        """The name that a definite noun of a class stands for."""
        here, noun = self.sentence_of.get(token.i, 0), token.lemma_.lower()
        exact = cls in NARROW
        seen = [
            s
            for s in self.before(token, REACH)
            if self.fits(s, (cls,), strict=exact) or (exact and noun in s.of.casefold().split())
        ]
        if token.dep_ != "nmod:poss":
            clause = clause_of(token)
            others = {
                s.of
                for s in seen
                if s.sentence == here and (clause_of(token.doc[s.token]) == clause or self.acts(s, token))
            }
            seen = [s for s in seen if s.of not in others]
        elsewhere = self.called_otherwise(token)
        seen = [s for s in seen if s.of not in elsewhere]
        return latest(seen, choice(token, here, weighed(seen), self.places, margin))

    def called_otherwise(self, token: Token) -> set[str]:
        """The names that another definite noun of the sentence stands for, with other words about it: "the Pittsburgh
        steelmaker" is not "the Japanese company"."""
        own, here = described_by(token, self.places) - {token.lemma_.lower()}, self.sentence_of.get(token.i, 0)
        found = set()
        for s in self.seen:
            if s.sentence == here and s.paragraph == self.paragraph and s.token != token.i and own:
                noun = token.doc[s.token]
                words = described_by(noun, self.places) - {noun.lemma_.lower()} if noun.pos_ == "NOUN" else frozenset()
                if words and not words & own:
                    found.add(s.of)
        return found

    def topic(self, token: Token, but: str = "") -> Antecedent | None:
        """The organization that the text is about where a word leaves it unsaid ("the founder resigned"); not `but`."""
        seen = [
            s
            for s in self.before(token, REACH)
            if self.fits(s, ("Organization",), strict=True)
            and not any(self.ontology.is_a(s.type, cls) for cls in NARROW)
            and but not in {s.of, s.text}
        ]
        return latest(seen, choice(None, self.sentence_of.get(token.i, 0), weighed(seen), self.places, STANDOUT))

    def one_of_two(self, token: Token, place: int) -> Antecedent | None:
        """ "The latter": one of the two names last joined by "and" or "or" in the paragraph."""
        names = {s.token: s for s in self.seen if s.paragraph == self.paragraph and s.token < token.i}
        for i in sorted(names, reverse=True):
            pair = conjuncts(first_conjunct(token.doc[i])) if token.doc[i].dep_ == "conj" else []
            if len(pair) == 2 and all(t.i in names for t in pair):
                chosen = names[pair[place].i]
                return Antecedent(chosen.span, chosen.type, chosen.of)
        return None

    def in_full(self, name: Span) -> Span:
        """The first mention of a name in its longest form: "Lindholm" by "Oscar Lindholm"."""
        here = next((s for s in self.seen if s.span == name), None)
        return next((s.span for s in self.seen if here is not None and s.text == here.of), name)

    def before(self, token: Token, window: int) -> list[Seen]:
        """The names before a token, in its own sentence and `window` sentences before."""
        here = self.sentence_of.get(token.i, 0)
        return [
            s
            for s in self.seen
            if here - window <= s.sentence <= here
            and (s.sentence < here or (s.paragraph == self.paragraph and s.token < token.i))
        ]

    def carry(self, tokens: Iterable[Token]) -> None:
        """Resolve the subjects in reading order, so that "its" after "It bought GitHub" is still the first company."""
        for token in tokens:
            if token.dep_ in ANY_SUBJECT and token.pos_ in {"PRON", "NOUN"} and (found := self.of(token)) is not None:
                self.seen.append(
                    Seen(
                        found.span.text,
                        found.type,
                        found.span,
                        self.sentence_of.get(token.i, 0),
                        self.paragraph,
                        token.i,
                        rank_of(token),
                        found.key,
                    )
                )

    def fits(self, seen: Seen, classes: Iterable[str], strict: bool) -> bool:
        if not seen.type:
            return False
        return any(
            self.ontology.is_a(seen.type, cls) or (self.ontology.is_a(cls, seen.type) and not strict) for cls in classes
        )

    def acts(self, seen: Seen, token: Token) -> bool:
        """Whether a name is the subject that the token's clause shares with another: an object is somebody else."""
        subject = shared_subject(token)
        return subject is not None and seen.paragraph == self.paragraph and subject.i == seen.token

    def pronoun(self, token: Token, classes: Sequence[str], window: int) -> Antecedent | None:
        """The name that the ranking chooses, unless the head is sure of another."""
        ranked = self.choose(token, classes, window)
        here = {s.token: s for s in self.seen if s.paragraph == self.paragraph}
        found = self.links.target(token.i, here)
        if found is None:
            return ranked
        linked, likely = here[found[0]], found[1]
        if not self.fits(linked, classes, strict=False) or (ranked is not None and ranked.key == linked.of):
            return ranked
        if likely >= (ALONE if ranked is None else AGAINST):
            return Antecedent(linked.span, linked.type, linked.of)
        return ranked

    def choose(self, token: Token, classes: Sequence[str], window: int) -> Antecedent | None:
        here = self.sentence_of.get(token.i, 0)
        own_clause = clause_of(token)
        fitting = [s for s in self.before(token, window) if self.fits(s, classes, strict=False)]
        # A pronoun subject or object does not refer inside its own clause; a possessive may refer to the subject.
        own = [s for s in fitting if s.sentence == here]
        if token.dep_ != "nmod:poss":
            own = [s for s in own if clause_of(token.doc[s.token]) != own_clause and not self.acts(s, token)]
        if crowded(token, own):
            return None
        for group in (own, *([s for s in fitting if s.sentence == n] for n in range(here - 1, here - window - 1, -1))):
            if not group:
                continue
            best = max(s.rank for s in group)
            top = [s for s in group if s.rank == best]
            if len({s.of for s in top}) > 1 or (best < 2 and len({s.of for s in group}) > 1):
                return None
            return Antecedent(top[-1].span, top[-1].type, top[-1].of)
        return None


def shared_subject(token: Token) -> Token | None:
    """The subject that the clause of an object has from another clause: the first word of "X founded Y and sold it"."""
    if token.dep_ in ANY_SUBJECT:
        return None
    role, inherited = subject_of(token.doc[clause_of(token)])
    return role.head if role is not None and inherited else None


def crowded(token: Token, own: Sequence[Seen]) -> bool:
    """ "Meta invested in Scale AI and hired its chief executive": two candidates, no subject in the clause itself."""
    if token.dep_ != "nmod:poss" or len({s.of for s in own}) < 2:
        return False
    clause = token.doc[clause_of(token)]
    return not any(c.dep_ in ANY_SUBJECT for c in kids(clause))


def is_definite(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in DEFINITE for c in kids(token)) and not any(
        c.dep_ in {"nmod", "nmod:poss", "appos"} or (c.dep_ == "acl:relcl" and not set_apart(c)) for c in kids(token))


def set_apart(clause: Token) -> bool:
    """A clause after a comma adds something; one without tells which is meant."""
    return "," in {clause.left_edge.text, clause.doc[clause.left_edge.i - 1].text}


def clause_of(token: Token) -> int:
    """The index of the predicate a token belongs to."""
    steps = 0
    while (
        not (is_predicate(token) and token.dep_ not in {"compound", "amod"}) and token.head.i != token.i and steps < 20
    ):
        token = token.head
        steps += 1
    return token.i
