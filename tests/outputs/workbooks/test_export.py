"""An export: what stands in its cells, and what its file is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.model import State
from pipeline.outputs.workbooks.export import holding_rows, inventory_rows, write_export
from schemas.instants import OPEN_END
from schemas.vocabulary import DEVICE_KINDS, Kind
from schemas.workbook_forms.export import Mark, mark_text, read_mark
from tests.support.reference.frames import OWNERS, SPANS

NOW, BEFORE, LATER = datetime(2026, 3, 1, 12), datetime(2026, 1, 1), datetime(2026, 7, 1, 9, 30, 15)
MARK = Mark("2026-01-01T00:00:00.000001Z", 3, NOW, "UTC")
ADA = "ada@acme.example"

DEVICES: list[dict[str, Any]] = [
    {"device_id": 2, "org_id": "default", "name": "Two", "location": None, "purchase_price": Decimal("0.10")},
    {"device_id": 1, "org_id": "default", "serial_number": "01E5", "name": "One", "extra.Floor": "3"},
    {"device_id": 3, "org_id": "acme", "mac_address": "AA:BB:CC:00:00:01", "name": "Three"},
]
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "device_id": pl.Int64,
    **dict.fromkeys(("org_id", "serial_number", "asset_tag", "mac_address", "name", "type", "category"), pl.String),
    "location": pl.String,
    "purchase_price": pl.Decimal(18, 2),
    "mdm_last_seen_date": pl.Datetime("us"),
    "extra.Floor": pl.String,
    "version": pl.Int64,
}


def state(devices: list[dict[str, Any]] = DEVICES, spans: list[dict[str, Any]] | None = None) -> State:
    owners = pl.DataFrame(
        [{"owner_id": 1, "org_id": "default", "email": ADA, "owner_name": "Ada", "version": 1}], schema=OWNERS
    )
    held = {"ownership_id": 1, "org_id": "default", "device_id": 1, "owner_id": 1, "owner_email": ADA}
    rows = [{**dict.fromkeys(SPANS), **held, **span} for span in spans or []]
    listed = pl.DataFrame([{name: device.get(name) for name in COLUMNS} for device in devices], schema=COLUMNS)
    return State(3, BEFORE, frozenset(), 3, 1, 1, listed, owners, pl.DataFrame(rows, schema=SPANS), MARK.ledger_id)


def test_every_device_has_its_row_and_every_attribute_that_any_has_its_column() -> None:
    rows = inventory_rows(state(), "UTC")

    assert rows.columns == [
        *("device_id", "org_id", "serial_number", "asset_tag", "mac_address", "name", "type", "category"),
        *("purchase_price", "extra.Floor"),
    ]
    assert rows["device_id"].to_list() == [3, 1, 2]
    assert rows["purchase_price"].to_list() == [None, None, 0.1]


def test_every_device_that_is_held_now_has_its_row_with_room_for_what_is_new() -> None:
    spans = [
        {"start_time": BEFORE, "end_time": LATER, "label": "desk"},
        {"device_id": 2, "start_time": LATER, "end_time": OPEN_END},
        {"device_id": 3, "start_time": BEFORE, "end_time": NOW},
        {"device_id": 3, "org_id": "acme", "start_time": NOW, "end_time": OPEN_END},
    ]

    rows = holding_rows(state(spans=spans), MARK)

    expected = {
        "device_id": [3, 1],
        "org_id": ["acme", "default"],
        "serial_number": [None, "01E5"],
        "asset_tag": [None, None],
        "mac_address": ["AA:BB:CC:00:00:01", None],
        "device_name": ["Three", "One"],
        "owner_email": [ADA, ADA],
        "owner_name": ["Ada", "Ada"],
        "action": [None, None],
        "effective_at": [None, None],
        "end_at": [None, LATER],
        "due_at": [None, None],
        "label": [None, "desk"],
        "_held_since": [NOW, BEFORE],
    }
    assert_frame_equal(rows, pl.DataFrame(expected, schema=rows.schema))


@pytest.mark.parametrize(
    ("instant", "zone", "written"),
    [
        pytest.param(LATER, "UTC", LATER, id="as a real date"),
        pytest.param(LATER, "Europe/Paris", datetime(2026, 7, 1, 11, 30, 15), id="in the zone of the settings"),
        pytest.param(datetime(2026, 10, 25, 0, 30), "Europe/Paris", datetime(2026, 10, 25, 2, 30), id="the first 2:30"),
        pytest.param(
            datetime(2026, 10, 25, 1, 30), "Europe/Paris", "2026-10-25T01:30:00.000000Z", id="the second 2:30 as text"
        ),
        pytest.param(
            datetime(2026, 7, 1, 9, 0, 0, 5), "UTC", "2026-07-01T09:00:00.000005Z", id="parts of a second as text"
        ),
    ],
)
def test_an_instant_is_written_so_that_it_is_read_as_the_same(
    instant: datetime, zone: str, written: datetime | str
) -> None:
    device = {"device_id": 1, "org_id": "default", "name": "One", "mdm_last_seen_date": instant}

    assert inventory_rows(state([device]), zone)["mdm_last_seen_date"].to_list() == [written]


@pytest.mark.parametrize(("price", "written"), [("9999999999999.99", 9999999999999.99), ("-10000000000000.00", None)])
def test_money_with_more_digits_than_a_number_keeps_is_text(price: str, written: float | None) -> None:
    device = {"device_id": 1, "org_id": "default", "name": "One", "purchase_price": Decimal(price)}

    assert inventory_rows(state([device]), "UTC")["purchase_price"].to_list() == [price if written is None else written]


def test_the_mark_stands_in_a_hidden_sheet(tmp_path: Path) -> None:
    held = [{"start_time": BEFORE, "end_time": OPEN_END}]

    exported = write_export(tmp_path / "export.xlsx", state(spans=held), MARK)

    book = openpyxl.load_workbook(exported.path)
    assert (exported.devices, exported.held) == (3, 1)
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "Inventory": "visible", "Assignments": "visible", "_rollcall": "hidden"
    }  # fmt: skip
    assert read_mark(book["_rollcall"]["A1"].value) == MARK
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export.xlsx"]


def test_a_number_in_text_stays_text_when_it_is_typed_anew(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_export(tmp_path / "export.xlsx", state(), MARK).path)

    assert [book["Inventory"].cell(3, column).number_format for column in (3, 4, 6)] == ["@", "@", "@"]


@pytest.mark.parametrize(
    ("spans", "kinds", "sheets"),
    [
        ([], DEVICE_KINDS, ["Inventory", "_rollcall"]),
        ([], (Kind.ASSIGNMENTS,), ["Assignments", "_rollcall"]),
        ([{"start_time": BEFORE, "end_time": OPEN_END}], (Kind.INVENTORY,), ["Inventory", "_rollcall"]),
    ],
    ids=["nobody holds anything", "nobody holds anything, and only that was asked for", "only the devices"],
)
def test_a_sheet_that_has_nothing_to_say_is_not_there(
    tmp_path: Path, spans: list[dict[str, Any]], kinds: tuple[Kind, ...], sheets: list[str]
) -> None:
    write_export(tmp_path / "export.xlsx", state(spans=spans), MARK, kinds=kinds)

    assert openpyxl.load_workbook(tmp_path / "export.xlsx").sheetnames == sheets


def test_more_devices_than_a_sheet_holds_go_on_on_the_next(tmp_path: Path) -> None:
    write_export(tmp_path / "export.xlsx", state(), MARK, capacity=2)

    book = openpyxl.load_workbook(tmp_path / "export.xlsx")
    assert {sheet.title: sheet.max_row for sheet in book} == {"Inventory": 3, "Inventory 2": 2, "_rollcall": 1}


@pytest.mark.parametrize("text", ["", "rollcall-plan-1 a 1 2026-01-01 UTC", "rollcall-export-1 a b 2026-01-01 UTC"])
def test_any_other_text_is_no_mark(text: str) -> None:
    assert read_mark(text) is None
    assert read_mark(mark_text(MARK)) == MARK


def test_a_date_is_a_real_date(tmp_path: Path) -> None:
    devices = state().devices.with_columns(purchase_date=pl.lit(date(2024, 2, 29)))
    listed = State(3, None, frozenset(), 3, 1, 1, devices, *(state().owners, state().spans), "ledger")

    book = openpyxl.load_workbook(write_export(tmp_path / "export.xlsx", listed, MARK).path)

    header = [cell.value for cell in book["Inventory"][1]]
    assert book["Inventory"].cell(2, header.index("purchase_date") + 1).value == datetime(2024, 2, 29)
