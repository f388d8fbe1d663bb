"""A made-up corpus of names with known truth: things, what articles call them, and how articles mention them.

Everything is drawn from a seeded generator: coined words, common Chinese characters, and lists of the words that
organisations bear. A thing is an organisation (Latin or Chinese), a person, a product with a version, or a look-alike
of another thing. What it is called follows from what it is: legal forms, capitals, an acronym, a short name, a slip,
another script, a name in the other language. A slip stands in one article, a thing one letter apart from another in
several: where each stood alone, nothing could tell them. Most acronyms and translations stand once in brackets, as in
news; some never do, and nothing but a like sound can tell those.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from opencc import OpenCC
from pypinyin import lazy_pinyin

from kg.resolve import ArticleNames, names
from kg.resolve.article_names import Name, Relation
from kg.resolve.brackets import Bracket

ONSETS = ("", *"bcdfghjklmnprstvwz", "br", "ch", "dr", "fl", "gr", "kl", "pl", "qu", "sk", "st", "tr")
NUCLEI = (*"aeiou", "ai", "ea", "io")
CODAS = ("", "", "", "l", "m", "n", "nd", "r", "rk", "s", "st", "x")
DESCRIPTORS = (
    "Logistics", "Technologies", "Motors", "Foods", "Airlines", "Media", "Networks", "Steel", "Chemicals", "Energy",
    "Systems", "Software", "Textiles", "Insurance", "Robotics", "Mining", "Beverages", "Shipping", "Partners",
    "Pharmaceuticals", "Electronics", "Materials",
)
MIDDLES = ("National", "United", "Northern", "Pacific", "Central", "General", "Royal", "First", "Allied", "Eastern")
PARTS = ("Cloud", "Capital", "Labs", "Ventures", "Foundation", "Research")
LEGAL = ("Inc", "Corp", "Ltd", "Group", "Holdings", "Co Ltd", "PLC", "Group Holding Ltd", "GmbH", "SA", "& Co")
TITLES = ("Mr", "Ms", "Dr", "Prof")
HAN = (
    "安百邦宝北博昌长辰成达大德帝东鼎丰飞福富格冠光广国海航昊和恒红宏华汇佳嘉建江捷金锦京晶景久君凯康科兰蓝乐力利联"
    "林龙隆绿美盟明铭南宁诺欧鹏平普奇启千前乾青清庆全仁荣瑞润赛三森山上尚深神盛胜石时世双顺思泰腾天同通万旺威维伟文沃西"
    "祥翔新信兴星雄旭轩迅雅亚阳扬耀一仪亿益银英盈永优宇裕元远月跃云运泽展振正之志智中众卓紫宗"
)
HAN_DESCRIPTORS = (
    "科技", "物流", "银行", "汽车", "能源", "传媒", "软件", "医药", "电子", "食品", "航空", "证券", "地产", "机械",
)
HAN_LEGAL = ["有限公司", "股份有限公司", "集团", "集团有限公司", "控股有限公司"]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
CLASSES = {"company": ("Company", "Organization"), "person": ("Person", "Person"), "product": ("AIModel", "Product")}
RELATIONS = {"company": "acquired", "person": "leads", "product": "developed"}


class Form(NamedTuple):
    """A name as an article writes it; `pair` is another name in brackets behind it, `announced` as a short form."""

    text: str
    pair: str = ""
    announced: bool = False


@dataclass
class Thing:
    """`showings` are what single articles call it, each a list of names; `partner` is who it is often told of with."""

    number: int
    kind: str
    main: str
    showings: list[list[Form]] = field(default_factory=list)
    partner: Thing | None = None


class Maker:
    """Makes things until they have `size` different names."""

    def __init__(self, size: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.size = size
        self.things: list[Thing] = []
        self._new: list[Thing] = []
        self._mains: set[str] = set()
        self._given = [self._coined(2) for _ in range(400)]
        self._traditional = OpenCC("s2t")

    def make(self) -> list[Thing]:
        kinds = (self._latin, self._han, self._person, self._chinese_person, self._product, self._lookalike)
        forms: set[tuple[int, str]] = set()
        while len(forms) < self.size:
            kind = self.rng.choices(kinds, (44, 14, 14, 6, 14, 8))[0]
            kind()
            while self._new:
                thing = self._new.pop()
                forms |= {(thing.number, names.key(text)) for showing in thing.showings for form in showing
                          for text in (form.text, form.pair) if text}
        return self.things

    def _thing(self, kind: str, main: str) -> Thing | None:
        """A new thing, None where its name is taken; one in three has a partner that it is told of with."""
        key = names.key(main)
        if key in self._mains or names.core(key) in self._mains:
            return None
        self._mains |= {key, names.core(key)}
        thing = Thing(len(self.things), kind, main)
        if self.things and self._chance(.3):
            thing.partner = self.rng.choice(self.things)
        self.things.append(thing)
        self._new.append(thing)
        thing.showings.append([Form(main)])
        return thing

    def _latin(self, main: str = "") -> Thing | None:
        word = self._coined(self.rng.choice((2, 3)))
        shape = self.rng.random()
        words = [word]
        if shape < .55:
            words.append(self.rng.choice(DESCRIPTORS))
        elif shape < .75:
            words += [self.rng.choice(MIDDLES), self.rng.choice(DESCRIPTORS)]
        thing = self._thing("company", main or " ".join(words))
        if not thing:
            return None
        main = thing.main
        words = main.split()
        self._add(thing, .6, [Form(f"{main} {self.rng.choice(LEGAL)}")])
        self._add(thing, .2, [Form(f"{main} {self.rng.choice(LEGAL)}")])
        self._add(thing, .15, [Form(main.upper())])
        self._add(thing, .15, [Form(main.replace(" ", "-"))])
        self._add(thing, .08, [Form(self._slip(main))])
        if len(words) > 1:
            self._add(thing, .4, [Form(main), Form(words[0])])
        if len(words) > 2:
            acronym = "".join(word[0] for word in words)
            self._add(thing, .7, [Form(main, acronym), Form(acronym)])
        if self._chance(.3):
            self._translated(thing, main, self._brand() + self.rng.choice(HAN_DESCRIPTORS))
        return thing

    def _han(self) -> None:
        brand = self._brand()
        descriptor = self.rng.choice(HAN_DESCRIPTORS)
        thing = self._thing("company", brand + descriptor)
        if not thing:
            return
        self._add(thing, .6, [Form(thing.main + self.rng.choice(HAN_LEGAL))])
        self._add(thing, .3, [Form(self._traditional.convert(thing.main))])
        self._add(thing, .3, [Form(thing.main + "集团", brand, announced=True), Form(brand)])
        if self._chance(.4):
            latin = "".join(lazy_pinyin(brand)).capitalize() if self._chance(.6) else self._coined(2)
            self._translated(thing, thing.main, f"{latin} {self.rng.choice(DESCRIPTORS)}")

    def _person(self) -> None:
        first, last = self.rng.choice(self._given), self._coined(2)
        thing = self._thing("person", f"{first} {last}")
        if thing:
            self._add(thing, .5, [Form(thing.main), Form(last)])
            self._add(thing, .3, [Form(f"{self.rng.choice(TITLES)} {thing.main}")])
            self._add(thing, .05, [Form(self._slip(thing.main))])

    def _chinese_person(self) -> None:
        surname, given = self.rng.choice(SURNAMES), "".join(self.rng.sample(HAN, 2))
        thing = self._thing("person", surname + given)
        if thing:
            latin = f"{lazy_pinyin(surname)[0].capitalize()} {''.join(lazy_pinyin(given)).capitalize()}"
            self._translated(thing, thing.main, latin)
            self._add(thing, .3, [Form(thing.main), Form(surname)])

    def _product(self) -> None:
        family = self._coined(2)
        for version in self.rng.sample(range(1, 9), self.rng.choice((1, 1, 2, 3))):
            thing = self._thing("product", f"{family} {version}")
            if thing:
                self._add(thing, .6, [Form(f"{family}-{version}")])
                self._add(thing, .6, [Form(f"{family}{version}")])
                self._add(thing, .3, [Form(f"{family} {version} model")])

    def _lookalike(self) -> None:
        """Another thing with a name like one there is: its part, one with another descriptor, or one letter apart."""
        others = [thing for thing in self.rng.choices(self.things, k=4) if thing.main.isascii()] if self.things else []
        other = next((thing for thing in others if thing.kind == "company"), None)
        if not other:
            return
        shape = self.rng.random()
        if shape < .4:
            self._latin(f"{other.main} {self.rng.choice(PARTS)}")
        elif shape < .8:
            self._latin(f"{other.main.split()[0]} {self.rng.choice(DESCRIPTORS)}")
        else:
            thing = self._latin(self._slip(other.main))
            if thing:
                thing.showings += [[Form(thing.main)]] * self.rng.choice((1, 2, 4))

    def _translated(self, thing: Thing, main: str, other: str) -> None:
        """A name in the other language: in brackets in one article of seven in eight things, alone in another."""
        if names.key(other) in self._mains:
            return
        self._mains.add(names.key(other))
        self._add(thing, .88, [Form(main, other), Form(other)])
        self._add(thing, 1, [Form(other)])

    def _add(self, thing: Thing, chance: float, showing: list[Form]) -> None:
        if self._chance(chance):
            thing.showings.append(showing)

    def _chance(self, chance: float) -> bool:
        return self.rng.random() < chance

    def _coined(self, syllables: int) -> str:
        made = ""
        while len(made) < 4:
            made = "".join(self.rng.choice(ONSETS) + self.rng.choice(NUCLEI) + self.rng.choice(CODAS)
                           for _ in range(syllables))
        return made.capitalize()

    def _brand(self) -> str:
        return "".join(self.rng.choice(HAN) for _ in range(self.rng.choice((2, 2, 3))))

    def _slip(self, text: str) -> str:
        """One letter of the longest word left out, doubled, exchanged with the next one, or another letter."""
        words = text.split()
        index = max(range(len(words)), key=lambda i: len(words[i]))
        word = words[index]
        at = self.rng.randrange(1, len(word) - 1)
        words[index] = self.rng.choice((
            word[:at] + word[at + 1:], word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2:],
            word[:at] + self.rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1:],
        ))
        return " ".join(words)


def articles(things: list[Thing], seed: int, truth: dict[tuple[str, str], int]) -> Iterator[ArticleNames]:
    """The things' showings in articles of about six, in random order; `truth` gets the thing of each (article, key)."""
    rng = random.Random(seed + 1)
    showings = [(thing, showing) for thing in things for showing in thing.showings]
    rng.shuffle(showings)
    waiting: list[tuple[Thing, list[Form]]] = []
    number = 0
    while showings or waiting:
        article = _Article(f"{number:07d}", rng)
        number += 1
        left = [item for item in waiting if not article.add(*item)]
        while showings and len(article.names) < 8:
            item = showings.pop()
            if not article.add(*item):
                left.append(item)
        waiting = left
        for key, thing in article.things.items():
            truth[article.id, key] = thing
        yield article.names_of()


