"""Values given to queries: typed, in every place a variable may stand, and never a clause of their own."""

from __future__ import annotations

import pytest
from graph_world import ORBIX, world
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg import vocab
from kg.lookup import LookupFailure
from kg.lookup.binding import Binding, BindingError, bind, parse, to_term
from kg.store import Oxigraph, QueryError

ONE = NamedNode("http://example.org/1")
XSD = vocab.XSD


@pytest.fixture(scope="module")
def store() -> Oxigraph:
    store = Oxigraph()
    store.load(world())
    return store


@pytest.mark.parametrize(("given_", "wanted"), [
    ("name=Alibaba", Binding("name", "Alibaba")),
    ("name=", Binding("name", "")),
    ("x=a=b:c@d", Binding("x", "a=b:c@d")),
    ("since:date=2026-03", Binding("since", "2026-03", "date")),
    ("label@zh-Hans=阿里", Binding("label", "阿里", "", "zh-Hans")),
    ("who:entity=entity:Orbix", Binding("who", "entity:Orbix", "entity")),
])
def test_what_is_given_is_read(given_: str, wanted: Binding) -> None:
    assert parse(given_) == wanted


@pytest.mark.parametrize("given_", ["name", "", "=x", "a b=x", "a-b=x", "1=x", "x:colour=red", "x@=y", "é=x"])
def test_what_is_no_binding_is_told(given_: str) -> None:
    with pytest.raises(BindingError):
        parse(given_)


@pytest.mark.parametrize(("type_", "value", "wanted"), [
    ("string", 'a" . ?x ?y ?z', Literal('a" . ?x ?y ?z')),
    ("iri", "entity:Orbix", NamedNode(ORBIX)),
    ("iri", f"<{ORBIX}>", NamedNode(ORBIX)),
    ("iri", "urn:isbn:1", NamedNode("urn:isbn:1")),
    ("entity", "orbix inc", NamedNode(ORBIX)),
    ("entity", "奥比克斯", NamedNode(ORBIX)),
    ("date", "2026", Literal("2026", datatype=NamedNode(XSD + "gYear"))),
    ("date", "2026-02", Literal("2026-02", datatype=NamedNode(XSD + "gYearMonth"))),
    ("date", "2024-02-29", Literal("2024-02-29", datatype=NamedNode(XSD + "date"))),
    ("integer", "-7", Literal("-7", datatype=NamedNode(XSD + "integer"))),
    ("decimal", "0.50", Literal("0.50", datatype=NamedNode(XSD + "decimal"))),
    ("boolean", "true", Literal("true", datatype=NamedNode(XSD + "boolean"))),
])
def test_values_become_typed_terms(store: Oxigraph, type_: str, value: str, wanted: object) -> None:
    assert to_term(Binding("x", value), store, type_) == wanted
    assert to_term(Binding("x", value, type_), store) == wanted


@pytest.mark.parametrize(("type_", "value"), [
    ("iri", "no iri"), ("iri", "a> <b"), ("date", "2026-02-30"), ("date", "yesterday"), ("date", "2026-3-1"),
    ("integer", "1.5"), ("integer", "١"), ("decimal", "1e9"), ("boolean", "yes"), ("string", "\ud800"),
])
def test_values_of_another_type_are_told(store: Oxigraph, type_: str, value: str) -> None:
    with pytest.raises(BindingError, match=r"x: not an? "):
        to_term(Binding("x", value), store, type_)


def test_a_name_that_nothing_has_is_told_with_names_like_it(store: Oxigraph) -> None:
    with pytest.raises(LookupFailure, match=r"x: nothing is called 'Orbit'; did you mean Orbix"):
        to_term(Binding("x", "Orbit"), store, "entity")


