"""Runs undone on real ledgers: what was so is so again, and what was known in between is still on record."""

from __future__ import annotations

import pytest

from pipeline import store
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.ledgers.undo import content, of_these_devices, reversal, told, undo
from tests.support.ledgers.undone_books import ANNA, BEN, EVA, RUNS, run
from tests.support.office import HELD, asked

SEEN = ("Serial Number", "MDM Last Seen Date")

TOLD = ("action", "serial_number", "owner_email", "previous_owner_email", "old", "new")


@pytest.mark.system
@pytest.mark.parametrize("name", ["acts", "full"])
def test_undoing_a_run_restores_the_ledger_and_undoing_that_the_run(books: Desk, name: str) -> None:
    before = content(books)
    run_id = run(books, *RUNS[name])
    after = content(books)

    done = undo(books, run_id)
    assert of_these_devices(content(books), before) == before != after
    assert store.verify_replay(Ledger(books.state)) == []

    undo(books, str(done.report.run_id))
    assert content(books) == after
    assert store.verify_replay(Ledger(books.state)) == []


@pytest.mark.system
def test_runs_are_undone_one_after_the_other_the_last_one_first(books: Desk) -> None:
    pasts = [(content(books), run(books, *words)) for words in RUNS.values()]

    for before, run_id in reversed(pasts):
        undo(books, run_id)
        assert of_these_devices(content(books), before) == before

    assert books.holders() == HELD
    assert store.verify_replay(Ledger(books.state)) == []


@pytest.mark.system
def test_what_was_believed_between_a_run_and_its_undoing_stays_known(office: Desk) -> None:
    office.book("move.xlsx", *asked(("LT-0001", "eva@acme.example", "2025-04-01")))
    run_id = run(office, "move.xlsx")
    undo(office, run_id)

    at = [record["recorded_at"] for record in office.show("runs")]
    known = [office.show("ownerships", "--serial", "LT-0001", "--known-at", instant) for instant in at]
    told_then = [[(span["owner_email"][:4], span["end_time"][:7]) for span in spans] for spans in known]

    assert told_then == [
        [("anna", "2999-12")],
        [("anna", "2025-04"), ("eva@", "2999-12")],
        [("anna", "2999-12")],
    ]
    assert [event["type"] for event in office.show("events", "--serial", "LT-0001")][-4:] == [
        "ownership_released",
        "ownership_taken",
        "ownership_cancelled",
        "ownership_updated",
    ]


@pytest.mark.system
def test_an_undone_reassignment_is_told_in_one_row_with_who_holds_the_device_again(office: Desk) -> None:
    office.book("move.xlsx", *asked(("LT-0001", EVA, "2025-04-01"), ("LT-0004", EVA)))

    done = undo(office, run(office, "move.xlsx"))

    assert told(done, *TOLD) == [
        ("reassign", "LT-0001", ANNA, EVA, EVA, ANNA),
        ("unassign", "LT-0004", None, EVA, EVA, None),
    ]
    assert done.results.changes["effective_at"].dt.to_string("%Y-%m-%d")[0] == "2025-01-10"
    owners = done.results.owners.select("owner_email", "taken", "released", "devices_remaining").rows()
    assert owners == [(ANNA, 1, 0, 2), (EVA, 0, 2, 0)]
    assert {action: count for action, count in done.report.actions.items() if count} == {"reassign": 1, "unassign": 1}


@pytest.mark.system
def test_what_was_taken_away_is_given_back_until_its_former_end(books: Desk) -> None:
    done = undo(books, run(books, *RUNS["acts"]))

    (first, *others, last) = told(done, *TOLD)
    assert first == ("assign", "LT-0001", ANNA, None, "until 2025-03-01 00:00; label desk", "open end; label desk")
    assert others == [
        ("update", "LT-0002", BEN, None, "until 2031-12-31 00:00; label loan", "open end"),
        ("assign", "LT-0005", EVA, None, None, EVA),
    ]
    assert (last[:4], last[4][:8], last[5]) == (("assign", "PH-0001", ANNA, None), "until 20", "open end")
    before = done.results.before.select("serial_number", "owner_email", "end_time", "label").rows()
    assert [(serial, owner, label) for serial, owner, end, label in before if end] == [
        ("LT-0001", ANNA, "desk"),
        ("LT-0002", BEN, "loan"),
        ("PH-0001", ANNA, None),
    ]


@pytest.mark.system
def test_what_has_changed_since_is_kept_and_the_rest_is_undone(office: Desk) -> None:
    office.book("two.xlsx", *asked(("LT-0001", "eva@acme.example"), ("LT-0002", "eva@acme.example")))
    office.book("ben.xlsx", *asked(("LT-0001", "ben@acme.example")))
    run_id, later = run(office, "two.xlsx"), run(office, "ben.xlsx")

    done = reversal(office, run_id)

    assert told(done, "action", "serial_number") == [("reassign", "LT-0002")]
    assert done.kept.select("what", "serial_number", "owner_email", "why").rows() == [
        ("ownership", "LT-0001", "eva@acme.example", "changed_since")
    ]
    assert done.kept["message"].to_list() == [
        f"Who holds LT-0001 stays as it is: run {later} has changed that since. To undo this too, undo that run first."
    ]
    assert done.report.exit_code == 4

    undo(office, later)
    assert told(reversal(office, run_id), "serial_number") == [("LT-0001",), ("LT-0002",)]


@pytest.mark.system
def test_what_is_known_of_a_device_may_change_without_keeping_its_owner(office: Desk) -> None:
    serials = [device["serial_number"] for device in office.show("devices")]
    office.book("seen.xlsx", SEEN, *((serial, "2025-06-01") for serial in serials))
    office.book("move.xlsx", *asked(("LT-0001", EVA)))
    run_id = run(office, "move.xlsx")
    run(office, "seen.xlsx")

    done = undo(office, run_id)

    assert told(done, "action", "serial_number", "old", "new") == [("reassign", "LT-0001", EVA, ANNA)]
    assert done.report.exit_code == 0
    assert {device["mdm_last_seen_date"][:10] for device in office.show("devices")} == {"2025-06-01"}
