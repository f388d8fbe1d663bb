"""What a build tells when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.articles import ReadProblem
from kg.build.conformity import from_json
from kg.build.reading import Reading
from kg.validate.report import Report as Validation
from kg.workspace import Manifest, Summary, Workspace


@dataclass(frozen=True)
class BuildReport:
    """What was read, found, set aside, and where the files are.

    `changes` counts the articles "added", "changed", "removed" and "kept" since the graph that was there; it is empty
    where there was none. `notes` tell what went otherwise than it should without harm to the graph.
    """

    articles: int
    claims: int
    facts: int
    open_claims: int
    entities: int
    modalities: Mapping[str, int]
    aside: Mapping[str, int]
    problems: tuple[ReadProblem, ...]
    conforms: bool
    validation: Validation
    files: dict[str, Path] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def report(workspace: Workspace, summaries: Sequence[Summary], reading: Reading,
           changes: Mapping[str, int]) -> BuildReport:
    """On the graph in use."""
    total, manifest = Summary.total(summaries), workspace.manifest or Manifest()
    validation = Validation(from_json(manifest.results))
    return BuildReport(
        articles=len(manifest.articles), claims=total.claims, facts=total.facts, open_claims=total.open_claims,
        entities=len(manifest.entities), modalities=total.modalities, aside=total.aside,
        problems=tuple(reading.problems), conforms=validation.conforms, validation=validation, files=workspace.files(),
        changes=changes, notes=tuple(reading.notes))
