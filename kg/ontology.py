"""The ontology in memory: classes, properties and known names, read from a folder of Turtle files.

    ontology = load()
    ontology.properties["acquired"].domain   # frozenset({"Organization", "Person", "Group", "Place"})
    ontology.is_a("AIModel", "Product")      # True

Every `*.ttl` in the folder is read except the lexicons, frames, shapes and words, which have readers of their own; so a
file beside `news.ttl` may add classes, properties and names. Classes and properties are known by their local names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.vocab import KG, OWL, RDF, RDFS, SCHEMA, SKOS, compact

READ_ELSEWHERE = ("lexicon.*.ttl", "frames.ttl", "shapes*.ttl", "words.ttl")
ABOUT_RECORDS = ("Record", "Quantity")
"""Properties of these classes describe claims and values; they are never the predicate of a claim."""

Text = tuple[str, str]
"""A text with its language tag ("" without one)."""


class OntologyError(Exception):
    """A file of the ontology cannot be used: which file, which line (None where there is none), and why."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")
        self.path, self.line, self.reason = path, line, reason

    def __reduce__(self) -> tuple[type[OntologyError], tuple[Path, int | None, str]]:
        return type(self), (self.path, self.line, self.reason)  # so that it can leave a worker process


@dataclass(frozen=True, slots=True)
class Class:
    """A class by local name; `ancestors` holds itself and every class above it."""

    name: str
    labels: Mapping[str, str]
    comment: str
    ancestors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Property:
    """A property by local name; any of the `domain` classes may be its subject, any of `range` its object.

    `object_kind` is "concrete" where an abstract noun can't be the object, "named" where only a name can, else "".
    """

    name: str
    labels: Mapping[str, str]
    comment: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    inverse: str | None = None
    object_kind: str = ""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A thing that is known by name. Every text comes with its language.

    `labels` are preferred, `aliases` are also shown, `hidden` are only recognised. `ambiguous` names are common words
    or other things' names too ("Target"), so they are in none of the others and need a second sign. `demonyms` are the
    adjectives of a place. `same_as` are Wikidata IRIs, the certain ones only.
    """

    iri: str
    type: str
    labels: Mapping[str, str]
    aliases: tuple[Text, ...] = ()
    hidden: tuple[Text, ...] = ()
    ambiguous: tuple[Text, ...] = ()
    demonyms: tuple[Text, ...] = ()
    same_as: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[Text, ...]:
        """Every text that means this thing and nothing else: labels, aliases and hidden labels."""
        return (*((text, language) for language, text in self.labels.items()), *self.aliases, *self.hidden)


@dataclass(frozen=True, slots=True)
class Ontology:
    """What a folder of Turtle says. `properties` are those a claim may have, `terms` those that describe claims."""

    path: Path
    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    terms: Mapping[str, Property]
    names: tuple[KnownName, ...]
    nouns: Mapping[str, str] = field(repr=False)
    """Common nouns (lemmas) with the class whose things they describe: "company" -> "Company"."""
    digest: str = field(repr=False)
    """SHA-256 of every Turtle file in the folder, the lexicons and shapes included."""

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether `cls` is `ancestor` or below it; an unknown class is only itself."""
        return cls == ancestor or (cls in self.classes and ancestor in self.classes[cls].ancestors)

    def compatible(self, cls: str, other: str) -> bool:
        """Whether one thing may be of both classes: one is the other or below it, or one is not known ("")."""
        return not cls or not other or self.is_a(cls, other) or self.is_a(other, cls)

    def class_of(self, noun: str) -> str:
        """The class that a common noun names ("company" -> "Company"), "" for a noun that names none."""
        return self.nouns.get(noun, "")

    def label(self, local: str, language: str = "en") -> str:
        """The label of a class or property; in English, or else its local name, where the language has none."""
        term = self.classes.get(local) or self.properties.get(local) or self.terms.get(local)
        labels = term.labels if term else {}
        return labels.get(language) or labels.get("en") or local


