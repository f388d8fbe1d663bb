"""Passages with marked names, for training: what is read, what is replaced, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.own_names import VARIANTS, own_passages


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "names.txt"
    file.write_text(text, encoding="utf-8")
    return file


def test_marks_become_spans(tmp_path: Path) -> None:
    file = written(tmp_path, "# a note\n[Vestrel|ORG] sells [Vestrel Rooms|PRODUCT] and [Clover|?].\n")
    first, *variants = own_passages(file)
    assert first.text == "Vestrel sells Vestrel Rooms and Clover."
    assert [(first.text[s:e], label) for s, e, label in first.ents] == [("Vestrel", "ORG"), ("Vestrel Rooms", "PRODUCT")]
    assert [first.text[s:e] for s, e in first.miss] == ["Clover"]
    assert len(variants) == VARIANTS


def test_a_name_is_replaced_by_one_other_throughout(tmp_path: Path) -> None:
    file = written(tmp_path, "[Vestrel|ORG] grew. [Vestrel|ORG] sells [Vestrel|PRODUCT] under the [Data Act|LAW].\n")
    passages = list(own_passages(file))
    assert any(p.text != passages[0].text for p in passages)
    for passage in passages:
        names = [(passage.text[s:e], label) for s, e, label in passage.ents]
        assert len({name for name, label in names if label == "ORG"}) == 1
        assert ("Data Act", "LAW") in names  # there are no other laws to take its place


def test_the_same_seed_gives_the_same_passages(tmp_path: Path) -> None:
    file = written(tmp_path, "[Vestrel|ORG] hired [Ada Byron|PERSON] in [Oslo|PLACE].\n")
    assert list(own_passages(file, seed=3)) == list(own_passages(file, seed=3))
    assert list(own_passages(file, seed=3)) != list(own_passages(file, seed=4))


def test_an_unknown_label_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, "[Vestrel|ORG] grew.\n[Oslo|TOWN] did not.\n")
    with pytest.raises(ValueError, match=r"names\.txt, line 2: no label TOWN"):
        list(own_passages(file))


def test_our_own_passages_are_well_marked() -> None:
    passages = list(own_passages())
    assert len(passages) > 900
    assert not [p.text for p in passages if "[" in p.text or "|" in p.text]
