"""The marks on a sheet: coloured bad cells with comments on what to do, and columns with the outcome of each row."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING

import polars as pl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.dimensions import ColumnDimension

from pipeline.outputs.excel import styles as looks
from pipeline.outputs.messages.phrases import place_expr
from pipeline.outputs.workbooks.annotated.issue_cells import Place, Remark, cell_at
from schemas.reasons.filled_frames import format_expr
from schemas.vocabulary import Outcome, Severity
from schemas.workbook_forms.checked import OUTCOME_COLUMNS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# The beginning of our part of a comment; the text before it is the person's own.
FOUND = "Rollcall found:"

_AUTHOR = "Rollcall"
# Stronger colours than those of the outcomes: they must stand out among the person's own colours.
_COLOURS: Mapping[str, str] = {Severity.ERROR: "FFF4B6B6", Severity.WARNING: "FFFFE08A"}

_FILLS = {severity: PatternFill("solid", start_color=colour) for severity, colour in _COLOURS.items()}
_WIDTHS = dict(zip(OUTCOME_COLUMNS, (12.0, 22.0, 80.0), strict=True))
_LAST_COLUMN = 16_384
_GRAVITY = {
    outcome.value: at
    for at, outcome in enumerate((Outcome.REJECTED, Outcome.SKIPPED, Outcome.APPLIED, Outcome.UNCHANGED))
}
_LONGEST_CELL, _LONGEST_COMMENT = 32_000, 4_000
_NOT_WRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COMMENT_WIDTH, _LETTERS_IN_LINE = 340, 46
_LINE_HEIGHT, _MARGIN, _TALLEST = 18, 16, 420


def put_text(cell: Cell, text: str | None) -> None:
    """Write a text that stays text, whatever it begins with."""
    cell._value = None if text is None else _NOT_WRITABLE.sub("", text)[:_LONGEST_CELL]
    cell.data_type = "s"


def is_ours(fill: PatternFill) -> bool:
    """True for a colour that only Rollcall gives to cells."""
    return fill.fill_type == "solid" and fill.start_color.rgb in _COLOURS.values()


def mark_cells(remarks: Iterable[Remark]) -> None:
    """Colour each cell by its most severe finding, and put all findings into one comment. Notes leave no mark."""
    found: dict[tuple[Worksheet, str], list[Remark]] = {}
    for remark in remarks:
        if remark.cell is not None and remark.sheet is not None and remark.severity in _FILLS:
            found.setdefault((remark.sheet, remark.cell), []).append(remark)
    painted: dict[tuple[tuple[int, ...], str], object] = {}
    for (sheet, coordinate), of_cell in found.items():
        cell = cell_at(sheet, coordinate)
        is_error = any(remark.severity == Severity.ERROR for remark in of_cell)
        _paint(cell, Severity.ERROR if is_error else Severity.WARNING, painted)
        _comment(cell, [f"{remark.said} {remark.hint}".rstrip() for remark in of_cell])


def add_outcomes(place: Place, judged: pl.DataFrame, parts: pl.DataFrame) -> None:
    """Write the outcome of each row beside it, under headers styled like the sheet's own.

    Outcome columns from an earlier check or a result workbook are overwritten. Where a row has several devices, the
    gravest outcome stands there, and what is told of each of them (`parts`, as in `remarks`).
    """
    sheet = place.sheet
    columns = _outcome_columns(sheet, place.header_row)
    if not columns:
        return
    styles: dict[str, object] = {}
    message = pl.col("message").str.strip_prefix(format_expr("{}, ", place_expr()))
    rows = judged.select("row_id", "row", "outcome", "reason", message)
    for row, *told in (_of_all_devices(rows, parts) if place.parts else rows.drop("row_id")).iter_rows():
        for column, text in zip(columns, told, strict=True):
            put_text(sheet.cell(row, column), text)
        _tint(sheet.cell(row, columns[0]), told[0], styles)


def _of_all_devices(rows: pl.DataFrame, parts: pl.DataFrame) -> pl.DataFrame:
    """One row per row of the sheet: its gravest outcome, with the first reason for that, and every message."""
    gravity = pl.col("outcome").replace_strict(_GRAVITY, return_dtype=pl.Int64)
    parted = rows.join(parts, on="row_id", how="left", maintain_order="left").sort("row_id")
    told = parted.with_columns(message=format_expr("{}: {}", "part", "message"))
    grave = told.sort(gravity, maintain_order=True).unique("row", keep="first", maintain_order=True)
    messages = told.group_by("row").agg(pl.col("message").drop_nulls().str.join("\n"))
    joined = grave.drop("message").join(messages, on="row", how="left").sort("row")
    return joined.select("row", "outcome", "reason", "message")


def _outcome_columns(sheet: Worksheet, header_row: int) -> list[int]:
    """The columns for the outcomes: existing ones, emptied; else new ones on the right; none where there is no room."""
    headers = {
        str(value).strip().casefold(): at
        for at, value in enumerate(next(sheet.iter_rows(header_row, header_row, values_only=True)), start=1)
        if value is not None
    }
    known = [headers.get(name) for name in OUTCOME_COLUMNS]
    stale = {column for column in known if column is not None}
    for (row, column), cell in sheet._cells.items():
        if column in stale and row > header_row and not isinstance(cell, MergedCell):
            put_text(cell, None)
    last = _last_column(sheet, header_row)
    added = [name for name, column in zip(OUTCOME_COLUMNS, known, strict=True) if column is None]
    if last + len(added) > _LAST_COLUMN:
        return []
    new = {name: last + at for at, name in enumerate(added, start=1)}
    if new:
        _make_room(sheet, last)
        _extend_filter(sheet, header_row, last, last + len(new))
    for name, column in new.items():
        _head(sheet, header_row, column, name, like=sheet.cell(header_row, _last_header(headers, last)))
    return [new.get(name) or headers[name] for name in OUTCOME_COLUMNS]


def _last_column(sheet: Worksheet, header_row: int) -> int:
    """The last column with a value, or with a merged area that reaches below the header."""
    filled = max((column for (_, column), cell in sheet._cells.items() if cell.value is not None), default=1)
    merged = (area.max_col for area in sheet.merged_cells.ranges if area.max_row >= header_row)
    return int(max(filled, *merged, 1))


def _last_header(headers: Mapping[str, int], last: int) -> int:
    return max((column for column in headers.values()), default=last)


def _head(sheet: Worksheet, row: int, column: int, name: str, *, like: Cell) -> None:
    cell = sheet.cell(row, column)
    put_text(cell, name)
    cell._style = copy(like._style)
    sheet.column_dimensions[get_column_letter(column)] = ColumnDimension(
        sheet, index=get_column_letter(column), width=_WIDTHS[name], customWidth=True
    )


def _make_room(sheet: Worksheet, last: int) -> None:
    """End the widths and hiding of column ranges before the new columns."""
    for letter, column in list(sheet.column_dimensions.items()):
        if column.min is None or column.max is None:
            continue
        if column.min > last:
            del sheet.column_dimensions[letter]
        elif column.max > last:
            column.max = last


def _extend_filter(sheet: Worksheet, header_row: int, last: int, new_last: int) -> None:
    """Extend a filter that reaches to the last column over the new columns."""
    if not sheet.auto_filter.ref:
        return
    left, top, right, bottom = range_boundaries(sheet.auto_filter.ref)
    if top == header_row and right == last:
        sheet.auto_filter.ref = f"{get_column_letter(left)}{top}:{get_column_letter(new_last)}{bottom}"


def _paint(cell: Cell, severity: str, painted: dict[tuple[tuple[int, ...], str], object]) -> None:
    """Give the cell our colour and keep the rest of its style. Each style is made once for all cells that share it."""
    look = (tuple(cell._style or ()), severity)
    if look in painted:
        cell._style = copy(painted[look])
    else:
        cell.fill = _FILLS[severity]
        painted[look] = cell._style


def _tint(cell: Cell, outcome: str, styles: dict[str, object]) -> None:
    if outcome not in styles:
        background, text = looks.FILLS[Outcome(outcome)]
        cell.fill = PatternFill("solid", start_color=f"FF{background[1:]}")
        cell.font = Font(color=f"FF{text[1:]}")
        cell.alignment = Alignment(vertical="top")
        styles[outcome] = cell._style
    cell._style = copy(styles[outcome])


def _comment(cell: Cell, said: list[str]) -> None:
    """Add one comment, large enough for all of its text, after a comment of the person's own."""
    own = f"{cell.comment.text.rstrip()}\n\n" if cell.comment is not None else ""
    author = cell.comment.author if cell.comment is not None else _AUTHOR
    points = said if len(said) == 1 else [f"{at}. {one}" for at, one in enumerate(said, start=1)]
    text = _NOT_WRITABLE.sub("", "\n".join([f"{own}{FOUND}", *points]))
    if len(text) > _LONGEST_COMMENT:
        text = f"{text[:_LONGEST_COMMENT]} ..."
    lines = sum(max(1, math.ceil(len(line) / _LETTERS_IN_LINE)) for line in text.split("\n"))
    height = min(_TALLEST, lines * _LINE_HEIGHT + _MARGIN)
    cell.comment = Comment(text, author or _AUTHOR, height=height, width=_COMMENT_WIDTH)
