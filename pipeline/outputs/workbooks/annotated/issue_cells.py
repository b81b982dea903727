"""The sheet and cell of the copy for each issue: its own cell, or else the one that identifies the row's device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl
from openpyxl.cell.cell import MergedCell

from pipeline.outputs.frames.causes import sentence_expr
from schemas.fields import IDENTIFIERS
from schemas.records import dataclass

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model import Sheet

_NAMING = (*IDENTIFIERS, "device_name", "name")


@dataclass(frozen=True, slots=True)
class Place:
    """One usable sheet of the copy: the row of its header, and the letter of each field's column.

    Where a row has several devices, `parts` has those of the columns of each, by the column that identifies it.
    """

    sheet: Worksheet
    header_row: int
    columns: Mapping[str, str]
    parts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding in words, and its cell in the copy, if it has one."""

    severity: str
    said: str
    hint: str
    where: str
    sheet: Worksheet | None
    cell: str | None


def places_of(own: Mapping[str, Worksheet], sheets: Sequence[Sheet]) -> dict[str, Place]:
    """The usable sheets by the name by which they were read; the parts of a split sheet are one again.

    `own` are the sheets of the copy by that name. Raises KeyError where one is missing.
    """
    places: dict[str, Place] = {}
    for sheet in sheets:
        known = places.get(sheet.sheet)
        columns, parts = (known.columns, known.parts) if known is not None else ({}, {})
        parts = {**parts, sheet.column: sheet.columns} if sheet.column else parts
        places[sheet.sheet] = Place(own[sheet.sheet], sheet.header_row, {**sheet.columns, **columns}, parts)
    return places


def remarks(
    own: Mapping[str, Worksheet], places: Mapping[str, Place], issues: pl.DataFrame, parts: pl.DataFrame
) -> Iterator[Remark]:
    """Every finding of the file, sheet by sheet from the top; findings without a row come last in their sheet.

    `parts` has one row per row of a sheet with several devices in a row: `row_id`, and the `part` that it is.
    """
    order = pl.col("sheet").replace_strict({name: at for at, name in enumerate(own)}, default=len(own))
    sorted_issues = issues.sort(order, "row", nulls_last=True, maintain_order=True)
    parted = sorted_issues.join(parts, on="row_id", how="left", maintain_order="left")
    told = parted.select(
        "sheet", "row", "column", "cell", "part", "severity", sentence_expr(), pl.col("hint").fill_null("")
    )
    for sheet, row, column, cell, part, severity, said, hint in told.iter_rows():
        place = places.get(sheet or "")
        in_sheet = place.sheet if place else own.get(sheet or "")
        at = cell or (_cell_of_row(place, row, column, part) if place and row else None)
        where = " ".join(part for part in (sheet, at or (f"row {row}" if row else "")) if part)
        yield Remark(severity, said, hint, where or "the file", in_sheet, at if in_sheet is not None else None)


def cell_at(sheet: Worksheet, coordinate: str) -> Cell:
    """The cell; for merged cells the one with their value."""
    cell = sheet[coordinate]
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(area for area in sheet.merged_cells.ranges if coordinate in area)
    return sheet.cell(merged.min_row, merged.min_col)


def _cell_of_row(place: Place, row: int, column: str | None, part: str | None) -> str:
    """The cell of the given column, or else of the first identifier that the row has."""
    columns = place.parts.get(part or "", place.columns)
    letters = [columns[name] for name in _NAMING if name in columns]
    filled = (letter for letter in letters if place.sheet[f"{letter}{row}"].value is not None)
    first = letters if part else columns.values()
    letter = columns.get(column or "") or next(filled, None) or next(iter(first), "A")
    return f"{letter}{row}"
