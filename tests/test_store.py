"""The store on disk: replaced whole, read-only in between, and clear about what is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg import vocab
from kg.store import Oxigraph, QueryError, StoreError, load_store, open_store, write_store

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def some(number: int) -> list[Quad]:
    subject, predicate = NamedNode(vocab.ENTITY + "x"), NamedNode(vocab.KG + "value")
    return [Quad(subject, predicate, Literal(str(i)), NamedNode(f"{vocab.GRAPH}{i % 3}")) for i in range(number)]


def count(store: Oxigraph) -> int:
    return int(next(iter(store.query(COUNT)))["n"].value)  # type: ignore[union-attr, arg-type]


def in_use(folder: Path) -> int:
    with open_store(folder) as store:
        return count(store)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_store(tmp_path / "store", some(9))
    with open_store(tmp_path / "store") as store:
        assert set(store.quads()) == set(some(9))


def test_a_build_replaces_the_graph_and_leaves_nothing_behind(tmp_path: Path) -> None:
    for number in (5, 7, 3):
        write_store(tmp_path, some(number))
        assert in_use(tmp_path) == number
        assert len(generations(tmp_path)) == 1


def test_an_open_graph_stays_readable_while_it_is_replaced(tmp_path: Path) -> None:
    write_store(tmp_path, some(5))
    with open_store(tmp_path) as store:
        write_store(tmp_path, some(7))
        assert count(store) == 5
    assert in_use(tmp_path) == 7


def test_a_failing_build_leaves_the_previous_graph(tmp_path: Path) -> None:
    def broken() -> Iterator[Quad]:
        yield from some(100)
        raise RuntimeError("no more")

    write_store(tmp_path, some(5))
    with pytest.raises(RuntimeError, match="no more"):
        write_store(tmp_path, broken())
    assert in_use(tmp_path) == 5
    write_store(tmp_path, some(6))
    assert in_use(tmp_path) == 6


def test_a_file_of_n_quads_takes_the_place_of_the_graph(tmp_path: Path) -> None:
    file = tmp_path / "some.nq"
    file.write_bytes(serialize(some(7), format=RdfFormat.N_QUADS) or b"")
    load_store(tmp_path / "store", file)
    assert in_use(tmp_path / "store") == 7
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(SyntaxError, match="line 7"):
        load_store(tmp_path / "store", file)
    assert in_use(tmp_path / "store") == 7


WRITER = """
import sys, time
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from kg.store import write_store
def slow():
    for i in range(100_000_000):
        yield Quad(NamedNode("http://a/s"), NamedNode("http://a/p"), Literal(str(i)))
        if i == 10:
            print("writing", flush=True)
        if i > 10:
            time.sleep(0.01)
