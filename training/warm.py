"""The weights of an exported encoder, back in a model: a run goes on from what is shipped.

int8 has lost some of each weight; a few hundred steps make up for it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor

from training.model import Model

Array = npt.NDArray[np.generic]
_QUANTIZED = "_quantized"
_NOT_EXPORTED = ("relations.", "chains.")


def load_exported(model: Model, path: Path) -> list[str]:
    """Put the weights of `path` (ONNX, int8 or float32) into the model; the parameters it has no weights for.

    ValueError where the file lacks a parameter of an exported head or has another shape.
    """
    found = _weights(path)
    state = model.state_dict()
    for name, old in state.items():
        if name in found and found[name].shape != old.shape:
            raise ValueError(f"{path}: {name} is {tuple(found[name].shape)}, the model's is {tuple(old.shape)}")
    missing = [name for name in state if name not in found]
    lost = [name for name in missing if not name.startswith(_NOT_EXPORTED)]
    if lost:
        raise ValueError(f"{path}: no weights for {', '.join(lost)}")
    model.load_state_dict({**state, **{name: found[name] for name in state if name in found}})
    return missing


def _weights(path: Path) -> dict[str, Tensor]:
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    weights: dict[str, Array] = {}
    for name in arrays:
        if name.startswith("model.") and not name.endswith(("_scale", "_zero_point")):
            weights[name.removeprefix("model.").removesuffix(_QUANTIZED)] = _floats(arrays, name)
    for node in graph.node:
        operand = next((i for i in node.input if i in arrays and i.startswith("onnx::MatMul")), None)
        if node.op_type in ("MatMul", "MatMulInteger") and operand and not operand.endswith(("_scale", "_zero_point")):
            weights[f"{_module(node)}.weight"] = _floats(arrays, operand).T
    weights["mix"] = np.log(next(a for n, a in arrays.items() if n.startswith("onnx::Split") and a.dtype == np.float32))
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in weights.items()}


def _floats(arrays: dict[str, Array], name: str) -> Array:
    """The values of a weight: its bytes less the zero point, times the scale of its column (or the only one)."""
    if not name.endswith(_QUANTIZED):
        return arrays[name]
    stem = name.removesuffix(_QUANTIZED)
    integers = arrays[name].astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)
    return integers * arrays[f"{stem}_scale"]


def _module(node: NodeProto) -> str:
    """The module a product belongs to: "/parser/arc_dep/arc_dep.0/MatMul_quant" is parser.arc_dep.0."""
    parts: list[str] = []
    for part in node.name.split("/")[1:-1]:
        if parts and part.startswith(parts[-1].split(".")[0] + "."):
            parts[-1] = part
        else:
            parts.append(part)
    name = ".".join(parts)
    return "parser.label" if name == "label" else name
