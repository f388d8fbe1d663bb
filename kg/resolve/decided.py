"""The file of decisions, plain TOML that a person writes or `kg resolve --review` adds to.

    [[same]]                                  # these names are one thing
    names = ["Moonshot AI", "Dark Moon"]
    who = "Ada"
    why = "a literal translation of its Chinese name"

    [[not-same]]                              # these names are different things
    names = [{name = "Tongyi", articles = ["004"]}, "Tongyi Qianwen"]

    [[rename]]                                # the label, in the language of its script
    names = ["Gaode"]
    to = "Amap"

    [[retype]]                                # the class, of the ontology
    names = ["Quark"]
    class = "SoftwareProduct"

`articles` beside `names` limits all of them. A name is compared as everywhere: without case, quotes, articles.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from kg.resolve.decisions import KINDS, Decision, DecisionError, Decisions, Kind, Named

TARGET: Mapping[Kind, str] = {"rename": "to", "retype": "class"}
"""The field of a kind that says what becomes of the thing."""

_COMMON = frozenset({"names", "articles", "who", "why"})
_HEADER = re.compile(r"""^\s*(?:\[\[?\s*["']?([\w-]+)["']?\s*\]\]?|["']?([\w-]+)["']?\s*=)""")


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file; none where it does not exist. DecisionError, with the line, for what cannot be used."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Decisions(path)
    except OSError as error:
        raise DecisionError(path, None, error.strerror or str(error)) from error
    return Decisions(path, tuple(_parsed(path, data)), hashlib.sha256(data).hexdigest())


def _parsed(path: Path, data: bytes) -> Iterator[Decision]:
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise DecisionError(path, None, f"not UTF-8: {error.reason} at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        reason, line = _placed(str(error))
        raise DecisionError(path, line, f"not TOML: {reason}") from error
    for kind, rows in document.items():
        lines = _lines(text, kind)
        if kind not in KINDS:
            raise DecisionError(path, lines[0] if lines else None,
                                f"unknown kind of decision {kind!r} ({', '.join(KINDS)})")
        if not isinstance(rows, list):
            raise DecisionError(path, lines[0] if lines else None, f"write [[{kind}]], once for each decision")
        for number, row in enumerate(rows):
            line = lines[number] if number < len(lines) else lines[-1] if lines else None
            try:
                yield _decision(kind, row, line)
            except ValueError as error:
                raise DecisionError(path, line, f"{kind}: {error}") from error


def _placed(message: str) -> tuple[str, int | None]:
    """A message of tomllib without its "(at line 3, column 1)", and that line."""
    match = re.search(r"\s*\(at line (\d+), column \d+\)$", message)
    return (message[:match.start()], int(match[1])) if match else (message, None)


def _lines(text: str, kind: str) -> list[int]:
    """The lines that open a decision of the kind: tomllib keeps none."""
    matches = ((number, _HEADER.match(line)) for number, line in enumerate(text.splitlines(), 1))
    return [number for number, match in matches if match and kind in match.groups()]


def _decision(kind: Kind, row: object, line: int | None) -> Decision:
    if not isinstance(row, dict):
        raise ValueError("a decision is a table with names")
    target = TARGET.get(kind, "")
    if unknown := sorted(row.keys() - _COMMON - {target}):
        raise ValueError(f"unknown field {unknown[0]!r}")
    named = _named(row)
    if kind in ("same", "not-same") and len(named) < 2:
        raise ValueError("two names or more are needed")
    to = _text(row, target, needed=True) if target else ""
    return Decision(kind, named, to.removeprefix("kg:") if kind == "retype" else to, _text(row, "who"),
                    _text(row, "why"), line)


def _named(row: Mapping[str, Any]) -> tuple[Named, ...]:
    given = row.get("names")
    if not isinstance(given, list) or not given:
        raise ValueError('no names: write names = ["...", "..."]')
    everywhere = _articles(row)
    found = []
    for entry in given:
        table = {"name": entry} if isinstance(entry, str) else entry
        if not isinstance(table, dict) or table.keys() - {"name", "articles"}:
            raise ValueError('a name is a text or {name = "...", articles = ["..."]}')
        named = Named(_text(table, "name", needed=True), _articles(table) or everywhere)
        if not named.key:
            raise ValueError(f"{named.text!r} is no name")
        found.append(named)
    return tuple(found)


def _articles(row: Mapping[str, Any]) -> tuple[str, ...]:
    given = row.get("articles", [])
    if not isinstance(given, list) or not all(isinstance(item, str) and item for item in given):
        raise ValueError('articles are ids: articles = ["...", "..."]')
    return tuple(sorted(set(given)))


def _text(row: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is a text")
    if needed and not value.strip():
        raise ValueError(f"no {name}")
    return value.strip()


def write_decisions(path: Path, added: Sequence[Decision]) -> None:
    """Add decisions at the end of the file, which is replaced in one step and keeps its comments and its order.

    Raises DecisionError, and leaves the file, where the whole would contradict itself.
    """
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    text += "".join(("\n" if text or number else "") + _spelled(one) for number, one in enumerate(added))
    Decisions(path, tuple(_parsed(path, text.encode("utf-8"))))  # the whole must hold
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.partial")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _spelled(decision: Decision) -> str:
    rows = tomlkit.aot()
    row = tomlkit.table()
    shared = decision.names[0].articles
    alike = all(named.articles == shared for named in decision.names)
    listed = tomlkit.array()
    for named in decision.names:
        if alike or not named.articles:
            listed.append(named.text)
        else:
            entry = tomlkit.inline_table()
            entry.update({"name": named.text, "articles": list(named.articles)})
            listed.append(entry)
    row.add("names", listed)
    if alike and shared:
        row.add("articles", list(shared))
    fields = {TARGET.get(decision.kind, "to"): decision.to, "who": decision.who, "why": decision.why}
    for name, value in fields.items():
        if value:
            row.add(name, value)
    rows.append(row)
    document = tomlkit.document()
    document.add(decision.kind, rows)
    return tomlkit.dumps(document)
