"""Articles in, a graph out: the one place that wires the stages.

A build reads its articles, extracts from those that the cache does not know, links the names of all, and brings the
graph in use forward by what changed. The result is the same as that of a build from nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import gazetteer
from kg.articles import MAX_BYTES, sniff
from kg.build.generation import bring_forward
from kg.build.identity import decided, links_of
from kg.build.inputs import with_inputs, without_articles
from kg.build.progress import Progress, silent
from kg.build.reading import NothingRead, Reading, gather, readable, take_in
from kg.build.report import BuildReport, report
from kg.workspace import Cache, Config, Settings, Workspace, WorkspaceError, extraction_fingerprint, opened

if TYPE_CHECKING:
    from kg.build.extraction import extract, extractor, task

__all__ = ["BuildReport", "NothingRead", "Settings", "WorkspaceError", "add", "build", "extract", "extractor", "gather",
           "links_of", "readable", "remove", "task"]


def __getattr__(name: str) -> Any:
    """What extracts is loaded when it is asked for: it brings spaCy, which known articles do not need."""
    if name not in ("extract", "extractor", "task"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.build import extraction

    return getattr(extraction, name)


def build(inputs: Sequence[str | Path], output: Path, settings: Settings | None = None,
          progress: Progress = silent, changes: Mapping[str, Any] | None = None) -> BuildReport:
    """Make the graph of these articles in the folder `output`; without inputs, of those it was made of before.

    `settings` are those of the folder where they are None, with these `changes`, and are remembered there. Problems
    with single inputs are in the report; the rest is built. Raises NothingRead when nothing could be read,
    WorkspaceError and StoreError for an unusable folder or one that another process builds, and whatever an unusable
    ontology or pipeline raises: what was built before is then still there.
    """
    def made_of(workspace: Workspace) -> Config:
        before = workspace.config or Config()
        config = replace(before, settings=replace(settings or before.settings, **(changes or {})))
        if not inputs and not before.inputs:
            raise WorkspaceError(f"nothing to build: {output} has no kg.toml with inputs; name some articles")
        return replace(config, inputs=_kept(inputs, workspace), without=()) if inputs else config

    return _refresh(output, made_of, progress)


def add(inputs: Sequence[str | Path], output: Path, progress: Progress = silent) -> BuildReport:
    """Build again with these inputs beside the others. Raises what `build` raises."""
    def made_of(workspace: Workspace) -> Config:
        before, more = workspace.config or Config(), _kept(inputs, workspace)
        articles, problems = gather(more)
        if not articles:
            raise NothingRead(problems)
        return with_inputs(before, more, output)

    return _refresh(output, made_of, progress)


def remove(articles: Sequence[str], output: Path, progress: Progress = silent) -> BuildReport:
    """Build again without these articles, named by id or path. WorkspaceError for one that is not in the graph."""
    def made_of(workspace: Workspace) -> Config:
        if workspace.config is None or workspace.manifest is None:
            raise WorkspaceError(f"no graph at {output} to remove from: run kg build")
        return without_articles(workspace.config, workspace.manifest, articles, output)

    return _refresh(output, made_of, progress)


def _refresh(output: Path, made_of: Callable[[Workspace], Config], progress: Progress) -> BuildReport:
    """The graph of a workspace as its articles, its settings and our code are now."""
    with opened(output) as workspace:
        config = made_of(workspace)
        terms = gazetteer.load(config.settings.ontology, config.settings.names)
        decisions = decided(workspace, config.settings, terms)
        with workspace.cache() as cache:
            reading = take_in(workspace, config, extraction_fingerprint(config.settings, terms), cache.keys())
            workspace.configure(config)  # now: a build that is cut off goes on where this one would have
            _extract(reading, cache, config.settings, progress)
            cache.keep({known.key for known in reading.known.values()})
            summaries = cache.summaries()
            counts = bring_forward(workspace, reading, cache, summaries, config.settings, terms, decisions, progress)
            return report(workspace, summaries, reading, counts)


def _extract(reading: Reading, cache: Cache, settings: Settings, progress: Progress) -> None:
    """Put into the cache what is extracted from the articles that it does not know."""
    if reading.fresh:
        from kg.build.extraction import extract_fresh

        for key, extracted in extract_fresh(reading.fresh, settings, progress):
            cache.put(key, extracted)


def _kept(inputs: Sequence[str | Path], workspace: Workspace) -> tuple[str, ...]:
    """The inputs as paths that can be read again: of standard input ("-"), a copy."""
    def kept(one: str) -> str:
        if one != "-":
            return one
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return str(workspace.keep_input(data, sniff(data)))

    return tuple(kept(str(one)) for one in inputs)
