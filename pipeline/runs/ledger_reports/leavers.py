"""Leavers with devices: who has left and still has some, as the published view has it."""

from __future__ import annotations

import polars as pl

from pipeline.model import ReportTable
from pipeline.outputs.messages.plurals import agree, count
from pipeline.runs.ledger_reports.asked import Desk
from pipeline.runs.ledger_reports.tables import (
    DEVICE,
    HOLDER,
    chart_of_counts,
    listed,
    money_sentence,
    people_of,
    with_payers,
)

TITLE = "Leavers with devices"
ABOUT = "who has left and still has devices, and what these cost"
MAIN = "devices"


def tables(desk: Desk) -> tuple[list[str], list[ReportTable]]:
    """The sentences and the tables."""
    found = desk.rows.devices(desk.at).join(desk.rows.leavers(desk.at, desk.day), on="device_id")
    devices = with_payers(found)
    people = devices["owner_id"].n_unique()
    told, said = count(people, "person", "people"), agree(people, "has", "have")
    if devices.is_empty():
        return [_NOBODY], [_people(devices), _devices(devices)]
    sentence = f"{told} who {said} left still {said} {count(devices.height, 'device')}."
    return [sentence, money_sentence(devices, "These have")], [_people(devices), _devices(devices)]


def _people(devices: pl.DataFrame) -> ReportTable:
    """One row per person: an amount per currency would count the person twice, so amounts stand with the devices."""
    frame = people_of(devices, "ends_on", "days_since")
    charts = chart_of_counts(frame, "owner_email", ["devices"], "Devices that leavers still have")
    return ReportTable("people", "People", frame, "One row per person who has left.", _NOBODY, charts)


def _devices(devices: pl.DataFrame) -> ReportTable:
    columns = (*HOLDER, "ends_on", "days_since", *DEVICE, "location", "cost_center", "start_time")
    frame = listed(devices, *columns, "purchase_price", "currency", by=("ends_on", "owner_email", "serial_number"))
    return ReportTable(MAIN, "Devices", frame, "One row per device; whoever left first comes first.", _NOBODY)


_NOBODY = "Nobody who has left has a device."
