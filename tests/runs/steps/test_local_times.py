"""People read instants in the time zone of the settings; programs read UTC."""

import csv
import re
from datetime import datetime
from io import StringIO

import openpyxl
import polars as pl
import pytest

from tests.support.desk import Desk, read_sheet

LIST = ("Serial Number", "Name", "Type", "Category", "Owner Email", "Start Date")


@pytest.fixture
def paris(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk in Paris, where one device was assigned in winter and one in summer, at nine o'clock."""
    desk = Desk(tmp_path_factory.mktemp("paris"))
    (desk.folder / "rollcall.toml").write_text('timezone = "Europe/Paris"\n')
    desk.book(
        "list.xlsx",
        LIST,
        ("LT-1", "Laptop 1", "laptop", "computers", "anna@acme.example", "2026-03-01 09:00"),
        ("LT-2", "Laptop 2", "laptop", "computers", "ben@acme.example", "2026-07-01 09:00"),
    )
    return desk


@pytest.mark.system
def test_the_results_are_local_and_name_the_zone_once_per_sheet_and_their_parquet_is_utc(paris: Desk) -> None:
    report = paris.json("run", "list.xlsx")
    workbook = paris.at(report["outputs"]["results"])
    changes = read_sheet(workbook, "Changes")
    began = [row["Effective from (Europe/Paris)"] for row in changes if row["Action"] == "assign"]
    assert began == [datetime(2026, 3, 1, 9), datetime(2026, 7, 1, 9)]
    for sheet in openpyxl.load_workbook(workbook).worksheets[1:]:
        headers = [str(cell.value) for cell in sheet[1]]
        assert sum("Europe/Paris" in header for header in headers) <= 1
        assert not any("UTC" in header for header in headers)
    assert str(openpyxl.load_workbook(workbook)["Summary"]["A2"].value).endswith(" Europe/Paris. Ledger version 1.")
    kept = pl.read_parquet(paris.at(report["outputs"]["parquet"]) / "changes.parquet")["effective_at"]
    assert kept.drop_nulls().to_list() == [datetime(2026, 3, 1, 8), datetime(2026, 7, 1, 7)]


@pytest.mark.system
def test_a_plan_is_local_too(paris: Desk) -> None:
    paris.json("plan", "list.xlsx", "-o", "plan.xlsx")
    lines = read_sheet(paris.folder / "plan.xlsx", "Assign")
    assert lines[0]["Effective from (Europe/Paris)"] == datetime(2026, 3, 1, 9)
    assert paris.json("apply", "plan.xlsx")["actions"]["assign"] == 2


@pytest.mark.system
def test_the_old_and_the_new_end_are_told_with_their_zone(paris: Desk) -> None:
    paris.json("run", "list.xlsx")
    paris.book("end.xlsx", ("Serial Number", "Owner Email", "End Date"), ("LT-1", "anna@acme.example", "2027-05-01"))
    report = paris.json("run", "end.xlsx")
    (change,) = read_sheet(paris.at(report["outputs"]["results"]), "Changes")
    assert change["New value"] == "until 2027-05-01 00:00 (Europe/Paris)"
    assert [one["new"] for one in report["changes"]] == ["until 2027-04-30 22:00"]


@pytest.mark.system
def test_show_is_local_on_the_screen_and_in_a_workbook_and_utc_in_data(paris: Desk) -> None:
    paris.json("run", "list.xlsx")
    screen = paris.say("show", "ownerships", "--columns", "serial_number,start_time,end_time,due_at").out
    assert "2026-03-01 09:00:00" in screen
    assert screen.splitlines()[-1] == "Times are those of Europe/Paris."
    assert "2999" not in screen
    assert screen.split().count("open") == 2, "a device that is not lent has no day on which it is due"
    vertical = paris.say("show", "ownerships", "--format", "vertical").out
    assert vertical.splitlines()[-1] == "Times are those of Europe/Paris."
    assert "Times are" not in paris.say("show", "owners").out, "no column of it is a time"
    rows = list(csv.DictReader(StringIO(paris.say("show", "ownerships", "--format", "csv").out)))
    assert [row["start_time"] for row in rows] == ["2026-03-01T08:00:00Z", "2026-07-01T07:00:00Z"]
    paris.say("show", "ownerships", "-o", "held.xlsx")
    first = read_sheet(paris.folder / "held.xlsx", "Ownerships")[0]
    assert (first["From (Europe/Paris)"], first["Until"]) == (datetime(2026, 3, 1, 9), None)


@pytest.mark.system
def test_a_story_is_told_in_the_same_zone(paris: Desk) -> None:
    paris.json("plan", "list.xlsx", "-o", "plan.xlsx")
    paris.json("apply", "plan.xlsx")
    paris.book("end.xlsx", ("Serial Number", "Owner Email", "End Date"), ("LT-1", "anna@acme.example", "2027-05-01"))
    paris.json("run", "end.xlsx")
    for words in (("explain", "LT-1"), ("explain", "anna@acme.example")):
        said = paris.say(*words).out
        assert "from 2026-03-01 09:00:00 until 2027-05-01 00:00:00" in said
        assert said.splitlines()[-1] == "Times are those of Europe/Paris."
        assert not re.search(r"\d\d:\d\d[:.\d]*Z", said)
        assert "2999" not in said
    assert "until further notice -> 2027-05-01 00:00:00" in paris.say("explain", "LT-1").out
    assert {span["start_time"] for span in paris.json("explain", "LT-1")["spans"]} == {"2026-03-01T08:00:00Z"}


@pytest.mark.system
def test_without_a_time_zone_everything_stays_utc(paris: Desk) -> None:
    (paris.folder / "rollcall.toml").unlink()
    report = paris.json("run", "list.xlsx")
    changes = read_sheet(paris.at(report["outputs"]["results"]), "Changes")
    assert changes[0]["Effective from (UTC)"] == datetime(2026, 3, 1, 9)
    assert "2026-03-01T09:00:00Z" in paris.say("show", "ownerships", "--columns", "serial_number,start_time").out
