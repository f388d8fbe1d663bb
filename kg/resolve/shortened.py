"""What an article may call a thing for short, by its name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.resolve import names


def person_parts(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What a person may be called by: every word of the name, its beginnings and ends; a Chinese name's surname."""
    if len(words) == 1:
        return {(words[0][0],)} if names.is_han(words[0]) and len(words[0]) > 1 else set()
    sizes = range(1, len(words))
    ends = {words[:n] for n in sizes} | {words[-n:] for n in sizes} | {(words[0], words[-1])}
    return ({(word,) for word in words} | ends) - {words}


def body_parts(name_key: str) -> Iterator[tuple[str, bool]]:
    """The beginnings and ends of an organisation's name; with each, whether it is an end of two words or more."""
    glue = "" if names.is_han(name_key) else " "
    words = list(name_key) if names.is_han(name_key) else name_key.split()
    for size in range(1, len(words)):
        end, beginning = glue.join(words[-size:]).strip(), glue.join(words[:size]).strip()
        if len(end) > 1:
            yield end, size >= (4 if names.is_han(end) else 2)
        if len(beginning) > 1:
            yield beginning, False


def is_initials(text: str) -> bool:
    """Whether a name is written as initials are."""
    return text.isupper() and re.fullmatch(r"[A-Z]{3,8}", text) is not None
