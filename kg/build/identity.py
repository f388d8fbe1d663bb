"""What a graph's names were linked to, and what people decided about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from kg import gazetteer
from kg.model import Claim
from kg.ontology import Ontology
from kg.resolve import Linker, Links
from kg.resolve.decided import read_decisions
from kg.resolve.decisions import Decisions
from kg.workspace import Config, Settings, Workspace, WorkspaceError, opened


def decided(workspace: Workspace, settings: Settings, terms: Ontology) -> Decisions:
    """The decisions that a build applies. DecisionError, with the line, for a file that cannot be used."""
    if settings.decisions is not None and not settings.decisions.is_file():
        raise WorkspaceError(f"no decisions at {settings.decisions}")
    decisions = read_decisions(workspace.decisions(settings))
    decisions.check_classes(terms.classes)
    return decisions


def links_of(folder: Path, decisions: Path | None = None) -> tuple[Links, Callable[[str], Iterable[Claim]], Path]:
    """The links of a built graph with the decisions of today, a function from an article's id to its claims, and the
    file of decisions.

    `decisions` is read instead of the graph's own file, and need not exist. WorkspaceError where there is no graph.
    """
    if not folder.is_dir():
        raise WorkspaceError(f"no graph at {folder}: run kg build")
    with opened(folder) as workspace:
        settings = (workspace.config or Config()).settings
        manifest, path = workspace.manifest, decisions or workspace.decisions(settings)
        if manifest is None:
            raise WorkspaceError(f"no graph at {folder}: run kg build")
        terms = gazetteer.load(settings.ontology, settings.names)
        with workspace.cache() as cache:
            keys = {name: entry.key for name, entry in manifest.articles.items()}
            if missing := keys.keys() - {names.article for names in cache.names()}:
                raise WorkspaceError(f"article {min(missing)!r} is not in the cache of {folder}: run kg build")
            links = Linker(terms, read_decisions(path)).link(cache.names())

    @lru_cache(maxsize=64)
    def claims_of(article: str) -> tuple[Claim, ...]:
        """Read when they are asked for, without keeping others from building; none of an article that is gone."""
        with workspace.cache() as cache:
            try:
                return next(iter(cache.get([keys[article]]))).claims
            except KeyError:
                return ()

    return links, claims_of, path
