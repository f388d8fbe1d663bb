"""The known names of the ontology, by their normal forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.fuzz import ratio

from kg.ontology import KnownName, Ontology
from kg.resolve import names
from kg.resolve.mentions import Node, family
from kg.resolve.translation import Translations
from kg.vocab import entity_iri

UNLIKE = 75  # rapidfuzz's ratio, of 100: spellings of one long name are more alike
DEMONYM = "demonym of a known name"


class KnownNames:
    """Looks known names up: by any of their texts, by the text without legal forms, by an ambiguous text."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self.translations = Translations(ontology)
        self.by_iri = {name.iri: name for name in ontology.names}
        self.entity_iris = {entity_iri(name.labels.get("en") or name.labels["zh"]) for name in ontology.names
                            if name.labels.keys() & {"en", "zh"}}
        """What the entities of known names are called."""
        self._certain = _index((names.key(text), name) for name in ontology.names for text, _ in name.forms)
        self._ambiguous = _index((names.key(text), name) for name in ontology.names for text, _ in name.ambiguous)
        self._demonyms = _index((names.key(text), name) for name in ontology.names for text, _ in name.demonyms)
        self._cores = _index(
            (names.core(names.key(text)), name) for name in ontology.names
            if family(name.type, ontology) == "body" for text, _ in name.forms
        )

    def find(self, node: Node, node_family: str) -> tuple[KnownName, str] | None:
        """The known name that a name in an article stands for, and why; None where none or more than one fits."""
        found = self._only(self._certain, node)
        if found and not self._is_surname(node, node_family, found):
            return found, "known name"
        found = self._only(self._demonyms, node)
        if found and node_family in ("", "place"):
            return found, DEMONYM
        found = self._only(self._ambiguous, node, strict=True)
        if found:
            return found, f"known name, told by its class {max(node.name.types, key=lambda t: (t[1], t[0]))[0]}"
        core = names.core(node.key)
        if node.key in self._ambiguous or (core in self._ambiguous and core == node.key):
            return None
        found = self._only(self._cores, node, core, strict=True)
        return (found, "known name but for its organisation suffix") if found else None

    def identity(self, node: Node, node_family: str) -> str:
        """What a name is counted under: the IRI of the known name that it may be, or its key without legal forms."""
        found = self.find(node, node_family)
        return found[0].iri if found else names.core(node.key)

    def candidates(self, name_key: str) -> Iterator[str]:
        """The IRIs of all known names that a name with this key may stand for, whatever its class."""
        for index in (self._certain, self._ambiguous, self._demonyms):
            yield from (name.iri for name in index.get(name_key, ()))
        yield from (name.iri for name in self._cores.get(names.core(name_key), ()))

    def _is_surname(self, node: Node, node_family: str, known: KnownName) -> bool:
        """Whether one word is tagged as a person's name though the known name is of another kind of thing."""
        one_word = " " not in node.key and not names.is_han(node.key)
        return one_word and node_family == "person" and family(known.type, self._ontology) != "person"

    def organization(self, name_key: str) -> str:
        """The IRI that the entity of the one known organization with this text bears; "" where none or several do."""
        found = [name for name in (*self._certain.get(name_key, ()), *self._ambiguous.get(name_key, ()))
                 if self._ontology.is_a(name.type, "Organization")]
        return entity_iri(found[0].labels.get("en") or found[0].labels.get("zh") or "") if len(found) == 1 else ""

    def is_place(self, name_key: str) -> bool:
        """Whether the key is a text of a known place."""
        return any(family(name.type, self._ontology) == "place" for name in self._certain.get(name_key, ()))

    def is_form(self, name_key: str) -> bool:
        """Whether the key is a certain text of a known name."""
        return name_key in self._certain

    def is_longer(self, name_key: str, known_key: str) -> bool:
        """Whether the key is a known name with more words behind it: "hunyuan large" for 混元, known as "hunyuan"."""
        found = self._certain.get(known_key)
        if not found:
            return False
        forms = (names.key(text) for name in found for text, _ in name.forms)
        return any(name_key.startswith(form + " ") and names.core(name_key) != names.core(form) for form in forms)

    def expands_otherwise(self, known: KnownName, short: str, full: str, *, several: bool) -> bool:
        """Whether a short form that the known name bears stands for a quite different name in an article.

        So it does if the known name is long for it too, in other words; and if articles give it to `several` names, of
        which this one is like none of the known name's.
        """
        forms = [text for text, _ in known.forms]
        longer = [text for text in forms if names.is_acronym(short, text)] or (forms if several else [])
        unlike = all(ratio(names.core(names.key(text)), names.core(names.key(full))) < UNLIKE for text in longer)
        return bool(longer) and unlike

    def _only(
        self, index: dict[str, list[KnownName]], node: Node, name_key: str | None = None, *, strict: bool = False
    ) -> KnownName | None:
        """The one known name with the key; `strict` asks that some mention be of a class that it can have."""
        found = index.get(node.key if name_key is None else name_key, [])
        if strict or len(found) > 1:
            given = [type_ for type_ in node.types if type_]
            found = [name for name in found if any(self._ontology.compatible(type_, name.type) for type_ in given)]
        return found[0] if len(found) == 1 else None


def _index(pairs: Iterable[tuple[str, KnownName]]) -> dict[str, list[KnownName]]:
    index: dict[str, list[KnownName]] = defaultdict(list)
    for name_key, name in pairs:
        if name_key and name not in index[name_key]:
            index[name_key].append(name)
    return dict(index)
