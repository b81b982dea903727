"""Lists of people in a plan: a line per person, to approve or to decline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.desk import Cells, Desk

HEADER = ("Employee number", "Email", "Full name", "Department", "Job title", "Last day")
ANNA = ("4711", "anna.fox@acme.example", "Anna Fox", "Finance", None, None)
CY = ("4713", "cy@acme.example", "Cy Moss", "IT", None, None)


def _planned(desk: Desk, *rows: Cells, held: tuple[Cells, ...] = ()) -> Path:
    books = [desk.book("people.xlsx", HEADER, *rows)]
    if held:
        books.append(desk.book("held.xlsx", ("Serial Number", "Assigned to"), *held))
    assert desk.say("plan", *books, "-o", "plan.xlsx").code == 0
    return desk.folder / "plan.xlsx"


def _declined(plan: Path, sheet: str, *rows: int) -> None:
    book = openpyxl.load_workbook(plan)
    for row in rows:
        book[sheet].cell(row, 1).value = "N"
    book.save(plan)


def _owners(desk: Desk) -> dict[str, dict[str, Any]]:
    return {one["external_user_id"]: one for one in desk.json("show", "owners", "--format", "json")}


@pytest.mark.system
def test_each_person_is_a_line_that_tells_old_and_new(office: Desk) -> None:
    plan = _planned(office, ANNA, CY, held=(("LT-3", "4713"),))

    book = openpyxl.load_workbook(plan)
    lines = [dict(zip(*pair, strict=True)) for pair in _with_header(book["People"])]
    told = [(line["Action"], line["Owner"], line["Old value"], line["New value"]) for line in lines]
    assert told == [
        (
            *("update", "anna.fox@acme.example"),
            "e-mail address: anna@acme.example; name: Anna Bell; department: (blank)",
            "e-mail address: anna.fox@acme.example; name: Anna Fox; department: Finance",
        ),
        (
            *("create", "cy@acme.example", None),
            "e-mail address: cy@acme.example; number: 4713; name: Cy Moss; department: IT",
        ),
    ]
    assert "New owners" not in book.sheetnames
    assert not any("DOES NOT ADD UP" in row for row in book["Cover"].iter_rows(values_only=True))


@pytest.mark.system
def test_a_whole_plan_does_what_a_run_does(office: Desk) -> None:
    _planned(office, ANNA, CY, held=(("LT-3", "4713"), ("LT-1", "anna.fox@acme.example")))
    told = office.json("apply", "plan.xlsx")

    assert (told["rows"]["applied"], told["rows"]["unchanged"]) == (3, 1)
    assert (told["owners_updated"], told["created"]["owners"]) == (1, 1)
    assert (_owners(office)["4711"]["email"], _owners(office)["4713"]["devices"]) == ("anna.fox@acme.example", 1)
    assert "sound" in office.say("verify").out


@pytest.mark.system
def test_who_is_declined_is_not_put_on_record_and_gets_nothing(office: Desk) -> None:
    plan = _planned(office, ANNA, CY, held=(("LT-3", "4713"),))
    _declined(plan, "People", 3)
    told = office.json("apply", "plan.xlsx")

    assert told["reasons"]["not_approved"] >= 2
    assert (told["rows"]["applied"], told["rows"]["skipped"], told["created"]["owners"]) == (1, 2, 0)
    assert "4713" not in _owners(office)
    assert "sound" in office.say("verify").out


@pytest.mark.system
def test_a_declined_address_leaves_everybody_called_as_before(office: Desk) -> None:
    plan = _planned(office, ANNA, held=(("LT-3", "anna.fox@acme.example"),))
    _declined(plan, "People", 2)
    told = office.json("apply", "plan.xlsx")

    assert (told["rows"]["applied"], told["owners_updated"]) == (1, 0)
    held = office.json("show", "ownerships", "--serial", "LT-3", "--format", "json")
    assert [one["owner_email"] for one in held] == ["anna@acme.example"]
    assert "anna.fox" not in office.say("show", "events", "--serial", "LT-3", "--format", "csv").out


@pytest.mark.system
@pytest.mark.parametrize("row", [2, 3])
def test_of_an_exchange_neither_half_is_carried_out_alone(office: Desk, row: int) -> None:
    nothing = (None, None, None, None)
    plan = _planned(office, ("4712", "anna@acme.example", *nothing), ("4711", "ben@acme.example", *nothing))
    _declined(plan, "People", row)
    told = office.json("apply", "plan.xlsx")

    assert (told["rows"]["skipped"], told["owners_updated"]) == (2, 0)
    assert _owners(office)["4711"]["email"] == "anna@acme.example"


@pytest.mark.system
def test_a_line_is_stale_where_the_person_has_changed_since(office: Desk) -> None:
    plan = _planned(office, ANNA, CY)
    office.json("run", office.book("hr.xlsx", HEADER, ("4711", None, None, "Sales", None, None)))
    told = office.json("apply", plan)

    assert (told["reasons"], told["owners_updated"], told["created"]["owners"]) == ({"stale": 1}, 0, 1)
    assert _owners(office)["4711"]["department"] == "Sales"


@pytest.mark.system
def test_a_number_that_somebody_else_has_by_now_is_stale(office: Desk) -> None:
    plan = _planned(office, ("4711", "anna@acme.example", None, "IT", None, None), CY)
    taken = ("4799", "dee@acme.example", "Dee Roe", None, None, None)
    moved = office.book("hr.xlsx", HEADER, taken)
    again = office.book("more.xlsx", HEADER, ("4713", "eve@acme.example", "Eve Day", None, None, None))
    office.json("run", moved, again)
    told = office.json("apply", plan)
    assert told["reasons"] == {"stale": 1}
    assert "sound" in office.say("verify").out


def _with_header(sheet: Any) -> list[tuple[Any, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [(header, row) for row in rows]
