"""What the endpoint says of itself. https://www.w3.org/TR/sparql11-service-description/"""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from kg import vocab

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
                  "N-Triples", "RDF_XML", "JSON-LD")


def describe(endpoint: str, form: str) -> bytes:
    """The service at an address, in a format by its name in `RdfFormat`."""
    prefixes = {"sd": SD, "formats": FORMATS, "rdf": vocab.RDF, "void": vocab.VOID}
    return serialize(_triples(endpoint), format=getattr(RdfFormat, form), prefixes=prefixes) or b""


def _triples(endpoint: str) -> list[Triple]:
    service, data, default = BlankNode("service"), NamedNode(vocab.DATASET), BlankNode("default")
    type_ = NamedNode(vocab.RDF + "type")
    told: list[tuple[BlankNode | NamedNode, NamedNode, BlankNode | NamedNode]] = [
        (service, type_, NamedNode(SD + "Service")),
        (service, NamedNode(SD + "endpoint"), NamedNode(endpoint)),
        (service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL10Query")),
        (service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query")),
        (service, NamedNode(SD + "feature"), NamedNode(SD + "UnionDefaultGraph")),
        *((service, NamedNode(SD + "resultFormat"), NamedNode(FORMATS + name)) for name in RESULT_FORMATS),
        (service, NamedNode(SD + "defaultDataset"), data),
        (data, type_, NamedNode(SD + "Dataset")),
        (data, NamedNode(SD + "defaultGraph"), default),
        (default, type_, NamedNode(SD + "Graph")),
    ]
    return [Triple(*one) for one in told]
