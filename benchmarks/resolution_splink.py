#!/usr/bin/env python3
"""Link the names that `resolution.py --names` wrote with Splink, in an environment of its own (pip install splink).

  python benchmarks/resolution_splink.py names.jsonl linked.jsonl [--threshold .95]
  python benchmarks/resolution.py --pairs linked.jsonl

Splink (a Fellegi-Sunter model, trained by expectation maximisation on the names themselves) sees each different name
with its class, and no articles: no names in brackets, no short names, no sentences.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pandas
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

LEGAL = re.compile(
    r"[\s-]+(?:inc|corp|ltd|group|holdings?|co|plc|gmbh|sa|&)\b\.?|(?:股份|集团|控股)?有限公司$|集团$", re.I)


def table(rows: Sequence[dict[str, object]]) -> pandas.DataFrame:
    """A row for each name: without legal forms, its first word and its beginning, to block on."""
    names = [str(row["name"]).lower() for row in rows]
    core = [re.sub(r"[\s-]+", " ", LEGAL.sub("", name)).strip() or name for name in names]
    return pandas.DataFrame({
        "unique_id": range(len(rows)), "name": names, "core": core, "cls": [row["class"] or None for row in rows],
        "first": [name.split()[0] for name in core], "last": [name.split()[-1] for name in core],
        "start": [name.replace(" ", "")[:4] for name in core],
    })


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names")
    parser.add_argument("linked")
    parser.add_argument("--threshold", type=float, default=.95, help="probability from which names are joined")
    options = parser.parse_args(argv)
    rows = [json.loads(line) for line in Path(options.names).read_text(encoding="utf-8").splitlines()]
    start = time.process_time()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[compare.JaroWinklerAtThresholds("core", [.97, .92, .8]), compare.ExactMatch("cls"),
                     compare.JaroWinklerAtThresholds("last", [.9])],
        blocking_rules_to_generate_predictions=[block_on("core"), block_on("first"), block_on("start")],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table(rows)), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("core")], recall=.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("start"))
    found = linker.inference.predict(threshold_match_probability=options.threshold)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=options.threshold).as_pandas_dataframe()
    ids = dict(zip(clusters["unique_id"], clusters["cluster_id"], strict=True))
    print(json.dumps({"seconds": round(time.process_time() - start, 1)}))
    lines = (json.dumps({**row, "entity": str(ids[n])}, ensure_ascii=False) + "\n" for n, row in enumerate(rows))
    Path(options.linked).write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
