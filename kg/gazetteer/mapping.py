"""Which class of the ontology a class of another collection is: tables, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).with_name("classes.toml")
TABLES = ("wikidata", "followthemoney", "schema", "columns")


class GazetteerError(ValueError):
    """A file of names that cannot be used: which file, which line (None where there is none), and why."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path, self.line, self.reason = path, line, reason

    def __reduce__(self) -> tuple[type[GazetteerError], tuple[Path, int | None, str]]:
        return type(self), (self.path, self.line, self.reason)  # so that it can leave a worker process


@dataclass(frozen=True)
class Mapping:
    """Tables of a collection's terms, in the order in which they decide, and the classes of the ontology."""

    tables: dict[str, dict[str, str]]
    classes: frozenset[str]

    def class_of(self, table: str, terms: Iterable[str]) -> str:
        """The class of the first line that names one of the terms; "" where none does."""
        found = set(terms)
        return next((cls for term, cls in self.tables[table].items() if term in found), "")

    def named(self, text: str) -> str:
        """The class that a person writes: "Company", "kg:company", "news outlet", Q4830453; "" for none."""
        plain = text.strip().removeprefix("kg:")
        by_fold = {name.casefold(): name for name in sorted(self.classes)}
        fold = "".join(plain.casefold().split())
        other = next((cls for table in TABLES[:3] if (cls := self.class_of(table, [plain]))), "")
        return by_fold.get(fold, "") or other


def load_mapping(classes: Iterable[str], own: Path | None = None) -> Mapping:
    """The mapping that comes with kg, behind a file of one's own. GazetteerError for a table or class unknown."""
    known = frozenset(classes)
    tables = {name: dict(rows) for name, rows in _shipped().items()}
    if own is not None:
        for name, rows in _read(own).items():
            if name not in TABLES or not isinstance(rows, dict):
                raise GazetteerError(own, None, f"unknown table {name!r} ({', '.join(TABLES)})")
            for term, cls in rows.items():
                if name != "columns" and cls not in known:
                    raise GazetteerError(own, None, f"[{name}] {term}: the ontology has no class {cls!r}")
            tables[name] = {**rows, **{term: cls for term, cls in tables[name].items() if term not in rows}}
    return Mapping({name: {t: c for t, c in rows.items() if name == "columns" or c in known}
                    for name, rows in tables.items()}, known)


@cache
def _shipped() -> dict[str, dict[str, str]]:
    return _read(SHIPPED)


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise GazetteerError(path, None, f"not UTF-8: {error.reason} at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(path, None, f"not TOML: {error}") from error
