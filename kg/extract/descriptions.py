"""Claims in a name's own phrase, which need no verb: "Alibaba's Qwen", "Alibaba (阿里)", "Chinese start-ups like X".

Each reader yields (property, subject, object, words of the predicate, construction); classes decide, so "China's
Alibaba" and "Alibaba's Qwen" come out differently, and a possessive between other classes says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extract.agents import VERBS, doer
from kg.extract.arguments import Arguments
from kg.extract.classes import class_of
from kg.extract.fitting import is_abstract, is_kind
from kg.extract.grammar import NOUN_MODIFIERS, child, children, conjuncts, first_conjunct, lemma_of, marker
from kg.extract.nominals import selves
from kg.lexicon import Lexicon
from kg.model import Argument
from kg.ontology import Ontology


@dataclass(frozen=True)
class Description:
    property: str
    subject: Argument
    object: Argument
    words: tuple[Token, ...]
    construction: str


# Class of the possessor, class of the possessed, the property, and whether the possessor is its subject.
POSSESSIVES: tuple[tuple[str, str, str, bool], ...] = (
    ("Organization", "BusinessUnit", "hasUnit", True),
    ("Organization", "Product", "owns", True),
    ("Organization", "Company", "owns", True),
    ("Place", "Organization", "basedIn", False),
)
BRACKET = re.compile(r"\s?[(（]([^()（）]{2,40})[)）]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def descriptions(
    sentence: Span, arguments: Arguments, ontology: Ontology, demonyms: Mapping[str, str]
) -> Iterator[Description]:
    yield from possessives(sentence, arguments, ontology)
    yield from brackets(sentence, arguments)
    yield from origins(sentence, arguments, ontology, demonyms)
    yield from locations(sentence, arguments, ontology)
    yield from purposes(sentence, arguments, ontology)


def possessives(sentence: Span, arguments: Arguments, ontology: Ontology) -> Iterator[Description]:
    """ "ByteDance's Doubao", "the company's Qwen3-Coder tool", "China's Alibaba"."""
    for token in sentence:
        if token.dep_ != "nmod:poss":
            continue
        owned = arguments.name(token.head)
        if owned is None or owned.start <= token.i < owned.end:
            continue
        adjacent = owned.start - token.right_edge.i <= 2 or (
            owned.start == token.head.i + 1 and class_of(token.head, ontology)
        )
        if token.pos_ == "PRON" and not adjacent:
            continue
        owner = arguments.of(token)
        if owner.kind != "name" and owner.antecedent is None:
            continue
        thing = arguments.named(owned)
        if not is_possession(arguments.doc[token.right_edge.i + 1:owned.start], thing, arguments.lexicon, ontology):
            continue
        for possessor, possessed, name, forward in POSSESSIVES:
            if possessor == "Place" and (thing.type == possessed or ontology.is_a(thing.type, "GovernmentBody")):
                continue  # "China's National Intelligence Law": the class is the encoder's guess; "France's ministry"
            if (
                owner.type
                and thing.type
                and ontology.is_a(owner.type, possessor)
                and ontology.is_a(thing.type, possessed)
            ):
                subject, obj = (owner, thing) if forward else (thing, owner)
                yield Description(name, subject, obj, tuple(children(token, "case")) or (token,), "possessive")
                break


def is_possession(between: Span, thing: Argument, lexicon: Lexicon, ontology: Ontology) -> bool:
    """Whether the words between a possessor and a name leave the one the other's: "Alibaba's assistant Qwen", not
    "Alibaba's rival Doubao"; an organization is owned only as what it is called ("Alibaba's unit Cainiao")."""
    nouns = [t for t in between if t.pos_ == "NOUN"]
    if nouns and ontology.is_a(thing.type, "Organization"):
        return ontology.is_a(class_of(nouns[-1], ontology), "Organization")
    related = {s.property or "" for t in between for s in lexicon.senses(lemma_of(t), "noun")} & set(
        ontology.properties
    )
    return not any(ontology.properties[name].symmetric for name in related)


def brackets(sentence: Span, arguments: Arguments) -> Iterator[Description]:
    """ "Alibaba (阿里)", "the State Administration for Market Regulation (SAMR)": another script, or the initials."""
    doc = sentence.doc
    for name in arguments.mentions.names:
        if not sentence.start <= name.start < sentence.end:
            continue
        end = doc[name.end - 1].idx + len(doc[name.end - 1])
        found = BRACKET.match(arguments.mentions.text, end)
        if found is None:
            continue
        alias, text = found[1].strip(), doc[name.start:name.end].text
        if not (is_other_script(text, alias) or is_acronym(alias, text)):
            continue
        span = doc.char_span(found.start(1), found.end(1), alignment_mode="expand")
        if span is not None:
            obj = arguments.argument(alias, found.start(1), name.type, "name")
            yield Description(
                "alsoKnownAs", arguments.named(name), obj, (doc[max(span.start - 1, name.end)],), "bracket"
            )


def is_other_script(text: str, alias: str) -> bool:
    """One is Chinese, the other Latin."""
    return bool(HAN.search(alias)) != bool(HAN.search(text)) and len(HAN.findall(alias + text)) >= 2


def is_acronym(alias: str, text: str) -> bool:
    initials = "".join(w[0] for w in re.split(r"[\s\-]+", text) if w and w[0].isupper())
    plain = unicodedata.normalize("NFKC", alias)
    return (
        plain.isalpha()
        and plain.isupper()
        and len(plain) >= 2
        and plain in {initials, initials.replace("T", "", 1) if text.startswith("The ") else initials}
    )


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
        for thing in described(noun, arguments):
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
        if head.dep_ in NOUN_MODIFIERS and marker(head) in {"of", "in"}:
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
            for thing in described(governor.head, arguments):
                if is_a(thing, "Organization") or thing.antecedent is not None:
                    yield Description("basedIn", thing, place, (governor,), "location")
        elif head.dep_ == "compound" and governor.i > head.i:
            while governor.dep_ == "compound" and governor.pos_ == "NOUN" and governor.head.i > governor.i:
                governor = governor.head  # "the Rosario flour miller"
            for thing in described(governor, arguments):
                if of_organization(governor, thing, "Organization", ontology):
                    yield Description("basedIn", thing, place, (governor,), "location")


def purposes(sentence: Span, arguments: Arguments, ontology: Ontology) -> Iterator[Description]:
    """ "Puls, an app for heart patients", "sells chips for hearing aids": whom a product is for."""
    for token in sentence:
        case = child(token, "case")
        noun = token.head
        if token.dep_ not in NOUN_MODIFIERS or case is None or marker(token) != "for" or noun.i > token.i:
            continue
        if noun.pos_ != "NOUN" or not ontology.is_a(class_of(noun, ontology), "Product"):
            continue
        if arguments.doc[case.i + 1].tag_ == "VBG":
            continue  # "for building bots"
        users = [a for c in conjuncts(token) for a in arguments.expand_one(c) if is_customer(a, ontology)]
        for thing in makers(noun, arguments):
            for user in users:
                if not thing.span.overlaps(user.span):
                    yield Description("targets", thing, user, (case,), "purpose")


def makers(noun: Token, arguments: Arguments) -> list[Argument]:
    """What a product noun describes by name, else whose product it is, else who makes it."""
    things = list(described(noun, arguments))
    owner, top = child(noun, "nmod:poss"), first_conjunct(noun)
    if not things and owner is not None:
        things = [arguments.of(owner)]
    elif not things and top.dep_ == "obj" and lemma_of(top.head) in VERBS["making"]:
        things = [a for role in doer(top.head) for a in arguments.expand(role.head)]
    elif not things and noun.dep_ == "nmod" and marker(noun) == "of":
        things = list(described(noun.head, arguments))  # "Xplora is a maker of watches for children"
    return [t for t in things if t.kind == "name" or t.antecedent is not None]


def is_customer(argument: Argument, ontology: Ontology) -> bool:
    """A kind of people, firms or things, an industry or a place; nobody in particular."""
    if argument.kind == "name":
        return any(ontology.is_a(argument.type, cls) for cls in ("Place", "Technology", "Industry"))
    named = argument.type == "Industry" or is_kind(argument.text)
    return argument.kind == "nominal" and named and (argument.type == "Industry" or not is_abstract(argument.text))


def of_organization(noun: Token, thing: Argument, cls: str, ontology: Ontology) -> bool:
    """A noun that says of an organization what it is: by its own class, else by the name that stands beside it
    ("the flour miller Molinos")."""
    known = class_of(noun, ontology)
    if known:
        fits = ontology.is_a(known, cls) and known != "BusinessUnit"
        return fits and (ontology.is_a(thing.type, "Organization") or thing.antecedent is not None)
    return noun.tag_ == "NN" and thing.kind == "name" and ontology.is_a(thing.type, "Organization")


def described(noun: Token, arguments: Arguments) -> Iterator[Argument]:
    """The named things (or the pronoun for a person) that a common noun describes or stands for."""
    things = arguments.expand(noun) + [a for role, _ in selves(noun) for a in arguments.expand(role.head)]
    yield from (t for t in things if t.kind == "name" or t.antecedent is not None or (t.kind == "pronoun" and t.type))


def demonyms_of(ontology: Ontology, language: str) -> dict[str, str]:
    """Adjective -> class of the place it belongs to."""
    return {text: known.type for known in ontology.names for text, lang in known.demonyms if lang == language}

