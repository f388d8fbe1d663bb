"""The notebook runs from top to bottom in its own folder, and is stored without outputs."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parents[1] / "notebooks"


def read(name: str = "tour") -> NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def run(name: str) -> NotebookNode:
    notebook = read(name)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    return notebook


def draws(notebook: NotebookNode, cell: str) -> bool:
    """Whether a cell showed a picture."""
    [outputs] = [c.outputs for c in notebook.cells if c.id == cell]
    return any("image/png" in shown.get("data", {}) for shown in outputs)


def output(notebook: NotebookNode, cell: str) -> str:
    """What a cell printed or showed, as text."""
    [outputs] = [c.outputs for c in notebook.cells if c.id == cell]
    return "".join(o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in outputs)


@pytest.mark.parametrize("name", ["tour", "quality"])
def test_is_stored_without_outputs(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.model
def test_runs_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))  # the kernel imports the same kg as this test
    notebook = run("tour")
    assert "15 articles" in output(notebook, "build")
    assert "Eddie Wu" in output(notebook, "leads")
    assert "CNY" in output(notebook, "figures") and "USD" in output(notebook, "figures")
    assert "Qianwen" in output(notebook, "said")
    assert "denied" in output(notebook, "denied")
    assert output(notebook, "ask") == "False"
    assert "Eddie Wu" in output(notebook, "evidence")
    assert all(draws(notebook, cell) for cell in ("draw", "central", "timeline"))
    [inline] = [cell.outputs for cell in notebook.cells if cell.id == "inline"]
    assert inline[0]["data"]["text/html"].startswith("<iframe srcdoc=")
    assert "graph.html" in output(notebook, "page")


@pytest.mark.model
def test_quality_runs_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    notebook = run("quality")
    assert output(notebook, "coverage").count("yielded nothing") == 4
    assert "frame" in output(notebook, "confidence")
    assert all(draws(notebook, cell) for cell in ("coverage-plot", "confidence"))
    assert output(notebook, "gold").strip() and output(notebook, "odd").strip()
