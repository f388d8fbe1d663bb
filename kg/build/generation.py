"""The next generation of a graph: what was extracted, linked, and put in the place of what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg import __version__
from kg.build.changes import compare, is_current, to_manifest
from kg.build.conformity import check, to_json
from kg.build.linking import link
from kg.build.progress import Progress
from kg.build.reading import Reading
from kg.graph import Part, Run, Update, article_part, iris
from kg.ontology import Ontology
from kg.resolve import Linker
from kg.resolve.decisions import Decisions
from kg.resolve.linker import uncollected
from kg.workspace import Cache, Manifest, Settings, Summary, Workspace, graph_fingerprint

LARGE = 20_000
"""Claims from which exports are written only where they are asked for: they take longer than all else together."""


def bring_forward(workspace: Workspace, reading: Reading, cache: Cache, summaries: Sequence[Summary],
                  settings: Settings, terms: Ontology, decisions: Decisions, progress: Progress) -> dict[str, int]:
    """Put the graph of what was read in use; counts of the articles that came, changed, went and stayed.

    `summaries` are those of the articles.
    """
    before, made = workspace.manifest, graph_fingerprint(settings, terms)
    if is_current(before, reading, made, decisions.digest) and workspace.has_files():
        workspace.tidy()
        return compare(before, before or Manifest()).counts(before, before or Manifest())
    progress("link", 0, 0)
    with uncollected():
        links = link(workspace, reading, cache, Linker(terms, decisions), made)
        after = to_manifest(reading, links, made, decisions.digest)
        changes = compare(before, after)
    run = Run(version=__version__, ontology=terms.digest)
    with workspace.generation(anew=changes.anew) as (folder, store):
        update = Update(store, terms, run)
        known = iris(links.entities)
        parts = (article_part(extracted.article, links.apply(extracted.claims), known, terms, run, rdf12=settings.rdf12,
                              publisher=links.publishers.get(extracted.article.id, ""))
                 for extracted in cache.get(after.articles[name].key for name in changes.articles))
        update.articles(watched(parts, len(changes.articles), progress), changes.gone)
        update.entities((entity for entity in links.entities if entity.iri in changes.entities), changes.gone_entities)
        update.finish([entry.iri for entry in after.articles.values()], {s.language for s in summaries}, len(known))
        progress("validate", 0, 0)
        validation = check(store, terms, None if changes.anew else update.touched, before.results if before else ())
        progress("write", 0, 0)
        files: Mapping[str, str] = {}
        if wanted(settings.exports, sum(summary.claims for summary in summaries)):
            claims = (claim for extracted in cache.get(entry.key for entry in after.articles.values())
                      for claim in links.apply(extracted.claims))
            from kg.build.files import write_files  # here: layouts and pages take long to load

            files = {kind: path.name for kind, path in write_files(folder, store, claims, terms).items()}
    workspace.finish(replace(after, results=to_json(validation), files=files))
    return changes.counts(before, after)


def wanted(exports: str, claims: int) -> bool:
    """Whether a graph of so many claims gets its files, by the setting."""
    return exports == "all" or (exports == "auto" and claims < LARGE)


def watched(parts: Iterable[Part], of: int, progress: Progress) -> Iterator[Part]:
    for done, part in enumerate(parts, 1):
        progress("graph", done, of)
        yield part
