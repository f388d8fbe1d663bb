"""Media types: what a client may ask for, and what it gets.

The names of formats are pyoxigraph's. Of two types a client likes alike, the later one in a table is taken.
"""

from __future__ import annotations

from collections.abc import Mapping

import mimeparse

HTML = "text/html"
RESULTS: Mapping[str, str] = {
    "text/tab-separated-values": "TSV", "text/csv": "CSV", "application/xml": "XML", "application/json": "JSON",
    "application/sparql-results+xml": "XML", "application/sparql-results+json": "JSON",
}
GRAPHS: Mapping[str, str] = {
    "application/json": "JSON_LD", "text/plain": "N_TRIPLES", "application/xml": "RDF_XML",
    "application/rdf+xml": "RDF_XML", "application/n-triples": "N_TRIPLES", "application/ld+json": "JSON_LD",
    "text/turtle": "TURTLE",
}
FORMATS: Mapping[str, str] = {
    "turtle": "text/turtle", "ntriples": "application/n-triples", "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml", "html": HTML, "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml", "csv": "text/csv", "tsv": "text/tab-separated-values",
}
"""Short names for `?format=`, which a link in a page can say and a header cannot."""
TEXTUAL = ("text/", "application/n-triples")


def choose(accept: str, offered: Mapping[str, str], *, html: bool = False) -> str | None:
    """The media type to answer with; None where the client takes none of them."""
    names = [*([HTML] if html else []), *offered]
    try:
        return mimeparse.best_match(names, accept or "*/*") or None
    except (mimeparse.MimeTypeParseException, ValueError, IndexError, KeyError):
        return None


def header(media: str) -> str:
    """The Content-Type of a type: text says its encoding."""
    return f"{media}; charset=utf-8" if media.startswith(TEXTUAL) else media
