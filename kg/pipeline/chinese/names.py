"""Names in Chinese text with their classes: known ones, the network's, and those that their surroundings give away.

Each finder is a generator of candidates; a candidate of an earlier finder keeps its characters. What endings, posts and
descriptors look like stands in `names.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files

from kg.ontology import Ontology
from kg.pipeline.chinese.lac import Word
from kg.pipeline.chinese.words import CJK, LATIN, LATIN_TAG, PUNCTUATION_TAG, SPACE_TAG

PERSON, PLACE, ORGANIZATION = "Person", "Place", "Organization"
NETWORK_CLASSES = {
    "PER": PERSON, "nr": PERSON, "LOC": PLACE, "ns": PLACE, "ORG": ORGANIZATION, "nt": ORGANIZATION,
}
NO_NAME = re.compile("[是的了将]")  # inside what the network calls an organisation: it read a clause as a name
NUMBERED = re.compile(
    r"([\u4e00-\u9fff]{2,3})(?:[A-Z]?\d{1,4}(?: (?:[A-Z][A-Za-z]+|\d+))*)(?![\d.,%％]|[亿万千百]|[年月日个家元名人款只辆台倍号届项座岁])"
)
LAW_ENDINGS = ("法", "条例", "法案", "规定", "办法", "指令", "协定", "公约", "条约", "SB")
LOCATIVES = frozenset({"在", "于", "落户", "位于", "至", "移居", "迁至", "设在", "迁往", "抵达", "飞往"})
BRACKETED = re.compile(r"[（(]\s*(?:简称|以下简称|下称|英文名|原名|又称)?[“「]?([^（）()，。,“”「」]{2,40})[”」]?\s*[）)]")
NOUNLIKE = frozenset({"n", "nz", "nr", "ns", "nt", "vn", "an", "a", "ad", "PER", "LOC", "ORG", "nw", "v", "s", "t"})
FAMILIAR = 3000  # occurrences from which on a word is too common to be a firm's short name
RARE = 300  # occurrences in jieba's word list below which a word at the head of "X科技" is taken for a brand


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name `[start:end)` in code points and its class, "" when unknown."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Known:
    """The names of the ontology: written form -> class ("" when two things of different classes share it)."""

    forms: Mapping[str, str]

    @classmethod
    def of(cls, ontology: Ontology) -> Known:
        forms: dict[str, str] = {}
        for name in ontology.names:
            written = {*name.labels.values(), *(t for t, _ in name.aliases), *(t for t, _ in name.hidden)}
            for form in written:
                if len(form) > 1:
                    forms[form] = name.type if forms.get(form, name.type) == name.type else ""
        return cls(forms)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        forms = sorted(self.forms, key=lambda f: (-len(f), f))
        alternatives = "|".join(re.escape(f) for f in forms) or r"(?!)"
        return re.compile(rf"(?:(?<![A-Za-zÀ-ɏ0-9])|(?=[\u3400-\u9fff]))(?:{alternatives})(?:(?![A-Za-zÀ-ɏ0-9])|(?<=[\u3400-\u9fff]))")


@dataclass
class Scene:
    """A paragraph's text and words, and the names found so far."""

    text: str
    words: Sequence[Word]
    known: Known
    names: list[Name] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        return not any(start < n.end and n.start < end for n in self.names)

    def of(self, word: Word) -> str:
        return self.text[word.start : word.end]

    @cached_property
    def starts(self) -> Mapping[int, int]:
        """Index of the word that starts at a character."""
        return {w.start: i for i, w in enumerate(self.words)}

    @cached_property
    def ends(self) -> Mapping[int, int]:
        return {w.end: i for i, w in enumerate(self.words)}


def names(text: str, words: Sequence[Word], known: Known) -> list[Name]:
    """The names of a paragraph in order of position; none overlap."""
    scene = Scene(text, words, known)
    for finder in FINDERS:
        for name in finder(scene):
            if scene.free(name.start, name.end):
                scene.names.append(name)
    return _agreed(text, sorted(n for n in scene.names if text[n.start : n.end] not in tables().none))


