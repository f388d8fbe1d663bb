"""The relation head: pairs on hand-built Docs, the network on random weights, then the shipped one."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from kg.pipeline import pairs
from kg.pipeline.mention_layers import MentionLayers, marks_of
from kg.pipeline.pairs import MAX_PATH, pairs_of
from kg.pipeline.relations import MODEL, WEIGHTS, RelationHead

model = pytest.mark.model


@pytest.fixture
def doc() -> Doc:
    """Amazon , which owns Whole Foods , left . He left ."""
    text = "Amazon , which owns Whole Foods , left . He left ."
    words = text.split()
    heads = [7, 3, 3, 0, 5, 3, 3, 7, 7, 10, 10, 10]
    labels = "nsubj punct nsubj acl:relcl compound obj punct root punct nsubj root punct"
    deps = labels.split()
    doc = Doc(spacy.blank("en").vocab, words=words, heads=heads, deps=deps)
    doc.tensor = np.arange(len(words) * 4, dtype=np.float32).reshape(-1, 4)
    return doc


MENTIONS = [(0, 1, "ORG", "name"), (2, 3, "ORG", "pronoun"), (4, 6, "ORG", "name"), (9, 10, "PERSON", "pronoun")]


def test_pairs(doc: Doc) -> None:
    found = pairs_of(doc, MENTIONS)
    assert found.spots.tolist() == [[0, 0, 0, 7], [2, 2, 2, 3], [4, 5, 5, 3], [9, 9, 9, 10]]
    assert len(found.ends) == 12
    at = found.ends.tolist().index([0, 2])
    assert found.between[at].tolist() == [1, 4]
    assert found.top[at] == 0
    assert found.path[at].tolist() == [3] + [-1] * (MAX_PATH - 1)
    across = found.ends.tolist().index([0, 3])
    assert found.top[across] == -1


def test_a_relative_word_has_no_type(doc: Doc) -> None:
    assert pairs_of(doc, MENTIONS).classes[1, :2].tolist() == [0, pairs.KINDS.index("relative")]


@pytest.mark.parametrize("mentions", [[], MENTIONS[:1], [(4, 6, "ORG", "name"), (5, 6, "ORG", "name")]])
def test_nothing_to_pair(doc: Doc, mentions: list[pairs.Candidate]) -> None:
    found = pairs_of(doc, mentions)
    assert len(found.ends) == 0
    assert found.path.shape == (0, MAX_PATH)


def test_docs_together_give_what_each_gives_alone(doc: Doc) -> None:
    rng = np.random.default_rng(1)
    doc.tensor = rng.normal(size=(len(doc), 768)).astype(np.float32)
    head = RelationHead.load()
    items = [(doc, MENTIONS), (doc, []), (doc, MENTIONS[:1]), (doc, MENTIONS[1:])]
    together = head.propose_all(items, floor=0.0)
    for (one, mentions), found in zip(items, together, strict=True):
        alone = head.propose(one, mentions, floor=0.0)
        assert {f[:3] for f in found} == {f[:3] for f in alone}
        assert sorted(p for *_, p in found) == pytest.approx(sorted(p for *_, p in alone), abs=1e-5)


def test_marks(doc: Doc) -> None:
    marks = marks_of([m[:2] for m in MENTIONS], pairs_of(doc, MENTIONS).classes, pairs.relations_of(doc))
    org, name, relative = pairs.TYPES.index("ORG") + 1, 1, pairs.KINDS.index("relative") + 1
    assert marks[:3, :3].tolist() == [[org, name, 1], [0, 0, 0], [1, relative, 1]]  # a relative word has no type
    assert marks[4:6, :3].tolist() == [[org, name, 1], [org, name, 2]]
    assert marks[7, 3] == pairs.RELATIONS.index("root") + 1


def test_layers_read_what_is_marked(doc: Doc) -> None:
    """The same words with other mentions get other vectors, and the same ones the same, whatever was read before."""
    doc.tensor = np.random.default_rng(1).normal(size=(len(doc), 768)).astype(np.float32)
    layers, parse = MentionLayers(MODEL), pairs.relations_of(doc)
    marked = marks_of([m[:2] for m in MENTIONS], pairs_of(doc, MENTIONS).classes, parse)
    first, plain = layers(doc, marked), layers(doc, marks_of([], np.zeros((0, 3), dtype=np.int64), parse))
    assert first.shape == (len(doc), 384)
    assert np.abs(first - plain).max() > 0.01
    assert (layers(doc, marked) == first).all()


@pytest.mark.parametrize("offset", [1, 2, 9, 60, 400])
def test_distance_tells_order(offset: int) -> None:
    classes = {pairs._distance(offset), pairs._distance(-offset)}
    assert len(classes) == 2
    assert max(classes) < pairs.DISTANCES


shipped = pytest.mark.skipif(not (MODEL / WEIGHTS).exists(), reason="no relation head is shipped")


@model
@shipped
@pytest.mark.parametrize(
    "text, subject, name, object_",
    [
        ("Jane Smith founded Acme Robotics in 2010.", "Jane Smith", "created", "Acme Robotics"),
        ("Acme Robotics is a subsidiary of Globex Corporation.", "Acme Robotics", "subsidiaryOf", "Globex Corporation"),
        ("Peter Jones was born in Dublin in 1961.", "Peter Jones", "bornIn", "Dublin"),
        ("Acme Robotics is headquartered in Boston.", "Acme Robotics", "headquarteredIn", "Boston"),
    ],
)
def test_plain_statements(text: str, subject: str, name: str, object_: str) -> None:
    from kg.pipeline.encoder import load_english

    doc = load_english()(text)
    mentions = [(e.start, e.end, e.label_, "name") for e in doc.ents]
    found = RelationHead.load().propose(doc, mentions, floor=0.5)
    texts = [doc[start:end].text for start, end, _, _ in mentions]
    assert (subject, name, object_) in {(texts[i], p, texts[j]) for i, j, p, _ in found}


@model
@shipped
def test_no_relation() -> None:
    from kg.pipeline.encoder import load_english

    doc = load_english()("Jane Smith waved. A truck of Acme Robotics drove past Boston.")
    mentions = [(e.start, e.end, e.label_, "name") for e in doc.ents]
    assert RelationHead.load().propose(doc, mentions, floor=0.7) == []
