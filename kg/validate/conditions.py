"""SHACL shapes as conditions of SPARQL: for a variable, an expression that is true where it conforms to a shape.

https://www.w3.org/TR/shacl/#core-components, as far as a condition can say it; what it cannot say raises `Unsupported`,
never passes silently. `sh:closed` and `sh:sparql` are the parts of SHACL that only pySHACL checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, count

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MOST = 8
"""The highest sh:minCount or sh:maxCount that becomes a condition: its variables are compared in pairs."""


class Unsupported(ValueError):
    """A part of SHACL that is not translated, or shapes that are not well-formed; the message says which."""


@dataclass(slots=True)
class Shapes:
    """A shapes graph. `members` gives a class with all below it in the data; `names` makes variables no other has."""

    graph: Graph
    members: Callable[[Node], list[Node]]
    names: Iterator[int] = field(default_factory=count)

    def fresh(self) -> str:
        return f"?v{next(self.names)}"

    def one(self, shape: Node, predicate: Node) -> Node | None:
        return self.graph.value(shape, predicate)

    def several(self, shape: Node, predicate: Node) -> list[Node]:
        return sorted(self.graph.objects(shape, predicate), key=str)

    def listed(self, head: Node) -> list[Node]:
        return list(Collection(self.graph, head))


def holds(shapes: Shapes, shape: Node, var: str) -> str:
    """The condition that `var` conforms to a shape: a node to a node shape, its values to a property shape."""
    if shapes.one(shape, SH.deactivated) == Literal(True):
        return "true"
    path = shapes.one(shape, SH.path)
    if path is None:
        return both(_each(shapes, shape, var))
    value, edge = shapes.fresh(), to_path(shapes, path)
    each = _each(shapes, shape, value)
    every = [] if not each else [f"!EXISTS {{ {var} {edge} {value} FILTER(!{both(each)}) }}"]
    return both([*every, *(f"!{wrong}" for wrong, _ in of_path(shapes, shape, var, edge))])


def _each(shapes: Shapes, shape: Node, var: str) -> list[str]:
    """The conditions of a shape and of its properties' shapes on one value node."""
    return [*of_value(shapes, shape, var), *(holds(shapes, inner, var) for inner in properties(shapes, shape))]


def properties(shapes: Shapes, shape: Node) -> list[Node]:
    return shapes.several(shape, SH.property)


def of_value(shapes: Shapes, shape: Node, var: str) -> list[str]:
    """The conditions of a shape on one value node."""
    refused = [part for part in REFUSED if shapes.one(shape, part) not in (None, Literal(False))]
    if refused:
        raise Unsupported(f"{_short(refused[0])} is not checked by SPARQL: use pySHACL")
    return [make(shapes, shape, given, var)
            for part, make in _OF_VALUE.items() for given in shapes.several(shape, part)]


def of_path(shapes: Shapes, shape: Node, var: str, edge: str) -> Iterator[tuple[str, str]]:
    """What is wrong with all values of a path together: a condition, and the pattern that finds the values at fault.

    The pattern is "" where no single value is.
    """
    for part, make in _OF_PATH.items():
        for given in shapes.several(shape, part):
            yield make(shapes, shape, given, var, edge), ""
    for part, sign in _ORDERS.items():
        for given in shapes.several(shape, part):
            other = shapes.fresh()
            pattern = f"{var} {given.n3()} {other} FILTER(!COALESCE(?value {sign} {other}, false))"
            value = shapes.fresh()
            yield f"EXISTS {{ {var} {edge} {value} . {pattern.replace('?value', value)} }}", pattern


def to_path(shapes: Shapes, path: Node) -> str:
    """A property path of SHACL as SPARQL writes it."""
    if isinstance(path, URIRef):
        return str(path.n3())
    for part, form in _PATHS.items():
        if (inner := shapes.one(path, part)) is not None:
            return form.format(to_path(shapes, inner))
    if (choice := shapes.one(path, SH.alternativePath)) is not None:
        return f"({'|'.join(to_path(shapes, step) for step in shapes.listed(choice))})"
    if shapes.one(path, RDF.first) is not None:
        return f"({'/'.join(to_path(shapes, step) for step in shapes.listed(path))})"
    raise Unsupported("a sh:path that is none")


def both(conditions: list[str]) -> str:
    return f"({' && '.join(conditions)})" if conditions else "true"


def at_least(number: int, shapes: Shapes, var: str, edge: str, shape: Node | None = None) -> str:
    """The condition that a path has so many different values (that conform to a shape)."""
    if number < 1:
        return "true"
    if number > MOST:
        raise Unsupported(f"a count above {MOST} is not checked by SPARQL: use pySHACL")
    values = [shapes.fresh() for _ in range(number)]
    conditions = [f"!sameTerm({one}, {other})" for one, other in combinations(values, 2)]
    if shape is not None:
        conditions += [holds(shapes, shape, value) for value in values]
    return f"EXISTS {{ {var} {edge} {' , '.join(values)} FILTER({both(conditions)}) }}"


_Value = Callable[[Shapes, Node, Node, str], str]
_Path = Callable[[Shapes, Node, Node, str, str], str]

_PATHS = {SH.inversePath: "(^{})", SH.zeroOrMorePath: "({}*)", SH.oneOrMorePath: "({}+)", SH.zeroOrOnePath: "({}?)"}
_ORDERS = {SH.lessThan: "<", SH.lessThanOrEquals: "<="}
_KINDS: Mapping[Node, str] = {
    SH.IRI: "isIRI({0})", SH.Literal: "isLiteral({0})", SH.BlankNode: "isBlank({0})",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))", SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
}  # fmt: skip
_CAST = {XSD[name] for name in ("integer", "decimal", "double", "float", "boolean", "date", "dateTime", "gYear",
                                "gYearMonth")}