def _agreed(text: str, found: Sequence[Name]) -> list[Name]:
    """A short form has the class of the full name that it belongs to: the network takes many a firm for a person."""
    full: dict[str, str] = {}
    for name in found:
        whole = text[name.start : name.end]
        for form in _short_forms(whole, name.type):
            if form != whole:
                full[form] = name.type
    agreed = [_extended(text, replace(n, type=full.get(text[n.start : n.end], n.type))) for n in found]
    return [n for i, n in enumerate(agreed) if not i or n.start >= agreed[i - 1].end]


def _extended(text: str, name: Name) -> Name:
    """赤霄芯片 where the text also says 赤霄 alone: the ending belongs to the firm's full name."""
    brand = text[name.start : name.end]
    ending = next((e for e in tables().weak if text.startswith(e, name.end)), "")
    if not ending or not CJK.match(brand) or name.type not in (ORGANIZATION, "Company", PLACE, PERSON):
        return name
    alone = any(not text.startswith(ending, m.end()) for m in re.finditer(re.escape(brand), text))
    rare = frequency(brand) < FAMILIAR and not _is_place(brand)
    return replace(name, end=name.end + len(ending), type="Company") if alone and rare else name


def known_names(scene: Scene) -> Iterator[Name]:
    for match in scene.known.pattern.finditer(scene.text):
        if not _inside_longer_word(scene, match.start(), match.end()):
            yield _with_division(scene, Name(match.start(), match.end(), scene.known.forms[match.group()]))


def _with_division(scene: Scene, name: Name) -> Name:
    """西门子医疗, 星巴克中国: a known firm's name with a company's ending or a country is a unit of that firm."""
    if name.type not in ("Company", ORGANIZATION, "BusinessUnit"):
        return name
    end = _with_ending(scene, name.end)
    if re.match(r"中国(?![区市公团业电移联石人银平]|[\u4e00-\u9fff]{0,2}(?:市场|业务|公司))", scene.text[name.end :]):
        end = name.end + 2
    return replace(name, end=end, type="BusinessUnit") if end > name.end else name


def _inside_longer_word(scene: Scene, start: int, end: int) -> bool:
    """"中国" in "中国电信" or "美的" in "最美的" is no name: the network's word around it says otherwise."""
    for word in scene.words:
        if word.start <= start and end <= word.end and word.end - word.start > end - start:
            if _is_common(scene.text[end : word.end]) or (end == word.end and _splits(scene.text[word.start : start])):
                return False
            return word.tag in ("ORG", "nt", "PER", "LOC", "nr", "nz", LATIN_TAG) or word.start < start
        if word.start < start < word.end or (word.start < end < word.end and word.start > start):
            return word.tag not in NETWORK_CLASSES
    return False


def titled_works(scene: Scene) -> Iterator[Name]:
    """《…》: a law, an outlet or a work."""
    for match in re.finditer(r"《([^《》]{2,40})》", scene.text):
        title = match.group(1)
        kind = "LegalInstrument" if title.endswith(LAW_ENDINGS) else _ending(title, ("NewsOutlet",))
        reported = scene.text[max(0, match.start() - 2) : match.start()].endswith(("据", "对", "向", "告诉"))
        yield Name(match.start(1), match.end(1), kind or ("NewsOutlet" if reported else "Product"))


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
    end = _with_ending(scene, word.end)
    if end > word.end and frequency(scene.of(word)) < FAMILIAR:
        return Name(word.start, end, "Company")
    return Name(word.start, word.end, place_class(scene.of(word)))


def _person(scene: Scene, i: int) -> Iterator[Name]:
    word = scene.words[i]
    end, start = word.end, word.start
    if "·" in scene.of(word) and i and scene.words[i - 1].tag in ("PER", "nr"):
        start = scene.words[i - 1].start
    if "·" in scene.text[end : end + 1] and i + 2 < len(scene.words):
        end = scene.words[i + 2].end
    if i >= 2 and scene.text[start - 1] == "·":
        start = scene.words[i - 2].start
    with_ending = _with_ending(scene, end)
    if with_ending > end and not _at_title(scene, i):
        yield Name(start, with_ending, "Company")
    elif i and (scene.of(scene.words[i - 1]) in LOCATIVES or scene.words[i - 1].tag == "LOC") and (
        scene.text[start] not in SURNAMES
    ):
        yield Name(start, end, PLACE)
    else:
        yield Name(start, end, PERSON if _looks_personal(scene, i) else ORGANIZATION)


