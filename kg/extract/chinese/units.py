"""A Chinese paragraph as units: names, pronouns, amounts, times and words, each with the senses the lexicon gives it.

The Chinese grammar reads units, not tokens: an amount or a date is one unit however the words were cut, and so is a
lexical entry that the segmentation took apart (收入 囊中).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from spacy.tokens import Doc

from kg.extract.dates import TimeExpression, dates
from kg.extract.quantities import Quantity, quantities
from kg.lexicon import Lexicon, Sense

Kind = Literal["name", "pronoun", "amount", "time", "word", "mark"]

UNKNOWN_CLASS = "Thing"  # what the pipeline calls a name whose class it does not know
# Behind a verb: 卖给, 出生于, 迁至, 聘为, 收购了. The first group introduces an argument, the second says nothing.
GOALS = {"给": "给", "于": "于", "在": "在", "到": "到", "至": "到", "为": "为", "成": "为", "自": "从", "往": "到", "向": "向"}
ASPECTS = ("了", "过", "着", "起", "下", "出", "入", "下来", "上了")
# Names of fields and trades modify other nouns ("自动驾驶公司"): they are read as common nouns.
COMMON_CLASSES = frozenset({"Technology", "Industry", "Term"})
PRONOUNS: Mapping[str, str] = {
    "他": "Person", "她": "Person", "他的": "Person", "她的": "Person", "其": "", "它": "Thing", "公司": "Organization",
    "集团": "Organization", "我们": "Organization", "本公司": "Organization", "该公司": "Organization", "后者": "", "前者": "",
    "自己": "", "该行": "Organization", "该局": "GovernmentBody", "该厂": "Organization",
}
# "该公司", "这家芬兰手游公司", "这家企业": a determiner and a noun that says of what class its antecedent is.
DESCRIPTION = re.compile(
    r"(?:该|这家|这一家|这间|這家|這間|这个|此家|这款|本)(?:[\u4e00-\u9fff]{0,6}?)"
    r"(公司|集团|企业|机构|基金|厂商|车企|品牌|平台|俱乐部|初创公司|巨头|银行|厂|部门|应用|模型|产品|游戏|助手|软件|系统)(?![\u4e00-\u9fff]*?(?:业务|产品)(?=的))"
)
DESCRIBED: Mapping[str, str] = {
    "机构": "GovernmentBody", "部门": "GovernmentBody", "应用": "Product", "模型": "Product", "产品": "Product",
    "游戏": "Product", "助手": "Product", "软件": "Product", "系统": "Product", "平台": "Product",
}
# A generic noun is a pronoun only where it stands alone, not inside a compound ("公司债", "集团军").
GENERIC = frozenset({"公司", "集团", "我们"})
PLACES = frozenset({"Place", "City", "Country", "Region"})
MARKS = frozenset("，,。；;：:！!？?、…—~\n")


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch `[start:end)` of the paragraph. `type` is a class of the ontology for names and pronouns."""

    text: str
    start: int
    end: int
    kind: Kind
    tag: str = ""
    type: str = ""
    senses: tuple[Sense, ...] = ()
    goal: str = ""
    quantity: Quantity | None = None
    time: TimeExpression | None = None
    place: Unit | None = None  # 芬兰 in "这家芬兰手游公司"

    @property
    def is_name(self) -> bool:
        return self.kind in ("name", "pronoun")

    def has(self, pos: str) -> bool:
        return any(s.pos == pos for s in self.senses)

    @property
    def is_verb(self) -> bool:
        """Takes part in the clause as a verb: an entry of that kind, or what the tagger calls one."""
        return self.kind == "word" and (self.has("verb") or (self.tag in ("v", "vd") and not self.senses))


@dataclass(frozen=True)
class Forms:
    """The lexicon's written forms by their first character, longest first."""

    senses: Mapping[str, tuple[Sense, ...]]
    longest: int = field(default=1)


@lru_cache(maxsize=4)
def forms(lexicon: Lexicon) -> Forms:
    found: dict[str, list[Sense]] = {}
    for sense in lexicon.all:
        found.setdefault(sense.words[0] if len(sense.words) > 1 else sense.written.casefold(), []).append(sense)
    return Forms({k: tuple(v) for k, v in found.items()}, max(map(len, found), default=1))


def units(doc: Doc, lexicon: Lexicon, published: str | None) -> list[Unit]:
    """The units of the paragraph in order; white space and quotation marks are left out."""
    values = _values(doc, published)
    known = forms(lexicon)
    out: list[Unit] = []
    skip = 0
    tokens = [t for t in doc if not t.is_space]
    for i, token in enumerate(tokens):
        start, end = token.idx, token.idx + len(token)
        if start < skip:
            continue
        value = next((v for v in values if v.start < end and start < v.end), None)
        if value is not None and not token.ent_type_:
            if start < value.start:
                out.append(_plain(doc, start, value.start, token.tag_, known))
            out.append(value)
            skip = value.end
            if value.end < end:
                out.append(_plain(doc, value.end, end, "n", known))
                skip = end
            continue
        unit = _description(doc, start) or (_name(token) if token.ent_type_ else _word(doc, tokens, i, known))
        out.append(unit)
        skip = unit.end
    return [u for u in out if u.text not in "“”‘’「」『』\"《》〈〉"]


