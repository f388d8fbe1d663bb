#!/usr/bin/env python3
"""Link a made-up corpus of 10,000 to 1,000,000 names of which it is known what they stand for.

  python benchmarks/resolution.py [10000 100000 1000000] [--seed 1] [--errors 20]
  python benchmarks/resolution.py 100000 --names names.jsonl    (also writes the names, for another program)
  python benchmarks/resolution.py --pairs linked.jsonl          (scores what another program made of such names)
  python benchmarks/resolution.py --bare names.jsonl            (links such names as that program sees them)

Precision and recall are of pairs of different names: of the pairs given one entity, the share that is one thing; of
the pairs that are one thing, the share given one entity. Each size runs in a process of its own, so that its peak of
memory is its own; time is of linking alone, the articles' names being made before. The exponent says how time grows:
1 is in proportion to the names.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)


def pairwise(pairs: Iterable[tuple[Hashable, Hashable]]) -> dict[str, float]:
    """Precision and recall over pairs of names, each given as (thing, entity)."""
    both = Counter(pairs)
    things, entities = Counter[Hashable](), Counter[Hashable]()
    for (thing, entity), count in both.items():
        things[thing] += count
        entities[entity] += count
    right, made, true = (sum(math.comb(n, 2) for n in counts.values()) for counts in (both, entities, things))
    return {"precision": right / made if made else 1.0, "recall": right / true if true else 1.0}


def units(truth: Mapping[tuple[str, str], int], ids: Mapping[tuple[str, str], str]) -> dict[tuple[int, str], str]:
    """The entity of each name of each thing: that of most articles that call the thing so."""
    found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for (article, key), thing in truth.items():
        found[thing, key][ids.get((article, key), f"none {article} {key}")] += 1
    return {unit: min(counts, key=lambda iri: (-counts[iri], iri)) for unit, counts in found.items()}


def run(size: int, seed: int, errors: int, names_file: str | None) -> dict[str, Any]:
    """One corpus: made, linked, scored."""
    from made_names import Maker, articles

    from kg.ontology import load
    from kg.resolve import Linker, names

    things = Maker(size, seed).make()
    truth: dict[tuple[str, str], int] = {}
    made = list(articles(things, seed, truth))
    linker = Linker(load())
    names.key.cache_clear()  # which making the names has filled
    names.core.cache_clear()
    start = time.process_time()
    links = linker.link(made)
    seconds = time.process_time() - start
    found = units(truth, links.ids)
    if names_file:
        write_names(Path(names_file), made, truth)
    if errors:
        print_errors(found, links, errors, seed)
    return {
        "names": len(found), "things": len(things), "articles": len(made), "entities": len(links.entities),
        **{name: round(value, 5) for name, value in pairwise((t, iri) for (t, _), iri in found.items()).items()},
        "unsure": len(links.unsure), "refused": len(links.conflicts), "seconds": round(seconds, 1),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def run_bare(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Names without their articles, each in one of its own: what likeness and classes alone can tell."""
    from kg.ontology import load
    from kg.resolve import ArticleNames, Linker, names
    from kg.resolve.article_names import Name

    keys = [names.key(row["name"]) for row in rows]
    made = [ArticleNames(f"{n:07d}", (Name(key, ((row["name"], 1),), ((row["class"], 1),), spans=((0, 1),)),))
            for n, (key, row) in enumerate(zip(keys, rows, strict=True))]
    ids = Linker(load()).link(made).ids
    pairs = ((row["thing"], ids[f"{n:07d}", key]) for n, (key, row) in enumerate(zip(keys, rows, strict=True)))
    return {"names": len(rows), **pairwise(pairs)}


def write_names(path: Path, made: Sequence[Any], truth: Mapping[tuple[str, str], int]) -> None:
    """Each name of each thing once: {"name", "class", "thing"}."""
    rows: dict[tuple[int, str], dict[str, Any]] = {}
    for article in made:
        for name in article.names:
            thing = truth[article.article, name.key]
            cls = max((type_ for type_, _ in name.types), default="")
            rows.setdefault((thing, name.key), {"name": name.forms[0][0], "class": cls, "thing": thing})
    lines = (json.dumps(rows[unit], ensure_ascii=False) + "\n" for unit in sorted(rows))
    path.write_text("".join(lines), encoding="utf-8")


def print_errors(found: Mapping[tuple[int, str], str], links: Any, count: int, seed: int) -> None:
    """Some entities of several things, and some things of several entities."""
    clusters: dict[str, set[tuple[int, str]]] = defaultdict(set)
    split: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for (thing, key), iri in found.items():
        clusters[iri].add((thing, key))
        split[thing][iri].add(key)
    reasons = {entity.iri: entity.links for entity in links.entities}
    mixed = sorted(iri for iri, units in clusters.items() if len({thing for thing, _ in units}) > 1)
    parted = sorted(thing for thing, of in split.items() if len(of) > 1)
    print(f"{len(mixed)} mixed, {len(parted)} split", file=sys.stderr)
    rng = random.Random(seed)
    for iri in rng.sample(mixed, min(count, len(mixed))):
        print("mixed", sorted(clusters[iri]), reasons[iri], file=sys.stderr)
    for thing in rng.sample(parted, min(count, len(parted))):
        print("split", thing, [sorted(keys) for keys in split[thing].values()], file=sys.stderr)


def exponents(rows: Sequence[Mapping[str, Any]]) -> list[float]:
    """How time grows with names from each size to the next."""
    return [round(math.log(b["seconds"] / a["seconds"]) / math.log(b["names"] / a["names"]), 2)
            for a, b in itertools.pairwise(rows)]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, help="how many different names")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=int, default=0, help="print so many entities and things that went wrong")
    parser.add_argument("--names", help="write the names of the (one) size as JSON lines")
    parser.add_argument("--pairs", help="score JSON lines with a thing and an entity each")
    parser.add_argument("--bare", help="link names written by --names without their articles, and score them")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if given := options.pairs or options.bare:
        rows = [json.loads(line) for line in Path(given).read_text(encoding="utf-8").splitlines()]
        scored = {"names": len(rows), **pairwise((row["thing"], row["entity"]) for row in rows)} if options.pairs else \
            run_bare(rows)
        print(json.dumps(scored))
        return 0
    if options.alone:
        print(json.dumps(run(options.sizes[0], options.seed, options.errors, options.names)))
        return 0
    rows = []
    for size in options.sizes or SIZES:
        extra = ["--names", options.names] if options.names else []
        command = [sys.executable, __file__, str(size), "--alone", "--seed", str(options.seed),
                   "--errors", str(options.errors), *extra]
        rows.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
        print(json.dumps(rows[-1]), flush=True)
    print(json.dumps({"growth": exponents(rows)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
