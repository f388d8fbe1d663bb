"""Open propositions of a clause in its own words: who, what is said, of what. Any verb counts, any noun.

One clause gives a reading for each of its verbs; a reading gives a tuple with its object and one with each phrase that
a coverb introduces, whose predicate then has the coverb and the object: 对产生了深远影响 | 后世.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.chunks import (
    Clause,
    Group,
    conjuncts,
    governs,
    is_adverb,
    is_coverb,
    is_verb,
    names_a_time,
    noun_phrase,
    relative_link,
    verb_group,
)
from kg.extract.chinese.roles import COPULAS, Roles, State, units_of
from kg.extract.chinese.verbless import Tuple, called, measured, titled
from kg.extract.chinese.words import CLAUSE_TAKING, GOALS, LINK


class Propositions(Roles):
    """Reads one clause from left to right; afterwards `subject` is whom it was about."""

    def __init__(self, clause: Clause) -> None:
        self.clause = clause
        self.subject: Group | None = None
        self.verbs = 0
        self.pending: tuple[int, ...] = ()  # a verb of saying that ends the clause: what it says is the next one

    def tuples(self) -> Iterator[Tuple]:
        state, i = State(), 0
        found: list[Tuple] = []
        while i < len(self.clause):
            i = self._step(state, i, found)
        if not self.verbs and state.subject is not None:
            self._verbless(state.subject, found)
        for one in found:
            yield from self._distributed(one)
        yield from titled(self.clause)

    def _verbless(self, group: Group, found: list[Tuple]) -> None:
        """What a clause without a verb says; its subject is then that of the clause before, if it names none."""
        told = [*measured(self.clause, group), *called(self.clause, group)]
        found += told
        if told:
            self.subject = told[-1].subject

    def _step(self, state: State, i: int, found: list[Tuple]) -> int:
        unit = self.clause[i]
        if unit.text == "被" and i + 1 < len(self.clause) and is_verb(self.clause[i + 1]):
            state.adverbs.append(i)  # 被 | 誉为: nobody is named who does it
            return i + 1
        introduces = is_coverb(unit) or self._benefits(state, i)
        if introduces and (group := noun_phrase(self.clause, i + 1, after_verb=True) or self._time(i + 1)):
            state.coverbs.append((i, group))
            return group.end
        if is_verb(unit) and (past := self._topic(state, i)):
            return past
        if is_verb(unit) and not (state.subject is None and not found and self._modifies(i)):
            return self._verb(state, i, found)
        relative = not found and state.subject is None
        if group := noun_phrase(self.clause, i, after_verb=relative and self._modifies(i)):
            end = self._with_relative(group, found)
            counted = all(u.kind == "amount" or u.tag in ("m", "q") for u in self.clause[end.start : end.end])
            where = self.clause[end.end - 1].tag == "f"
            if not names_a_time(self.clause, end) and not ((counted or where) and state.subject):
                state.subject = end
                self.subject = self.subject or end
            if counted and state.subject and self.clause[end.end - 1].text.endswith("次"):
                state.adverbs += units_of(end)  # 三次 夺得
            return end.end
        if is_adverb(unit):
            state.adverbs.append(i)
        elif self._time(i):
            state.when.append(i)
        elif unit.tag == "c" or unit.kind == "mark":
            state.spent()
        return i + 1

    def _topic(self, state: State, i: int) -> int | None:
        """Past the noun of "哥伦布 发现 美洲 的 时间 | 是 …": a clause that modifies what the linking verb is about."""
        link = relative_link(self.clause, i) if state.subject is not None and self.verbs == 0 else None
        noun = noun_phrase(self.clause, link + 1) if link is not None else None
        if noun is None or state.subject is None or noun.end >= len(self.clause):
            return None
        if self.clause[noun.end].text not in COPULAS:
            return None
        state.subject = self.subject = Group(state.subject.start, noun.end)
        state.spent()
        return noun.end

    def _benefits(self, state: State, i: int) -> bool:
        """The 为 of "政府 为 家庭 提供 补贴", which the tagger calls a verb."""
        if self.clause[i].text != "为" or state.subject is None:
            return False
        group = noun_phrase(self.clause, i + 1, after_verb=True)
        return group is not None and group.end < len(self.clause) and is_verb(self.clause[group.end])

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

    def _verb(self, state: State, i: int, found: list[Tuple]) -> int:
        self.verbs += 1
        group = verb_group(self.clause, i)
        verb = max(j for j in range(group.start, group.end) if is_verb(self.clause[j]))
        if self.clause[i].text in ("是", "就是") and self.clause[-1].text == LINK:
            return self._cleft(state, group, found)
        if governs(self.clause[verb]) and self._goes_on(group.end):
            state.adverbs += range(group.start, group.end)  # 喜欢 | 在 周末 | 去 郊外
            return group.end
        object_ = noun_phrase(self.clause, group.end, after_verb=True)
        if object_ is None and self.clause[group.end - 1].text.endswith(tuple(GOALS)):
            object_ = self._time(group.end)
        object_ = self._story(self._without_when(object_))
        words = (*state.adverbs, *range(group.start, group.end))
        named = self._as_what(object_.end) if object_ is not None else None
        rest = None if named is not None else self._complement(verb, group.end, object_)
        if rest is not None:
            found.append(Tuple(state.subject, words, rest, verb, "clause"))
            state.subject = object_
            state.spent()
            return object_.end if object_ else group.end
        if group.end == len(self.clause) and self.clause[verb].text in CLAUSE_TAKING:
            self.pending = words
        object_ = self._with_relative(object_, found) if object_ else None
        if object_ is not None and (suffered := self._suffers(verb, object_.end)):
            found.append(Tuple(state.subject, (*words, *units_of(suffered)), object_, verb, "passive"))
            state.spent()
            return suffered.end
        if object_ is not None and named is not None and self.clause[verb].text not in COPULAS:
            found.append(Tuple(state.subject, (*words, object_.end, *units_of(named)), object_, verb, "ba"))
            found.append(Tuple(state.subject, (*words, *units_of(object_), object_.end), named, verb, "ba"))
            state.spent()
            return named.end
        if object_ is not None and (measure := self._measure(state, words, object_)):
            found.append(Tuple(None, measure, object_, verb, "figure"))
            self.subject = None
        else:
            found += self._arguments(state, words, object_, verb)
            self.subject = self._owner(object_) or self.subject
        state.spent()
        return object_.end if object_ else group.end

    def _cleft(self, state: State, group: Group, found: list[Tuple]) -> int:
        """青霉素 是 弗莱明 在 1928年 发现 的: the topic is the object of the verb, or is what acts."""
        topic, inside = state.subject, State()
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

    def _distributed(self, one: Tuple) -> Iterator[Tuple]:
        subjects: Sequence[Group | None] = [None] if one.subject is None else conjuncts(self.clause, one.subject)
        objects = [one.object] if one.construction == "clause" else conjuncts(self.clause, one.object)
        for subject in subjects:
            for object_ in objects:
                yield Tuple(subject, one.predicate, object_, one.verb, one.construction)
