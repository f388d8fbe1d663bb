#!/usr/bin/env python3
"""Score which names were taken for one thing: B-cubed over gold mentions, and pairs that must not be merged.

  python benchmarks/identity.py entities.jsonl --traps traps.jsonl --articles ARTICLES   (links the gold mentions)
  python benchmarks/identity.py entities.jsonl --traps traps.jsonl --claims claims.jsonl (scores claims with ids)

A gold row is one thing: {"id", "canonical", "class", "aliases", "mentions": [{"article", "text", "start", "end"}],
"not_same_as": [canonical names], "merge": prose; "= NAME" says that it is the same as another row}. With --claims, the
gold mentions that a claim names (by exact span) are scored, and how many those are is printed.

B-cubed (Bagga and Baldwin 1998): a mention's precision is the share of its cluster that is of its thing, its recall the
share of its thing that is in its cluster; the figures are means over mentions.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.model import Argument, Article, Claim, Predicate, Span
from kg.ontology import load
from kg.resolve import Linker, names_of

Mention = tuple[str, int, int]
"""Article, start and end of a name."""

VALUES = ("value", "concept")
COARSE = ("Person", "Place", "Organization", "Product", "LegalInstrument", "Event")


def b_cubed(gold: Mapping[Mention, str], system: Mapping[Mention, str]) -> dict[str, float]:
    """Precision, recall and F1 over the mentions that both sides have."""
    shared = sorted(gold.keys() & system.keys())
    if not shared:
        return {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    both = Counter((gold[m], system[m]) for m in shared)
    in_gold, in_system = Counter(gold[m] for m in shared), Counter(system[m] for m in shared)
    precision = sum(both[gold[m], system[m]] / in_system[system[m]] for m in shared) / len(shared)
    recall = sum(both[gold[m], system[m]] / in_gold[gold[m]] for m in shared) / len(shared)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def must_not_merge(rows: Sequence[Mapping[str, Any]], traps: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Pairs of gold ids that are different things, from `not_same_as` and from the traps of owl:sameAs."""
    ids: dict[str, str] = {}
    for row in rows:
        for alias in row.get("aliases") or ():
            ids.setdefault(alias, row["id"])
    ids.update({row["canonical"]: row["id"] for row in rows})
    named = [(row["canonical"], other) for row in rows for other in row.get("not_same_as") or ()]
    for trap in traps:
        rule = trap["forbidden"]
        if "owl:sameAs" in rule["predicate"] and trap.get("severity") == "error":
            named += [(a, b) for a in rule["subject"] for b in rule["object"]]
    found = {tuple(sorted((ids[a], ids[b]))) for a, b in named if a in ids and b in ids}
    return {(a, b) for a, b in found if a != b}


def gold_things(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Gold id -> id of the thing: rows that the gold says are the same ("= NAME") share one."""
    by_name = {row["canonical"]: row["id"] for row in rows}
    things = {row["id"]: row["id"] for row in rows}
    for row in rows:
        merge = row.get("merge") or ""
        if merge.startswith("= "):
            things[row["id"]] = by_name[merge[2:].split(" (")[0]]
    return things


def violations(
    rows: Sequence[Mapping[str, Any]], system: Mapping[Mention, str], apart: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The pairs of different things of which some mentions were given one id."""
    ids: dict[str, set[str]] = defaultdict(set)
    names = {row["id"]: row["canonical"] for row in rows}
    for row in rows:
        ids[row["id"]] = {system[m] for m in mentions(row) if m in system}
    return sorted((names[a], names[b]) for a, b in apart if ids[a] & ids[b])


def mentions(row: Mapping[str, Any]) -> Iterator[Mention]:
    for mention in row["mentions"]:
        yield mention["article"], mention["start"], mention["end"]


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
        claims = [Claim.from_json(row) for row in read(options.claims)]
    else:
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
