"""Words per second of `kg extract` beside those of the bare English pipeline, on the same texts in the same run.

    python benchmarks/throughput.py [FOLDER_OR_FILE ...] [--rounds 5] [--json]

`kg extract` is everything from an article to its claims: cleaning, parsing, names, coreference, frames. The bare
pipeline is the encoder alone over the paragraphs that cleaning found. Rounds alternate, so that whatever else the
machine does falls on both; the figures are medians, on one thread each. Loading is left out. Articles that are not
wholly English are left out too. The ratio is that of words per CPU-second.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.articles import clean
from kg.build import Settings, gather, task
from kg.model import Article
from kg.pipeline.encoder import load_english

SEEDS = Path(__file__).parents[1] / "seeds"


@dataclass
class Clock:
    """Seconds of every round of one piece of work, on the wall and on the processor."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)

    def rates(self, words: int) -> dict[str, float]:
        """Words per second, by the median round."""
        return {
            "words_per_second": words / statistics.median(self.wall),
            "words_per_cpu_second": words / statistics.median(self.cpu),
        }


def english(inputs: Sequence[str | Path]) -> tuple[list[Article], list[str]]:
    """The articles of the inputs that are wholly English, and the texts of their paragraphs."""
    articles, problems = gather(inputs)
    for problem in problems:
        print(problem, file=sys.stderr)
    chosen, texts = [], []
    for article in articles:
        cleaned = clean(article)
        if cleaned.paragraphs and all(p.language == "en" for p in cleaned.paragraphs):
            chosen.append(article)
            texts += [article.text[p.start : p.end] for p in cleaned.paragraphs]
    return chosen, texts


def measure(inputs: Sequence[str | Path], rounds: int) -> dict[str, object]:
    """Both rates and their ratio. ValueError where no input is wholly English."""
    articles, texts = english(inputs)
    if not articles:
        raise ValueError("no article is wholly English")
    bare, extract = load_english(), task(Settings(), "wide")
    work = {
        "kg extract": lambda: [extract(article) for article in articles],
        "bare pipeline": lambda: list(bare.pipe(texts)),
    }
    clocks = {name: Clock() for name in work}
    for run in work.values():  # once unmeasured: caches fill, lazy imports are done
        run()
    for _ in range(rounds):
        for name, run in work.items():
            clocks[name].time(run)
    words = sum(len(text.split()) for text in texts)
    rates = {name: clock.rates(words) for name, clock in clocks.items()}
    ratio = rates["kg extract"]["words_per_cpu_second"] / rates["bare pipeline"]["words_per_cpu_second"]
    return {"articles": len(articles), "words": words, "rounds": rounds, **rates, "ratio": ratio}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", default=[SEEDS], help="files and folders of articles (default: seeds)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.inputs, options.rounds)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{found['articles']} articles, {found['words']} words, median of {found['rounds']} rounds")
    for name, rates in found.items():
        if isinstance(rates, dict):
            wall, cpu = rates["words_per_second"], rates["words_per_cpu_second"]
            print(f"{name:14} {wall:8.0f} words/s {cpu:8.0f} words/CPU-second")
    print(f"ratio          {found['ratio']:8.2f}")


if __name__ == "__main__":
    main()
