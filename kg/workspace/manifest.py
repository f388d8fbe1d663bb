"""What a generation was made of, so that the next one does only what changed. It lies beside the generation's quads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

FILE, FORM = "manifest.json", 1


@dataclass(frozen=True, slots=True)
class Entry:
    """An article of the graph. `linked` is the digest of what its names stand for: it and `key` decide its quads.

    `source` is its path from the workspace, "-" for standard input.
    """

    key: str
    linked: str
    iri: str
    source: str


ENTRY = tuple(part.name for part in fields(Entry))


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made` says how it was made: two generations may share quads only where it is the same.

    `articles` by id; `entities` by IRI with a digest of each; `results` of the validation; `files` are the names
    of what was exported with it, by what they are; `decided` is the digest of the decisions it was linked with.
    """

    made: str = ""
    articles: Mapping[str, Entry] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    results: tuple[Mapping[str, str], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    decided: str = ""

    def write(self, generation: Path) -> None:
        entries = {name: {part: getattr(entry, part) for part in ENTRY} for name, entry in self.articles.items()}
        row = {"form": FORM, **{part.name: getattr(self, part.name) for part in fields(self)}, "articles": entries}
        (generation / FILE).write_text(json.dumps(row, separators=(",", ":")), encoding="ascii")

    @classmethod
    def read(cls, generation: Path | None) -> Manifest | None:
        """The manifest of a generation; None where there is none that can be used, so that all is made anew."""
        if generation is None:
            return None
        try:
            row: dict[str, Any] = json.loads((generation / FILE).read_text(encoding="ascii"))
            if row.pop("form") != FORM:
                return None
            row["articles"] = {name: Entry(**entry) for name, entry in row["articles"].items()}
            return cls(**{**row, "results": tuple(row["results"])})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
