"""The result workbook of a run: what stands on its sheets, mending it, and writing it again from the ledger."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pytest

from tests.support.desk import Desk, read_sheet, sheet_names, summary_lines
from tests.support.office import HELD, asked

SHEETS = ["Summary", "Changes", "Rows", "Rejected", "Owners", "Created", "Before"]
OURS = ["_outcome", "_action", "_reason", "_message", "_file", "_sheet", "_row"]
EVA = "eva@acme.example"


@dataclass(frozen=True, slots=True)
class Ran:
    """A run in which everything happens once; only to be read."""

    desk: Desk
    report: dict[str, Any]
    workbook: Path


@pytest.fixture(scope="module")
def ran(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    desk = monday.copied_to(tmp_path_factory.mktemp("everything"))
    desk.book(
        "stock.xlsx",
        ("Serial Number", "Name", "Type", "Category", "Location", "Purchase Price"),
        ("LT-0002", "Laptop 2", "laptop", "computers", "Rome", 1300),
        ("LT-0003", "Laptop 3", "laptop", "computers", "Paris", 1400),
        ("LT-0300", "Laptop 300", "laptop", "computers", "Rome", 999.5),
        ("LT-0301", "Laptop 301", "laptop", "computers", "Rome", "a lot"),
    )
    desk.book(
        "desired.xlsx",
        ("S/N", "E-mail", "Action", "Valid from", "Comment"),
        ("LT-0300", "new@acme.example", None, "2025-06-01", "first day"),
        ("LT-0001", EVA, None, "2025-06-01", None),
        ("PH-0001", None, "unassign", "2025-06-01", "broken"),
        ("LT-0002", "ben@acme.example", None, None, None),
        ("LT-0002", "ben@acme.example", None, None, "again"),
        ("LT-0999", EVA, None, None, None),
        ("LT-0004", "eva at acme", None, None, None),
        (None, None, None, None, None),
        ("LT-0006", EVA, None, "some day", None),
    )
    report = desk.json("run", "stock.xlsx", "desired.xlsx", code=4)
    return Ran(desk, report, desk.at(report["outputs"]["results"]))


def test_the_results_lie_in_a_folder_named_after_the_run(ran: Ran) -> None:
    assert ran.report["outputs"] == {
        "results": f"results/{ran.report['run_id']}/results.xlsx",
        "parquet": f"results/{ran.report['run_id']}/parquet",
    }


def test_there_are_seven_sheets_in_their_order(ran: Ran) -> None:
    assert sheet_names(ran.workbook) == SHEETS


def test_every_assignments_row_is_listed_in_its_order_and_no_unchanged_inventory_row(ran: Ran) -> None:
    rows = read_sheet(ran.workbook, "Rows")
    assert [(row["_file"], row["_row"], row["_outcome"], row["_action"], row["_reason"]) for row in rows] == [
        ("stock.xlsx", 2, "applied", "update", None),
        ("stock.xlsx", 4, "applied", "create", None),
        ("stock.xlsx", 5, "rejected", "none", "invalid_number"),
        ("desired.xlsx", 2, "applied", "assign", None),
        ("desired.xlsx", 3, "applied", "reassign", None),
        ("desired.xlsx", 4, "applied", "unassign", None),
        ("desired.xlsx", 5, "unchanged", "none", "already_assigned"),
        ("desired.xlsx", 6, "unchanged", "none", "duplicate_row"),
        ("desired.xlsx", 7, "skipped", "none", "unknown_device"),
        ("desired.xlsx", 8, "rejected", "none", "invalid_email"),
        ("desired.xlsx", 10, "rejected", "none", "invalid_date"),
    ]
    assert {row["_sheet"] for row in rows} == {"Sheet1"}
    assert "row 5" in str(rows[7]["_message"])


def test_the_original_columns_come_first_then_ours(ran: Ran) -> None:
    columns = list(read_sheet(ran.workbook, "Rows")[0])
    first_of_ours = columns.index("_outcome")
    assert columns[first_of_ours : first_of_ours + len(OURS)] == OURS
    assert not [name for name in columns[:first_of_ours] if name.startswith("_")]
    assert {"Name", "Location", "Action", "Valid from", "Comment"} <= set(columns[:first_of_ours])


def test_the_changes_are_listed_with_old_and_new(ran: Ran) -> None:
    changes = {row["Serial number"] + " " + row["Action"]: row for row in read_sheet(ran.workbook, "Changes")}
    assert changes.keys() == {
        "LT-0002 update",
        "LT-0300 create",
        "LT-0300 assign",
        "LT-0001 reassign",
        "PH-0001 unassign",
    }
    moved = changes["LT-0001 reassign"]
    assert (moved["Previous owner"], moved["Owner"], moved["Purchase price"]) == ("anna@acme.example", EVA, 1200)
    updated = changes["LT-0002 update"]
    assert ("Berlin" in updated["Old value"], "Rome" in updated["New value"]) == (True, True)


def test_the_owners_that_were_touched_have_what_remains_to_them(ran: Ran) -> None:
    owners = {row["Owner"]: row for row in read_sheet(ran.workbook, "Owners")}
    counts = ("Devices taken", "Devices given back", "Devices remaining")
    assert {owner: tuple(row[name] for name in counts) for owner, row in owners.items()} == {
        "anna@acme.example": (0, 2, 0),
        EVA: (1, 0, 1),
        "new@acme.example": (1, 0, 1),
    }


def test_what_was_created_and_what_was_before_is_listed(ran: Ran) -> None:
    created = read_sheet(ran.workbook, "Created")
    before = read_sheet(ran.workbook, "Before")
    assert [(row["What"], row["Serial number"] or row["Owner"]) for row in created] == [
        ("device", "LT-0300"),
        ("owner", "new@acme.example"),
    ]
    assert sorted((row["What"], row["Serial number"], row["Value"] or row["Owner"]) for row in before) == [
        ("device", "LT-0002", "Berlin"),
        ("ownership", "LT-0001", "anna@acme.example"),
        ("ownership", "PH-0001", "anna@acme.example"),
    ]
    assert {row["Until"] for row in before} == {None}
    assert {row["Label"] for row in before if row["Serial number"] == "LT-0001"} == {"desk"}


def test_every_sheet_prints_on_landscape_pages_that_name_the_run(ran: Ran) -> None:
    for sheet in openpyxl.load_workbook(ran.workbook).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sheet.oddFooter.left.text == f"Run {ran.report['run_id']}"
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.print_title_rows == (None if sheet.title == "Summary" else "$1:$1")


def test_the_lines_of_one_person_stand_together(ran: Ran) -> None:
    changes = read_sheet(ran.workbook, "Changes")
    people = [row.get("Owner") or row.get("Previous owner") or "nobody" for row in changes]
    assert people == sorted(people, key=lambda person: (person == "nobody", person))
    assert len(set(people)) < len(people)


def test_the_money_that_was_touched_is_summed_up(ran: Ran) -> None:
    lines = summary_lines(ran.workbook)
    assert lines["All of them, each device once"] == [4, 0, 1300 + 999.5 + 1200 + 600]


@pytest.mark.parametrize("name", ["changes", "rows", "rejected", "owners", "created", "before"])
def test_the_parquet_has_as_many_rows_as_the_sheet(ran: Ran, name: str) -> None:
    frame = pl.read_parquet(ran.desk.at(ran.report["outputs"]["parquet"]) / f"{name}.parquet")
    assert frame.height == len(read_sheet(ran.workbook, name.capitalize())) > 0


@pytest.fixture
def own(ran: Ran, tmp_path: Path) -> Ran:
    """The same of one's own."""
    desk = ran.desk.copied_to(tmp_path)
    return Ran(desk, ran.report, desk.at(ran.report["outputs"]["results"]))