write_store(Path(sys.argv[1]), slow())
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process in the middle of a build of `tmp_path`."""
    write_store(tmp_path, some(5))
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE,
                               env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])})
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_kill_in_the_middle_of_a_build(writer: subprocess.Popen[bytes], tmp_path: Path) -> None:
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert (tmp_path / "building").is_dir()
    assert in_use(tmp_path) == 5
    write_store(tmp_path, some(8))
    assert in_use(tmp_path) == 8
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "graph-2", "lock"]


def test_a_graph_goes_when_its_last_reader_has_gone(tmp_path: Path) -> None:
    write_store(tmp_path, some(5))
    with open_store(tmp_path) as first, open_store(tmp_path) as second:
        write_store(tmp_path, some(6))
        second.close()
        write_store(tmp_path, some(7))
        assert (count(first), generations(tmp_path)) == (5, ["graph-1", "graph-3"])
    write_store(tmp_path, some(8))
    assert generations(tmp_path) == ["graph-4"]


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.is_symlink())


def test_readers_find_a_graph_however_often_it_is_replaced(tmp_path: Path) -> None:
    write_store(tmp_path, some(5))
    script = ("import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); from test_store import *\n"
              "for _ in range(15): write_store(Path(sys.argv[1]), some(5))")
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(Path(__file__).parent)],
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}) as process:
        while process.poll() is None:
            assert in_use(tmp_path) == 5
        assert process.returncode == 0


def test_a_second_writer_is_refused(writer: subprocess.Popen[bytes], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="another build is writing it"):
        write_store(tmp_path, some(6))
    assert in_use(tmp_path) == 5


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "graph-of-mine.txt").write_text("mine")
    write_store(tmp_path, some(1))
    write_store(tmp_path, some(2))
    assert (tmp_path / "notes").is_dir()
    assert (tmp_path / "graph-of-mine.txt").read_text() == "mine"


@pytest.mark.parametrize(("name", "pointer", "reason"), [
    ("missing", None, "no graph at .*: run kg build"),
    ("astray", "../elsewhere", "is not a pointer to a graph"),
    ("lost", "graph-9", "cannot be read .*: run kg build"),
    ("file", "=a file", "is not a pointer to a graph"),
])
def test_what_is_no_graph_is_named(tmp_path: Path, name: str, pointer: str | None, reason: str) -> None:
    folder = tmp_path / name
    if pointer is not None:
        folder.mkdir()
        if pointer.startswith("="):
            (folder / "current").write_text(pointer)
        else:
            (folder / "current").symlink_to(pointer)
    with pytest.raises(StoreError, match=reason):
        open_store(folder)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write a graph at"):
        write_store(tmp_path / "file" / "store", some(1))


def test_a_closed_store_says_so() -> None:
    store = Oxigraph()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query(COUNT)


def test_the_graph_on_disk_is_read_only(tmp_path: Path) -> None:
    write_store(tmp_path, some(2))
    with open_store(tmp_path) as store, pytest.raises(StoreError, match="read-only"):
        store.load(some(3))


@pytest.mark.parametrize(("query", "line", "column", "reason"), [
    ("SELECT ?s WHERE {\n  ?s foo:bar ?o\n}", 2, 6, "unknown prefix foo:"),
    ("SELECT ?s WHERE {\n  ?s kg:created '中文\n}", 2, 20, "expected"),
    ("SELECT * { ?s ?p ?o } LIMIT many", 1, 29, "expected"),
    ("  \n ", 1, 1, "the query is empty"),
    ("", 1, 1, "the query is empty"),
    ("SELECT ?s {", 1, 12, "expected"),
    ("INSERT DATA { <a:b> <a:b> <a:b> }", 1, 1, "INSERT is refused"),
    ("PREFIX x: <http://x/>\ndelete where { ?s ?p ?o }", 2, 1, "DELETE is refused"),
    ("LOAD <http://example.org/>", 1, 1, "LOAD is refused"),
    ("WITH <http://g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 1, 1, "WITH is refused"),
    ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", 1, 12, "SERVICE is refused"),
    ("SELECT * { ?s ?p true.serviceSilent <http://example.org/> { ?s ?p ?o } }", 1, 23, "SERVICE is refused"),
    ("PREFIX : <http://x/> SELECT * { SERVICE:x { ?s ?p ?o } }", 1, 33, "SERVICE is refused"),
    ("SELECT * { FILTER(1<2)SERVICE?x{ ?s ?p ?o } FILTER(3>2) }", 1, 23, "SERVICE is refused"),
])
def test_a_query_that_cannot_run_says_where_and_why(query: str, line: int, column: int, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as raised:
        Oxigraph().query(query)
    assert (raised.value.line, raised.value.column) == (line, column)


def test_a_query_error_shows_the_line_with_a_caret() -> None:
    with pytest.raises(QueryError) as raised:
        Oxigraph().query("SELECT *\n{\t?s foo:bar ?o }")
    assert str(raised.value).splitlines()[-2:] == ["  {\t?s foo:bar ?o }", "   \t   ^"]


@pytest.mark.parametrize("query", [
    "SELECT * { ?service ?p 'SERVICE \\' SERVICE' } # SERVICE",
    'SELECT * { ?s rdfs:label """a "SERVICE" b""" , "INSERT"@en }',
    "SELECT * { ?s <http://example.org/SERVICE> open:service }",
    "ASK { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    "# INSERT\nPREFIX insert: <http://x/> SELECT * { ?s insert:delete ?o }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DESCRIBE entity:Alibaba",
])
def test_words_of_updates_in_strings_names_and_comments_are_fine(query: str) -> None:
    Oxigraph().query(query)


def test_queries_see_all_graphs_with_their_prefixes() -> None:
    store = Oxigraph()
    store.load(some(6))
    assert count(store) == 6
    assert len(list(store.query("SELECT DISTINCT ?g { GRAPH ?g { entity:x kg:value ?v } }"))) == 3  # type: ignore[arg-type]
