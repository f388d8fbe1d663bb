"""The graph in the formats other systems read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
import rdflib
from graph_world import CHINESE, CLAIMS, ENGLISH, ENTITIES, FOUNDED, LUMEN, ORBIX, world
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.export import FORMATS, MORE, to_format, write_exports, write_format
from kg.export.lines import Copy, ordered
from kg.export.turtle import HEADER, Statements
from kg.graph import terms, to_networkx
from kg.store import Oxigraph

BASE = vocab.BASE
SYNTAX = {"turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}
HOSTILE = 'a "b" </script>\n\x07<img src=x onerror=alert(1)> & \ud800 . \\'


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return world()


@pytest.fixture(scope="module")
def hostile() -> list[Quad]:
    """The world with an entity, an article and a trace that carry every character that hurts."""
    entities = [replace(ENTITIES[0], labels={"en": HOSTILE}), *ENTITIES[1:]]
    text = ENGLISH.text + HOSTILE.replace("\ud800", "\x00\u2028")
    article = replace(ENGLISH, title=HOSTILE, url=HOSTILE, text=text)
    claims = [replace(FOUNDED, trace={"x": HOSTILE}, confidence=0.99), *CLAIMS]
    return world(entities=entities, articles=[article, CHINESE], claims=claims)


def read(data: bytes, name: str) -> list[Quad]:
    return [item if isinstance(item, Quad) else Quad(*item) for item in parse(data, format=SYNTAX[name])]


@pytest.mark.parametrize("name", ["trig", "nquads", "jsonld"])
@pytest.mark.parametrize("given", ["quads", "hostile"])
def test_what_is_written_is_read_back(given: str, name: str, request: pytest.FixtureRequest) -> None:
    quads = request.getfixturevalue(given)
    assert set(read(to_format(quads, name), name)) == set(quads)


@pytest.mark.parametrize("given", ["quads", "hostile"])
def test_turtle_holds_all_graphs_as_one(given: str, request: pytest.FixtureRequest) -> None:
    quads = request.getfixturevalue(given)
    flat = {Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads}
    assert set(read(to_format(quads, "turtle"), "turtle")) == flat


def test_rdflib_reads_the_turtle_and_the_trig(hostile: list[Quad]) -> None:
    graph = rdflib.Graph().parse(data=to_format(hostile, "turtle"), format="turtle")
    assert len(graph) == len({quad.triple for quad in hostile})
    data_set = rdflib.Dataset().parse(data=to_format(hostile, "trig"), format="trig")
    assert len(list(data_set.quads())) == len(hostile)


def test_turtle_is_for_reading(quads: list[Quad]) -> None:
    written = to_format(quads, "turtle").decode()
    header, _, body = written.partition("\n\n")
    assert header.splitlines() == sorted(header.splitlines())
    assert all(line.startswith("@prefix ") for line in header.splitlines())
    subjects = [block.split(" ", 1)[0] for block in body.strip().split("\n\n")]
    assert len(subjects) == len(set(subjects))
    assert 'entity:Orbix a kg:Company , kg:Entity ;\n\tskos:altLabel "Orbix Inc"@en ;\n' in body


def test_trig_has_one_graph_an_article(quads: list[Quad]) -> None:
    written = to_format(quads, "trig").decode()
    assert len(re.findall(r"^\S+ \{$", written, re.MULTILINE)) == 2


def test_json_ld_has_one_object_a_named_graph(quads: list[Quad]) -> None:
    named = [item["@id"] for item in json.loads(to_format(quads, "jsonld")) if "@graph" in item]
    assert named == sorted({quad.graph_name.value for quad in quads if not isinstance(quad.graph_name, DefaultGraph)})


def test_rdf12_stands_in_trig_and_nquads_only() -> None:
    quads, plain = world(rdf12=True), world()
    assert b"rdf:reifies <<( entity:Orbix kg:acquired entity:Kestrel )>>" in to_format(quads, "trig")
    assert set(read(to_format(quads, "nquads"), "nquads")) == set(quads)
    # The statistics of the data set count the triples that the other formats cannot hold.
    statistic = re.compile(rb"\d+(?=[^\n]*void#triples)|(?<=void:triples )\d+|(?<=void#triples)[^}]*")
    for name in ("turtle", "jsonld", "graphml"):
        assert statistic.sub(b"", to_format(quads, name)) == statistic.sub(b"", to_format(plain, name))


def test_facts_as_a_property_graph(quads: list[Quad]) -> None:
    graph = to_networkx(quads)
    assert graph.nodes[ORBIX] == {"label": "Orbix", "class": "Company"}
    assert graph.nodes[f"{BASE}value/1500000/EUR"] == {"label": "1,500,000 EUR", "class": "MonetaryAmount"}
    edges = {(source, target): data for source, target, data in graph.edges(data=True)}
    assert set(edges) == {(ORBIX, LUMEN), (LUMEN, f"{BASE}value/1500000/EUR")}
    founded = edges[ORBIX, LUMEN]
    assert (founded["property"], founded["label"], founded["support"]) == ("created", "created", 2)
    assert set(founded["evidence"].splitlines()) == {"Orbix founded Lumen Lab in 2021.", "奥比克斯创立了流明实验室。"}
    assert to_networkx(quads, "zh").nodes[ORBIX]["label"] == "奥比克斯"


def test_a_date_is_an_attribute_of_its_node() -> None:
    when = replace(FOUNDED.object, id=None, kind="time", value="2021-04", unit="date")
    claim = replace(FOUNDED, object=when, predicate=replace(FOUNDED.predicate, id="kg:foundedOn"))
    graph = to_networkx(world(claims=[claim]))
    assert graph.nodes[ORBIX]["foundedOn"] == "2021-04"
    assert not graph.edges


@pytest.mark.parametrize("name", ["graphml", "gexf"])
@pytest.mark.parametrize("given", ["quads", "hostile", "dated"])
def test_networks_are_xml_that_networkx_reads(given: str, name: str, request: pytest.FixtureRequest,
                                              tmp_path: Path) -> None:
    quads = request.getfixturevalue(given)
    file = tmp_path / name
    file.write_bytes(to_format(quads, name))
    read, wanted = (nx.read_graphml if name == "graphml" else nx.read_gexf)(file), to_networkx(quads)
    assert list(read.nodes) == sorted(wanted.nodes)
    assert {iri: plain(data) for iri, data in read.nodes(data=True)} == {
        iri: plain(data) for iri, data in wanted.nodes(data=True)}
    assert network(read) == network(wanted)
    assert all(fact.encode() in file.read_bytes() for _, _, fact in wanted.edges(keys=True))


def network(graph: nx.Graph[str]) -> list[tuple[str, str, dict[str, str]]]:
    return sorted(((source, target, plain(data)) for source, target, data in graph.edges(data=True)), key=str)


def plain(attributes: dict[str, object]) -> dict[str, str]:
    """Attributes in order and as XML holds them, without those that a reader adds."""
    return {name: terms.xml_text(str(value)) for name, value in sorted(attributes.items())
            if name not in ("id", "networkx_key")}


@pytest.fixture(scope="module")
def dated() -> list[Quad]:
    """The world with a thing that has two dates."""
    several = []
    for day in ("2021-04", "2022-05-06"):
        when = replace(FOUNDED.object, id=None, kind="time", value=day, unit="date")
        several.append(replace(FOUNDED, object=when, predicate=replace(FOUNDED.predicate, id="kg:foundedOn")))
    return world(claims=[*CLAIMS, *several])


def test_a_graph_without_facts_is_an_empty_network() -> None:
    for name in ("graphml", "gexf"):
        assert not list(ElementTree.fromstring(to_format([], name)).iter("{*}node"))


def test_files_are_written_and_replaced(quads: list[Quad], tmp_path: Path) -> None:
    store = Oxigraph()
    store.load(quads)
    for _ in range(2):
        written = write_exports(tmp_path, store)
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in written.values())
    assert set(written) == set(FORMATS)
    assert written["turtle"].read_bytes() == to_format(quads, "turtle")


def test_order_of_the_quads_does_not_matter(quads: list[Quad]) -> None:
    for name in FORMATS:
        assert to_format(quads[::-1], name) == to_format(quads, name)


def test_same_bytes_in_every_process(quads: list[Quad]) -> None:
    """Over Python's hash seed, and Oxigraph's own, which changes with every process."""
    script = ("import sys; from graph_world import world; from kg.export import FORMATS, to_format; quads = world()\n"
              "for name in FORMATS: sys.stdout.buffer.write(to_format(quads, name))")
    here = Path(__file__).parent
    expected = b"".join(to_format(quads, name) for name in FORMATS)
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{here}{os.pathsep}{here.parent}"}
        run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env=env)
        assert run.stdout == expected


def test_an_unknown_format_is_a_key_error(quads: list[Quad]) -> None:
    with pytest.raises(KeyError):
        to_format(quads, "word")


# --- Order, memory, and the formats that a build does not write

@pytest.mark.parametrize("held", [1, 700, 1 << 25])
@pytest.mark.parametrize("block", [1, 300, 1 << 18])
def test_sorting_in_parts_is_sorting(hostile: list[Quad], held: int, block: int,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.lines.MERGED", block)
    store = Oxigraph()
    store.load(hostile)
    blocks = list(ordered(store, store.graphs(), held))
    wanted = sorted({f"{quad.triple} .\n".encode() for quad in hostile})
    assert [line for block in blocks for line in block] == wanted


@pytest.mark.parametrize("name", [*FORMATS, *MORE])
def test_a_sort_on_disk_gives_the_same_bytes(hostile: list[Quad], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = to_format(hostile, name)
    monkeypatch.setattr("kg.export.lines.HELD", 5000)
    monkeypatch.setattr("kg.export.lines.MERGED", 300)
    assert to_format(hostile[::-1], name) == wanted


def test_a_copy_holds_the_same_graphs(hostile: list[Quad]) -> None:
    store, given = Oxigraph(), BytesIO()
    store.load(hostile)
    write_format(Copy(store), "trig", given)
    assert given.getvalue() == to_format(hostile, "trig")


XSD, KG = vocab.XSD, vocab.KG


@pytest.mark.parametrize(("term", "written"), [
    (NamedNode(KG + "Claim"), "kg:Claim"),
    (NamedNode(KG + "a.b-c_1"), "kg:a.b-c_1"),
    (NamedNode(KG + "1st"), "kg:1st"),
    (NamedNode(vocab.ENTITY + "新闻"), "entity:新闻"),
    *[(NamedNode(KG + name), f"<{KG}{name}>") for name in ("a.", "-a", "a:b", "a%20b", "", "a/b", "a'b", "a\u00d7b")],
    (NamedNode("https://elsewhere.example/a"), "<https://elsewhere.example/a>"),
    (Literal("3", datatype=NamedNode(XSD + "integer")), "3"),
    (Literal("-03", datatype=NamedNode(XSD + "integer")), "-03"),
    (Literal("three", datatype=NamedNode(XSD + "integer")), '"three"^^xsd:integer'),
    (Literal("1.5", datatype=NamedNode(XSD + "decimal")), "1.5"),
    (Literal("1.", datatype=NamedNode(XSD + "decimal")), '"1."^^xsd:decimal'),
    (Literal("1e5", datatype=NamedNode(XSD + "double")), "1e5"),
    (Literal("INF", datatype=NamedNode(XSD + "double")), '"INF"^^xsd:double'),
    (Literal("true", datatype=NamedNode(XSD + "boolean")), "true"),
    (Literal("1", datatype=NamedNode(XSD + "boolean")), '"1"^^xsd:boolean'),
    (Literal('"^^<x>'), '"\\"^^<x>"'),
    (Literal(" . <<( a b c )>> ."), '" . <<( a b c )>> ."'),
    (Literal("a", language="en"), '"a"@en'),
    (Literal("a", datatype=NamedNode("https://elsewhere.example/#t")), '"a"^^<https://elsewhere.example/#t>'),
])
def test_turtle_writes_each_term_short_and_readers_read_it(term: NamedNode | Literal, written: str) -> None:
    quad = Quad(NamedNode(ORBIX), NamedNode(KG + "test"), term)
    said = b"".join(Statements().of([[f"{quad.triple} .\n".encode()]]))
    assert said.decode() == f"entity:Orbix kg:test {written} .\n"
    text = HEADER + said
    assert read(text, "turtle") == [quad]
    (found,) = rdflib.Graph().parse(data=text, format="turtle").objects()
    assert [found] == list(rdflib.Graph().parse(data=f"{quad.triple} .\n", format="nt").objects())


def test_rdf_1_2_turtle_reifies_every_claim(quads: list[Quad]) -> None:
    written = to_format(quads, "turtle12")
    assert written.count(b"rdf:reifies <<( ") == len(CLAIMS)
    read_back = {item.triple for item in parse(written, format=RdfFormat.TURTLE)}
    assert {quad.triple for quad in quads} < read_back


def test_rdf_xml_is_read_by_rdflib(quads: list[Quad], hostile: list[Quad]) -> None:
    def flat(data: bytes, form: str) -> set[tuple[str, ...]]:
        graph = rdflib.Graph().parse(data=data, format=form)
        return {tuple(term.n3() for term in triple) for triple in graph}

    assert flat(to_format(quads, "rdfxml"), "xml") == flat(to_format(quads, "ntriples"), "nt")
    ElementTree.fromstring(to_format(hostile, "rdfxml"))


def test_rdf_xml_refuses_what_it_cannot_name() -> None:
    from kg.graph import GraphError

    odd = Quad(NamedNode(ORBIX), NamedNode(vocab.ARG + "24/7"), Literal("x"))
    with pytest.raises(GraphError, match="RDF/XML has no name for the property"):
        to_format([odd], "rdfxml")


@pytest.mark.skipif(shutil.which("riot") is None, reason="Jena's riot is not installed")
@pytest.mark.parametrize("name", ["turtle", "trig", "nquads", "jsonld", "rdfxml"])
def test_jena_reads_what_is_written(hostile: list[Quad], name: str, tmp_path: Path) -> None:
    file = tmp_path / {**FORMATS, **MORE}[name][0]
    file.write_bytes(to_format(hostile, name))
    done = subprocess.run(["riot", "--validate", str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
