"""Fit the confidences of open claims on CaRB's development part, and say what they are worth, cross-validated.

    kg extract carb.jsonl --open only --format jsonl --output claims.jsonl   # the text run_dev.py --detok gives
    python benchmarks/open_confidence.py claims.jsonl $SHARED/bench > kg/extract/ranking.toml

A tuple's target is the precision of its match in CaRB's greedy matching. Folds go by sentence; the figures on standard
error are of confidences that no fold was fitted on.
"""

from __future__ import annotations

import argparse
import copy
import sys
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.ranking import features
from kg.model import Claim

FOLDS, PENALTY = 5, 5.0
EDGES = (0.0, 0.5, 0.65)


def main() -> None:
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("claims")
    a.add_argument("bench", type=Path)
    o = a.parse_args()
    sys.path.insert(0, str(o.bench))
    from kgbench import carb
    from kgbench.common import read_claims
    from kgbench.detok import Back

    lines = (o.bench / "carb" / "dev.tsv").read_text("utf-8").rstrip("\n").split("\n")
    back = Back(carb.inputs("dev", lines))
    texts = {row["id"]: row["text"] for row in back.rows()}
    raw = read_claims(o.claims, texts)
    tuples, gold = back.claims(copy.deepcopy(raw)), carb.gold(lines)
    right = targets(carb, tuples, gold, back.source)
    names, table = matrix(raw)
    fold = np.unique([c["doc"] for c in raw], return_inverse=True)[1] % FOLDS

    def figures(confidences: Any) -> str:
        again = [{**c, "confidence": float(v)} for c, v in zip(copy.deepcopy(tuples), confidences, strict=True)]
        s = carb.score(gold, carb.convert(again, back.source))
        return f"P {s['p']:.3f}  R {s['r']:.3f}  F1 {s['f1']:.3f}  AUC {s['auc']:.3f}"

    unseen = np.zeros(len(raw))
    for k in range(FOLDS):
        weights = fit(table[fold != k], right[fold != k])
        unseen[fold == k] = 1 / (1 + np.exp(-table[fold == k] @ weights))
    weights = fit(table, right)
    steps = np.digitize(unseen, EDGES) - 1
    for name, values in (("as given", [c["confidence"] for c in raw]), ("one for all", np.full(len(raw), 0.5)),
                         ("in hundredths", unseen.round(2)), ("in levels", steps)):
        print(f"{name:14} {figures(values)}", file=sys.stderr)
    print("# Written by benchmarks/open_confidence.py: how likely an open claim is to be right.")
    for n, edge in enumerate(EDGES):
        print(f"[[levels]]\nfrom = {edge}\nconfidence = {right[steps == n].mean():.2f}")
    print("\n[weights]")
    print("\n".join(f'"{name}" = {value:.2f}' for name, value in sorted(zip(names, weights, strict=True))))


def targets(carb: Any, tuples: list[dict[str, Any]], gold: dict[str, Any], source: dict[str, str]) -> Any:
    """The precision of each tuple's match, 0 where it has none."""
    golds = {carb.key(k): [carb._Tuple(g) for g in v] for k, v in gold.items()}
    made = []
    for c in tuples:
        text = source[c["doc"]]
        sides = [carb.words(carb.node_text(c[side], text)) for side in ("subject", "object")]
        made.append(carb._Tuple((carb.words(c["predicate"]["text"]), sides, 1.0)))
    out = np.zeros(len(tuples))
    for doc in sorted({c["doc"] for c in tuples}):
        mine = [i for i, c in enumerate(tuples) if c["doc"] == doc]
        here = enumerate(golds.get(carb.key(source[doc]), []))
        pairs = [(-carb._pair(g, made[i])[0], n, i) for n, g in here for i in mine]
        used, done = set(), set()
        for score, n, i in sorted(pairs):
            if score < 0 and n not in used and i not in done:
                used.add(n)
                done.add(i)
                out[i] = -score
    return out


def matrix(raw: list[dict[str, Any]]) -> tuple[list[str], Any]:
    """Names of the features, and a row of them for each claim."""
    claims = [Claim.from_json(c) for c in raw]
    groups: dict[tuple[str, int], list[Claim]] = {}
    for c in claims:
        groups.setdefault((c.doc, c.sentence.start), []).append(c)
    rows = [features(c, groups[c.doc, c.sentence.start]) for c in claims]
    names = sorted({name for row in rows for name in row})
    return names, np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fit(table: Any, right: Any, rounds: int = 40) -> Any:
    """Logistic regression with an L2 penalty by Newton's method; targets are shares from 0 to 1."""
    weights = np.zeros(table.shape[1])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-table @ weights))
        hessian = (table * (p * (1 - p))[:, None]).T @ table + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(hessian, table.T @ (p - right) + PENALTY * weights)
    return weights


if __name__ == "__main__":
    main()