@pytest.mark.parametrize(("query", "wanted"), [
    ("SELECT * { ?s kg:created $x }", "SELECT * { ?s kg:created <1> }"),
    ("SELECT ?x ?s { ?s ?p ?x }", "SELECT (<1> AS ?x) ?s { ?s ?p <1> }"),
    ("SELECT DISTINCT ?x WHERE { ?x ?p ?xy }", "SELECT DISTINCT (<1> AS ?x) WHERE { <1> ?p ?xy }"),
    ("SELECT (COUNT(?x) AS ?n) { ?x ?p ?o }", "SELECT (COUNT(<1>) AS ?n) { <1> ?p ?o }"),
    ("SELECT ?x { ?x ?p ?o } GROUP BY ?x ORDER BY ?x LIMIT 1",
     "SELECT (<1> AS ?x) { <1> ?p ?o } GROUP BY (<1>) ORDER BY (<1>) LIMIT 1"),
    ("SELECT ?s { { SELECT ?x ?s { ?s ?p ?x } } }", "SELECT ?s { { SELECT (<1> AS ?x_21) ?s { ?s ?p <1> } } }"),
    ("SELECT ?s { ?s ?p ?o FILTER(!BOUND(?x) || ?o = ?x) }", "SELECT ?s { ?s ?p ?o FILTER(!true || ?o = <1>) }"),
    ("CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x }", "CONSTRUCT { ?s ?p <1> } WHERE { ?s ?p <1> }"),
    ("ASK { ?x ?p ?o }", "ASK { <1> ?p ?o }"),
    ("DESCRIBE ?x", "DESCRIBE <1>"),
    ("ASK { ?s ?p '?x' . ?s ?p <http://a/?x> } # ?x", "ASK { ?s ?p '?x' . ?s ?p <http://a/?x> } # ?x"),
    ('ASK { ?s ?p """a "?x" \\""" } """ }', 'ASK { ?s ?p """a "?x" \\""" } """ }'),
    ("SELECT ?s { VALUES ?o { 1 } ?s ?p ?x }", "SELECT ?s { VALUES ?o { 1 } ?s ?p <1> }"),
])
def test_terms_take_the_place_of_variables(query: str, wanted: str) -> None:
    assert bind(query, {"x": ONE}) == wanted.replace("<1>", str(ONE))
    Oxigraph().query(bind(query, {"x": ONE}))


@pytest.mark.parametrize("query", [
    "SELECT * {\n  BIND(1 AS ?x) }", "SELECT * {\n  VALUES ?x { 1 } }", "SELECT * {\n  VALUES (?y ?x) { (1 2) } }"])
def test_a_variable_the_query_sets_is_no_parameter(query: str) -> None:
    with pytest.raises(QueryError, match=r"line 2, column \d+: \?x is given a value by the query itself"):
        bind(query, {"x": ONE})


QUERIES = {
    "select": "SELECT ?x (STR(?x) AS ?r) { }", "filter": "SELECT (?y AS ?r) { VALUES ?y { 1 } FILTER(?x = ?x) }",
    "subquery": "SELECT ?r { { SELECT (STR(?x) AS ?r) { FILTER(BOUND(?x)) } } }",
}


@settings(max_examples=300, deadline=None)
@given(st.text() | st.sampled_from(['" } ; DROP ALL #', "\\", "' UNION { ?s ?p ?o }", '"""', "\\u0022", "?x", "\x00"]))
def test_no_value_changes_what_a_query_asks(value: str) -> None:
    term = Literal(value)
    answers = {}
    for name, query in QUERIES.items():
        solutions = Oxigraph().query(bind(query, {"x": term}))
        assert isinstance(solutions, QuerySolutions)
        answers[name] = [solution["r"].value for solution in solutions]  # type: ignore[union-attr]
    assert answers == {"select": [value], "filter": ["1"], "subquery": [value]}
    canary = Oxigraph()
    canary.load(world()[:5])
    nothing = canary.query(bind("ASK { ?s kg:no ?x }", {"x": term}))
    assert isinstance(nothing, QueryBoolean) and not nothing
