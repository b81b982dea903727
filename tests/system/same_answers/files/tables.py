"""Tables: a Parquet file, or all that a DuckDB file has."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from tests.system.same_answers.files.values import plain
from tests.system.same_answers.recording import Document, Kind

_MADE_OF = {
    "columns": "SELECT table_name || '.' || column_name, concat_ws(' ', data_type, if(is_nullable, '', 'NOT NULL'), "
    "'DEFAULT ' || column_default, '-- ' || comment) FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
    "column order": "SELECT table_name, string_agg(column_name, ', ' ORDER BY column_index) FROM duckdb_columns() "
    "WHERE NOT internal GROUP BY ALL ORDER BY ALL",
    "tables": "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY ALL",
    "views": "SELECT view_name, concat_ws(' -- ', sql, comment) FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
    "macros": "SELECT function_name, concat_ws(' ', parameters::VARCHAR, macro_definition, '-- ' || comment) "
    "FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
    "constraints": "SELECT table_name, constraint_text FROM duckdb_constraints() ORDER BY ALL",
    "indexes": "SELECT index_name, sql FROM duckdb_indexes() ORDER BY ALL",
    "sequences": "SELECT sequence_name, concat_ws(' ', start_value, increment_by) FROM duckdb_sequences() ORDER BY ALL",
}


def rows_of(frame: pl.DataFrame) -> list[tuple[str, Any]]:
    """The columns with their types, then each row."""
    columns = [f"{name}: {dtype}" for name, dtype in frame.schema.items()]
    return [("columns", columns), *(("row", [plain(value) for value in row]) for row in frame.iter_rows())]


def read_parquet(step: str, name: str, path: Path) -> Iterator[Document]:
    """One document: the rows of the file, and what its footer says of the columns."""
    frame = pl.from_arrow(pq.read_table(path))
    assert isinstance(frame, pl.DataFrame)
    yield Document(step, name, Kind.ROWS, rows_of(frame))


def read_duckdb(step: str, name: str, path: Path) -> Iterator[Document]:
    """One document for what the file is made of, and one per table. A copy is read: nothing is written to the file."""
    with tempfile.TemporaryDirectory(prefix="same-") as folder:
        copy = shutil.copyfile(path, Path(folder) / path.name)
        log = path.with_name(f"{path.name}.wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name(log.name))
        with duckdb.connect(str(copy), read_only=not log.exists()) as base:
            yield Document(step, f"{name} made of", Kind.VALUES, list(_made_of(base)))
            for (table,) in base.sql(_MADE_OF["tables"]).project("table_name").fetchall():
                rows = base.sql(f'FROM "{table}"').pl()
                yield Document(step, f"{name} table {table}", Kind.ROWS, rows_of(rows))


def _made_of(base: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, Any]]:
    for what, sql in _MADE_OF.items():
        for key, *facts in base.sql(sql).fetchall():
            yield f"{what} {key}", [plain(fact) for fact in facts]
