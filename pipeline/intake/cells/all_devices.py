"""`<all>` in the identifier of an unassign row, which means every device of its owner; and where it may not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.bad_cells import as_bad_cells
from pipeline.intake.cells.owner_cells import names_nobody
from pipeline.intake.cells.typed_cells import any_filled_expr
from schemas.fields import IDENTIFIERS, RETURNS
from schemas.keys import ALL
from schemas.reasons.rejected_cells import INVALID_VALUE
from schemas.vocabulary import Request

if TYPE_CHECKING:
    from pipeline.intake.cells.typed_cells import TypedCells


def with_all_devices(
    cells: TypedCells, values: pl.DataFrame, marks: pl.DataFrame
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The values with `takes_all`, where any row means every device of its owner; and the bad cells of such rows.

    `marks` has the `action` of each row, and `is_owner_blank`.
    """
    columns = [column for column in cells.columns.values() if column.may_mean_all and column.is_odd]
    words = {column.name: cells.texts[column.name].str.to_lowercase() for column in columns}
    said = {name: one for name, word in words.items() if (one := (word == ALL).fill_null(value=False)).any()}
    if not said:
        return values, []
    is_all = pl.DataFrame(said).select(pl.any_horizontal(pl.all())).to_series()
    rows = marks.select("row_id", "row", "action", "is_owner_blank").with_columns(
        value=pl.lit(ALL),
        is_nobodys=pl.col("is_owner_blank") | names_nobody(cells.texts),
        is_returned=_is_filled(values, RETURNS),
        is_one=_is_filled(values, IDENTIFIERS),
    )
    is_assign = (pl.col("action") == str(Request.ASSIGN)).fill_null(value=False) & ~pl.col("is_returned")
    wrong = (
        ("all_and_one", pl.col("is_one")),
        ("all_assigned", ~pl.col("is_one") & is_assign),
        ("all_of_nobody", ~pl.col("is_one") & ~is_assign & pl.col("is_nobodys")),
    )
    column = next(column for column in columns if column.name in said)
    bad = [
        as_bad_cells(
            rows.filter(is_all).filter(test), INVALID_VALUE[name], position=column.position, letter=column.letter
        )
        for name, test in wrong
    ]
    return values.with_columns(takes_all=pl.when(is_all).then(pl.lit(value=True))), bad


def _is_filled(values: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    return values.with_columns(is_filled=any_filled_expr(values, names))["is_filled"]
