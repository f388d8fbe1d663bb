"""IRIs of the graph as addresses of this server, and back.

`https://w3id.org/kg/entity/AT%26T` is at `/entity/AT%26T`, and `.../entity/阿里巴巴` at its percent-encoded form
(RFC 3987, 3.1 and 3.2): what stands for ASCII stays encoded, since it is so in the IRI. Terms of the ontology, whose
IRIs have a "#", are at `/ontology%23created`.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from kg import vocab

_ENCODED = re.compile(rb"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_SAFE = "%/~-_.!$&'()*+,;=:@"


def to_path(iri: str) -> str:
    """The path here of an IRI of ours; "" for the IRI of something else."""
    rest = iri.removeprefix(vocab.BASE)
    return "/" + quote(rest, safe=_SAFE) if rest != iri else ""


def to_iri(raw_path: bytes) -> str:
    """The IRI at a path as it was sent. ValueError where it can be none."""
    iri = vocab.BASE + _ENCODED.sub(_decoded, raw_path.lstrip(b"/")).decode("utf-8")
    hashed = vocab.KG.replace("#", "%23")  # a browser would keep what follows "#" to itself
    return vocab.KG + iri.removeprefix(hashed) if iri.startswith(hashed) else iri


def _decoded(found: re.Match[bytes]) -> bytes:
    """Letters, marks and numbers as themselves; other characters are encoded in our IRIs too (`kg.vocab.slug`)."""
    text = bytes.fromhex(found[0].replace(b"%", b"").decode("ascii")).decode("utf-8")
    return "".join(c if unicodedata.category(c)[0] in "LMN" else quote(c) for c in text).encode("utf-8")


def to_link(iri: str) -> str:
    """Where a page may point for an IRI: here, to the web, or ("") nowhere, since an article may name any scheme."""
    if path := to_path(iri):
        return path
    try:
        return iri if urlsplit(iri).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def article_of(evidence: str) -> str:
    """The IRI of the article that a piece of evidence is from."""
    return vocab.ARTICLE + evidence.removeprefix(vocab.EVIDENCE).rpartition("/")[0]
