"""Who the text is speaking of: subjects carried over, and the antecedents of pronouns, both conservative."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.extract.chinese.units import PLACES, UNKNOWN_CLASS, Unit
from kg.ontology import Ontology

BYSTANDERS = frozenset({"GovernmentBody", "NewsOutlet", "University"})
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

    def open_paragraph(self) -> None:
        """What was told so far becomes background."""
        self.told += self.subjects
        self.mentioned, self.subjects = [], []
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

    def antecedent(self, pronoun: Unit, actor: str = "") -> Unit | None:
        """The name a pronoun stands for: the latest subject that fits, else the latest name before it.

        `actor` is whom the clause is about where the pronoun is its object: it stands for another then, and for the
        latest one that no clause was about if there is such a name.
        """
        if pronoun.text in ("前者", "后者"):
            pair = [u for u in self.mentioned if u.end <= pronoun.start and u.type not in PLACES][-2:]
            return pair[0 if pronoun.text == "前者" else 1] if len(pair) == 2 else None
        if pronoun.text in ("自己",):
            return None
        classes = _classes(pronoun)
        subjects = [u for u in self.subjects if u.end <= pronoun.start and self._acts(u, classes) and u.text != actor]
        names = [u for u in self.mentioned if u.end <= pronoun.start and self._acts(u, classes) and u.text != actor]
        if actor:
            told = {u.text for u in self.subjects}
            names = [u for u in names if u.text not in told] or names
            return names[-1] if names else None
        if subjects:
            return subjects[-1]
        return names[-1] if names else None

    def mention(self, units: Iterable[Unit]) -> None:
        for unit in units:
            if unit.kind == "name" and unit not in self.mentioned:
                self.mentioned.append(unit)

    def subject(self, unit: Unit) -> None:
        self.subjects.append(unit)


def _classes(pronoun: Unit) -> frozenset[str]:
    if pronoun.type == UNKNOWN_CLASS:
        return frozenset({"Organization", "Product"})
    return frozenset({pronoun.type}) if pronoun.type else AGENTS
