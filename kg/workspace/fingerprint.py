"""Fingerprints of all that a result depends on: the same fingerprint, the same result.

Code counts by its bytes, not by its version alone, so that a developer's change is noticed too; so do the models, the
word lists and the libraries whose results enter a claim.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from kg import __version__
from kg.model import Article
from kg.ontology import Ontology
from kg.workspace.config import Settings

PACKAGE = Path(__file__).parents[1]
EXTRACTION = ("articles", "build", "extract", "lexicon", "model", "ontology", "gazetteer", "pipeline", "resolve",
              "vocab", "workspace")
"""The parts of the package that an article, its claims and its names go through."""

LIBRARIES = ("jieba", "numpy", "onnxruntime", "opencc", "py3langid", "spacy", "tokenizers")
"""Those whose results enter a claim."""

LINKING = ("opencc", "pypinyin", "pyoxigraph", "rapidfuzz")
"""Those whose results enter a graph that is made of claims."""


def extraction_fingerprint(settings: Settings, terms: Ontology) -> str:
    """Of what an article is extracted by: code, models, libraries, ontology and pipeline."""
    return _digest(["extraction", _code(EXTRACTION), terms.digest, *_versions(LIBRARIES),
                    *_pipeline(settings.pipeline)])


def graph_fingerprint(settings: Settings, terms: Ontology) -> str:
    """Of what a graph is made by from what was extracted, and its exports from it."""
    return _digest(["graph", _code(), terms.digest, *_versions(LINKING),
                    f"rdf12={settings.rdf12}", f"exports={settings.exports}"])


def key(article: Article, fingerprint: str) -> str:
    """Of one article as it was read, wherever it lies, together with what it is extracted by."""
    content = {part.name: getattr(article, part.name) for part in fields(article) if part.name != "source"}
    return _digest([fingerprint, json.dumps(content, sort_keys=True, default=asdict)])


def _versions(libraries: Iterable[str]) -> Iterator[str]:
    return (f"{name} {metadata.version(name)}" for name in libraries)


def _pipeline(name: str | None) -> Iterator[str]:
    """An installed pipeline counts by its version, one in a folder by its files."""
    yield name or "ours"
    if name is None:
        return
    if Path(name).exists():
        yield _files(Path(name))
    elif (spec := find_spec(name) if name.isidentifier() else None) is not None:
        yield next((f"{dist} {metadata.version(dist)}" for dist in metadata.packages_distributions().get(name, ())),
                   _files(Path(spec.origin).parent) if spec.origin else "")


@cache
def _code(parts: tuple[str, ...] | None = None) -> str:
    """Of the package's files, of some parts or of all."""
    chosen = [path for path in PACKAGE.iterdir() if parts is None or path.name.removesuffix(".py") in parts]
    return _digest([__version__, *(_part(path) for path in sorted(chosen) if path.name != "__pycache__")])


@cache
def _part(path: Path) -> str:
    """Of a part of the package, models and all: two fingerprints ask for most parts."""
    return _files(path)


def _files(path: Path) -> str:
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    named = ((file.relative_to(path.parent).as_posix(), file) for file in files if "__pycache__" not in file.parts)
    return _digest(part for name, file in named for part in (name, hashlib.sha256(file.read_bytes()).hexdigest()))


def _digest(parts: Iterable[str]) -> str:
    total = hashlib.sha256()
    for part in parts:
        written = part.encode("utf-8", "surrogatepass")
        total.update(b"%d:" % len(written) + written)
    return total.hexdigest()
