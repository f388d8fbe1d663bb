"""What `kg add` and `kg remove` change in the list of inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from kg.workspace import Config, Manifest, WorkspaceError, from_here, from_workspace


def with_inputs(config: Config, inputs: Iterable[str], folder: Path) -> Config:
    """The inputs beside the others; what of them was taken out comes back."""
    known = {Path(one).resolve() for one in config.inputs}
    new = [one for one in inputs if Path(one).resolve() not in known]
    back = {Path(one).resolve() for one in inputs}
    without = tuple(one for one in config.without
                    if back.isdisjoint(((folder / one).resolve(), *(folder / one).resolve().parents)))
    return replace(config, inputs=(*config.inputs, *new), without=without)


def without_articles(config: Config, manifest: Manifest, names: Sequence[str], folder: Path) -> Config:
    """The configuration without these articles, named by id or by path. WorkspaceError for one that is not there."""
    for name in names:
        config = _without(config, manifest, name, folder)
    return config


def _without(config: Config, manifest: Manifest, name: str, folder: Path) -> Config:
    entry = manifest.articles.get(name)
    path = Path(name).resolve()
    inputs = tuple(one for one in config.inputs if Path(one).resolve() != path)
    if entry is None and len(inputs) < len(config.inputs):
        return replace(config, inputs=inputs)
    sources = Counter((folder / one.source).resolve() for one in manifest.articles.values())
    if entry is not None and (entry.source == "-" or sources[(folder / entry.source).resolve()] > 1):
        return replace(config, without=(*config.without, name))  # one article of several in its file
    if entry is not None:
        return _without_file(config, folder / entry.source, folder)
    if path in sources:
        return _without_file(config, path, folder)
    raise WorkspaceError(_unknown(name, manifest, folder))


def _without_file(config: Config, path: Path, folder: Path) -> Config:
    """A file that is an input itself is no longer one; a file in a folder that is one is left out."""
    inputs = tuple(one for one in config.inputs if Path(one).resolve() != path.resolve())
    if len(inputs) < len(config.inputs):
        return replace(config, inputs=inputs)
    return replace(config, without=(*config.without, from_workspace(folder, path)))


def _unknown(name: str, manifest: Manifest, folder: Path) -> str:
    names = {*manifest.articles, *(from_here(folder, entry.source) for entry in manifest.articles.values())}
    close = get_close_matches(name, sorted(names), n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else "an article goes by its id or its path"
    return f"no article {name!r} among the {len(manifest.articles):,} of {folder}: {hint}"
