"""Loading of .parquet files: typed columns become exact text, below a first row with their names."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet, types

from pipeline.intake.column_letters import refuse_too_wide
from pipeline.intake.errors import refused, too_many_rows
from pipeline.intake.readers.loaded import MANY, CellKind, LoadedBook, LoadedSheet
from schemas.reasons.file_issues import FILE_UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EXACT = 2.0**53
_ROWS_AT_ONCE = 100_000


def load(path: Path, most_rows: int | None = None) -> LoadedBook:
    """The one table of a Parquet file. Its column names are row 1, so its data begin in row 2.

    Where so many rows are allowed and there are very many, its batch is read while it is written down.
    """
    with _readable():
        return LoadedBook([_sheet(path, most_rows)])


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        if isinstance(error, PermissionError):
            raise
        raise refused(FILE_UNREADABLE["no_parquet"]) from error


def _sheet(path: Path, most_rows: int | None) -> LoadedSheet:
    with parquet.ParquetFile(path) as file:
        _refuse_unfit(file, most_rows)
        rows, fields = file.metadata.num_rows, [*file.schema_arrow]
        kinds = {str(at): int(kind) for at, field in enumerate(fields) if (kind := _kind(_plain(field.type)))}
        if not fields:
            return LoadedSheet("", None)
        if most_rows is None or rows <= MANY:
            return LoadedSheet("", _batch(file.read()), column_kinds=kinds)
    schema = pa.schema([(str(at), pa.large_string()) for at in range(len(fields))])
    stream = pa.RecordBatchReader.from_batches(schema, _batches(path))
    return LoadedSheet("", stream, column_kinds=kinds)


def _refuse_unfit(file: parquet.ParquetFile, most_rows: int | None) -> None:
    refuse_too_wide(len(file.schema_arrow), "the file")
    for field in file.schema_arrow:
        _refuse_nested(field)
    if most_rows is not None and file.metadata.num_rows > most_rows:
        raise too_many_rows(file.metadata.num_rows, most_rows)


def _batch(table: pa.Table) -> pa.RecordBatch:
    """The rows as text, below the names of their columns."""
    table.validate(full=True)  # invalid UTF-8 would crash the process that reads it
    columns = [_with_title(title, table.column(at)) for at, title in enumerate(table.column_names)]
    return pa.RecordBatch.from_arrays(columns, names=[str(at) for at in range(len(columns))])


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The names of the columns with the first rows below, then the other rows."""
    with _readable(), parquet.ParquetFile(path) as file:
        for number, rows in enumerate(file.iter_batches(_ROWS_AT_ONCE)):
            batch = _batch(pa.Table.from_batches([rows]))
            yield batch.slice(1) if number else batch


def _refuse_nested(field: pa.Field) -> None:
    """Refuse a column of structs or nested lists: a list of plain values fits into a cell, a table does not."""
    inner = field.type.value_type if _is_list(field.type) else field.type
    if types.is_nested(_plain(inner)):
        raise refused(FILE_UNREADABLE["nested_column"], column=field.name)
    if types.is_binary(inner) or types.is_large_binary(inner):
        raise refused(FILE_UNREADABLE["bytes_column"], column=field.name)


def _with_title(title: str, column: pa.ChunkedArray) -> pa.Array:
    """The column as text, below its name."""
    texts = texts_of(column.combine_chunks(), title).cast(pa.large_string())
    return pa.concat_arrays(
        [pa.array([title or None], pa.large_string()), pc.if_else(pc.equal(texts, ""), None, texts)]
    )


def texts_of(values: pa.Array, title: str) -> pa.Array:
    """The values as text that says exactly the same; `title` is the name of their column."""
    kind = values.type
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], kind)
    if types.is_dictionary(kind):
        return texts_of(values.dictionary_decode(), title)
    if _is_list(kind):
        return _joined(values, title)
    if types.is_floating(kind):
        return _shortest(values)
    if types.is_timestamp(kind) or types.is_time(kind):
        return _moment(values)
    try:
        return values.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise refused(FILE_UNREADABLE["unknown_column_type"], column=title, type=kind) from None


def _shortest(values: pa.Array) -> pa.Array:
    """Whole numbers without a point, others with as few digits as identify them; NaN and infinity are blank."""
    is_number = pc.fill_null(pc.is_finite(values), fill_value=False)
    numbers = pc.if_else(is_number, values, None)
    is_whole = pc.and_(pc.equal(numbers, pc.floor(numbers)), pc.less(pc.abs(numbers), _EXACT))
    whole = pc.if_else(is_whole, numbers, None).cast(pa.int64()).cast(pa.string())
    return pc.coalesce(whole, numbers.cast(pa.string()))


def _moment(values: pa.Array) -> pa.Array:
    """Instants as `2025-03-01 14:30:05.5`, with a Z where the column has a time zone."""
    kind = values.type
    if types.is_timestamp(kind) and kind.tz is not None:
        values = values.cast(pa.timestamp(kind.unit, "UTC"))
    fraction = pc.replace_substring_regex(values.cast(pa.string()), r"(\.\d*?)0+(Z?)$", r"\1\2")
    return pc.replace_substring_regex(fraction, r"\.(Z?)$", r"\1")


def _joined(values: pa.Array, title: str) -> pa.Array:
    """Lists as `a; b`, in their order, without blanks. An empty list is blank."""
    lists = values.cast(pa.large_list(values.type.value_type))
    texts = texts_of(lists.flatten(), title).cast(pa.string())
    parents = pc.list_parent_indices(lists)
    keep = texts.is_valid()
    grouped = pa.table({"line": parents.filter(keep), "text": texts.filter(keep)}).group_by("line", use_threads=False)
    joined = grouped.aggregate([("text", "list")])
    cells = pc.binary_join(joined["text_list"].combine_chunks(), "; ")
    found = pc.index_in(pa.array(range(len(values)), joined["line"].type), joined["line"].combine_chunks())
    return cells.take(found)


def _is_list(kind: pa.DataType) -> bool:
    return bool(types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind))


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if types.is_dictionary(kind) else kind


def _kind(kind: pa.DataType) -> CellKind:
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return CellKind.NUMBER
    if types.is_temporal(kind):
        return CellKind.DATE
    return CellKind.BOOLEAN if types.is_boolean(kind) else CellKind.TEXT
