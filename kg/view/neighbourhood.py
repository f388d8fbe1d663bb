"""What surrounds some things: the claims within a few steps of them, as records of their own."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from kg.view.data import ranked
from kg.view.records import Records

MOST = 300
"""Things of a neighbourhood that are named; the most connected stay."""


class NothingCalled(LookupError):
    """Nothing in the graph goes by this name."""


def called(records: Records, name: str) -> list[str]:
    """The keys of the things that go by a name (case does not matter) or have this IRI. NothingCalled for none."""
    wanted = _fold(name)
    found = [key for key, thing in sorted(records.things.items())
             if not thing.value and (key == name or wanted in map(_fold, (thing.label, *thing.aliases)))]
    named = [key for key in found if not records.things[key].unnamed] or found
    if not named:
        raise NothingCalled(f"nothing is called {name!r}")
    return named


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def around(records: Records, keys: Collection[str], hops: int = 1, most: int = MOST) -> Records:
    """The things within `hops` claims of these, at most so many, with the claims between them and their articles.

    A value leads nowhere, and ends no path.
    """
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for claim in records.claims:
        joined[claim.subject].add(claim.object)
        joined[claim.object].add(claim.subject)
    reached = edge = set(keys)
    for _ in range(hops):
        edge = {other for key in edge if not records.things[key].value for other in joined[key]} - reached
        reached = reached | edge
    order = [key for key in ranked(records) if key in reached and key not in keys]
    kept = {*keys, *order[:max(0, most - len(keys))]}
    claims = [claim for claim in records.claims if claim.subject in kept and claim.object in kept]
    needed = kept | {key for claim in claims for key, _ in claim.sources}
    articles = {claim.article for claim in claims}
    return replace(records, claims=claims, things={key: t for key, t in records.things.items() if key in needed},
                   articles=[article for article in records.articles if article.iri in articles])
