"""The relation head: pairs on hand-built Docs, the network on random weights, then the shipped one."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from kg.pipeline import relations
from kg.pipeline.relations import MAX_PATH, MODEL, WEIGHTS, RelationHead, pairs_of

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
    pairs = pairs_of(doc, MENTIONS)
    assert pairs.spots.tolist() == [[0, 0, 0, 7], [2, 2, 2, 3], [4, 5, 5, 3], [9, 9, 9, 10]]
    assert len(pairs.ends) == 12
    at = pairs.ends.tolist().index([0, 2])
    assert pairs.between[at].tolist() == [1, 4]
    assert pairs.top[at] == 0
    assert pairs.path[at].tolist() == [3] + [-1] * (MAX_PATH - 1)
    across = pairs.ends.tolist().index([0, 3])
    assert pairs.top[across] == -1


def test_a_relative_word_has_no_type(doc: Doc) -> None:
    assert pairs_of(doc, MENTIONS).classes[1, :2].tolist() == [0, relations.KINDS.index("relative")]


@pytest.mark.parametrize("mentions", [[], MENTIONS[:1], [(4, 6, "ORG", "name"), (5, 6, "ORG", "name")]])
def test_nothing_to_pair(doc: Doc, mentions: list[relations.Candidate]) -> None:
    pairs = pairs_of(doc, mentions)
    assert len(pairs.ends) == 0
    assert pairs.path.shape == (0, MAX_PATH)


def test_docs_together_give_what_each_gives_alone(doc: Doc) -> None:
    rng = np.random.default_rng(1)
    doc.tensor = rng.normal(size=(len(doc), 384)).astype(np.float32)
    head = RelationHead.load()
    items = [(doc, MENTIONS), (doc, []), (doc, MENTIONS[:1]), (doc, MENTIONS[1:])]
    together = head.propose_all(items, floor=0.0)
    for (one, mentions), found in zip(items, together, strict=True):
        alone = head.propose(one, mentions, floor=0.0)
        assert {f[:3] for f in found} == {f[:3] for f in alone}
        assert sorted(p for *_, p in found) == pytest.approx(sorted(p for *_, p in alone), abs=1e-5)


@pytest.mark.parametrize("offset", [1, 2, 9, 60, 400])
def test_distance_tells_order(offset: int) -> None:
    classes = {relations._distance(offset), relations._distance(-offset)}
    assert len(classes) == 2
    assert max(classes) < relations.DISTANCES


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
