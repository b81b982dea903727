"""What a list of people changes, and how it is told."""

from __future__ import annotations

from typing import Any

import openpyxl
import pytest

from tests.support.desk import Cells, Desk, summary_lines

HEADER = ("Employee number", "Email", "Full name", "Department", "Job title", "Last day")


def _run(desk: Desk, *rows: Cells, code: int = 0, words: tuple[str, ...] = ()) -> dict[str, Any]:
    told: dict[str, Any] = desk.json("run", desk.book("people.xlsx", HEADER, *rows), *words, code=code)
    return told


def _owners(desk: Desk) -> dict[str, dict[str, Any]]:
    return {one["email"] or one["owner_name"]: one for one in desk.json("show", "owners", "--format", "json")}


def _sheet(desk: Desk, told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = list(openpyxl.load_workbook(desk.folder / told["outputs"]["results"])[name].iter_rows(values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


@pytest.mark.system
def test_a_new_address_beside_a_known_number_is_that_person_who_keeps_the_device(office: Desk) -> None:
    told = _run(office, ("4711", "anna.fox@acme.example", "Anna Fox", "Finance", None, None))

    assert (told["rows"]["applied"], told["owners_updated"], told["created"]["owners"]) == (1, 1, 0)
    assert sum(told["actions"].values()) == 0
    (anna,) = (one for one in _owners(office).values() if one["external_user_id"] == "4711")
    facts = (anna["email"], anna["owner_name"], anna["department"], anna["devices"])
    assert facts == ("anna.fox@acme.example", "Anna Fox", "Finance", 1)
    held = office.json("show", "ownerships", "--serial", "LT-1", "--format", "json")
    assert [one["owner_email"] for one in held] == ["anna.fox@acme.example"]
    assert "sound" in office.say("verify").out


@pytest.mark.system
def test_each_change_is_told_old_and_new_on_every_sheet(office: Desk) -> None:
    told = _run(office, ("4712", "ben@acme.example", "Ben Fox", "Sales", "Buyer", "2026-12-31"))
    again = _run(office, ("4712", "ben@acme.example", None, "Finance", "<clear>", None))

    (change,) = _sheet(office, again, "Changes")
    assert change["Old value"] == "department: Sales; title: Buyer"
    assert change["New value"] == "department: Finance; title: (blank)"
    assert [row["_message"] for row in _sheet(office, again, "Rows")] == [
        "Ben Fox: department Sales -> Finance; title Buyer -> (blank)."
    ]
    assert [(row["Field"], row["Value"]) for row in _sheet(office, again, "Before")] == [
        ("department", "Sales"),
        ("title", "Buyer"),
    ]
    book = openpyxl.load_workbook(office.folder / told["outputs"]["results"])
    assert "1 owner was updated." in [row[0] for row in book["Summary"].iter_rows(values_only=True)]
    ben = _owners(office)["ben@acme.example"]
    assert (ben["department"], ben["title"], ben["ends_on"]) == ("Finance", None, "2026-12-31")


@pytest.mark.system
def test_a_list_that_has_not_heard_of_a_new_address_still_means_the_person(office: Desk) -> None:
    office.json("export", "-o", "before.xlsx")
    new = ("4711", "anna.fox@acme.example", "Anna Fox", None, None, None)
    people = office.book("people.xlsx", HEADER, new)
    held = office.book("held.xlsx", ("Serial Number", "Email"), ("LT-1", "anna@acme.example"))
    told = office.json("run", people, held)

    assert (told["rows"]["applied"], told["rows"]["unchanged"], told["created"]["owners"]) == (1, 1, 0)
    (issue,) = (one for one in told["issues"] if one["code"] == "owner_email_differs")
    assert "anna@acme.example" in issue["message"]
    for later in (held, office.folder / "before.xlsx"):
        told = office.json("run", later)
        assert (told["rows"]["applied"], told["created"]["owners"], told["actions"]["reassign"]) == (0, 0, 0)


@pytest.mark.system
def test_many_new_people_are_no_reason_to_stop(office: Desk) -> None:
    crowd = [(f"9{at:03}", f"p{at}@acme.example", f"Person {at}", None, None, None) for at in range(60)]
    assert _run(office, *crowd)["created"]["owners"] == 60


@pytest.mark.system
def test_a_second_run_changes_nothing(office: Desk) -> None:
    rows = [
        ("4711", "anna@acme.example", "Anna Bell", "IT", None, None),
        ("4713", "cy@acme.example", "Cy Moss", "IT", None, None),
    ]
    first, second = _run(office, *rows), _run(office, *rows)

    assert (first["rows"]["applied"], first["created"]["owners"]) == (2, 1)
    assert (second["rows"]["unchanged"], second["owners_updated"], second["created"]["owners"]) == (2, 0, 0)
    assert second["state_version"] == first["state_version"]


@pytest.mark.system
def test_a_person_whom_the_list_puts_on_record_is_known_to_the_assignments_of_the_same_run(office: Desk) -> None:
    people = office.book("people.xlsx", HEADER, ("4713", "cy@acme.example", "Cy Moss", "IT", None, None))
    holders = office.book("more.xlsx", ("Serial Number", "Assigned to"), ("LT-3", "4713"))
    told = office.json("run", people, holders, "--no-create-owners", code=0)
    assert told["reasons"] == {"unknown_owner": 2}

    told = office.json("run", people, holders)
    assert (told["created"]["owners"], told["actions"]["assign"]) == (1, 1)
    assert _owners(office)["cy@acme.example"]["devices"] == 1


@pytest.mark.system
def test_rows_that_contradict_each_other_name_each_other(office: Desk) -> None:
    told = _run(
        office,
        ("4713", "cy@acme.example", "Cy Moss", "IT", None, None),
        ("4713", None, "Cy Moss", "HR", None, None),
        code=4,
    )
    assert told["reasons"] == {"conflicting_rows": 2}
    first, second = _sheet(office, told, "Rejected")
    assert first["_message"].startswith("This row and row 3 say different things about Cy Moss (department: IT or HR).")
    assert "row 2" in second["_message"]
    assert "if they are different people" in second["_message"]


@pytest.mark.system
def test_two_people_exchange_their_numbers_but_nobody_is_given_what_another_keeps(office: Desk) -> None:
    swapped = _run(
        office,
        ("4712", "anna@acme.example", None, None, None, None),
        ("4711", "ben@acme.example", None, None, None, None),
    )
    assert swapped["owners_updated"] == 2
    assert _owners(office)["anna@acme.example"]["external_user_id"] == "4712"

    told = _run(office, ("4711", "anna@acme.example", None, None, None, None), code=4)
    assert told["reasons"] == {"identifier_mismatch": 1}
    (row,) = _sheet(office, told, "Rejected")
    assert "number 4711 belongs to ben@acme.example" in row["_message"]


@pytest.mark.system
def test_a_name_alone_that_nobody_has_is_skipped_and_told_once(office: Desk) -> None:
    told = _run(office, (None, None, "Zoe Quist", "IT", None, None), ("", None, "Bell, Anna", "HR", None, None))
    assert (told["rows"]["skipped"], told["rows"]["applied"]) == (1, 1)
    assert _owners(office)["anna@acme.example"]["department"] == "HR"
    (issue,) = [one for one in told["issues"] if one["code"] == "unknown_owner"]
    assert "one row gives of a person only a name that nobody on record has, Zoe Quist." in issue["message"]


@pytest.mark.system
def test_a_rejected_row_stops_all_of_an_atomic_run(office: Desk) -> None:
    told = _run(
        office,
        ("4711", "anna@acme.example", None, "IT", None, None),
        ("4711", "ben@acme.example", None, None, None, None),
        code=4,
        words=("--atomic",),
    )
    assert told["reasons"] == {"atomic_abort": 1, "identifier_mismatch": 1}
    assert _owners(office)["anna@acme.example"]["department"] is None


@pytest.mark.system
def test_the_control_totals_count_the_people_that_were_updated(office: Desk) -> None:
    people = office.book("people.xlsx", ("Email", "Department"), ("anna@acme.example", "Sales"))

    lines = summary_lines(office.at(office.json("run", people)["outputs"]["results"]))

    assert lines["Updated owners = owners on the Changes sheet"] == [1, 1, 0, "adds up"]
