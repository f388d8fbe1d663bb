"""Claims in a name's own phrase, which need no verb: "Alibaba's Qwen", "Alibaba (阿里)", "Chinese start-ups like X".

Each reader yields (property, subject, object, words of the predicate, construction); classes decide, so "China's
Alibaba" and "Alibaba's Qwen" come out differently, and a possessive between other classes says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from spacy.tokens import Span, Token

from kg.extract.agents import VERBS, doer
from kg.extract.arguments import Arguments
from kg.extract.classes import class_of
from kg.extract.described import Description, described
from kg.extract.fitting import is_abstract, is_kind
from kg.extract.grammar import NOUN_MODIFIERS, child, children, conjuncts, first_conjunct, lemma_of, marker
from kg.extract.locations import locations, origins, seats, surroundings
from kg.lexicon import Lexicon
from kg.model import Argument
from kg.ontology import Ontology

# Class of the possessor, class of the possessed, the property, and whether the possessor is its subject.
POSSESSIVES: tuple[tuple[str, str, str, bool], ...] = (
    ("Organization", "BusinessUnit", "hasUnit", True),
    ("Organization", "Product", "owns", True),
    ("Organization", "Company", "owns", True),
    ("Place", "Organization", "basedIn", False),
    ("Organization", "Person", "memberOf", False),
)
AFFILIATING = frozenset({"of", "at", "with"})
BRACKET = re.compile(r"\s?[(（]([^()（）]{2,40})[)）]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def descriptions(
    sentence: Span, arguments: Arguments, ontology: Ontology, demonyms: Mapping[str, str]
) -> Iterator[Description]:
    yield from possessives(sentence, arguments, ontology)
    yield from affiliations(sentence, arguments, ontology)
    yield from brackets(sentence, arguments)
    yield from origins(sentence, arguments, ontology, demonyms)
    yield from locations(sentence, arguments, ontology)
    yield from seats(sentence, arguments, ontology)
    yield from surroundings(sentence, arguments, ontology)
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
            if possessor == "Place" and is_ruled(thing, ontology):
                continue  # "China's National Intelligence Law": the class is the encoder's guess
            if possessed == "Person" and (token.pos_ == "PRON" or not owned.start <= token.head.i < owned.end):
                continue  # "Acme's boss Mira Holt": the post says more
            if (
                owner.type
                and thing.type
                and ontology.is_a(owner.type, possessor)
                and ontology.is_a(thing.type, possessed)
            ):
                subject, obj = (owner, thing) if forward else (thing, owner)
                yield Description(name, subject, obj, tuple(children(token, "case")) or (token,), "possessive")
                break


def affiliations(sentence: Span, arguments: Arguments, ontology: Ontology) -> Iterator[Description]:
    """ "Ida Brekke of Hydro": whose somebody is, where no post is told."""
    for token in sentence:
        if token.dep_ not in NOUN_MODIFIERS or marker(token) not in AFFILIATING or child(token, "advmod") is not None:
            continue
        person, firm = arguments.mentions.name_at(token.head), arguments.mentions.name_at(token)
        if person is None or firm is None or not (person.type and firm.type):
            continue
        if ontology.is_a(person.type, "Person") and ontology.is_a(firm.type, "Organization"):
            case = tuple(children(token, "case")) or (token,)
            yield Description("memberOf", arguments.named(person), arguments.named(firm), case, "location")


def is_ruled(thing: Argument, ontology: Ontology) -> bool:
    """Whether a name ends in what a place has rather than houses: a law, a market, an event."""
    last = ontology.class_of(thing.text.split()[-1].lower())
    return bool(last) and not ontology.is_a(last, "Organization")


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