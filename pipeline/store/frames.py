"""Frames on their way from DuckDB and to it, through Arrow's C interface.

`relation.pl()` and `register` of a Polars frame go through PyArrow, which takes longer to load than most questions take
to answer.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import polars as pl

from pipeline.store.connections import bound
from pipeline.store.engines import lend

__all__ = ["frame_of", "lend", "rows_of"]

# What Polars puts before the error of a stream that it reads, and the errors by what DuckDB begins them with.
_FROM_OUTSIDE = "got external error: "
_ERRORS = {
    "IO Error": duckdb.IOException,
    "FATAL Error": duckdb.FatalException,
    "INTERNAL Error": duckdb.InternalException,
    "Out of Memory Error": duckdb.OutOfMemoryException,
}


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
