"""An entity's card: its names, what it is, what is told of it, and what it says itself."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches

from kg import vocab
from kg.lookup.identity import Written, former_iris, written
from kg.lookup.statements import LookupFailure, Statement, local, rows, statements, values
from kg.store import Store

SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Card:
    """`labels` maps language to preferred name, `aliases` are (name, language), `reasons` say why names belong to it.

    `told` are the claims about it, `said` those it is the source of; `names` say where each name is written, `others`
    which words stand for it without being its name; `former` are IRIs that it may have had in earlier builds. `classes`
    say, where mentions disagree on its class, why it has the one it has and which mentions said what.
    """

    iri: str
    labels: dict[str, str]
    type: str
    aliases: tuple[tuple[str, str], ...]
    same_as: tuple[str, ...]
    reasons: tuple[str, ...]
    told: tuple[Statement, ...]
    said: tuple[Statement, ...]
    names: tuple[Written, ...] = ()
    others: tuple[Written, ...] = ()
    former: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


_NAMES = "SELECT ?entity ?name { ?entity a kg:Entity ; skos:prefLabel|skos:altLabel ?name }"
_PREFERRED = "SELECT ?entity ?name { ?entity a kg:Entity ; skos:prefLabel ?name }"
_ABOUT = "SELECT ?what ?value { VALUES ?entity { %s } ?entity ?what ?value } ORDER BY ?what ?value"
_NEW = "SELECT ?entity { VALUES ?old { %s } ?old dcterms:isReplacedBy ?entity } ORDER BY ?entity"
_TOLD = "SELECT DISTINCT ?claim { VALUES ?entity { %s } ?claim a kg:Claim ; rdf:subject|rdf:object ?entity }"
_SAID = "SELECT DISTINCT ?claim { VALUES ?entity { %s } ?claim a kg:Claim ; kg:attributedTo ?entity }"


def cards(store: Store, name: str, language: str = "en") -> list[Card]:
    """The cards of all things that bear a name (case does not matter), or of the one with this IRI (`entity:` too).

    Raises LookupFailure, with near names, where there is none.
    """
    return [_card(store, iri, language) for iri in find(store, name)]


def find(store: Store, name: str) -> list[str]:
    """The IRIs of the entities that a name stands for; a preferred name goes before an alias, and an IRI of an earlier
    build leads to the entity that took it over."""
    iri = vocab.ENTITY + name.removeprefix("entity:") if name.startswith("entity:") else name
    wanted = _fold(name)
    for query in (_PREFERRED, _NAMES):
        known: dict[str, set[str]] = defaultdict(set)
        for row in rows(store, query):
            known[_fold(row["name"].value)].add(row["entity"].value)
        if iri in set().union(*known.values()):
            return [iri]
        if wanted in known:
            return sorted(known[wanted])
    if followed := _followed(store, iri):
        return followed
    raise LookupFailure(f"nothing is called {name!r}{_near(store, wanted)}")


def is_name(store: Store, name: str) -> bool:
    """Whether anything is called so."""
    wanted = _fold(name)
    return any(_fold(row["name"].value) == wanted for row in rows(store, _NAMES))


def _followed(store: Store, iri: str) -> list[str]:
    """The entities that an IRI of an earlier build leads to; the class that told it apart then may count no more."""
    try:
        for old in dict.fromkeys((iri, iri.partition("~")[0])):
            if new := [row["entity"].value for row in rows(store, _NEW % values([old]))]:
                return new
        return [iri.partition("~")[0]] if "~" in iri and find(store, iri.partition("~")[0]) else []
    except (ValueError, LookupFailure):  # a name and no IRI, or an IRI that nothing had
        return []


def _near(store: Store, wanted: str) -> str:
    """"; did you mean ...?" with names that hold the wanted one or are spelt like it."""
    spelt = {_fold(row["name"].value): row["name"].value for row in rows(store, _NAMES)}
    holding = sorted((folded for folded in spelt if wanted and wanted in folded), key=lambda name: (len(name), name))
    alike = get_close_matches(wanted, sorted(spelt), n=SUGGESTIONS, cutoff=0.6)
    near = list(dict.fromkeys([*alike, *holding]))[:SUGGESTIONS]
    return f"; did you mean {', '.join(spelt[name] for name in near)}?" if near else ""


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _card(store: Store, iri: str, language: str) -> Card:
    node = values([iri])
    about: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows(store, _ABOUT % node):
        about[row["what"].value].append((row["value"].value, getattr(row["value"], "language", None) or ""))
    types = [local(value) for value, _ in about[vocab.RDF + "type"] if value.startswith(vocab.KG)]
    labels, aliases = ([(value, tag) for value, tag in about[vocab.SKOS + kind]] for kind in ("prefLabel", "altLabel"))
    reasons = tuple(value for value, _ in about[vocab.KG + "nameReason"])
    classes = sorted((value for value, _ in about[vocab.KG + "classReason"]), key=lambda why: ": chosen: " not in why)
    names, others = written(store, iri, [*labels, *aliases], reasons)
    told, said = ([row["claim"].value for row in rows(store, query % node)] for query in (_TOLD, _SAID))
    return Card(
        iri=iri, labels={tag: value for value, tag in labels},
        type=next((name for name in types if name != "Entity"), ""), aliases=tuple(aliases),
        same_as=tuple(value for value, _ in about[vocab.SCHEMA + "sameAs"]),
        reasons=reasons, names=names, others=others, former=former_iris(store, iri),
        classes=tuple(classes),
        told=tuple(statements(store, told, language)), said=tuple(statements(store, said, language)))
