"""The actions of assignments rows that no column of actions says: by a column of statuses, or by `--action`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import column_note
from pipeline.intake.cells.owner_cells import OWNER_CELLS
from pipeline.intake.cells.typed_cells import any_filled_expr
from schemas.fields import RETURNS
from schemas.reasons.sheet_issues import ACTION_READ
from schemas.vocabulary import Request
from schemas.words.statuses import HANDED_OUT

if TYPE_CHECKING:
    from pipeline.intake.cells.typed_cells import TypedCells
    from pipeline.intake.headers.layout import Layout
    from pipeline.model import Reading


def with_asked(cells: TypedCells, layout: Layout, how: Reading) -> TypedCells:
    """The cells of assignments rows with the actions that a status or the option says.

    The option is for rows that say nothing themselves, as those do that give the date of a return; a row of a register
    says nothing of a holder where it gives none. What was returned at a given date, and handed out at another, is a
    whole ownership, and no unassign.
    """
    if layout.status is None and how.action is None:
        return cells
    values = cells.values if "action" in cells.values.columns else _with_blank_actions(cells.values)
    action, has = pl.col("action"), {name: pl.col(name).is_not_null() for name in values.columns}
    is_unread = cells.texts["action"].is_not_null() if "action" in cells.texts.columns else pl.lit(value=False)
    is_silent = action.is_null() & ~is_unread & ~any_filled_expr(values, RETURNS)
    is_silent &= any_filled_expr(values, OWNER_CELLS) if layout.is_half else pl.lit(value=True)
    asked = pl.when(is_silent).then(pl.lit(how.action and str(how.action), pl.String)).otherwise(action)
    is_asked = is_silent if layout.status is None else pl.lit(value=True)
    marked = values.with_columns(action=asked, is_back=is_asked & (asked == str(Request.UNASSIGN)))
    marked = marked.with_columns(is_back=pl.col("is_back").fill_null(value=False))
    if layout.status is not None and {"returned_at", "effective_at"} <= has.keys():
        is_whole = pl.col("is_back") & has["returned_at"] & has["effective_at"]
        marked = marked.with_columns(
            action=pl.when(is_whole).then(pl.lit(str(Request.ASSIGN))).otherwise("action"),
            is_back=pl.col("is_back") & ~is_whole,
        )
    return _without_hand_outs(replace(cells, values=marked.drop("is_back")), marked["is_back"], layout)


def _without_hand_outs(cells: TypedCells, is_back: pl.Series, layout: Layout) -> TypedCells:
    """The cells; the date on which a device was handed out is not the one on which it came back."""
    column, header = cells.columns.get("effective_at"), layout.header
    if column is None or re.search(HANDED_OUT, header.titles.get(column.letter, "").casefold()) is None:
        return cells
    is_dropped = is_back & cells.values["effective_at"].is_not_null()
    if not is_dropped.any():
        return cells
    told = {"title": header.titles[column.letter], "count": f"{is_dropped.sum():,}"}
    note = column_note(column, ACTION_READ["handed_out"], header.row_of(column.letter), told)
    values = cells.values.with_columns(effective_at=pl.when(~is_dropped).then("effective_at"))
    return replace(cells, values=values, notes=pl.concat([cells.notes, note]))


def _with_blank_actions(values: pl.DataFrame) -> pl.DataFrame:
    return values.with_columns(action=pl.lit(None, pl.String))
