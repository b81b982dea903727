"""Runs undone on real ledgers: what was so is so again, and what was known in between is still on record."""

from __future__ import annotations

import json

import pytest

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.ledgers.undo import content, of_these_devices, reversal, told, undo
from tests.support.office import DESIRED, HELD, asked

ACTING = ("Serial Number", "Owner Email", "Action", "Effective At", "End At", "Label")
ITEMS = ("Serial Number", "Asset Tag", "Location")
SEEN = ("Serial Number", "MDM Last Seen Date")
DETAILS = ("Serial Number", "Location", "Department", "MDM Status", "Floor")
FLOORS = ("Serial Number", "Name", "Type", "Category", "Floor", "MDM Status", "Compliance")

TOLD = ("action", "serial_number", "owner_email", "previous_owner_email", "old", "new")
ANNA, BEN, EVA = (f"{name}@acme.example" for name in ("anna", "ben", "eva"))

RUNS: dict[str, tuple[object, ...]] = {
    "floors": ("floors.xlsx", "--unknown-columns", "keep"),
    "cleared": ("cleared.xlsx", "--unknown-columns", "keep"),
    "new": ("new.xlsx", "--create-devices", "--default-device-type", "tablet"),
    "acts": ("acts.xlsx",),
    "reopened": ("reopened.xlsx",),
    "tag": ("tag.xlsx",),
    "full": ("full.xlsx", "--mode", "full", "--scope", "all"),
    "plant": ("inventory.xlsx", "monday.xlsx", "--org", "plant"),
}


@pytest.fixture
def books(office: Desk) -> Desk:
    """The office, and a workbook for each kind of run."""
    office.book("floors.xlsx", FLOORS, ("LT-0001", "First", "laptop", "computers", "3rd", "ENROLLED", "CE; RoHS"))
    office.book("cleared.xlsx", FLOORS, ("LT-0001", "First", "laptop", "computers", "<clear>", "<clear>", "<clear>"))
    office.book("new.xlsx", *asked(("LT-0100", "new@acme.example"), ("LT-0003", "new@acme.example", "2031-05-05")))
    office.book(
        "acts.xlsx",
        ACTING,
        ("LT-0005", "eva@acme.example", "unassign", "2031-01-01"),
        ("LT-0001", None, "unassign", "2025-03-01"),
        ("LT-0002", "ben@acme.example", None, None, "2031-12-31", "loan"),
        ("PH-0001", "<none>", None),
    )
    office.book("reopened.xlsx", ACTING, ("LT-0002", "ben@acme.example", None, None, "<clear>", "<clear>"))
    office.book("tag.xlsx", ITEMS, ("LT-0006", "AT-66", "Rome"))
    office.book("full.xlsx", *asked(("LT-0002", "ben@acme.example")))
    return office


def run(desk: Desk, *words: object) -> str:
    """The id of the run, whose dates may lie as far back as they will."""
    run_id: str = desk.json("run", *words, "--allow", "backdate_days=9999")["run_id"]
    return run_id


@pytest.mark.parametrize("name", ["acts", pytest.param("full", marks=pytest.mark.system)])
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
