"""Errors of the user's input or machine end in one line on standard error; any other error is ours and is traced."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import Any

from typer.core import TyperGroup

from kg.cli.console import fail, tell

KNOWN = (
    ("kg.articles", "ArticleError"),
    ("kg.evaluate", "EvaluationError"),
    ("kg.export", "ExportError"),
    ("kg.gazetteer", "GazetteerError"),
    ("kg.graph", "GraphError"),
    ("kg.lookup", "BindingError"),
    ("kg.lookup", "LookupFailure"),
    ("kg.ontology", "OntologyError"),
    ("kg.pipeline.parse", "PipelineError"),
    ("kg.resolve.decisions", "DecisionError"),
    ("kg.serve.settings", "ServeError"),
    ("kg.store", "QueryError"),
    ("kg.store", "StoreError"),
    ("kg.view", "NothingCalled"),
    ("kg.workspace", "WorkspaceError"),
)  # fmt: skip
"""Errors whose message says it all. A module that was never imported raised nothing, so none is imported for this."""

WHOLE = " (what was there before is as it was: make room, and run the command again)"


def is_full(error: OSError) -> bool:
    """Whether the disk is full; SQLite and RocksDB tell it in words."""
    return error.errno == errno.ENOSPC or any(words in str(error) for words in ("No space left", "disk is full"))


def known() -> tuple[type[BaseException], ...]:
    return tuple(getattr(sys.modules[module], name) for module, name in KNOWN if module in sys.modules)


def nothing_read() -> tuple[type[BaseException], ...]:
    module = sys.modules.get("kg.build")
    return (module.NothingRead,) if module else ()


def flushed(command: Callable[[], Any]) -> Any:
    """Run a command and put out what it printed, so that a full disk or a closed pipe is noticed while we can tell."""
    try:
        return command()
    finally:
        sys.stdout.flush()


class Commands(TyperGroup):
    """The group of all commands: turns errors into one clear line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return flushed(lambda: super(Commands, self).invoke(ctx))
        except BrokenPipeError:  # whoever read our output has seen enough ("kg extract ... | head")
            raise
        except nothing_read() as error:
            for problem in getattr(error, "problems", ()):
                tell(str(problem))
            fail(str(error))
        except known() as error:
            fail(str(error))
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            told = f"{place}{error.strerror or error}"
            fail(told + WHOLE if is_full(error) else told)
