"""The rules across the cells of an assignments row: its action, and the cells that contradict the action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.all_devices import with_all_devices
from pipeline.intake.cells.bad_cells import as_bad_cells
from pipeline.intake.cells.owner_cells import OWNER_CELLS, names_nobody
from schemas.keys import CLEAR
from schemas.reasons.rejected_cells import INVALID_VALUE, MISSING_VALUE
from schemas.vocabulary import Request

if TYPE_CHECKING:
    from pipeline.intake.cells.typed_cells import TypedCells
    from schemas.reasons import Wording

_AFTER_THE_COLUMNS = 1 << 16


def requests(cells: TypedCells, *, is_half: bool = False) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The values with a plain action and `clears_label`, `clears_end`, `clears_due`; and the bad cells by these rules.

    `<none>` as owner is an unassign, whatever a readable action says; where any row has it, the values have
    `says_nobody`. A blank action is an assign. An action that cannot be read is null, and these rules do not apply to
    its row. A row of a register (`is_half`) may leave the owner blank: what that means is for the request to say.
    """
    marks = _rule_facts(cells)
    values = cells.values.with_columns(marks.select("action", "clears_label", "clears_end", "clears_due"))
    if marks["says_nobody"].any():
        values = values.with_columns(marks["says_nobody"])
    is_stray_end = (pl.col("action") == Request.UNASSIGN) & (pl.col("has_end") | pl.col("clears_end"))
    is_ownerless = (pl.col("action") == Request.ASSIGN) & pl.col("is_owner_blank")
    ownerless = marks.filter(is_ownerless & ~pl.lit(is_half)).with_columns(value=None)
    values, wrong = with_all_devices(cells, values, marks)
    bad = [_ownerless(cells, ownerless), *wrong]
    is_stray = marks.select(is_stray_end.fill_null(value=False)).to_series()
    if not is_stray.any():
        return values, bad
    values = values.with_columns(
        end_at=pl.when(~is_stray).then(pl.col("end_at")), clears_end=pl.col("clears_end") & ~is_stray
    )
    stray = marks.filter(is_stray).with_columns(value=pl.col("end_text"))
    bad.append(_at(cells, stray, "end_at", INVALID_VALUE["end_on_unassign"]))
    return values, bad


def _rule_facts(cells: TypedCells) -> pl.DataFrame:
    """The facts that the rules need, one row per row."""
    texts, values = cells.texts, cells.values
    action = _column(values, "action", texts.height)
    is_readable = action.is_not_null() | _column(texts, "action", texts.height).is_null()
    label, is_nobody = _column(texts, "label", texts.height), names_nobody(texts)
    given = [values[name].is_not_null() for name in OWNER_CELLS if name in values.columns]
    given.append(_column(texts, "owner_email", texts.height).is_not_null())
    end, due = _column(texts, "end_at", texts.height), _column(texts, "due_at", texts.height)
    end_at = _column(values, "end_at", texts.height)
    asked = pl.when(is_nobody).then(pl.lit(str(Request.UNASSIGN)))
    return texts.select("row_id", "row").with_columns(
        says_nobody=is_nobody,
        action=pl.when(is_readable).then(asked.otherwise(action.fill_null(str(Request.ASSIGN)))),
        is_owner_blank=~texts.select(pl.any_horizontal(given)).to_series(),
        has_end=end_at.is_not_null(),
        end_text=end,
        clears_end=(end.str.to_lowercase() == CLEAR).fill_null(value=False),
        clears_due=(due.str.to_lowercase() == CLEAR).fill_null(value=False),
        clears_label=(label.str.to_lowercase() == CLEAR).fill_null(value=False),
    )


def _ownerless(cells: TypedCells, rows: pl.DataFrame) -> pl.DataFrame:
    """The bad cells of rows that do not say who has the device, in the column of addresses if there is one."""
    name = next((name for name in OWNER_CELLS if name in cells.columns), "owner_email")
    return _at(cells, rows, name, MISSING_VALUE["owner" if name == "owner_email" else "owner_name"])


def _column(frame: pl.DataFrame, name: str, height: int) -> pl.Series:
    """The column of that name, or blanks where the sheet has none."""
    if name in frame.columns:
        return frame[name]
    return pl.Series(name, [None], dtype=pl.String).new_from_index(0, height)


def _at(cells: TypedCells, rows: pl.DataFrame, name: str, wording: Wording) -> pl.DataFrame:
    column = cells.columns.get(name)
    if column is None:
        return as_bad_cells(rows, wording, position=_AFTER_THE_COLUMNS, letter=None)
    return as_bad_cells(rows, wording, position=column.position, letter=column.letter)
