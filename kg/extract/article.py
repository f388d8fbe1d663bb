"""One article's claims: parse its paragraphs, find what they mention, read propositions, fill frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, cast

from spacy.language import Language
from spacy.tokens import Span, Token

from kg.extract.arguments import Arguments
from kg.extract.coreference import Antecedents
from kg.extract.counts import counts, level_before
from kg.extract.denials import denials
from kg.extract.descriptions import descriptions
from kg.extract.factuality import Factuality, clause_factuality, factuality
from kg.extract.figures import FIGURE_PROPERTIES, bearing, counted, equated, listed, possessed
from kg.extract.frames import Frames
from kg.extract.grammar import lemma_of, settle
from kg.extract.links import Links
from kg.extract.locations import demonyms_of
from kg.extract.mentions import Gazetteer, mentions_of, vote
from kg.extract.nominals import nominals
from kg.extract.open import appositions, compact, wide
from kg.extract.proposals import Proposals, Proposed
from kg.extract.propositions import Proposition, clauses
from kg.extract.ranking import ranked
from kg.extract.repair import repair
from kg.extract.seen import Seen, long_forms, seen_in
from kg.extract.speech import Speech
from kg.extract.timing import framed, framing
from kg.extract.values import TimeExpression
from kg.lexicon import Lexicon
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.pipeline import Parsed
from kg.pipeline.coreference import CoreferenceHead
from kg.pipeline.relations import RelationHead

OpenForm = Literal["wide", "compact", "none", "only"]
WIDE = frozenset({"wide", "only"})


class Lazily:
    """A factuality that is worked out when it is first asked for."""

    __slots__ = ("found", "make")

    def __init__(self, make: Callable[[], Factuality]) -> None:
        self.make, self.found = make, cast(Factuality | None, None)

    def __call__(self) -> Factuality:
        if self.found is None:
            self.found = self.make()
        return self.found


class English:
    """The extractor for English: built once, used for many articles."""

    def __init__(self, nlp: Language, ontology: Ontology, lexicon: Lexicon, head: RelationHead | None = None,
                 coreference: CoreferenceHead | None = None) -> None:
        self.ontology, self.lexicon, self.coreference = ontology, lexicon, coreference
        self.proposals = Proposals(head, ontology, lexicon) if head is not None else None
        self.demonyms = demonyms_of(ontology, "en")
        self.places = {
            adjective: known.labels.get("en", adjective).lower()
            for known in ontology.names
            for adjective, language in known.demonyms
            if language == "en"
        }
        self.gazetteer = Gazetteer(ontology, nlp.vocab, "en")
        self.gazetteer.add_to(nlp.make_doc)

    def claims(self, article: Article, parsed: Sequence[Parsed], open_form: OpenForm) -> Iterator[Claim]:
        for item in parsed:
            settle(repair(item.doc))
        votes = vote((p.doc for p in parsed if not p.paragraph.heading), self.gazetteer.forms)
        mentioned = [
            mentions_of(item.doc, self.gazetteer, votes, language="en", published=article.published,
                        heading=item.paragraph.heading)
            for item in parsed
        ]
        proposed = self.proposals.propose(mentioned) if self.proposals is not None else [None] * len(parsed)
        names = ((m.doc[n.start : n.end].text, n.type) for m in mentioned for n in m.names)
        longest = long_forms(names, self.gazetteer.forms)
        seen: list[Seen] = []
        told: list[Claim] = []
        for number, (item, mentions, proposals) in enumerate(zip(parsed, mentioned, proposed, strict=True)):
            first = seen[-1].sentence + 1 if seen else 0
            first = max(first, number)
            here = seen_in(mentions, number, item.paragraph.start, first, item.paragraph.heading, longest, self.places)
            numbers = {t.i: n for n, s in enumerate(item.doc.sents, first) for t in s}
            antecedents = Antecedents(
                self.ontology, self.lexicon, [*seen[-60:], *here], number, numbers, self.places,
                Links.of(item.doc, self.coreference),
            )
            antecedents.carry(item.doc)
            arguments = Arguments(item.doc, mentions, antecedents, self.lexicon, item.paragraph.start)
            found = list(self.paragraph_claims(article, arguments, open_form, told, proposals))
            yield from found
            told += [c for c in found if c.predicate.property]
            seen += here

    def paragraph_claims(
        self, article: Article, arguments: Arguments, open_form: OpenForm, told: Sequence[Claim],
        proposed: Proposed | None,
    ) -> Iterator[Claim]:
        """The claims of one paragraph; `told` are the closed claims of those before, `proposed` the relation head's."""
        frames = Frames(self.ontology, self.lexicon, arguments, article.id, told)
        found: list[Claim] = []
        speech = Speech(self.lexicon, self.ontology)
        period: TimeExpression | None = None
        for sentence in arguments.doc.sents:
            start, told_before = len(found), list(frames.told)
            found += unique(self.sentence_claims(article, sentence, frames, arguments, open_form))
            frames.told = told_before
            said = [*told_before, *(c for c in found[start:] if c.predicate.property)]
            found += denials(sentence, arguments, self.lexicon, said)
            found[start:] = [framed(c, period, arguments) for c in speech.lend(sentence, arguments, found[start:])]
            period = framing(sentence, arguments) or period
            frames.told += [c for c in found[start:] if c.predicate.property]
        stated = {(c.object.start, c.object.end) for c in found if c.object.kind == "value"}
        found += [c for c in self.figures(arguments, frames) if (c.object.start, c.object.end) not in stated]
        found += list(before(found, arguments))
        yield from found
        if self.proposals is not None and proposed is not None:
            closed = [c for c in found if c.predicate.property]
            yield from self.proposals.claims(arguments, article.id, closed, proposed)

    def sentence_claims(
        self, article: Article, sentence: Span, frames: Frames, arguments: Arguments, open_form: OpenForm
    ) -> Iterator[Claim]:
        tuples: list[Claim] = []
        # What nouns say comes first: who somebody is may tell what "who resigned" leaves unsaid.
        for proposition in nominals(sentence, self.describes):
            facts = Lazily(partial(factuality, proposition, self.lexicon))
            said = [finish(c, arguments) for c in frames.claims(proposition, facts)]
            frames.told += said
            yield from said
        for proposition in clauses(sentence):
            facts = Lazily(partial(factuality, proposition, self.lexicon))
            closed = [finish(c, arguments) for c in frames.claims(proposition, facts)]
            yield from closed
            figure = equated(proposition, arguments)
            if figure is not None and not facts().question:
                owner, value, metric = figure
                yield frames.figure(proposition, owner, value, facts(), metric)
            if open_form in WIDE:
                claim = wide(proposition, facts(), arguments, article.id)
                if claim is not None:
                    tuples.append(read_as(claim, closed))
            elif open_form == "compact" and not closed:
                yield from compact(proposition, facts, arguments, article.id)
        if open_form in WIDE:
            yield from ranked([*tuples, *appositions(sentence, arguments, article.id)])
        for description in descriptions(sentence, arguments, self.ontology, self.demonyms):
            yield frames.described(
                description, Factuality(attribution=clause_factuality(description.words[0], self.lexicon).attribution)
            )

    def describes(self, token: Token) -> bool:
        """Whether a noun or preposition is in the lexicon."""
        if token.dep_ == "case":
            return bool(self.lexicon.senses(token.lower_, "preposition"))
        return any(self.lexicon.senses(word, "noun") for word in (lemma_of(token), token.lower_))

    def figures(self, arguments: Arguments, frames: Frames) -> Iterator[Claim]:
        for noun, owner, value in bearing(arguments):
            facts = clause_factuality(noun, self.lexicon)
            proposition = Proposition(noun, "noun", (), "nominal")
            yield finish(frames.figure(proposition, owner, value, facts), arguments)
        said = [*(f[2] for f in bearing(arguments)), *(f[2] for f in possessed(arguments))]
        told = {(value.start, value.end) for value in said}
        others = [f for f in counts(arguments) if (f[2].start, f[2].end) not in told]
        for noun, owner, value, metric in (*listed(arguments), *possessed(arguments), *others):
            facts = clause_factuality(noun, self.lexicon, True)
            yield frames.figure(Proposition(noun, "noun", (), "nominal"), owner, value, facts, metric)


