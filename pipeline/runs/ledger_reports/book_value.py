"""Book value by straight-line depreciation at a month end.

A device loses the same part of its purchase price each month, beginning with the month in which it was bought, for as
many months as the settings give its type, else its category, else all (`reports.depreciation`).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.ledger_reports.asked import Desk, last_month_end
from pipeline.runs.ledger_reports.tables import DEVICE, NONE, charts_of_money, is_gone, listed, sums_text, with_payers
from pipeline.settings import Settings

TITLE = "Book value"
ABOUT = "by straight-line depreciation at a month end, by category and cost centre"
MAIN = "devices"

_MONEY = pl.Decimal(18, 2)
_SUMMED = ("purchase_price", "depreciation", "book_value", "depreciation_of_month")


def day_of(desk: Desk) -> date:
    """The month end that the report is of: the last one up to the day that is asked for."""
    return last_month_end(desk.day)


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    day = day_of(desk)
    devices = with_payers(desk.rows.devices(desk.end_of(day)))
    bought = devices.filter((pl.col("purchase_date") <= day) | pl.col("purchase_date").is_null())
    judged = bought.with_columns(why=_why_not())
    valued = _valued(judged.filter(pl.col("why").is_null()), day, desk.settings)
    left = judged.filter(pl.col("why").is_not_null())
    tables = [
        _grouped(valued, "category", "Categories", "category"),
        _grouped(valued, "cost_center", "Cost centers", "cost center"),
    ]
    return _said(valued, left, day), [*tables, _devices(valued), _left_out(left)]


def _said(valued: pl.DataFrame, left: pl.DataFrame, day: date) -> list[str]:
    told = [f"No device with a price and a day of purchase was bought up to {day}."]
    if valued.height:
        told = [
            f"{count(valued.height, 'device')} bought up to {day} {agree(valued.height, 'has', 'have')} a book "
            f"value of {sums_text(valued, 'book_value')}."
        ]
    if left.height:
        told.append(
            f"{count(left.height, 'device')} {agree(left.height, 'is', 'are')} left out; the last table says why."
        )
    return told


def _why_not() -> pl.Expr:
    """Why a device has no book value; null where it has one."""
    return (
        pl.when(is_gone())
        .then(pl.lit("retired, sold, lost or the like"))
        .when(pl.col("is_rented"))
        .then(pl.lit("rented"))
        .when(pl.col("purchase_price").is_null())
        .then(pl.lit("no price"))
        .when(pl.col("purchase_date").is_null())
        .then(pl.lit("no day of purchase"))
    )


def _valued(devices: pl.DataFrame, day: date, settings: Settings) -> pl.DataFrame:
    """The devices with `months` of depreciation in all, `months_past`, and their amounts at the month end."""
    known = devices.select("type", "category").unique()
    lives = known.with_columns(
        months=pl.Series([settings.reports.months_of(*row) for row in known.iter_rows()], dtype=pl.Int64)
    )
    bought = pl.col("purchase_date")
    since = (day.year - bought.dt.year()) * 12 + (day.month - bought.dt.month().cast(pl.Int32)) + 1
    timed = devices.join(lives, on=["type", "category"], nulls_equal=True, maintain_order="left").with_columns(
        months_past=pl.min_horizontal(since.cast(pl.Int64), "months"), since=since.cast(pl.Int64)
    )
    before = pl.min_horizontal(pl.col("since") - 1, "months")
    valued = timed.with_columns(depreciation=_lost(pl.col("months_past")), _before=_lost(before))
    return valued.with_columns(
        book_value=(pl.col("purchase_price") - pl.col("depreciation")).cast(_MONEY),
        depreciation_of_month=(pl.col("depreciation") - pl.col("_before")).cast(_MONEY),
    )


def _lost(months: pl.Expr) -> pl.Expr:
    """What a device has lost of its price after so many months, to the cent; half a cent is rounded up."""
    cents = (pl.col("purchase_price").cast(pl.Decimal(38, 2)) * 100).cast(pl.Int128)
    life = pl.col("months").cast(pl.Int128)
    lost = (2 * cents * months.cast(pl.Int128) + life) // (2 * life)
    return (lost.cast(pl.Decimal(38, 2)) / 100).cast(_MONEY)


def _grouped(valued: pl.DataFrame, name: str, title: str, word: str) -> ReportTable:
    grouped = valued.with_columns(pl.col(name).fill_null(NONE)).group_by(name, "currency")
    frame = grouped.agg(devices=pl.len().cast(pl.Int64), **{column: pl.col(column).sum() for column in _SUMMED})
    order = ("currency", "book_value", name)
    frame = frame.sort(order, descending=[False, True, False], nulls_last=True)
    charts = charts_of_money(frame, name, ["book_value", "depreciation"], f"Book value by {word}")
    note = "One row per currency. Book value and depreciation together are the purchase price."
    return ReportTable(name, title, frame, note, "No device has a book value.", charts)


def _devices(valued: pl.DataFrame) -> ReportTable:
    columns = (
        *DEVICE,
        "category",
        "cost_center",
        "department",
        "owner_email",
        "purchase_date",
        "months",
        "months_past",
    )
    frame = listed(valued, *columns, *_SUMMED, "currency", by=("category", "type", "serial_number"))
    note = "One row per device. Months: of its depreciation in all, and past of them; the month of the purchase counts."
    return ReportTable(MAIN, "Devices", frame, note, "No device has a book value.")


def _left_out(left: pl.DataFrame) -> ReportTable:
    columns = ("why", *DEVICE, "status", "purchase_date", "purchase_price", "currency")
    frame = listed(left, *columns, by=("why", "serial_number"))
    return ReportTable(
        "left_out", "Left out", frame, "Devices without a book value, and why.", "No device is left out."
    )