def _values(doc: Doc, published: str | None) -> list[Unit]:
    found = [Unit(q.text, q.start, q.end, "amount", quantity=q) for q in quantities(doc.text, "zh") if q.kind != "duration"]
    for expression in dates(doc.text, "zh", published):
        if not any(expression.start < u.end and u.start < expression.end for u in found):
            found.append(Unit(expression.text, expression.start, expression.end, "time", time=expression))
    names = [(e.start_char, e.end_char) for e in doc.ents]
    return sorted((u for u in found if not any(s < u.end and u.start < e for s, e in names)), key=lambda u: u.start)


def _name(token: object) -> Unit:
    text, start = token.text, token.idx  # type: ignore[attr-defined]
    kind = token.ent_type_  # type: ignore[attr-defined]
    if kind in COMMON_CLASSES:
        return Unit(text, start, start + len(text), "word", "n")
    return Unit(text, start, start + len(text), "name", "name", "" if kind == UNKNOWN_CLASS else kind)


def _description(doc: Doc, start: int) -> Unit | None:
    match = DESCRIPTION.match(doc.text, start)
    if not match:
        return None
    end = match.end()
    inside = [e for e in doc.ents if e.start_char < end and start < e.end_char]
    places = [e for e in inside if e.label_ in PLACES and e.end_char <= match.start(1)]
    if len(places) < len(inside):
        return None
    place = Unit(places[0].text, places[0].start_char, places[0].end_char, "name", "name", places[0].label_) if places else None
    return Unit(match.group(), start, end, "pronoun", "r", DESCRIBED.get(match.group(1), "Organization"), place=place)


def _word(doc: Doc, tokens: Sequence[object], i: int, known: Forms) -> Unit:
    """A word, or the longest entry of the lexicon that begins here and ends with a word (an aspect or goal may follow)."""
    token = tokens[i]
    start, end = token.idx, token.idx + len(token)  # type: ignore[attr-defined, arg-type]
    if token.text in PRONOUNS:  # type: ignore[attr-defined]
        return _plain(doc, start, end, token.tag_, known)  # type: ignore[attr-defined]
    ends = [t.idx + len(t) for t in tokens[i : i + 5] if not t.ent_type_]  # type: ignore[attr-defined, arg-type]
    for stop in sorted((e for e in ends if e - start <= known.longest + 2), reverse=True):
        if any(t.ent_type_ for t in tokens[i : i + 5] if t.idx < stop):  # type: ignore[attr-defined]
            continue
        found = _entry(doc.text[start:stop], known)
        if found:
            return Unit(doc.text[start:stop], start, stop, "word", token.tag_, senses=found[0], goal=found[1])  # type: ignore[attr-defined]
    return _plain(doc, start, end, token.tag_, known)  # type: ignore[attr-defined]


def _entry(text: str, known: Forms) -> tuple[tuple[Sense, ...], str] | None:
    """The senses of a written form and the goal marker fused to it: "卖给" is 卖 with 给."""
    key = text.casefold()
    if key in known.senses:
        return known.senses[key], next((g for m, g in GOALS.items() if key.endswith(m) and key[:-1] in known.senses), "")
    for marker, goal in GOALS.items():
        stem = key.removesuffix(marker)
        if stem != key and any(s.pos == "verb" for s in known.senses.get(stem, ())):
            return known.senses[stem], goal
    for aspect in ASPECTS:
        stem = key.removesuffix(aspect)
        if stem != key and any(s.pos == "verb" for s in known.senses.get(stem, ())):
            return known.senses[stem], ""
    return None


def _plain(doc: Doc, start: int, end: int, tag: str, known: Forms) -> Unit:
    text = doc.text[start:end]
    if text in MARKS or text in "（）()【】[]":
        return Unit(text, start, end, "mark", "w")
    if text in PRONOUNS and not (text in GENERIC and _compounded(doc.text, start, end)):
        return Unit(text, start, end, "pronoun", "r", PRONOUNS[text])
    return Unit(text, start, end, "word", tag, senses=known.senses.get(text.casefold(), ()))


def _compounded(text: str, start: int, end: int) -> bool:
    """A generic noun with a modifier of its own right before it: "手游公司", "三家公司"."""
    before = text[start - 1 : start]
    return bool(before) and before not in "，,。；;：:！!？?、…—~\n“”‘’「」（( " and not text[:start].endswith(
        ("把", "了", "由", "被", "向", "对", "与", "和", "给", "在", "让", "开", "入", "称", "说", "示", "月", "年", "日", "后", "前", "天", "时", "起", "但", "为", "而"))


def clauses(found: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Runs of units between the marks that end a clause; brackets and what they hold are left out."""
    clause: list[Unit] = []
    depth = 0
    for unit in found:
        if unit.text in "（(【[":
            depth += 1
        elif unit.text in "）)】]":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif unit.kind == "mark" and unit.text != "、" and unit.text not in "—~…":
            if clause:
                yield clause
            clause = []
        else:
            clause.append(unit)
    if clause:
        yield clause