def mend(workbook: Path, sheet: str, **by_message: tuple[str, object]) -> None:
    """Type values over cells, in the row with that `_reason`: the column and the value."""
    book = openpyxl.load_workbook(workbook)
    header, *rows = book[sheet].iter_rows()
    columns = [cell.value for cell in header]
    for row in rows:
        reason = row[columns.index("_reason")].value
        if reason in by_message:
            column, value = by_message[reason]
            row[columns.index(column)].value = value
    book.save(workbook)


@pytest.mark.system
def test_mended_rows_are_applied_when_the_same_workbook_is_given_back(own: Ran) -> None:
    mend(own.workbook, "Rejected", invalid_email=("E-mail", EVA), invalid_number=("Purchase Price", 2000))

    report = own.desk.json("run", own.workbook, code=4)

    assert report["rows"] == {"in": 3, "applied": 2, "unchanged": 0, "skipped": 0, "rejected": 1}
    assert own.desk.holders()["LT-0004"] == EVA
    assert [device["purchase_price"] for device in own.desk.show("devices", "--serial", "LT-0301")] == [2000]


@pytest.mark.system
def test_rejected_rows_that_nobody_mended_are_rejected_again(own: Ran) -> None:
    devices = own.desk.show("devices")

    report = own.desk.json("run", own.workbook, code=4)

    assert (report["rows"]["in"], report["rows"]["rejected"], own.desk.show("devices")) == (3, 3, devices)