def _at_title(scene: Scene, i: int) -> bool:
    return i > 0 and scene.of(scene.words[i - 1]).endswith(tables().titles)


def _looks_personal(scene: Scene, i: int) -> bool:
    """Two characters that no surname begins and no post precedes are a firm's name: "阿斯麦首席执行官富凯"."""
    text = scene.of(scene.words[i])
    if "·" in text or _at_title(scene, i) or (text[0] in SURNAMES and len(text) < 4):
        return True
    after = scene.text[scene.words[i].end :]
    firm = re.match(r"(?:前|现任|的)?(?:首席|创始|董事|总裁|CEO|发言人|机器人|旗下)|[（(][A-Z]", after)
    return len(text) > 2 and not firm


def _organization(scene: Scene, i: int) -> Iterator[Name]:
    """An organisation without the place and the common noun before it; nothing when only those are there."""
    word, text = scene.words[i], scene.of(scene.words[i])
    start = word.start
    if NO_NAME.search(text):
        return
    place = _place_prefix(text)
    rest = text[len(place) :]
    described = tables().described.match(rest)
    if _is_common(rest) or (rest.endswith(tables().descriptor_words) and _introduces_name(scene, i)):
        if place:
            yield Name(start, start + len(place), place_class(place))
        return
    tail = rest[described.end() :] if described else ""
    if tail and tail not in tables().descriptor_words and not tail.endswith(tables().all_endings + tables().weak):
        if place:
            yield Name(start, start + len(place), place_class(place))
        end = _with_ending(scene, word.end)
        yield Name(word.end - len(tail), end, _class_of(scene.text[word.end - len(tail) : end]))
        return
    end = word.end if text.endswith(tables().all_endings) else _with_ending(scene, word.end)
    authority = place in tables().countries and len(rest) >= 6 and _class_of(rest) == "GovernmentBody"
    if place and (authority or (_class_of(rest) == "Company" and len(rest) >= 4)):
        yield Name(start, start + len(place), place_class(place))
        start += len(place)
    yield Name(start, end, _class_of(scene.text[start:end]))


def _place_prefix(text: str) -> str:
    """The place that an organisation's name begins with, "" when none or when only a place is there."""
    return next((text[:n] for n in (6, 5, 4, 3, 2) if n < len(text) and
                 (text[:n] in tables().countries or _is_place(text[:n]))), "")


def _introduces_name(scene: Scene, i: int) -> bool:
    """A common noun phrase with "this" or "one" before it, or a name of another script right after it."""
    before = scene.of(scene.words[i - 1])[-1:] if i else ""
    after = scene.text[scene.words[i].end : scene.words[i].end + 1]
    following = scene.words[i + 1] if i + 1 < len(scene.words) else None
    named = following is not None and following.tag in ("ORG", "PER", "nt", "nz", "n", "nr", LATIN_TAG) and (
        not scene.of(following).endswith(tables().titles) and frequency(scene.of(following)) < RARE)
    return before in ("家", "该", "个", "名") or bool(LATIN.match(after)) or named


def _with_ending(scene: Scene, end: int) -> int:
    """Where a name that ends at `end` ends when the word after it is a company's ending."""
    word = scene.words[scene.starts[end]] if end in scene.starts else None
    return word.end if word and scene.of(word) in tables().company_endings else end


def _is_common(text: str) -> bool:
    """Made of dictionary words and a descriptor only: "金融科技公司", "手游公司"."""
    descriptor = next((d for d in tables().descriptor_words if text.endswith(d)), "")
    rest = text[: len(text) - len(descriptor)]
    return bool(descriptor) and (not rest or _splits(rest))


def _splits(text: str) -> bool:
    """Can be cut into frequent dictionary words of two characters or more."""
    if not text:
        return True
    return any(frequency(text[:n]) > RARE and _splits(text[n:]) for n in (2, 3, 4) if len(text) >= n)


