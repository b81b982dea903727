"""The past of devices, told by several rows of each: through run, plan and apply, undo, and a register."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from schemas.workbook_forms.plan import HEADER_ROW, NO
from tests.support.books.exports import NO_ACTION
from tests.support.desk import Cells, Desk

HEADER = ("Serial Number", "Owner Email", "Effective At", "End At")
ANNA, BEN, EVA = "anna@acme.example", "ben@acme.example", "eva@acme.example"
PAST = (
    ("LT-0004", EVA, "2024-03-01", None),
    ("LT-0004", ANNA, "2023-01-10", "2023-06-30"),
    ("LT-0004", BEN, "2023-07-01", "2024-02-28"),
)
FREELY = ("--allow", "backdate_days=9999")


def _spans(desk: Desk, serial: str = "LT-0004") -> list[tuple[str, str, str]]:
    spans = desk.show("ownerships", "--serial", serial)
    return [(span["owner_email"].partition("@")[0], span["start_time"][:10], span["end_time"][:10]) for span in spans]


TOLD = [
    ("anna", "2023-01-10", "2023-06-30"),
    ("ben", "2023-07-01", "2024-02-28"),
    ("eva", "2024-03-01", "2999-12-31"),
]


def _run(desk: Desk, *rows: Cells, header: Cells = HEADER) -> dict[str, Any]:
    report: dict[str, Any] = desk.json("run", desk.book("past.xlsx", header, *rows), *FREELY)
    return report


@pytest.mark.system
def test_a_history_gives_its_spans_in_order_and_once(office: Desk) -> None:
    report, again = _run(office, *PAST), _run(office, *PAST)

    assert report["actions"] == {**NO_ACTION, "assign": 3}
    assert (again["actions"], again["reasons"]) == (NO_ACTION, {"already_assigned": 3})
    assert _spans(office) == TOLD
    assert [event["version"] for event in office.show("events", "--run", report["run_id"])] == [2, 3, 4]

    office.json("undo", report["run_id"], "-o", "undo.xlsx", *FREELY)
    undone = office.json("apply", "undo.xlsx")
    assert (undone["actions"], _spans(office)) == ({**NO_ACTION, "unassign": 3}, [])
    assert office.json("verify")["ok"]


@pytest.mark.system
def test_a_history_goes_on_from_what_is_on_record(office: Desk) -> None:
    """Anna holds LT-0001 since January: it was Ben's from March to May, and is hers again."""
    rows = (
        ("LT-0001", ANNA, "2025-01-10", "2025-03-01"),
        ("LT-0001", BEN, "2025-03-01", "2025-05-01"),
        ("LT-0001", ANNA, "2025-05-01", None),
    )
    report = _run(office, *rows)

    assert report["actions"] == {**NO_ACTION, "update": 1, "assign": 2}
    told = [
        ("anna", "2025-01-10", "2025-03-01"),
        ("ben", "2025-03-01", "2025-05-01"),
        ("anna", "2025-05-01", "2999-12-31"),
    ]
    assert _spans(office, "LT-0001") == told

    office.json("undo", report["run_id"], "-o", "undo.xlsx", *FREELY)
    office.json("apply", "undo.xlsx")
    assert _spans(office, "LT-0001") == [("anna", "2025-01-10", "2999-12-31")]
    assert office.json("verify")["ok"]


@pytest.mark.system
def test_of_a_plan_a_later_span_needs_the_earlier_ones(office: Desk) -> None:
    office.json("plan", office.book("past.xlsx", HEADER, *PAST), "-o", "plan.xlsx", *FREELY)
    book = openpyxl.load_workbook(office.folder / "plan.xlsx")
    book["Assign"].cell(HEADER_ROW + 2, 1).value = NO
    book.save(office.folder / "plan.xlsx")

    report = office.json("apply", "plan.xlsx")

    assert (report["actions"]["assign"], report["rows"]["skipped"]) == (1, 2)
    assert _spans(office) == TOLD[:1]


@pytest.mark.system
def test_spans_that_overlap_are_no_history(office: Desk) -> None:
    rows = (("LT-0004", ANNA, "2023-01-10", "2023-08-30"), ("LT-0004", BEN, "2023-07-01", None))
    report = office.json("run", office.book("past.xlsx", HEADER, *rows), *FREELY, code=4)
    assert report["reasons"] == {"conflicting_rows": 2}


@pytest.mark.system
def test_a_register_tells_a_history_too(office: Desk) -> None:
    header = ("Serial Number", "Model", "Owner Email", "Issue Date", "Returned On")
    rows = [(serial, "T14", *told) for serial, *told in PAST]
    report, again = _run(office, *rows, header=header), _run(office, *rows, header=header)

    assert _spans(office) == TOLD
    assert report["actions"] == {**NO_ACTION, "update": 1, "assign": 3}
    assert again["actions"] == NO_ACTION


@pytest.mark.system
def test_a_new_device_comes_with_its_history(office: Desk) -> None:
    rows = [("LT-0099", *told) for _, *told in PAST]
    report = office.json(
        *("run", office.book("past.xlsx", HEADER, *rows), *FREELY, "--create-devices", "--default-type", "laptop")
    )

    assert report["created"]["devices"] == 1
    assert _spans(office, "LT-0099") == TOLD
    assert office.json("verify")["ok"]
