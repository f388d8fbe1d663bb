"""The files that a generation has beside its store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Store

from kg.export.rdf import write_exports
from kg.model import Claim
from kg.ontology import Ontology
from kg.store import Oxigraph
from kg.view import write_page

CLAIMS, PAGE = "claims.jsonl", "graph.html"
def write_files(folder: Path, store: Store, claims: Iterable[Claim], terms: Ontology) -> dict[str, Path]:
    """Write claims, graph and page into the folder; where each is."""
    files = {"claims": write_claims(folder / CLAIMS, claims)}
    files |= write_exports(folder, Oxigraph(store))
    files["page"] = write_page(folder / PAGE, store, terms)
    return files


def write_claims(path: Path, claims: Iterable[Claim]) -> Path:
    """JSON lines."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json.dumps(claim.to_json(), ensure_ascii=False) + "\n" for claim in claims)
    return path