@pytest.mark.system
def test_the_last_bad_row_can_be_mended_with_a_real_date(own: Ran) -> None:
    mend(own.workbook, "Rejected", invalid_date=("Valid from", datetime(2025, 7, 1)))

    own.desk.json("run", own.workbook, code=4)

    (span,) = own.desk.show("ownerships", "--serial", "LT-0006")
    assert (span["owner_email"], span["start_time"]) == (EVA, "2025-07-01T00:00:00Z")


@pytest.mark.system
def test_results_without_a_rejected_row_can_be_given_back_too(office: Desk) -> None:
    office.book("desired.xlsx", *asked(("LT-0004", EVA)))
    first = office.json("run", "desired.xlsx")

    second = office.json("run", office.at(first["outputs"]["results"]), code=None)

    assert second["rows"]["in"] == 0 or second["error"]["code"] == "no_usable_sheet"
    assert office.holders() == HELD | {"LT-0004": EVA}


@pytest.fixture(scope="module")
def again(ran: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same workbook, written again from the ledger after a later run changed the same devices."""
    desk = ran.desk.copied_to(tmp_path_factory.mktemp("again"))
    shutil.rmtree(desk.folder / "results")
    desk.book("later.xlsx", *asked(("LT-0001", "ben@acme.example"), ("LT-0300", "ben@acme.example")))
    assert desk.say("run", "later.xlsx").code == 0
    said = desk.say("show", "runs", "--run", ran.report["run_id"], "--format", "xlsx")
    assert (said.code, said.out) == (0, "")
    return desk.at(ran.report["outputs"]["results"])


@pytest.mark.system
@pytest.mark.parametrize("sheet", ["Changes", "Rejected", "Owners", "Created", "Before"])
def test_a_sheet_can_be_written_again_from_the_ledger(ran: Ran, again: Path, sheet: str) -> None:
    assert read_sheet(again, sheet) == read_sheet(ran.workbook, sheet)


def test_the_rows_can_be_written_again_but_for_the_unchanged(ran: Ran, again: Path) -> None:
    original = [row for row in read_sheet(ran.workbook, "Rows") if row["_outcome"] != "unchanged"]
    assert read_sheet(again, "Rows") == original


def test_the_totals_of_the_summary_are_the_same_when_it_is_written_again(ran: Ran, again: Path) -> None:
    original, rewritten = summary_lines(ran.workbook), summary_lines(again)
    totals = [name for name in original if name in rewritten and name not in {"Rows", "Rows read"}]
    words = {"Applied", "Unchanged", "Skipped", "Rejected", "Created", "Updated", "All of them, each device once"}
    assert words <= set(totals)
    assert [rewritten[name][-1] for name in sorted(words)] == [original[name][-1] for name in sorted(words)]
    assert rewritten["Rows read"][-1] == original["Rows read"][-1]
    controls = {name: cells for name, cells in rewritten.items() if " = " in name}
    assert {cells[2] for cells in controls.values()} == {0}


@pytest.mark.system
def test_the_rewritten_workbook_can_go_to_a_place_of_ones_choice(own: Ran) -> None:
    said = own.desk.say("show", "runs", "--run", own.report["run_id"], "--format", "xlsx", "-o", "copy/again.xlsx")

    assert said.code == 0
    assert sheet_names(own.desk.folder / "copy" / "again.xlsx") == SHEETS
    assert own.workbook.is_file()


@pytest.mark.system
def test_a_reason_that_had_another_name_once_is_told_by_the_one_it_has_now(office: Desk) -> None:
    office.book("desired.xlsx", ("S/N", "E-mail"), ("TBD", EVA))
    report = office.json("run", "desired.xlsx", code=4)
    with duckdb.connect(office.state) as ledger:
        ledger.execute("UPDATE row_outcomes SET reason = 'placeholder_serial' WHERE reason = 'placeholder_identifier'")
        ledger.execute(
            "UPDATE runs SET reasons = replace(reasons::VARCHAR, 'placeholder_identifier', 'placeholder_serial')"
        )

    said = office.say("show", "runs", "--run", report["run_id"], "--format", "xlsx", "-o", "again.xlsx")

    assert said.code == 0, said
    assert [row["_reason"] for row in read_sheet(office.folder / "again.xlsx", "Rejected")] == [
        "placeholder_identifier"
    ]
    assert office.say("explain", "TBD").code in (0, 2)
    assert office.say("verify").code == 0
