"""Article -> cleaned article, claims and names: what the engine runs, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import partial
from typing import TypeVar

from kg import gazetteer, lexicon, pipeline
from kg.articles import clean
from kg.build.progress import Progress, silent
from kg.engine import engine
from kg.extract import Extractor
from kg.lexicon import Lexicon
from kg.model import Article, Claim
from kg.ontology import Ontology
from kg.resolve import names_of
from kg.workspace import Extracted, Settings

LANGUAGES = ("en", "zh")
Result = TypeVar("Result")


class Lexicons(Mapping[str, Lexicon]):
    """The lexicon of each language, read when the first article in it comes."""

    def __init__(self, settings: Settings, terms: Ontology) -> None:
        self._settings, self._terms = settings, terms
        self._read: dict[str, Lexicon] = {}

    def __getitem__(self, language: str) -> Lexicon:
        if language not in LANGUAGES:
            raise KeyError(language)
        if language not in self._read:
            self._read[language] = lexicon.load(self._settings.ontology, language, self._terms)
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)


def extractor(settings: Settings) -> Extractor:
    """The extractor with its ontology, lexicons and pipelines."""
    terms = gazetteer.load(settings.ontology, settings.names)
    return Extractor(terms, Lexicons(settings, terms), pipeline.load(terms, settings.pipeline))


def task(settings: Settings, open_form: str = "compact") -> Callable[[Article], tuple[Article, list[Claim]]]:
    """Article -> the cleaned article and its claims."""
    made = extractor(settings)

    def run(article: Article) -> tuple[Article, list[Claim]]:
        cleaned = clean(article)
        return cleaned, made.claims(cleaned, open_form)  # type: ignore[arg-type]

    return run


def graph_task(settings: Settings) -> Callable[[Article], Extracted]:
    """Article -> what a graph takes from it."""
    run = task(settings, "compact")

    def extracted(article: Article) -> Extracted:
        cleaned, found = run(article)
        claims = once(filter(holds, found))
        return Extracted(cleaned, tuple(claims), names_of(cleaned, claims))

    return extracted


def extract(articles: Iterable[Article], settings: Settings, open_form: str = "wide",
            progress: Progress = silent) -> Iterator[tuple[Article, list[Claim]]]:
    """Cleaned articles with their claims, in the order given."""
    progress("load", 0, 0)
    results = engine(settings.jobs).run(partial(task, settings, open_form), articles)
    yield from counted(results, len(articles) if isinstance(articles, Sized) else 0, progress)


def extract_fresh(fresh: Mapping[str, Article], settings: Settings,
                  progress: Progress) -> Iterator[tuple[str, Extracted]]:
    """What a graph takes from articles, under the keys they are given by."""
    progress("load", 0, 0)
    results = engine(settings.jobs).run(partial(graph_task, settings), fresh.values())
    yield from zip(fresh, counted(results, len(fresh), progress), strict=True)


def counted(results: Iterable[Result], of: int, progress: Progress) -> Iterator[Result]:
    for done, result in enumerate(results, 1):
        progress("extract", done, of)
        yield result


def holds(claim: Claim) -> bool:
    """A graph has no use for "he founded": a pronoun nobody could resolve."""
    return all(a.kind != "pronoun" or a.antecedent is not None for a in (claim.subject, claim.object))


def once(claims: Iterable[Claim]) -> list[Claim]:
    """The surest of the claims that say the same in one sentence ("which" and the name it stands for)."""
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        said = (claim.subject.name, claim.predicate.id, claim.object.name)
        key = (claim.sentence.start, *said, claim.polarity, claim.modality)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return list(best.values())
