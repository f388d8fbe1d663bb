"""Traditional characters read as simplified ones: one for one, so that every offset stays.

The network, the lexicon and the tables of names are written in simplified characters. Text in traditional ones is read
through `simplified`; what is printed is always sliced from the text as it stands.
"""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC
from spacy.tokens import Doc

TAIWAN = 0.05  # share of traditional characters from which on a text's words are Taiwan's too: 軟體 is 软件 then
PIECE = re.compile(r"[^。！？；，、\n]*[。！？；，、\n]?")


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def simplified(text: str) -> str:
    """The text in simplified characters, as long as it was; also in mainland words where those are as long."""
    plain = _same_length(text, "t2s")
    changed = sum(a != b for a, b in zip(text, plain, strict=True))
    if not changed or changed < TAIWAN * len(text):
        return plain
    return "".join(_same_length(piece, "tw2sp") for piece in PIECE.findall(text))


def _same_length(text: str, name: str) -> str:
    """Converted whole where that keeps the length, else character by character."""
    found = str(_converter(name).convert(text))
    if len(found) == len(text):
        return found
    single = (str(_converter("t2s").convert(c)) for c in text)
    return "".join(s if len(s) == 1 else c for s, c in zip(single, text, strict=True))


def reading(doc: Doc) -> str:
    """The text of a Chinese Doc in simplified characters, of the same length: its lemmas."""
    return "".join(t.lemma_ + t.whitespace_ for t in doc)
