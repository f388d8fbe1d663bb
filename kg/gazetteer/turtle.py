"""Known names as Turtle in the shape of `ontology/names.ttl`: one concept a line, sorted, the same bytes every time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from kg.gazetteer.texts import fold
from kg.ontology import KnownName, Text
from kg.vocab import KG, NAME, PREFIXES, WD

_USED = ("kg", "name", "schema", "skos", "wd")


def to_turtle(names: Iterable[KnownName]) -> str:
    """The names, each thing once, as a file of an ontology folder or for `kg build --names`.

    A text that two things bear counts for each of them only with a second sign (`kg:ambiguousLabel`), unless it is
    its preferred label.
    """
    things = apart(unique(names))
    lines = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in _USED]
    ordered = sorted(things, key=lambda name: (_label(name).casefold(), name.iri))
    return "\n".join([*lines, "", *map(_line, ordered)]) + "\n"


def unique(names: Iterable[KnownName]) -> list[KnownName]:
    """The names with one for each IRI: a thing that is given twice has all its texts."""
    found: dict[str, KnownName] = {}
    for name in names:
        found[name.iri] = united(found[name.iri], name) if name.iri in found else name
    return list(found.values())


def united(first: KnownName, second: KnownName) -> KnownName:
    """One thing of two: IRI, class and labels of the first, other names of both."""
    labels = {**second.labels, **first.labels}
    taken = set(labels.values())
    spelt = {fold(text) for text in taken}
    lost = tuple((text, tag) for tag, text in second.labels.items() if fold(text) not in spelt)
    kept: dict[str, tuple[Text, ...]] = {}
    for kind in ("aliases", "hidden", "ambiguous"):
        pairs = {*getattr(first, kind), *getattr(second, kind), *(lost if kind == "aliases" else ())}
        kept[kind] = tuple(sorted(pair for pair in pairs if pair[0] not in taken))
        taken |= {text for text, _ in kept[kind]}
    return replace(first, labels=dict(sorted(labels.items())), aliases=kept["aliases"], hidden=kept["hidden"],
                   ambiguous=kept["ambiguous"],
                   demonyms=tuple(sorted({*first.demonyms, *second.demonyms})),
                   same_as=tuple(sorted({*first.same_as, *second.same_as})))


def apart(names: Sequence[KnownName]) -> list[KnownName]:
    """The names, where aliases that name several things are ambiguous ones of each."""
    bearers: Counter[str] = Counter()
    for name in names:
        bearers.update({fold(text) for text, _ in (*name.forms, *name.ambiguous)})
    made = []
    for name in names:
        shared: dict[str, list[Text]] = defaultdict(list)
        own: dict[str, list[Text]] = defaultdict(list)
        for kind in ("aliases", "hidden"):
            for pair in getattr(name, kind):
                (shared if bearers[fold(pair[0])] > 1 else own)[kind].append(pair)
        ambiguous = {*name.ambiguous, *(pair for pairs in shared.values() for pair in pairs)}
        made.append(replace(name, aliases=tuple(own["aliases"]), hidden=tuple(own["hidden"]),
                            ambiguous=tuple(sorted(ambiguous))))
    return made


def _label(name: KnownName) -> str:
    return name.labels.get("en") or next(iter(name.labels.values()))


def _line(name: KnownName) -> str:
    given: tuple[tuple[str, Sequence[str]], ...] = (
        ("a", ("skos:Concept", f"kg:{name.type}")),
        ("skos:prefLabel", [_literal(text, tag) for tag, text in sorted(name.labels.items())]),
        ("skos:altLabel", [_literal(*pair) for pair in name.aliases]),
        ("skos:hiddenLabel", [_literal(*pair) for pair in name.hidden]),
        ("kg:ambiguousLabel", [_literal(*pair) for pair in name.ambiguous]),
        ("kg:demonym", [_literal(*pair) for pair in name.demonyms]),
        ("schema:sameAs", [_iri(iri) for iri in name.same_as]),
    )
    return f"{_iri(name.iri)} " + " ; ".join(f"{term} {' , '.join(rest)}" for term, rest in given if rest) + " ."


def _literal(text: str, tag: str) -> str:
    return str(Literal(text, language=tag) if tag else Literal(text))


def _iri(iri: str) -> str:
    """A prefixed name where the rest is letters and digits, else the whole IRI."""
    for prefix, namespace in (("name", NAME), ("wd", WD), ("kg", KG)):
        rest = iri.removeprefix(namespace)
        if iri.startswith(namespace) and rest.isascii() and rest.replace("_", "").isalnum():
            return f"{prefix}:{rest}"
    return str(NamedNode(iri))
