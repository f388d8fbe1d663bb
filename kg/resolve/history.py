"""What entities were called before: a file beside the articles, so that an IRI that was published stays answerable.

A build reads the file and writes it again with the entities of today added. An IRI that no entity bears any more is
followed by its names: whichever entity holds most of them took it over. So the same articles, decisions and history
give the same graph, whether built at once or step by step; and a graph built twice, the same history.

    {"iri": "https://w3id.org/kg/entity/Dark_Moon", "label": "Dark Moon", "names": [["004", "dark moon"]]}
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.model import Entity

NodeId = tuple[str, str]
"""(article, key of a name)."""
KEPT = 6
"""Names by which an entity is followed, each in one article."""


class HistoryError(ValueError):
    """A file of history that cannot be used: which file, which line, and why."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered of an entity: its label, and some of the names that it was made of."""

    label: str
    names: tuple[NodeId, ...]


@dataclass(frozen=True)
class History:
    """All IRIs that builds gave, with what is remembered of each."""

    past: Mapping[str, Past] = field(default_factory=dict)

    def applied(self, entities: Iterable[Entity], ids: Mapping[NodeId, str]) -> tuple[Entity, ...]:
        """The entities, each with the IRIs that it took over as `former`. `ids` says which entity a name stands for."""
        former: defaultdict[str, list[str]] = defaultdict(list)
        current = list(entities)
        for old, new in self._heirs({entity.iri for entity in current}, ids).items():
            former[new].append(old)
        return tuple(replace(entity, former=tuple(sorted(former[entity.iri]))) for entity in current)

    def _heirs(self, current: set[str], ids: Mapping[NodeId, str]) -> dict[str, str]:
        """Retired IRI -> the IRI of the entity that holds most of its names, in their articles or else in others."""
        retired = {iri: past for iri, past in self.past.items() if iri not in current}
        wanted = {key for past in retired.values() for _, key in past.names}
        anywhere: defaultdict[str, set[str]] = defaultdict(set)
        for (_, key), iri in ids.items() if wanted else ():
            if key in wanted:
                anywhere[key].add(iri)
        heirs: dict[str, str] = {}
        for old, past in sorted(retired.items()):
            votes = Counter(ids[name] for name in past.names if name in ids)
            if not votes:  # its articles are gone: only a name that means one thing tells where it went
                votes = Counter(iri for _, key in past.names for iri in anywhere[key] if len(anywhere[key]) == 1)
            if votes:
                heirs[old] = min(votes, key=lambda iri: (-votes[iri], iri))
        return heirs

    def followed(self, entities: Iterable[Entity], ids: Mapping[NodeId, str]) -> History:
        """The history with the entities of today."""
        names: defaultdict[str, dict[str, NodeId]] = defaultdict(dict)
        for node in sorted(ids):
            names[ids[node]].setdefault(node[1], node)
        today = {
            entity.iri: Past(entity.labels.get("en") or next(iter(entity.labels.values())),
                             tuple(sorted(names[entity.iri].values(), key=lambda node: (node[1], node[0]))[:KEPT]))
            for entity in entities
        }
        return History({**self.past, **today})


def read_history(path: Path) -> History:
    """The history of a file; none where it does not exist. HistoryError, with the line, for what cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return History()
    except UnicodeDecodeError as error:
        raise HistoryError(path, None, f"not UTF-8: {error.reason} at byte {error.start}") from error
    past: dict[str, Past] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            past[str(row["iri"])] = Past(str(row["label"]), tuple((str(doc), str(key)) for doc, key in row["names"]))
        except (ValueError, TypeError, KeyError) as error:
            raise HistoryError(path, number, f"not an entity's past: {error}") from error
    return History(past)


def write_history(path: Path, history: History) -> None:
    """Write the file, sorted by IRI, in one step; one that says the same already stays as it is."""
    rows = ({"iri": iri, "label": past.label, "names": past.names} for iri, past in sorted(history.past.items()))
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.exists() and path.read_bytes() == text.encode("utf-8"):
        return
    draft = path.with_name(f".{path.name}.partial")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
