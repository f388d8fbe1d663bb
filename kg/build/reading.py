"""The inputs of a build: which articles there are, and which of them are not known yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg import vocab
from kg.articles import ReadProblem, display, read
from kg.model import Article
from kg.workspace import Config, Workspace, from_workspace, key


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


def readable(inputs: Sequence[str | Path], problems: list[ReadProblem],
             skip: Iterable[Path] = ()) -> Iterator[Article]:
    """The articles of the inputs as they are read; what could not be read is added to `problems` on the way."""
    for item in read(inputs, skip=skip):
        if isinstance(item, Article):
            yield item
        else:
            problems.append(item)


@dataclass(frozen=True, slots=True)
class Known:
    """An article that was read: its key in the cache, its IRI, and where it lies (from the workspace)."""

    key: str
    iri: str
    source: str


@dataclass(frozen=True)
class Reading:
    """What was read: `known` are all articles by id, `fresh` those to extract from, with their keys.

    `notes` are what a person may want to know of the build.
    """

    known: dict[str, Known] = field(default_factory=dict)
    fresh: dict[str, Article] = field(default_factory=dict)
    problems: list[ReadProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def take_in(workspace: Workspace, config: Config, fingerprint: str, cached: Collection[str]) -> Reading:
    """Read the inputs of a workspace. Of articles whose keys are `cached` the text is not kept.

    Raises NothingRead where there is no article, unless all were taken out.
    """
    reading, left_out = Reading(), LeftOut(workspace.folder, config.without)
    from_stdin = {display(one) for one in config.inputs if workspace.is_kept_input(one)}
    problems: list[ReadProblem] = []
    places: dict[str, str] = {}
    taken_out = 0
    for article in readable(config.inputs, problems, workspace.own_files()):
        if left_out.has(article.source, article.id):
            taken_out += 1
            continue
        name = key(article, fingerprint)
        if article.source not in places:  # one file may hold many
            places[article.source] = from_workspace(workspace.folder, article.source)
        source = "-" if article.source in from_stdin else places[article.source]
        reading.known[article.id] = Known(name, vocab.article_iri(article.id, article.sha256), source)
        if name not in cached:
            reading.fresh[name] = article
    for problem in problems:
        if not left_out.has(problem.source):
            source = "-" if problem.source in from_stdin else problem.source
            reading.problems.append(replace(problem, source=source))
    if not reading.known and not taken_out and config.inputs:
        raise NothingRead(reading.problems)
    return reading


class LeftOut:
    """The articles that a workspace does without, by path or by id."""

    def __init__(self, folder: Path, without: Iterable[str]) -> None:
        self._ids = frozenset(without)
        self._paths = frozenset((folder / one).resolve() for one in without)

    def has(self, source: str, article: str | None = None) -> bool:
        return article in self._ids or (bool(self._paths) and Path(source).resolve() in self._paths)
