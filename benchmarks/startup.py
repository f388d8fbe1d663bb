"""Seconds until the first parse and resident memory, beside importing spaCy alone, each in fresh interpreters.

    python benchmarks/startup.py [--rounds 5]

spaCy's library imports torch where it is installed, which costs seconds and hundreds of megabytes; `kg` has no use for
it, so it is hidden here, as it is absent in an environment made by `make graph`.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

HIDE = "import sys; sys.modules['torch'] = None\n"
TELL = "import resource; print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
WORK = {
    "import spacy": "import spacy\n",
    "the pipeline, one sentence": "from kg.pipeline.encoder import load_english\nload_english()('Ada left.')\n",
    "kg extract, one sentence": (
        "from kg.build import Settings, task\nfrom kg.model import Article\n"
        "task(Settings())(Article('a', 'Ada founded Orbix.'))\n"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for name, code in WORK.items():
        program = HIDE + "import time; began = time.perf_counter()\n" + code + TELL
        command = [sys.executable, "-c", program]
        done = (subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(rounds))
        runs = [one.stdout.split() for one in done]
        seconds, megabytes = (statistics.median(float(run[k]) for run in runs) for k in (0, 1))
        print(f"{name:28} {seconds:5.2f} s  {megabytes:5.0f} MB")


if __name__ == "__main__":
    main()
