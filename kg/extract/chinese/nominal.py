"""Readings of relational nouns: posts, owners, parents, rivals, sites, figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.candidates import Candidate, fill
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import (
    Clause,
    after_verb,
    before_verb,
    is_nominal,
    phrase,
    relative_end,
)
from kg.extract.chinese.sites import Sites
from kg.extract.chinese.units import PLACES, Unit
from kg.extract.chinese.words import BREAKS, CONJUNCTIONS, GOALS, JOINERS, LINK
from kg.lexicon import Sense
from kg.ontology import Ontology

FIGURES = frozenset({"hasFigure", "valuedAt", "raisedFunding"})
MEASURED = frozenset({"Organization", "Product"})
REACH = 8  # units between a noun and its owner, or its name


class Nouns:
    """Reads the relational nouns of one clause."""

    def __init__(self, clause: Clause, discourse: Discourse, ontology: Ontology) -> None:
        self.clause, self.discourse, self.ontology = clause, discourse, ontology
        self.sites = Sites(clause, discourse, ontology)

    def candidates(self) -> Iterator[Candidate]:
        for i, unit in enumerate(self.clause):
            for sense in unit.senses:
                if sense.pos == "noun" and sense.property:
                    yield from self._figure(i, sense) if sense.property in FIGURES else self._read(i, sense)

    def _read(self, i: int, sense: Sense) -> Iterator[Candidate]:
        if "self" not in sense.subject + sense.object:
            yield from self.sites.candidates(i, sense)
            return
        selves, construction = self._selves(i, sense)
        if not selves:
            return
        owners = self._owners(i) or (self._modified(i) if construction == "linked" else ())
        fillers = {"self": selves, "possessor": owners, "modifier": owners,
                   "topic": () if owners else self._topic(i, selves)}
        for subject, object_, used in fill(sense, fillers, self.discourse, self.ontology):
            role = self._role(i) if sense.property in ("holdsPosition", "memberOf") else ()
            yield Candidate(sense.property or "", subject, object_, self.clause[i], i, construction, sense.entry, role,
                            carried="topic" in used)

    # --- the name that the noun is said of

    def _selves(self, i: int, sense: Sense) -> tuple[Sequence[Unit], str]:
        following = self._following(i)
        if following:
            return following, "apposition"
        linked = self._linked(i, sense)
        if linked:
            return linked, "linked"
        predicated = self._predicated(i)
        return predicated, "predicative"

    def _following(self, i: int) -> Sequence[Unit]:
        """The first name after the noun, past further nouns and joints; coordinated names with it."""
        for j in range(i + 1, min(len(self.clause), i + REACH)):
            unit = self.clause[j]
            if unit.kind == "name":
                return self._coordinated(j)
            if unit.kind in ("pronoun", "amount", "time", "mark") and unit.text not in JOINERS:
                return ()
            if not (unit.text in JOINERS or (is_nominal(unit) and unit.tag != "f")):
                return ()
        return ()

    def _coordinated(self, j: int) -> Sequence[Unit]:
        """The name at `j` and those of its class that conjunctions join to it directly."""
        found = [self.clause[j]]
        for k in range(j + 2, len(self.clause), 2):
            joint, name = self.clause[k - 1 : k + 1]
            nouned = k + 1 < len(self.clause) and self.clause[k + 1].has("noun")
            if joint.text not in CONJUNCTIONS or name.kind != "name" or name.type != found[0].type or nouned:
                break
            found.append(name)
        return found

    def _linked(self, i: int, sense: Sense) -> Sequence[Unit]:
        """"竞争对手包括 A 和 B", "总部位于 苏州": a linking verb, then names."""
        seat = sense.property == "headquarteredIn"
        first = i + 3 if seat and i + 2 < len(self.clause) and self.clause[i + 1].text in ("从", "由") else i + 1
        for j in range(first, min(len(self.clause), first + 4)):
            unit = self.clause[j]
            if self._links(unit, seat):
                after = after_verb(self.clause, j)
                link = relative_end(self.clause, j, len(self.clause))
                if link is not None and seat:
                    return [u for u in self.clause[j + 1 : link] if u.is_name][-1:]
                return after.heads if after else ()
            stops = unit.is_name or unit.kind in ("amount", "mark") or unit.text == LINK
            if stops or (unit.is_verb and not unit.has("adverb")):
                return ()
        return ()

    def _links(self, unit: Unit, seat: bool) -> bool:
        """A seat is "in" somewhere; what a noun is said of, it "is", or there "is" it: 股东 里 有 X."""
        if unit.text == "有":
            return not seat
        if unit.text == "在" or any(s.property == "basedIn" for s in unit.senses if s.pos == "verb"):
            return seat
        return any(s.operator == "links" for s in unit.senses) or unit.text == "由"

    def _predicated(self, i: int) -> Sequence[Unit]:
        """"X 是 Y 的 首席执行官": the subject of the linking verb before."""
        for j in range(i - 1, max(-1, i - REACH - 2), -1):
            unit = self.clause[j]
            if any(s.operator == "links" for s in unit.senses) and unit.text not in ("有", "在", "包括"):
                sides = before_verb(self.clause, 0, j)
                if sides.bare:
                    return sides.bare[0].heads
                return self.discourse.subjects[-1:]
            if (unit.kind == "word" and unit.is_verb) or unit.text in BREAKS:
                return ()
        return ()

    # --- the name that the noun belongs to

    def _owners(self, i: int) -> Sequence[Unit]:
        """The nearest name before the noun in its phrase: past modifiers, posts that share it, and 的."""
        for j in range(i - 1, max(-1, i - REACH - 1), -1):
            unit = self.clause[j]
            if unit.is_name and j and self.sites.placed(j):
                return ()  # where, not whose
            if unit.type in PLACES and self.clause[j + 1].text.startswith("区"):
                continue  # 中国 区 总裁
            if unit.type in PLACES and self.sites.modified(j):
                continue  # 匈牙利 工厂 的 产能
            if unit.is_name:
                if unit.type == "Person" and j + 1 < i and self.clause[j + 1].text in CONJUNCTIONS:
                    continue
                return self._with_conjuncts(j)
            if not (unit.text in JOINERS or is_nominal(unit) or unit.text in ("前", "时任", "现任")):
                return ()
        return ()

    def _modified(self, i: int) -> Sequence[Unit]:
        """"总部 位于 苏州 的 灵触半导体": the noun that the clause with the relational noun modifies."""
        for j in range(i + 1, min(len(self.clause), i + 4)):
            link = relative_end(self.clause, j, len(self.clause))
            if link is not None:
                return phrase(self.clause, link + 1, len(self.clause)).heads[:1]
        return ()

    def _with_conjuncts(self, j: int) -> Sequence[Unit]:
        found = [self.clause[j]]
        while j >= 2 and self.clause[j - 1].text in CONJUNCTIONS - {"兼", "、"} and self.clause[j - 2].is_name and (
            self.clause[j - 2].type == found[-1].type
        ):
            j -= 2
            found.insert(0, self.clause[j])
        return found

    def _topic(self, i: int, selves: Sequence[Unit]) -> Sequence[Unit]:
        """Without an owner in its phrase the noun belongs to whom the text is about, unless another modifies it."""
        found = self.discourse.topic({"Organization"}, min(self.clause[i].start, *(u.start for u in selves)))
        return [found] if found else ()

    def _role(self, i: int) -> tuple[Unit, ...]:
        """The post with its own modifiers: "前 首席 财务官", "技术 负责人"."""
        start = i
        while start and is_nominal(self.clause[start - 1]) and not self.clause[start - 1].is_name and (
            self.clause[start - 1].tag not in ("r", "m") and
            self.clause[start - 1].kind != "amount" and self.clause[start - 1].text not in JOINERS
        ) and not self.clause[start - 1].has("noun"):
            start -= 1
        return tuple(self.clause[start : i + 1])

    # --- figures

    def _figure(self, i: int, sense: Sense) -> Iterator[Candidate]:
        """"2024年营收31亿元", "估值达20亿元", "完成3亿元A轮融资": a metric and the amount next to it."""
        amounts = self._amounts(i, before=sense.property == "raisedFunding")
        if not amounts:
            return
        owners = self._owners(i)
        sides = before_verb(self.clause, 0, i)
        subject = sides.bare[0].heads if sides.bare and not owners else ()
        fillers = {"possessor": owners, "modifier": owners, "subject": subject, "amount": amounts,
                   "topic": self._measured(i, sense) if not owners and not subject else ()}
        for owner, amount, used in fill(sense, fillers, self.discourse, self.ontology):
            yield Candidate(sense.property or "", owner, amount, self.clause[i], i, "figure", sense.entry,
                            metric=self._role(i), carried="topic" in used)

    def _measured(self, i: int, sense: Sense) -> Sequence[Unit]:
        """Whom the text is about, a product as well as a firm; a person only where the measure is a person's."""
        found = self.discourse.topic(sense.subject_class or MEASURED, self.clause[i].start)
        return [found] if found else ()

    def _amounts(self, i: int, before: bool) -> Sequence[Unit]:
        for j in range(i + 1, min(len(self.clause), i + 6)):
            unit = self.clause[j]
            if unit.kind == "amount":
                return [self._level(j)]
            either = unit.text in CONJUNCTIONS and not unit.has("adverb")
            if unit.is_name or unit.has("noun") or unit.kind == "mark" or unit.text == LINK or either:
                break
        if before:
            return [u for u in self.clause[max(0, i - 5) : i] if u.kind == "amount"][-1:]
        return [self.clause[i - 1]] if i and self.clause[i - 1].kind == "amount" else ()

    def _level(self, j: int) -> Unit:
        """同比增长 6% 至 350亿: the level that a share of growth leads to, else the amount itself."""
        first, rest = self.clause[j], self.clause[j + 1 : j + 3]
        grown = len(rest) == 2 and rest[0].text in GOALS and rest[1].kind == "amount" and first.quantity is not None
        return rest[1] if grown and first.quantity is not None and first.quantity.kind == "percent" else first

    def _is(self, unit: Unit, cls: str) -> bool:
        return bool(unit.type) and self.ontology.is_a(unit.type, cls)
