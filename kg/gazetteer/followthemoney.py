"""Entities of FollowTheMoney, as OpenSanctions and Aleph give them: https://followthemoney.tech."""

from __future__ import annotations

import re
from typing import Any

from kg.gazetteer.mapping import Mapping
from kg.gazetteer.texts import Draft
from kg.ontology import KnownName
from kg.vocab import NAME, WD, slug

NAMED, OTHER, WEAK = ("name",), ("alias", "abbreviation", "previousName"), ("weakAlias",)


def is_entity(row: Any) -> bool:
    """Whether a JSON object is an entity of FollowTheMoney."""
    return isinstance(row, dict) and isinstance(row.get("schema"), str) and isinstance(row.get("properties"), dict)


def to_name(row: dict[str, Any], mapping: Mapping) -> KnownName | str:
    """The entity's known name, or why it is none. Its Wikidata item is certain where the entity itself says it."""
    cls = mapping.class_of("followthemoney", [row["schema"]])
    if not cls:
        return f"class not mapped: {row['schema']}"
    if not isinstance(row.get("id"), str) or not row["id"].strip():
        return "no id"
    items = sorted({item for item in _texts(row, "wikidataId") if re.fullmatch(r"Q[1-9]\d*", item)})
    draft = Draft(NAME + slug(row["id"]), cls, same_as=[WD + item for item in items] if len(items) == 1 else ())
    draft.label(row.get("caption"))
    for name in (text for key in NAMED for text in _texts(row, key)):
        draft.label(name)
    draft.add("aliases", (text for key in OTHER for text in _texts(row, key)))
    draft.add("ambiguous", (text for key in WEAK for text in _texts(row, key)))
    return draft.name() or "no English or Chinese name"


def _texts(row: dict[str, Any], key: str) -> list[str]:
    value = row["properties"].get(key)
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]
