"""What each option of a run changes. Full mode has a module of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.office import HELD, INVENTORY, asked
from tests.support.strength import sampled

Rows = tuple[tuple[object, ...], ...]

TAKEN = asked(("LT-0001", "eva@acme.example"), ("LT-0004", "eva@acme.example"))
NEW = asked(("LT-0100", "eva@acme.example"), ("LT-0004", "new@acme.example"))
HALF_BAD = asked(("LT-0004", "eva@acme.example"), ("LT-0004", "eva@acme.example"), ("LT-0006", "eva"))


@pytest.mark.system
@pytest.mark.parametrize(
    ("words", "rows", "code", "outcomes", "reasons"),
    sampled(
        [
            pytest.param((), TAKEN, 0, "applied applied", {}, id="another owner's device is passed on"),
            pytest.param(
                ("--on-conflict", "skip"), TAKEN, 0, "skipped applied", {"owned_by_other": 1}, id="or skipped"
            ),
            pytest.param(
                ("--on-conflict", "refuse"), TAKEN, 4, "rejected applied", {"owned_by_other": 1}, id="or refused"
            ),
            pytest.param((), NEW, 0, "skipped applied", {"unknown_device": 1}, id="owners are created but not devices"),
            pytest.param(
                ("--no-create-owners", "--create-devices"),
                *(NEW, 4, "rejected skipped", {"missing_device_type": 1, "unknown_owner": 1}),
                id="or devices but not owners, and none without a type",
            ),
            pytest.param(
                ("--create-devices", "--default-device-type", "tablet"),
                *(NEW, 0, "applied applied", {}),
                id="or both with the type of all",
            ),
            pytest.param(
                ("--atomic",),
                *(HALF_BAD, 4, "skipped skipped rejected", {"atomic_abort": 2, "invalid_email": 1}),
                id="all or nothing",
            ),
        ],
        every=3,
    ),
)
def test_an_option_decides_what_becomes_of_a_row(
    office: Desk, words: tuple[str, ...], rows: Rows, code: int, outcomes: str, reasons: dict[str, int]
) -> None:
    office.book("desired.xlsx", *rows)

    report = office.json("plan", "desired.xlsx", *words, code=code)

    expected = outcomes.split()
    assert report["rows"] == {"in": len(expected)} | {
        name: expected.count(name) for name in ("applied", "unchanged", "skipped", "rejected")
    }
    assert report["reasons"] == reasons


@pytest.mark.system
def test_nothing_is_written_when_all_or_nothing_meets_a_bad_row(office: Desk) -> None:
    office.book("desired.xlsx", *HALF_BAD)
    devices, events = office.show("devices"), office.show("events")

    report = office.json("run", "desired.xlsx", "--atomic", code=4)

    assert (office.show("devices"), office.show("events"), office.holders()) == (devices, events, HELD)
    assert (report["state_version"], set(report["actions"].values())) == (1, {0})
    rows = read_sheet(office.at(report["outputs"]["results"]), "Rows")
    assert [(row["_outcome"], row["_action"], row["_reason"]) for row in rows] == [
        ("skipped", "none", "atomic_abort"),
        ("skipped", "none", "atomic_abort"),
        ("rejected", "none", "invalid_email"),
    ]


@pytest.mark.system
def test_all_or_nothing_writes_all_when_all_is_well(office: Desk) -> None:
    office.book("desired.xlsx", *TAKEN)

    assert office.json("plan", "desired.xlsx", "--atomic")["rows"]["applied"] == 2


@pytest.mark.system
def test_a_device_that_an_assignment_creates_is_on_record_afterwards(office: Desk) -> None:
    header = ("Serial Number", "Asset Tag", "MAC Address", "Device Name", "Owner Email", "Device Type", "Owner Name")
    office.book(
        "new.xlsx",
        header,
        ("lt-0100", "at-100", "aabbccddeeff", "Spare", "new@acme.example", "tablet", "New Hire"),
        (None, None, "11:22:33:44:55:66", None, "new@acme.example", None, None),
    )

    report = office.json("run", "new.xlsx", "--create-devices", "--default-device-type", "sensor")

    assert report["created"] == {"devices": 2, "owners": 1}
    assert (report["actions"]["create"], report["actions"]["assign"]) == (2, 2)
    sensor, tablet = sorted(office.show("devices", "--owner", "new@acme.example"), key=lambda device: device["type"])
    shown = ("serial_number", "asset_tag", "mac_address", "name", "type", "category")
    assert [tablet[name] for name in shown] == [
        *("LT-0100", "AT-100", "AA:BB:CC:DD:EE:FF", "Spare", "tablet", "unknown"),
    ]
    assert [sensor[name] for name in shown] == [
        None,
        None,
        "11:22:33:44:55:66",
        "11:22:33:44:55:66",
        "sensor",
        "unknown",
    ]
    assert [owner["owner_name"] for owner in office.show("owners", "--owner", "new@acme.example")] == ["New Hire"]


@pytest.mark.system
def test_nobody_is_created_for_rows_that_are_not_applied(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0100", "new@acme.example"), ("LT-0001", "other@acme.example")))

    report = office.json("run", "desired.xlsx", "--on-conflict", "skip")

    assert (report["created"], report["state_version"]) == ({"devices": 0, "owners": 0}, 1)
    assert len(office.show("owners")) == 3


@pytest.mark.system
def test_devices_that_a_complete_inventory_misses_are_reported_and_kept(office: Desk) -> None:
    office.book("inventory.xlsx", *INVENTORY[:6])

    report = office.json("run", "inventory.xlsx", "--inventory-complete")

    assert report["reasons"] == {"missing_from_inventory": 2}
    assert set(report["actions"].values()) == {0}
    assert len(office.show("devices")) == 7


@pytest.mark.system
def test_the_report_names_the_devices_that_a_complete_inventory_misses(office: Desk) -> None:
    office.book("inventory.xlsx", *INVENTORY[:6])

    report = office.json("run", "inventory.xlsx", "--inventory-complete")

    path = office.at(report["outputs"]["results"])
    told = str(read_sheet(path, "Not named"))
    assert [serial for serial in ("LT-0006", "PH-0001") if serial not in told] == []


@pytest.mark.system
def test_rows_belong_to_the_organization_that_is_given(office: Desk) -> None:
    report = office.json("run", "inventory.xlsx", "monday.xlsx", "--org", "plant")

    assert report["created"] == {"devices": 7, "owners": 3}
    assert {device["org_id"] for device in office.show("devices")[7:]} == {"plant"}
    assert len(office.show("ownerships", "--org", "plant", "--current")) == 4
    assert len(office.show("ownerships", "--org", "default", "--current")) == 4


@pytest.mark.system
def test_who_made_the_links_can_be_said_for_all_that_do_not_say(office: Desk) -> None:
    header = ("Serial Number", "Owner Email", "Added By")
    office.book(
        "desired.xlsx", header, ("LT-0004", "eva@acme.example", None), ("LT-0006", "eva@acme.example", "it.desk")
    )

    office.json("run", "desired.xlsx", "--added-by", "finance")

    spans = office.show("ownerships", "--owner", "eva@acme.example", "--current")
    assert [(span["serial_number"], span["added_by"]) for span in spans] == [
        ("LT-0004", "finance"),
        ("LT-0006", "it.desk"),
    ]


FLOORS = (
    ("Serial Number", "Name", "Type", "Category", "Floor", "Desk No."),
    ("LT-0001", "Laptop 1", "laptop", "computers", "3rd", 17),
    ("LT-0200", "Laptop 200", "laptop", "computers", None, "17 b"),
)


@pytest.mark.system
def test_a_column_that_no_field_answers_to_can_be_left_out(office: Desk) -> None:
    office.book("floors.xlsx", *FLOORS)

    report = office.json("run", "floors.xlsx", "--unknown-columns", "ignore")

    assert (report["rows"]["applied"], report["rows"]["unchanged"]) == (1, 1)
    assert {device["extra"] for device in office.show("devices")} == {None}


@pytest.mark.system
def test_a_column_that_no_field_answers_to_can_be_kept(office: Desk) -> None:
    office.book("floors.xlsx", *FLOORS)

    report = office.json("run", "floors.xlsx", "--unknown-columns", "keep")

    assert (report["actions"]["update"], report["actions"]["create"]) == (1, 1)
    extras = {device["serial_number"]: device["extra"] for device in office.show("devices") if device["extra"]}
    assert {serial: _object(extra) for serial, extra in extras.items()} == {
        "LT-0001": {"Floor": "3rd", "Desk No.": "17"},
        "LT-0200": {"Desk No.": "17 b"},
    }


@pytest.mark.system
def test_a_kept_column_can_be_changed_and_cleared_and_is_then_quiet(office: Desk) -> None:
    office.book("floors.xlsx", *FLOORS)
    office.book("moved.xlsx", FLOORS[0], (*FLOORS[1][:4], "<clear>", 18))
    keep = ("--unknown-columns", "keep")
    office.json("run", "floors.xlsx", *keep)

    counts = [
        office.json("run", name, *keep)["actions"]["update"] for name in ("floors.xlsx", "moved.xlsx", "moved.xlsx")
    ]

    assert counts == [0, 1, 0]
    (device,) = office.show("devices", "--serial", "LT-0001")
    assert _object(device["extra"]) == {"Desk No.": "18"}


@pytest.mark.system
def test_the_kind_of_a_sheet_can_be_said(office: Desk) -> None:
    office.book("list.xlsx", ("Serial Number", "Location"), ("LT-0001", "Rome"))

    assert office.say("plan", "list.xlsx", "--kind", "assignments").code == 3
    assert office.json("plan", "list.xlsx", "--kind", "inventory")["actions"]["update"] == 1


@pytest.mark.system
def test_the_reason_and_the_settings_are_kept_with_the_run(office: Desk) -> None:
    office.json("run", "monday.xlsx", "--on-conflict", "skip", "--reason", "quarterly count")

    kept = _object(office.show("runs")[1]["settings"])
    assert (kept["on_conflict"], kept["reason"]) == ("skip", "quarterly count")


def _object(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text
