"""Minted IRIs are readable, stable, different for different names and valid whatever the name holds."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocab

SHA = "0123456789abcdef" * 4

READABLE = [
    ("Alibaba Token Hub", "Alibaba_Token_Hub"),
    ("阿里巴巴", "阿里巴巴"),
    ("통신", "통신"),
    ("L'Oréal", "L%27Oréal"),
    ("AT&T", "AT%26T"),
    ("Amazon.com", "Amazon.com"),
    ("Qwen3-Coder", "Qwen3-Coder"),
    ("</script>", "%3C%2Fscript%3E"),
]

HOSTILE = ["葛\U000e0100城", 
    '"><img src=x onerror=alert(1)>', "</script>", "'; DROP ALL #", "a\nb\tc", "x> . <urn:evil> <urn:p> <urn:o",
    "\u202egnp.exe", "\x00\x07bell", "\ud800", "..", "../../etc/passwd", "%00", "{}|\\^`", "q?x=1#frag", "~~",
    "🙂 Inc.",
]


@pytest.mark.parametrize(("name", "local"), READABLE)
def test_readable(name: str, local: str) -> None:
    assert vocab.entity_iri(name) == vocab.ENTITY + local


def assert_valid(iri: str) -> None:
    assert not set(iri) & set(" \"<>{}|\\^`\n\t"), iri
    assert iri.isprintable()
    node = pyoxigraph.NamedNode(iri)
    line = pyoxigraph.serialize([pyoxigraph.Triple(node, node, node)], format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert line is not None
    assert [t.subject for t in pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES)] == [node]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_make_valid_iris(name: str) -> None:
    for iri in (vocab.entity_iri(name), vocab.entity_iri(name, "City"), vocab.open_iri(name), vocab.graph_iri(name),
                vocab.claim_iri(name), vocab.article_iri(name, SHA), vocab.evidence_iri(name, SHA, 3, 9),
                vocab.mention_iri(name, SHA, 3, 9), vocab.value_iri("1", name)):
        assert_valid(iri)
        assert "/../" not in iri and not iri.endswith(("/..", "/."))


@given(st.text(min_size=1).filter(lambda text: text.split()))
def test_any_name_makes_a_valid_iri(name: str) -> None:
    assert_valid(vocab.entity_iri(name))


@given(st.text(min_size=1).filter(lambda text: text.split()), st.text(min_size=1).filter(lambda text: text.split()))
def test_two_names_never_share_an_iri(one: str, other: str) -> None:
    assert (vocab.entity_iri(one) == vocab.entity_iri(other)) == (one == other)


@pytest.mark.parametrize(("one", "other"), [
    ("a b", "a_b"), ("a b", "a  b"), ("x" * 90, "x" * 91), ("a~b", "a b"), ("Ab", "ab"), ("e\u0301", "\u00e9"),
    ("a\u200bb", "ab"),
])
def test_hash_where_the_slug_loses_something(one: str, other: str) -> None:
    assert vocab.entity_iri(one) != vocab.entity_iri(other)


def test_class_parts_namesakes() -> None:
    assert vocab.entity_iri("Washington", "City") == vocab.ENTITY + "Washington~City"
    assert vocab.entity_iri("Washington", "City") != vocab.entity_iri("Washington City")


@pytest.mark.parametrize("name", ["", " ", "\n\u3000"])
def test_empty_name_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="at least one character"):
        vocab.entity_iri(name)


def test_article_and_evidence() -> None:
    assert vocab.article_iri("003", SHA) == "https://w3id.org/kg/article/003/0123456789ab"
    assert vocab.evidence_iri("003", SHA, 5, 12) == "https://w3id.org/kg/evidence/003/0123456789ab/5-12"
    assert vocab.graph_iri("003") == "https://w3id.org/kg/graph/003"


@pytest.mark.parametrize(("predicate", "iri"), [
    ("kg:created", vocab.KG + "created"), ("open:talkWith", vocab.OPEN + "talkWith"),
    ("open:take part", vocab.OPEN + "take_part"), ("open:take_part", vocab.OPEN + "take_part"),
    ("open:批评", vocab.OPEN + "批评"), ("kg:x> <y", vocab.KG + "x%3E_%3Cy"),
])
def test_predicates(predicate: str, iri: str) -> None:
    assert vocab.predicate_iri(predicate) == iri


@pytest.mark.parametrize("predicate", ["created", "kg:", "foo:bar", ""])
def test_bad_predicates(predicate: str) -> None:
    with pytest.raises(ValueError, match="not a predicate id"):
        vocab.predicate_iri(predicate)


def test_compact_takes_the_longest_namespace() -> None:
    assert vocab.compact(vocab.KG + "created") == "kg:created"
    assert vocab.compact(vocab.LEXICON + "en/acquire") == "lexicon:en/acquire"
    assert vocab.compact("https://example.org/x") == "https://example.org/x"


def test_prefixes_are_distinct_and_usable() -> None:
    assert len(set(vocab.PREFIXES.values())) == len(vocab.PREFIXES)
    store = pyoxigraph.Store()
    assert store.query(vocab.sparql_prologue() + "ASK { ?s kg:created ?o }") is not None


def test_what_has_no_name_is_named_by_its_content() -> None:
    assert vocab.value_iri("12.5", "%") == "https://w3id.org/kg/value/12.5/%25"
    assert vocab.value_iri("12.5", "") == "https://w3id.org/kg/value/12.5"
    assert vocab.mention_iri("003", SHA, 5, 12) == "https://w3id.org/kg/mention/003/0123456789ab/5-12"
    assert vocab.selector_iri("https://w3id.org/kg/evidence/x", "quote") == "https://w3id.org/kg/evidence/x/quote"
    assert len({vocab.fact_iri("<a> <b> <c>"), vocab.fact_iri("<a> <b> <d>"), vocab.run_iri("a", "b"),
                vocab.run_iri("ab")}) == 4
