"""RDF files as a store in memory, to look into them as into any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.store.embedded import Oxigraph
from kg.store.errors import StoreError

ENDINGS = (".ttl", ".nt", ".nq", ".trig", ".rdf", ".xml", ".jsonld", ".n3")


def read_files(files: Iterable[Path]) -> Oxigraph:
    """The files as one store; a file's ending says which format it has, and blank nodes stay apart between files.

    Raises StoreError, with file and line, for what cannot be read.
    """
    store = Oxigraph()
    for file in files:
        try:
            store.load(_quads(file))
        except SyntaxError as error:
            raise StoreError(f"{file}:{error.lineno or 1}: {error.msg}") from error
        except (OSError, ValueError) as error:
            raise StoreError(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    return store


def _quads(file: Path) -> Iterator[ox.Quad]:
    form = ox.RdfFormat.from_extension(file.suffix.lstrip("."))
    if form is None:
        raise StoreError(f"{file}: no format of RDF has this ending (these have: {' '.join(ENDINGS)})")
    base = file.absolute().as_uri()
    with file.open("rb") as stream:
        yield from ox.parse(stream, format=form, base_iri=base, rename_blank_nodes=True)
