"""Imports point one way, from the commands down to the records, and only the commands print."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"
LAYERS = (
    {"__main__"},
    {"cli"},
    {"coverage"},
    {"build", "notebook", "serve"},
    {"compare", "export"},
    {"engine", "evaluate", "lookup", "validate", "view", "workspace"},
    {"graph"},
    {"extract", "resolve"},
    {"gazetteer", "lexicon", "pipeline"},
    {"articles", "ontology", "store"},
    {"vocab"},
    {"model"},
)
"""A part may import parts of lower layers, never one beside it or above."""

LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path: Path) -> str:
    """The part of the package a file is in: "store" for kg/store.py, "view" for kg/view/page.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """The parts of kg that a module imports, for types and inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"kg.{alias.name}" for alias in node.names] if node.module == "kg" else [node.module or ""]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("kg.") and not name.startswith("kg.__"))


def test_every_part_has_a_layer() -> None:
    assert {part_of(path) for path in FILES} <= LEVEL.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(path)
    others = set(imported(ast.parse(path.read_text(encoding="utf-8")))) - {part}
    assert not {other for other in others if LEVEL[other] <= LEVEL[part]}


@pytest.mark.parametrize("path", [path for path in FILES if part_of(path) != "cli"],
                         ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_commands_print_or_exit(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not calls & {"print", "exit", "sys.exit", "os._exit", "sys.stdout.write", "sys.stderr.write"}
    assert not any(isinstance(node, ast.Name) and node.id == "SystemExit" for node in ast.walk(tree))


def test_the_rule_can_be_broken() -> None:
    source = "from kg import build\nimport kg.view.page\nfrom kg.cli import app\nfrom kg import __version__\nimport re"
    assert list(imported(ast.parse(source))) == ["build", "view", "cli"]