def numbered_products(scene: Scene) -> Iterator[Name]:
    """A brand and its number: 天玑9300, 骁龙8 Gen 3, 小米14 Ultra. A measure after the number makes it an amount."""
    for word in scene.words:
        match = NUMBERED.match(scene.text, word.start)
        if not match or word.tag in ("n", "v", "m", "d", "p", "u", "TIME", "LOC"):
            continue
        rare = frequency(match.group(1)) < RARE or match.group(1) in scene.known.forms
        inside = [w for w in scene.words if word.start <= w.start < word.start + len(match.group(1))]
        whole = word.start + len(match.group(1)) in scene.ends and all(w.tag in NOUNLIKE for w in inside)
        if (rare and whole) or scene.of(word) == match.group():
            yield Name(match.start(), match.end(), "Product")


def latin_names(scene: Scene) -> Iterator[Name]:
    """A run of Latin letters with a capital; its class from the noun before or the ending after it."""
    for i, word in enumerate(scene.words):
        match = LATIN.fullmatch(scene.of(word)) or LATIN.match(scene.of(word))
        if not match or match.group() in tables().common_latin or not re.search(r"[A-ZÀ-Þ]|^[a-z]{3,}$", match.group()):
            continue
        start, end = word.start, word.start + match.end()
        kind = _described_class(scene, start)
        following = scene.words[i + 1] if i + 1 < len(scene.words) and end == word.end else None
        if following and scene.of(following) in tables().company_endings:
            end, kind = following.end, "Company"
        before = scene.words[i - 1] if i else None
        if before and before.tag in ("nz", "ORG", "nr") and re.search(r"\d", match.group()) and scene.free(before.start, end):
            start, kind = before.start, "Product"
        if kind == PERSON and re.match(rf" [{SURNAMES}](?![\u4e00-\u9fff]{{0,1}}·)", scene.text[end:]) and end + 2 in scene.ends:
            end += 2
        yield Name(start, end, kind)


def suffixed_names(scene: Scene) -> Iterator[Name]:
    """A rare word and a company's ending: "极目影像", "陇原重机", "鲸落资本"."""
    for i, word in enumerate(scene.words):
        if scene.of(word) not in tables().company_endings or not scene.free(word.start, word.end):
            continue
        start = _brand_start(scene, i)
        if start is not None:
            yield Name(start, word.end, "Company")


def _brand_start(scene: Scene, i: int) -> int | None:
    """Where the brand before an ending begins; None when the words before it are common ones."""
    start = scene.words[i].start
    for word in reversed(scene.words[max(0, i - 3) : i]):
        length = scene.words[i].start - word.start
        if length > 5 or word.tag not in NOUNLIKE or not scene.free(word.start, word.end):
            break
        if scene.of(word) in tables().descriptor_words or scene.of(word) in tables().titles:
            break
        start = word.start
        brand = scene.text[start : scene.words[i].start]
        if len(brand) >= 2 and frequency(brand) < RARE and not _splits(brand):
            return start
    return None


def before_brackets(scene: Scene) -> Iterator[Name]:
    """"月之暗面（Moonshot AI）": what a Latin name in brackets explains, and the name in the brackets."""
    for match in BRACKETED.finditer(scene.text):
        inner = match.group(1).strip()
        if not LATIN.fullmatch(inner) or inner in tables().common_latin:
            continue
        before = next((n for n in scene.names if n.end == match.start()), None)
        if before is None:
            before = _leading_name(scene, match.start())
            if before:
                yield before
        if before:
            yield Name(match.start(1), match.start(1) + len(match.group(1).rstrip()), before.type)


def _leading_name(scene: Scene, end: int) -> Name | None:
    start = end
    while start in scene.ends:
        word = scene.words[scene.ends[start]]
        stop = word.tag in (PUNCTUATION_TAG, SPACE_TAG, "p", "c", "d") or scene.of(word) in ("的", "了")
        if stop or scene.of(word).endswith(tables().descriptor_words) or not scene.free(word.start, word.end):
            break
        start = word.start
    return Name(start, end, _described_class(scene, start) or ORGANIZATION) if 2 <= end - start <= 8 else None


