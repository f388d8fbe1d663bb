"""`kg.toml`: what a workspace is built from, and how. Written for people: their comments stay when commands write it.

    inputs = ["../seeds"]              # files and folders of articles; paths are relative to this file
    without = ["../seeds/old.md"]      # articles to leave out, by path or by id
    ontology = "../my-ontology"
    names = ["../names.ttl"]
    decisions = "../decisions.toml"    # the decisions.toml beside this file otherwise
    pipeline = "en_core_web_trf"
    jobs = 2
    rdf12 = false
    exports = "auto"                   # "all", "none", or "auto": none for a large graph
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

FILE = "kg.toml"
EXPORTS = ("auto", "all", "none")
HEADER = ("What kg build reads here, and how. Paths are relative to this file.",
          "kg build without inputs reads them again; kg add and kg remove change the lists.")


class WorkspaceError(ValueError):
    """A folder or a `kg.toml` that cannot be used as a workspace, or an article that is not in it, with the reason."""


@dataclass(frozen=True)
class Settings:
    """What a build depends on beside the articles: the same settings and articles give the same bytes.

    `jobs` changes nothing but the time it takes. `exports`: which files are written beside the store.
    """

    ontology: Path | None = None
    names: tuple[Path, ...] = ()
    decisions: Path | None = None
    pipeline: str | None = None
    jobs: int = 1
    rdf12: bool = False
    exports: str = "auto"


@dataclass(frozen=True)
class Config:
    """`inputs` as paths from here; `without` as it is written: paths from the workspace, and ids of articles."""

    inputs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)


def read_config(folder: Path) -> Config | None:
    """The `kg.toml` of a workspace, None where there is none. WorkspaceError for one that is wrong."""
    path = folder / FILE
    try:
        row = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path}: not TOML: {error}") from error
    _check(path, row)
    settings = Settings(
        ontology=Path(from_here(folder, row["ontology"])) if "ontology" in row else None,
        names=tuple(Path(from_here(folder, name)) for name in row.get("names", ())),
        decisions=Path(from_here(folder, row["decisions"])) if "decisions" in row else None,
        pipeline=_pipeline(folder, row.get("pipeline")),
        **{name: row[name] for name in ("jobs", "rdf12", "exports") if name in row})
    inputs = tuple(from_here(folder, one) for one in row.get("inputs", ()))
    return Config(inputs, tuple(row.get("without", ())), settings)


def write_config(folder: Path, config: Config) -> None:
    """Write what differs into the `kg.toml`, in one step."""
    path, settings = folder / FILE, config.settings
    pipeline = settings.pipeline
    wanted: dict[str, Any] = {
        "inputs": [from_workspace(folder, one) for one in config.inputs], "without": list(config.without),
        "ontology": from_workspace(folder, settings.ontology) if settings.ontology else None,
        "names": [from_workspace(folder, name) for name in settings.names],
        "decisions": from_workspace(folder, settings.decisions) if settings.decisions else None,
        "pipeline": from_workspace(folder, pipeline) if pipeline and Path(pipeline).exists() else pipeline,
        "jobs": settings.jobs, "rdf12": settings.rdf12, "exports": settings.exports,
    }
    document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else _empty()
    defaults = Settings()
    for name, value in wanted.items():
        if value in (None, [], getattr(defaults, name, None)):
            document.pop(name, None)
        elif document.get(name) != value:
            document[name] = _listed(value) if isinstance(value, list) else value
    draft = path.with_name(f".{FILE}.new")
    draft.write_text(tomlkit.dumps(document), encoding="utf-8")
    draft.replace(path)


def _empty() -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in HEADER:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    return document


def _listed(values: Iterable[str]) -> Any:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(len(array) > 1)


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_KINDS: Mapping[str, tuple[str, Any]] = {
    "inputs": ("a list of texts", _strings), "without": ("a list of texts", _strings),
    "ontology": ("a text", lambda value: isinstance(value, str)),
    "names": ("a list of texts", _strings), "decisions": ("a text", lambda value: isinstance(value, str)),
    "pipeline": ("a text", lambda value: isinstance(value, str)),
    "jobs": ("a whole number from 1", lambda value: type(value) is int and value >= 1),
    "rdf12": ("true or false", lambda value: isinstance(value, bool)),
    "exports": (" or ".join(f'"{name}"' for name in EXPORTS), lambda value: value in EXPORTS),
}
"""Name of an entry -> what it is, and the test of that."""


def _check(path: Path, row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        if name not in _KINDS:
            raise WorkspaceError(f"{path}: unknown entry {name!r} (known: {', '.join(_KINDS)})")
        kind, fits = _KINDS[name]
        if not fits(value):
            raise WorkspaceError(f"{path}: {name} is not {kind}: {value!r}")


def from_workspace(folder: Path, path: str | Path) -> str:
    """A path as a workspace notes it: from its folder, whole where there is no way from there."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).absolute().as_posix()


def from_here(folder: Path, path: str) -> str:
    """The same path from here: whole or from the working folder, whichever is shorter."""
    whole = os.path.abspath(folder / path)
    try:
        return min(os.path.relpath(whole), whole, key=len)
    except ValueError:
        return whole


def _pipeline(folder: Path, name: str | None) -> str | None:
    return from_here(folder, name) if name and (folder / name).exists() else name
