"""The rows of a people sheet: who is meant, the facts, what is cleared, and what is wrong with a cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from pipeline.model import Checked
from schemas.frames.input_rows import PEOPLE
from schemas.frames.validation import validate
from schemas.vocabulary import Kind
from tests.support.workbooks import ErrorCell, findings, read, write

EMAIL = "anna.bell@acme.example"


def staff(tmp_path: Path, header: list[str], *rows: list[object]) -> Checked:
    checked = read(write(tmp_path / "staff.xlsx", {"Staff": [header, *rows]}))
    assert [sheet.kind for sheet in checked.sheets] == [Kind.PEOPLE]
    validate(checked.people, PEOPLE)
    return checked


def facts(checked: Checked) -> list[dict[str, object]]:
    """What each row says, without what it leaves blank."""
    own = checked.people.drop("row_id", "file", "sheet", "row", "org_id")
    return [{name: value for name, value in row.items() if value is not None} for row in own.to_dicts()]


def test_every_fact_of_a_person_is_read(tmp_path: Path) -> None:
    header = ["E-mail", "Personalnummer", "Login", "Full name", "Dept", "Cost centre", "Job title", "Reports to"]
    row: list[object] = [" Anna.Bell@ACME.example", 4711, "abell", "Anna  Bell", "IT", "1000", "Engineer", "Eva Berg"]
    dates = [date(2024, 3, 1), "2026-12-31"]
    checked = staff(tmp_path, [*header, "Office", "Hire date", "Last day"], [*row, "Paris", *dates])
    assert facts(checked) == [
        {
            "owner_email": EMAIL,
            "external_user_id": "4711",
            "username": "abell",
            "owner_name": "Anna Bell",
            "department": "IT",
            "cost_center": "1000",
            "title": "Engineer",
            "manager": "Eva Berg",
            "location": "Paris",
            "starts_on": date(2024, 3, 1),
            "ends_on": date(2026, 12, 31),
        }
    ]
    assert checked.issues.is_empty()


def test_a_name_in_parts_is_one_name(tmp_path: Path) -> None:
    checked = staff(tmp_path, ["First name", "Surname", "Employee no"], ["Anna", "Bell", "1"], ["Cher", None, "2"])
    assert [row["owner_name"] for row in facts(checked)] == ["Anna Bell", "Cher"]


def test_a_plain_name_beside_first_names_is_the_last_name(tmp_path: Path) -> None:
    checked = staff(tmp_path, ["Nom", "Prénom", "Matricule"], ["Martin", "Zoé", "A12"], ["Durand", "Paul", "A13"])
    assert [row["owner_name"] for row in facts(checked)] == ["Zoé Martin", "Paul Durand"]
    assert checked.issues["code"].to_list() == ["ambiguous_column"]


def test_a_plain_name_that_contains_the_first_name_is_whole(tmp_path: Path) -> None:
    checked = staff(tmp_path, ["Name", "First name", "Email"], ["Anna Bell", "Anna", EMAIL])
    assert [row["owner_name"] for row in facts(checked)] == ["Anna Bell"]
    assert checked.issues.is_empty()


def test_numbers_under_employee_are_employee_numbers(tmp_path: Path) -> None:
    checked = staff(tmp_path, ["Employee #", "Last name, First name", "Job title"], ["4711", "Bell, Anna", "Engineer"])
    assert facts(checked) == [{"external_user_id": "4711", "owner_name": "Bell, Anna", "title": "Engineer"}]


def test_a_login_beside_an_address_is_the_login(tmp_path: Path) -> None:
    checked = staff(tmp_path, ["User principal name", "Mail", "Department"], ["abell@acme.local", EMAIL, "IT"])
    assert facts(checked) == [{"owner_email": EMAIL, "username": "abell@acme.local", "department": "IT"}]


def test_the_last_day_of_work_comes_before_the_end_of_the_contract(tmp_path: Path) -> None:
    header = ["Email", "Termination date", "Last day of work"]
    checked = staff(tmp_path, header, [EMAIL, "2026-12-31", "2026-11-30"])
    assert facts(checked)[0]["ends_on"] == date(2026, 11, 30)
    assert checked.issues["code"].to_list() == ["duplicate_column"]


def test_a_fact_is_cleared_and_an_identifier_is_not(tmp_path: Path) -> None:
    header = ["Email", "Employee number", "Department", "Last day"]
    checked = staff(tmp_path, header, [EMAIL, "4711", "<clear>", "<CLEAR>"], [EMAIL, "<clear>", None, None])
    assert facts(checked) == [
        {"owner_email": EMAIL, "external_user_id": "4711", "cleared": "|department|ends_on|"},
        {"owner_email": EMAIL, "fault": "invalid_value"},
    ]
    assert findings(checked) == [("B3", "invalid_value")]


def test_a_row_that_names_nobody_is_rejected(tmp_path: Path) -> None:
    header = ["Email", "Employee number", "Username", "Full name", "Department"]
    checked = staff(tmp_path, header, [None, None, None, None, "IT"])
    assert checked.people["fault"].to_list() == ["missing_identifier"]
    assert checked.issues.select("message", "hint").rows() == [
        (
            "staff.xlsx, sheet Staff, row 2: the row names nobody.",
            "Give an e-mail address, an employee number, a login or a name.",
        )
    ]


def test_words_for_nothing_name_nobody(tmp_path: Path) -> None:
    header = ["Email", "Employee number", "Username", "Full name", "Department"]
    words: list[list[object]] = [["-", "0", "n/a", "Vacant", "IT"], ["n/a", "000", "none", "<none>", "IT"]]
    checked = staff(tmp_path, header, *words, ["-", "4711", "-", "-", "IT"], ["Vacant", None, None, "Vacant", "IT"])
    assert checked.people["fault"].to_list() == [*["placeholder_identifier"] * 2, None, "missing_identifier"]
    assert facts(checked)[2] == {"external_user_id": "4711", "department": "IT"}
    assert checked.issues.filter(severity="error")["message"].to_list() == [
        'staff.xlsx, sheet Staff, A2: "-" is a placeholder, and nothing else in the row says who is meant.',
        'staff.xlsx, sheet Staff, A3: "n/a" is a placeholder, and nothing else in the row says who is meant.',
        "staff.xlsx, sheet Staff, row 5: the row names nobody.",
    ]


def test_a_cell_that_cannot_be_read_is_an_issue(tmp_path: Path) -> None:
    header = ["Email", "Hire date", "Last day", "Manager"]
    checked = staff(tmp_path, header, ["acme ", None, "soon", None], [EMAIL, "2024-13-01", None, ErrorCell("#N/A")])
    assert findings(checked) == [
        ("A2", "invalid_email"),
        ("C2", "invalid_date"),
        ("B3", "invalid_date"),
        ("D3", "error_cell"),
    ]
    assert checked.people["fault"].to_list() == ["invalid_email", "invalid_date"]


def test_other_columns_are_only_shown_again(tmp_path: Path) -> None:
    header = ["Email", "Job title", "Phone", "Notes", "Status"]
    checked = staff(tmp_path, header, [EMAIL, "Engineer", "0123", "part time", "Active"])
    assert facts(checked) == [{"owner_email": EMAIL, "title": "Engineer"}]
    assert checked.originals.row(0) == (1, EMAIL, "Engineer", "0123", "part time", "Active")
    (note,) = checked.issues["message"]
    assert "3 columns are kept in the results only, since no field of people is called like them" in note


def test_passwords_are_left_out(tmp_path: Path) -> None:
    header = ["Email Address [Required]", "First name", "Password [Required]", "Initial password"]
    checked = staff(tmp_path, header, [EMAIL, "Anna", "hunter2", "x"])
    assert "hunter2" not in str(checked.originals.rows())
    assert checked.issues.filter(pl.col("message").str.contains("passwords and keys are never kept")).height == 2


def test_a_total_at_the_end_is_nobody(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Anna", "Bell", "4711"], ["Eva", "Berg", "4712"], ["Total: 2", None, None]]
    checked = staff(tmp_path, ["First name", "Last name", "Employee no"], *rows)
    assert checked.people.height == 2
    (note,) = checked.issues["message"]
    assert note == "staff.xlsx, sheet Staff: 1 row is no person and is not read: row 4 (Total: 2)."


def test_the_department_of_merged_cells_is_that_of_each_person(tmp_path: Path) -> None:
    path = write(tmp_path / "staff.xlsx", {"Staff": [["Email", "Title", "Team"], [EMAIL, "x", "IT"], ["b@x.com", "y"]]})
    import openpyxl

    book = openpyxl.load_workbook(path)
    book["Staff"].merge_cells("C2:C3")
    book.save(path)
    assert read(path).people["department"].to_list() == ["IT", "IT"]


def test_rows_of_an_organization_say_so(tmp_path: Path) -> None:
    checked = staff(tmp_path, ["Email", "Job title", "Org"], [EMAIL, "x", "north"], ["b@x.com", "y", None])
    assert checked.people["org_id"].to_list() == ["north", "default"]
