"""The three-way table of an inventory row, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.three_way_merge import merge_inventory
from tests.support.reference.frames import inventory_frame
from tests.support.reference.records import InventoryRow
from tests.support.worlds.exported import DEVICE, Cell, devices_frame, lazy, past_of, rows_of

CELLS = {
    "nobody changed it": Cell("Paris", "Paris", "Paris", becomes="Paris"),
    "the person changed it": Cell("Paris", "Oslo", "Paris", becomes="Oslo"),
    "the ledger changed it": Cell("Paris", "Paris", "Lyon", becomes=None),
    "the ledger filled it": Cell(None, None, "Lyon", becomes=None),
    "the ledger emptied it": Cell("Paris", "Paris", None, becomes=None),
    "both changed it alike": Cell("Paris", "Lyon", "Lyon", becomes="Lyon"),
    "both changed it": Cell("Paris", "Oslo", "Lyon", becomes="Oslo", is_conflict=True),
    "both filled it": Cell(None, "Oslo", "Lyon", becomes="Oslo", is_conflict=True),
    "the person changed what the ledger emptied": Cell("Paris", "Oslo", None, becomes="Oslo", is_conflict=True),
    "the person emptied the cell": Cell("Paris", None, "Lyon", becomes=None),
    "the person cleared it": Cell("Paris", None, "Paris", becomes=None, clears=True),
    "the person cleared what the ledger changed": Cell("Paris", None, "Lyon", None, is_conflict=True, clears=True),
    "both cleared it": Cell("Paris", None, None, becomes=None, clears=True),
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_of_an_inventory_row(cell: Cell) -> None:
    row = InventoryRow(device_id=5, location=cell.given, cleared="|location|" if cell.clears else None)
    device = replace(DEVICE, attributes={"location": cell.now})
    changed = [(5, "location", cell.then)] if cell.then != cell.now else []

    merged = merge_inventory(lazy(inventory_frame([row])), devices_frame(device), past_of(attributes=changed))

    assert rows_of(merged.rows)[0]["location"] == cell.becomes
    said = [(each["field"], each["then"], each["given"], each["now"]) for each in rows_of(merged.conflicts)]
    assert said == ([("location", cell.then, cell.given, cell.now)] if cell.is_conflict else [])


def test_an_identifier_that_the_ledger_changed_no_longer_names_the_device() -> None:
    row = InventoryRow(device_id=5, serial_number="SN-5", asset_tag="TAG-1")

    merged = merge_inventory(
        lazy(inventory_frame([row])), devices_frame(DEVICE), past_of(attributes=[(5, "asset_tag", "TAG-1")])
    )

    assert (rows_of(merged.rows)[0]["serial_number"], rows_of(merged.rows)[0]["asset_tag"]) == ("SN-5", None)


def test_a_row_that_has_lost_our_number_is_known_by_its_serial() -> None:
    row = InventoryRow(serial_number="SN-5", location="Oslo")

    merged = merge_inventory(
        lazy(inventory_frame([row])), devices_frame(DEVICE), past_of(attributes=[(5, "location", "Paris")])
    )

    assert [each["now"] for each in rows_of(merged.conflicts)] == ["Lyon"]


@pytest.mark.parametrize(
    "row",
    [
        InventoryRow(device_id=5, location="Oslo", org_id="other"),
        InventoryRow(device_id=6, location="Oslo"),
        InventoryRow(device_id=5, location="Oslo", fault="invalid_number"),
    ],
    ids=["of another organization", "about a device made since", "with a bad cell"],
)
def test_a_row_without_a_base_is_as_it_is(row: InventoryRow) -> None:
    past = past_of(attributes=[(5, "location", "Paris"), (6, "location", "Paris")], devices=[6])

    merged = merge_inventory(lazy(inventory_frame([row])), devices_frame(DEVICE, replace(DEVICE, device_id=6)), past)

    assert rows_of(merged.rows) == rows_of(lazy(inventory_frame([row])))
    assert rows_of(merged.conflicts) == []
