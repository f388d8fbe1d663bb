"""Articles in, a graph out: the one place that wires the stages."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from kg import __version__, gazetteer, lexicon, pipeline
from kg.articles import ReadProblem, clean, read
from kg.engine import engine
from kg.extract import Extractor
from kg.graph import Run, to_quads, write_exports
from kg.model import Article, Claim, Entity
from kg.resolve import Linker, names_of
from kg.store import write_store
from kg.validate import Report as Validation
from kg.validate import validate
from kg.view import write_page

LANGUAGES = ("en", "zh")
Progress = Callable[[str, int, int], None]  # (stage, done, of); `of` is 0 while unknown


def silent(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Settings:
    """What a build depends on beside the articles: the same settings and articles give the same bytes."""

    ontology: Path | None = None
    names: tuple[Path, ...] = ()
    pipeline: str | None = None
    jobs: int = 1
    rdf12: bool = False


@dataclass(frozen=True)
class BuildReport:
    """What was read, found, set aside, and where the files are."""

    articles: int
    claims: int
    facts: int
    open_claims: int
    entities: int
    modalities: dict[str, int]
    aside: dict[str, int]
    problems: tuple[ReadProblem, ...]
    conforms: bool
    validation: Validation
    files: dict[str, Path] = field(default_factory=dict)


def extractor(settings: Settings) -> Extractor:
    """The extractor with its ontology, lexicons and pipelines."""
    terms = gazetteer.load(settings.ontology, settings.names)
    lexicons = {language: lexicon.load(settings.ontology, language, terms) for language in LANGUAGES}
    return Extractor(terms, lexicons, pipeline.load(terms, settings.pipeline))


def task(settings: Settings, open_form: str = "compact") -> Callable[[Article], tuple[Article, list[Claim]]]:
    """Article -> the cleaned article and its claims; what the engine runs."""
    made = extractor(settings)

    def run(article: Article) -> tuple[Article, list[Claim]]:
        cleaned = clean(article)
        return cleaned, made.claims(cleaned, open_form)  # type: ignore[arg-type]

    return run


def extract(articles: Iterable[Article], settings: Settings, open_form: str = "wide",
            progress: Progress = silent) -> Iterator[tuple[Article, list[Claim]]]:
    """Cleaned articles with their claims, in the order given."""
    of = len(articles) if isinstance(articles, Sized) else 0
    progress("load", 0, 0)
    results = engine(settings.jobs).run(partial(task, settings, open_form), articles)
    for done, result in enumerate(results, 1):
        progress("extract", done, of)
        yield result


def build(inputs: Sequence[str | Path], output: Path, settings: Settings | None = None,
          progress: Progress = silent) -> BuildReport:
    """Read, extract, resolve, write the store and its exports, validate, draw.

    Problems with single inputs are in the report; the rest is built. Raises `ValueError` when nothing could be read,
    and whatever an unusable ontology, pipeline or output folder raises: what was built before is then still there.
    """
    settings = settings or Settings()
    articles, problems = gather(inputs)
    if not articles:
        raise NothingRead(problems)
    terms = gazetteer.load(settings.ontology, settings.names)
    writable(output)
    results = list(extract(articles, settings, "compact", progress))
    cleaned = [article for article, _ in results]
    progress("link", 0, 0)
    kept = [(article, once(filter(holds, found))) for article, found in results]
    links = Linker(terms).link(names_of(article, found) for article, found in kept)
    claims, entities = links.apply(claim for _, found in kept for claim in found), links.entities
    run = Run(version=__version__, ontology=terms.digest)
    quads = list(to_quads(cleaned, claims, entities, terms, run, rdf12=settings.rdf12))
    progress("validate", 0, 0)
    validation = validate(quads, terms)
    progress("write", 0, 0)
    write_store(output / "store", quads)
    files = {"store": output / "store", "claims": write_claims(output / "claims.jsonl", claims)}
    files |= write_exports(output, quads)
    files["page"] = write_page(output / "graph.html", quads, terms)
    return report(cleaned, claims, entities, problems, validation, files)


class NothingRead(ValueError):
    """No article could be read; `problems` says why for each input."""

    def __init__(self, problems: Sequence[ReadProblem]) -> None:
        super().__init__("no article could be read")
        self.problems = tuple(problems)


def gather(inputs: Sequence[str | Path]) -> tuple[list[Article], list[ReadProblem]]:
    """The articles of the inputs, and the problems of what could not be read."""
    problems: list[ReadProblem] = []
    articles = list(readable(inputs, problems))
    return articles, problems


def readable(inputs: Sequence[str | Path], problems: list[ReadProblem]) -> Iterator[Article]:
    """The articles of the inputs as they are read; what could not be read is added to `problems` on the way."""
    for item in read(inputs):
        if isinstance(item, Article):
            yield item
        else:
            problems.append(item)


def writable(output: Path) -> None:
    """Make the folder and try it, so that a long build cannot fail at its end for want of a place. OSError."""
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=output):
        pass


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


def write_claims(path: Path, claims: Sequence[Claim]) -> Path:
    """JSON lines, replaced in one step."""
    draft = path.with_suffix(".tmp")
    draft.write_text("".join(json.dumps(c.to_json(), ensure_ascii=False) + "\n" for c in claims), encoding="utf-8")
    os.replace(draft, path)
    return path


def report(articles: Sequence[Article], claims: Sequence[Claim], entities: Sequence[Entity],
           problems: Sequence[ReadProblem], validation: Validation, files: dict[str, Path]) -> BuildReport:
    closed = [c for c in claims if c.predicate.property]
    return BuildReport(
        articles=len(articles), claims=len(claims), facts=sum(c.is_fact for c in closed),
        open_claims=len(claims) - len(closed), entities=len(entities),
        modalities=dict(sorted(Counter(c.modality for c in claims).items())),
        aside=dict(Counter(a.reason for article in articles for a in article.aside).most_common()),
        problems=tuple(problems), conforms=validation.conforms, validation=validation, files=files)
