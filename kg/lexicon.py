"""The words that express a property: OntoLex-Lemon entries read from Turtle into frozen records.

    lexicon = load()
    lexicon.senses("acquire", "verb")[0].property      # "acquired"
    lexicon.senses("stake", "noun")[0].object          # ("in",)
    lexicon.operators("reportedly", "adverb")          # ("doubts",)

A lexical entry has a form, a part of speech and senses. Each sense refers to one property of the ontology (or to one
factuality operator) and says which grammatical arguments hold the property's subject and object: through frames that
all entries share (`frames.ttl`), or by its own `synsem:subjOfProp` / `synsem:objOfProp`. A sense times each of its
frames is one `Sense`. What fills an argument in a sentence (voice, relative clauses, labels) is the grammar's business.

Model: https://www.w3.org/2016/05/ontolex/ (`ontolex` core, `synsem` module).
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NoReturn, get_args

import pyoxigraph as ox

from kg import ontology as ontologies
from kg.ontology import Ontology, OntologyError
from kg.vocab import ARG, FRAME, KG, LEXINFO, ONTOLEX, RDF, SYNSEM, compact

Pos = Literal["verb", "noun", "adjective", "adverb", "preposition"]
Operator = Literal["reports", "plans", "doubts", "denies", "negates", "implies", "links"]
"""What a word does to the proposition its object holds; each is described where it is declared, in Turtle."""

FRAMES_FILE = "frames.ttl"
POS: Mapping[str, Pos] = MappingProxyType({LEXINFO + pos: pos for pos in get_args(Pos)})
OPERATORS: Mapping[str, Operator] = MappingProxyType({KG + name: name for name in get_args(Operator)})
HEAD_FIRST = frozenset({"verb", "preposition"})
"""Parts of speech whose first word is the head ("take a stake"); in others the last is ("chief executive")."""
DETERMINERS = frozenset({"a", "an", "the"})
ARGUMENTS = ("by", "possessor", "self", "complement", "", "indirectObject", "object", "subject", "modifier", "topic")
"""The order in which alternatives are tried; "" stands for the markers, by name."""

Alternatives = tuple[str, ...]
"""Grammatical arguments, in the order to try them."""
_Node = dict[str, list[str]]
"""Predicate -> objects: IRIs, texts, and the keys of blank nodes."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One reading of a lexical entry in one frame: exactly one of `property` and `operator` is set.

    `words` are case-folded lemmas without determiners. One argument fills one side only, subject or object; both are
    empty for an operator that acts on the clause it stands in (adverbs).
    A class restriction is met only by an argument known to be of one of its classes; empty, the property's domain and
    range hold, and an argument of unknown class will do.
    """

    entry: str
    written: str
    words: tuple[str, ...]
    pos: Pos
    frame: str = ""
    property: str | None = None
    operator: Operator | None = None
    subject: Alternatives = ()
    object: Alternatives = ()
    subject_class: frozenset[str] = frozenset()
    object_class: frozenset[str] = frozenset()

    @builtins.property
    def head(self) -> str:
        """The word that the others depend on."""
        return self.words[0] if self.pos in HEAD_FIRST else self.words[-1]


@dataclass(frozen=True)
class Lexicon:
    """All senses of one language, sorted by head word, part of speech, entry and meaning."""

    language: str
    all: tuple[Sense, ...] = field(repr=False)

    def senses(self, lemma: str, pos: str) -> tuple[Sense, ...]:
        """The senses with this head word, in any case: those of more words first, then those with restrictions."""
        return self._index.get((lemma.casefold(), pos), ())

    def operators(self, lemma: str, pos: str, around: Collection[str] = ()) -> tuple[Operator, ...]:
        """The factuality operators of the longest entry whose other words are all among the lemmas `around`, sorted.

        "go" plans, "go" with "on" around it implies; without `around` only entries of one word count.
        """
        operating = [sense for sense in self.senses(lemma, pos) if sense.operator]
        if not operating:
            return ()
        there = {lemma.casefold(), *around}
        found = [sense for sense in operating if there.issuperset(sense.words)]
        longest = max((len(sense.words) for sense in found), default=0)
        return tuple(sorted({s.operator for s in found if s.operator and len(s.words) == longest}))

    @cached_property
    def markers(self) -> frozenset[str]:
        """The arguments that are prepositions or coverbs, as far as some sense looks for them."""
        used = {argument for sense in self.all for argument in sense.subject + sense.object}
        return frozenset(used.difference(ARGUMENTS)) | (used & {"by"})

    @cached_property
    def entries(self) -> frozenset[str]:
        """The IRIs of the entries."""
        return frozenset(sense.entry for sense in self.all)

    @cached_property
    def _index(self) -> Mapping[tuple[str, str], tuple[Sense, ...]]:
        index: dict[tuple[str, str], list[Sense]] = {}
        for sense in sorted(self.all, key=lambda s: (-len(s.words), not (s.subject_class or s.object_class))):
            index.setdefault((sense.head, sense.pos), []).append(sense)
        return {key: tuple(senses) for key, senses in index.items()}


def load(path: Path | None = None, language: str = "en", ontology: Ontology | None = None) -> Lexicon:
    """Read `frames.ttl` and `lexicon.<language>.ttl` of an ontology folder (None: the shipped one).

    `ontology` gives the classes and properties that senses may name; without it they are loaded from the same folder.
    OntologyError, with file and line, for a missing or malformed file and for an entry that lacks a form or a sense or
    that names an unknown property, class, frame, argument or part of speech.
    """
    ontology = ontology or ontologies.load(path)
    folder = Path(path) if path else ontology.path
    reader = _Reader(folder / f"lexicon.{language}.ttl", _parse(folder / FRAMES_FILE), ontology)
    return Lexicon(language, tuple(sorted(reader.senses(), key=_order)))


def _parse(path: Path) -> dict[str, _Node]:
    """The nodes of a Turtle file in its order."""
    nodes: dict[str, _Node] = {}
    try:
        for triple in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            nodes.setdefault(_text(triple.subject), {}).setdefault(triple.predicate.value, []).append(
                _text(triple.object))
    except OSError as error:
        raise OntologyError(path, None, error.strerror or str(error)) from error
    except SyntaxError as error:
        raise OntologyError(path, error.lineno, error.msg) from error
    return nodes


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)


class _Reader:
    """Turns the nodes of one lexicon file into senses; every complaint names file, line and entry."""

    def __init__(self, path: Path, frames: Mapping[str, _Node], ontology: Ontology) -> None:
        self.path, self.ontology = path, ontology
        self.own = _parse(path)
        self.nodes = {**frames, **self.own}
        self.frames = self._of_type(SYNSEM + "SyntacticFrame")
        self.arguments = self._of_type(SYNSEM + "SyntacticArgument")
        self.shared: dict[str, tuple[Alternatives, Alternatives]] = {}

    def senses(self) -> Iterator[Sense]:
        for iri, node in self.own.items():
            if ONTOLEX + "LexicalEntry" in node.get(RDF + "type", ()):
                yield from dict.fromkeys(self._entry(iri, node))

    def _of_type(self, type_: str) -> frozenset[str]:
        return frozenset(iri for iri, node in self.nodes.items() if type_ in node.get(RDF + "type", ()))

    def _entry(self, iri: str, entry: _Node) -> Iterator[Sense]:
        form = self.nodes.get(self._one(iri, entry, ONTOLEX + "canonicalForm"), {})
        written = self._one(iri, form, ONTOLEX + "writtenRep")
        words = _words(entry.get(KG + "lemmas", [written])[0])
        if not words:
            self._fail(iri, "its ontolex:writtenRep has no words")
        part = self._one(iri, entry, LEXINFO + "partOfSpeech")
        if part not in POS:
            self._fail(iri, f"unknown part of speech {_local(part)}: not one of {', '.join(POS.values())}")
        if not entry.get(ONTOLEX + "sense"):
            self._fail(iri, "has no ontolex:sense")
        for sense in (self.nodes.get(key, {}) for key in entry[ONTOLEX + "sense"]):
            meaning, operator = self._reference(iri, sense)
            restrictions = [self._classes(iri, sense, KG + side) for side in ("subjectClass", "objectClass")]
            for frame, subject, object_ in self._arguments(iri, entry, sense):
                if meaning and not (subject and object_):
                    self._fail(iri, f"kg:{meaning} needs arguments for its subject and its object: give it a frame")
                yield Sense(iri, written, words, POS[part], frame, meaning, operator, subject, object_, *restrictions)

    def _one(self, iri: str, node: _Node, predicate: str) -> str:
        values = node.get(predicate, ())
        if len(values) != 1 or not values[0].strip():
            self._fail(iri, f"needs one {compact(predicate)}, has {len(values)}")
        return values[0]

    def _reference(self, iri: str, sense: _Node) -> tuple[str | None, Operator | None]:
        reference = self._one(iri, sense, ONTOLEX + "reference")
        if reference in OPERATORS:
            return None, OPERATORS[reference]
        if reference.removeprefix(KG) not in self.ontology.properties:
            self._fail(iri, f"unknown property {_local(reference)}")
        return reference.removeprefix(KG), None

    def _arguments(self, iri: str, entry: _Node, sense: _Node) -> Iterator[tuple[str, Alternatives, Alternatives]]:
        """(frame, subject, object) by each frame of the sense, else of the entry; its own arguments override them."""
        subject, object_ = (self._side(iri, sense, SYNSEM + side) for side in ("subjOfProp", "objOfProp"))
        frames = sense.get(SYNSEM + "synBehavior") or entry.get(SYNSEM + "synBehavior", [])
        for unknown in frames:
            if unknown not in self.frames:
                self._fail(iri, f"unknown frame {_local(unknown)}")
        for frame in frames if frames and not (subject and object_) else [""]:
            if frame not in self.shared:
                node = self.nodes.get(frame, {})
                self.shared[frame] = (self._side(iri, node, SYNSEM + "subjOfProp"),
                                      self._side(iri, node, SYNSEM + "objOfProp"))
            yield (frame.removeprefix(FRAME), subject or self.shared[frame][0], object_ or self.shared[frame][1])

    def _side(self, iri: str, node: _Node, predicate: str) -> Alternatives:
        arguments = node.get(predicate, ())
        for argument in arguments:
            if argument not in self.arguments:
                self._fail(iri, f"unknown argument {_local(argument)}")
        names = (argument.removeprefix(ARG).replace("_", " ") for argument in arguments)
        return tuple(sorted(names, key=_rank))

    def _classes(self, iri: str, sense: _Node, predicate: str) -> frozenset[str]:
        classes = frozenset(cls.removeprefix(KG) for cls in sense.get(predicate, ()))
        for unknown in sorted(classes.difference(self.ontology.classes)):
            self._fail(iri, f"unknown class {unknown} in kg:{_local(predicate)}")
        return classes

    def _fail(self, iri: str, reason: str) -> NoReturn:
        """The parser keeps no lines: the entry's is the first that begins with its name."""
        start = re.compile(rf"\s*(?:[\w-]*:{re.escape(_local(iri))}|<{re.escape(iri)}>)\s")
        lines = self.path.read_text(encoding="utf-8").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if start.match(text)), None)
        raise OntologyError(self.path, line, f"entry {_local(iri)} {reason}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.casefold().split() if word not in DETERMINERS)


def _local(iri: str) -> str:
    return re.split("[/#]", iri)[-1]


def _rank(argument: str) -> tuple[int, str]:
    """RDF keeps no order of values, so all frames share one: strong signs of an argument before weak ones."""
    return ARGUMENTS.index(argument if argument in ARGUMENTS else ""), argument


def _order(sense: Sense) -> tuple[object, ...]:
    return (sense.head, sense.pos, sense.entry, sense.property or "", sense.operator or "", sense.subject, sense.object,
            sense.frame, sorted(sense.subject_class), sorted(sense.object_class))
