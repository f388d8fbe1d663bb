"""Names of persons that the network misses or cuts: after a post, and foreign ones written by sound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.pipeline.chinese.lac import Word
from kg.pipeline.chinese.scene import PERSON, Name, Scene
from kg.pipeline.chinese.tables import RARE, frequency, tables
from kg.pipeline.chinese.words import PUNCTUATION_TAG, SPACE_TAG

PERSONAL = frozenset({"PER", "nr", "LOC", "ns", "n", "nz", "a", "ORG"})  # what the network may take a given name for
NO_SURNAME = frozenset({"p", "d", "c", "u", "v", "vd", "r", "m", "f", "t", "TIME", SPACE_TAG, PUNCTUATION_TAG})
DOTS = "·•・‧"
DOTTED = re.compile(f"[{DOTS}]")
FUNCTION = frozenset("因在和为以于与及对将被由的是也都已曾任称说告的了则从向")


def posted_names(scene: Scene) -> Iterator[Name]:
    """A surname and one or two characters after a post where the network saw no person: "厂主楼美琴"."""
    for i, word in enumerate(scene.words[:-1]):
        first = scene.words[i + 1]
        if not scene.of(word).endswith(tables().titles) or scene.text[word.end] not in tables().surnames:
            continue
        parts = [first]
        while parts[-1].end - word.end < 3 and (following := scene.starts.get(parts[-1].end)) is not None and (
            len(scene.of(first)) == 1 and scene.words[following].tag in PERSONAL
        ):
            parts.append(scene.words[following])
        end = parts[-1].end
        given = scene.starts.get(end)
        if end - word.end == 1 and given is not None and _is_given(scene, given):
            end = scene.words[given].end  # 程 | 立 | 加入
        common = first.tag in NO_SURNAME or frequency(scene.text[word.end : end]) >= RARE
        if 2 <= end - word.end <= 3 and first.tag not in ("PER", "nr") and not common:
            yield Name(word.end, end, PERSON)


def _is_given(scene: Scene, i: int) -> bool:
    """One character that the network takes for a verb, right before one that is."""
    piece, following = scene.of(scene.words[i]), scene.words[i + 1] if i + 1 < len(scene.words) else None
    return len(piece) == 1 and piece not in FUNCTION and scene.words[i].tag in ("v", "a", "d") and (
        following is not None and following.tag in ("v", "d", "p") and len(scene.of(following)) > 1)


def foreign_names(scene: Scene) -> Iterator[Name]:
    """A foreign person's name written by sound, parted by dots: "图因德·阿德巴约". The network loses its ends."""
    for match in DOTTED.finditer(scene.text):
        start, end = _sounds_before(scene, match.start()), _sounds_after(scene, match.end())
        while end < len(scene.text) and scene.text[end] in DOTS:
            further = _sounds_after(scene, end + 1)
            if further == end + 1:
                break
            end = further
        start = _from_title(scene, start)
        if start < match.start() and end > match.end():
            yield Name(start, end, PERSON)


def _from_title(scene: Scene, start: int) -> int:
    """CEO | 塔玛拉·韦克斯勒: a post right before a few more characters of sound is where the name begins."""
    for n in (1, 2, 3):
        piece = scene.text[start - n : start] if start >= n else ""
        if not piece or not set(piece) <= tables().sounds - FUNCTION:
            return start
        if scene.text[: start - n].endswith(tables().titles):
            return start - n
    return start


def _sounds_before(scene: Scene, end: int) -> int:
    """Leftwards over words written by sound; a common word ends the name."""
    start = end
    for word in reversed([w for w in scene.words if w.start < end]):
        piece = scene.text[word.start : start]
        named = word.tag in ("PER", "nr") or word.end > end
        rare = named or len(piece) == 1 or frequency(piece) < RARE
        if not (named or (set(piece) <= tables().sounds and rare)) or piece in FUNCTION:
            break
        start = word.start
        if named and len(piece) > 1:
            break
    return start


def _sounds_after(scene: Scene, start: int) -> int:
    """Rightwards to the end of the network's name, and over single characters of sound behind it."""
    end = start
    for word in [w for w in scene.words if w.end > start]:
        piece = DOTTED.split(scene.text[max(word.start, start) : word.end])[0]
        named = word.start < start or word.tag in ("PER", "nr")
        first = end == start and set(piece) <= tables().sounds
        if not piece or not (named or first or _is_sound(scene, word)):
            break
        end += len(piece)
        if end < word.end:
            break
    return end


def _is_sound(scene: Scene, word: Word) -> bool:
    """A single character that is hardly a word of its own where it stands."""
    after = next((w for w in scene.words if w.start == word.end), None)
    adverb = word.tag == "d" and (after is None or after.tag in ("v", "a", "m", "d"))
    own = adverb or word.tag in ("v", "p", "f", "u", "c", "m", "q", "r", "t", "vn", PUNCTUATION_TAG, SPACE_TAG)
    return len(scene.of(word)) == 1 and scene.of(word) in tables().sounds - FUNCTION and not own
