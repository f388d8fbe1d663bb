"""Where something is, by its own phrase: "Sonova of Switzerland", "the Boston insurer", "Chinese start-ups like X"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Span, Token

from kg.extract.arguments import Arguments
from kg.extract.described import Description, described, of_organization
from kg.extract.grammar import NOUN_MODIFIERS, child, marker
from kg.model import Argument
from kg.ontology import Ontology

# What opens a place that stands alone after a name, and what may close it.
CLOSING: Mapping[str, frozenset[str]] = {"(": frozenset({")", ",", ";"}), ",": frozenset({",", ";", ")"})}
WIDE = frozenset({"Region", "Country"})
BESIDE = frozenset({"appos", "nmod", "nmod:unmarked", "obl:unmarked", "list", "dep"})
# Prepositions that say where an organization is from when they stand between its name and a place.
FROM = frozenset({"of", "in", "near", "outside"})

def origins(
    sentence: Span, arguments: Arguments, ontology: Ontology, demonyms: Mapping[str, str]
) -> Iterator[Description]:
    """ "Chinese start-ups such as X and Y", "the Chinese e-commerce giant", "American engineer X"."""
    for token in sentence:
        cls = demonyms.get(token.text)
        if cls is None or token.dep_ not in {"amod", "compound"} or token.head.i < token.i:
            continue
        noun = token.head
        if arguments.mentions.name_at(token) is not None or noun.pos_ != "NOUN":
            continue
        place = arguments.argument(token.text, token.idx, cls, "name")
        for thing in told_of(noun, arguments):
            if thing.type and ontology.is_a(thing.type, "Person"):
                yield Description("nationality", thing, place, (token,), "demonym")
            elif of_organization(noun, thing, "Organization", ontology):
                yield Description("basedIn", thing, place, (token,), "demonym")


def locations(sentence: Span, arguments: Arguments, ontology: Ontology) -> Iterator[Description]:
    """ "Sonova of Switzerland", "the Boston insurer", "the Hangzhou-based firm"."""

    def is_a(argument: Argument, cls: str) -> bool:
        return argument.kind == "name" and bool(argument.type) and ontology.is_a(argument.type, cls)

    for token in sentence:
        where = arguments.mentions.name_at(token)
        if where is None or token.i != where.start or not where.type or not ontology.is_a(where.type, "Place"):
            continue
        place, head = arguments.named(where), arguments.doc[where.start:where.end].root
        governor = head.head
        if head.dep_ in NOUN_MODIFIERS and marker(head) in FROM:
            owner = arguments.mentions.name_at(governor)
            if owner is not None and is_a(arguments.named(owner), "Organization"):
                yield Description(
                    "basedIn", arguments.named(owner), place, (arguments.doc[where.start - 1],), "location"
                )
        elif (
            head.dep_ in {"compound", "nmod", "obl", "obl:unmarked"}
            and governor.lower_ in {"based", "headquartered"}
            and governor.i > head.i
        ):
            for thing in told_of(governor.head, arguments):
                if is_a(thing, "Organization") or thing.antecedent is not None:
                    yield Description("basedIn", thing, place, (governor,), "location")
        elif head.dep_ == "compound" and governor.i > head.i:
            while governor.dep_ == "compound" and governor.pos_ == "NOUN" and governor.head.i > governor.i:
                governor = governor.head  # "the Rosario flour miller"
            for thing in told_of(governor, arguments):
                if of_organization(governor, thing, "Organization", ontology):
                    yield Description("basedIn", thing, place, (governor,), "location")


def told_of(noun: Token, arguments: Arguments) -> Iterator[Argument]:
    """What a noun describes by name; what it only stands for, if no other name could be meant."""
    for thing in described(noun, arguments):
        if thing.kind != "nominal" or arguments.antecedents.is_firm(noun):
            yield thing


def seats(sentence: Span, arguments: Arguments, ontology: Ontology) -> Iterator[Description]:
    """ "WestRock (Atlanta)", "Snap, Santa Monica, is": a place alone between brackets or commas after a name."""
    doc = sentence.doc
    for name in arguments.mentions.names:
        if not sentence.start <= name.start or not name.end + 2 < sentence.end:
            continue
        if not name.type or not ontology.is_a(name.type, "Organization"):
            continue
        opening, first = doc[name.end], doc[name.end + 1]
        where = arguments.mentions.name_at(first)
        if opening.text not in CLOSING or where is None or where.start != first.i or where.end >= len(doc):
            continue
        root = doc[where.start:where.end].root
        listed = opening.text == "," and (root.dep_ not in BESIDE or not name.start <= root.head.i < name.end
                                          or child(root, "conj") is not None)
        alone = doc[where.end].text in CLOSING[opening.text] and not listed
        if alone and where.type and ontology.is_a(where.type, "Place"):
            yield Description("basedIn", arguments.named(name), arguments.named(where), (opening,), "location")


def surroundings(sentence: Span, arguments: Arguments, ontology: Ontology) -> Iterator[Description]:
    """ "Richardson, Texas": a place in a larger one."""
    for place in arguments.mentions.names:
        if not sentence.start <= place.start < sentence.end or not place.type or place.end >= sentence.end:
            continue
        for larger in arguments.enclosing(arguments.doc[place.start:place.end].root):
            if larger.type in WIDE and place.type not in WIDE and ontology.is_a(place.type, "Place"):
                comma = arguments.doc[place.end]
                yield Description("partOf", arguments.named(place), arguments.named(larger), (comma,), "location")


def demonyms_of(ontology: Ontology, language: str) -> dict[str, str]:
    """Adjective -> class of the place it belongs to."""
    return {text: known.type for known in ontology.names for text, lang in known.demonyms if lang == language}
