"""How a claim was found: the words, the frame or construction, coreference, the names it was linked by, its status."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg import vocab
from kg.lookup.denials import later_denials
from kg.lookup.statements import LookupFailure, Statement, rows, statements, values
from kg.store import Store

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """`steps` are (name, value) pairs of how it was read; `links` why its names are these entities.

    `support` is the number of independent sources of its plain triple, 0 where the claim yields none; `denials` are the
    claims that deny it later.
    """

    statement: Statement
    steps: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    support: int
    denials: tuple[Statement, ...] = ()


_CLAIMS = 'SELECT ?claim { ?claim a kg:Claim FILTER(STRSTARTS(STR(?claim), "%s")) } ORDER BY ?claim'
_STEPS = """SELECT ?name ?value {
  VALUES ?claim { %s } VALUES ?name { kg:foundBy kg:construction kg:lexicalEntry kg:attributionCue kg:trace }
  ?claim ?name ?value } ORDER BY ?name ?value"""
_LINKS = """SELECT DISTINCT ?reason {
  VALUES ?claim { %s } ?claim rdf:subject|rdf:object|kg:attributedTo ?entity . ?entity kg:nameReason ?reason
} ORDER BY ?reason"""
_DENYING = """SELECT DISTINCT ?claim { VALUES ?said { %s } ?said rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality kg:denied }"""
_WORDS = {"foundBy": "found by", "lexicalEntry": "lexical entry", "attributionCue": "attribution cue"}


def explain(store: Store, claim: str, language: str = "en") -> Explanation:
    """The claim with this id, IRI or beginning of an id. LookupFailure where there is none, or more than one."""
    iri = _find(store, claim)
    (statement,) = statements(store, [iri], language)
    node = values([iri])
    steps = [_step(row["name"].value, row["value"].value) for row in rows(store, _STEPS % node)]
    links = [row["reason"].value for row in rows(store, _LINKS % node)]
    links = [reason for reason in links if _named(reason, statement, steps)]
    denying = [row["claim"].value for row in rows(store, _DENYING % node)]
    denials = later_denials([statement, *statements(store, denying, language)]) if denying else {}
    return Explanation(statement, tuple(steps), tuple(links), statement.support, denials.get(statement.id, ()))


def _named(reason: str, statement: Statement, steps: list[tuple[str, str]]) -> bool:
    """Whether a reason ("Token Hub: short form in article a") is about a name that the claim was read by."""
    written = [statement.subject.text, statement.object.text, statement.attribution, *(value for _, value in steps)]
    return any(reason.startswith(f"{name}: ") for text in written for name in (text, *text.split(" = ")))


def is_claim_id(text: str) -> bool:
    """Whether a text is written like a claim's id, the beginning of one, or a claim's IRI."""
    return bool(re.fullmatch(r"[0-9a-f]+", text)) or text.startswith((vocab.CLAIM, "claim:"))


def _find(store: Store, claim: str) -> str:
    given = claim.removeprefix(vocab.CLAIM).removeprefix("claim:")
    if not re.fullmatch(r"[0-9a-f]+", given):
        raise LookupFailure(f"not a claim's id: {claim!r} (letters a-f and digits; kg show lists them)")
    found = [row["claim"].value for row in rows(store, _CLAIMS % (vocab.CLAIM + given))]
    if not found:
        raise LookupFailure(f"no claim's id begins with {given}")
    if len(found) > 1 and vocab.CLAIM + given not in found:
        shown = [iri.removeprefix(vocab.CLAIM) for iri in found[:SHOWN]] + ["..."] * (len(found) > SHOWN)
        raise LookupFailure(f"{len(found)} claims' ids begin with {given}: {', '.join(shown)}")
    return vocab.CLAIM + given if vocab.CLAIM + given in found else str(found[0])


def _step(name: str, value: str) -> tuple[str, str]:
    local = name.removeprefix(vocab.KG)
    if local == "trace":
        key, _, rest = value.partition(": ")
        return key, rest
    return _WORDS.get(local, local), vocab.compact(value)
