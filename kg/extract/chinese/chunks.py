"""Noun phrases and verb groups of a clause by the tagger's parts of speech, for open propositions.

`phrases.py` reads what the lexicon knows; here any noun and any verb counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import ADVERBS, CONJUNCTIONS, CONTROL, COVERBS, GOALS, LINK, MEASURES, WHEN

Clause = Sequence[Unit]

NOUNS = frozenset({
    "n", "nz", "nr", "ns", "nt", "nw", "vn", "an", "s", "b", "j", "LOC", "ORG", "PER", "latin", "name", "r", "m", "q",
    "i", "l",
})
MISTAGGED = frozenset({"d", "ad", "p", "ORG", "LOC", "PER", "nz"})  # tags that a verb of the lexicon gets at times
ADVERBIAL = frozenset({"d", "ad", "vd"})
GOAL_WORDS = frozenset({"于", "到", "给", "自", "为", "成", "向", "至", "往", "在", "作", "入", "出", "上"})
ALWAYS_GOALS = GOAL_WORDS - {"在", "向", "为"}
LINKS = frozenset({LINK, "之"})
PARTICLES = frozenset({"了", "着", "过"})
POINTING = ("这", "那", "该", "各", "每", "某", "此", "本", "几", "多")
COUNTERS = frozenset("个部位名家种些项座条件款支本套首届次起场批间所处类份张只台辆艘架颗枚群对双组笔段篇")
ABOUT_NOUN = frozenset({"关于", "对于", "有关"})  # these modify a noun without a verb
RELATIVE = 12  # units between a verb and the 的 that makes it a modifier


@dataclass(frozen=True, slots=True)
class Group:
    """Units `[start:end)` of a clause: a noun phrase, or a verb with what belongs to it."""

    start: int
    end: int


def is_noun(unit: Unit) -> bool:
    if unit.kind in ("name", "pronoun", "amount"):
        return True
    counts = unit.tag in NOUNS or unit.text.endswith(MEASURES) or (unit.tag == "a" and unit.has("noun"))
    return unit.kind == "word" and counts and unit.text not in ADVERBS | LINKS and not is_verb(unit)


def is_verb(unit: Unit) -> bool:
    known = len(unit.text) > 1 and unit.has("verb") and not unit.has("adverb") and not unit.has("noun")
    fused = known and (unit.tag in MISTAGGED or (unit.tag == "vn" and unit.text.endswith(tuple(GOALS))))
    return unit.kind == "word" and (unit.tag == "v" or fused)


def governs(unit: Unit) -> bool:
    """Makes one predicate with the verb behind it: 开始, 能, 不能."""
    return unit.text in CONTROL or unit.text.removeprefix("不") in CONTROL


def is_adverb(unit: Unit) -> bool:
    return unit.kind == "word" and (unit.tag in ADVERBIAL or unit.text in ADVERBS)


def is_coverb(unit: Unit) -> bool:
    known = unit.text in COVERBS and unit.tag not in ("v", "d", "c", "n")
    return unit.kind == "word" and not is_verb(unit) and (unit.tag == "p" or known)


def noun_phrase(clause: Clause, start: int, after_verb: bool = False) -> Group | None:
    """The longest noun phrase that begins at `start`; a relative clause opens it behind a verb or a coverb."""
    i, head = start, -1
    while i < len(clause):
        step = _modifier(clause, i, after_verb or i > start, i == start)
        if step is None:
            break
        i, headed = step
        head = i if headed else head
    return Group(start, head) if head > start else None


def _modifier(clause: Clause, i: int, deep: bool, first: bool) -> tuple[int, bool] | None:
    """Past the next piece of a noun phrase, and whether the phrase may end there; None where none is."""
    unit = clause[i]
    following = clause[i + 1] if i + 1 < len(clause) else None
    nominal = following is not None and (is_noun(following) or following.tag in ("a", "t", "f"))
    if is_noun(unit) or (unit.text == "能" and following is None and not first):
        return i + 1, True  # 化学 能
    if unit.text in LINKS and following is not None:
        return (i + 1, False) if deep and (nominal or _opens_relative(clause, i + 1) is not None) else None
    if unit.kind == "mark":
        return (i + 1, False) if unit.text == "、" and deep and nominal else None
    if unit.text in CONJUNCTIONS and deep and nominal and unit.tag != "p":
        return i + 1, False
    if unit.tag == "TIME" and unit.kind == "word" and deep and (first or not is_noun(clause[i - 1])):
        return i + 1, True  # a length of time: 24小时
    if unit.kind == "time" or unit.tag in ("t", "TIME"):
        before_noun = deep and (first or unit.tag == "t")
        named = following is not None and (following.text in LINKS or (before_noun and is_noun(following)))
        return (i + 1, False) if named else None
    if unit.tag == "f":
        return (i + 1, True) if deep else None
    if unit.tag in ("a", "d") and following is not None and unit.text not in ADVERBS:
        described = following.text in LINKS or is_noun(following) if unit.tag == "a" else (
            following.tag == "a" and i + 2 < len(clause) and clause[i + 2].text in LINKS)
        return (i + 1, False) if described else None
    if unit.text in ("等", "等等", "们") and deep:
        return i + 1, True
    if _is_score(clause, i):
        return i + 1, False
    link = _opens_relative(clause, i) if deep and (not i or _admits_relative(clause[i - 1])) else None
    return None if link is None else (link + 1, False)


def _admits_relative(before: Unit) -> bool:
    """A relative clause stands where its noun phrase begins, or behind what counts or points: 一条 | 连接 的 路."""
    counts = before.kind == "amount" or before.tag in ("m", "q") or points(before)
    rules = is_verb(before) or is_coverb(before) or before.text in GOAL_WORDS | PARTICLES
    return counts or rules or before.text in LINKS or before.text in CONJUNCTIONS


def points(unit: Unit) -> bool:
    """这, 这部: a determiner with nothing but a measure word; 该片 is a noun phrase."""
    return unit.text in POINTING or (unit.text.startswith(POINTING) and unit.text[1:] in COUNTERS)


def _is_score(clause: Clause, i: int) -> bool:
    """The 比 of "3 比 1"."""
    around = [*clause[i - 1 : i], *clause[i + 1 : i + 2]] if i else []
    return clause[i].text == "比" and len(around) == 2 and all(u.tag == "m" or u.kind == "amount" for u in around)


def _opens_relative(clause: Clause, i: int) -> int | None:
    """The 的 that makes of the verb at `i`, or behind the adverb or coverb there, a modifier of a noun."""
    if not (is_verb(clause[i]) or is_adverb(clause[i]) or is_coverb(clause[i]) or clause[i].text == "所"):
        return None
    return relative_link(clause, i)


def relative_link(clause: Clause, i: int) -> int | None:
    """The last 的 in reach of a noun's modifier that begins at `i`, None without a verb between or a noun behind."""
    seen = clause[i].text in ABOUT_NOUN
    for j in range(i, min(len(clause) - 1, i + RELATIVE)):
        unit = clause[j]
        seen = seen or is_verb(unit)
        if unit.text == LINK:
            following = clause[j + 1]
            return j if seen and (is_noun(following) or following.tag in ("a", "t")) else None
        if (unit.tag == "c" and unit.text not in CONJUNCTIONS) or (unit.kind == "mark" and unit.text != "、"):
            return None
    return None


