"""What fills the arguments of a verb: the phrases around it, markers, posts, and what the text is about."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import Clause, Phrase, Sides, after_verb, heads, is_nominal
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import COMPONENTS, GOALS, INCOMES, LINK, PLURALS, TOGETHER
from kg.ontology import Ontology

POSTS = frozenset({"holdsPosition", "memberOf", "created", "leads"})
REACH = 14  # units between a verb and the post it gives
POST_NOUNS = frozenset({"职务", "一职", "职位", "要职", "职"})


class Arguments:
    """The arguments of the verbs of one clause; `discourse` says who it is about."""

    def __init__(self, clause: Clause, discourse: Discourse, ontology: Ontology, setting: Unit | None = None) -> None:
        self.clause, self.discourse, self.ontology = clause, discourse, ontology
        self.setting = setting  # a time that stands as a clause of its own before this one

    # --- what fills the verb's arguments

    def _fillers(self, i: int, sides: Sides, relative: Phrase | None) -> tuple[dict[str, Sequence[Unit]], str]:
        marked = {name: p.heads for name, p in sides.marked.items()}
        after = self._after(i, relative)
        behind = after.heads if after else ()
        bare = self._acting(i, sides)
        subject: Sequence[Unit]
        object_: Sequence[Unit]
        if relative:
            gap = relative.heads
            subject, object_ = ((bare or marked.get("by", ())), gap) if (bare or "by" in marked) else (gap, behind)
            construction = "relative"
        else:
            subject = bare if bare or sides.bare else self._carried()
            object_, construction = behind, "active"
        if "passive" in sides.marked:
            theme = relative.heads if relative else subject
            subject, object_, construction = marked["passive"], theme, "passive"
        elif "by" in sides.marked and not relative:
            subject, object_, construction = marked["by"], behind or subject, "by"
        elif "把" in sides.marked:
            object_, construction = marked["把"], "ba"
            if partner := marked.get("与"):  # 甲把乙与丙整合: the relation is between 乙 and 丙
                subject, object_ = object_, partner
        goal = self.clause[i].goal or self._goal_after(i)
        blocked = after is not None and not after.heads and not relative and not self._names_a_post(after)
        fillers: dict[str, Sequence[Unit]] = {
            **marked, "subject": subject, "object": object_, "topic": () if blocked else self._topics(i, subject)}
        if goal and behind:
            fillers[goal] = behind
            if "把" not in sides.marked and goal == "给":
                fillers["object"] = ()
        if "把" in sides.marked and not goal and behind:
            fillers["到"] = behind
        limit = relative.end if relative else len(self.clause)
        when = [u for u in self.clause[relative.start if relative else 0 : limit] if u.kind == "time"]
        fillers["part"] = () if relative else self._whose(i, sides, COMPONENTS)
        fillers["income"] = () if relative else self._whose(i, sides, INCOMES)
        fillers["predecessor"] = self._predecessors(i, subject)
        fillers["date"] = when[:1] or ([] if relative or self.setting is None else [self.setting])
        fillers["amount"] = [u for u in self.clause[i:] if u.kind == "amount"]
        return fillers, construction

    def _acting(self, i: int, sides: Sides) -> Sequence[Unit]:
        """The names before the verb that act: "A 联合 B 发布" both, "双方" the two that were told of."""
        for j in range(i):
            kind, count = PLURALS.get(self.clause[j].text, ("", 0))
            if count and not any(u.is_name for u in self.clause[:j]):
                return self.discourse.several(self.clause[j].text, kind, count, self.clause[0].start)
        if not sides.bare:
            return ()
        found = list(sides.bare[0].heads)
        for before, behind in pairwise(sides.bare):
            between = self.clause[before.end : behind.start]
            if found and between and all(u.text in TOGETHER for u in between) and behind.heads:
                found += behind.heads
        return found

    def _whose(self, i: int, sides: Sides, nouns: tuple[str, ...]) -> Sequence[Unit]:
        """Whose the thing is that the clause is about, where it is one of these: "X 的 屏幕", "屏幕" of the topic."""
        if not sides.bare or sides.bare[0].heads:
            return ()
        inside = self.clause[sides.bare[0].start : sides.bare[0].end]
        if not inside or not inside[-1].text.endswith(nouns):
            return ()
        owners = [u for u in inside if u.is_name][-1:]
        told = [u for u in self.discourse.subjects if u.start < self.clause[0].start]
        for kind in ("Organization", "Product"):
            owners = owners or [u for u in told if self.discourse.fits(u, {kind})][-1:]
        return owners

    def _after(self, i: int, relative: Phrase | None) -> Phrase | None:
        if relative:
            units = self.clause[i + 1 : relative.end]
            return Phrase(i + 1, relative.end, heads([u for u in units if u.text not in ("了", "于", "在")]))
        for j in range(i + 1, len(self.clause) - 1):
            if self.clause[j].text == LINK and any(s.operator and s.pos == "noun" for s in self.clause[j + 1].senses):
                return Phrase(i + 1, j, heads(self.clause[i + 1 : j]))
        return after_verb(self.clause, i)

    def _names_a_post(self, after: Phrase) -> bool:
        """辞去 董事长 职务: what is left is a post, so that whose it is may go unsaid."""
        return any(u.text in POST_NOUNS or any(s.property == "holdsPosition" for s in u.senses)
                   for u in self.clause[after.start : after.end])

    def _up_to(self, i: int, word: str) -> Sequence[Unit]:
        """The last name between the verb and the entry's further word: "归 亚马逊 所有", "获得 X 的 战略投资"."""
        stop = next(j for j in range(i + 1, len(self.clause)) if word in self.clause[j].text)
        return [u for u in self.clause[i + 1 : stop] if u.is_name][-1:]

    def _goal_after(self, i: int) -> str:
        after = self.clause[i + 1] if i + 1 < len(self.clause) else None
        return GOALS.get(after.text, "") if after else ""

    def _carried(self) -> Sequence[Unit]:
        return [u for u in self.discourse.subjects if u.start < self.clause[0].start][-1:]

    def _topics(self, i: int, subject: Sequence[Unit]) -> Sequence[Unit]:
        found = [self.discourse.affiliation(u) for u in subject if u.type == "Person"]
        found += [self.discourse.topic({c}, self.clause[i].start) for c in ("Organization", "Person", "Product")]
        return [u for u in found if u is not None]

    # --- posts

    def _predecessors(self, i: int, subject: Sequence[Unit]) -> Sequence[Unit]:
        """Where the last other person before had a post: who succeeds does so there."""
        own = {u.text for u in subject}
        others = [u for u in self.discourse.mentioned if u.end <= self.clause[0].start and u.text not in own]
        found = [self.discourse.affiliation(u) for u in others if u.type == "Person"]
        return [u for u in found if u is not None][-1:]

    def _post(self, i: int) -> tuple[tuple[Unit, ...], Sequence[Unit]] | None:
        """The post behind "担任", "任命 X 为": its words, and the organisation named before it."""
        for j in range(i + 1, min(len(self.clause), i + REACH)):
            if any(s.pos == "noun" and s.property in POSTS for s in self.clause[j].senses):
                start = j
                while start > i + 1 and self._modifies(self.clause[start - 1]):
                    start -= 1
                owners = [u for u in self.clause[i + 1 : start] if u.is_name and u.type != "Person"]
                fitting = [u for u in owners if self.discourse.fits(u, {"Organization"})]
                return tuple(self.clause[start : j + 1]), fitting[-1:]
            if self.clause[j].kind == "mark":
                break
        return None

    def _modifies(self, unit: Unit) -> bool:
        return is_nominal(unit) and not unit.is_name and unit.text != LINK

    def _before_post(self, i: int) -> Sequence[Unit]:
        """任命 [前 虾皮 高管 林佩珊] 为 ...: the last person before 为."""
        rest = self.clause[i + 1 :]
        stop = next((j for j, unit in enumerate(rest) if unit.text in ("为", "担任", "出任")), len(rest))
        return [u for u in rest[:stop] if u.is_name and u.type in ("Person", "")][-1:]
