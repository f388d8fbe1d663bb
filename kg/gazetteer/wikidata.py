"""Entities of a Wikidata JSON dump: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.gazetteer.mapping import Mapping
from kg.gazetteer.texts import Draft
from kg.ontology import KnownName
from kg.vocab import NAME, WD

ENGLISH = ("en", "mul", "en-gb", "en-ca", "en-us")
SIMPLIFIED = ("zh-hans", "zh-cn", "zh", "zh-sg", "zh-my")
TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
NAMING = {"P1813": "aliases", "P1549": "demonyms"}
"""Properties whose values are names: short name, demonym."""

_ITEM = re.compile(r"Q[1-9]\d*")


def is_entity(row: Any) -> bool:
    """Whether a JSON object is an item of Wikidata."""
    return isinstance(row, dict) and isinstance(row.get("id"), str) and ("labels" in row or "claims" in row) \
        and bool(_ITEM.fullmatch(row["id"]))


def to_name(row: dict[str, Any], mapping: Mapping) -> KnownName | str:
    """The item's known name, or why it is none."""
    instances = sorted(_items(row, "P31"))
    cls = mapping.class_of("wikidata", instances)
    if not cls:
        return f"class not mapped: {', '.join(instances)}" if instances else "no class"
    draft = Draft(NAME + row["id"], cls, same_as=(WD + row["id"],))
    labels, aliases = row.get("labels") or {}, row.get("aliases") or {}
    for tag in (*ENGLISH, *SIMPLIFIED):
        draft.label(_value(labels.get(tag)))
    for tag in TRADITIONAL:
        draft.add("hidden", [_value(labels.get(tag))])
    for tag in (*ENGLISH, *SIMPLIFIED):
        draft.add("aliases", map(_value, _listed(aliases.get(tag))))
    for tag in TRADITIONAL:
        draft.add("hidden", map(_value, _listed(aliases.get(tag))))
    for property_, kind in NAMING.items():
        told = [value for value in _values(row, property_) if isinstance(value, dict)]
        draft.add(kind, [v.get("text") for v in told if v.get("language") in (*ENGLISH, *SIMPLIFIED)])
    return draft.name() or "no English or Chinese name"


def _items(row: dict[str, Any], property_: str) -> set[str]:
    return {value["id"] for value in _values(row, property_)
            if isinstance(value, dict) and isinstance(value.get("id"), str)}


def _values(row: dict[str, Any], property_: str) -> Iterator[Any]:
    """The values of the property's statements that are not deprecated."""
    claims = row.get("claims") or {}
    for statement in _listed(claims.get(property_) if isinstance(claims, dict) else None):
        if isinstance(statement, dict) and statement.get("rank") != "deprecated":
            snak = statement.get("mainsnak") or {}
            yield (snak.get("datavalue") or {}).get("value")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _value(term: Any) -> Any:
    """The text of a label: {"language": "en", "value": "..."}; some excerpts give the text alone."""
    return term.get("value") if isinstance(term, dict) else term
