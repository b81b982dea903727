"""The values of the cells of .xls and .xlsb files, from python-calamine, which gives values instead of text.

They say the kind of each cell, and they correct fastexcel, which takes the points of a chart in an .xls file for cells
of its sheet. It reads the sheet a second time, about as fast as fastexcel; that is acceptable for rare formats.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from decimal import Decimal
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
_FIRST_DAY = datetime.datetime(1899, 12, 31)  # that of a mere time of day


def with_values(source: Path | bytes, sheets: Sequence[LoadedSheet]) -> list[LoadedSheet]:
    """The sheets with their right texts, the kind of every cell, and their merged areas where they are told.

    A sheet is unchanged where python-calamine refuses what fastexcel reads.
    """
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(source) if isinstance(source, bytes) else source)
    except CalamineError:
        return list(sheets)
    return [_with_values(book, index, sheet) for index, sheet in enumerate(sheets)]


def _with_values(book: CalamineWorkbook, index: int, sheet: LoadedSheet) -> LoadedSheet:
    if sheet.batch is None or not sheet.is_visible:
        return sheet
    try:
        typed = book.get_sheet_by_index(index)
    except CalamineError:
        return sheet
    rows = typed.to_python(skip_empty_area=False)
    if not rows:
        return replace(sheet, batch=None, errors=[])
    width, height = len(rows[0]), sheet.batch.num_rows
    flat = bytes(chain.from_iterable(map(_KINDS.__getitem__, map(type, row)) for row in rows))
    names = sheet.batch.schema.names
    kinds = [_column(flat[int(name) :: width], height) for name in names]
    texts = [right_texts(sheet.batch.column(name), rows, int(name)) for name in names]
    merged = [(top + 1, bottom + 1, left, right) for (top, left), (bottom, right) in typed.merged_cell_ranges or []]
    return replace(
        sheet,
        batch=pa.RecordBatch.from_arrays(texts, names=names),
        kinds=pa.RecordBatch.from_arrays(kinds, names=names),
        merged=merged,
    )


def _column(kinds: bytes, height: int) -> pa.Array:
    """The kinds of one column, one for each row of the sheet."""
    buffer = pa.py_buffer(kinds[:height].ljust(height, b"\0"))
    return pa.Array.from_buffers(pa.uint8(), height, [None, buffer])


def right_texts(texts: pa.Array, rows: Sequence[Sequence[object]], index: int) -> pa.Array:
    """The texts of a column, each replaced where the value of its cell is another one."""
    values = [row[index] if index < len(row) else "" for row in rows[: len(texts)]]
    values += [""] * (len(texts) - len(values))
    read = texts.to_pylist()
    right = [text if _means(text, value) else _text(value) for text, value in zip(read, values, strict=True)]
    return texts if right == read else pa.array(right, type=texts.type)


def _means(text: str | None, value: object) -> bool:
    """True where the text is that of the value. A blank cell and one with an error have the value ""."""
    if isinstance(value, str):
        return (text or "") == value
    if text is None or isinstance(value, bool):
        return text == _text(value)
    number = _number(text)
    return number == value if isinstance(value, int | float) else number is None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    """The text of a value, as fastexcel writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)).normalize():f}"
    return _instant(value) or str(value) or None


def _instant(value: object) -> str | None:
    """The text of a date or time; None of another value."""
    match value:
        case datetime.datetime():
            return value.isoformat(" ", "seconds")
        case datetime.date():
            return f"{value.isoformat()} 00:00:00"
        case datetime.time():
            return datetime.datetime.combine(_FIRST_DAY, value).isoformat(" ", "seconds")
        case datetime.timedelta():
            return (_FIRST_DAY + value).isoformat(" ", "seconds")
    return None
