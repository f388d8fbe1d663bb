"""Which lexical entries a proposition's words spell: "take" alone, or "take a stake in"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.grammar import PARTICLES, kids, lemma_of
from kg.extract.propositions import Proposition
from kg.lexicon import Lexicon, Sense

# What a verb may say of its subject and of its object at once: who sells phones in Kenya is there, and so are they.
BOTH = frozenset({"operatesIn"})
# Dependents of a head that may be the other words of its entry.
AROUND = PARTICLES | {"compound", "amod", "obj", "advmod", "xcomp", "nmod:desc", "obl", "flat"}


def words_beside(head: Token) -> frozenset[str]:
    """The words that may complete a head's entry, as written and as lemmas."""
    beside = [c for c in kids(head) if c.dep_ in AROUND]
    cases = (c.lower_ for b in beside if b.dep_ == "obl" for c in kids(b) if c.dep_ == "case")
    return frozenset((*map(lemma_of, beside), *(c.lower_ for c in beside), *cases))


def senses_of(proposition: Proposition, lexicon: Lexicon) -> list[tuple[Sense, ...]]:
    """The senses whose words are all there, grouped by length of entry, the longest first."""
    head, pos = proposition.head, proposition.pos
    known = [s for lemma in dict.fromkeys((lemma_of(head), head.lower_)) for s in lexicon.senses(lemma, pos)]
    if not known:
        return []
    around = words_beside(head) if any(len(s.words) > 1 for s in known) else frozenset()
    found = [s for s in known if around.issuperset(s.words[1:] if pos == "verb" else s.words[:-1])]
    if pos == "verb" and proposition.role("object") is not None:
        # "integrated A with B" relates A and B; who did it is not a side of it.
        causative = {
            (s.entry, s.property) for s in found if s.subject == ("object",) and proposition.role(*s.object) is not None
        }
        found = [s for s in found if s.subject != ("subject",) or s.property in BOTH
                 or (s.entry, s.property) not in causative]
    lengths = sorted({len(s.words) for s in found}, reverse=True)
    return [tuple(s for s in dict.fromkeys(found) if len(s.words) == n) for n in lengths]
