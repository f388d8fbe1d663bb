"""Export a checkpoint as the files of kg/pipeline/models/zh.

python -m training.zh.export --base BASE --run DIR --out kg/pipeline/models/zh
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from kg.pipeline.chinese.pieces import BASE
from kg.pipeline.chinese.reader import WEIGHTS
from training.export import OPSET, quantize
from training.zh.data import CLASSES, NER_LABELS
from training.zh.model import Model, forward


class Graph(nn.Module):
    """The network on one window; the marks of its start and end are cut off."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        ner, kind, top, middle = (x[0, 1:-1] for x in forward(self.model, ids.unsqueeze(0), None))
        return torch.log_softmax(ner, -1), torch.softmax(kind, -1), torch.cat([top, middle], -1)


def export(args: argparse.Namespace) -> None:
    state = torch.load(args.run / "last.pt")
    weights = state["model"]
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers."))
    model = Model(len(weights["encoder.words.weight"]), layers)
    model.load_state_dict(weights)
    args.out.mkdir(parents=True, exist_ok=True)
    outputs = ("ner", "kind", "vectors")
    with tempfile.TemporaryDirectory(dir=args.out.parent) as folder:
        made = Path(folder)
        torch.onnx.export(
            Graph(model).eval(), (torch.arange(12) + 4,), str(made / "float.onnx"), input_names=["ids"],
            output_names=list(outputs), dynamic_axes={n: {0: "pieces"} for n in ("ids", *outputs)},
            opset_version=OPSET, dynamo=False,
        )
        quantize(made / "float.onnx", made / WEIGHTS, args.reduce_range)
        shutil.copyfile(args.base / BASE, made / BASE)
        meta = {"language": "zh", "steps": state["step"], "labels": list(NER_LABELS), "classes": list(CLASSES)}
        (made / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for name in (WEIGHTS, BASE, "meta.json"):
            os.replace(made / name, args.out / name)
    print(f"step {state['step']}: {(args.out / WEIGHTS).stat().st_size / 1e6:.1f} MB in {args.out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True, help="folder of training.zh.base")
    parser.add_argument("--run", type=Path, required=True, help="folder with last.pt")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder")
    parser.add_argument("--reduce-range", action="store_true", help="7-bit weights")
    export(parser.parse_args())


if __name__ == "__main__":
    main()