def verb_group(clause: Clause, start: int) -> Group:
    """The verb at `start` with aspect, complement and the verbs that it governs directly: 开始 建设, 送 上."""
    i, verb = start + 1, start
    while i < len(clause):
        unit = clause[i]
        if unit.text in PARTICLES:
            i += 1
        elif is_verb(unit) and not (not governs(clause[verb]) and _inside_noun(clause, i)):
            verb, i = i, i + 1
        elif unit.text in GOAL_WORDS and unit.tag in ("p", "v", "f") and _is_goal(clause, verb, i):
            return Group(start, i + 1)
        elif is_adverb(unit) and governs(clause[verb]) and i + 1 < len(clause) and (
            is_verb(clause[i + 1]) or is_adverb(clause[i + 1])
        ):
            i += 1
        else:
            break
    return Group(start, i)


def _inside_noun(clause: Clause, i: int) -> bool:
    """The verb at `i` modifies a noun: 解决 | 影响 经济 的 问题; a mere complement (送 上 月球 的 人) does not."""
    return len(clause[i].text) > 1 and relative_link(clause, i) is not None


def _is_goal(clause: Clause, verb: int, i: int) -> bool:
    """Whether the coverb at `i` belongs to the verb before it, not to one behind its noun phrase."""
    if i + 1 >= len(clause):
        return False
    if clause[i].text in ALWAYS_GOALS:
        return True
    phrase = noun_phrase(clause, i + 1, after_verb=True)
    ruling = governs(clause[verb]) or (clause[i].text in ("向", "为") and len(clause[verb].text) > 1)
    goes_on = phrase is not None and phrase.end < len(clause) and is_verb(clause[phrase.end])
    return not (ruling and goes_on)


def names_a_time(clause: Clause, group: Group) -> bool:
    last = clause[group.end - 1]
    return last.text.endswith(WHEN) or last.kind == "time" or last.tag in ("t", "TIME")


def conjuncts(clause: Clause, group: Group) -> list[Group]:
    """The coordinated phrases of a flat list; the phrase itself where 的 makes unclear what is shared."""
    inside = clause[group.start : group.end]
    joints = [group.start + i for i, u in enumerate(inside) if u.text in CONJUNCTIONS and 0 < i < len(inside) - 1]
    if not joints or any(u.text in LINKS for u in inside):
        return [group]
    summed = inside[-1].text in ("等", "等等") or inside[-1].kind == "amount" or inside[-1].tag in ("m", "q")
    ends = [*joints, _without_sum(clause, joints[-1] + 1, group.end) - summed]
    starts = [group.start, *(j + 1 for j in joints)]
    return [Group(a, b) for a, b in zip(starts, ends, strict=True) if b > a]


def _without_sum(clause: Clause, start: int, end: int) -> int:
    """上海 和 杭州 | 两座 城市: what sums up a list of names is none of the last one."""
    named = end - start > 2 and clause[start].kind == "name"
    return start + 1 if named and (clause[start + 1].kind == "amount" or clause[start + 1].tag == "m") else end
