"""Does every text go from sentences to claims without an exception? Garbage by rule, and sentences of your own files.

  python benchmarks/robustness.py [FILES...] [--sentences 100000] [--part 0 --parts 1] [--seed 0] [--language zh]

Half of the sentences are English, half Chinese. FILES are anything `kg extract` reads: their sentences are used as they
are, cut, shuffled, glued and mixed with the other language; without files, templates give the sentences. `--parts N
--part K` runs one piece of N. Prints sentences, claims and, for each exception, its place and the shortest text that
raises it; exit code 1 if there was one.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence

from kg.articles import clean
from kg.build import Settings, extractor, readable
from kg.extract import Extractor
from kg.model import Article

BATCH = 40  # sentences an article, some of them in one paragraph
EN = [
    "Orbix acquired Kestrel Labs for $3 billion.", "“We will not sell,” said Ana Ruiz, who joined in 2019.",
    "Its revenue, which fell 3.5% to €1.2bn, was reportedly higher.", "Did it? No.", "Neither Orbix did.",
]
ZH = [
    "北辰科技以12亿元收购了沙湖半导体。", "据路透社报道，该公司否认了这一说法。", "会不会？不会。",
    "2021年，他把公司卖给了李强（Li Qiang）。", "总部位于苏州的棱镜光电去年营收同比增长30%，达1,234.5万元。",
]
MARKS = [
    *"。，、；：？！“”‘’（）《》【】—…·,.;:?!\"'()[]{}<>/\\|*#@&%$€£¥+-=~^_`",
    *"\t\n\r\u3000\u00a0\u200b\u200d\ufeff\u202e\x00\x07\x1b",
]
ODD = [
    "\U0001F600", "👨‍👩‍👧", "é", "ﬁ", "Ω", "ß", "İ", "ı", "ｱ", "１２３", "한국", "مرحبا", "שלום", "ไทย", "𠀀",
    "\U0010ffff", "\ue000", "1e999", "-0", "０.５％", "$", "亿", "万", "%", "…", "http://a.b/c?d=e&f#g", "a@b.c",
    "<b>", "&amp;", "**", "[1]", "|---|", "的的的", "把被", "据", "由", "'s", "’s’s", "No. 1", "1/2", "31/02/2024",
    "2024-13-45", "第零季度", "零", "两两", "NaN", "the the", "to be or", "and and",
]


def letters(r: random.Random) -> str:
    return "".join(chr(r.choice((r.randrange(32, 127), r.randrange(0x4E00, 0x9FFF), r.randrange(0x20, 0x2FFF),
                                 r.randrange(0x10000, 0x1FFFF)))) for _ in range(r.randrange(1, 60)))


def odd(r: random.Random, some: str) -> str:
    count = r.randrange(1, 25)
    return "".join(r.choice((r.choice(ODD), r.choice(MARKS), some[: r.randrange(1, 6)])) for _ in range(count))


def shuffled(r: random.Random, some: str) -> str:
    parts = re.findall(r"\w+|\W", some)
    r.shuffle(parts)
    return "".join(parts)


def cut(r: random.Random, some: str) -> str:
    a, b = sorted((r.randrange(len(some) + 1), r.randrange(len(some) + 1)))
    return some[a:b] + some[b:][: r.randrange(3)]


def pierced(r: random.Random, some: str) -> str:
    at = r.randrange(len(some) + 1)
    return some[:at] + r.choice(ODD + MARKS) + some[at:]


def sentence(r: random.Random, own: Sequence[str], other: Sequence[str]) -> str:
    """One sentence: as it is or spoilt in one of the ways."""
    some = r.choice(own)
    ways: Sequence[Callable[[], str]] = (
        lambda: some, lambda: some, lambda: cut(r, some), lambda: shuffled(r, some), lambda: pierced(r, some),
        lambda: some + r.choice(other), lambda: cut(r, some) + cut(r, r.choice(other)) + cut(r, some),
        lambda: odd(r, some),
        lambda: letters(r), lambda: some * r.randrange(1, 4), lambda: some.upper(), lambda: re.sub(r"\s", "", some),
        lambda: r.choice(MARKS).join(re.split(r"[，,。.]", some)),
    )
    return r.choice(ways)()


def articles(seed: int, first: int, last: int, texts: Sequence[Sequence[str]]) -> Iterator[Article]:
    """Articles of BATCH sentences; the n-th is the same whatever part it is asked for in."""
    for n in range(first, last):
        r = random.Random(f"{seed}/{n}")
        own, other = texts[n % 2], texts[1 - n % 2]
        lines = [sentence(r, own, other) + r.choice(("\n\n", " ", "")) for _ in range(BATCH)]
        yield Article(id=f"{n}", text="".join(lines), language=("en", "zh")[n % 2], published="2024-05-06")


def given(files: Sequence[str]) -> list[list[str]]:
    """The sentences of the files, English and Chinese; templates where there are none."""
    texts: list[list[str]] = [list(EN), list(ZH)]
    for article in readable(files, []) if files else ():
        for part in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n+", article.text):
            if part.strip():
                texts[bool(re.search(r"[\u4e00-\u9fff]", part))].append(part[:400])
    return texts


def shortest(made: Extractor, text: str) -> str:
    """Lines, then characters, taken away as long as the text still fails."""
    size = max(1, len(text) // 2)
    while size:
        at = 0
        while at < len(text):
            less = text[:at] + text[at + size :]
            if fails(made, less):
                text = less
            else:
                at += size
        size //= 2
    return text


def fails(made: Extractor, text: str) -> bool:
    try:
        made.claims(clean(Article(id="x", text=text, published="2024-05-06")), "wide")
    except Exception:
        return True
    return False


def main() -> int:
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("files", nargs="*")
    a.add_argument("--sentences", type=int, default=100_000)
    a.add_argument("--parts", type=int, default=1)
    a.add_argument("--part", type=int, default=0)
    a.add_argument("--seed", type=int, default=0)
    a.add_argument("--language", choices=("en", "zh"), help="only this half of the sentences")
    o = a.parse_args()
    texts, made, whole = given(o.files), extractor(Settings()), o.sentences // BATCH
    first, last = whole * o.part // o.parts, whole * (o.part + 1) // o.parts
    claims, read, broken, begun = 0, 0, {}, time.process_time()
    for article in articles(o.seed, first, last, texts):
        if o.language and article.language != o.language:
            continue
        read += BATCH
        try:
            found = made.claims(clean(article), "wide")
            claims += len(found)
            for c in found:
                assert article.text[c.subject.start : c.subject.end] == c.subject.text
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename.split('/kg/')[-1]}:{place.lineno}"
            broken.setdefault(f"{type(error).__name__}: {error} ({where})", article)
    print(f"{read:,} sentences, {claims:,} claims, {len(broken)} kinds of exceptions, "
          f"{time.process_time() - begun:.0f} s of CPU")
    for kind, article in broken.items():
        print(kind, "|", repr(shortest(made, article.text)[:300]))
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
