"""Bad cells: each is an issue that says where, what and what to do, and the fault of its row."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.sheets.one_sheet import HEADER, STOCK, desired, stock
from tests.support.workbooks import ErrorCell, Rows, TextCell, findings, read, write


def test_an_issue_says_where_what_and_what_to_do(tmp_path: Path) -> None:
    path = desired(tmp_path, [["Serial number", "Owner\nemail"], ["SN1", "acme "]])
    (issue,) = read(path).issues.to_dicts()
    assert issue == {
        "file": "assignments.xlsx",
        "sheet": "Desired",
        "row": 2,
        "column": "Owner email",
        "cell": "B2",
        "value": "acme ",
        "code": "invalid_email",
        "severity": "error",
        "message": 'assignments.xlsx, sheet Desired, B2: "acme " is not an e-mail address.',
        "hint": "Write it as name@company.com.",
        "template": "email",
        "subject": "acme ",
        "said": "is not an e-mail address.",
        "likely": None,
        "row_id": 1,
    }


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ([*HEADER, "Effective at"], ["SN1", "a@x.com", "next week"], ("C2", "invalid_date")),
        ([*HEADER, "Effective at"], ["SN1", "a@x.com", "31/13/2025"], ("C2", "invalid_date")),
        ([*HEADER, "Action"], ["SN1", "a@x.com", "remove"], ("C2", "invalid_action")),
        ([*HEADER, "MAC"], ["SN1", "a@x.com", "12:34"], ("C2", "invalid_value")),
        ([*HEADER, "Device ID"], ["SN1", "a@x.com", "a1"], ("C2", "invalid_number")),
        ([*HEADER, "Label"], ["SN1", "a@x.com", ErrorCell("#REF!")], ("C2", "error_cell")),
        ([*HEADER, "Label"], ["SN1", "a@x.com", TextCell("#N/A")], ("C2", "error_cell")),
        ([*HEADER, "Label"], ["SN1", "a@x.com", "=1+1"], ("C2", "no_saved_value")),
        ([*HEADER, "Comment"], ["SN1", "a@x.com", "<clear>"], ("C2", "invalid_value")),
        ([*HEADER, "Label"], ["SN1", "a@x.com", "<none>"], ("C2", "invalid_value")),
        ([*HEADER, "Action", "End at"], ["SN1", "a@x.com", "unassign", date(2025, 3, 1)], ("D2", "invalid_value")),
        ([*HEADER, "Action", "End at"], ["SN1", None, "unassign", "<clear>"], ("D2", "invalid_value")),
        (HEADER, ["SN1", "acme"], ("B2", "invalid_email")),
        (HEADER, ["SN1", None], ("B2", "missing_value")),
        (HEADER, [None, "a@x.com"], (None, "missing_identifier")),
        (HEADER, ["<clear>", "a@x.com"], ("A2", "invalid_value")),
        ([*STOCK, "Price"], ["SN1", "L1", "laptop", "IT", "about 12"], ("E2", "invalid_number")),
        ([*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", "soon"], ("E2", "invalid_date")),
        ([*STOCK, "is_rented"], ["SN1", "L1", "laptop", "IT", "perhaps"], ("E2", "invalid_value")),
        (STOCK, ["SN1", "<clear>", "laptop", "IT"], ("B2", "invalid_value")),
        (STOCK, [None, None, "laptop", "IT"], (None, "missing_identifier")),
    ],
)
def test_a_bad_cell_is_an_issue_and_the_fault_of_its_row(
    header: list[object], cells: list[object], found: tuple[str | None, str], tmp_path: Path
) -> None:
    good = ["SN9", "Good", "laptop", "IT"] if header[:4] == STOCK else ["SN9", "good@x.com"]
    checked = read(desired(tmp_path, [header, cells, good]))
    rows = checked.inventory if header[:4] == STOCK else checked.assignments
    assert findings(checked) == [found]
    assert rows["fault"].to_list() == [found[1], None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9999-12-31", "lies outside the years 1901 to 2999."),
        ("1899-12-31T09:30:00Z", "lies outside the years 1901 to 2999."),
        ("2999-12-31T23:59:59Z", "is not before the open end (2999-12-31T23:59:59Z)."),
        ("2025-03-30T02:30:00", "does not exist in Europe/Berlin: the clocks were put forward."),
        ("2025-02-30", "is not a date."),
    ],
)
@pytest.mark.parametrize("column", ["Effective at", "End at", "mdm_lock_date"])
def test_a_date_that_is_refused_is_refused_for_its_own_reason(
    column: str, text: str, said: str, tmp_path: Path
) -> None:
    header, row = (STOCK, ["SN1", "L1", "laptop", "IT"]) if column.startswith("mdm") else (HEADER, ["SN1", "a@x.com"])
    checked = read(desired(tmp_path, [[*header, column], [*row, text]]), timezone="Europe/Berlin")
    (issue,) = checked.issues.to_dicts()
    assert issue["code"] == "invalid_date"
    assert issue["message"].endswith(f'"{text}" {said}')


@pytest.mark.parametrize("text", ["9999-12-31", "2999-12-31T23:59:59Z"])
def test_a_far_end_gets_the_advice_to_leave_it_open(text: str, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*HEADER, "End at"], ["SN1", "a@x.com", text]]))
    assert checked.assignments["end_at"].to_list() == [None]
    assert "leave the cell blank, or write <clear>" in checked.issues["hint"].item()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9999-12-31", "lies outside the years 1901 to 2999."),
        ("1-Mar", "is a day of which the year is not told."),
        ("soon", "is not a date."),
    ],
)
def test_a_day_that_is_refused_is_refused_for_its_own_reason(text: str, said: str, tmp_path: Path) -> None:
    checked = read(stock(tmp_path, [[*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", text]]))
    assert checked.issues["message"].item().endswith(f'"{text}" {said}')


def test_a_missing_owner_column_is_missing_in_every_assign_row(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [["Serial number", "Action"], ["SN1", None], ["SN2", "unassign"]]))
    assert checked.assignments["fault"].to_list() == ["missing_value", None]
    assert checked.issues["message"].to_list() == [
        "assignments.xlsx, sheet Desired, row 2: the owner's e-mail address is missing."
    ]


def test_the_first_column_decides_the_fault_and_every_bad_cell_is_an_issue(tmp_path: Path) -> None:
    header = ["Owner email", "Serial number", "End at", "Action"]
    checked = read(desired(tmp_path, [header, [None, "N/A", "soon", None], ["acme", None, "<clear>", "unassign"]]))
    assert sorted(findings(checked), key=str) == [
        ("A2", "missing_value"),
        ("A3", "invalid_email"),
        ("B2", "placeholder_identifier"),
        ("C2", "invalid_date"),
        ("C3", "invalid_value"),
        (None, "missing_identifier"),
    ]
    assert checked.assignments["fault"].to_list() == ["missing_value", "invalid_email"]


def test_a_faulty_row_keeps_the_values_of_its_good_cells(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Effective at", "Action"],
        ["sn1", "A@x.com", "soon", None],
        ["sn2", "b@x.com", None, "remove"],
    ]
    assignments = read(desired(tmp_path, rows)).assignments
    assert assignments.select("serial_number", "owner_email", "effective_at", "action", "clears_end").rows() == [
        ("SN1", "a@x.com", None, "assign", False),
        ("SN2", "b@x.com", None, None, False),
    ]


def test_error_cells_have_their_addresses_also_below_blank_rows(tmp_path: Path) -> None:
    rows: Rows = [
        [],
        [None, *HEADER, "Label"],
        [],
        [None, "SN1", ErrorCell("#N/A")],
        [],
        [None, "SN2", "b@x.com", ErrorCell("#DIV/0!")],
    ]
    checked = read(desired(tmp_path, rows))
    assert checked.issues.select("cell", "value", "code").rows() == [
        ("C4", "#N/A", "error_cell"),
        ("D6", "#DIV/0!", "error_cell"),
    ]


def test_issues_are_sorted_by_place(tmp_path: Path) -> None:
    second = write(tmp_path / "b.xlsx", {"S": [HEADER, ["SN1", "acme"]]})
    first = write(tmp_path / "a.xlsx", {"Z": [HEADER, ["#N/A", "acme"]], "Y": [HEADER, ["SN1", "x"], ["SN2", "y"]]})
    issues = read(second, first).issues
    assert issues.select("file", "sheet", "row", "column").rows() == [
        ("a.xlsx", "Y", 2, "Owner email"),
        ("a.xlsx", "Y", 3, "Owner email"),
        ("a.xlsx", "Z", 2, "Serial number"),
        ("a.xlsx", "Z", 2, "Owner email"),
        ("b.xlsx", "S", 2, "Owner email"),
    ]
