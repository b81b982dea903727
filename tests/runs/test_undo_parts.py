"""Runs undone one attribute, one identifier and one organization at a time."""

from __future__ import annotations

import json

import pytest

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.ledgers.undo import reversal, told, undo
from tests.support.ledgers.undone_books import ANNA, EVA, ITEMS, RUNS, run
from tests.support.office import DESIRED, asked

DETAILS = ("Serial Number", "Location", "Department", "MDM Status", "Floor")


@pytest.mark.system
def test_attributes_are_undone_one_by_one_and_those_that_stay_are_named(books: Desk) -> None:
    books.book("rome.xlsx", DETAILS, ("LT-0001", "Rome", "IT", "enrolled", "1st"))
    books.book("oslo.xlsx", DETAILS, ("LT-0001", "Oslo", None, "pending"))
    books.book("third.xlsx", DETAILS, ("LT-0001", None, None, None, "3rd"))
    run_id, oslo, third = (
        run(books, book, "--unknown-columns", "keep") for book in ("rome.xlsx", "oslo.xlsx", "third.xlsx")
    )

    done = reversal(books, run_id)

    assert told(done, "old", "new") == [("department: IT", "department: (blank)")]
    assert done.kept.select("what", "serial_number", "why").unique().rows() == [
        ("attributes", "LT-0001", "changed_since")
    ]
    assert done.kept["message"].to_list() == [
        f"The Floor of LT-0001 stays as it is: run {third} has changed it since. "
        "To undo this too, undo that run first.",
        f"The location and MDM status of LT-0001 stay as they are: run {oslo} has changed them since. "
        "To undo this too, undo that run first.",
    ]
    undo(books, third)
    undo(books, oslo)
    assert reversal(books, run_id).kept.is_empty()


@pytest.mark.system
def test_an_undoing_is_told_in_lines_that_name_no_row_since_there_is_none(office: Desk) -> None:
    office.book("move.xlsx", *asked(("LT-0001", EVA)))

    said = office.say("undo", run(office, "move.xlsx")).out.splitlines()

    assert [line for line in said if "LT-0001" in line] == [f"  reassign  LT-0001              {EVA} -> {ANNA}"]


@pytest.mark.system
def test_a_run_is_undone_once(office: Desk) -> None:
    office.book("move.xlsx", *asked(("LT-0001", "eva@acme.example")))
    run_id = run(office, "move.xlsx")
    done = undo(office, run_id)

    again = reversal(office, run_id)

    assert not again.is_changing
    assert again.kept["message"].to_list() == [f"Run {done.report.run_id} has undone this already."]


@pytest.mark.system
def test_a_run_that_changed_nothing_has_nothing_to_undo(office: Desk) -> None:
    office.book("same.xlsx", *asked(("LT-0001", "anna@acme.example")))

    decision = reversal(office, run(office, "same.xlsx"))

    assert not decision.is_changing
    assert decision.kept.is_empty()
    assert decision.report.exit_code == 0


@pytest.mark.system
def test_what_the_run_created_stays_on_record_and_is_held_by_nobody(books: Desk) -> None:
    run_id = run(books, *RUNS["new"])

    done = reversal(books, run_id)

    assert done.kept.select("what", "serial_number", "owner_email", "why", "message").rows() == [
        (
            *("device", "LT-0100", None, "never_deleted"),
            f"LT-0100 is on record since run {run_id}, and nothing on record is ever deleted.",
        ),
        (
            *("owner", None, "new@acme.example", "never_deleted"),
            f"new@acme.example is on record since run {run_id}, and nothing on record is ever deleted.",
        ),
    ]
    assert done.report.exit_code == 0
    undo(books, run_id)
    assert [device["owner_email"] for device in books.show("devices", "--serial", "LT-0100")] == [None]


@pytest.mark.system
def test_an_identifier_that_another_device_has_by_now_is_not_taken_from_it(books: Desk) -> None:
    run_id = run(books, *RUNS["tag"])
    books.book("thief.xlsx", ITEMS, ("LT-0005", "AT-6"))
    later = run(books, "thief.xlsx")

    done = reversal(books, run_id)

    assert not done.is_changing
    assert done.report.exit_code == 4
    assert done.kept.select("why", "message").rows() == [
        (
            "cannot",
            "What is known of LT-0006 stays as it is: its former asset tag AT-6 now belongs to LT-0005. "
            "Take it from there first.",
        )
    ]
    undo(books, later)
    assert told(reversal(books, run_id), "old", "new") == [
        ("asset_tag: AT-66; location: Rome", "asset_tag: AT-6; location: Berlin")
    ]


@pytest.mark.system
def test_an_undone_run_says_which_run_it_reversed(office: Desk) -> None:
    office.book("move.xlsx", *asked(("LT-0001", "eva@acme.example")))
    run_id = run(office, "move.xlsx")

    done = undo(office, run_id)

    assert store.read_run(Ledger(office.state), str(done.report.run_id)).record.undoes == run_id
    events = office.show("events", "--run", done.report.run_id)
    assert {json.loads(event["payload"])["comment"] for event in events} == {f"undo of run {run_id}"}


@pytest.mark.system
def test_the_results_of_an_undoing_can_be_written_again(office: Desk) -> None:
    office.book("empty.xlsx", DESIRED)
    office.book("move.xlsx", *asked(("LT-0001", "eva@acme.example")))
    done = undo(office, run(office, "move.xlsx"))

    said = office.say("show", "runs", "--run", done.report.run_id, "--format", "xlsx", "-o", "again.xlsx")

    assert said.code == 0, said


def test_an_unknown_run_is_refused_with_a_way_out(office: Desk) -> None:
    with pytest.raises(UsageProblem, match="No run r-1 is on record") as problem:
        reversal(office, "r-1")
    assert "rollcall show runs" in problem.value.hint
