"""A served graph for tests: the command itself, on a free port, asked by real HTTP."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import requests
from graph_world import ENTITIES, ONTOLOGY, ORBIX, world

from kg import vocab
from kg.model import Entity
from kg.store import write_store
from kg.view import write_page

ROOT = Path(__file__).parents[1]
EVIL = "<script>alert('x')</script>\"'&amp;"
EVIL_IRI = vocab.entity_iri(EVIL)
CREATED = "SELECT ?s ?o { ?s kg:created ?o }"
JSON_RESULT, XML_RESULT = "application/sparql-results+json", "application/sparql-results+xml"
COUNT = "SELECT (COUNT(*) AS ?n) { ?c a kg:Claim }"


def evil_world(**changes: Any) -> list[ox.Quad]:
    return world(entities=(*ENTITIES, Entity(EVIL_IRI, {"en": EVIL}, "Company", same_as=("javascript:alert(1)",))),
                 **changes)


def written(folder: Path) -> Path:
    """The folder, with the evil world as a build would leave it."""
    write_store(folder / "store", evil_world())
    write_page(folder / "graph.html", world(), ONTOLOGY)
    return folder


def ask(address: str, sparql: str, **headers: str) -> requests.Response:
    return requests.post(f"{address}sparql", {"query": sparql}, headers=headers, timeout=30)


def get(address: str, path: str, accept: str = "text/html", **more: Any) -> requests.Response:
    return requests.get(address.rstrip("/") + path, headers={"Accept": accept}, timeout=20, **more)


def path_of(iri: str) -> str:
    return "/" + quote(iri.removeprefix(vocab.BASE), safe="%/~")


ENTITY = path_of(ORBIX)


@contextlib.contextmanager
def served(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address (with a slash at its end) of `kg serve` over a folder that a build wrote."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**kept, "PYTHONPATH": str(ROOT), **(environment or {})})
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("Serving at "), process.stderr.read()
        yield line.split()[2]
    finally:
        process.terminate()
        try:
            process.wait(20)
        finally:
            process.kill()
            process.stdout.close()
            process.stderr.close()
