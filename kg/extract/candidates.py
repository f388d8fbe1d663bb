"""What the relation head is asked about: names, times, pronouns, relative words and definite nouns of a paragraph."""

from __future__ import annotations

from collections.abc import Container, Iterator

from spacy.tokens import Doc

from kg.extract.classes import class_of
from kg.extract.coreference import is_definite
from kg.extract.grammar import kids
from kg.extract.mentions import Mentions
from kg.ontology import Ontology
from kg.pipeline.pairs import RELATIVE, Candidate

PRONOUNS = frozenset(
    ["i", "we", "he", "she", "it", "they", "my", "our", "his", "her", "its", "their", "him", "me", "us", "them",
     "himself", "herself"]
)
# The encoder's label for a class of the ontology: the head was trained on the encoder's labels.
LABELS: tuple[tuple[str, str], ...] = (
    ("Person", "PERSON"),
    ("Organization", "ORG"),
    ("Place", "PLACE"),
    ("Product", "PRODUCT"),
    ("LegalInstrument", "LAW"),
    ("Event", "EVENT"),
    ("CreativeWork", "WORK"),
    ("Group", "NORP"),
)


def candidates(mentions: Mentions, ontology: Ontology) -> list[Candidate]:
    """The candidates as (start, end, label, kind), in the order of the text."""
    doc = mentions.doc
    out: list[Candidate] = [(n.start, n.end, label_of(n.type, n.label, ontology), "name") for n in mentions.names]
    taken = {i for start, end, _, _ in out for i in range(start, end)}
    out += [
        (e.start, e.end, e.label_, "name")
        for e in doc.ents
        if e.label_ == "NORP" and taken.isdisjoint(range(e.start, e.end))
    ]
    out += [(start, end, "DATE", "time") for start, end, t in mentions.times if taken.isdisjoint(range(start, end))]
    for token in doc:
        if token.i in taken:
            continue
        if token.lower_ in PRONOUNS and token.dep_ != "expl":
            out.append((token.i, token.i + 1, "", "pronoun"))
        elif token.lower_ in RELATIVE and token.tag_ in {"WP", "WDT", "WP$", "WRB"}:
            out.append((token.i, token.i + 1, "", "relative"))
    return sorted([*out, *definite_nouns(doc, ontology, taken)])


def definite_nouns(doc: Doc, ontology: Ontology, names: Container[int]) -> Iterator[Candidate]:
    """ "The Dutch chipmaker" where it stands for a thing named elsewhere; `names` are the tokens inside names."""
    for token in doc:
        if token.i in names or token.pos_ != "NOUN" or token.tag_ == "NNS" or not is_definite(token):
            continue
        introduces = token.i + 1 in names and any(c.i == token.i + 1 or token.i + 1 in range(c.left_edge.i, c.i)
                                                  for c in kids(token))
        cls = "" if introduces else class_of(token, ontology)
        start = next((c.i for c in kids(token) if c.dep_ == "det"), token.i)
        if cls and all(i not in names for i in range(start, token.i)):
            yield start, token.i + 1, label_of(cls, "KNOWN", ontology), "nominal"


def label_of(cls: str, label: str, ontology: Ontology) -> str:
    """The encoder's label of a name, or that of its class where the gazetteer found it."""
    if label != "KNOWN":
        return label
    return next((name for ancestor, name in LABELS if ontology.is_a(cls, ancestor)), "MISC")
