"""Hostile input by the ten thousand: readers of Turtle and JSON lines, names to IRIs, query parameters.

    python benchmarks/fuzz.py --cases 100000
    python benchmarks/fuzz.py --cases 100000 --only parameters queries    # a part of them, as many as of the whole

Each case must end in an answer or in an error of ours that names the place; anything else is printed as a failure, with
the smallest example that hypothesis finds. The tests run the same checks on fewer cases.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg import ontology, vocab
from kg.articles import ReadProblem, read
from kg.lookup.binding import BindingError, bind, parse, to_term
from kg.lookup.statements import LookupFailure
from kg.model import Article, Claim
from kg.store import Oxigraph, QueryError, StoreError, read_files

BITS = ("@prefix kg: <https://w3id.org/kg/ontology#> .", "kg:a", " a ", "[", "]", "(", ")", "<", ">", '"', '"""',
        "\\u0022", "\\", ".", ";", ",", "@en", "^^", "_:b", "<<(", ")>>", "#", "\n", "true", "1e9", "\x00",
        "\ufffe", "{", "}")
TURTLE = st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=30).map("".join)
VALUES = st.text() | st.lists(st.sampled_from(
    ('"', "'", "\\", "}", "{", ";", "?x", "$x", " UNION ", "DROP ALL", "SERVICE <http://a>", "<", ">", "#", "\n",
     "\u2028", ".", '"""', "\\u0022", "\x00", "INSERT DATA", "BOUND(?x)")), max_size=12).map("".join)
KEYS = st.sampled_from(("id", "text", "title", "date", "language", "url")) | st.text(max_size=6)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=10)
LINES = st.lists(JSON.map(json.dumps) | st.text(max_size=40), max_size=5).map("\n".join)
CANARY = Oxigraph()
CANARY.load([])


def check_turtle(folder: Path, text: str) -> None:
    """Files of RDF are read, or refused with the file's name; an ontology's too."""
    file = folder / "fuzz.ttl"
    file.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        list(read_files([file]).quads())
    except StoreError as error:
        assert str(error).startswith(str(file)), error


def check_ontology(folder: Path, text: str) -> None:
    """An ontology with a broken file is refused with its name, or read."""
    (folder / "news.ttl").write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        ontology.load(folder)
    except ontology.OntologyError as error:
        assert "news.ttl" in str(error) or str(folder) in str(error), error


def check_lines(folder: Path, text: str) -> None:
    """JSON lines give articles whose text is as it stood, or problems that name the file."""
    file = folder / "fuzz.jsonl"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for item in read([file]):
        assert isinstance(item, Article | ReadProblem)
        if isinstance(item, ReadProblem):
            assert "fuzz.jsonl" in str(item), item


def check_claims(_: Path, text: str) -> None:
    """A claim of any JSON is a claim, or an error that is of its form."""
    try:
        row = json.loads(text.split("\n", 1)[0])
    except ValueError:
        return
    try:
        Claim.from_json(row)
    except (KeyError, TypeError, AttributeError, ValueError):
        return


def check_names(_: Path, name: str) -> None:
    """A name gives an IRI that RDF allows and that no other spelling of it escapes from; the same each time."""
    if not "".join(name.split()):
        return
    iri = vocab.entity_iri(name)
    assert NamedNode(iri).value == iri == vocab.entity_iri(name)
    assert "/" not in iri.removeprefix(vocab.ENTITY) and not set(iri) & set(" <>\"{}|\\^`")
    assert CANARY.query(f"ASK {{ VALUES ?x {{ {NamedNode(iri)} }} }}")


def check_parameters(_: Path, value: str) -> None:
    """A value is compared as it stands, and adds no clause, whatever it holds."""
    try:
        term = to_term(parse(f"x={value}"), CANARY)
    except BindingError:
        assert any("\ud800" <= c <= "\udfff" for c in value)
        return
    assert term == Literal(value)
    for query in ("SELECT (STR(?x) AS ?r) { FILTER(BOUND(?x)) }", "SELECT ?r { { SELECT (STR($x) AS ?r) {} } }"):
        found = CANARY.query(bind(query, {"x": term}))
        assert isinstance(found, QuerySolutions)
        assert [row["r"].value for row in found] == [value]  # type: ignore[union-attr]
    none = CANARY.query(bind("ASK { ?s ?p ?x }", {"x": term}))
    assert isinstance(none, QueryBoolean) and not none


def check_queries(_: Path, text: str) -> None:
    """Any text as a query, with a value bound, runs or is refused at its place; no type of value ends otherwise."""
    try:
        CANARY.query(bind(text, {"x": Literal("1")}))
    except QueryError as error:
        assert error.line >= 1 and error.column >= 1
    for kind in ("iri", "date", "integer", "decimal", "boolean", "entity"):
        try:
            to_term(parse(f"x:{kind}={text}"), CANARY)
        except (BindingError, LookupFailure):
            continue


CHECKS: tuple[tuple[str, Callable[[Path, str], None], st.SearchStrategy[str], float], ...] = (
    ("Turtle", check_turtle, TURTLE, 0.2), ("ontology", check_ontology, TURTLE, 0.05),
    ("JSON lines", check_lines, LINES, 0.15), ("claims", check_claims, LINES, 0.1),
    ("names to IRIs", check_names, VALUES, 0.2), ("parameters", check_parameters, VALUES, 0.2),
    ("queries", check_queries, VALUES | TURTLE, 0.1),
)
"""What is checked, with which texts, and its share of the cases."""


def run(cases: int, folder: Path, tell: Callable[[str], object] = print, only: Collection[str] = ()) -> None:
    """All checks on so many cases together, or `only` some; an AssertionError or any other exception is a failure."""
    for name, check, texts, share in CHECKS:
        if only and name not in only:
            continue
        began = time.perf_counter()
        done = each(check, folder, texts, max(1, round(cases * share)))
        tell(f"{name:16}{done:8,} cases{time.perf_counter() - began:9.1f} s")


def each(check: Callable[[Path, str], None], folder: Path, texts: st.SearchStrategy[str], cases: int) -> int:
    """One check on so many texts; how many there were (fewer where a simple strategy has no more)."""
    seen = 0

    @settings(max_examples=cases, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))
    @given(texts)
    def one(text: str) -> None:
        nonlocal seen
        seen += 1
        check(folder, text)

    one()
    return seen


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--only", nargs="*", default=(), choices=[name for name, *_ in CHECKS], help="some checks")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        run(chosen.cases, Path(name), lambda line: print(line, flush=True), chosen.only)


if __name__ == "__main__":
    main()
