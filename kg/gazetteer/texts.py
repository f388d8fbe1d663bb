"""A thing's names as a source gives them, made into a `KnownName`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.articles.glue import vocabulary
from kg.ontology import KnownName, Text

LONGEST = 200
"""Characters of the longest text that is still a name."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER = re.compile(r"[\u0370-\u1dff\u3040-\u30ff\uac00-\ud7af]")  # Greek to Thai, kana, hangul


def clean(text: object) -> str:
    """The text on one line without control characters; "" for what is no name."""
    if not isinstance(text, str):
        return ""
    plain = unicodedata.normalize("NFC", "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text))
    plain = " ".join(plain.split())
    return plain if len(plain) <= LONGEST and any(c.isalnum() for c in plain) else ""


def language(text: str) -> str:
    """"zh" or "en" by script; "" for another one, which no article that we read is written in."""
    if _OTHER.search(text):
        return ""
    return "zh" if _HAN.search(text) else "en"


def fold(text: str) -> str:
    """What two spellings of one text have in common: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_common(text: str) -> bool:
    """Whether a Latin text of one word is an ordinary English word too, or too short to mean anything alone."""
    if language(text) != "en" or " " in text:
        return False
    return len(text) < 2 or text.lower() in vocabulary()


@dataclass
class Draft:
    """Names in the order in which they should be preferred. `add` sorts them by script, whatever tag they bear."""

    iri: str
    type: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: list[Text] = field(default_factory=list)
    hidden: list[Text] = field(default_factory=list)
    ambiguous: list[Text] = field(default_factory=list)
    demonyms: list[Text] = field(default_factory=list)
    same_as: Sequence[str] = ()

    def label(self, text: object) -> None:
        """A preferred label where its language has none yet, else an alias."""
        plain = clean(text)
        tag = language(plain)
        if plain and tag and tag not in self.labels:
            self.labels[tag] = plain
        else:
            self.add("aliases", [text])

    def add(self, kind: str, texts: Iterable[object]) -> None:
        """Add to aliases, hidden, ambiguous or demonyms; an alias that is a common word is ambiguous."""
        for text in texts:
            plain = clean(text)
            if not plain or not (tag := language(plain)):
                continue
            where = "ambiguous" if kind in ("aliases", "hidden") and is_common(plain) else kind
            getattr(self, where).append((plain, tag))

    def name(self) -> KnownName | None:
        """The known name, with each text once; None without any label."""
        if not self.labels:
            for text, tag in self.aliases:  # a thing that only has other names
                self.labels.setdefault(tag, text)
        if not self.labels:
            return None
        taken = set(self.labels.values())
        kept: dict[str, tuple[Text, ...]] = {}
        for kind in ("aliases", "hidden", "ambiguous"):
            kept[kind] = tuple(sorted({pair for pair in getattr(self, kind) if pair[0] not in taken}))
            taken |= {text for text, _ in kept[kind]}
        return KnownName(self.iri, self.type, dict(sorted(self.labels.items())), kept["aliases"], kept["hidden"],
                         kept["ambiguous"], tuple(sorted(set(self.demonyms))), tuple(sorted(set(self.same_as))))
