"""Names that the network or the ontology knows, and where they really begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.pipeline.chinese.lac import Word
from kg.pipeline.chinese.scene import (
    ORGANIZATION,
    PERSON,
    PLACE,
    Name,
    Scene,
    at_title,
    class_of,
    place_class,
    with_ending,
)
from kg.pipeline.chinese.surroundings import NO_NAME
from kg.pipeline.chinese.tables import FAMILIAR, RARE, SINGLE, frequency, is_common, is_place, is_verb, splits, tables
from kg.pipeline.chinese.words import LATIN, LATIN_TAG

NETWORK_CLASSES = {
    "PER": PERSON, "nr": PERSON, "LOC": PLACE, "ns": PLACE, "ORG": ORGANIZATION, "nt": ORGANIZATION,
}
LOCATIVES = frozenset({"在", "于", "落户", "位于", "至", "移居", "迁至", "设在", "迁往", "抵达", "飞往"})
# "阿里中国电商事业群": what may stand between a firm's name and the word for its division.
DIVISION = re.compile("(?!的)[\u4e00-\u9fff]{0,8}?(?:事业群|事业部|业务群|研究院)")
LEGAL = re.compile("(?:科技|技术|集团|控股|信息|网络|软件|电子|实业|投资){0,2}(?:股份|责任)?有限(?:责任)?公司")
COMPOUND = frozenset({"n", "nz", "nt", "vn", "LOC", "ORG", "ns", "j", LATIN_TAG})
NO_VERBS = ("出行", "酒业", "食品", "钢铁", "电器", "餐饮", "咖啡")
RUN_ON = re.compile("([\u4e00-\u9fff]{2,3}?)(?:将|曾|已|拟|则|称|说|表示|宣布|出任|担任|接任|现任|兼任|的)")
RELATED = re.compile("(?:全资)?(?:母公司|子公司|旗下)(?:公司|品牌|企业)?")
BRANCH = re.compile(r"中国(?![区市公团业电移联石人银平]|[\u4e00-\u9fff]{0,2}(?:市场|业务|公司))")


def known_names(scene: Scene) -> Iterator[Name]:
    for name in scene.known.matches(scene.text):
        if not _inside_longer_word(scene, name.start, name.end):
            yield _with_division(scene, name)


def _with_division(scene: Scene, name: Name) -> Name:
    """西门子医疗, 星巴克中国: a known firm's name with a company's ending or a country is a unit of that firm."""
    if name.type not in ("Company", ORGANIZATION, "BusinessUnit"):
        return name
    if legal := LEGAL.match(scene.text, name.end):
        return replace(name, end=legal.end())
    division = DIVISION.match(scene.text, name.end)
    if division and all(w.tag in COMPOUND for w in scene.words if name.end <= w.start < division.end()):
        end = division.end()
    elif branch := BRANCH.match(scene.text, name.end):
        end = branch.end()
    else:
        end = with_ending(scene, name.end)
    return replace(name, end=end, type="BusinessUnit") if end > name.end else name


def _inside_longer_word(scene: Scene, start: int, end: int) -> bool:
    """"中国" in "中国电信" or "美的" in "最美的" is no name: the network's word around it says otherwise."""
    for word in scene.words:
        if word.start <= start and end <= word.end and word.end - word.start > end - start:
            if is_common(scene.text[end : word.end]) or (
                end == word.end and _runs_in(scene.text[word.start : start])
            ):
                return False
            return word.tag in ("ORG", "nt", "PER", "LOC", "nr", "nz", LATIN_TAG) or word.start < start
        if word.start < start < word.end or (word.start < end < word.end and word.start > start):
            return word.tag not in NETWORK_CLASSES
    return False


def _runs_in(before: str) -> bool:
    """Common words that the network took for a name's beginning."""
    return splits(before) or before[:1] in SINGLE


def network_names(scene: Scene) -> Iterator[Name]:
    """What the network calls a person, a place or an organisation, less the words around the name."""
    for i, word in enumerate(scene.words):
        kind = NETWORK_CLASSES.get(word.tag)
        if kind is None or len(scene.of(word)) < 2 or LATIN.search(scene.of(word)):
            continue
        if kind == ORGANIZATION:
            yield from _organization(scene, i)
        elif kind == PERSON:
            yield from _person(scene, i)
        else:
            yield _place(scene, word)


def _place(scene: Scene, word: Word) -> Name:
    """A place, or the firm that is named after it: 金沙湾科技."""
    end = with_ending(scene, word.end)
    if end > word.end and frequency(scene.of(word)) < FAMILIAR:
        return Name(word.start, end, "Company")
    return Name(word.start, word.end, place_class(scene.of(word)))


def _person(scene: Scene, i: int) -> Iterator[Name]:
    word = scene.words[i]
    end, start = word.end, word.start
    end = _before_verb(scene, start, end)
    titled = _titled(scene.text[start:end])
    if titled:
        yield Name(start + titled[1], end, PERSON)
        if titled[0] >= 2:
            yield Name(start, start + titled[0], class_of(scene.text[start : start + titled[0]]))
        return
    if "·" in scene.of(word) and i and scene.words[i - 1].tag in ("PER", "nr"):
        start = scene.words[i - 1].start
    if "·" in scene.text[end : end + 1] and i + 2 < len(scene.words):
        end = scene.words[i + 2].end
    if i >= 2 and scene.text[start - 1] == "·":
        start = scene.words[i - 2].start
    longer = max(with_ending(scene, end), _trading(scene, end))
    if longer > end and not at_title(scene, i):
        yield Name(start, longer, "Company")
    elif i and (scene.of(scene.words[i - 1]) in LOCATIVES or scene.words[i - 1].tag == "LOC") and (
        scene.text[start] not in tables().surnames
    ):
        yield Name(start, end, PLACE)
    else:
        yield Name(start, end, PERSON if _looks_personal(scene, i) else ORGANIZATION)


