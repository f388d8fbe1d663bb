"""Readings of a clause's verbs: active, 把, 被 and 由, relative clauses, appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.candidates import Candidate, fill
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import (
    Clause,
    Phrase,
    Sides,
    after_verb,
    before_verb,
    heads,
    is_nominal,
    phrase,
    relative_end,
)
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import COVERBS, GOALS, LINK, PIVOTS, TOGETHER
from kg.lexicon import Sense
from kg.ontology import Ontology

CLAUSAL = frozenset({"reports", "links", "doubts", "denies"})
POSTS = frozenset({"holdsPosition", "memberOf", "created", "leads"})
REACH = 14  # units between a verb and the post it gives
ACCUSING = frozenset({"sued", "warnedAgainst"})
POST_NOUNS = frozenset({"职务", "一职", "职位", "要职", "职"})
TRANSPARENT_OPERATORS = frozenset({"plans", "doubts", "denies", "negates", "implies"})


class Verbs:
    """Reads the verbs of one clause; `discourse` says who it is about."""

    def __init__(self, clause: Clause, discourse: Discourse, ontology: Ontology, setting: Unit | None = None) -> None:
        self.clause, self.discourse, self.ontology = clause, discourse, ontology
        self.setting = setting  # a time that stands as a clause of its own before this one

    def candidates(self) -> Iterator[Candidate]:
        for i, unit in enumerate(self.clause):
            senses = [s for s in unit.senses if s.pos == "verb" and s.property and self._complete(s, i)]
            if senses and not self._is_noun(i):
                yield from self._read(i, senses)
            elif not unit.senses and unit.tag == "v" and len(unit.text) > 1:
                yield from self._open(i)

    def _open(self, i: int) -> Iterator[Candidate]:
        """A verb outside the lexicon, between two names of its own clause."""
        if relative_end(self.clause, i, len(self.clause)) is not None:
            return
        sides = before_verb(self.clause, self._left_edge(i), i)
        after = after_verb(self.clause, i)
        if len(sides.bare) != 1 or sides.marked or after is None:
            return
        for subject in sides.bare[0].heads:
            for object_ in after.heads:
                if subject.type and object_.type and subject.text != object_.text:
                    yield Candidate(f"open:{self.clause[i].text}", subject, object_, self.clause[i], i, "open")

    def _complete(self, sense: Sense, i: int) -> bool:
        """The further words of an entry ("归 所有") follow later in the clause."""
        rest = [u.text for u in self.clause[i + 1 :]]
        return all(any(word in text for text in rest) for word in sense.words[1:])

    def _is_noun(self, i: int) -> bool:
        """Deverbal nouns are no verbs, but for the head of "对 Y 的 收购", which is read with the verb's own senses."""
        unit = self.clause[i]
        if unit.tag not in ("vn", "n") or unit.goal:
            return False
        after = self.clause[i + 1] if i + 1 < len(self.clause) else None
        compound = after is not None and after.kind == "word" and is_nominal(after) and after.tag in ("n", "vn")
        alone = not any(u.tag in ("v", "vd") for u in self.clause) and bool(i)
        return (compound and not alone) or unit.has("noun")

    def _read(self, i: int, senses: Sequence[Sense]) -> Iterator[Candidate]:
        relative = self._relative(i)
        if relative is None and self._of_a_common_noun(i):
            return
        start = relative.start if relative else self._left_edge(i)
        sides = before_verb(self.clause, start, i)
        fillers, construction = self._fillers(i, sides, relative)
        for sense in senses:
            if any(not fillers.get(a, True) for a in (*sense.subject, *sense.object) if a in sides.marked):
                continue  # a common noun fills the argument
            filled = dict(fillers)
            if "与" in sense.object and "与" not in filled and len(filled["subject"]) > 1:
                filled["subject"], filled["与"] = filled["subject"][:1], filled["subject"][1:]
            if len(sense.words) > 1:
                filled["object"] = self._up_to(i, sense.words[1])
            role: tuple[Unit, ...] = ()
            if "complement" in sense.object or sense.frame == "zh-appoint":
                found = self._post(i)
                if found is None:
                    continue
                role, owners = found
                filled["complement"] = owners
                filled["topic"] = self._topics(i, filled.get("subject", ()))
                if sense.frame == "zh-appoint" and not filled.get("object"):
                    filled["object"] = self._before_post(i)
            if sense.property in ACCUSING and not filled["object"]:
                filled["object"] = self._accused(i)
            if "与" not in sense.object and self._together(i):
                filled["subject"] = [*filled["subject"], *(p for p in filled.get("与", ()) if p.type != "Place")]
            for subject, object_, used in fill(sense, filled, self.discourse, self.ontology):
                carried = "topic" in used or (construction == "active" and not sides.bare and "subject" in used)
                yield Candidate(sense.property or "", subject, object_, self.clause[i], i, construction, sense.entry,
                                role, carried=carried, about_topic=used.endswith("topic"))

    def _accused(self, i: int) -> Sequence[Unit]:
        """起诉 Y 专利 侵权: the first name of what follows, where what it is accused of stands behind it."""
        after = after_verb(self.clause, i)
        named = [u for u in self.clause[after.start : after.end] if u.is_name] if after and not after.heads else []
        linked = after is not None and any(u.text == LINK for u in self.clause[after.start : after.end])
        return () if linked else named[:1]

    def _together(self, i: int) -> bool:
        """"与 X 一同 创办": the party of 与 acts too."""
        return self.clause[i].text.startswith(tuple(TOGETHER)) or any(
            u.text in TOGETHER for u in self.clause[max(0, i - 3) : i])

    # --- where the verb's own clause begins

    def _left_edge(self, i: int) -> int:
        """After the last verb with a clause as its object: "说 公司 收购 Y", "交易 是 X 对 Y 的 收购"."""
        for j in range(i - 1, -1, -1):
            unit = self.clause[j]
            opens = unit.text in PIVOTS or any(s.operator in CLAUSAL and s.pos == "verb" for s in unit.senses)
            if opens and unit.text not in COVERBS and any(u.is_name for u in self.clause[j + 1 : i]):
                return j + 1
        return 0

    def _relative(self, i: int) -> Phrase | None:
        """The phrase of the noun that the verb at `i` modifies: its heads are the noun, its start the clause's."""
        link = relative_end(self.clause, i, len(self.clause))
        if link is None:
            return None
        noun = phrase(self.clause, link + 1, len(self.clause))
        start = self._relative_start(i)
        first = heads(self.clause[link + 1 : noun.end])
        has_subject = any(is_nominal(u) for u in self.clause[start:i])
        has_object = any(u.is_name for u in self.clause[i + 1 : link])
        if not first or (has_subject and has_object):
            return None
        leads = start == 0 and not has_subject and noun.end >= len(self.clause) and i == 0
        free = start > 0 and not self.clause[start - 1].is_verb
        own_object = free and self.clause[link - 1].is_name and not has_subject
        return None if own_object and not leads else Phrase(start, link, first)

    def _of_a_common_noun(self, i: int) -> bool:
        """丰田 成立 的 合资 公司: what was set up is a common noun, so that the verb has no object to name."""
        link = relative_end(self.clause, i, len(self.clause))
        if link is None or heads(self.clause[link + 1 : phrase(self.clause, link + 1, len(self.clause)).end]):
            return False
        acting = any(is_nominal(u) for u in self.clause[self._relative_start(i) : i])
        return acting and not any(is_nominal(u) or u.kind == "time" for u in self.clause[i + 1 : link])

    def _relative_start(self, i: int) -> int:
        """The verb or coverb before, else the start of the clause."""
        for j in range(i - 1, -1, -1):
            unit = self.clause[j]
            transparent = unit.text in COVERBS or any(s.operator in TRANSPARENT_OPERATORS for s in unit.senses)
            if unit.is_verb and not transparent:
                return j + 1
        return 0

    # --- what fills the verb's arguments

    def _fillers(self, i: int, sides: Sides, relative: Phrase | None) -> tuple[dict[str, Sequence[Unit]], str]:
        marked = {name: p.heads for name, p in sides.marked.items()}
        after = self._after(i, relative)
        behind = after.heads if after else ()
        bare = sides.bare[0].heads if sides.bare else ()
        subject: Sequence[Unit]
        object_: Sequence[Unit]
        if relative:
            gap = relative.heads
            subject, object_ = ((bare or marked.get("by", ())), gap) if (bare or "by" in marked) else (gap, behind)
            construction = "relative"
        else:
            subject = bare if sides.bare else self._carried()
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
        fillers["predecessor"] = self._predecessors(i, subject)
        fillers["date"] = when[:1] or ([] if relative or self.setting is None else [self.setting])
        fillers["amount"] = [u for u in self.clause[i:] if u.kind == "amount"]
        return fillers, construction

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