class _Article:
    """One article while things are added; it names no two things by one key."""

    def __init__(self, article_id: str, rng: random.Random) -> None:
        self.id, self.rng = article_id, rng
        self.names: dict[str, Name] = {}
        self.things: dict[str, int] = {}
        self._mains: list[tuple[str, Thing]] = []
        self._relations: set[Relation] = set()
        self._brackets: set[Bracket] = set()
        self._place = 0

    def add(self, thing: Thing, showing: list[Form]) -> bool:
        texts = [text for form in showing for text in (form.text, form.pair) if text]
        keys = [names.key(text) for text in texts]
        if any(self.things.get(key, thing.number) != thing.number for key in keys):
            return False
        for form in showing:
            self._mention(thing, form)
        main = names.key(showing[0].text)
        partner = thing.partner
        if partner and self.things.get(names.key(partner.main), partner.number) == partner.number and not (
                {names.key(partner.main)} & set(keys)):
            self._mention(partner, Form(partner.main))
            self._relations.add(Relation(names.key(partner.main), RELATIONS[thing.kind], main, True, True))
        elif self._mains and self.rng.random() < .2:
            other, other_thing = self.rng.choice(self._mains)
            if other_thing is not thing and other != main:
                self._relations.add(Relation(other, "partneredWith", main, True, True))
        self._mains.append((main, thing))
        return True

    def _mention(self, thing: Thing, form: Form) -> None:
        sentence = self._place
        for text in (form.text, form.pair):
            if text:
                self._name(thing, text, sentence)
        if form.pair:
            self._brackets.add(Bracket(f"said {form.text}" if form.text.isascii() else form.text, form.pair,
                                       form.announced))

    def _name(self, thing: Thing, text: str, sentence: int) -> None:
        key = names.key(text)
        right, coarse = CLASSES[thing.kind]
        type_ = self.rng.choices((right, coarse, ""), (80, 12, 8))[0]
        before = self.names.get(key) or Name(key, ())
        self.names[key] = Name(
            key, _count(before.forms, text), _count(before.types, type_),
            spans=(*before.spans, (self._place, self._place + len(text))),
            sentences=tuple(sorted({*before.sentences, sentence})),
        )
        self.things[key] = thing.number
        self._place += 100

    def names_of(self) -> ArticleNames:
        return ArticleNames(self.id, tuple(self.names[key] for key in sorted(self.names)),
                            tuple(sorted(self._relations)), tuple(sorted(self._brackets)))


def _count(counted: tuple[tuple[str, int], ...], text: str) -> tuple[tuple[str, int], ...]:
    counts = dict(counted)
    counts[text] = counts.get(text, 0) + 1
    return tuple(sorted(counts.items()))
