"""Every IRI of the graph is minted here: the namespaces it uses, the prefixes they go by, and one function a kind.

IRIs are readable (`entity/Alibaba_Token_Hub`, `entity/阿里巴巴`), the same in every build, and safe for any input: what
an IRI may not hold is percent-encoded (RFC 3987), and where the readable form loses something of the name, a hash of
the whole name follows after "~". That sign never comes from a name, so two names never share an IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import quote

BASE = "https://w3id.org/kg/"
KG = BASE + "ontology#"
ENTITY = BASE + "entity/"
CLAIM = BASE + "claim/"
EVIDENCE = BASE + "evidence/"
ARTICLE = BASE + "article/"
GRAPH = BASE + "graph/"
RUN = BASE + "run/"
MENTION = BASE + "mention/"
VALUE = BASE + "value/"
FACT = BASE + "fact/"
OPEN = BASE + "open/"
LEXICON = BASE + "lexicon/"
FRAME = BASE + "frame/"
ARG = BASE + "argument/"
NAME = BASE + "name/"
SHAPE = BASE + "shape/"
DATASET = BASE + "dataset"
PUBLISHED = BASE + "published"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SH = "http://www.w3.org/ns/shacl#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "https://schema.org/"
ONTOLEX = "http://www.w3.org/ns/lemon/ontolex#"
SYNSEM = "http://www.w3.org/ns/lemon/synsem#"
LEXINFO = "http://www.lexinfo.net/ontology/3.0/lexinfo#"
LIME = "http://www.w3.org/ns/lemon/lime#"
WD = "http://www.wikidata.org/entity/"
WDT = "http://www.wikidata.org/prop/direct/"

PREFIXES: Mapping[str, str] = MappingProxyType({
    "kg": KG, "entity": ENTITY, "claim": CLAIM, "evidence": EVIDENCE, "article": ARTICLE, "graph": GRAPH, "run": RUN,
    "open": OPEN, "lexicon": LEXICON, "frame": FRAME, "arg": ARG, "name": NAME, "shape": SHAPE,
    "rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD, "skos": SKOS, "prov": PROV, "oa": OA, "sh": SH,
    "dcterms": DCTERMS, "dcat": DCAT, "void": VOID, "foaf": FOAF, "schema": SCHEMA, "ontolex": ONTOLEX,
    "synsem": SYNSEM, "lexinfo": LEXINFO, "lime": LIME, "wd": WD, "wdt": WDT,
})

NAMING = "alsoKnownAs"
"""The property whose object is no other thing but another name of the subject."""

SLUG_LENGTH = 80
"""Longest readable part of an IRI in characters; longer names end in a hash."""


def entity_iri(name: str, cls: str = "") -> str:
    """The IRI of the thing with this canonical name.

    `cls` (a class's local name) is given only for a thing whose name another thing already bears, as Wikipedia's
    "(city)" is: `entity_iri("Washington")` is `entity/Washington`, `entity_iri("Washington", "City")` is
    `entity/Washington~City`. ValueError for a name without any character.
    """
    return ENTITY + slug(name) + ("~" + slug(cls) if cls else "")


def claim_iri(claim_id: str) -> str:
    """The IRI of a claim by its `Claim.id`."""
    return CLAIM + slug(claim_id)


def article_iri(article_id: str, sha256: str) -> str:
    """The IRI of one version of an article: `sha256` is the hex digest of the text its offsets point into."""
    return f"{ARTICLE}{slug(article_id)}/{sha256[:12]}"


def evidence_iri(article_id: str, sha256: str, start: int, end: int) -> str:
    """The IRI of the characters `[start:end]` of one version of an article."""
    return f"{EVIDENCE}{slug(article_id)}/{sha256[:12]}/{start}-{end}"


def selector_iri(evidence: str, kind: str) -> str:
    """The selector of a `kind` ("position", "quote") that finds an evidence in its article."""
    return f"{evidence}/{kind}"


def mention_iri(article_id: str, sha256: str, start: int, end: int) -> str:
    """What the characters `[start:end]` stand for, where nothing is known of it but these words."""
    return f"{MENTION}{slug(article_id)}/{sha256[:12]}/{start}-{end}"


def value_iri(number: str, unit: str) -> str:
    """The IRI of a number with its unit: `value/380000000000/CNY`, `value/12.5/%25`."""
    return VALUE + slug(number) + (f"/{slug(unit)}" if unit else "")


def fact_iri(triple: str) -> str:
    """The note on a plain triple, given as N-Triples writes it."""
    return FACT + _digest(triple, 20)


def run_iri(*parts: str) -> str:
    """A run, or an agent or thing it used, by what makes it up."""
    return RUN + _digest("\0".join(parts), 20)


def graph_iri(article_id: str) -> str:
    """The named graph of an article's claims; the same for every version, so that a new one replaces the old."""
    return GRAPH + slug(article_id)


def open_iri(lemma: str) -> str:
    """The IRI of an open predicate; words of a lemma may be parted by spaces or underscores."""
    return OPEN + slug(lemma.replace("_", " "))


def predicate_iri(predicate_id: str) -> str:
    """The IRI of a `Predicate.id`: "kg:<property>" or "open:<lemma>". ValueError for anything else."""
    prefix, _, local = predicate_id.partition(":")
    if prefix == "kg" and local:
        return KG + slug(local)
    if prefix == "open" and local:
        return open_iri(local)
    raise ValueError(f"not a predicate id: {predicate_id!r} (kg:<property> or open:<lemma>)")


def compact(iri: str) -> str:
    """The IRI as `prefix:rest` for people to read (longest namespace first); itself where no prefix fits."""
    for prefix, namespace in _BY_LENGTH:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace):]}"
    return iri


def sparql_prologue() -> str:
    """`PREFIX` lines for every namespace, to put before a query."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


_SELECTORS = frozenset(map(chr, range(0xE0100, 0xE01F0)))
"""Variants of ideographs: the only letters, marks and digits that RFC 3987 keeps out of IRIs."""

_PLAIN = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
"""Names that lose nothing and need no encoding: most of them."""


def slug(name: str) -> str:
    """The readable, IRI-safe form of a name: letters and digits of any script, "_" for spaces, the rest encoded.

    Control, format, surrogate and private characters are left out and long names cut; then a hash of the name follows.
    """
    if len(name) <= SLUG_LENGTH and _PLAIN.fullmatch(name):
        return name.replace(" ", "_")
    spaced = "_".join(unicodedata.normalize("NFC", name).split())
    if not spaced:
        raise ValueError("a name needs at least one character that is not a space")
    kept = "".join(c for c in spaced if unicodedata.category(c)[0] != "C")[:SLUG_LENGTH]
    readable = "" if set(kept) <= {"."} else "".join(map(_encode, kept))
    lossless = readable and kept.replace("_", " ") == name
    return readable if lossless else f"{readable}~{_digest(name)}"


def _encode(character: str) -> str:
    plain = character in "-_." or (unicodedata.category(character)[0] in "LMN" and character not in _SELECTORS)
    return character if plain else quote(character, safe="").replace("~", "%7E")


def _digest(name: str, length: int = 8) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:length]


_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
