"""What the lexicon does on given articles: which entries find claims, and which frequent verbs have no entry.

    found = coverage(["news/"], Settings())
    found.unused[0].written, found.unused[0].seen      # an entry without a claim, and how often its word stood there
    found.missing[0].lemma, found.missing[0].example   # a verb without entry, and a sentence with it
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from spacy.tokens import Doc

from kg.articles import ReadProblem, clean
from kg.build import NothingRead, Settings, extractor, readable
from kg.build.extraction import LANGUAGES
from kg.build.progress import Progress, silent
from kg.extract.chinese.units import Unit, units
from kg.extract.grammar import lemma_of
from kg.lexicon import Lexicon, Sense
from kg.pipeline import parse
from kg.pipeline.chinese import reading

# spaCy's universal parts of speech -> the lexicon's.
PARTS: Mapping[str, str] = {
    "VERB": "verb", "NOUN": "noun", "ADJ": "adjective", "ADV": "adverb", "ADP": "preposition", "SCONJ": "preposition",
}
EXAMPLE = 300  # characters of a sentence that is shown


@dataclass(frozen=True, slots=True)
class Use:
    """An entry of the lexicon: how often its words stood in a sentence of the articles, and how many claims it found.

    An entry that only acts on the factuality of others ("deny") finds no claims of its own: `claims` is None.
    """

    language: str
    entry: str
    written: str
    pos: str
    meanings: tuple[str, ...]
    seen: int
    claims: int | None

    @property
    def idle(self) -> bool:
        """No claim came from it; for one that finds none, its word stood nowhere."""
        return not (self.seen if self.claims is None else self.claims)


@dataclass(frozen=True, slots=True)
class MissingVerb:
    """A verb without entry: how often it stood in the articles, and the first sentence with it."""

    language: str
    lemma: str
    count: int
    article: str
    example: str


@dataclass(frozen=True)
class Coverage:
    """The lexicons of all languages against some articles."""

    articles: int
    uses: tuple[Use, ...]
    missing: tuple[MissingVerb, ...]
    problems: tuple[ReadProblem, ...]

    @property
    def unused(self) -> tuple[Use, ...]:
        """Entries that found nothing, those first whose word the articles have most often."""
        return tuple(sorted((u for u in self.uses if u.idle), key=lambda u: (-u.seen, u.language, u.written, u.entry)))


def coverage(inputs: Sequence[str | Path], settings: Settings, progress: Progress = silent) -> Coverage:
    """Read the articles and count. `NothingRead` when none can be read; what else an unusable ontology raises."""
    made = extractor(settings)
    problems: list[ReadProblem] = []
    fired: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    verbs: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], tuple[str, str]] = {}
    count = 0
    for count, article in enumerate(readable(inputs, problems), 1):
        progress("read", count, 0)
        cleaned = clean(article)
        fired.update(c.trace.get("entry", "") for c in made.claims(cleaned, "none"))
        for item in parse(cleaned, made.pipelines):
            language = item.paragraph.language
            for word in words_of(item.doc, language, made.lexicons[language]):
                seen.update(word.entries)
                if word.pos == "verb" and not word.known:
                    verbs[(language, word.lemma)] += 1
                    examples.setdefault((language, word.lemma), (article.id, word.sentence))
    if not count:
        raise NothingRead(problems)
    missing = [MissingVerb(*verb, n, *examples[verb]) for verb, n in verbs.items()]
    return Coverage(
        count, tuple(chain.from_iterable(uses(made.lexicons[name], seen, fired) for name in LANGUAGES)),
        tuple(sorted(missing, key=lambda m: (-m.count, m.language, m.lemma))), tuple(problems))


def uses(lexicon: Lexicon, seen: Mapping[str, int], fired: Mapping[str, int]) -> Iterator[Use]:
    """One record an entry, in the lexicon's order."""
    entries: dict[str, list[Sense]] = {}
    for sense in lexicon.all:
        entries.setdefault(sense.entry, []).append(sense)
    for entry, senses in entries.items():
        first = senses[0]
        properties = sorted({s.property for s in senses if s.property})
        operators = sorted({s.operator for s in senses if s.operator})
        yield Use(lexicon.language, entry, first.written, first.pos, (*properties, *operators),
                  seen.get(entry, 0), fired.get(entry, 0) if properties else None)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as the lexicon would look it up: the entries whose words are all in its sentence.

    `known`: some entry has it as its head, whether its other words are there or not.
    """

    lemma: str
    pos: str
    known: bool
    entries: tuple[str, ...]
    sentence: str


def words_of(doc: Doc, language: str, lexicon: Lexicon) -> Iterator[Word]:
    """The words of a paragraph that an entry may have as its head."""
    yield from _chinese(doc, lexicon) if language == "zh" else _english(doc, lexicon)


def _english(doc: Doc, lexicon: Lexicon) -> Iterator[Word]:
    for sentence in doc.sents:
        around = {t.lower_ for t in sentence} | {lemma_of(t) for t in sentence}
        text = shown(sentence.text)
        for token in sentence:
            pos = PARTS.get(token.pos_, "")
            if pos and token.is_alpha and not token.ent_type_:
                found = [s for form in {lemma_of(token), token.lower_} for s in lexicon.senses(form, pos)]
                there = {s.entry for s in found if around.issuperset(s.words)}
                yield Word(lemma_of(token), pos, bool(found), tuple(sorted(there)), text)


def _chinese(doc: Doc, lexicon: Lexicon) -> Iterator[Word]:
    text = reading(doc)
    for unit in units(doc, lexicon):
        if unit.kind != "word" or not (unit.senses or _is_plain_verb(unit)):
            continue
        sentence = next((s for s in doc.sents if s.start_char <= unit.start < s.end_char), doc[:])
        rest = text[unit.start : sentence.end_char]
        there = {s.entry for s in unit.senses if all(word in rest for word in s.words)}
        pos = "verb" if unit.is_verb else ""
        yield Word(unit.text, pos, bool(unit.senses), tuple(sorted(there)), shown(sentence.text))


def _is_plain_verb(unit: Unit) -> bool:
    """A verb of two characters or more: one character alone is mostly a part of a verb."""
    return unit.is_verb and len(unit.text) > 1


def shown(sentence: str) -> str:
    """A sentence on one line, cut where it is long."""
    line = " ".join(sentence.split())
    return line if len(line) <= EXAMPLE else line[: EXAMPLE - 1] + "…"
