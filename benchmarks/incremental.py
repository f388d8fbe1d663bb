"""What adding one article to many costs, beside a clean build of all of them.

    python benchmarks/incremental.py [--articles 10000] [--stand-in] [--json]

Articles are generated: short news about companies, people and places with names made of syllables, of which some come
again and again. The clean build extracts with the trained pipeline; `--stand-in` puts a regular expression over the
same sentences in its place, so that what remains is the graph alone: the harder test, and a quick one. Then one more
article is added, by `kg add` as a user types it, in a process of its own (Python starts, models load, all is counted),
three times with another article each; the median counts. Exports are left to `kg export`. Both are told in seconds
on the wall and on the processor, with the share of the one in the other. In the end the graph is compared, quad for
quad, with one built from nothing. Linking is told apart, in this process: of all names, and again when the article with
most names comes to the others, from what a build remembers.
torch, which only training needs and spaCy loads where it is, is kept out.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROUNDS = 3
SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vel", "dor", "bri", "san", "qua", "nex", "tor", "lin", "pas", "mor")
ENDS = ("Labs", "Motors", "Bank", "Energy", "Foods", "Systems", "Airlines", "Media")
CITIES = ("Paris", "Berlin", "Shanghai", "Boston", "Madrid", "Tokyo", "Lagos", "Toronto")
SENTENCES = (
    "{a} founded {b}.", "{a} acquired {b} for $ {n} million in {y}.", "{p} leads {a}.", "{a} is based in {c}.",
    "{a} denied founding {b}.", "{a} plans to buy {b}.", "{a} invested {n} million euros in {b}.",
    "{b} raised {n} EUR.", "{p} joined {b} in {y}.", "{a} sued {b}.",
)  # fmt: skip
STAND_IN = """
import sys
sys.path.insert(0, {tests!r})
from stand_in import StandIn
from kg.build import extraction
extraction.extractor = lambda settings: StandIn()
"""
RUN = "import sys; sys.modules['torch'] = None; from kg.cli import main; sys.argv = ['kg', *{words!r}]; main()"


@dataclass(frozen=True)
class Cost:
    """Seconds on the wall and on the processor."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:8.1f} s {self.cpu:8.1f} CPU-s"


