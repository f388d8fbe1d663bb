"""Names that have a form of their own: a title in its marks, a product's brand and number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.pipeline.chinese.scene import Name, Scene
from kg.pipeline.chinese.tables import RARE, frequency, tables

LAW_ENDINGS = ("法", "条例", "法案", "规定", "办法", "指令", "协定", "公约", "条约", "SB")
MEASURES = "[亿万千百年月日个家元名人款只辆台倍号届项座岁天周]"  # after a number they make an amount of it
NUMBERED = re.compile(
    rf"([\u4e00-\u9fff]{{2,3}})(?:[A-Z]?\d{{1,4}}(?: (?:[A-Z][A-Za-z]+|\d+))*)(?!\d|[.,]\d|[%％]|{MEASURES})"
)
NOUNLIKE = frozenset(
    {"n", "nz", "nr", "ns", "nt", "vn", "an", "a", "ad", "PER", "LOC", "ORG", "nw", "v", "s", "t"}
)


def titled_works(scene: Scene) -> Iterator[Name]:
    """《…》: a law, an outlet or a work."""
    for match in re.finditer(r"《([^《》]{2,40})》", scene.text):
        title = match.group(1)
        kind = "LegalInstrument" if title.endswith(LAW_ENDINGS) else ""
        outlet = title.endswith(tables().outlets)
        reported = scene.text[max(0, match.start() - 2) : match.start()].endswith(("据", "对", "向", "告诉"))
        yield Name(match.start(1), match.end(1), kind or ("NewsOutlet" if outlet or reported else "Product"))


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
