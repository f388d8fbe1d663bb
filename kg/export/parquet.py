"""Parquet, by pyarrow: an extra, since most users need none. https://parquet.apache.org/docs/file-format/"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from pyoxigraph import Literal, QuerySolutions

from kg import vocab

BATCH = 10_000
"""Rows that are held at once."""


class ExportError(Exception):
    """Something that cannot be written as asked; the message says why and what to do."""


def arrow() -> Any:
    """The pyarrow modules. ExportError, saying how to get them, where they are not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: pip install 'kg[tables]'") from error
    return pyarrow


def write_rows(stream: IO[bytes], types: dict[str, str], rows: Iterable[Sequence[object]]) -> None:
    """A table of the columns `types` (name -> pyarrow's name of a type, "string", "int64", "double"), by batches."""
    pa = arrow()
    schema = pa.schema([(name, pa.type_for_alias(alias)) for name, alias in types.items()])
    with pa.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        held: list[Sequence[object]] = []
        for row in rows:
            held.append(row)
            if len(held) == BATCH:
                writer.write_table(_table(pa, schema, held))
                held = []
        if held:
            writer.write_table(_table(pa, schema, held))


def write_solutions(stream: IO[bytes], answer: QuerySolutions) -> None:
    """The answer of a SELECT. A column of numbers, dates or truth values alone is of their type, any other is text."""
    pa = arrow()
    names = [variable.value for variable in answer.variables]
    rows = [tuple(solution) for solution in answer]
    columns = [[_value(row[place]) for row in rows] for place in range(len(names))]
    arrays = [pa.array(column if _one_type(column) else [_text(row[place]) for row in rows], from_pandas=False)
              for place, column in enumerate(columns)]
    pa.parquet.write_table(pa.Table.from_arrays([_typed(pa, array) for array in arrays], names=names), stream,
                           compression="zstd")


def _table(pa: Any, schema: Any, rows: list[Sequence[object]]) -> Any:
    columns = zip(*rows, strict=True)
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
                                schema=schema)


def _typed(pa: Any, array: Any) -> Any:
    """A column without any value is text, so that every reader knows it."""
    return array.cast(pa.string()) if pa.types.is_null(array.type) else array


_READ: Mapping[str, Callable[[str], object]] = {
    "integer": int, "decimal": Decimal, "double": float, "boolean": "true".__eq__, "date": date.fromisoformat,
}  # fmt: skip
_DIGITS = 38
"""Digits that Parquet's decimals hold."""


def _value(term: Any) -> object:
    """A literal as Python reads it; an IRI, a text or what does not fit Parquet's types as text."""
    if not isinstance(term, Literal) or not term.datatype.value.startswith(vocab.XSD):
        return _text(term)
    read = _READ.get(term.datatype.value.removeprefix(vocab.XSD))
    try:
        value = read(term.value) if read else term.value
    except (ValueError, ArithmeticError):
        return term.value
    if isinstance(value, int) and not isinstance(value, bool) and not -2**63 <= value < 2**63:
        return term.value
    return term.value if isinstance(value, Decimal) and len(value.as_tuple().digits) > _DIGITS // 2 else value


def _one_type(column: list[object]) -> bool:
    return len({type(value) for value in column if value is not None}) <= 1


def _text(term: Any) -> str | None:
    return None if term is None else str(getattr(term, "value", term))
