"""Whose words go on in the next sentence: a quotation that is still open, a report told on in the same tone.

"We bought Globex," said Holt. "Acme will follow." — what stands in quotation marks without a word of saying is the last
speaker's. "The deal would make it the largest": after a sentence that was said by someone, a bare "would" or "may" is
still theirs. An outlet's report ("it was reported by X that") holds for the rest of the paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from kg.extract.arguments import Arguments
from kg.extract.attribution import attribution_of, beside
from kg.extract.grammar import kids
from kg.extract.qualifiers import source
from kg.lexicon import Lexicon
from kg.model import Attribution, Claim
from kg.ontology import Ontology

CLAUSES = frozenset({"ccomp", "csubj:pass", "csubj", "parataxis"})
OPENING, CLOSING, STRAIGHT = frozenset("“„«"), frozenset("”»"), frozenset('"')
TONE = frozenset({"would", "could", "may", "might", "should"})


@dataclass
class Speech:
    """What one paragraph's sentences so far lend to the next."""

    lexicon: Lexicon
    ontology: Ontology
    outlet: Attribution | None = None
    speaker: Attribution | None = None
    quoted: bool = False

    def lend(self, sentence: Span, arguments: Arguments, found: Iterable[Claim]) -> Iterator[Claim]:
        """The claims of a sentence, those without a source with the one it has from the sentences before."""
        inside = self.quoted or opens_before(sentence.root, sentence)
        told_on = any(c.dep_ == "aux" and c.lower_ in TONE for c in kids(sentence.root))
        lent = self.speaker if inside or told_on else None
        for claim in found:
            yield replace(claim, attribution=lent or self.outlet) if claim.attribution is None else claim
        self.note(sentence, arguments)

    def note(self, sentence: Span, arguments: Arguments) -> None:
        root = sentence.root
        clause = next((c for c in kids(root) if c.dep_ in CLAUSES), None)
        said = attribution_of(root, "ccomp", self.lexicon) if clause is not None else None
        found = source(said or beside(root, self.lexicon), arguments)
        for token in sentence:
            self.quoted = turned(token, self.quoted)
        if found is not None and clause is not None and self.ontology.is_a(found.type, "NewsOutlet"):
            self.outlet = found
        if found is not None:
            self.speaker = found
        elif not self.quoted and not any(t.text in OPENING | CLOSING | STRAIGHT for t in sentence):
            self.speaker = None


def turned(token: Token, quoted: bool) -> bool:
    """Whether a quotation is open after a token."""
    if token.text in STRAIGHT:
        return not quoted
    return token.text in OPENING or (quoted and token.text not in CLOSING)


def opens_before(root: Token, sentence: Span) -> bool:
    """Whether a quotation opens in the sentence before its main verb and is open there."""
    quoted = False
    for token in sentence:
        if token.i == root.i:
            return quoted
        quoted = turned(token, quoted)
    return False
