"""The files of a Delta table as its log names them now. Runs in the worker, since a log can be made to do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa
from pyarrow import types

from pipeline.errors import first_line
from pipeline.intake.errors import refused
from pipeline.intake.readers.parquet import texts_of
from schemas.reasons.file_issues import FILE_UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

# What must be known of to read such a table aright: not that some rows of a file are deleted, nor other column names.
_KNOWN_FEATURES = frozenset({"timestampNtz"})
_VALUE = "partition."


def files_of(folder: Path) -> tuple[list[str], list[tuple[str, dict[str, str | None]]]]:
    """The columns of the table; its files, each with the values of the columns by which the table is parted.

    Raises FileUnusable where the table cannot be read, or the library is not installed.
    """
    try:
        from deltalake import DeltaTable  # noqa: PLC0415 - an extra
        from deltalake.exceptions import DeltaError  # noqa: PLC0415
    except ModuleNotFoundError:
        raise refused(FILE_UNREADABLE["no_delta"]) from None
    try:
        table = DeltaTable(folder.as_uri())
        protocol = table.protocol()
        added = pa.table(table.get_add_actions(flatten=True))
    except (DeltaError, OSError, ValueError) as error:
        raise refused(FILE_UNREADABLE["broken_delta"], why=first_line(error)) from error
    strange = sorted(set(protocol.reader_features or ()) - _KNOWN_FEATURES)
    if strange or protocol.min_reader_version not in {1, 3}:
        feature = ", ".join(strange) or f"reader version {protocol.min_reader_version}"
        raise refused(FILE_UNREADABLE["strange_delta"], feature=feature)
    return [field.name for field in table.schema().fields], _with_values(added)


def _with_values(added: pa.Table) -> list[tuple[str, dict[str, str | None]]]:
    values = {
        name.removeprefix(_VALUE): _plain(added.column(name), name).to_pylist()
        for name in added.column_names
        if name.startswith(_VALUE)
    }
    paths = [unquote(path) for path in added.column("path").to_pylist()]
    files = [(path, {name: texts[at] for name, texts in values.items()}) for at, path in enumerate(paths)]
    return sorted(files, key=lambda file: file[0])


def _plain(column: pa.ChunkedArray, name: str) -> pa.Array:
    if types.is_null(column.type):
        return pa.nulls(len(column), pa.string())
    return texts_of(column.combine_chunks(), name)
