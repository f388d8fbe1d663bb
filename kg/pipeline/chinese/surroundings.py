"""Names that their surroundings give away: an ending, a post, a descriptor, brackets, another mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.pipeline.chinese.scene import ORGANIZATION, PERSON, Name, Scene, class_by_ending, described_class, short_forms
from kg.pipeline.chinese.tables import RARE, frequency, splits, tables
from kg.pipeline.chinese.words import CJK, LATIN, PUNCTUATION_TAG, SPACE_TAG

LAW_ENDINGS = ("法", "条例", "法案", "规定", "办法", "指令", "协定", "公约", "条约", "SB")
BRACKETED = re.compile(
    r"[（(]\s*(?:简称|以下简称|下称|英文名|原名|又称)?[“「]?([^（）()，。,“”「」]{2,40})[”」]?\s*[）)]"
)
MEASURES = "[亿万千百年月日个家元名人款只辆台倍号届项座岁天周]"  # after a number they make an amount of it
NUMBERED = re.compile(
    rf"([\u4e00-\u9fff]{{2,3}})(?:[A-Z]?\d{{1,4}}(?: (?:[A-Z][A-Za-z]+|\d+))*)(?!\d|[.,]\d|[%％]|{MEASURES})"
)
NO_NAME = re.compile("[是的了将]")  # inside what the network calls an organisation: it read a clause as a name
NOUNLIKE = frozenset(
    {"n", "nz", "nr", "ns", "nt", "vn", "an", "a", "ad", "PER", "LOC", "ORG", "nw", "v", "s", "t"}
)


def titled_works(scene: Scene) -> Iterator[Name]:
    """《…》: a law, an outlet or a work."""
    for match in re.finditer(r"《([^《》]{2,40})》", scene.text):
        title = match.group(1)
        kind = "LegalInstrument" if title.endswith(LAW_ENDINGS) else class_by_ending(title, ("NewsOutlet",))
        reported = scene.text[max(0, match.start() - 2) : match.start()].endswith(("据", "对", "向", "告诉"))
        yield Name(match.start(1), match.end(1), kind or ("NewsOutlet" if reported else "Product"))


def numbered_products(scene: Scene) -> Iterator[Name]:
    """A brand and its number: 天玑9300, 骁龙8 Gen 3, 小米14 Ultra. A measure after the number makes it an amount."""
    for word in scene.words:
        match = NUMBERED.match(scene.text, word.start)
        if not match or word.tag in ("n", "v", "m", "d", "p", "u", "TIME", "LOC"):
            continue
        rare = frequency(match.group(1)) < RARE or match.group(1) in scene.known.forms
        inside = [w for w in scene.words if word.start <= w.start < word.start + len(match.group(1))]
        whole = inside[-1].end <= match.end() and all(w.tag in NOUNLIKE for w in inside)
        if (rare and whole) or scene.of(word) == match.group():
            yield Name(match.start(), match.end(), "Product")


def latin_names(scene: Scene) -> Iterator[Name]:
    """A run of Latin letters with a capital; its class from the noun before or the ending after it."""
    for i, word in enumerate(scene.words):
        match = LATIN.fullmatch(scene.of(word)) or LATIN.match(scene.of(word))
        if not match or match.group() in tables().common_latin or not re.search(r"[A-ZÀ-Þ]|^[a-z]{3,}$", match.group()):
            continue
        start, end = word.start, word.start + match.end()
        kind = described_class(scene, start)
        following = scene.words[i + 1] if i + 1 < len(scene.words) and end == word.end else None
        if following and scene.of(following) in tables().company_endings:
            end, kind = following.end, "Company"
        before = scene.words[i - 1] if i else None
        numbered = before is not None and before.tag in ("nz", "ORG", "nr") and re.search(r"\d", match.group())
        if before and numbered and scene.free(before.start, end):
            start, kind = before.start, "Product"
        if kind == PERSON and re.match(rf" [{tables().surnames}]", scene.text[end:]) and end + 2 in scene.ends:
            end += 2  # "Leo 潘"
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
        known = scene.of(word) in tables().descriptor_words or scene.of(word) in tables().titles
        if known or NO_NAME.search(scene.of(word)):
            break
        start = word.start
        brand = scene.text[start : scene.words[i].start]
        if len(brand) >= 2 and frequency(brand) < RARE and not splits(brand):
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
    country = next((c for c in tables().countries if scene.text.startswith(c, start)), "")
    if country and end - start - len(country) >= 2:
        start += len(country)
    return Name(start, end, described_class(scene, start) or ORGANIZATION) if 2 <= end - start <= 8 else None


def quoted_names(scene: Scene) -> Iterator[Name]:
    """A short quotation after a descriptor: 模型“哼哼”, “青牛”四足机器人."""
    for match in re.finditer(r"[“「]([^“”「」，。、]{2,8})[”」]", scene.text):
        kind = described_class(scene, match.start())
        if kind and kind != "Company":
            yield Name(match.start(1), match.end(1), kind)


def described_names(scene: Scene) -> Iterator[Name]:
    """A rare word after a descriptor: 茶饮品牌山雀茶室, 电商酷澎, 纽扣厂——扣扣坊."""
    for i, word in enumerate(scene.words):
        if word.tag not in ("nz", "n", "nr", "nt", "j") or not 2 <= len(scene.of(word)) <= 9:
            continue
        kind = described_class(scene, word.start)
        if not kind and (fused := _after_descriptor(scene.of(word))):
            yield Name(word.start + fused, word.end, described_class(scene, word.start + fused))
        elif len(scene.of(word)) > 6:
            continue
        elif kind and frequency(scene.of(word)) == 0 and not scene.of(word).endswith(tables().descriptor_words):
            yield Name(word.start, word.end, kind)
        elif word.tag == "nz" and frequency(scene.of(word)) == 0 and _is_argument(scene, i):
            yield Name(word.start, word.end, class_by_ending(scene.of(word), ("Company",)) or "")


def _after_descriptor(word: str) -> int:
    """Where a rare name begins in a word made of it and its descriptor: 免税商 | 椰岛云购. 0: nowhere."""
    match = tables().described.match(word) if len(word) >= 5 and frequency(word) == 0 else None
    tail = word[match.end() :] if match else ""
    common = tail.endswith(tables().descriptor_words) or frequency(tail) >= RARE or splits(tail)
    return 0 if match is None or len(tail) < 2 or common else match.end()


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
        for form in short_forms(scene.text[name.start : name.end], name.type):
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


def coordinated_names(scene: Scene) -> Iterator[Name]:
    """A noun coordinated with a name: 腾讯的元宝 and 豆包 in "豆包和元宝"."""
    for i, word in enumerate(scene.words[2:], 2):
        joint, first = scene.words[i - 1], scene.words[i - 2]
        if scene.of(joint) not in ("、", "和", "及", "与", "以及") or word.tag not in ("n", "nz", "nr"):
            continue
        name = next((n for n in scene.names if n.end == first.end), None)
        if name and len(scene.of(word)) >= 2 and frequency(scene.of(word)) < RARE // 10:
            yield Name(word.start, word.end, name.type)
