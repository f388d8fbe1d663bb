"""Sorted N-Triples as Turtle and TriG: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/.

Terms are shortened as bytes: names by their prefixes, numbers and truth values bare, all that is said of a subject
under it. A literal of N-Triples is one of Turtle as it stands. Oxigraph's own writer wants an object for each term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg import vocab
from kg.export.lines import Block
from kg.graph.sorting import LEADING

# Evidence and article IRIs have slashes, which a prefixed name must escape: they read better whole.
SHORTENED = ("kg", "entity", "claim", "graph", "run", "open", "arg", "rdf", "rdfs", "owl", "xsd", "skos", "prov", "oa",
             "schema", "dcterms", "dcat", "void")
PREFIXES = {prefix: vocab.PREFIXES[prefix] for prefix in SHORTENED}
HEADER = b"".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n".encode() for prefix in sorted(PREFIXES))

_NAMESPACES = {iri.encode(): prefix.encode() + b":" for prefix, iri in PREFIXES.items()}
_LETTER = ("A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
           "\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF")
_NAME = re.compile(f"[{_LETTER}_0-9](?:[{_LETTER}_0-9\u00B7\u0300-\u036F\u203F-\u2040.-]*"
                   f"[{_LETTER}_0-9\u00B7\u0300-\u036F\u203F-\u2040-])?")
"""PN_LOCAL without colons, percents and escapes."""

_BARE = {
    vocab.XSD.encode() + name: re.compile(form) for name, form in (
        (b"integer", rb'[+-]?[0-9]+'), (b"decimal", rb'[+-]?[0-9]*\.[0-9]+'), (b"boolean", rb"true|false"),
        (b"double", rb'[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+'))
}  # fmt: skip
"""Datatype -> what of it Turtle writes without quotes."""

_TYPE, _SUBJECT, _PREDICATE, _OBJECT = (str(predicate).encode() for predicate in LEADING)
_TYPES, _CLAIM = b"a", b"kg:Claim"
_END, _GREATER, _QUOTE, _TRIPLE = b" .\n", ord(">"), ord('"'), b"<<( "
_KEPT, _LONG = 1 << 16, 256
"""Shortened terms that are kept, and the length from which they are not."""


class _Short(dict[bytes, bytes]):
    """Terms -> how Turtle writes them. Asked for what it lacks, it makes it."""

    def __missing__(self, term: bytes) -> bytes:
        if len(self) >= _KEPT:
            self.clear()
        short = _shortened(term)
        if len(term) < _LONG:
            self[term] = short
        return short


def _shortened(term: bytes) -> bytes:
    if term.startswith(_TRIPLE):
        return b"<<( " + b" ".join(_shortened(part) for part in term[4:-4].split(b" ", 2)) + b" )>>"
    if term.startswith(b"<"):
        place = max(term.rfind(b"#"), term.rfind(b"/")) + 1
        prefix = _NAMESPACES.get(term[1:place])
        return prefix + term[place:-1] if prefix and _NAME.fullmatch(term[place:-1].decode()) else term
    if term.startswith(b'"') and term.endswith(b">"):
        value, _, datatype = term.rpartition(b"^^<")
        bare = _BARE.get(datatype[:-1])
        return value[1:-1] if bare and bare.fullmatch(value, 1, len(value) - 1) else (
            value + b"^^" + _shortened(b"<" + datatype))
    return term


@dataclass(slots=True)
class Statements:
    """Writes what is said of each subject, with a line before each but the first.

    `indent` stands before each line; `triples` keeps what only RDF 1.2 can hold; `reify` adds what claims reify.
    """

    indent: bytes = b""
    triples: bool = False
    reify: bool = False
    _terms: _Short = field(default_factory=_Short)

    def of(self, blocks: Iterable[Block]) -> Iterator[bytes]:
        """One graph: its subjects in the order of the lines."""
        subject, head, body = b"", dict[bytes, list[bytes]](), list[bytes]()
        before, terms, leading = b"", self._terms, {_TYPE, _SUBJECT, _PREDICATE, _OBJECT}
        next_line, first = b" ;\n\t" + self.indent, True
        for lines in blocks:
            out = []
            for line in lines:
                said_of, predicate, rest = line.split(b" ", 2)
                if said_of != subject:
                    if subject:
                        out.append(self._statement(subject, head, body, first=first))
                        first = False
                    subject, head, body, before = said_of, {}, [], b""
                # A text with or without a language is the same in both; in N-Triples nothing else ends so.
                value = rest[:-3] if rest[0] == _QUOTE and rest[-4] != _GREATER else terms[rest[:-3]]
                if predicate in leading:
                    head.setdefault(predicate, []).append(value)
                elif predicate == before:
                    body += (b" , ", value)
                elif self.triples or not value.startswith(_TRIPLE):
                    body += (next_line, terms[predicate], b" ", value)
                    before = predicate
            yield b"".join(out)
        if subject:
            yield self._statement(subject, head, body, first=first)

    def _statement(self, subject: bytes, head: dict[bytes, list[bytes]], body: list[bytes], *, first: bool) -> bytes:
        terms, break_ = self._terms, b" ;\n\t" + self.indent
        said = [(b"a" if predicate == _TYPE else terms[predicate]) + b" " + b" , ".join(head[predicate])
                for predicate in (_TYPE, _SUBJECT, _PREDICATE, _OBJECT) if predicate in head]
        if self.reify and _CLAIM in head.get(_TYPE, ()):
            parts = (head[predicate][0] for predicate in (_SUBJECT, _PREDICATE, _OBJECT))
            said.append(b"rdf:reifies <<( " + b" ".join(parts) + b" )>>")
        text = break_.join(said) + b"".join(body)
        if not said:  # it begins with the break between two predicates
            text = text[len(break_):]
        return (b"" if first else b"\n") + self.indent + terms[subject] + b" " + text + b" .\n" if text else b""


def short(iri: str) -> bytes:
    """An IRI as Turtle writes it with the prefixes of `HEADER`."""
    return _shortened(f"<{iri}>".encode())
