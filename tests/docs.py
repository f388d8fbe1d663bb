"""Docs built by hand: a sentence's parse in one line, read from `parses.txt` or given in a test.

    [Acme/NNP/nsubj>acquired]ORG acquired=acquire/VBD/root [Globex/NNP/obj>acquired]ORG ././punct>acquired

A token is word[=lemma]/tag/dependency>head; the head is a word of the sentence, "word#2" its second occurrence. Lemmas
are the lower-case word unless given (names keep their case). Brackets are a named entity; `~` after a word glues the
next one to it. Sentences of one Doc follow each other: each has its own root.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import spacy
from spacy.tokens import Doc

PARSES = Path(__file__).with_name("parses.txt")
TOKEN = re.compile(
    r"(?P<open>\[?)(?P<word>[^\s=]+?)(?:=(?P<lemma>[^\s/]+))?/(?P<tag>[^\s/]+)/(?P<dep>[a-z:]+)"
    r"(?:>(?P<head>[^\s\]]+))?(?:\](?P<ent>[A-Z]+))?$"
)
POS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "PRP": "PRON",
    "PRP$": "PRON",
    "WP": "PRON",
    "WDT": "PRON",
    "WP$": "PRON",
    "DT": "DET",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "JJS": "ADJ",
    "RB": "ADV",
    "RBR": "ADV",
    "WRB": "ADV",
    "IN": "ADP",
    "TO": "PART",
    "POS": "PART",
    "RP": "ADP",
    "CC": "CCONJ",
    "CD": "NUM",
    "MD": "AUX",
    "EX": "PRON",
    "$": "SYM",
}
VOCAB = spacy.blank("en").vocab


def doc(sentence: str) -> Doc:
    """The Doc of a sentence that stands in `parses.txt`; KeyError names a sentence that does not."""
    return build(parses()[sentence])


@cache
def parses() -> dict[str, str]:
    """Sentence -> its parse; blank lines and lines that begin with "#" are for readers."""
    lines = [line for line in PARSES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]
    return {build(line).text: line for line in lines}


def build(notation: str) -> Doc:
    """A Doc of one line of notation."""
    tokens = [parsed(token) for token in notation.split()]
    words = [token["word"].removesuffix("~") for token in tokens]
    places: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        places[word].append(index)
    heads = [index if token["head"] is None else place(token["head"], places) for index, token in enumerate(tokens)]
    deps = [token["dep"] for token in tokens]
    tags = [token["tag"] for token in tokens]
    return Doc(
        VOCAB,
        words=words,
        spaces=spaces(tokens),
        heads=heads,
        deps=deps,
        tags=tags,
        pos=[pos_of(*token) for token in zip(words, tags, deps, strict=True)],
        lemmas=[token["lemma"] or lemma(word, token["tag"]) for word, token in zip(words, tokens, strict=True)],
        ents=entities(tokens),
    )


def parsed(token: str) -> dict[str, str]:
    found = TOKEN.match(token)
    if found is None:
        raise ValueError(f"not word/tag/dep>head: {token}")
    return found.groupdict()


def place(head: str, places: dict[str, list[int]]) -> int:
    word, _, number = head.partition("#") if len(head) > 1 else (head, "", "")
    return places[word][int(number or 1) - 1]


def pos_of(word: str, tag: str, dep: str) -> str:
    if word in {"not", "n't"}:
        return "PART"
    if tag.startswith("VB"):
        return "AUX" if dep in {"aux", "aux:pass", "cop"} else "VERB"
    if dep == "mark" and tag in {"IN", "WRB"}:
        return "SCONJ"
    return POS.get(tag, "PUNCT")


def lemma(word: str, tag: str) -> str:
    return word if tag.startswith("NNP") else word.lower()


def spaces(tokens: list[dict[str, str]]) -> list[bool]:
    """A blank after a word, unless it is glued ("~") or closing punctuation or a clitic comes next."""
    words = [token["word"] for token in tokens]
    following = [*words[1:], ""]
    return [
        bool(after) and not word.endswith("~") and not re.match(r"[.,?!)%]|'s$|n't$|”", after)
        for word, after in zip(words, following, strict=True)
    ]


def entities(tokens: list[dict[str, str]]) -> list[str]:
    """IOB labels: an entity runs from its "[" to its "]LABEL"."""
    out, start = ["O"] * len(tokens), 0
    for index, token in enumerate(tokens):
        start = index if token["open"] else start
        if token["ent"]:
            out[start : index + 1] = [f"B-{token['ent']}"] + [f"I-{token['ent']}"] * (index - start)
    return out
