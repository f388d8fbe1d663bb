"""Noun phrases, coverb phrases and the two sides of a verb in a clause of units.

Chinese has no inflection: what a noun phrase does in its clause shows in its place and in the coverb before it. The
head of a phrase is at its end; 的 binds what stands before it, a relative clause as well as an owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.chinese.units import PLACES, Unit
from kg.extract.chinese.words import ADJUNCTS, BREAKS, CONJUNCTIONS, COVERBS, LIGHT, LINK, TRANSPARENT

Clause = Sequence[Unit]

NOMINAL_TAGS = frozenset({
    "n", "nz", "nr", "ns", "nt", "nw", "vn", "an", "a", "m", "q", "r", "f", "s", "b", "j", "LOC", "ORG", "PER", "latin",
    "name", "ad",
})
VERBAL_TAGS = frozenset({"v", "vd", "d"})
# Names of these classes are no products, so "芯片" behind one is a noun of its own.
NO_PRODUCTS = frozenset({"Person", "Organization", "Company", "Place", "City", "Country"})
FIELDS = ("专业", "学系", "工程系", "研究生", "本科", "硕士", "博士")  # what somebody studied at a university
REACH = 14  # units between a verb and the 的 that makes it a modifier


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
    if unit.has("noun"):
        return not ((unit.has("verb") or unit.has("adverb")) and unit.tag in VERBAL_TAGS)  # 计划, 可能
    return unit.tag in NOMINAL_TAGS and not unit.has("verb") and not unit.has("adverb")


def phrase(clause: Clause, start: int, limit: int, coverb: str = "") -> Phrase:
    """The longest noun phrase from `start`, relative clauses within it included."""
    i = start
    while i < limit:
        unit = clause[i]
        joins = unit.text in CONJUNCTIONS and start < i < limit - 1 and is_nominal(clause[i + 1])
        owned = unit.text == LINK or _compounds(clause, i, limit)
        if is_nominal(unit) or joins or (owned and i > start):
            i += 1
        elif (link := relative_end(clause, i, limit)) is not None and not _acts_on(clause, start, i, link):
            i = link + 1
        else:
            break
    return Phrase(start, i, heads(clause[start:i]), coverb)


def _compounds(clause: Clause, i: int, limit: int) -> bool:
    """The 代工 of "其 代工 业务": a verb that the tagger calls a noun, between a pronoun and a noun."""
    named = clause[i - 1].kind == "pronoun" or clause[i - 1].text == LINK
    return clause[i].tag == "vn" and named and i + 1 < limit and clause[i + 1].tag in ("n", "nz") and (
        is_nominal(clause[i + 1]))


def _acts_on(clause: Clause, start: int, i: int, link: int) -> bool:
    """A verb behind a name and with an object before the 的 is the next predicate: 采用 鸿蒙 | 开发 车型 的 生态."""
    return i > start and clause[i - 1].kind == "name" and any(is_nominal(u) for u in clause[i + 1 : link])


def relative_end(clause: Clause, i: int, limit: int) -> int | None:
    """Index of the 的 that makes the verb at `i` a modifier, None when the verb leads a clause of its own."""
    coverb = clause[i].text in COVERBS
    if not (clause[i].is_verb or coverb):
        return None
    for j in range(i + 1, min(limit, i + REACH)):
        if clause[j].text == LINK:
            if coverb and not any(u.is_verb for u in clause[i + 1 : j]):
                return None
            return j if j + 1 < limit and is_nominal(clause[j + 1]) else None
        breaks = clause[j].text in BREAKS and clause[j].text not in ("以", "来")
        if breaks or (clause[j].kind == "mark" and clause[j].text != "、"):
            return None
    return None


def heads(units: Clause) -> tuple[Unit, ...]:
    """The coordinated names that end a phrase; transparent nouns and amounts behind a name do not hide it."""
    end = len(units)
    while end and not units[end - 1].is_name and (_transparent(units[end - 1]) or _adds_little(units, end - 1)):
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
        elif (is_nominal(units[i]) and (linked or not units[i].is_name or _places(units, i))) or units[i].text == LINK:
            linked = linked or units[i].text == LINK
            i -= 1
        else:
            break
    return tuple(reversed(found))


def _places(units: Clause, i: int) -> bool:
    """The 美国 of "A 与 美国 B 公司"."""
    return units[i].type in PLACES and units[i + 1].type not in PLACES


def _adds_little(units: Clause, i: int) -> bool:
    """"Trainium 芯片", "王小明 教授": the kind of thing behind a product's name, the post behind a person's."""
    before = units[i - 1] if i else None
    if before is not None and before.kind == "name" and before.type == "Person":
        return any(s.property == "holdsPosition" and s.pos == "noun" for s in units[i].senses)
    product = before is not None and before.kind == "name" and before.type not in NO_PRODUCTS
    return product and any(s.property == "developed" and s.pos == "noun" for s in units[i].senses)


def _transparent(unit: Unit) -> bool:
    return (
        unit.text in TRANSPARENT or unit.text == LINK or unit.kind == "amount" or unit.tag in ("m", "q", "f")
        or (unit.kind == "word" and unit.text.endswith(FIELDS)))


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
            amount = all(u.kind == "amount" or u.tag in ("m", "q") for u in clause[i : found.end])
            if (unit.text not in ADJUNCTS or found.heads) and not amount:
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
    while i < len(clause) and (clause[i].tag in ("u", "xc", "d", "ad") or clause[i].text in LIGHT):
        i += 1
    if i >= len(clause):
        return None
    found = phrase(clause, i, len(clause))
    return found if found.end > i else None
