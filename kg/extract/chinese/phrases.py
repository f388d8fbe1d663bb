"""Noun phrases, coverb phrases and the two sides of a verb in a clause of units.

Chinese has no inflection: what a noun phrase does in its clause shows in its place and in the coverb before it. The
head of a phrase is at its end; 的 binds what stands before it, a relative clause as well as an owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.chinese.units import Unit

Clause = Sequence[Unit]

# Coverb -> grammatical argument of the lexicon that its noun phrase fills.
COVERBS: Mapping[str, str] = {
    "由": "by", "被": "passive", "遭": "passive", "获": "passive", "受": "passive", "获得": "passive", "把": "把", "将": "把",
    "对": "对", "针对": "对", "与": "与", "和": "与", "同": "与", "跟": "与", "及": "与", "向": "向", "给": "给", "在": "在",
    "于": "于", "从": "从", "自": "从", "为": "为", "以": "以", "用": "以", "到": "到", "至": "到", "往": "到", "据": "source",
    "根据": "source", "按": "source", "因": "cause", "就": "about", "通过": "means", "经": "means", "随着": "cause",
}
# These are coverbs only with a noun phrase behind them and a verb after it; elsewhere they are adverbs or verbs.
NEEDS_VERB = frozenset({"将", "获", "获得", "受", "遭", "给", "到", "至", "为"})
CONJUNCTIONS = frozenset({"、", "和", "与", "及", "以及", "或", "跟", "同", "兼"})
LINK = "的"
NOMINAL_TAGS = frozenset({"n", "nz", "nr", "ns", "nt", "nw", "vn", "an", "a", "m", "q", "r", "f", "s", "b", "j", "LOC", "ORG",
                          "PER", "latin", "name", "ad"})
# Behind a name and its 的 these say what part of it is meant: who buys the shares buys into the firm.
TRANSPARENT = frozenset({"股权", "股份", "股票", "控制权", "市场", "等地", "等", "公司", "全部股份", "多数股权", "少数股权", "控股权", "主板", "地区", "境内",
                         "当地", "系", "专业", "本科", "一职", "职务", "集团", "个", "品牌", "旗下", "等人", "四人", "三人", "两人", "多数股权", "全部股权"})
# Nouns that open a clause without being what it is about.
ADJUNCTS = frozenset({"本科", "硕士", "博士", "早年", "生前", "期间", "同时", "双双", "本身", "本人", "一方", "其中", "此外", "方面", "随即"})
# The object of these acts in what follows: "要求 X 收购 Y".
PIVOTS = frozenset({"要求", "让", "使", "令", "阻止", "允许", "迫使", "促使", "命令", "敦促", "帮助", "担心", "等待", "批准", "邀请", "支持"})
BREAKS = frozenset({"并", "并且", "而", "后", "以便", "用于", "来", "以", "但", "则", "也", "又", "还", "将", "已", "再", "时", "之后", "随后", "从而", "以及时"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Units `[start:end)` of a clause; `heads` are its coordinated names, () when a common noun is its head."""

    start: int
    end: int
    heads: tuple[Unit, ...] = ()
    coverb: str = ""


@dataclass
class Sides:
    """What stands around a verb: phrases before it by coverb ("" without one), the phrase after it."""

    bare: list[Phrase] = field(default_factory=list)
    marked: dict[str, Phrase] = field(default_factory=dict)
    after: Phrase | None = None


def is_nominal(unit: Unit) -> bool:
    if unit.kind in ("name", "pronoun", "amount"):
        return True
    if unit.kind != "word" or unit.text in COVERBS or unit.text in BREAKS:
        return False
    return unit.has("noun") or (unit.tag in NOMINAL_TAGS and not unit.has("verb") and not unit.has("adverb"))


def phrase(clause: Clause, start: int, limit: int, coverb: str = "") -> Phrase:
    """The longest noun phrase from `start`, relative clauses within it included."""
    i = start
    while i < limit:
        unit = clause[i]
        if is_nominal(unit) or (unit.text == LINK and i > start):
            i += 1
        elif unit.text in CONJUNCTIONS and start < i < limit - 1 and (is_nominal(clause[i + 1])):
            i += 1
        elif (link := relative_end(clause, i, limit)) is not None:
            i = link + 1
        else:
            break
    return Phrase(start, i, heads(clause[start:i]), coverb)


