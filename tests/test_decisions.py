"""Decisions of people: the file, what it may say, what contradicts itself, and what adding to it keeps."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kg.resolve.decided import read_decisions, write_decisions
from kg.resolve.decisions import Decision, DecisionError, Decisions, Named

FILE = """\
# decided in March
[[same]]
names = ["Orbix Labs", "奥比克斯"]  # the Chinese name
who = "Ada"
why = "its own site says so"

[[not-same]]
names = [{ name = "Tong", articles = ["b"] }, "Tong Models"]

[[rename]]
names = ["Gaod"]
articles = ["a"]
to = "Amaps"

[[retype]]
names = ["Quarx"]
class = "kg:SoftwareProduct"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "decisions.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_every_kind_is_read(file: Path) -> None:
    read = read_decisions(file)
    assert read.given == (
        Decision("same", (Named("Orbix Labs"), Named("奥比克斯")), who="Ada", why="its own site says so", line=2),
        Decision("not-same", (Named("Tong", ("b",)), Named("Tong Models")), line=7),
        Decision("rename", (Named("Gaod", ("a",)),), "Amaps", line=10),
        Decision("retype", (Named("Quarx"),), "SoftwareProduct", line=15),
    )
    assert [d.line for d in read.of("rename")] == [10]
    assert read.given[0].reason == "decided by Ada: its own site says so"


def test_no_file_is_no_decision(tmp_path: Path) -> None:
    assert not read_decisions(tmp_path / "decisions.toml")


WRONG = {
    "not TOML": ("[[same]]\nnames = [\n", r":?.*not TOML"),
    "no TOML on a line": ("[[same]]\nnames = x\n", r"decisions.toml:2: not TOML: Invalid value"),
    "unknown kind": ("\n[[merge]]\nnames = ['a', 'b']\n", r":2: unknown kind of decision 'merge' \(same, not-same"),
    "single bracket": ("[same]\nnames = ['a', 'b']\n", r":1: write \[\[same\]\]"),
    "no names": ("[[same]]\nwho = 'x'\n", r":1: same: no names"),
    "one name": ("[[same]]\nnames = ['a']\n", r":1: same: two names"),
    "names of another type": ("[[same]]\nnames = [1, 2]\n", r":1: same: a name is a text"),
    "a name without any letter": ("[[same]]\nnames = ['a', '\"']\n", r":1: same: .* is no name"),
    "unknown field": ("[[same]]\nnames = ['a', 'b']\nnmaes = 1\n", r":1: same: unknown field 'nmaes'"),
    "rename to nothing": ("[[rename]]\nnames = ['a']\n", r":1: rename: no to"),
    "retype to nothing": ("[[retype]]\nnames = ['a']\nclass = 3\n", r":1: retype: class is a text"),
    "articles of another type": ("[[same]]\nnames = ['a', 'b']\narticles = 'x'\n", r":1: same: articles are ids"),
    "its second": ("[[same]]\nnames = ['a', 'b']\n\n[[same]]\nnames = []\n", r":4: same: no names"),
    "same and not the same": (
        "[[same]]\nnames = ['a', 'b']\n[[same]]\nnames = ['b', 'c']\n[[not-same]]\nnames = ['C', 'A']\n",
        r":5: 'C' and 'A' are not the same, but they are by line 1 and 3"),
    "not the same as itself": ("[[not-same]]\nnames = ['the Orb', 'Orb']\n", r":1: .* are one name in the same"),
    "an article of all": (
        "[[same]]\nnames = [{name = 'T', articles = ['x']}, 'Q']\n[[not-same]]\nnames = ['T', 'Q']\n",
        r":3: 'T' and 'Q' are not the same"),
    "two labels": ("[[rename]]\nnames = ['a']\nto = 'b'\n[[rename]]\nnames = ['A']\nto = 'c'\n",
                   r":4: 'A' is to be named 'c', but line 1 says 'b'"),
    "two classes of one thing": (
        "[[same]]\nnames = ['a', 'b']\n[[retype]]\nnames = ['a']\nclass = 'City'\n"
        "[[retype]]\nnames = ['b']\nclass = 'Person'\n", r":6: 'b' is to be of class 'Person', but line 3 says 'City'"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError, match=message) as caught:
        read_decisions(path)
    assert str(path) in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


FINE = {
    "kept apart in other articles": (
        "[[same]]\nnames = [{name = 'T', articles = ['x']}, 'Q']\n"
        "[[not-same]]\nnames = [{name = 'T', articles = ['y']}, 'Q']\n"),
    "a label a language": "[[rename]]\nnames = ['a']\nto = 'b'\n[[rename]]\nnames = ['a']\nto = '乙'\n",
    "said twice": "[[same]]\nnames = ['a', 'b']\n[[same]]\nnames = ['B', 'a']\n",
    "as one list": "same = [{names = ['a', 'b']}]\n",
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_no_contradiction(tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    assert read_decisions(path)


def test_a_class_must_be_of_the_ontology(file: Path) -> None:
    read = read_decisions(file)
    read.check_classes(["SoftwareProduct"])
    with pytest.raises(DecisionError, match=r":15: the ontology has no class 'SoftwareProduct'"):
        read.check_classes(["Person"])


def test_adding_keeps_the_file_and_its_comments(file: Path) -> None:
    added = [Decision("same", (Named('a "b"\n', ("x",)), Named("c", ("x",))), who="Öle", why="x = 1"),
             Decision("not-same", (Named("c", ("x", "y")), Named("d"))), Decision("retype", (Named("d"),), "City")]
    write_decisions(file, added)
    assert file.read_text(encoding="utf-8").startswith(FILE)
    read = read_decisions(file).given
    assert [(d.kind, d.names, d.to, d.who, d.why) for d in read[4:]] != []
    told = {(d.kind, d.names, d.to, d.who, d.why) for d in read}
    assert {(d.kind, d.names, d.to, d.who, d.why) for d in added} - told == {
        ("same", added[0].names, "", "Öle", "x = 1")}  # its line break is no part of a name
    assert ("same", (Named('a "b"', ("x",)), Named("c", ("x",))), "", "Öle", "x = 1") in told
    assert sorted(p.name for p in file.parent.iterdir()) == [file.name]


def test_adding_what_contradicts_changes_nothing(file: Path) -> None:
    with pytest.raises(DecisionError, match="not the same"):
        write_decisions(file, [Decision("not-same", (Named("orbix labs"), Named("奥比克斯")))])
    assert file.read_text(encoding="utf-8") == FILE


def test_a_new_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "decisions.toml"
    write_decisions(path, [Decision("same", (Named("a"), Named("b")))])
    assert path.read_text(encoding="utf-8") == '[[same]]\nnames = ["a", "b"]\n'


def test_which_names_of_articles_a_decision_is_about() -> None:
    decisions = Decisions(given=(Decision("not-same", (Named("The Tong", ("b",)), Named("Tong Models"))),))
    nodes = [("c", "tong models"), ("a", "tong"), ("b", "tong"), ("a", "tong models"), ("a", "other")]
    (found,) = decisions.applied("not-same", nodes)
    assert found.nodes == ((("b", "tong"),), (("a", "tong models"), ("c", "tong models")))
    assert not list(decisions.applied("same", nodes))
