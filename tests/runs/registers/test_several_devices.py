"""A list with a row per person and several devices in it, through the commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.inboxes import without_digest

HEADER = ("Employee Name", "Email", "Office", "Laptop Model", "Laptop Serial", "Monitor Serial", "Phone IMEI", "Notes")
ANA = ("Ana Diaz", "ana@acme.com", "Lyon", "T14", "PF-0001", "CN-0001", "356938035643809", "left-handed")
BEN = ("Ben Ek", "ben@acme.com", "Oslo", None, None, "CN-0002", None, None)
CY = ("Cy Li", "no address", "Oslo", "X1", "PF-0003", None, "356938035643817", None)


def _list(desk: Desk, *rows: tuple[object, ...], name: str = "staff.xlsx") -> Path:
    return desk.book(name, HEADER, *rows, sheet="Staff")


@pytest.fixture(scope="module")
def loaded(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, Any]]:
    """A desk where the list was run, and what the run reported; only to be read."""
    desk = Desk(tmp_path_factory.mktemp("staff"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        return desk, desk.json("run", _list(desk, ANA, BEN, CY), code=4)


def test_every_device_is_on_record_with_its_type_and_its_person(loaded: tuple[Desk, dict[str, Any]]) -> None:
    desk, report = loaded

    assert report["rows"] == {"in": 6, "applied": 4, "unchanged": 0, "skipped": 0, "rejected": 2}
    devices = [(one["serial_number"] or one["imei"], one["type"], one["owner_email"]) for one in desk.show("devices")]
    assert sorted(devices) == [
        ("356938035643809", "phone", "ana@acme.com"),
        ("CN-0001", "monitor", "ana@acme.com"),
        ("CN-0002", "monitor", "ben@acme.com"),
        ("PF-0001", "laptop", "ana@acme.com"),
    ]


def test_results_list_each_device_in_the_order_of_the_sheet(loaded: tuple[Desk, dict[str, Any]]) -> None:
    desk, report = loaded

    rows = read_sheet(desk.at(report["outputs"]["results"]), "Rows")
    assert [(row["_row"], row["_column"], row["serial_number"], row["type"], row["_outcome"]) for row in rows] == [
        (2, "Laptop Serial", "PF-0001", "laptop", "applied"),
        (2, "Monitor Serial", "CN-0001", "monitor", "applied"),
        (2, "Phone IMEI", None, "phone", "applied"),
        (3, "Monitor Serial", "CN-0002", "monitor", "applied"),
        (4, "Laptop Serial", "PF-0003", "laptop", "rejected"),
        (4, "Phone IMEI", None, "phone", "rejected"),
    ]


def test_rejected_rows_that_were_mended_are_the_same_devices(
    loaded: tuple[Desk, dict[str, Any]], tmp_path: Path
) -> None:
    desk = loaded[0].copied_to(tmp_path / "desk")
    path = desk.at(loaded[1]["outputs"]["results"])
    book = openpyxl.load_workbook(path)
    sheet = book["Rejected"]
    for row in sheet.iter_rows(min_row=2):
        row[1].value = "cy@acme.com"
    book.save(path)

    report = desk.json("run", path)

    assert report["rows"] == {"in": 2, "applied": 2, "unchanged": 0, "skipped": 0, "rejected": 0}
    added = {one["serial_number"] or one["imei"]: one["type"] for one in desk.show("devices")[4:]}
    assert added == {"PF-0003": "laptop", "356938035643817": "phone"}


@pytest.mark.system
def test_the_same_list_again_changes_nothing_and_explain_names_the_cell(
    loaded: tuple[Desk, dict[str, Any]], tmp_path: Path
) -> None:
    desk = loaded[0].copied_to(tmp_path / "desk")

    assert desk.json("run", _list(desk, ANA, BEN))["rows"]["unchanged"] == len(desk.show("devices"))
    story = desk.json("explain", "CN-0001")
    told = {event["type"]: event["cell"] for event in story["events"]}
    assert told == {"device_created": "F2", "ownership_taken": "B2"}


def test_the_checked_copy_has_one_line_per_row_and_marks_its_cells(
    loaded: tuple[Desk, dict[str, Any]], tmp_path: Path
) -> None:
    desk = loaded[0].copied_to(tmp_path / "desk")

    copy = openpyxl.load_workbook(desk.at(desk.json("check", "staff.xlsx", code=4)["outputs"]["check"]))["Staff"]

    header, *rows = copy.iter_rows(values_only=True)
    assert header == (*HEADER, "_outcome", "_reason", "_message")
    assert [row[: len(HEADER)] for row in rows] == [ANA, BEN, CY]
    assert [row[-3:-1] for row in rows] == [("unchanged", "already_assigned")] * 2 + [("rejected", "invalid_email")]
    assert [line.split(": ")[0] for line in rows[2][-1].split("\n")] == ["Laptop Serial", "Phone IMEI"]
    assert [cell.coordinate for row in copy.iter_rows() for cell in row if cell.comment] == ["B4"]


@pytest.mark.system
def test_a_digest_tells_of_the_device_that_differs_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
    without_digest(monkeypatch)
    desk = Desk(tmp_path)
    (tmp_path / "inbox" / "hr").mkdir(parents=True)
    _list(desk, ANA, BEN, name="inbox/hr/staff.xlsx")
    desk.json("sweep", "inbox")
    desk.json("run", desk.book("moved.xlsx", ("serial_number", "owner_email"), ("CN-0001", "eve@acme.com")))

    (difference,) = desk.json("digest")["differences"]

    assert (difference["row"], difference["device"], difference["cause"]) == (2, "CN-0001", "changed_outside")
