"""Mentions of Chinese passages: names, descriptions, pronouns and times, as the relation head knows them."""

from __future__ import annotations

from typing import Any

from kg.extract.chinese.words import DESCRIBED, DETERMINERS, PRONOUNS
from kg.pipeline.chinese.tables import FAMILIAR, frequency
from training.news import LABELS
from training.relation_data import Mention, RelationPassage, passage_of

#: What is often marked though it is a common noun: a name only where a word of it is rare.
_THINGS = frozenset(("Product", "Device", "Service", "SoftwareProduct", "AIModel", "Event"))
_NOUNS = tuple(DESCRIBED)
_PRONOUNS = frozenset(["他们", "她们", "它们", "双方", "两家", "二者", "后者", "前者", "这里", "当地"])


def is_pronoun(surface: str) -> bool:
    return surface in PRONOUNS or surface in _PRONOUNS


def is_name(surface: str, kind: str) -> bool:
    """Whether a marked mention in simplified characters is a name of its own."""
    if is_pronoun(surface) or surface.startswith((*DETERMINERS, "此", "新公司", "母公司", "子公司", "旗下")):
        return False
    if any(c.isascii() and c.isalpha() for c in surface):
        return True
    if kind in _THINGS:
        return frequency(surface) < FAMILIAR and not _common(surface)
    return not (surface.endswith(_NOUNS) and _common(surface))


def _common(surface: str) -> bool:
    """Whether jieba's word list knows all the words of a stretch as frequent ones."""
    at = 0
    while at < len(surface):
        size = next((n for n in (4, 3, 2) if frequency(surface[at : at + n]) >= FAMILIAR and at + n <= len(surface)), 0)
        if not size:
            return False
        at += size
    return True


def chinese_mention(mention: dict[str, Any], kind: str | None) -> Mention:
    start, end, surface = mention["start"], mention["end"], mention["text"]
    if kind is None:
        return Mention(start, end, "DATE", "time")
    if is_pronoun(surface):
        return Mention(start, end, "", "pronoun")
    return Mention(start, end, LABELS.get(kind, "MISC"), "name" if is_name(surface, kind) else "nominal")


def chinese_passage(row: dict[str, Any]) -> RelationPassage:
    """The relations of a Chinese row whose text and mentions are in simplified characters."""
    mentions = [{**m, "text": row["text"][m["start"] : m["end"]]} for m in row["mentions"]]
    return passage_of({**row, "mentions": mentions}, chinese_mention)
