"""Claims of a Chinese article: clause by clause, with who is spoken of and who speaks carried along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from spacy.tokens import Doc

from kg.extract.article import WIDE, OpenForm
from kg.extract.chinese.agreement import agreed
from kg.extract.chinese.candidates import Candidate
from kg.extract.chinese.claims import Frame
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.links import Link, Links, Spoken, mentions, proposed
from kg.extract.chinese.modality import Firmness, Source, firmness, is_doubted, source
from kg.extract.chinese.neighbours import Neighbours, aliases
from kg.extract.chinese.nominal import Nouns
from kg.extract.chinese.open import Opened
from kg.extract.chinese.phrases import before_verb
from kg.extract.chinese.units import Unit, clauses, units
from kg.extract.chinese.verbal import Verbs
from kg.extract.chinese.words import SOURCES
from kg.lexicon import Lexicon
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.pipeline.chinese import reading, short_forms
from kg.pipeline.relations import RelationHead

AFFILIATIONS = frozenset({"holdsPosition", "created", "joined", "memberOf", "leads"})


def extract_chinese(
    article: Article, paragraphs: Sequence[tuple[int, Doc]], ontology: Ontology, lexicon: Lexicon,
    open_form: OpenForm = "compact", head: RelationHead | None = None,
) -> Iterator[Claim]:
    """The claims of an article's Chinese paragraphs, each with where it begins in the article's text.

    Open claims: wide ones are the propositions of the sentence, compact ones two names and a verb outside the lexicon.
    """
    shared = _shared([doc for _, doc in paragraphs])
    discourse = Discourse(ontology)
    antecedents: dict[int, Unit] = {}
    docs = [doc for _, doc in paragraphs]
    found = agreed([units(doc, lexicon, article.published, offset, shared) for offset, doc in paragraphs], ontology)
    links: Sequence[Sequence[Link]] = [()] * len(docs)
    if head is not None:
        sought = [mentions(d, u, ontology, at) for (at, d), u in zip(paragraphs, found, strict=True)]
        links = proposed(head, docs, sought)
    for (offset, doc), here, linked in zip(paragraphs, found, links, strict=True):
        discourse.open_paragraph()
        bounds = [(offset + s.start_char, offset + s.end_char) for s in doc.sents]
        yield from Paragraph(article, here, bounds, ontology, discourse, antecedents, linked, open_form).claims()


def _shared(docs: Sequence[Doc]) -> dict[str, str]:
    """Names of the article that other paragraphs may use: in full, without their ending, the parts of a foreign one."""
    if len(docs) < 2:
        return {}
    kinds: dict[str, Counter[str]] = {}
    for doc in docs:
        text = reading(doc)
        for name in doc.ents:
            for form in short_forms(text[name.start_char : name.end_char], name.label_):
                kinds.setdefault(form, Counter())[name.label_] += 1
    return {form: max(sorted(found), key=lambda k: found[k]) for form, found in kinds.items() if len(form) > 1}


@dataclass
class Paragraph:
    """One paragraph being read; `discourse` and `antecedents` go on through the article, `links` are the head's."""

    article: Article
    units: Sequence[Unit]
    sentences: Sequence[tuple[int, int]]
    ontology: Ontology
    discourse: Discourse
    antecedents: dict[int, Unit]
    links: Sequence[Link] = ()
    open_form: OpenForm = "compact"

    def claims(self) -> Iterator[Claim]:
        earlier: list[Claim] = []
        told: list[Claim] = []
        links = Links(self.links, self.ontology, self.antecedents)
        for start, end in self.sentences:
            inside = [u for u in self.units if start <= u.start < end]
            spoken: list[Spoken] = []
            read = list(_unique(self._sentence(inside, (start, end), spoken)))
            told += read
            beside = list(links.claims(spoken, told))
            told += beside
            yield from (*read, *beside)
            yield from self._denied(inside, earlier)
            earlier = read or earlier

    def _sentence(self, inside: Sequence[Unit], bounds: tuple[int, int], told: list[Spoken]) -> Iterator[Claim]:
        """The claims that the grammar reads; `told` gets each clause as it was read."""
        speaker: Source | None = None
        time: Unit | None = None
        setting: Unit | None = None
        opened = Opened()
        for raw in clauses(inside):
            clause = self._resolved(raw)
            time = next((u for u in clause if u.kind == "time" and u.time and u.time.iso), time)
            named = source(clause, self.discourse)
            frame = Frame(self.article, bounds, clause, self.antecedents, time, speaker)
            spoken = partial(_spoken, frame, named)
            first = next((i for i, u in enumerate(clause) if u.is_verb), 0)
            told.append(Spoken(spoken(len(clause)), self._firmness(clause, first)))
            about_topic = False
            for candidate in self._candidates(clause, setting):
                self._affiliate(candidate)
                about_topic = about_topic or candidate.about_topic
                yield spoken(candidate.verb).claim(candidate, self._firm(clause, candidate))
            if self.open_form in WIDE:
                yield from self._opened(opened, frame, clause, setting, spoken)
            speaker = named or speaker
            if not about_topic:
                self._remember(clause)
            setting = clause[0] if len(clause) == 1 and clause[0].kind == "time" else None
        frame = Frame(self.article, bounds, (), self.antecedents, None, None)
        for name, inner in aliases(inside):
            trigger = next(u for u in inside if u.start >= name.end)
            yield frame.claim(Candidate("alsoKnownAs", name, inner, trigger, 0, "alias"), Firmness())

    def _opened(self, opened: Opened, frame: Frame, clause: Sequence[Unit], setting: Unit | None,
                spoken: Callable[[int], Frame]) -> Iterator[Claim]:
        """The open claims of a clause, with the time that stands as a clause of its own before it: 1949年, 该国成立."""
        if setting is None:
            return opened.claims(frame, clause, spoken, partial(self._firmness, clause))
        whole = [setting, *clause]
        return opened.claims(frame, whole, lambda verb: spoken(verb - 1), partial(self._firmness, whole))

    def _candidates(self, clause: Sequence[Unit], setting: Unit | None) -> Iterator[Candidate]:
        """Nouns first: a post in the clause is where its verb may say that someone leaves."""
        yield from Nouns(clause, self.discourse, self.ontology).candidates()
        yield from Neighbours(clause, self.discourse, self.ontology).candidates()
        verbs = Verbs(clause, self.discourse, self.ontology, setting).candidates()
        yield from (c for c in verbs if self.open_form == "compact" or c.construction != "open")

    def _firm(self, clause: Sequence[Unit], candidate: Candidate) -> Firmness:
        if candidate.construction in ("apposition", "juxtaposition", "alias"):
            return Firmness()
        return self._firmness(clause, candidate.verb)

    def _firmness(self, clause: Sequence[Unit], verb: int) -> Firmness:
        firm = firmness(clause, verb, 0)
        return replace(firm, modality="possible") if is_doubted(clause) and firm.modality == "asserted" else firm

    def _resolved(self, clause: Sequence[Unit]) -> list[Unit]:
        """The clause with each pronoun given its antecedent's class; one without antecedent is a mere word."""
        out: list[Unit] = []
        actor = self._actor(clause)
        for i, unit in enumerate(clause):
            if unit.kind == "name":
                self.discourse.mention([unit])
            if unit.kind == "pronoun":
                opening = next((u.end for u in reversed(clause[:i]) if u.text == "—"), clause[0].start)
                found = self.discourse.antecedent(unit, actor if self._is_object(clause, i) else "", opening)
                if found is None:
                    unit = replace(unit, kind="word", tag="r")
                else:
                    self.antecedents[unit.start] = self.antecedents.get(found.start, found)
                    unit = replace(unit, type=self.antecedents[unit.start].type)
            out.append(unit)
        return out

    def _actor(self, clause: Sequence[Unit]) -> str:
        """Whom the clause is about: the name that opens it, else who was spoken of."""
        verb = next((i for i, u in enumerate(clause) if u.is_verb), len(clause))
        named = [u for u in clause[:verb] if u.kind == "name"]
        if named:
            return named[0].text
        return self.discourse.subjects[-1].text if self.discourse.subjects else ""

    def _is_object(self, clause: Sequence[Unit], i: int) -> bool:
        """A description or 它 right behind a verb that says something, or behind 把."""
        unit = clause[i]
        if unit.text in ("公司", "集团", "其", "我们", "本公司", "他", "她") or not i:
            return False
        before = next((u for u in reversed(clause[:i]) if u.tag not in ("u", "m", "d")), clause[i - 1])
        return before.text in ("把", "将") or any(s.pos == "verb" and s.property for s in before.senses)

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
                joined = (*phrase.heads[1:], *(sides.marked["与"].heads if "与" in sides.marked else ()))
                self.discourse.subject(self.antecedents.get(named[0].start, named[0]), joined)

    def _denied(self, inside: Sequence[Unit], earlier: Sequence[Claim]) -> Iterator[Claim]:
        """"X 否认了这一说法": the possible claims of the sentence before, denied."""
        for clause in clauses(inside):
            if any(s.operator == "denies" for u in clause for s in u.senses):
                speaker = source(clause, self.discourse)
                for claim in earlier:
                    if claim.modality in ("possible", "planned"):
                        bounds = (claim.sentence.start, inside[-1].end)
                        frame = Frame(self.article, bounds, clause, self.antecedents, None, speaker)
                        yield replace(claim, sentence=frame.span(*bounds), polarity="negated", modality="denied",
                                      attribution=frame.attribution())


def _spoken(frame: Frame, named: Source | None, verb: int) -> Frame:
    """The frame of what is said at this verb: the clause's own source counts only for what follows it."""
    return replace(frame, source=named) if named is not None and verb > named.at else frame


def _unique(found: Iterator[Claim]) -> Iterator[Claim]:
    """The same property between the same spans once, the surest reading of it."""
    best: dict[tuple[str, int, int, str], Claim] = {}
    for claim in found:
        key = (claim.predicate.id, claim.subject.start, claim.object.start, claim.polarity)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    yield from best.values()
