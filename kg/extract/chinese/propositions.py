"""Open propositions of a clause in its own words: who, what is said, of what. Any verb counts, any noun.

One clause gives a reading for each of its verbs; a reading gives a tuple with its object and one with each phrase that
a coverb introduces, whose predicate then has the coverb and the object: 对产生了深远影响 | 后世.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.chinese.chunks import (
    Clause,
    Group,
    conjuncts,
    governs,
    is_adverb,
    is_coverb,
    is_noun,
    is_verb,
    names_a_time,
    noun_phrase,
    relative_link,
    verb_group,
)
from kg.extract.chinese.words import ABOUT, CLAUSE_TAKING, LINK, PERSON_NOUNS

BA = frozenset({"把", "将"})
PASSIVE = frozenset({"被", "由", "遭", "获"})
COPULAS = frozenset({"是", "为", "即", "系", "不是", "并非", "并不是", "成为", "属于"})
NO_ARGUMENT = frozenset({"据", "根据", "按照", "随着", "为了"})


@dataclass(frozen=True, slots=True)
class Tuple:
    """A proposition: the units of its predicate in order; `verb` is where the verb stands in the clause."""

    subject: Group | None  # None: that of the clause before
    predicate: tuple[int, ...]
    object: Group
    verb: int
    construction: str


@dataclass
class _State:
    """What has been read of the clause so far and not been used by a verb."""

    subject: Group | None = None
    adverbs: list[int] = field(default_factory=list)
    coverbs: list[tuple[int, Group]] = field(default_factory=list)
    when: list[int] = field(default_factory=list)

    def spent(self) -> None:
        self.adverbs, self.coverbs, self.when = [], [], []


class Propositions:
    """Reads one clause from left to right; afterwards `subject` is whom it was about."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.subject: Group | None = None
        self.verbs = 0
        self.pending: tuple[int, ...] = ()  # a verb of saying that ends the clause: what it says is the next one

    def tuples(self) -> Iterator[Tuple]:
        state, i = _State(), 0
        found: list[Tuple] = []
        while i < len(self.clause):
            i = self._step(state, i, found)
        if not self.verbs and state.subject is not None:
            found += self._measured(state.subject)
        for one in found:
            yield from self._distributed(one)
        yield from self._titled()

    def _step(self, state: _State, i: int, found: list[Tuple]) -> int:
        unit = self.clause[i]
        if is_coverb(unit) and (group := noun_phrase(self.clause, i + 1, after_verb=True) or self._time(i + 1)):
            state.coverbs.append((i, group))
            return group.end
        if is_verb(unit) and not (state.subject is None and not found and self._modifies(i)):
            return self._verb(state, i, found)
        relative = not found and state.subject is None
        if group := noun_phrase(self.clause, i, after_verb=relative and self._modifies(i)):
            end = self._with_relative(group, found)
            counted = all(u.kind == "amount" or u.tag in ("m", "q") for u in self.clause[end.start : end.end])
            if not names_a_time(self.clause, end) and not (counted and state.subject):
                state.subject = end
                self.subject = self.subject or end
            return end.end
        if is_adverb(unit):
            state.adverbs.append(i)
        elif self._time(i):
            state.when.append(i)
        elif unit.tag == "c" or unit.kind == "mark":
            state.spent()
        return i + 1

    def _time(self, i: int) -> Group | None:
        timed = i < len(self.clause) and (self.clause[i].kind == "time" or self.clause[i].tag == "TIME")
        return Group(i, i + 1) if timed else None

    def _modifies(self, i: int) -> bool:
        """A verb, adverb or coverb opens a subject's relative clause only if another verb follows the noun."""
        link = relative_link(self.clause, i)
        return link is not None and any(is_verb(u) for u in self.clause[link + 1 :])

    def _with_relative(self, group: Group, found: list[Tuple]) -> Group:
        """李强 | 创办 的 北辰科技: a verb right before 的 is a modifier, and a proposition of its own."""
        i = group.end
        while i < len(self.clause) and (is_adverb(self.clause[i]) or self.clause[i].text == "所"):
            i += 1
        verb = i
        while i < len(self.clause) and (is_verb(self.clause[i]) or self.clause[i].text in ("了", "过")):
            i += 1
        if i == verb or i + 1 >= len(self.clause) or self.clause[i].text != LINK:
            return group
        noun = noun_phrase(self.clause, i + 1)
        if noun is None:
            return group
        found.append(Tuple(group, tuple(range(verb, i)), noun, verb, "relative"))
        return Group(group.start, noun.end)

    # --- a verb

    def _verb(self, state: _State, i: int, found: list[Tuple]) -> int:
        self.verbs += 1
        group = verb_group(self.clause, i)
        verb = max(j for j in range(group.start, group.end) if is_verb(self.clause[j]))
        if self.clause[i].text in ("是", "就是") and self.clause[-1].text == LINK:
            return self._cleft(state, group, found)
        if group.end < len(self.clause) and is_coverb(self.clause[group.end]) and governs(self.clause[verb]):
            state.adverbs += range(group.start, group.end)  # 喜欢 | 在 周末 | 去 郊外
            return group.end
        object_ = noun_phrase(self.clause, group.end, after_verb=True)
        words = (*state.adverbs, *range(group.start, group.end))
        rest = self._complement(verb, group.end, object_)
        if rest is not None:
            found.append(Tuple(state.subject, words, rest, verb, "clause"))
            state.subject = object_
            state.spent()
            return object_.end if object_ else group.end
        if group.end == len(self.clause) and self.clause[verb].text in CLAUSE_TAKING:
            self.pending = words
        object_ = self._with_relative(object_, found) if object_ else None
        found += self._arguments(state, words, object_, verb)
        state.spent()
        return object_.end if object_ else group.end

    def _complement(self, verb: int, end: int, object_: Group | None) -> Group | None:
        """The rest of the clause where it is a clause with a subject of its own."""
        if object_ is None or self.clause[verb].text not in CLAUSE_TAKING:
            return None
        after = [u for u in self.clause[object_.end :] if not is_adverb(u) and u.kind != "time"]
        acts = bool(after) and (is_verb(after[0]) or is_coverb(after[0]))
        return Group(end, len(self.clause)) if acts and any(is_verb(u) for u in after) else None

    def _arguments(self, state: _State, words: tuple[int, ...], object_: Group | None, verb: int) -> Iterator[Tuple]:
        coverbs = [c for c in state.coverbs if self.clause[c[0]].text not in NO_ARGUMENT]
        subject = state.subject
        moved = next((c for c in coverbs if self.clause[c[0]].text in BA), None)
        if moved is not None:
            coverbs.remove(moved)
            kept = words if object_ is None else (*words, *range(object_.start, object_.end))
            yield Tuple(subject, kept, moved[1], verb, "ba")
            if object_ is not None:
                yield Tuple(subject, _ordered(words, (moved[0], *_all(moved[1]))), object_, verb, "ba")
        elif object_ is not None:
            passive = tuple(c[0] for c in coverbs if self.clause[c[0]].text == "被")
            kind = "copula" if self.clause[verb].text in COPULAS else "passive" if passive else "active"
            yield Tuple(subject, _ordered(words, passive), object_, verb, kind)
        told = object_ is not None or moved is not None
        if not told and not coverbs and state.when:
            yield Tuple(subject, words, Group(state.when[-1], state.when[-1] + 1), verb, "coverb")
        for at, phrase in coverbs:
            if names_a_time(self.clause, phrase) and (told or len(coverbs) > 1):
                continue
            agent = self.clause[at].text in PASSIVE
            with_object = words if object_ is None else (*words, *_all(object_))
            yield Tuple(subject, _ordered(with_object, (at,)), phrase, verb, "passive" if agent else "coverb")

    def _cleft(self, state: _State, group: Group, found: list[Tuple]) -> int:
        """青霉素 是 弗莱明 在 1928年 发现 的: the topic is the object of the verb, or is what acts."""
        topic, inside = state.subject, _State()
        i, end = group.start + 1, len(self.clause) - 1
        while i < end and not is_verb(self.clause[i]):
            i = self._step(inside, i, found)
        if topic is None or i >= end:
            return len(self.clause)
        verb = verb_group(self.clause, i)
        words = tuple(range(verb.start, min(verb.end, end)))
        if inside.subject is not None:
            found.append(Tuple(inside.subject, words, topic, i, "cleft"))
        else:
            inside.subject = topic
            found += self._arguments(inside, words, noun_phrase(self.clause[:end], verb.end, after_verb=True), i)
        return len(self.clause)

    # --- without a verb

    def _measured(self, group: Group) -> Iterator[Tuple]:
        """长江 | 全长约 | 6300公里: a name, what is measured of it, and how much."""
        amount = group.end - 1
        if self.clause[amount].kind != "amount" or amount - group.start < 2:
            return
        owner = next((j for j in range(group.start, amount) if not self.clause[j].is_name), amount)
        metric = [j for j in range(owner, amount) if self.clause[j].text != LINK]
        nouns = [j for j in metric if self.clause[j].text not in ABOUT]
        if owner > group.start and nouns:
            self.subject = Group(group.start, owner)
            yield Tuple(Group(group.start, owner), tuple(metric), Group(amount, amount + 1), nouns[0], "figure")

    def _titled(self) -> Iterator[Tuple]:
        """小说的主人公 | 孙少平: a noun for a person and the name right behind it; the predicate is implied."""
        for i in range(1, len(self.clause)):
            unit, before = self.clause[i], self.clause[i - 1]
            titled = unit.kind == "name" and unit.type == "Person" and before.kind == "word" and is_noun(before)
            if not titled or not before.text.endswith(PERSON_NOUNS):
                continue
            start = i - 1
            while start and (is_noun(self.clause[start - 1]) or (
                self.clause[start - 1].text == LINK and start > 1 and is_noun(self.clause[start - 2])
            ) or self.clause[start - 1].tag in ("a", "b")) and not (
                self.clause[start - 1].kind == "name" and self.clause[start - 1].type == "Person"
            ):
                start -= 1
            yield Tuple(Group(i, i + 1), (), Group(start, i), i - 1, "title")

    def _distributed(self, one: Tuple) -> Iterator[Tuple]:
        subjects: Sequence[Group | None] = [None] if one.subject is None else conjuncts(self.clause, one.subject)
        objects = [one.object] if one.construction == "clause" else conjuncts(self.clause, one.object)
        for subject in subjects:
            for object_ in objects:
                yield Tuple(subject, one.predicate, object_, one.verb, one.construction)


def _all(group: Group) -> Iterator[int]:
    return iter(range(group.start, group.end))


def _ordered(words: Sequence[int], more: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({*words, *more}))