def read_as(claim: Claim, closed: Sequence[Claim]) -> Claim:
    """An open claim that says which properties of the ontology the same proposition was read as."""
    names = " ".join(sorted({c.predicate.id for c in closed}))
    return replace(claim, trace={**claim.trace, "read_as": names}) if names else claim


def finish(claim: Claim, arguments: Arguments) -> Claim:
    """The metric of a counted value."""
    if claim.predicate.property not in FIGURE_PROPERTIES or any(q.name == "metric" for q in claim.qualifiers):
        return claim
    metric = counted(claim.object, arguments)
    return replace(claim, qualifiers=(*claim.qualifiers, metric)) if metric is not None else claim


def before(found: Sequence[Claim], arguments: Arguments) -> Iterator[Claim]:
    """The level before, told with a figure: "up from $311 million in 2022"."""
    stated = {(c.object.start, c.object.end) for c in found}
    for claim in found:
        earlier = level_before(claim.object, arguments) if claim.predicate.property in FIGURE_PROPERTIES else None
        if earlier is not None and (earlier[0].start, earlier[0].end) not in stated:
            stated.add((earlier[0].start, earlier[0].end))
            yield replace(claim, object=earlier[0], time=earlier[1], modality="asserted",
                          qualifiers=tuple(q for q in claim.qualifiers if q.name == "metric"))


def unique(claims: Iterator[Claim]) -> list[Claim]:
    """The same pair under the same property once, the most confident reading."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (
            claim.subject.start,
            claim.subject.end,
            claim.predicate.id if claim.predicate.property else claim.predicate.start,
            claim.object.start,
            claim.object.end,
        )
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return list(best.values())
