"""The totals of a sheet by their currency, each with the rows that are in it: a sum of several means nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells.values.values import currency_expr
from pipeline.intake.sheets.non_data_rows.amount_columns import currency_column
from pipeline.intake.sheets.non_data_rows.total_words import CURRENCY_AT_END
from schemas.keys import tidied_expr

if TYPE_CHECKING:
    from pipeline.intake.headers.header_row import Header


def currencies_of(rows: pl.DataFrame, header: Header) -> pl.DataFrame:
    """The `currency` of each row that names one in a column of its own."""
    letter = currency_column(header)
    if letter not in rows.columns:
        return pl.DataFrame(schema={"row": rows.schema["row"], "currency": pl.String})
    said = rows.select("row", currency=currency_expr(tidied_expr(pl.col(letter))))
    return said.drop_nulls("currency")


def by_currency(told: pl.DataFrame, currencies: pl.DataFrame) -> list[tuple[str | None, pl.DataFrame]]:
    """The totals of each currency: that of their row, else the one that their label ends with; None names none."""
    known = told.join(currencies, on="row", how="left", maintain_order="left")
    label = currency_expr(pl.col("label").str.extract(CURRENCY_AT_END))
    parts = known.with_columns(pl.coalesce("currency", label)).partition_by("currency", maintain_order=True)
    return [(part["currency"][0], part.drop("currency")) for part in parts]


def rows_in(devices: pl.Series, currencies: pl.DataFrame, currency: str | None) -> pl.Series:
    """The devices in that currency; all of them where the total names none, or the rows name none."""
    if currency is None or currencies.is_empty():
        return devices
    own = currencies.filter(pl.col("currency") == currency)["row"]
    return devices.filter(devices.is_in(own.implode()))