def relative_end(clause: Clause, i: int, limit: int) -> int | None:
    """Index of the 的 that makes the verb at `i` a modifier, None when the verb leads a clause of its own."""
    coverb = clause[i].text in COVERBS
    if not (clause[i].is_verb or coverb):
        return None
    for j in range(i + 1, min(limit, i + 14)):
        if clause[j].text == LINK:
            if coverb and not any(u.is_verb for u in clause[i + 1 : j]):
                return None
            return j if j + 1 < limit and is_nominal(clause[j + 1]) else None
        if clause[j].text in BREAKS and clause[j].text not in ("以", "来") or clause[j].kind == "mark" and clause[j].text != "、":
            return None
    return None


def heads(units: Clause) -> tuple[Unit, ...]:
    """The coordinated names that end a phrase; transparent nouns and amounts behind a name do not hide it."""
    end = len(units)
    while end and not units[end - 1].is_name and (_transparent(units[end - 1]) or _describes(units, end - 1)):
        end -= 1
    if not end or not units[end - 1].is_name:
        return ()
    found = [units[end - 1]]
    i = end - 2
    linked = False
    while i > 0:
        if units[i].text in CONJUNCTIONS and units[i].text != "兼":
            before = units[i - 1]
            if not before.is_name or (linked and not (i >= 2 and units[i - 2].text == LINK)):
                break
            found.append(before)
            i, linked = i - 2, False
        elif is_nominal(units[i]) and not (units[i].is_name and not linked) or units[i].text == LINK:
            linked = linked or units[i].text == LINK
            i -= 1
        else:
            break
    return tuple(reversed(found))


def _describes(units: Clause, i: int) -> bool:
    """"Trainium 芯片", "安卓 系统": the kind of thing behind a product's name."""
    before = units[i - 1] if i else None
    product = before is not None and before.kind == "name" and before.type not in ("Person", "Organization", "Company", "Place", "City", "Country")
    return product and any(s.property == "developed" and s.pos == "noun" for s in units[i].senses)


def _transparent(unit: Unit) -> bool:
    return unit.text in TRANSPARENT or unit.text == LINK or unit.kind == "amount" or unit.tag in ("m", "q", "f")


def before_verb(clause: Clause, start: int, verb: int) -> Sides:
    """The noun phrases in `[start:verb)`, read from the left."""
    sides = Sides()
    i = start
    while i < verb:
        unit = clause[i]
        coverb = COVERBS.get(unit.text, "")
        if coverb and i + 1 < verb and _opens_phrase(clause, i, verb):
            found = phrase(clause, i + 1, verb, coverb)
            if found.end > i + 1:
                sides.marked[coverb] = found
                i = found.end
                continue
        if is_nominal(unit) or relative_end(clause, i, verb) is not None:
            found = phrase(clause, i, verb)
            if unit.text not in ADJUNCTS or found.heads:
                sides.bare.append(found)
            i = max(found.end, i + 1)
        else:
            i += 1
    return sides


def _opens_phrase(clause: Clause, i: int, verb: int) -> bool:
    if clause[i].text == "将" and clause[i].tag == "d":
        return False
    return is_nominal(clause[i + 1]) or relative_end(clause, i + 1, verb) is not None or clause[i + 1].text == "《"


def after_verb(clause: Clause, verb: int) -> Phrase | None:
    """The object's phrase: from the verb to the next verb that leads a clause of its own."""
    i = verb + 1
    while i < len(clause) and (clause[i].tag in ("u", "xc", "d", "ad") or clause[i].text in ("了", "着", "过", "其中", "于", "给", "到", "至", "在", "为", "成", "自", "向")):
        i += 1
    if i >= len(clause):
        return None
    found = phrase(clause, i, len(clause))
    return found if found.end > i else None


def verbs(clause: Clause) -> Iterator[int]:
    for i, unit in enumerate(clause):
        if unit.kind == "word" and unit.has("verb"):
            yield i