def shipped() -> Path:
    """The folder that comes with the package: inside an installed wheel, else the checkout's."""
    installed = Path(__file__).parent / "data" / "ontology"
    return installed if installed.is_dir() else Path(__file__).parents[1] / "ontology"


def load(path: Path | None = None) -> Ontology:
    """Read a folder of Turtle files (None: the shipped one).

    OntologyError, with file and line, for a folder without ontology, malformed Turtle, a property without domain or
    range, an unknown class anywhere, and a name without class or label.
    """
    folder = Path(path) if path else shipped()
    files = sorted(folder.glob("*.ttl")) if folder.is_dir() else []
    read = [file for file in files if not any(file.match(pattern) for pattern in READ_ELSEWHERE)]
    reader = _Reader(read)
    classes = reader.classes()
    if not classes:
        raise OntologyError(folder, None, "not an ontology folder: no Turtle file in it declares a class")
    properties = reader.properties(classes)
    records = {p.name for p in properties if all(classes[d].ancestors.intersection(ABOUT_RECORDS) for d in p.domain)}
    return Ontology(
        path=folder, classes=classes,
        properties={p.name: p for p in properties if p.name not in records},
        terms={p.name: p for p in properties if p.name in records},
        names=tuple(reader.names(classes)), nouns=reader.nouns(classes), digest=_digest(files),
    )


_Node = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


