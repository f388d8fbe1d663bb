"""The mean of the weights a run started from and those it reached, as a run of its own.

python -m training.average --from EXPORTED --run DIR --out DIR [--share .5]

Trained on, the encoder knew more names and relations and was less sure of short plain sentences; the mean keeps what
either knew (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch

from kg.pipeline.encoder.network import WEIGHTS
from training.labels import Labels
from training.model import Model
from training.warm import load_exported


def average(source: Path, run: Path, out: Path, share: float) -> None:
    """Write `out`: `share` of the run's weights and the rest of the exported ones; heads not exported are the run's."""
    model = Model(Labels.from_dict(json.loads((run / "labels.json").read_text(encoding="utf-8"))))
    not_exported = load_exported(model, source / WEIGHTS)
    state, old = torch.load(run / "last.pt"), model.state_dict()
    for name, new in state["model"].items():
        if name not in not_exported:
            state["model"][name] = (1 - share) * old[name] + share * new
    out.mkdir(parents=True, exist_ok=True)
    torch.save(state, out / "last.pt")
    shutil.copy(run / "labels.json", out / "labels.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="where the run started")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.5)
    args = parser.parse_args()
    average(args.source, args.run, args.out, args.share)


if __name__ == "__main__":
    main()
