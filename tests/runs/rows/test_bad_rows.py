"""Rows that cannot be used: each is rejected with its reason, and the good rows beside them are applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.desk import Desk, Record, read_sheet
from tests.support.office import HELD
from tests.support.workbooks import ErrorCell

ASSIGNMENTS: dict[str, tuple[str, tuple[object, ...]]] = {
    # title: reason, (serial number, owner, effective at, end at, action, label, device id)
    "a text where a date belongs": ("invalid_date", ("LT-0001", "eva@acme.example", "next Monday")),
    "a day that does not exist": ("invalid_date", ("LT-0002", "eva@acme.example", "2025-02-30")),
    "no e-mail address": ("invalid_email", ("LT-0003", "Eva from finance")),
    "a placeholder serial": ("placeholder_identifier", ("To be filled by O.E.M.", "eva@acme.example")),
    "another placeholder serial": ("placeholder_identifier", ("n/a", "eva@acme.example")),
    "an error cell as owner": ("error_cell", ("LT-0003", ErrorCell("#N/A"))),
    "an error cell as serial": ("error_cell", (ErrorCell("#REF!"), "eva@acme.example")),
    "a formula without a value": ("no_saved_value", ("LT-0003", '=LOWER("EVA@ACME.EXAMPLE")')),
    "no owner": ("missing_value", ("LT-0003", None)),
    "no device": ("missing_identifier", (None, "eva@acme.example")),
    "an unknown action": ("invalid_action", ("LT-0003", "eva@acme.example", None, None, "lend")),
    "an end of an unassign": ("invalid_value", ("LT-0003", None, None, "2030-01-01", "unassign")),
    "an owner to clear": ("invalid_value", ("LT-0003", "<clear>")),
    "an end before the start": ("end_before_start", ("LT-0006", "eva@acme.example", "2025-06-01", "2025-05-01")),
    "a number that is none": ("invalid_number", ("LT-0003", "eva@acme.example", None, None, None, None, "one")),
    "two identifiers of two devices": ("identifier_mismatch", ("LT-0003", "eva@acme.example", *[None] * 4, 1)),
    "a start before the last span": ("effective_in_closed_span", ("LT-0002", "eva@acme.example", "2020-01-01")),
    "the start of the last span": ("zero_length_span", ("LT-0003", "eva@acme.example", "2025-01-10")),
    "a pending span in the way": ("pending_span_exists", ("LT-0005", "anna@acme.example")),
}
INVENTORY: dict[str, tuple[str, tuple[object, ...]]] = {
    # title: reason, (serial number, name, type, category, purchase price, purchase date, is rented)
    "a new device without type and category": ("missing_value", ("NEW-1", "New", None, None)),
    "a price in words": ("invalid_number", ("NEW-2", "New", "laptop", "computers", "about 900")),
    "a date in words": ("invalid_date", ("NEW-3", "New", "laptop", "computers", None, "spring")),
    "neither yes nor no": ("invalid_value", ("NEW-4", "New", "laptop", "computers", None, None, "perhaps")),
    "an error cell": ("error_cell", ("NEW-5", "New", "laptop", "computers", ErrorCell("#DIV/0!"))),
    "a name to clear": ("invalid_value", ("LT-0001", "<clear>", "laptop", "computers")),
}
GOOD = 2


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of all these rows and two good ones; only to be read."""

    desk: Desk
    report: dict[str, Any]
    rows: dict[str, Record]


@pytest.fixture(scope="module")
def ran(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    desk = monday.copied_to(tmp_path_factory.mktemp("bad"))
    header = ("Serial Number", "Owner Email", "Effective At", "End At", "Action", "Label", "Device ID", "Comment")
    said = [(*row, *[None] * (7 - len(row)), title) for title, (_, row) in ASSIGNMENTS.items()]
    desk.book("desired.xlsx", header, ("LT-0004", "eva@acme.example", *[None] * 5, "good"), *said)
    header = ("Serial Number", "Name", "Type", "Category", "Purchase Price", "Purchase Date", "Is Rented", "Comment")
    said = [(*row, *[None] * (7 - len(row)), title) for title, (_, row) in INVENTORY.items()]
    desk.book("stock.xlsx", header, ("NEW-0", "New", "laptop", "computers", 10, None, None, None), *said)
    report = desk.json("run", "stock.xlsx", "desired.xlsx", code=4)
    rows = read_sheet(desk.at(report["outputs"]["results"]), "Rows")
    return Ran(desk, report, {str(row["Comment"]): row for row in rows})


@pytest.mark.parametrize("title", [*ASSIGNMENTS, *INVENTORY])
def test_a_row_with(ran: Ran, title: str) -> None:
    reason, _ = (ASSIGNMENTS | INVENTORY)[title]
    row = ran.rows[title]
    assert (row["_outcome"], row["_action"], row["_reason"]) == ("rejected", "none", reason)
    assert len(str(row["_message"])) > 20


def test_the_good_rows_are_applied(ran: Ran) -> None:
    assert ran.rows["good"]["_outcome"] == "applied"
    assert ran.report["rows"]["applied"] == GOOD
    assert ran.report["created"]["devices"] == 1
    assert ran.desk.holders() == HELD | {"LT-0004": "eva@acme.example"}


def test_nothing_is_lost(ran: Ran) -> None:
    bad = len(ASSIGNMENTS) + len(INVENTORY)
    assert ran.report["rows"] == {"in": bad + GOOD, "applied": GOOD, "unchanged": 0, "skipped": 0, "rejected": bad}
    rejected = read_sheet(ran.desk.at(ran.report["outputs"]["results"]), "Rejected")
    assert [row["_reason"] for row in rejected] == [
        reason for reason, _ in [*INVENTORY.values(), *ASSIGNMENTS.values()]
    ]


def test_every_bad_cell_is_an_issue_with_its_address(ran: Ran) -> None:
    issues = {(issue["file"], issue["row"]): issue for issue in ran.report["issues"]}
    assert issues["desired.xlsx", 3]["cell"] == "C3"
    assert issues["desired.xlsx", 3]["value"] == "next Monday"
    assert issues["desired.xlsx", 8]["message"].startswith('desired.xlsx, sheet Sheet1, B8: "#N/A" is an error')
    notes = [issue["code"] for issue in ran.report["issues"] if issue["severity"] == "note"]
    assert notes == ["blank_words"]
    assert ran.report["issue_count"] == len(ASSIGNMENTS) + len(INVENTORY) + len(notes)