def posted_names(scene: Scene) -> Iterator[Name]:
    """A surname and one or two characters after a post: "实控人葛鲁生"."""
    for i, word in enumerate(scene.words[:-1]):
        if not scene.of(word).endswith(tables().titles):
            continue
        match = re.match(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}", scene.text[word.end :])
        if not match or scene.words[i + 1].tag in ("p", "d", "c", "u", "v", PUNCTUATION_TAG):
            continue
        end = word.end + match.end()
        if end in scene.ends and frequency(match.group()) < RARE:
            yield Name(word.end, end, PERSON)


def quoted_names(scene: Scene) -> Iterator[Name]:
    """A short quotation after a descriptor: 模型“哼哼”, “青牛”四足机器人."""
    for match in re.finditer(r"[“「]([^“”「」，。、]{2,8})[”」]", scene.text):
        kind = _described_class(scene, match.start())
        if kind and kind != "Company":
            yield Name(match.start(1), match.end(1), kind)


def described_names(scene: Scene) -> Iterator[Name]:
    """A rare word after a descriptor: 茶饮品牌山雀茶室, 电商酷澎, 纽扣厂——扣扣坊."""
    for i, word in enumerate(scene.words):
        if word.tag not in ("nz", "n", "nr", "nt", "j") or not 2 <= len(scene.of(word)) <= 6:
            continue
        kind = _described_class(scene, word.start)
        if kind and frequency(scene.of(word)) == 0 and not scene.of(word).endswith(tables().descriptor_words):
            yield Name(word.start, word.end, kind)
        elif word.tag == "nz" and frequency(scene.of(word)) == 0 and _is_argument(scene, i):
            yield Name(word.start, word.end, _ending(scene.of(word), ("Company",)) or "")


def _is_argument(scene: Scene, i: int) -> bool:
    """Stands alone before a verb, an adverb or a mark, after a mark or 的: not inside a compound."""
    before = scene.words[i - 1] if i else None
    after = scene.words[i + 1] if i + 1 < len(scene.words) else None
    return (before is None or before.tag in (PUNCTUATION_TAG, "v", "p", "u", "c")) and (
        after is None or after.tag in (PUNCTUATION_TAG, "v", "p", "d", "u", "c")) and not re.search(
        "".join(["(", "|".join(tables().descriptor_words), ")$"]), scene.of(scene.words[i]))


def repeated_names(scene: Scene) -> Iterator[Name]:
    """Later mentions of the names found: in full, without the ending, the parts of a foreign person's name."""
    forms: dict[str, str] = {}
    for name in sorted(scene.names):
        for form in _short_forms(scene.text[name.start : name.end], name.type):
            forms.setdefault(form, name.type)
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for match in re.finditer(re.escape(form), scene.text):
            word = next((w for w in scene.words if w.start <= match.start() and match.end() <= w.end), None)
            inner = word is not None and (word.start, word.end) != match.span() and frequency(scene.of(word)) > 0
            if not inner and not (LATIN.match(form) and _in_latin(scene.text, match)):
                yield _with_weak_ending(scene.text, Name(match.start(), match.end(), forms[form]))


def _with_weak_ending(text: str, name: Name) -> Name:
    """拓荒者 is a firm's short name, so 拓荒者金融 is a firm."""
    ending = next((e for e in tables().weak if text.startswith(e, name.end)), "")
    if not ending or name.type not in ("Company", ORGANIZATION) or len(name_text := text[name.start : name.end]) < 2:
        return name
    return replace(name, end=name.end + len(ending), type="Company") if CJK.match(name_text) else name


