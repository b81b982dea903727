"""The kinds of the cells of .xls and .xlsb files, from python-calamine, which gives values instead of text.

It reads the sheet a second time, about as fast as fastexcel; that is acceptable for rare formats.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from pipeline.intake.readers.loaded import CellKind, LoadedSheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_KINDS = {
    str: CellKind.TEXT,
    int: CellKind.NUMBER,
    float: CellKind.NUMBER,
    bool: CellKind.BOOLEAN,
    datetime.date: CellKind.DATE,
    datetime.datetime: CellKind.DATE,
    datetime.time: CellKind.DATE,
    datetime.timedelta: CellKind.DATE,
}


def with_kinds(source: Path | bytes, sheets: Sequence[LoadedSheet]) -> list[LoadedSheet]:
    """The sheets with the kind of every cell, and with their merged areas where python-calamine finds them.

    Unchanged where python-calamine refuses a file that fastexcel reads.
    """
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(source) if isinstance(source, bytes) else source)
        return [_with_kinds(book, index, sheet) for index, sheet in enumerate(sheets)]
    except CalamineError:
        return list(sheets)


def _with_kinds(book: CalamineWorkbook, index: int, sheet: LoadedSheet) -> LoadedSheet:
    if sheet.batch is None or not sheet.is_visible:
        return sheet
    typed = book.get_sheet_by_index(index)
    rows = typed.to_python(skip_empty_area=False)
    width, height = len(rows[0]) if rows else 0, sheet.batch.num_rows
    flat = bytes(chain.from_iterable(map(_KINDS.__getitem__, map(type, row)) for row in rows))
    del rows
    names = sheet.batch.schema.names
    columns = [_column(flat[int(name) :: width], height) for name in names]
    merged = [(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in typed.merged_cell_ranges or []]
    return replace(sheet, kinds=pa.RecordBatch.from_arrays(columns, names=names), merged=merged)


def _column(kinds: bytes, height: int) -> pa.Array:
    """The kinds of one column, one for each row of the sheet."""
    buffer = pa.py_buffer(kinds[:height].ljust(height, b"\0"))
    return pa.Array.from_buffers(pa.uint8(), height, [None, buffer])
