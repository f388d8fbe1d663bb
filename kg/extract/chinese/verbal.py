"""Readings of a clause's verbs: active, 把, 被 and 由, relative clauses, appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.chinese.arguments import Arguments
from kg.extract.chinese.candidates import Candidate, fill
from kg.extract.chinese.phrases import (
    Phrase,
    after_verb,
    before_verb,
    heads,
    is_nominal,
    phrase,
    relative_end,
)
from kg.extract.chinese.units import Unit
from kg.extract.chinese.words import COVERBS, LINK, PIVOTS, TOGETHER
from kg.lexicon import Sense

CLAUSAL = frozenset({"reports", "links", "doubts", "denies"})
ACCUSING = frozenset({"sued", "warnedAgainst"})
TRANSPARENT_OPERATORS = frozenset({"plans", "doubts", "denies", "negates", "implies"})


class Verbs(Arguments):
    """Reads the verbs of one clause; `discourse` says who it is about."""

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