def _in_latin(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return bool(re.search(r"[A-Za-zÀ-ɏ]", around))


def _short_forms(name: str, kind: str) -> Iterator[str]:
    yield name
    if kind == PERSON and "·" in name:
        yield from (part for part in name.split("·") if len(part) >= 2)
    ending = next((e for e in tables().firm_endings if name.endswith(e)), "")
    brand = name[: len(name) - len(ending)]
    if ending and kind in ("Company", ORGANIZATION) and len(brand) >= 2 and frequency(brand) < FAMILIAR:
        yield brand


def coordinated_names(scene: Scene) -> Iterator[Name]:
    """A noun coordinated with a name: 腾讯的元宝 and 豆包 in "豆包和元宝"."""
    for i, word in enumerate(scene.words[2:], 2):
        joint, first = scene.words[i - 1], scene.words[i - 2]
        if scene.of(joint) not in ("、", "和", "及", "与", "以及") or word.tag not in ("n", "nz", "nr"):
            continue
        name = next((n for n in scene.names if n.end == first.end), None)
        if name and len(scene.of(word)) >= 2 and frequency(scene.of(word)) < RARE // 10:
            yield Name(word.start, word.end, name.type)


Finder = Callable[[Scene], Iterable[Name]]
FINDERS: tuple[Finder, ...] = (
    known_names, titled_works, numbered_products, network_names, suffixed_names, latin_names, before_brackets, posted_names, quoted_names,
    described_names, coordinated_names, repeated_names,
)


def place_class(text: str) -> str:
    return "Country" if text in tables().countries else "City" if text.endswith("市") else PLACE


def _class_of(text: str) -> str:
    return _ending(text, ()) or ORGANIZATION


def _ending(text: str, only: tuple[str, ...]) -> str:
    """The class of the longest ending of the text, among `only` when given."""
    found = [(len(e), c) for c, endings in tables().endings.items() if not only or c in only
             for e in endings if text.endswith(e) and (len(text) > len(e) or c == "GovernmentBody")]
    return max(found)[1] if found else ""


def _described_class(scene: Scene, start: int) -> str:
    """The class that the noun right before a name gives it; opening quotes and dashes between do not count."""
    before = scene.text[:start].rstrip("“「《 —")
    if before.endswith(tables().titles):
        return PERSON
    return next((c for d, c in tables().descriptors if before.endswith(d)), "")


@dataclass(frozen=True)
class Tables:
    """`names.toml`, longest words first."""

    endings: Mapping[str, Sequence[str]]
    weak: tuple[str, ...]
    none: frozenset[str]
    descriptors: Sequence[tuple[str, str]]
    titles: tuple[str, ...]
    common_latin: frozenset[str]
    countries: tuple[str, ...]

    @cached_property
    def company_endings(self) -> frozenset[str]:
        return frozenset(self.endings["Company"])

    @cached_property
    def firm_endings(self) -> tuple[str, ...]:
        endings = (*self.endings["Company"], *self.endings["Organization"])
        return tuple(sorted(endings, key=lambda e: (-len(e), e)))

    @cached_property
    def all_endings(self) -> tuple[str, ...]:
        return tuple(e for endings in self.endings.values() for e in endings)

    @cached_property
    def descriptor_words(self) -> tuple[str, ...]:
        return tuple(d for d, _ in self.descriptors)

    @cached_property
    def described(self) -> re.Pattern[str]:
        """A common noun phrase that ends in a descriptor, at the head of a longer name."""
        alternatives = "|".join(re.escape(d) for d in self.descriptor_words if len(d) > 1)
        return re.compile(rf".{{0,8}}?(?:{alternatives})")


@cache
def tables() -> Tables:
    data = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    descriptors = [(d, c) for c, words in data["descriptors"].items() for d in words]
    return Tables(
        endings=data["endings"], weak=tuple(data["weak"]["Company"]), none=frozenset(data["none"]["words"]),
        descriptors=sorted(descriptors, key=lambda p: (-len(p[0]), p)),
        titles=tuple(sorted(data["titles"]["words"], key=lambda t: (-len(t), t))),
        common_latin=frozenset(data["latin"]["common"]),
        countries=tuple(sorted(data["countries"]["names"], key=lambda c: (-len(c), c))),
    )


@cache
def _dictionary() -> Mapping[str, tuple[int, str]]:
    """jieba's word list: word -> (occurrences, part of speech)."""
    rows = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word: (int(count), tag) for word, count, tag in (row.split(" ") for row in rows)}


def frequency(word: str) -> int:
    """How often jieba's word list saw the word; 0 for an unknown one."""
    return _dictionary().get(word, (0, ""))[0]


def _is_place(word: str) -> bool:
    return _dictionary().get(word, (0, ""))[1] == "ns"


SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童"
    "颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊甄曲家封芮羿储靳汲糜松井"
    "段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻党"
    "翟谭贡劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚"
    "越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游竺权盖益桓公楼佟闫肖葉鄧許鄭陳張劉黃趙楊吳孫馬羅蕭謝韓馮鍾蘇盧"
)
