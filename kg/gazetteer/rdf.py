"""Names in Turtle: SKOS in the shape of `ontology/names.ttl`, or items as Wikidata's query service gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.gazetteer.mapping import GazetteerError
from kg.gazetteer.mapping import Mapping as Classes
from kg.gazetteer.texts import Draft
from kg.ontology import KnownName
from kg.vocab import KG, RDF, RDFS, SCHEMA, SKOS, WD, WDT

PREFERRED = (SKOS + "prefLabel", RDFS + "label", SCHEMA + "name", "http://schema.org/name")
KINDS: Mapping[str, tuple[str, ...]] = {
    "aliases": (SKOS + "altLabel", SCHEMA + "alternateName", "http://schema.org/alternateName", WDT + "P1813"),
    "hidden": (SKOS + "hiddenLabel",), "ambiguous": (KG + "ambiguousLabel",),
    "demonyms": (KG + "demonym", WDT + "P1549"),
}
TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
_ITEM = re.compile(re.escape(WD) + r"Q[1-9]\d*")
_Node = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


def read_turtle(path: Path, data: bytes, mapping: Classes) -> Iterator[KnownName | str]:
    """The name of each subject that has a label and a class, or why it is none. GazetteerError for what is no Turtle.

    A class is one of `kg:`, of schema.org, or the item of `wdt:P31`. A concept of an unknown `kg:` class is an error.
    """
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in ox.parse(data, format=ox.RdfFormat.TURTLE):
            if isinstance(triple.subject, ox.NamedNode):
                nodes[triple.subject.value][triple.predicate.value].append(triple.object)
    except SyntaxError as error:
        raise GazetteerError(path, error.lineno, f"not Turtle: {error.msg}") from error
    for iri, node in sorted(nodes.items()):
        if node.keys() & set(PREFERRED):
            yield _name(path, iri, node, mapping)


def _name(path: Path, iri: str, node: _Node, mapping: Classes) -> KnownName | str:
    types = {term.value for term in node.get(RDF + "type", ()) if isinstance(term, ox.NamedNode)}
    own = sorted(type_.removeprefix(KG) for type_ in types if type_.startswith(KG))
    for cls in own:
        if cls not in mapping.classes:
            raise GazetteerError(path, None, f"{iri}: the ontology has no class {cls!r}")
    instances = [term.value.removeprefix(WD) for term in node.get(WDT + "P31", ()) if isinstance(term, ox.NamedNode)]
    schema = [re.sub(r"^https?://schema\.org/", "", type_) for type_ in types]
    cls = (own[0] if own else "") or mapping.class_of("wikidata", instances) or mapping.class_of("schema", schema)
    if not cls:
        return f"class not mapped: {', '.join(sorted(instances))}" if instances else "no class"
    same = {term.value for term in node.get(SCHEMA + "sameAs", ()) if isinstance(term, ox.NamedNode)}
    draft = Draft(iri, cls, same_as=sorted(same | ({iri} if _ITEM.fullmatch(iri) else set())))
    for predicate in PREFERRED:
        for literal in sorted(_literals(node, predicate), key=lambda text: (text.language or "", text.value)):
            if (literal.language or "").lower() in TRADITIONAL:
                draft.add("hidden", [literal.value])
            elif _read(literal):
                draft.label(literal.value)
    for kind, predicates in KINDS.items():
        draft.add(kind, sorted(literal.value for predicate in predicates for literal in _literals(node, predicate)
                               if _read(literal)))
    return draft.name() or "no English or Chinese name"


def _literals(node: _Node, predicate: str) -> list[ox.Literal]:
    return [term for term in node.get(predicate, ()) if isinstance(term, ox.Literal)]


def _read(literal: ox.Literal) -> bool:
    """Whether the text is in a language of ours; Wikidata has hundreds."""
    return (literal.language or "").partition("-")[0].lower() in ("", "en", "zh", "mul")
