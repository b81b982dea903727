"""Totals that no word tells: lines at the end of the sheet with sums, amounts and numbers of rows, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.values.amounts import decimal_expr
from pipeline.intake.sheets.non_data_rows.amount_columns import is_money, is_number_of_devices
from pipeline.intake.sheets.non_data_rows.total_words import NUMBER_LIKE
from schemas.keys import tidied_expr

if TYPE_CHECKING:
    from collections.abc import Collection

    from pipeline.intake.headers.header_row import Header

DASHES = ("-", "–", "—", "--")
_NUMBER_OF_ROWS = r"^\d{1,7}(?:\.0)?$"

# What speaks for a total, the strongest last: nothing, a number of rows, an amount of money, the sum of the column.
_NOTHING, _COUNT, _AMOUNT, _SUM = range(4)


def wordless_totals(judged: pl.DataFrame, rows: pl.DataFrame, header: Header, naming: Collection[str]) -> pl.Series:
    """True for the rows of `judged` that are totals without a word; `rows` are all data rows of the sheet.

    `judged` has tidied cells by letter, and the flags `is_end` and `is_told` (no device for another reason). Each cell
    of a total is an amount of money, the sum of its column, or a number of devices, and not all are numbers of devices;
    a dash is a blank. A column that names devices may only have their number, and then another cell must be a sum, to
    the cent.
    """
    tidied = frozenset(judged.columns)
    shown = [letter for letter in rows.columns[2:] if letter in tidied]
    lines = _last_lines(judged, shown, naming)
    letters = [letter for letter in shown if lines[letter].count()]
    if not letters:
        return judged.select(pl.repeat(value=False, n=pl.len())).to_series()
    others = pl.concat([lines["row"], judged["row"].filter(judged["is_told"])])
    above = rows.filter(~pl.col("row").is_in(others.implode()))
    is_device = pl.any_horizontal(pl.col(letter).is_not_null() for letter in naming)
    devices = above.select(is_device.sum()).item()
    spoken = [_spoken(lines[letter], above[letter], letter, header, naming, devices) for letter in letters]
    needed = pl.when(lines["named"] == 1).then(_SUM).otherwise(_AMOUNT)
    is_total = pl.select(
        (pl.min_horizontal(spoken) > _NOTHING) & (pl.max_horizontal(spoken) >= needed) & (devices > 0)
    ).to_series()
    return judged["row"].is_in(lines["row"].filter(is_total).implode())


def _last_lines(judged: pl.DataFrame, shown: Collection[str], naming: Collection[str]) -> pl.DataFrame:
    """The rows of nothing but numbers at the end; of those with a number where a device is named, only the last.

    They have no dashes, and in `named` the number of cells that name devices.
    """
    judged = judged.with_columns(pl.when(~pl.col(letter).is_in(DASHES)).then(letter) for letter in shown)
    judged = judged.with_columns(
        named=pl.sum_horizontal(pl.col(letter).is_not_null() for letter in naming), name=pl.coalesce(*naming)
    )
    is_number = pl.all_horizontal(pl.col(letter).str.contains(NUMBER_LIKE).fill_null(value=True) for letter in shown)
    is_filled = pl.any_horizontal(pl.col(letter).is_not_null() for letter in shown)
    is_plain = pl.col("is_end") & ~pl.col("is_told") & is_number & is_filled
    is_counted = is_plain & (pl.col("named") == 1) & pl.col("name").str.contains(_NUMBER_OF_ROWS)
    is_last_counted = is_counted & (pl.col("row") == pl.col("row").filter(is_counted).max())
    is_line = ((is_plain & (pl.col("named") == 0)) | is_last_counted).fill_null(value=False)
    is_last = (is_line | pl.col("is_told")).reverse().cum_min().reverse()
    return judged.filter(is_line & is_last)


def _spoken(
    cells: pl.Series, above: pl.Series, letter: str, header: Header, naming: Collection[str], devices: int
) -> pl.Series:
    """What each cell of a column says for its row being a total; null for a blank cell."""
    texts = pl.concat(
        [cells, above.to_frame("cell").select(tidied_expr(pl.col("cell"))).to_series().rename(cells.name)]
    )
    amounts = texts.to_frame("cell").select(decimal_expr(pl.col("cell"))).to_series()
    own, others = amounts.head(len(cells)), amounts.tail(len(above))
    is_count = (own == devices) | (own.is_not_null() & is_number_of_devices(header, letter))
    is_sum = (own == others.sum()) & (others.count() > 0) & (letter not in naming)
    is_amount = own.is_not_null() & (letter not in naming) & is_money(header, letter)
    said = pl.when(is_sum).then(_SUM).when(is_amount).then(_AMOUNT).when(is_count).then(_COUNT).otherwise(_NOTHING)
    return pl.select(pl.when(cells.is_not_null()).then(said)).to_series()