def _trading(scene: Scene, end: int) -> int:
    """曹操 | 出行: behind what the network takes for a person, a firm's ending that is no verb."""
    ending = next((e for e in NO_VERBS if scene.text.startswith(e, end)), "")
    return end + len(ending) if ending and end + len(ending) in scene.ends else end


def _before_verb(scene: Scene, start: int, end: int) -> int:
    """Where a name ends that the network has read on into its verb: 应庭芳 | 将任."""
    match = RUN_ON.match(scene.text[start:end]) if scene.text[start] in tables().surnames else None
    return start + match.end(1) if match else end


def _titled(text: str) -> tuple[int, int] | None:
    """Where a post begins and ends inside what the network takes for one name: 九尾 | 法务总监 | 简舒."""
    for title in tables().titles:
        at = text.find(title)
        if at >= 0 and len(text) - at - len(title) >= 2:
            start = at
            while start > 2 and frequency(text[start - 2 : at]) > 0 and len(title) == 2:
                start, at = start - 2, start - 2
            return start, text.find(title) + len(title)
    return None


def _looks_personal(scene: Scene, i: int) -> bool:
    """Two characters that no surname begins and no post precedes are a firm's name: "阿斯麦首席执行官富凯"."""
    text = scene.of(scene.words[i])
    if "·" in text or at_title(scene, i) or (text[0] in tables().surnames and len(text) < 4):
        return True
    after = scene.text[scene.words[i].end :]
    firm = re.match(r"(?:前|现任|的)?(?:首席|创始|董事|总裁|CEO|发言人|机器人|旗下)|[（(][A-Z]", after)
    return len(text) > 2 and not firm


def _organization(scene: Scene, i: int) -> Iterator[Name]:
    """An organisation without the place and the common noun before it; nothing when only those are there."""
    word, text = scene.words[i], scene.of(scene.words[i])
    start = word.start
    if NO_NAME.search(text) or (is_verb(text[-2:]) and splits(text)):
        return
    if parts := _related(text):
        yield Name(start, start + parts[0], class_of(text[: parts[0]]))
        yield Name(start + parts[1], word.end, class_of(text[parts[1] :]))
        return
    place = _place_prefix(text)
    rest = text[len(place) :]
    if place and rest.endswith(tables().descriptor_words) and is_verb(rest[:2]) and not is_name_ending(rest):
        yield Name(start, start + len(place), place_class(place))
        return
    described = tables().described.match(rest)
    if is_common(rest) or (rest.endswith(tables().descriptor_words) and _introduces_name(scene, i)):
        if place:
            yield Name(start, start + len(place), place_class(place))
        return
    tail = rest[described.end() :] if described else ""
    if tail and tail not in tables().descriptor_words and not tail.endswith(tables().all_endings + tables().weak):
        if place:
            yield Name(start, start + len(place), place_class(place))
        end = with_ending(scene, word.end)
        yield Name(word.end - len(tail), end, class_of(scene.text[word.end - len(tail) : end]))
        return
    part = next((p for p in tables().parts if text.endswith(p) and len(text) > len(p) + 1), "")
    owner = text.removesuffix(part)
    if part and not (part == "办公室" and class_of(text) == "GovernmentBody" and len(text) > 6):
        kind = place_class(owner) if is_place(owner) or owner in tables().countries else class_of(owner)
        yield Name(start, word.end - len(part), kind)
        return
    surplus = next((n for n in sorted(tables().none) if text.endswith(n) and len(text) > len(n) + 1), "")
    if surplus and text.removesuffix(surplus).endswith(tables().all_endings):
        yield Name(start, word.end - len(surplus), class_of(text.removesuffix(surplus)))
        return
    end = word.end if text.endswith(tables().all_endings) else with_ending(scene, word.end)
    authority = place in tables().countries and len(rest) >= 6 and class_of(rest) == "GovernmentBody"
    if place and (authority or (class_of(rest) == "Company" and len(rest) >= 4)):
        yield Name(start, start + len(place), place_class(place))
        start += len(place)
    yield Name(start, end, class_of(scene.text[start:end]))


def is_name_ending(text: str) -> bool:
    return text.endswith(tables().all_endings)


def _related(text: str) -> tuple[int, int] | None:
    """Where one firm's name ends and another's begins in what the network takes for one: 富士康 | 母公司 | 鸿海精密."""
    match = RELATED.search(text, 2)
    return (match.start(), match.end()) if match and len(text) - match.end() >= 2 else None


def _place_prefix(text: str) -> str:
    """The place that an organisation's name begins with, "" when none or when only a place is there."""
    return next((text[:n] for n in (6, 5, 4, 3, 2) if n < len(text) and
                 (text[:n] in tables().countries or is_place(text[:n]))), "")


def _introduces_name(scene: Scene, i: int) -> bool:
    """A common noun phrase with "this" or "one" before it, or a name of another script right after it."""
    before = scene.of(scene.words[i - 1])[-1:] if i else ""
    after = scene.text[scene.words[i].end : scene.words[i].end + 1]
    following = scene.words[i + 1] if i + 1 < len(scene.words) else None
    named = following is not None and following.tag in ("ORG", "PER", "nt", "nz", "n", "nr", LATIN_TAG) and (
        not scene.of(following).endswith(tables().titles) and frequency(scene.of(following)) < RARE)
    return before in ("家", "该", "个", "名") or bool(LATIN.match(after)) or named
