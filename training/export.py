"""Export a checkpoint as the files of kg/pipeline/models/en.

python -m training.export --data DATA --base BASE --run DIR --out kg/pipeline/models/en
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.pipeline.encoder.lemmas import TABLE
from kg.pipeline.encoder.network import TOKENIZER, WEIGHTS, Scores
from kg.pipeline.encoder.words import Pieces
from training.data import read_conllu
from training.labels import Labels
from training.model import WIDTH, Model
from training.relation_head import Layers
from training.tables import write_table

OPSET = 17
_DYNAMIC = {"ids": "pieces", "shapes": "pieces", "first": "words", "word_shapes": "words"}
_PAIRS = ("arcs", "labels")


class Graph(nn.Module):
    """The network on one window: inputs and outputs have no batch dimension."""

    def __init__(self, model: Model, labels: Labels) -> None:
        super().__init__()
        self.model = model
        not_root = torch.zeros(len(labels.deprel), 1)
        not_root[labels.index["deprel"]["root"]] = -1e4
        self.register_buffer("not_root", not_root)

    def forward(self, ids: Tensor, shapes: Tensor, first: Tensor, word_shapes: Tensor) -> tuple[Tensor, ...]:
        model = self.model
        rows = (x.unsqueeze(0) for x in (ids, shapes))
        mixed, top, hidden, middle = model.words(*rows, None, first.unsqueeze(0), word_shapes.unsqueeze(0))
        tags = model.tag_features(mixed)
        arcs, dep, head = model.parser(top)
        relations = model.parser.all_label_scores(dep, head) + self.not_root
        outputs = (
            model.xpos(tags).argmax(-1),
            model.morph(tags).argmax(-1),
            model.lemma(tags).argmax(-1),
            torch.softmax(model.start(top), -1)[..., 1],
            arcs,
            relations.argmax(2),
            torch.log_softmax(model.ner(top), -1),
            torch.cat([hidden, middle], -1),
        )
        return tuple(x.squeeze(0) for x in outputs)


def to_onnx(model: Model, labels: Labels, path: Path) -> None:
    """The graph in float32."""
    window = (torch.arange(12) + 1000, torch.ones(12).long(), torch.arange(9) + 1, torch.ones(9).long())
    axes = {name: {0: axis} for name, axis in _DYNAMIC.items()}
    axes |= {name: {0: "words"} for name in Scores._fields}
    axes |= {name: {0: "words", 1: "heads"} for name in _PAIRS}
    torch.onnx.export(
        Graph(model, labels).eval(),
        window,
        str(path),
        input_names=list(Pieces._fields),
        output_names=list(Scores._fields),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def export_layers(layers: Layers, path: Path) -> None:
    """The relation head's layers on one paragraph, int8."""
    words = (torch.zeros(9, 2 * WIDTH), torch.ones(9, 4).long())
    axes = {name: {0: "words"} for name in ("vectors", "marks", "hidden")}
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        plain, made = Path(folder) / "float.onnx", Path(folder) / path.name
        torch.onnx.export(Paragraph(layers).eval(), words, str(plain), input_names=["vectors", "marks"],
                          output_names=["hidden"], dynamic_axes=axes, opset_version=OPSET, dynamo=False)
        quantize(plain, made, reduce_range=True)
        os.replace(made, path)


class Paragraph(nn.Module):
    """Layers without a batch dimension."""

    def __init__(self, layers: Layers) -> None:
        super().__init__()
        self.layers = layers

    def forward(self, vectors: Tensor, marks: Tensor) -> Tensor:
        hidden: Tensor = self.layers(vectors.unsqueeze(0), marks.unsqueeze(0), None)
        return hidden.squeeze(0)


def quantize(source: Path, target: Path, reduce_range: bool) -> None:
    """int8 weights, one scale a channel."""
    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
    )


def load_checkpoint(run: Path) -> tuple[Model, Labels, int]:
    labels = Labels.from_dict(json.loads((run / "labels.json").read_text(encoding="utf-8")))
    model = Model(labels)
    state = torch.load(run / "last.pt")
    model.load_state_dict(state["model"])
    return model.eval(), labels, int(state["step"])


def export(args: argparse.Namespace) -> None:
    model, labels, step = load_checkpoint(args.run)
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=args.out.parent) as folder:
        made = Path(folder)
        to_onnx(model, labels, made / "float.onnx")
        if args.float:
            shutil.copyfile(made / "float.onnx", made / WEIGHTS)
        else:
            quantize(made / "float.onnx", made / WEIGHTS, args.reduce_range)
        shutil.copyfile(args.base / "tokenizer.json", made / TOKENIZER)
        corpora = (read_conllu(args.data / f"en/ud/{n}-train.conllu.gz") for n in ("ewt", "gum"))
        write_table((s for c in corpora for s in c), made / TABLE)
        meta = {"language": "en", "steps": step, "opset": OPSET, "labels": labels.as_dict()}
        text = json.dumps(meta, ensure_ascii=False, indent=1)
        (made / "meta.json").write_text(text + "\n", encoding="utf-8")
        for name in (WEIGHTS, TOKENIZER, TABLE, "meta.json"):
            os.replace(made / name, args.out / name)
    print(f"step {step}: {(args.out / WEIGHTS).stat().st_size / 1e6:.1f} MB in {args.out}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with en/ud")
    parser.add_argument("--base", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--run", type=Path, required=True, help="folder with last.pt, labels.json")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder")
    parser.add_argument("--float", action="store_true", help="do not quantise")
    parser.add_argument("--reduce-range", action="store_true", help="7-bit weights")
    export(parser.parse_args())


if __name__ == "__main__":
    main()
