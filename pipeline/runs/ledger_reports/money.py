"""Money: what the devices cost, by cost centre, department and location, and what was held at each month end."""

from __future__ import annotations

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.ledger_reports.asked import Desk, last_month_end, months_later
from pipeline.runs.ledger_reports.tables import (
    DEVICE,
    charts_of_money,
    is_gone,
    listed,
    money_by,
    money_sentence,
    with_payers,
)

TITLE = "Money"
ABOUT = "what devices cost by cost centre, department and location, and what people held at each month end"
MAIN = "cost_center"

_GROUPS = {"cost_center": "Cost centers", "department": "Departments", "location": "Locations"}
_MONTHS = 12


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    found = with_payers(desk.rows.devices(desk.at))
    is_there = (pl.col("created_at") <= desk.at) | pl.col("owner_id").is_not_null()
    devices = found.filter(is_there)
    gone = devices.filter(is_gone()).height
    said = [money_sentence(devices, f"{count(devices.height, 'device')} {agree(devices.height, 'has', 'have')}")]
    if gone:
        said.append(
            f"The status of {gone:,} of them says that they are retired, sold, lost or the like; they count, too."
        )
    groups = [_grouped(devices, name, title) for name, title in _GROUPS.items()]
    return said, [*groups, *_month_ends(desk), _devices(devices)]


def _grouped(devices: pl.DataFrame, name: str, title: str) -> ReportTable:
    frame = money_by(devices, name)
    word = title.lower().removesuffix("s")
    charts = charts_of_money(frame, name, ["purchase_price"], f"Purchase price by {word}")
    note = (
        f"The {word} of the device, else that of who has it. One row per currency; amounts of two are never added up."
    )
    return ReportTable(name, title, frame, note, "There are no devices on record.", charts)


def _month_ends(desk: Desk) -> list[ReportTable]:
    """What was held at the last month ends, as the published view has it; not where one device is asked for."""
    last = last_month_end(min(desk.day, desk.today))
    if desk.asked.serial:
        return []
    frame = desk.rows.month_ends(months_later(last, 1 - _MONTHS), last).sort("currency", "month_end", nulls_last=True)
    charts = charts_of_money(frame, "month_end", ["purchase_price"], "Purchase price of what people held")
    note = "What people held at the end of the last day of each month, by the prices on record then (days of UTC)."
    return [ReportTable("month_ends", "Month ends", frame, note, "Nobody held a device.", charts)]


def _devices(devices: pl.DataFrame) -> ReportTable:
    columns = (*DEVICE, "status", "cost_center", "department", "location", "owner_email", "purchase_date")
    money = ("purchase_price", "rental_price", "currency")
    frame = listed(devices, *columns, *money, by=("cost_center", "department", "serial_number"))
    return ReportTable("devices", "Devices", frame, "One row per device, with what counts above.")
