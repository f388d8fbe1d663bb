"""Claims and gold claims from JSON lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kg.evaluate.names import Names, to_names, to_number
from kg.evaluate.records import EvaluationError, Found, Gold, Reading

Row = Mapping[str, Any]
Record = TypeVar("Record")


def read_claims(path: Path) -> list[Found]:
    """Claims as `kg extract` and `kg build` write them, one JSON object a line. EvaluationError names a bad line."""
    return list(_records(path, lambda row, line: to_found(row)))


def read_gold(path: Path) -> list[Gold]:
    """Gold claims, one JSON object a line: in the form of `kg extract`, or with names and what is accepted.

    The second form has "article" (or "doc"), "subject", "predicate" and "object" as texts, and may have "id",
    "subject_aliases", "object_aliases", "predicate_ok" ("^p": subject and object swapped), "value", "alt" (whole other
    triples), "start" and "end", "also_at", "polarity", "modality", "modality_ok", "attribution", "time" and
    "importance" ("core", as without it, must be found; any other only may). EvaluationError names a bad line.
    """
    return list(_records(path, lambda row, line: to_gold(row, f"line {line}")))


def _records(path: Path, convert: Callable[[Row, int], Record]) -> Iterator[Record]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise EvaluationError(path, None, f"not UTF-8: {error.reason} at byte {error.start}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise EvaluationError(path, number, f"not JSON: {error}") from error
        try:
            yield convert(row, number)
        except KeyError as error:
            raise EvaluationError(path, number, f"no {error}") from error
        except (TypeError, AttributeError, ValueError) as error:
            raise EvaluationError(path, number, f"not a claim: {error}") from error


def to_found(row: Row) -> Found:
    """A claim in the form of `kg extract`."""
    sides = [row["subject"], row["object"]]
    values = [to_number(part.get("value")) for part in (*sides, *row.get("qualifiers", ()))]
    sentence, source, time = row.get("sentence"), row.get("attribution") or {}, row.get("time") or {}
    return Found(
        str(row["doc"]), _property(row["predicate"]["id"]), _called(sides[0]), _called(sides[1]),
        frozenset(value for value in values if value is not None),
        (int(sentence["start"]), int(sentence["end"])) if sentence else None,
        {"polarity": row.get("polarity", "affirmed"), "modality": row.get("modality", "asserted"),
         "attribution": source.get("text", ""), "time": time.get("iso") or ""})


def _called(argument: Row) -> Names:
    return to_names([argument.get("text"), (argument.get("antecedent") or {}).get("text")])


def to_gold(row: Row, default_id: str) -> Gold:
    """A gold claim in either form; `default_id` where it has none."""
    return _from_claim(row, default_id) if isinstance(row["subject"], Mapping) else _from_names(row, default_id)


def _from_claim(row: Row, default_id: str) -> Gold:
    claim = to_found(row)
    reading = Reading(claim.subject, frozenset({claim.property}), claim.object, to_number(row["object"].get("value")))
    slots = {name: frozenset({stated}) if stated else None for name, stated in claim.slots.items()}
    places = (claim.place,) if claim.place else ()
    return Gold(str(row.get("id", default_id)), claim.doc, claim.property, (reading,), places, slots)


def _from_names(row: Row, default_id: str) -> Gold:
    places = [row, *(place for place in row.get("also_at") or () if isinstance(place, Mapping))]
    attribution, time = row.get("attribution"), row.get("time")
    time = time.get("iso") if isinstance(time, Mapping) else time
    slots = {
        "polarity": frozenset({row.get("polarity", "affirmed")}),
        "modality": frozenset({row.get("modality", "asserted"), *(row.get("modality_ok") or ())}),
        "attribution": frozenset({attribution}) if attribution else None,
        "time": frozenset({time}) if time else None,
    }
    return Gold(
        str(row.get("id", default_id)), str(row["article"] if "article" in row else row["doc"]),
        _property(row["predicate"]), tuple(_readings(row)),
        tuple((place["start"], place["end"]) for place in places if "start" in place), slots,
        row.get("importance", "core") == "core")


def _readings(row: Row) -> Iterator[Reading]:
    """The triple itself, its swapped form, and its alternatives."""
    accepted = [row["predicate"], *(row.get("predicate_ok") or ())]
    subject, object_ = _names(row, "subject"), _names(row, "object")
    yield Reading(subject, _properties(p for p in accepted if p[0] != "^"), object_, to_number(row.get("value")))
    yield Reading(object_, _properties(p[1:] for p in accepted if p[0] == "^"), subject)
    for other in row.get("alt") or ():
        names = {side: _names(other, side) | (_names(row, side) if other[side] == row[side] else frozenset())
                 for side in ("subject", "object")}
        properties = _properties([other["predicate"], *(other.get("predicate_ok") or ())])
        yield Reading(names["subject"], properties, names["object"], to_number(other.get("value")))


def _names(row: Row, side: str) -> Names:
    return to_names([row[side], *(row.get(f"{side}_aliases") or ())])


def _properties(ids: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_property, ids))


def _property(given: str) -> str:
    return given if ":" in given else f"kg:{given}"
