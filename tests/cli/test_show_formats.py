"""`show`: every format, on a terminal and in files."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl
import polars as pl
import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.office import HELD
from tests.support.told.listings import OPEN_END, OWNERSHIP, WHAT
from tests.support.workbooks import TextCell


@pytest.mark.parametrize("what", WHAT)
def test_every_listing_comes_as_a_table_and_as_csv(plant_office: Desk, what: str) -> None:
    rows = plant_office.show(what)
    table, text = plant_office.say("show", what), plant_office.say("show", what, "--format", "csv")
    assert (table.code, text.code, table.err, text.err) == (0, 0, "", "")
    assert len(table.out.splitlines()) >= len(rows) + 2
    listed = list(csv.DictReader(io.StringIO(text.out)))
    assert (len(listed), list(listed[0])) == (len(rows), list(rows[0]))


def test_a_csv_has_instants_with_z_lists_with_semicolons_and_blanks(plant_office: Desk) -> None:
    text = plant_office.say("show", "devices", "--serial", "PR-0001", "--format", "csv").out
    (press,) = csv.DictReader(io.StringIO(text))
    spans = csv.DictReader(io.StringIO(plant_office.say("show", "ownerships", "--format", "csv").out))
    assert (press["compliance"], press["model"]) == ("CE; RoHS", "")
    assert {span["end_time"] for span in spans} == {OPEN_END, "2025-06-01T00:00:00Z"}


@pytest.mark.parametrize("what", WHAT)
def test_every_listing_comes_as_parquet(plant_office: Desk, what: str, desk: Desk) -> None:
    path = desk.folder / "listed.parquet"
    said = plant_office.say("show", what, "--format", "parquet", "-o", path)
    assert (said.code, said.out) == (0, "")
    assert pl.read_parquet(path).height == len(plant_office.show(what))


@pytest.mark.parametrize("what", ["devices", "owners", "ownerships", "events", "runs"])
def test_every_listing_comes_as_a_workbook(plant_office: Desk, what: str, desk: Desk) -> None:
    path = desk.folder / "listed.xlsx"
    said = plant_office.say("show", what, "--format", "xlsx", "-o", path)
    assert (said.code, said.out) == (0, "")
    (sheet,) = openpyxl.load_workbook(path, read_only=True).sheetnames
    assert (sheet, len(read_sheet(path, sheet))) == (what.capitalize(), len(plant_office.show(what)))


@pytest.mark.parametrize("name", ["listed.csv", "listed.json", "listed.xlsx", "listed.parquet"])
def test_the_name_of_the_file_says_the_format(plant_office: Desk, name: str, desk: Desk) -> None:
    path = desk.folder / name
    assert plant_office.say("show", "owners", "-o", path).code == 0
    begins = {"csv": b"owner_id,", "json": b"[\n", "xlsx": b"PK", "parquet": b"PAR1"}
    assert path.read_bytes().startswith(begins[path.suffix[1:]])


@pytest.mark.parametrize("words", [("show", "owners"), ("query", "FROM devices")])
@pytest.mark.parametrize("name", ["listed.doc", "listed.csv.bak"])
def test_a_name_that_says_no_format_is_refused_with_those_that_do(
    plant_office: Desk, words: tuple[str, str], name: str, desk: Desk
) -> None:
    said = plant_office.say(*words, "-o", desk.folder / name)
    assert said.code == 2
    assert "Use .csv, .json, .xlsx, .parquet, or say --format." in said.err
    assert not (desk.folder / name).exists()


def test_a_csv_has_no_text_that_excel_would_run_but_for_scripts(plant_office: Desk) -> None:
    sql = "SELECT '=HYPERLINK(1)' AS link, '@SUM' AS sum, '-5' AS number, -5 AS figure, ['+a', 'b'] AS listed"
    safe, raw = (plant_office.say("query", sql, "--format", "csv", *more).out for more in ((), ("--raw",)))
    assert safe == "link,sum,number,figure,listed\n'=HYPERLINK(1),'@SUM,-5,-5,'+a; b\n"
    assert raw == "link,sum,number,figure,listed\n=HYPERLINK(1),@SUM,-5,-5,+a; b\n"


@pytest.mark.parametrize("name", ["listed.csv", "listed.json", "listed.xlsx", "listed.parquet"])
def test_the_folder_of_the_file_is_made(plant_office: Desk, name: str, desk: Desk) -> None:
    path = desk.folder / "new" / "folder" / name
    assert (plant_office.say("show", "owners", "-o", path).code, path.is_file()) == (0, True)


@pytest.mark.parametrize("format_", ["csv", "json", "xlsx", "parquet"])
def test_a_place_that_cannot_be_written_to_is_told(plant_office: Desk, format_: str, desk: Desk) -> None:
    (desk.folder / "occupied").write_text("a file where the folder should be")
    place = desk.folder / "occupied" / "listed"

    said = plant_office.say("show", "owners", "--format", format_, "-o", place)

    assert (said.code, said.out) == (8, "")
    assert f"{place} could not be written" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("place", [".", "rollcall.duckdb", "published/rollcall.duckdb"])
def test_nothing_is_written_over_a_folder_or_the_ledger(office: Desk, place: str) -> None:
    before = office.state.read_bytes()

    said = office.say("show", "owners", "--format", "csv", "-o", place)

    assert (said.code, said.out) == (2, "")
    assert office.state.read_bytes() == before


def test_an_open_end_is_blank_in_a_workbook(plant_office: Desk, desk: Desk) -> None:
    path = desk.folder / "spans.xlsx"
    plant_office.say("show", "ownerships", "--current", "-o", path)
    ends = {value for row in read_sheet(path, "Ownerships") for value in row.values() if isinstance(value, datetime)}
    assert datetime(2025, 6, 1) in ends
    assert all(instant.year < 2999 for instant in ends)


@pytest.mark.system
def test_identifiers_stay_text_in_a_workbook(office: Desk) -> None:
    header = ("Serial Number", "Name", "Type", "Category")
    office.book("zeros.xlsx", header, ("00123", TextCell("=1+1"), "laptop", "computers"))
    office.say("run", "zeros.xlsx")
    office.say("show", "devices", "--serial", "00123", "-o", "device.xlsx")
    _, cells = openpyxl.load_workbook(office.folder / "device.xlsx")["Devices"].iter_rows()
    by_value = {cell.value: cell.data_type for cell in cells}
    assert (by_value["00123"], by_value["=1+1"]) == ("s", "s")


def test_a_listing_without_a_row_is_still_a_listing(plant_office: Desk) -> None:
    words = ("show", "ownerships", "--owner", "nobody@acme.example")
    assert plant_office.json(*words) == []
    assert plant_office.say(*words, "--format", "csv").out.strip() == ",".join(OWNERSHIP)
    assert plant_office.say(*words).code == 0


def test_the_table_can_be_read_by_a_person(plant_office: Desk) -> None:
    out = plant_office.say("show", "owners").out
    assert out.splitlines()[0].split() == ["owner_id", "email", "devices", "org_id"]
    assert ["2", "ben@acme.example", "2", "default"] in [line.split() for line in out.splitlines()]


def test_monday_is_as_it_was_told(monday: Desk) -> None:
    assert monday.holders() == HELD
