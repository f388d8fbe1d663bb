"""Readings of nouns for a site: whose it is, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.candidates import Candidate, fill
from kg.extract.chinese.discourse import Discourse
from kg.extract.chinese.phrases import Clause, is_nominal
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import CONJUNCTIONS, LINK, PLACING
from kg.lexicon import Sense
from kg.ontology import Ontology

REACH = 8  # units between a site and where it is
DESCRIBED = 2  # units between a place and the site that it modifies: 上海 | 研发 中心


class Sites:
    """Reads the sites of one clause."""

    def __init__(self, clause: Clause, discourse: Discourse, ontology: Ontology) -> None:
        self.clause, self.discourse, self.ontology = clause, discourse, ontology

    def candidates(self, i: int, sense: Sense) -> Iterator[Candidate]:
        """"其 在 广州 的 工厂", "在 南京 设有 研发中心", "X 的 匈牙利 工厂": whose the site is, and where."""
        places = [u for u in self.clause[max(0, i - REACH) : i] if u.is_name and self._is(u, "Place")]
        if any(self.placed(j) for j in range(1, i) if self.clause[j] in places):
            before = [u for u in self.clause[:i] if u.is_name and u.start < places[0].start]
            owners = [u for u in before if self._is(u, "Organization")][-1:]
        else:
            places, owners = self._modifiers(i)
        if not places:
            return
        fillers = {"possessor": owners, "在": places, "topic": () if owners else self._topic(places)}
        for subject, object_, used in fill(sense, fillers, self.discourse, self.ontology):
            yield Candidate(sense.property or "", subject, object_, self.clause[i], i, "site", sense.entry,
                            carried="topic" in used)

    def placed(self, j: int) -> bool:
        """Behind 在, 于, 位于, or behind a place that is."""
        before = self.clause[j - 1]
        if before.is_name and self._is(before, "Place") and j > 1:
            return self.placed(j - 1)
        joined = before.text in CONJUNCTIONS and j > 2 and self.clause[j - 2].is_name
        seated = any(s.property == "basedIn" and s.frame == "zh-at" for s in before.senses if s.pos == "verb")
        return before.text in ("在", "于") or seated or (joined and self.placed(j - 2))

    def modified(self, j: int) -> bool:
        """The place at `j` modifies a site behind it."""
        behind = range(j + 1, min(len(self.clause), j + 2 + DESCRIBED))
        sites = [i for i in behind if any(s.frame == "zh-site" for s in self.clause[i].senses)]
        return any(self.clause[j] in self._modifiers(i)[0] for i in sites)

    def _modifiers(self, i: int) -> tuple[list[Unit], list[Unit]]:
        """The places right before the noun at `i`, and the firm whose noun phrase they stand in."""
        following = self.clause[i + 1] if i + 1 < len(self.clause) else None
        measured = following is not None and any(s.property == "hasFigure" for s in following.senses)
        if following is not None and not measured and (following.kind == "name" or self._describes(following)):
            return [], []  # 新加坡 数据 中心 运营商
        j = i - 1
        while j >= 0 and i - j <= DESCRIBED and self._describes(self.clause[j]):
            j -= 1
        of = j > 0 and self.clause[j].text == LINK and self._is(self.clause[j - 1], "Place")
        j -= of  # 堪萨斯州 的 电池厂: of whom the clause tells
        places: list[Unit] = []
        while j >= 0 and self.clause[j].is_name and self._is(self.clause[j], "Place"):
            places.insert(0, self.clause[j])
            joined = j > 1 and self.clause[j - 1].text in CONJUNCTIONS and self._is(self.clause[j - 2], "Place")
            j -= 2 if joined else 1
        if not places or (j >= 0 and self.clause[j].text in PLACING):
            return [], []
        linked = j > 0 and self.clause[j].text == LINK
        owner = self.clause[j - 1 if linked else j] if j >= 0 else None
        if owner is not None and owner.is_name:
            return (places, [owner]) if self._is(owner, "Organization") or owner.kind == "pronoun" else ([], [])
        told = [u for u in self.clause[: j + 1] if u.is_name and self._is(u, "Organization")]
        return ([], []) if linked else (places, told[-1:] if of else [])

    def _describes(self, unit: Unit) -> bool:
        return unit.kind == "word" and is_nominal(unit) and unit.tag not in ("f", "r") and unit.text != LINK

    def _topic(self, places: Sequence[Unit]) -> list[Unit]:
        found = self.discourse.topic({"Organization"}, min(u.start for u in places))
        return [found] if found else []

    def _is(self, unit: Unit, cls: str) -> bool:
        return bool(unit.type) and self.ontology.is_a(unit.type, cls)
