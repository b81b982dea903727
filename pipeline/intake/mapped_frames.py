"""Frames of very many rows in files that are mapped: what is not looked at, and what has been, takes no memory.

Polars reads a whole file of Arrow into memory; PyArrow maps it, and Polars works on that where it is.
"""

from __future__ import annotations

import os
from dataclasses import field
from typing import TYPE_CHECKING

import polars as pl

from schemas.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def mapped(path: Path) -> pl.DataFrame:
    """The one batch in a file, which may be removed now; on Windows, where it could not be, a copy of it."""
    if os.name == "nt":
        return pl.read_ipc(path.read_bytes()).rechunk()
    import pyarrow as pa  # noqa: PLC0415 - it takes a while to load, and few files have that many rows

    with pa.memory_map(str(path)) as file:
        frame = pl.from_arrow(pa.ipc.open_file(file).read_all(), rechunk=False)
    if not isinstance(frame, pl.DataFrame):
        raise TypeError("a file of Arrow holds a table")
    return frame


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows from the `first` on: columns with one value in all of them, those that were known, and the others."""

    path: Path
    first: int
    height: int
    schema: Mapping[str, pl.DataType]
    same: Mapping[str, pl.Series]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A frame of which some rows come after others; they wait in that folder, which is there until all have come.

    A column that some of them lack is blank in these. `known` are columns of all rows, by name: where one that comes is
    the same, as most cells need no change, it is not written again.
    """

    folder: Path
    name: str
    known: pl.DataFrame
    _parts: list[_Part] = field(default_factory=list)

    @property
    def height(self) -> int:
        """The number of rows that have come."""
        return self._parts[-1].first + self._parts[-1].height if self._parts else 0

    def add(self, rows: pl.DataFrame) -> None:
        """The next rows. Raises OSError where there is no room for them."""
        if rows.is_empty():
            return
        is_same = rows.select(pl.all().eq_missing(pl.all().first()).all()).row(0)
        same = {name: rows[name].head(1) for name, is_one in zip(rows.columns, is_same, strict=True) if is_one}
        others = rows.drop(*same) if same else rows
        known = frozenset(name for name in others.columns if self._is_known(others[name]))
        path = self.folder / f"{self.name}.{len(self._parts)}"
        if others.width > len(known):
            others.drop(*known).write_ipc(path, record_batch_size=rows.height)
        self._parts.append(_Part(path, self.height, rows.height, rows.schema, same, known))

    def whole(self) -> pl.DataFrame:
        """All rows, each column in one piece. Raises as `add` does."""
        types = {name: dtype for part in self._parts for name, dtype in part.schema.items()}
        alike = {name: value for name in types if (value := self._value(name)) is not None}
        columns = [self._column(name, types[name]) for name in types if name not in alike]
        frame = pl.DataFrame(columns) if columns else pl.DataFrame({"at": pl.int_range(self.height, eager=True)})
        same = (pl.lit(value.item(), value.dtype).alias(name) for name, value in alike.items())
        return frame.with_columns(same).select(*types)

    def _is_known(self, column: pl.Series) -> bool:
        known = self.known.get_column(column.name, default=None)
        if known is None or known.dtype != column.dtype:
            return False
        return column.equals(known.slice(self.height, column.len()), null_equal=True)

    def _value(self, name: str) -> pl.Series | None:
        """The value that the column has in all rows; None where there are several."""
        values = [part.same.get(name) for part in self._parts]
        first = values[0]
        if first is None or not all(one is not None and one.equals(first, null_equal=True) for one in values):
            return None
        return first

    def _column(self, name: str, dtype: pl.DataType) -> pl.Series:
        """The column, as it was known, or in a file of its own."""
        if all(name in part.known for part in self._parts):
            return self.known[name]
        path = self.folder / f"{self.name}.whole"
        column = pl.concat([self._piece(part, name, dtype) for part in self._parts], rechunk=True).to_frame()
        column.write_ipc(path, record_batch_size=column.height)
        del column
        found = mapped(path).to_series()
        path.unlink(missing_ok=True)
        return found

    def _piece(self, part: _Part, name: str, dtype: pl.DataType) -> pl.Series:
        if name in part.known:
            return self.known[name].slice(part.first, part.height)
        if name in part.schema and name not in part.same:
            return mapped(part.path)[name]
        value = part.same.get(name)
        return (pl.Series(name, [None], dtype) if value is None else value).new_from_index(0, part.height)