def articles(count: int, seed: int = 1) -> Iterator[str]:
    """Texts of five sentences; the same seed gives the same ones. Names are drawn with a long tail."""
    draw = random.Random(seed)
    companies = [f"{_word(draw)} {draw.choice(ENDS)}" for _ in range(max(20, count // 2))]
    people = [f"{_word(draw)} {_word(draw)}" for _ in range(max(20, count // 4))]

    def chosen(names: Sequence[str]) -> str:
        return names[int(len(names) * draw.random() ** 3)]

    for _ in range(count):
        yield " ".join(draw.choice(SENTENCES).format(
            a=chosen(companies), b=chosen(companies), p=chosen(people), c=draw.choice(CITIES),
            n=draw.randint(2, 900), y=draw.randint(1990, 2025)) for _ in range(5))


def _word(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(2, 4))).capitalize()


def write(path: Path, texts: Sequence[str], first: int = 0) -> Path:
    rows = ({"id": f"n{number:06}", "text": text} for number, text in enumerate(texts, first))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def kg(words: Sequence[str | Path], *, stand_in: bool) -> Cost:
    """Run a command in a process of its own."""
    prepared = STAND_IN.format(tests=str(ROOT / "tests")) if stand_in else ""
    script = prepared + RUN.format(words=[str(word) for word in words])
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - wall, cpu)


def quads(folder: Path) -> set[str]:
    from kg.store import open_store

    with open_store(folder / "store") as store:
        return set(map(str, store.quads()))


def measure(count: int, *, stand_in: bool, folder: Path) -> dict[str, object]:
    texts = list(articles(count + ROUNDS))
    corpus = write(folder / "corpus.jsonl", texts[:count])
    more = [write(folder / f"more-{n}.jsonl", [texts[count + n]], count + n) for n in range(ROUNDS)]
    out, other = folder / "graph", folder / "other"
    clean = kg(["build", corpus, "-o", out, "-q", "--exports", "none"], stand_in=stand_in)
    added = [kg(["add", one, "-o", out, "-q"], stand_in=stand_in) for one in more]
    nothing = kg(["build", "-o", out, "-q"], stand_in=stand_in)
    add = Cost(statistics.median(c.wall for c in added), statistics.median(c.cpu for c in added))
    _from_cache(out, other, corpus, more)
    found = quads(out)
    links = linking(out)
    return {"articles": count, "quads": len(found), "clean": vars(clean), "add": vars(add), "nothing": vars(nothing),
            "share_wall": add.wall / clean.wall, "share_cpu": add.cpu / clean.cpu, "linking": links,
            "same": links["same"] and found == quads(other)}


def linking(folder: Path) -> dict[str, object]:
    """Seconds on the processor that linking takes, of all names of a graph and of what one article more touches."""
    from kg import gazetteer
    from kg.build.memory import Memory
    from kg.resolve import Linker
    from kg.resolve.again import link_again
    from kg.resolve.linker import uncollected
    from kg.resolve.outlines import outline
    from kg.workspace import Cache

    cache, linker = Cache(folder / "cache" / "extracted.sqlite"), Linker(gazetteer.load())
    names = {article.article: article for article in cache.names()}
    cache.close()
    outlines = {doc: outline(article, linker.ontology, linker.known) for doc, article in sorted(names.items())}
    coming = max(names, key=lambda doc: (len(names[doc].names), doc))
    before = [held for doc, held in outlines.items() if doc != coming]
    stamps = {doc: f"{doc:64}" for doc in names}

    def again(memory: Memory, given: Sequence[Any]) -> Any:
        return link_again(linker, given, stamps, "", memory.groups(), lambda docs: [names[doc] for doc in docs])

    memory = Memory(folder / "linking.sqlite")
    memory.keep({held.article: held for held in before}, again(memory, before).drafts)
    start = time.process_time()
    with uncollected():
        found = again(memory, [*memory.outlines().values(), outlines[coming]])
    middle = time.process_time()
    links = linker.link(names.values())
    return {"names": sum(len(article.names) for article in names.values()), "groups": len(found.drafts),
            "touched": len(found.fresh), "again": middle - start, "all": time.process_time() - middle,
            "same": (links.entities, links.ids) == (found.links.entities, found.links.ids)}


def _from_cache(out: Path, other: Path, corpus: Path, more: Sequence[Path]) -> None:
    """A graph made from nothing, without extracting from all articles a second time."""
    (other / "cache").mkdir(parents=True)
    (other / "cache" / "extracted.sqlite").write_bytes((out / "cache" / "extracted.sqlite").read_bytes())
    kg(["build", corpus, *more, "-o", other, "-q", "--exports", "none"], stand_in=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.articles, stand_in=options.stand_in, folder=Path(folder))
    if options.json:
        print(json.dumps(found))
        return
    extraction = "a regular expression" if options.stand_in else "the trained pipeline"
    print(f"{found['articles']:,} articles, {found['quads']:,} quads, extracted by {extraction}")
    for name, told in (("clean", "clean build"), ("add", "one article more"), ("nothing", "nothing new")):
        print(f"{told:18}{Cost(**found[name])}")  # type: ignore[arg-type]
    print(f"{'share':18}{found['share_wall']:8.2%}   {found['share_cpu']:8.2%}")
    told_apart: Any = found["linking"]
    print("linking           {again:8.2f} CPU-s for {touched:,} of {groups:,} groups, {all:.2f} for all {names:,} names"
          .format(**told_apart))
    print(f"same as a clean build: {'yes' if found['same'] else 'NO'}")
    raise SystemExit(0 if found["same"] else 1)


if __name__ == "__main__":
    main()
