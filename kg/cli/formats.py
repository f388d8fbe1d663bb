"""Names of the formats that `kg export` writes."""

from __future__ import annotations

from enum import StrEnum

import typer


class Format(StrEnum):
    ttl = "ttl"
    ttl12 = "ttl12"
    trig = "trig"
    nq = "nq"
    nt = "nt"
    jsonld = "jsonld"
    rdf = "rdf"
    graphml = "graphml"
    gexf = "gexf"
    neo4j = "neo4j"
    claims_csv = "claims-csv"
    claims_parquet = "claims-parquet"
    entities_csv = "entities-csv"
    entities_parquet = "entities-parquet"
    report = "report"


OF_QUADS = {
    "ttl": "turtle", "ttl12": "turtle12", "trig": "trig", "nq": "nquads", "nt": "ntriples", "jsonld": "jsonld",
    "rdf": "rdfxml", "graphml": "graphml", "gexf": "gexf",
}  # fmt: skip

OTHER_NAMES = {
    "turtle": Format.ttl, "turtle12": Format.ttl12, "nquads": Format.nq, "ntriples": Format.nt,
    "json": Format.jsonld, "rdfxml": Format.rdf, "xml": Format.rdf, "csv": Format.claims_csv,
    "parquet": Format.claims_parquet, "markdown": Format.report, "md": Format.report,
}  # fmt: skip
"""What people, rdflib and Jena call them besides."""

_MARKS = str.maketrans("", "", "-_./ +")


def to_format(name: str) -> Format:
    """A format by its name or another one it goes by; capitals and the marks between letters do not matter."""
    bare = name.lower().translate(_MARKS)
    known = {form.value.translate(_MARKS): form for form in Format} | OTHER_NAMES
    if bare not in known:
        raise typer.BadParameter(f"{name!r} is no format; these are: {', '.join(Format)}")
    return known[bare]
