"""Claims of a Chinese paragraph: clause by clause, with who is spoken of and who speaks carried along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from kg.extract.chinese.candidates import Candidate
from kg.extract.chinese.claims import Frame
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.modality import Firmness, Source, firmness, is_doubted, source
from kg.extract.chinese.neighbours import Neighbours, aliases
from kg.extract.chinese.nominal import Nouns
from kg.extract.chinese.phrases import before_verb
from kg.extract.chinese.units import Unit, clauses, units
from kg.extract.chinese.verbal import Verbs
from kg.extract.chinese.words import SOURCES
from kg.lexicon import Lexicon
from kg.model import Article, Claim
from kg.ontology import Ontology

AFFILIATIONS = frozenset({"holdsPosition", "created", "joined", "memberOf", "leads"})


def extract_chinese(doc: Doc, article: Article, offset: int, ontology: Ontology, lexicon: Lexicon) -> Iterator[Claim]:
    """The claims of one paragraph, `doc`, which begins at `offset` of the article's text."""
    yield from Paragraph(doc, article, offset, ontology, lexicon).claims()


@dataclass
class Paragraph:
    """One paragraph being read."""

    doc: Doc
    article: Article
    offset: int
    ontology: Ontology
    lexicon: Lexicon
    antecedents: dict[int, Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.discourse = Discourse(self.ontology)

    def claims(self) -> Iterator[Claim]:
        found = units(self.doc, self.lexicon, self.article.published)
        earlier: list[Claim] = []
        for sentence in self.doc.sents:
            inside = [u for u in found if sentence.start_char <= u.start < sentence.end_char]
            read = list(_unique(self._sentence(inside, (sentence.start_char, sentence.end_char))))
            yield from read
            yield from self._denied(inside, earlier, sentence.end_char)
            earlier = read or earlier

    def _sentence(self, inside: Sequence[Unit], bounds: tuple[int, int]) -> Iterator[Claim]:
        speaker: Source | None = None
        time: Unit | None = None
        setting: Unit | None = None
        for raw in clauses(inside):
            clause = self._resolved(raw)
            time = next((u for u in clause if u.kind == "time" and u.time and u.time.iso), time)
            named = source(clause, self.discourse)
            frame = Frame(self.article, self.offset, bounds, clause, self.antecedents, time, speaker)
            about_topic = False
            for candidate in self._candidates(clause, setting):
                self._affiliate(candidate)
                about_topic = about_topic or candidate.about_topic
                reported = named is not None and candidate.verb > named.at
                spoken = replace(frame, source=named) if reported else frame
                yield spoken.claim(candidate, self._firm(clause, candidate))
            speaker = named or speaker
            if not about_topic:
                self._remember(clause)
            setting = clause[0] if len(clause) == 1 and clause[0].kind == "time" else None
        frame = Frame(self.article, self.offset, bounds, (), self.antecedents, None, None)
        for name, inner in aliases(inside):
            trigger = next(u for u in inside if u.start >= name.end)
            yield frame.claim(Candidate("alsoKnownAs", name, inner, trigger, 0, "alias"), Firmness())

    def _candidates(self, clause: Sequence[Unit], setting: Unit | None) -> Iterator[Candidate]:
        """Nouns first: a post in the clause is where its verb may say that someone leaves."""
        yield from Nouns(clause, self.discourse, self.ontology).candidates()
        yield from Neighbours(clause, self.discourse, self.ontology).candidates()
        yield from Verbs(clause, self.discourse, self.ontology, setting).candidates()

    def _firm(self, clause: Sequence[Unit], candidate: Candidate) -> Firmness:
        if candidate.construction in ("apposition", "juxtaposition", "alias"):
            return Firmness()
        firm = firmness(clause, candidate.verb, 0)
        return replace(firm, modality="possible") if is_doubted(clause) and firm.modality == "asserted" else firm

    def _resolved(self, clause: Sequence[Unit]) -> list[Unit]:
        """The clause with each pronoun given its antecedent's class; one without antecedent is a mere word."""
        out = []
        self.discourse.mention(())
        for unit in clause:
            if unit.kind == "name":
                self.discourse.mention([unit])
            if unit.kind == "pronoun":
                found = self.discourse.antecedent(unit)
                if found is None:
                    unit = replace(unit, kind="word", tag="r")
                else:
                    self.antecedents[unit.start] = self.antecedents.get(found.start, found)
                    unit = replace(unit, type=self.antecedents[unit.start].type)
            out.append(unit)
        return out

    def _affiliate(self, candidate: Candidate) -> None:
        """A post, a firm founded or joined is where a later "离职" leaves from."""
        if candidate.property in AFFILIATIONS:
            person = self.antecedents.get(candidate.subject.start, candidate.subject)
            self.discourse.affiliations[person.text] = self.antecedents.get(candidate.object.start, candidate.object)

    def _remember(self, clause: Sequence[Unit]) -> None:
        """The clause's subject becomes what the text is about."""
        first = next((i for i, u in enumerate(clause) if u.is_verb), None)
        if clause[0].text in SOURCES:
            return
        sides = before_verb(clause, 0, len(clause) if first is None else first)
        if sides.bare:
            phrase = sides.bare[0]
            inside = tuple(u for u in clause[phrase.start : phrase.end] if u.is_name)
            named = phrase.heads or (inside if first is not None else ())
            if named:
                self.discourse.subject(self.antecedents.get(named[0].start, named[0]))

    def _denied(self, inside: Sequence[Unit], earlier: Sequence[Claim], end: int) -> Iterator[Claim]:
        """"X 否认了这一说法": the possible claims of the sentence before, denied."""
        for clause in clauses(inside):
            if any(s.operator == "denies" for u in clause for s in u.senses):
                speaker = source(clause, self.discourse)
                for claim in earlier:
                    if claim.modality in ("possible", "planned"):
                        start = claim.sentence.start - self.offset
                        frame = Frame(self.article, self.offset, (start, end), clause, self.antecedents, None, speaker)
                        yield replace(claim, sentence=frame.span(start, end), polarity="negated", modality="denied",
                                      attribution=frame.attribution())


def _unique(found: Iterator[Claim]) -> Iterator[Claim]:
    """The same property between the same spans once, the surest reading of it."""
    best: dict[tuple[str, int, int, str], Claim] = {}
    for claim in found:
        key = (claim.predicate.id, claim.subject.start, claim.object.start, claim.polarity)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    yield from best.values()
