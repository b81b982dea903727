"""Frames on their way from DuckDB and to it, through Arrow's C interface.

`relation.pl()` and `register` of a Polars frame go through PyArrow, which takes longer to load than most questions take
to answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from pipeline.store.connections import bound

# What Polars puts before the error of a stream that it reads, and the errors by what DuckDB begins them with.
_FROM_OUTSIDE = "got external error: "
_ERRORS = {
    "IO Error": duckdb.IOException,
    "FATAL Error": duckdb.FatalException,
    "INTERNAL Error": duckdb.InternalException,
    "Out of Memory Error": duckdb.OutOfMemoryException,
}
# Before 2.0 it leaves it to PyArrow to filter a stream, which cannot compare texts as Polars keeps them.
_FILTERS_STREAMS = not duckdb.__version__.startswith("1.")


def frame_of(relation: duckdb.DuckDBPyRelation) -> pl.DataFrame:
    """The rows of a question. Raises DuckDB's errors, also where it fails halfway through the rows."""
    try:
        return pl.DataFrame(relation)
    except pl.exceptions.ComputeError as error:
        said = str(error)
        if not said.startswith(_FROM_OUTSIDE):
            raise
        said = said.removeprefix(_FROM_OUTSIDE)
        raise _ERRORS.get(said.partition(":")[0], duckdb.Error)(said) from error


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, object]) -> pl.DataFrame:
    """The rows of a question, asked with those of the values that it names; see `frame_of`."""
    return frame_of(connection.sql(sql, params=bound(sql, values)))


def lend(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Let the connection read these rows under this name, as often as it likes; they are not copied."""
    connection.register(name, _Stream(rows) if _FILTERS_STREAMS else rows)


@dataclass(frozen=True, slots=True)
class _Stream:
    """A frame as nothing but Arrow's C interface, so that DuckDB does not ask PyArrow for it."""

    rows: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.rows.__arrow_c_stream__(requested_schema)