class _Reader:
    """The triples of some files by subject, and where each subject stands."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.nodes: dict[str, _Node] = {}
        self.origin: dict[str, Path] = {}
        for file in files:
            self._read(file)

    def _read(self, file: Path) -> None:
        try:
            for triple in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE):
                if not isinstance(triple.subject, ox.NamedNode):
                    continue
                iri = triple.subject.value
                self.nodes.setdefault(iri, {}).setdefault(triple.predicate.value, []).append(triple.object)
                self.origin.setdefault(iri, file)
        except SyntaxError as error:
            raise OntologyError(file, error.lineno, error.msg) from error
        except OSError as error:
            raise OntologyError(file, None, error.strerror or str(error)) from error

    def classes(self) -> dict[str, Class]:
        declared = {self._local(iri) for iri in self._of_type(OWL + "Class")}
        parents = {name: self._classes_of(KG + name, RDFS + "subClassOf", declared) for name in sorted(declared)}
        return {name: Class(name, self._texts(KG + name, RDFS + "label"), self._comment(KG + name),
                            _closure(name, parents)) for name in parents}

    def properties(self, classes: Mapping[str, Class]) -> list[Property]:
        declared = sorted({*self._of_type(OWL + "ObjectProperty"), *self._of_type(OWL + "DatatypeProperty")})
        return [self._property(iri, classes) for iri in declared]

    def nouns(self, classes: Iterable[str]) -> dict[str, str]:
        """The hidden labels of classes, each with its class; OntologyError for one that two classes claim."""
        found: dict[str, str] = {}
        for name in classes:
            for noun, _ in self._pairs(KG + name, SKOS + "hiddenLabel"):
                if found.setdefault(noun, name) != name:
                    raise self._error(KG + name, f"{noun!r} describes both kg:{found[noun]} and kg:{name}")
        return found

    def _property(self, iri: str, classes: Mapping[str, Class]) -> Property:
        local, sides = self._local(iri), {}
        for side in ("domain", "range"):
            sides[side] = (self._classes_of(iri, SCHEMA + side + "Includes", classes)
                           | self._classes_of(iri, RDFS + side, classes))
            if not self.nodes[iri].keys() & {SCHEMA + side + "Includes", RDFS + side}:
                raise self._error(iri, f"property {compact(iri)} has no {side}: give it schema:{side}Includes")
        inverses = sorted(i.removeprefix(KG) for i in self._iris(iri, OWL + "inverseOf") if i.startswith(KG))
        kinds = [kind.removeprefix(KG) for kind in self._iris(iri, KG + "objectKind")]
        return Property(
            local, self._texts(iri, RDFS + "label"), self._comment(iri), sides["domain"], sides["range"],
            symmetric=OWL + "SymmetricProperty" in self._iris(iri, RDF + "type"),
            inverse=inverses[0] if inverses else None, object_kind=kinds[0] if kinds else "",
        )

    def names(self, classes: Mapping[str, Class]) -> Iterator[KnownName]:
        for iri in self._of_type(SKOS + "Concept"):
            types = self._classes_of(iri, RDF + "type", classes)
            labels = self._texts(iri, SKOS + "prefLabel")
            if len(types) != 1:
                raise self._error(iri, f"name {compact(iri)} has {len(types)} classes of kg: where one is needed")
            if not labels:
                raise self._error(iri, f"name {compact(iri)} has no skos:prefLabel")
            yield KnownName(
                iri, min(types), labels,
                aliases=self._pairs(iri, SKOS + "altLabel"), hidden=self._pairs(iri, SKOS + "hiddenLabel"),
                ambiguous=self._pairs(iri, KG + "ambiguousLabel"), demonyms=self._pairs(iri, KG + "demonym"),
                same_as=tuple(sorted(self._iris(iri, SCHEMA + "sameAs"))),
            )

    def _of_type(self, type_: str) -> list[str]:
        wanted = ox.NamedNode(type_)
        return sorted(iri for iri, node in self.nodes.items() if wanted in node.get(RDF + "type", ()))

    def _classes_of(self, iri: str, predicate: str, known: Iterable[str]) -> frozenset[str]:
        """The local names of the kg: classes that a predicate names; OntologyError for one that is not known."""
        found = frozenset(i.removeprefix(KG) for i in self._iris(iri, predicate) if i.startswith(KG))
        for unknown in sorted(found.difference(known)):
            raise self._error(iri, f"unknown class kg:{unknown} for {compact(iri)}", f"kg:{unknown}")
        return found

    def _iris(self, iri: str, predicate: str) -> list[str]:
        return [o.value for o in self.nodes[iri].get(predicate, ()) if isinstance(o, ox.NamedNode)]

    def _pairs(self, iri: str, predicate: str) -> tuple[Text, ...]:
        literals = (o for o in self.nodes[iri].get(predicate, ()) if isinstance(o, ox.Literal))
        return tuple(sorted({(o.value, o.language or "") for o in literals}))

    def _texts(self, iri: str, predicate: str) -> dict[str, str]:
        return {language: text for text, language in reversed(self._pairs(iri, predicate))}

    def _comment(self, iri: str) -> str:
        comments = self._texts(iri, RDFS + "comment")
        return comments.get("en") or next(iter(comments.values()), "")

    def _local(self, iri: str) -> str:
        if not re.fullmatch(r"\w+", iri.removeprefix(KG)):
            raise self._error(iri, f"{compact(iri)} is not in the namespace kg: ({KG})")
        return iri.removeprefix(KG)

    def _error(self, iri: str, reason: str, word: str | None = None) -> OntologyError:
        """The parser keeps no lines: the subject's own line, or the first after it that holds `word`."""
        lines = self.origin[iri].read_text(encoding="utf-8").splitlines()
        start = _first_line(lines, re.split("[/#]", iri)[-1], 1)
        line = _first_line(lines, word, start or 1) if word else start
        return OntologyError(self.origin[iri], line or start, reason)


def _first_line(lines: Sequence[str], word: str, start: int) -> int | None:
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    return next((n for n, line in enumerate(lines, 1) if n >= start and pattern.search(line)), None)


def _closure(name: str, parents: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The class and all above it; a cycle makes its classes equivalent, as in OWL."""
    found, queue = {name}, [name]
    while queue:
        above = parents[queue.pop()] - found
        found |= above
        queue.extend(sorted(above))
    return frozenset(found)


def _digest(files: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
