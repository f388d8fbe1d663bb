#!/usr/bin/env python3
"""Score which names of a passage were taken for one thing, over many passages linked together.

  python benchmarks/identity_passages.py corpus.jsonl [--errors]   (links the passages' own names: the linker alone)
  python benchmarks/identity_passages.py corpus.jsonl --claims claims.jsonl   (scores claims with ids)

A passage is {"id", "text", "entities": {id: class}, "mentions": [{"start", "end", "text", "id"}], "claims"}: the form
that `training/news.py` reads. Its ids hold within the passage, so a mention is scored against its passage only; things
that a claim says are `alsoKnownAs` each other are one. Names get the classes a tagger would give. Figures as in
`identity.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from identity import COARSE, Mention, b_cubed, linked, read, system_ids

from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import Ontology, load
from kg.resolve import names

_PRONOUNS = """
    he she it they we you i him her them us me his its their our your my who whom whose which that this these those both
    one each himself herself itself themselves ourselves
"""
PRONOUNS = frozenset(_PRONOUNS.split())
POINTERS = re.compile("[该这其他她它此本前后两双我]")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def named(passage: Mapping[str, Any], ontology: Ontology) -> Iterator[Mapping[str, Any]]:
    """The mentions that are names, not pronouns, descriptions, values or times."""
    for mention in passage["mentions"]:
        text = mention["text"]
        if mention["id"] not in passage["entities"]:
            continue
        if names.is_han(text):
            is_name = len(text) > 1 and not POINTERS.match(text) and not ontology.class_of(text)
        else:
            is_name = names.looks_like_name(text) and text.lower() not in PRONOUNS
        if is_name:
            yield mention


def gold_of(passages: Sequence[Mapping[str, Any]], ontology: Ontology) -> dict[Mention, str]:
    """Each name's thing, as "passage id"."""
    gold = {}
    for passage in passages:
        same = {claim["object"]: claim["subject"] for claim in passage["claims"]
                if claim["property"] == "alsoKnownAs" and claim.get("polarity") != "negated"}
        for mention in named(passage, ontology):
            thing = same.get(mention["id"], mention["id"])
            gold[passage["id"], mention["start"], mention["end"]] = f"{passage['id']} {same.get(thing, thing)}"
    return gold


def pseudo_claims(passages: Sequence[Mapping[str, Any]], ontology: Ontology) -> Iterator[Claim]:
    """One claim for each name, as its subject, in its sentence."""
    for passage in passages:
        starts = [0, *(match.end() for match in SENTENCE_END.finditer(passage["text"]))]
        for mention in named(passage, ontology):
            cls = next((top for top in COARSE if ontology.is_a(passage["entities"][mention["id"]], top)), "")
            place = (mention["text"], mention["start"], mention["end"])
            sentence = Span("", *[max(start for start in starts if start <= mention["start"])] * 2)
            yield Claim(passage["id"], sentence, Argument(*place, cls, "name"), Predicate("open:be", *place),
                        Argument("", 0, 0))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("passages", help="labelled passages as JSON lines")
    parser.add_argument("--claims", help="claims with ids as JSON lines; without, the passages' names are linked")
    parser.add_argument("--errors", action="store_true", help="print the things that were split or mixed")
    options = parser.parse_args(argv)
    passages, ontology = read(options.passages), load()
    if options.claims:
        claims = [Claim.from_json(row) for row in read(options.claims)]
    else:
        articles = [Article(passage["id"], passage["text"]) for passage in passages]
        claims = linked(pseudo_claims(passages, ontology), articles, ontology)
    gold = gold_of(passages, ontology)
    system = {mention: f"{mention[0]} {iri}" for mention, iri in system_ids(claims).items()}
    if options.errors:
        _print_errors(gold, system)
    counts = {"names": len(gold), "scored": len(gold.keys() & system.keys())}
    print(json.dumps({**counts, **b_cubed(gold, system)}, indent=2))
    return 0


def _print_errors(gold: Mapping[Mention, str], system: Mapping[Mention, str]) -> None:
    for word, one, other in (("split", gold, system), ("mixed", system, gold)):
        found: dict[str, set[str]] = defaultdict(set)
        for mention in gold.keys() & system.keys():
            found[one[mention]].add(other[mention])
        for thing, several in sorted(found.items()):
            if len(several) > 1:
                print(word, thing, sorted(several), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
