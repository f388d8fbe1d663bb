"""Named spans of the project's own news corpus (JSON lines, see its README)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from training.data import Passage

LABELS = {
    **dict.fromkeys(
        ("Company", "BusinessUnit", "GovernmentBody", "NewsOutlet", "University", "Organization"),
        "ORG",
    ),
    "Person": "PERSON",
    **dict.fromkeys(("AIModel", "SoftwareProduct", "Device", "Service", "Product"), "PRODUCT"),
    **dict.fromkeys(("Country", "City", "Region", "Place"), "PLACE"),
    "LegalInstrument": "LAW",
    "Event": "EVENT",
}
DEVELOPMENT_EVERY = 5
_FUNCTION_WORDS = (
    "a an the of in on at for and or to by with from de la le du des von van der den bin al el "
    "its his her their our your my this that these those"
)
_PRONOUNS = (
    "i you he she it we they who whom whose which that what where his her hers its their theirs our "
    "ours your yours my mine him them us me this these those both one ones another others each "
    "itself himself herself themselves there here"
)
_WORD = re.compile(r"[^\W_]+(?:['’.&+-][^\W_]+)*", re.UNICODE)


def read_news(path: Path) -> list[tuple[bool, dict[str, Any]]]:
    """(is development, passage) of the English passages; the line number decides."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (i % DEVELOPMENT_EVERY == 0, row)
        for i, row in enumerate(rows)
        if not row["id"].startswith("Z")
    ]


def is_name(surface: str) -> bool:
    """Whether a marked mention is a name: every content word has a capital or a digit."""
    words = _WORD.findall(surface)
    content = [w for w in words if w.lower() not in _FUNCTION_WORDS.split()]
    if not content or is_pronoun(surface):
        return False
    return all(_marked(w) for w in content)


def is_pronoun(surface: str) -> bool:
    return surface.lower() in _PRONOUNS.split()


def _marked(word: str) -> bool:
    return any(c.isupper() or c.isdigit() for c in word)


def news_passage(row: dict[str, Any], norp: frozenset[str]) -> Passage:
    """The names of a passage as spans; capitalised words of other kinds as 'miss'."""
    text: str = row["text"]
    ents, miss = [], []
    for mention in row["mentions"]:
        kind = row["entities"].get(mention["id"])
        start, end = mention["start"], mention["end"]
        if kind is None:
            continue
        for article in ("the ", "a ", "an "):
            if text[start:end].startswith(article):
                start += len(article)
        surface = text[start:end]
        if is_name(surface) and kind in LABELS:
            ents.append((start, end, "NORP" if surface in norp else LABELS[kind]))
        elif any(_marked(w) for w in surface.split()) and not is_pronoun(surface):
            miss.append((start, end))
    return Passage("news", text, tuple(ents), (*miss, *_unmarked(text, ents, norp)))


def _unmarked(
    text: str, ents: Iterable[tuple[int, int, str]], norp: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Capitalised words outside the marks that are names of peoples elsewhere."""
    covered = {i for start, end, _ in ents for i in range(start, end)}
    for match in _WORD.finditer(text):
        if match.start() not in covered and match[0] in norp:
            yield match.span()
