"""Queries that come with `kg`, each a documented file: what it answers, its parameters, and SPARQL.

    # What a source says.
    # $name entity: who says it
    # $since date?: only what was published on this day or later
    SELECT ...

The comment lines at the head are its documentation. A parameter has a type of `binding.TYPES`; with "?" it may be left
out, with "= VALUE" that value stands for it then. The prefixes of `kg.vocab` are known in every query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from kg import vocab
from kg.lookup.binding import TYPES, Binding, BindingError, Term, bind, to_term, variables
from kg.lookup.statements import LookupFailure
from kg.store import Store

_PARAMETER = re.compile(r"#\s*\$(?P<name>\w+)\s+(?P<type>[a-z]+)(?P<optional>\?)?(?:\s*=\s*(?P<default>\S+))?"
                        r"\s*:\s*(?P<help>.+)")
_SUFFIX = ".rq"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be bound; `default` is None where there is none."""

    name: str
    type: str = "string"
    help: str = ""
    optional: bool = False
    default: str | None = None

    def __str__(self) -> str:
        """As the command line takes it: "name=...", with brackets where it may be left out."""
        shown = f"{self.name}={self.default if self.default is not None else '...'}"
        return f"[{shown}]" if self.optional or self.default is not None else shown


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what its head says of it."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def bound(self, store: Store, given: Iterable[Binding]) -> str:
        """SPARQL with the parameters' values in it. BindingError for an unknown, missing or wrong one."""
        return bind(self.sparql, self.terms(store, given))

    def terms(self, store: Store, given: Iterable[Binding]) -> dict[str, Term]:
        """The term of every parameter that was given or has a default."""
        known = {parameter.name: parameter for parameter in self.parameters}
        bindings = {b.name: b for b in (Binding(p.name, p.default) for p in known.values() if p.default is not None)}
        for binding in given:
            if binding.name not in known:
                raise BindingError(self._unknown(binding.name, known))
            bindings[binding.name] = binding
        missing = [name for name, parameter in known.items() if name not in bindings and not parameter.optional]
        if missing:
            wanted = " ".join(f"--bind {name}=..." for name in missing)
            raise BindingError(f"{self.name or 'the query'} needs {wanted} ({known[missing[0]].help})")
        return {name: to_term(binding, store, known[name].type) for name, binding in bindings.items()}

    def _unknown(self, name: str, known: Mapping[str, Parameter]) -> str:
        told = f"it has {', '.join(known)}" if known else "it has none"
        return f"{self.name or 'the query'} has no parameter {name!r}: {told}"


def read_query(text: str, name: str = "") -> Query:
    """The query in a text. One without a documented head has its variables as parameters that may be left out."""
    title, parameters = [], []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if found := _PARAMETER.fullmatch(line.strip()):
            if found["type"] not in TYPES:
                raise BindingError(f"{name}: ${found['name']} has no type {found['type']!r}; there are "
                                   f"{', '.join(TYPES)}")
            parameters.append(Parameter(found["name"], found["type"], found["help"], bool(found["optional"]),
                                        found["default"]))
        else:
            title.append(line.lstrip("# ").rstrip())
    if not parameters:
        parameters = [Parameter(variable, optional=True) for variable in sorted(variables(text))]
    return Query(name, " ".join(title), tuple(parameters), text)


@cache
def named() -> Mapping[str, Query]:
    """All queries that come with `kg`, by name."""
    folder = files("kg.lookup") / "queries"
    found = {file.name.removesuffix(_SUFFIX): file.read_text(encoding="utf-8")
             for file in folder.iterdir() if file.name.endswith(_SUFFIX)}
    return {name: read_query(text, name) for name, text in sorted(found.items())}


def named_query(name: str) -> Query:
    """The query of this name. LookupFailure, with names like it, where there is none."""
    known = named()
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise LookupFailure(f"no query is called {name!r}{hint} (kg query --list shows all)")
    return known[name]


def standalone(sparql: str) -> str:
    """The query with the PREFIX lines it needs, to run anywhere."""
    used = [prefix for prefix in vocab.PREFIXES if re.search(rf"(?<![\w:-]){prefix}:", sparql)]
    declared = {prefix for prefix in used if re.search(rf"(?i)\bPREFIX\s+{prefix}:", sparql)}
    lines = [f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}>" for prefix in used if prefix not in declared]
    return "\n".join([*lines, *([""] if lines else []), sparql.strip()]) + "\n"
