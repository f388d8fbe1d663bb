"""What fills the roles of a verb in open propositions: its object, what coverbs introduce, what the object is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.chinese.chunks import (
    Clause,
    Group,
    governs,
    is_adverb,
    is_coverb,
    is_verb,
    noun_phrase,
    relative_link,
)
from kg.extract.chinese.verbless import Tuple
from kg.extract.chinese.words import CLAUSE_TAKING, LINK, MEASURES

BA = frozenset({"把", "将"})
PASSIVE = frozenset({"被", "由", "遭", "获"})
COPULAS = frozenset({"是", "为", "即", "系", "不是", "并非", "并不是", "成为", "属于"})
AFTER = frozenset({"后", "前", "时", "之后", "之前", "以后", "以来", "期间"})
SUFFERING = frozenset({"受", "深受", "备受", "广受", "饱受", "受到", "遭", "遭到", "遭受", "获"})
PARTY = frozenset({"与", "和", "同", "跟"})
NO_ARGUMENT = frozenset({"据", "根据", "按照", "随着", "为了"})


@dataclass
class State:
    """What has been read of the clause so far and not been used by a verb."""

    subject: Group | None = None
    adverbs: list[int] = field(default_factory=list)
    coverbs: list[tuple[int, Group]] = field(default_factory=list)
    when: list[int] = field(default_factory=list)

    def spent(self) -> None:
        self.adverbs, self.coverbs, self.when = [], [], []


class Roles:
    """The tuples of one verb of a clause."""

    clause: Clause
    subject: Group | None

    def _arguments(self, state: State, words: tuple[int, ...], object_: Group | None, verb: int) -> Iterator[Tuple]:
        coverbs = [c for c in state.coverbs if self.clause[c[0]].text not in NO_ARGUMENT]
        subject = state.subject
        actor = next((c[1] for c in coverbs if self.clause[c[0]].text == "由"), None)
        if actor is not None and object_ is not None and governs(self.clause[words[0]]):
            yield Tuple(actor, tuple(j for j in words if not governs(self.clause[j])), object_, verb, "active")
            return
        moved = next((c for c in coverbs if self.clause[c[0]].text in BA), None)
        if moved is not None:
            coverbs.remove(moved)
            kept = words if object_ is None else (*words, *range(object_.start, object_.end))
            yield Tuple(subject, kept, moved[1], verb, "ba")
            if object_ is not None:
                yield Tuple(subject, _ordered(words, (moved[0], *units_of(moved[1]))), object_, verb, "ba")
        elif object_ is not None:
            passive = tuple(c[0] for c in coverbs if self.clause[c[0]].text == "被")
            if self.clause[verb].text == "为" and any(self.clause[c[0]].text == "以" for c in coverbs):
                whole = _ordered((*words, *units_of(object_)), (coverbs[-1][0],))
                yield Tuple(subject, whole, coverbs[-1][1], verb, "coverb")
                return
            kind = "copula" if self.clause[verb].text in COPULAS else "passive" if passive else "active"
            yield Tuple(subject, _ordered(words, passive), object_, verb, kind)
        told = object_ is not None or moved is not None
        if not told and not coverbs and subject is not None:
            yield from self._with_each_other(subject, words, verb)
        if not told and not coverbs and state.when:
            yield Tuple(subject, words, Group(state.when[-1], state.when[-1] + 1), verb, "coverb")
        for at, phrase in coverbs:
            agent = self.clause[at].text in PASSIVE
            with_object = words if object_ is None else (*words, *units_of(object_))
            yield Tuple(subject, _ordered(with_object, (at,)), phrase, verb, "passive" if agent else "coverb")

    def _with_each_other(self, subject: Group, words: tuple[int, ...], verb: int) -> Iterator[Tuple]:
        """杜甫 | 与齐名 | 李白: two that a verb without object joins."""
        joints = [j for j in range(subject.start + 1, subject.end - 1) if self.clause[j].text in PARTY]
        if len(joints) == 1 and not any(self.clause[j].text == LINK for j in range(subject.start, joints[0])):
            other = Group(joints[0] + 1, subject.end)
            yield Tuple(Group(subject.start, joints[0]), (joints[0], *words), other, verb, "coverb")

    def _without_when(self, group: Group | None) -> Group | None:
        """首相 职务 | 后: a word for when ends the clause of the verb, not its object."""
        if group is None or self.clause[group.end - 1].text not in AFTER or group.end - group.start < 2:
            return group
        return Group(group.start, group.end - 1)

    def _as_what(self, i: int) -> Group | None:
        """任命 李强 | 为 市长: what the object is made."""
        made = i < len(self.clause) and self.clause[i].text in ("为", "成", "作为") and self.clause[i].kind == "word"
        return noun_phrase(self.clause, i + 1, after_verb=True) if made else None

    def _complement(self, verb: int, end: int, object_: Group | None) -> Group | None:
        """The rest of the clause where it is a clause with a subject of its own."""
        if object_ is None or self.clause[verb].text not in CLAUSE_TAKING:
            return None
        after = [u for u in self.clause[object_.end :] if not is_adverb(u) and u.kind != "time"]
        acts = bool(after) and (is_verb(after[0]) or is_coverb(after[0]))
        return Group(end, len(self.clause)) if acts and any(is_verb(u) for u in after) else None

    def _measure(self, state: State, words: tuple[int, ...], object_: Group | None) -> tuple[int, ...] | None:
        """The 最大 功率 为 of a clause that names no thing: the measure of what the clause before was about."""
        group = state.subject
        if group is None or object_ is None:
            return None
        last, amount = self.clause[group.end - 1], self.clause[object_.end - 1]
        bare = not any(u.is_name or u.text == LINK or u.tag == "r" for u in self.clause[group.start : group.end])
        counts = amount.kind in ("amount", "time") or amount.tag in ("m", "q", "TIME")
        alone = bare and group.end - group.start <= 2 and len(last.text) > 1
        return (*units_of(group), *words) if alone and counts and last.text.endswith(MEASURES) else None

    def _owner(self, object_: Group | None) -> Group | None:
        """The 该 岛 of "该 岛 总面积 为 …": what the next clause goes on about is the thing, not its measure."""
        group = self.subject
        if group is None or object_ is None or self.clause[object_.end - 1].kind != "amount":
            return None
        metric = next((j for j in range(group.start + 1, group.end) if self.clause[j].text.endswith(MEASURES)), None)
        if metric is None:
            return None
        end = metric - (self.clause[metric - 1].text == LINK)
        return Group(group.start, end) if end > group.start else None

    def _suffers(self, verb: int, i: int) -> Group | None:
        """深受 | 年轻人 | 喜爱: the verb behind whom it comes from."""
        if self.clause[verb].text not in SUFFERING or i >= len(self.clause):
            return None
        return Group(i, i + 1) if is_verb(self.clause[i]) or self.clause[i].tag == "vn" else None

    def _goes_on(self, i: int) -> bool:
        """Behind a verb that governs another: a coverb, a time or an adverb, and the other verb later."""
        between = i < len(self.clause) and (
            is_coverb(self.clause[i]) or is_adverb(self.clause[i]) or self.clause[i].kind == "time")
        return between and any(is_verb(u) for u in self.clause[i + 1 :])

    def _story(self, group: Group | None) -> Group | None:
        """讲述 了 | 一个 男孩 寻找 父亲 的 故事: a noun phrase that begins with whom its relative clause is about."""
        if group is None or group.end >= len(self.clause) or self.clause[group.start].tag != "m":
            return group
        link = relative_link(self.clause, group.end)
        noun = noun_phrase(self.clause, link + 1) if link is not None else None
        return Group(group.start, noun.end) if noun is not None and noun.end == len(self.clause) else group


def units_of(group: Group) -> Iterator[int]:
    return iter(range(group.start, group.end))


def _ordered(words: Sequence[int], more: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({*words, *more}))
