"""The answers of a cluster as frames in memory, which take little more of it than what they tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl

from schemas.frames.polars_frames import with_own_texts

# So many rows are in memory as they came.
_COPIED = 20_000

# Some rows without most columns that are blank, or have one value in all of them; and these columns with that.
_Piece: TypeAlias = tuple[pl.DataFrame, Mapping[str, Any]]


def pieced(parts: Iterable[pl.DataFrame], order: Sequence[str], backwards: Collection[str]) -> pl.DataFrame:
    """The rows of all parts in that order; columns of `backwards` begin with the greatest.

    The first part has no rows, only the columns. One that is blank, or has one value in all rows, takes no memory; and
    no part is kept for the texts in it.
    """
    first, *others = _pieces(parts)
    schema = first[0].schema
    pieces = others or [first]
    same = {
        name: value for name, value in pieces[0][1].items() if all(one.get(name, one) == value for _, one in pieces)
    }
    varying = [name for name in schema if name not in same]
    rows = pl.concat([_with(piece, schema, varying) for piece in pieces])
    ends = [name for name in order if name in varying]
    rows = rows.sort(ends, descending=[name in backwards for name in ends]) if ends else rows
    return _with((rows, same), schema, list(schema))


def _pieces(parts: Iterable[pl.DataFrame]) -> Iterator[_Piece]:
    """The first part, then the rows of the others in fewer pieces, copied."""
    coming: list[pl.DataFrame] = []
    for at, part in enumerate(parts):
        if at == 0:
            yield part, {}
        elif not part.is_empty():
            coming.append(part)
        if sum(map(len, coming)) >= _COPIED:
            yield _piece(coming)
            coming = []
    if coming:
        yield _piece(coming)


def _piece(parts: list[pl.DataFrame]) -> _Piece:
    rows = pl.concat(parts)
    alike = {column.name: column.first() for column in rows if _is_alike(column)}
    if len(alike) == rows.width:
        alike.pop(rows.columns[0])  # which tells how many rows there are
    return with_own_texts(rows.drop(alike)).rechunk(), alike


def _is_alike(column: pl.Series) -> bool:
    if column.dtype.is_nested():
        return False
    return column.null_count() == len(column) or (column.null_count() == 0 and (column == column.first()).all())


def _with(piece: _Piece, schema: Mapping[str, pl.DataType], names: Sequence[str]) -> pl.DataFrame:
    rows, alike = piece
    told = (pl.lit(alike[name], schema[name]).alias(name) for name in names if name in alike)
    return rows.with_columns(told).select(names)
