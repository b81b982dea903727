"""`rollcall query --with`: files of one's own, joined in memory, and nothing else opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.support.desk import Desk
from tests.support.office import HELD

JOIN = "SELECT d.serial_number, l.* EXCLUDE (serial_number) FROM devices AS d JOIN lent AS l USING (serial_number)"


@pytest.fixture(scope="module")
def office(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office with three files about one device."""
    desk = monday.copied_to(tmp_path_factory.mktemp("joined"))
    rows = "serial_number;Fee €;Note\nLT-0001;012,50;'=1+1\n;;\nLT-0404;7;nobody's\n"
    (desk.folder / "lent.csv").write_text(rows, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["serial_number", "Fee €", None, "Since"])
    book.active.append(["LT-0001", 12.5, "unnamed", date(2025, 3, 1)])
    book.create_sheet("More").append(["x"])
    book.save(desk.folder / "lent.xlsx")
    pl.DataFrame({"serial_number": ["LT-0001"], "Fee €": [12.5]}).write_parquet(desk.folder / "lent.parquet")
    return desk


def test_a_csv_is_joined_as_texts(office: Desk) -> None:
    """A text that was written with an apostrophe, lest a spreadsheet program ran it, is what it was."""
    assert office.json("query", JOIN, "--with", "lent=lent.csv") == [
        {"serial_number": "LT-0001", "Fee €": "012,50", "Note": "=1+1"}
    ]


def test_a_workbook_is_joined_by_its_first_sheet(office: Desk) -> None:
    said = office.say("query", JOIN, "--with", "lent=lent.xlsx", "--format", "csv")

    assert said.out.splitlines() == [
        "serial_number,Fee €,column_C,Since",
        "LT-0001,12.5,unnamed,2025-03-01 00:00:00",
    ]
    assert said.err == "lent is the sheet Sheet; not read: More.\n"


def test_a_parquet_file_is_joined(office: Desk) -> None:
    sql = 'SELECT sum(CAST("Fee €" AS DECIMAL(9, 2))) AS fees FROM lent'

    assert office.json("query", sql, "--with", "lent=lent.parquet") == [{"fees": 12.5}]


def test_several_files_are_joined(office: Desk) -> None:
    sql = "SELECT count(*) AS n FROM a JOIN b USING (serial_number)"

    assert office.json("query", sql, "--with", "a=lent.csv", "--with", "b=lent.xlsx") == [{"n": 1}]


@pytest.mark.parametrize("sql", ["FROM 'lent.csv'", "FROM read_csv('lent.csv')", "FROM read_text('rollcall.toml')"])
def test_no_other_file_is_opened(office: Desk, sql: str) -> None:
    said = office.say("query", sql, "--with", "lent=lent.csv")

    assert (said.code, said.out) == (2, "")
    assert "--with NAME=FILE" in said.err


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ("devices=lent.csv", 2, "devices is a table of the published copy already."),
        ("Current_Ownerships=lent.csv", 2, "Give yours another name: --with my_Current_Ownerships=FILE."),
        ("lent", 2, "write --with budget=budget.xlsx"),
        ("two words=lent.csv", 2, "write --with budget=budget.xlsx"),
        ("lent=", 2, "write --with budget=budget.xlsx"),
        ("lent=missing.csv", 3, "missing.csv: there is no such file"),
        ("lent=empty.csv", 3, "empty.csv: "),
        ("lent=header.csv", 3, "header.csv: it has no rows below a row of column names."),
        ("lent=broken.xlsx", 3, "broken.xlsx: "),
    ],
)
def test_what_cannot_be_joined_is_told(office: Desk, given: str, code: int, told: str) -> None:
    (office.folder / "empty.csv").write_text("")
    (office.folder / "header.csv").write_text("serial_number,fee\n")
    (office.folder / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing more")

    said = office.say("query", "FROM lent", "--with", given)

    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "Traceback" not in said.err


def test_two_files_of_one_name_are_refused(office: Desk) -> None:
    said = office.say("query", "FROM lent", "--with", "lent=lent.csv", "--with", "LENT=lent.xlsx")

    assert said.code == 2
    assert "two tables are called LENT" in said.err


def test_names_that_differ_by_case_only_are_told_apart(office: Desk) -> None:
    (office.folder / "twice.csv").write_text("Name,name,\nx,y,z\n")

    assert office.json("query", "FROM t", "--with", "t=twice.csv") == [{"Name": "x", "name_2": "y", "column_C": "z"}]


def test_the_answer_without_a_file_is_as_before(office: Desk) -> None:
    assert len(office.json("query", "FROM current_ownerships")) == len(HELD)


def test_the_file_may_lie_anywhere(office: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "a = b.csv"
    elsewhere.write_text("n\n1\n")

    assert office.json("query", "FROM t", "--with", f"t={elsewhere}") == [{"n": "1"}]
