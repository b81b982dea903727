"""The notes on columns of dates: their order of day and month, dates without a day, and days with a time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import NO_BAD_CELLS, column_note
from pipeline.intake.cells.values.instants import is_timed_expr
from schemas.fields import ENDS, FieldType
from schemas.reasons.cell_issues import DATE_PRECISION
from schemas.reasons.column_values import DATE_ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.intake.cells.bad_cells import Column
    from pipeline.intake.cells.values.written_dates import Spelling
    from pipeline.intake.headers.header_row import Header


def date_notes(
    texts: pl.DataFrame,
    values: pl.DataFrame,
    columns: Sequence[Column],
    spellings: Mapping[str, Spelling],
    header: Header,
) -> list[pl.DataFrame]:
    """At most one row per column and kind of note. `texts` are as typed, `values` as read."""
    notes = []
    for column in columns:
        if column.name in spellings:
            notes += [note(texts, column, spellings[column.name], header) for note in (_order_note, _part_note)]
        if column.type is FieldType.DATE and not column.is_usual:
            notes.append(_timed_note(texts, values, column, header, spellings.get(column.name)))
    return notes


def _order_note(texts: pl.DataFrame, column: Column, spelling: Spelling, header: Header) -> pl.DataFrame:
    """One row with a note on the order in which a column's dates were read, and why; none without a decision."""
    if spelling.told is not None:
        fields = {"order": spelling.said_order(), **spelling.told.fields}
        return column_note(column, DATE_ORDER[spelling.told.why], header.row_of(column.letter), fields)
    if spelling.proofs is None:
        return NO_BAD_CELLS
    is_proof = pl.col("text").is_in(spelling.proofs.implode())
    first = texts.select("row", text=column.name).filter(is_proof).head(1)
    if first.is_empty():
        return NO_BAD_CELLS
    row, text = first.row(0)
    fields = {"order": spelling.said_order(), "at": f"{column.letter}{row}", "text": text}
    return column_note(column, DATE_ORDER["order"], header.row_of(column.letter), fields)


def _part_note(texts: pl.DataFrame, column: Column, spelling: Spelling, header: Header) -> pl.DataFrame:
    """One row with a note on the dates of a column that give no day, and on the day that each was read as."""
    if spelling.parts is None:
        return NO_BAD_CELLS
    parts = spelling.texts.filter(pl.col("text").is_in(spelling.parts.implode()))
    read = texts.select("row", text=column.name).join(parts, on="text", how="inner", maintain_order="left")
    if read.is_empty():
        return NO_BAD_CELLS
    row, text, day = read.select("row", "text", "iso").row(0)
    fields = {"count": f"{read.height:,}", "at": f"{column.letter}{row}", "text": text, "day": day}
    wording = DATE_PRECISION[("last" if column.name in ENDS else "first") + ("_one" if read.height == 1 else "")]
    return column_note(column, wording, header.row_of(column.letter), fields)


def _timed_note(
    texts: pl.DataFrame, values: pl.DataFrame, column: Column, header: Header, spelling: Spelling | None
) -> pl.DataFrame:
    """One row with a note on the days that were written with a time of day; none where there is no such one."""
    cells = texts.select("row", text=column.name, day=values[column.name]).filter(pl.col("text").str.len_bytes() > 10)
    if not cells.is_empty() and spelling is not None:
        iso = spelling.texts.select("text", "iso")
        cells = cells.join(iso, on="text", how="left", maintain_order="left")
    written = pl.coalesce("iso", "text") if "iso" in cells.columns else pl.col("text")
    timed = cells.filter(pl.col("day").is_not_null() & is_timed_expr(written))
    if timed.is_empty():
        return NO_BAD_CELLS
    row, text, day = timed.select("row", "text", "day").row(0)
    fields = {"count": f"{timed.height:,}", "at": f"{column.letter}{row}", "text": text, "day": day}
    wording = DATE_PRECISION["timed_one" if timed.height == 1 else "timed"]
    return column_note(column, wording, header.row_of(column.letter), fields)
