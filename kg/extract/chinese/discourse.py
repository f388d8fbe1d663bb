"""Who the text is speaking of: subjects carried over, and the antecedents of pronouns, both conservative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.chinese.units import PLACES, UNKNOWN_CLASS, Unit
from kg.extract.chinese.words import GENERIC
from kg.ontology import Ontology

BYSTANDERS = frozenset({"GovernmentBody", "NewsOutlet", "University"})
PARTIES = frozenset({"双方", "双边", "三方"})
KINDS = ("Person", "Organization", "Product", "Event")
PAIR_REACH = 60  # characters within which 后者 belongs to the 前者 before
AGENTS = frozenset({"Person", "Organization"})
# Classes a name of unknown class may pass for; a stray Latin word is hardly a place or a person.
OPEN_CLASSES = frozenset({"Organization", "Company", "Product", "Group", "SoftwareProduct", "AIModel"})


@dataclass
class Discourse:
    """The names seen so far in the paragraph, in order, and the subjects of its clauses.

    Of the paragraphs before only who they were all about is kept: the one organisation, the one person among their
    subjects, as long as there is one.
    """

    ontology: Ontology
    mentioned: list[Unit] = field(default_factory=list)
    subjects: list[Unit] = field(default_factory=list)
    affiliations: dict[str, Unit] = field(default_factory=dict)
    told: list[Unit] = field(default_factory=list)
    about: list[Unit] = field(default_factory=list)  # the subjects with those that "与" and "和" join to them
    pair: tuple[Unit, Unit, int] | None = None  # what 前者 and 后者 stood for, and where that was said

    def open_paragraph(self) -> None:
        """What was told so far becomes background."""
        self.told += self.subjects
        self.mentioned, self.subjects, self.about, self.pair = [], [], [], None
        for kind in ("Organization", "Person"):
            acting = [u for u in self.told if u.type and self.ontology.is_a(u.type, kind) and u.type not in BYSTANDERS]
            if len({u.text for u in acting}) == 1:
                self.subjects.append(acting[-1])

    def affiliation(self, person: Unit) -> Unit | None:
        """The organisation last said to be the person's."""
        return self.affiliations.get(person.text)

    def fits(self, unit: Unit, classes: Iterable[str]) -> bool:
        """The name's class and one of these lie on one line of the class tree; no classes admit everything."""
        wanted = frozenset(classes)
        kind = unit.type
        if not wanted:
            return True
        if not kind or kind == UNKNOWN_CLASS:
            return bool(wanted & OPEN_CLASSES)
        return any(self.ontology.compatible(kind, c) for c in wanted)

    def topic(self, classes: Iterable[str], before: int) -> Unit | None:
        """The latest subject of these classes, else the first such name of the paragraph."""
        wanted = frozenset(classes)
        earlier = [u for u in self.subjects if u.start < before and self._acts(u, wanted)]
        if earlier:
            return earlier[-1]
        named = [u for u in self.mentioned if u.end <= before and self._acts(u, wanted)]
        return named[0] if named else None

    def _acts(self, unit: Unit, wanted: frozenset[str]) -> bool:
        """Fits, and is no authority or outlet: those speak in a text, which is about someone else."""
        return self.fits(unit, wanted) and (unit.type not in BYSTANDERS or unit.type in wanted)

    def antecedent(self, pronoun: Unit, actor: str = "", before: int = 0) -> Unit | None:
        """The name a pronoun stands for: the latest subject that fits, else the latest name before it.

        `actor` is whom the clause is about where the pronoun is its object: it stands for another then, and for the
        latest one that no clause was about if there is such a name. `before` is where the pronoun's clause begins.
        """
        if pronoun.text in ("前者", "后者"):
            return self._of_two(pronoun, before)
        if pronoun.text in ("自己",):
            return None
        classes = _classes(pronoun)
        subjects = [u for u in self.subjects if u.end <= pronoun.start and self._acts(u, classes) and u.text != actor]
        names = [u for u in self.mentioned if u.end <= pronoun.start and self._acts(u, classes) and u.text != actor]
        if actor:
            told = {u.text for u in self.subjects}
            names = [u for u in names if u.text not in told] or names
            return names[-1] if names else None
        if pronoun.text in GENERIC and names:
            return subjects[0] if subjects else names[0]  # a bare 公司 is whom the text is all about
        if subjects:
            return subjects[-1]
        return names[-1] if names else None

    def _of_two(self, pronoun: Unit, before: int) -> Unit | None:
        """"前者", "后者": of the last two names of one kind before the clause; the pair stays for both."""
        second = pronoun.text == "后者"
        if second and self.pair and pronoun.start - self.pair[2] < PAIR_REACH:
            return self.pair[1]
        named = [u for u in self.mentioned if u.end <= pronoun.start and u.type not in PLACES]
        told = [u for u in named if u.end <= before] or named
        last = told[-1] if told else None
        first = next((u for u in reversed(told) if last and u.text != last.text and self._alike(u, last)), None)
        if first is None or last is None:
            return None if not second else last
        self.pair = (first, last, pronoun.start)
        return last if second else first

    def _alike(self, one: Unit, other: Unit) -> bool:
        return any(all(u.type and self.ontology.is_a(u.type, kind) for u in (one, other)) for kind in KINDS)

    def several(self, word: str, kind: str, count: int, before: int) -> list[Unit]:
        """The last so many names of one kind: those that clauses were about; parties ("双方") whoever is named."""
        for names in ([], self.mentioned) if word in PARTIES else (self.about, self.mentioned):
            found: dict[str, Unit] = {}
            for unit in reversed(names):
                like = self._alike(unit, next(iter(found.values()), unit)) and self._is(unit, kind)
                if unit.end <= before and like and unit.type not in BYSTANDERS:
                    found.setdefault(unit.text, unit)
                if len(found) == count:
                    return list(reversed(found.values()))
        return []

    def _is(self, unit: Unit, kind: str) -> bool:
        """Of the kind; a thing may be one of several organizations as well as of several products."""
        kinds = (kind, "Product") if kind == "Organization" else (kind,)
        return bool(unit.type) and any(self.ontology.is_a(unit.type, k) for k in kinds)

    def mention(self, units: Iterable[Unit]) -> None:
        for unit in units:
            if unit.kind == "name" and unit not in self.mentioned:
                self.mentioned.append(unit)

    def subject(self, unit: Unit, others: Iterable[Unit] = ()) -> None:
        self.subjects.append(unit)
        self.about += [unit, *others]


def _classes(pronoun: Unit) -> frozenset[str]:
    if pronoun.type == UNKNOWN_CLASS:
        return frozenset({"Organization", "Product"})
    return frozenset({pronoun.type}) if pronoun.type else AGENTS