"""Datatypes whose literals must be of their form too: "high" is no decimal."""
REFUSED = (SH.closed, SH.sparql, SH.equals, SH.disjoint, SH.languageIn, SH.qualifiedValueShapesDisjoint)


def _class(shapes: Shapes, _: Node, cls: Node, var: str) -> str:
    type_, classes = shapes.fresh(), " ".join(str(member.n3()) for member in shapes.members(cls))
    return f"EXISTS {{ VALUES {type_} {{ {classes} }} {var} {RDF.type.n3()} {type_} }}"


def _datatype(_: Shapes, __: Node, datatype: Node, var: str) -> str:
    typed = f"COALESCE(DATATYPE({var}) = {datatype.n3()}, false)"
    return f"({typed} && COALESCE(isLiteral({datatype.n3()}(STR({var}))), false))" if datatype in _CAST else typed


def _kind(_: Shapes, __: Node, kind: Node, var: str) -> str:
    if kind not in _KINDS:
        raise Unsupported(f"{_short(kind)} is no sh:nodeKind")
    return _KINDS[kind].format(var)


def _pattern(shapes: Shapes, shape: Node, pattern: Node, var: str) -> str:
    flags = shapes.one(shape, SH.flags)
    given = "".join(f", {part.n3()}" for part in (Literal(str(pattern)), *([Literal(str(flags))] if flags else [])))
    return f"COALESCE(REGEX(STR({var}){given}), false)"


def _length(sign: str) -> _Value:
    return lambda shapes, shape, given, var: f"COALESCE(STRLEN(STR({var})) {sign} {_number(given)}, false)"


def _compared(sign: str) -> _Value:
    return lambda shapes, shape, given, var: f"COALESCE({var} {sign} {given.n3()}, false)"


def _among(shapes: Shapes, _: Node, head: Node, var: str) -> str:
    return f"({' || '.join([f'sameTerm({var}, {one.n3()})' for one in shapes.listed(head)] or ['false'])})"


def _joined(sign: str) -> _Value:
    def make(shapes: Shapes, _: Node, head: Node, var: str) -> str:
        return f"({f' {sign} '.join(holds(shapes, shape, var) for shape in shapes.listed(head))})"

    return make


def _exactly_one(shapes: Shapes, _: Node, head: Node, var: str) -> str:
    ones = [f"IF({holds(shapes, shape, var)}, 1, 0)" for shape in shapes.listed(head)]
    return f"(({' + '.join(ones)}) = 1)"


_OF_VALUE: Mapping[Node, _Value] = {
    SH["class"]: _class, SH.datatype: _datatype, SH.nodeKind: _kind, SH.pattern: _pattern, SH["in"]: _among,
    SH.minLength: _length(">="), SH.maxLength: _length("<="), SH.minInclusive: _compared(">="),
    SH.maxInclusive: _compared("<="), SH.minExclusive: _compared(">"), SH.maxExclusive: _compared("<"),
    SH["or"]: _joined("||"), SH["and"]: _joined("&&"), SH.xone: _exactly_one,
    SH["not"]: lambda shapes, _, shape, var: f"!{holds(shapes, shape, var)}",
    SH.node: lambda shapes, _, shape, var: holds(shapes, shape, var),
}  # fmt: skip


def _too_few(shapes: Shapes, _: Node, number: Node, var: str, edge: str) -> str:
    return f"!{at_least(_number(number), shapes, var, edge)}"


def _too_many(shapes: Shapes, _: Node, number: Node, var: str, edge: str) -> str:
    return at_least(_number(number) + 1, shapes, var, edge)


def _qualified_few(shapes: Shapes, shape: Node, number: Node, var: str, edge: str) -> str:
    return f"!{at_least(_number(number), shapes, var, edge, shapes.one(shape, SH.qualifiedValueShape))}"


def _qualified_many(shapes: Shapes, shape: Node, number: Node, var: str, edge: str) -> str:
    return at_least(_number(number) + 1, shapes, var, edge, shapes.one(shape, SH.qualifiedValueShape))


def _has_not(_: Shapes, __: Node, value: Node, var: str, edge: str) -> str:
    return f"!EXISTS {{ {var} {edge} {value.n3()} }}"


def _same_language(shapes: Shapes, _: Node, wanted: Node, var: str, edge: str) -> str:
    if wanted != Literal(True):
        return "false"
    one, other = shapes.fresh(), shapes.fresh()
    return (f"EXISTS {{ {var} {edge} {one} , {other} FILTER(LANG({one}) != \"\" && LANG({one}) = LANG({other}) && "
            f"!sameTerm({one}, {other})) }}")


_OF_PATH: Mapping[Node, _Path] = {
    SH.minCount: _too_few, SH.maxCount: _too_many, SH.hasValue: _has_not, SH.uniqueLang: _same_language,
    SH.qualifiedMinCount: _qualified_few, SH.qualifiedMaxCount: _qualified_many,
}  # fmt: skip


def _number(term: Node) -> int:
    if not isinstance(term, Literal) or not isinstance(term.value, int):
        raise Unsupported(f"not an xsd:integer: {term}")
    return term.value


def _short(term: Node) -> str:
    return "sh:" + str(term).removeprefix(str(SH)) if not isinstance(term, BNode) else "a blank node"
