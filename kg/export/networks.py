"""The facts as a network, in GraphML and GEXF: http://graphml.graphdrawing.org/, https://gexf.net/.

The same network as `kg.graph.to_networkx` makes, with nodes and edges in the order of their IRIs, written as it is read
from a store, some hundred at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from kg import vocab
from kg.export.batches import batched
from kg.export.records import in_order_of_iri, members
from kg.graph import terms
from kg.lookup.statements import labels, rows, values
from kg.store import Queried

BATCH = 100
LANGUAGE = "en"

_ENDS = "SELECT ?end { VALUES ?fact { %s } ?fact rdf:subject|rdf:object ?end FILTER(ISIRI(?end)) }"
_CLASSES = "SELECT ?node ?class { VALUES ?node { %s } ?node a ?class } ORDER BY ?node ?class"
_DATES = """SELECT ?node ?property ?value { VALUES ?node { %s }
  ?fact rdf:subject ?node ; a kg:Fact ; rdf:predicate ?property ; rdf:object ?value
  FILTER(ISLITERAL(?value)) } ORDER BY ?fact"""
_DATED = """SELECT DISTINCT ?property { ?fact a kg:Fact ; rdf:object ?value ; rdf:predicate ?property
  FILTER(ISLITERAL(?value)) }"""
_FACTS = """SELECT ?fact ?source ?property ?target ?support { VALUES ?fact { %s }
  ?fact rdf:subject ?source ; rdf:predicate ?property ; rdf:object ?target ; kg:support ?support
  FILTER(ISIRI(?target)) } ORDER BY ?fact"""
_SENTENCES = """SELECT ?fact ?sentence { VALUES ?fact { %s } ?claim kg:states ?fact ; prov:wasDerivedFrom ?evidence .
  ?evidence oa:hasSelector ?selector . ?selector oa:exact ?sentence } ORDER BY ?fact ?claim ?sentence"""
_RECORDS = (vocab.KG + "Entity", vocab.OWL + "Thing")

OF_EDGES = {"property": "string", "label": "string", "support": "long", "evidence": "string"}
"""Attributes of an edge -> their types."""


@dataclass(frozen=True, slots=True)
class Node:
    iri: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edge:
    fact: str
    source: str
    target: str
    attributes: Mapping[str, str]


def nodes(store: Queried) -> Iterator[Node]:
    """The entities and the ends of facts; a fact whose object is a literal is an attribute of its node."""
    ends = (row["end"].value for part in batched(members(store, "kg:Fact"), BATCH)
            for row in rows(store, _ENDS % values(part)))
    for part in batched(in_order_of_iri(chain(members(store, "kg:Entity"), ends)), BATCH):
        wanted, called = values(part), labels(store, part, LANGUAGE)
        classes: dict[str, str] = {}
        for row in rows(store, _CLASSES % wanted):
            if row["class"].value not in _RECORDS:
                classes.setdefault(row["node"].value, row["class"].value)
        told: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in rows(store, _DATES % wanted):
            own, name, value = told[row["node"].value], _property(row), row["value"].value
            own[name] = f"{own[name]}; {value}" if name in own else value
        for iri in part:
            kind = classes.get(iri, _RECORDS[1]).removeprefix(vocab.KG)
            yield Node(iri, {"label": called.get(iri, vocab.compact(iri)), "class": kind, **told[iri]})


def edges(store: Queried) -> Iterator[Edge]:
    """The facts between two nodes, with the sentences that state them."""
    for part in batched(members(store, "kg:Fact"), BATCH):
        wanted, found = values(part), list(rows(store, _FACTS % values(part)))
        called = labels(store, (row["property"].value for row in found), LANGUAGE)
        said: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for row in rows(store, _SENTENCES % wanted):
            said[row["fact"].value][" ".join(row["sentence"].value.split())] = None
        for row in found:
            fact, iri = row["fact"].value, row["property"].value
            yield Edge(fact, row["source"].value, row["target"].value, {
                "property": _property(row), "label": called.get(iri, vocab.compact(iri)).removeprefix("kg:"),
                "support": row["support"].value, "evidence": "\n".join(said[fact])})


def of_nodes(store: Queried) -> dict[str, str]:
    """Attributes that nodes may have -> their types."""
    dated = sorted(_property(row) for row in rows(store, _DATED))
    return dict.fromkeys(("label", "class", *dated), "string")


def _property(row: Mapping[str, Any]) -> str:
    return str(row["property"].value).removeprefix(vocab.KG)


def write_graphml(store: Queried, stream: IO[bytes]) -> None:
    """The facts as GraphML, with spaces for the characters that XML cannot hold."""
    write, names = _writer(stream), of_nodes(store)
    write('<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    keys = {kind: {name: f"{kind[0]}{number}" for number, name in enumerate(types)}
            for kind, types in (("node", names), ("edge", OF_EDGES))}
    for kind, types in (("node", names), ("edge", OF_EDGES)):
        for name, type_ in types.items():
            write(f'  <key id="{keys[kind][name]}" for="{kind}" attr.name={_quoted(name)} attr.type="{type_}" />\n')
    write('  <graph edgedefault="directed">\n')
    for node in nodes(store):
        write(f"    <node id={_quoted(node.iri)}>\n{_data(keys['node'], node.attributes)}    </node>\n")
    for edge in edges(store):
        write(f"    <edge id={_quoted(edge.fact)} source={_quoted(edge.source)} target={_quoted(edge.target)}>\n"
              f"{_data(keys['edge'], edge.attributes)}    </edge>\n")
    write("  </graph>\n</graphml>\n")


def write_gexf(store: Queried, stream: IO[bytes]) -> None:
    """The same as GEXF 1.2, for Gephi; the fact of an edge is its `networkx_key`."""
    write, names = _writer(stream), [name for name in of_nodes(store) if name != "label"]
    others = {**{name: type_ for name, type_ in OF_EDGES.items() if name != "label"}, "networkx_key": "string"}
    write('<?xml version="1.0" encoding="utf-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
          '  <graph defaultedgetype="directed" mode="static">\n')
    for kind, types in (("node", dict.fromkeys(names, "string")), ("edge", others)):
        write(f'    <attributes class="{kind}" mode="static">\n')
        for name, type_ in types.items():
            write(f'      <attribute id={_quoted(name)} title={_quoted(name)} type="{type_}" />\n')
        write("    </attributes>\n")
    write("    <nodes>\n")
    for node in nodes(store):
        write(f"      <node id={_quoted(node.iri)} {_gexf(node.attributes)}      </node>\n")
    write("    </nodes>\n    <edges>\n")
    for number, edge in enumerate(edges(store)):
        write(f'      <edge id="{number}" source={_quoted(edge.source)} target={_quoted(edge.target)} '
              f"{_gexf({**edge.attributes, 'networkx_key': edge.fact})}      </edge>\n")
    write("    </edges>\n  </graph>\n</gexf>\n")


def _data(keys: Mapping[str, str], attributes: Mapping[str, str]) -> str:
    return "".join(f'      <data key="{keys[name]}">{escape(terms.xml_text(value), _RETURN)}</data>\n'
                   for name, value in attributes.items())


def _gexf(attributes: Mapping[str, str]) -> str:
    """The label, the end of the tag, and the other attributes."""
    others = "".join(f"          <attvalue for={_quoted(name)} value={_quoted(value)} />\n"
                     for name, value in attributes.items() if name != "label")
    return f"label={_quoted(attributes['label'])}>\n        <attvalues>\n{others}        </attvalues>\n"


_RETURN = {"\r": "&#13;"}


def _quoted(value: str) -> str:
    return quoteattr(terms.xml_text(value))


def _writer(stream: IO[bytes]) -> Callable[[str], object]:
    return lambda text: stream.write(text.encode())
