"""The claims about a thing in the order of their dates."""

from __future__ import annotations

from dataclasses import dataclass

from kg.lookup.binding import Binding
from kg.lookup.named import named_query
from kg.lookup.statements import Statement, rows, statements
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Event:
    """A claim on a date: the day it gives for itself (`stated`), else that of its article; "" where none is known."""

    date: str
    stated: bool
    statement: Statement


def timeline(store: Store, name: str, language: str = "en", since: str | None = None,
             until: str | None = None) -> list[Event]:
    """The events of a thing, by any of its names, from `since` on and before `until` (ISO dates).

    Raises LookupFailure for a name that nothing has, BindingError for one of several things and for what is no date.
    """
    given = [Binding("name", name), *(Binding(key, value) for key, value in (("since", since), ("until", until))
                                      if value is not None)]
    dates = {row["claim"].value.rpartition("/")[2]: (row["date"].value, row["claim"].value)
             for row in rows(store, named_query("timeline").bound(store, given))}
    found = statements(store, [iri for _, iri in dates.values()], language) if dates else []
    events = [Event(dates[one.id][0], bool(one.time) and dates[one.id][0] != one.evidence.date, one) for one in found]
    return sorted(events, key=lambda event: (not event.date, event.date, event.statement.predicate.label,
                                             event.statement.id))
