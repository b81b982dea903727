"""Warranties that end in a time, with who has the device; and devices of which no warranty is on record."""

from __future__ import annotations

from datetime import date

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.ledger_reports.asked import Desk, months_later
from pipeline.runs.ledger_reports.tables import DEVICE, HOLDER, chart_of_counts, is_gone, listed, with_payers

TITLE = "Warranties that end"
ABOUT = "between two days, in the next 12 months unless these are given"
MAIN = "devices"

_MONTHS = 12
_NONE = "No warranty ends in this time."
_ON_RECORD, _COUNTED = "on record", "purchase date and months"


def days(desk: Desk) -> tuple[date, date]:
    """The first and the last day."""
    first = desk.asked.from_day or min(desk.today, desk.asked.to_day or desk.today)
    return first, desk.asked.to_day or months_later(first, _MONTHS)


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    first, last = days(desk)
    found = with_payers(desk.rows.devices(desk.now))
    devices = _with_ends(found.filter(~is_gone()))
    unknown = devices.filter(pl.col("warranty_end").is_null())
    ending = devices.filter(pl.col("warranty_end").is_between(first, last))
    ended = devices.filter(pl.col("warranty_end") < first).height
    said = [
        f"{count(ending.height, 'warranty', 'warranties')} {agree(ending.height, 'ends', 'end')} in this "
        f"time; {ended:,} ended before; of {count(unknown.height, 'device')} no warranty is on record."
    ]
    if gone := found.height - devices.height:
        said.append(f"{count(gone, 'device')} whose status says retired, sold, lost or the like are left out.")
    return said, [_months(ending), _devices(ending), _unknown(unknown)]


def _with_ends(devices: pl.DataFrame) -> pl.DataFrame:
    """The devices with the last day of their warranty: on record, else so many months from the purchase on."""
    months = pl.concat_str(pl.col("warranty_months").cast(pl.String), pl.lit("mo"))
    counted = pl.col("purchase_date").dt.offset_by(months).dt.offset_by("-1d")
    is_told = pl.col("warranty_end").is_not_null()
    return devices.with_columns(
        warranty_end=pl.coalesce("warranty_end", counted),
        told_by=pl.when(is_told).then(pl.lit(_ON_RECORD)).otherwise(pl.lit(_COUNTED)),
    )


def _months(ending: pl.DataFrame) -> ReportTable:
    month = pl.col("warranty_end").dt.strftime("%Y-%m")
    frame = ending.group_by(month=month).agg(devices=pl.len().cast(pl.Int64)).sort("month")
    charts = chart_of_counts(frame, "month", ["devices"], "Warranties that end, by month")
    return ReportTable("months", "Months", frame, "", _NONE, charts)


def _devices(ending: pl.DataFrame) -> ReportTable:
    columns = ("warranty_end", "told_by", *DEVICE, "model", "location", *HOLDER, "purchase_date", "purchase_price")
    note = "One row per device. Where only the months are on record, they are counted from the day of the purchase."
    frame = listed(ending, *columns, "currency", by=("warranty_end", "serial_number"))
    return ReportTable(MAIN, "Devices", frame, note, _NONE)


def _unknown(unknown: pl.DataFrame) -> ReportTable:
    frame = listed(unknown, *DEVICE, "model", "location", "owner_email", "purchase_date", by=("type", "serial_number"))
    note = "Neither the end of the warranty is on record, nor its months and the day of the purchase."
    return ReportTable("unknown", "No warranty on record", frame, note, "Every device has a warranty on record.")
