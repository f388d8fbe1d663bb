#!/usr/bin/env python3
"""Score which names were taken for one thing: B-cubed over gold mentions, and pairs that must not be merged.

  python benchmarks/identity.py entities.jsonl --traps traps.jsonl --articles ARTICLES   (links the gold mentions)
  python benchmarks/identity.py entities.jsonl --traps traps.jsonl --claims claims.jsonl (the extractor's own mentions)

The form of the gold, and what is scored and how, are those of `kg.evaluate.identity`. The first takes the names as the
gold marks them and so measures the linker alone; the second takes the mentions of a build's claims that overlap the
gold's named mentions, as `kg eval` does.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.evaluate.identity import (
    Mention,
    b_cubed,
    evaluate_identity,
    gold_things,
    mentions,
    must_not_merge,
    system_mentions,
    violations,
)
from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import load
from kg.resolve import Linker, names_of

VALUES = ("value", "concept")
COARSE = ("Person", "Place", "Organization", "Product", "LegalInstrument", "Event")


def pseudo_claims(rows: Sequence[Mapping[str, Any]], ontology: Any, *, coarse: bool) -> list[Claim]:
    """One claim for each gold mention, as its subject; `coarse` gives it the class a tagger would."""
    claims = []
    for row in rows:
        cls = row["class"]
        if coarse:
            cls = next((top for top in COARSE if ontology.is_a(cls, top)), "")
        for m in row["mentions"]:
            subject = Argument(m["text"], m["start"], m["end"], cls, "name")
            place = (m["text"], m["start"], m["end"])
            claims.append(Claim(m["article"], Span(*place), subject, Predicate("open:be", *place), Argument("", 0, 0)))
    return claims


def linked(claims: Iterable[Claim], articles: Iterable[Article], ontology: Any) -> list[Claim]:
    """The claims with ids; an article without claims counts for its names in brackets, one without text is empty."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.doc].append(claim)
    texts = {**{doc: Article(doc, "") for doc in found}, **{article.id: article for article in articles}}
    links = Linker(ontology).link(names_of(article, found[doc]) for doc, article in texts.items())
    return links.apply(claim for of_article in found.values() for claim in of_article)


def system_ids(claims: Iterable[Claim]) -> dict[Mention, str]:
    """The id that claims give to each name, by span; of a resolved argument, to the name that it stands for."""
    found: dict[Mention, str] = {}
    for claim in claims:
        for argument in (claim.subject, claim.object):
            if argument.id:
                span = argument.antecedent or argument.span
                found[claim.doc, span.start, span.end] = argument.id
    return found


def evaluate(
    rows: Sequence[Mapping[str, Any]], traps: Sequence[Mapping[str, Any]], system: Mapping[Mention, str]
) -> dict[str, Any]:
    things = gold_things(rows)
    gold = {mention: things[row["id"]] for row in rows for mention in mentions(row)}
    return {
        "mentions": len(gold), "scored": len(gold.keys() & system.keys()), **b_cubed(gold, system),
        "merged_wrongly": violations(rows, system, must_not_merge(rows, traps)),
    }


def read(path: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", help="entities as JSON lines")
    parser.add_argument("--traps", help="traps as JSON lines")
    parser.add_argument("--claims", help="claims with ids as JSON lines; without, the gold mentions are linked")
    parser.add_argument("--articles", help="folder of the articles' texts, for names in brackets")
    parser.add_argument("--coarse", action="store_true", help="give gold mentions the classes of a tagger")
    parser.add_argument("--errors", action="store_true", help="print the things that were split or mixed")
    options = parser.parse_args(argv)
    rows = [row for row in read(options.gold) if row["kind"] not in VALUES]
    traps = read(options.traps) if options.traps else []
    if options.claims:
        return _own_mentions(read(options.gold), traps, Path(options.claims))
    ontology = load()
    texts = sorted(Path(options.articles).glob("*.txt")) if options.articles else []
    articles = [Article(p.stem, p.read_bytes().decode("utf-8")) for p in texts]
    claims = linked(pseudo_claims(rows, ontology, coarse=options.coarse), articles, ontology)
    system = system_ids(claims)
    figures = evaluate(rows, traps, system)
    if options.errors:
        _print_errors(rows, system)
    print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 1 if figures["merged_wrongly"] else 0


def _own_mentions(rows: Sequence[Mapping[str, Any]], traps: Sequence[Mapping[str, Any]],
                  claims: Path) -> int:
    figures = evaluate_identity(rows, traps, system_mentions(claims))
    print(json.dumps(asdict(figures), ensure_ascii=False, indent=2))
    return 1 if figures.merged_wrongly else 0


def _print_errors(rows: Sequence[Mapping[str, Any]], system: Mapping[Mention, str]) -> None:
    things, names = gold_things(rows), {row["id"]: row["canonical"] for row in rows}
    clusters: dict[str, set[str]] = defaultdict(set)
    split: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for mention in mentions(row):
            if mention in system:
                clusters[system[mention]].add(names[things[row["id"]]])
                split[names[things[row["id"]]]].add(system[mention])
    for name, ids in sorted(split.items()):
        if len(ids) > 1:
            print("split", name, sorted(ids), file=sys.stderr)
    for iri, found in sorted(clusters.items()):
        if len(found) > 1:
            print("mixed", iri, sorted(found), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
