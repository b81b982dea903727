"""When a device is expected back: a fact of its ownership, carried through every command, which ends nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.books.exports import NO_ACTION
from tests.support.desk import Cells, Desk, read_sheet
from tests.support.fixtures.desks import Prepared

LENT = ("Asset Tag", "Checked Out To: Email", "Checkout Date", "Expected Checkin")
ANNA, LATE, LATER = "anna@acme.example", "2026-01-31T00:00:00Z", "2099-02-01T00:00:00Z"


@pytest.fixture
def lent(monday: Desk, prepared: Prepared) -> Desk:
    """The office, where Anna should have given back a laptop in January; it is published."""

    def lent(desk: Desk) -> None:
        monday.copied_to(desk.folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ROLLCALL_PUBLISH__ENABLED", "true")
            assert desk.json(*_lend(desk, "2026-01-31"))["actions"] == {**NO_ACTION, "assign": 1}

    return prepared(lent)


def _lend(desk: Desk, due: object, *, name: str = "desk.xlsx") -> Cells:
    return ("run", desk.book(name, LENT, ("AT-4", ANNA, "2026-01-10", due)))


def _held(desk: Desk) -> tuple[object, ...]:
    (span,) = desk.show("ownerships", "--serial", "LT-0004", "--current")
    return span["owner_email"], span["start_time"], span["end_time"], span["due_at"]


@pytest.mark.system
@pytest.mark.publishes
def test_a_device_that_is_due_stays_with_its_owner_and_is_listed_as_overdue(lent: Desk) -> None:
    again = lent.json(*_lend(lent, "2026-01-31"))

    assert (again["rows"]["unchanged"], again["reasons"]) == (1, {"already_assigned": 1})
    assert _held(lent) == (ANNA, "2026-01-10T00:00:00Z", "2999-12-31T23:59:59Z", LATE)
    (overdue,) = lent.json("query", "SELECT serial_number, owner_email, days_overdue > 100 AS long FROM overdue")
    assert overdue == {"serial_number": "LT-0004", "owner_email": ANNA, "long": True}
    told = lent.json("digest")
    assert (told["overdue_count"], [row["device"] for row in told["overdue"]]) == (1, ["LT-0004"])
    assert "Overdue\n  LT-0004   anna@acme.example, due back 2026-01-31, " in lent.say("digest").out


@pytest.mark.system
@pytest.mark.publishes
def test_what_is_due_on_a_day_is_overdue_from_the_next_day(office: Desk) -> None:
    due_at = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    office.json(*_lend(office, due_at.date().isoformat()))
    assert office.json("digest")["overdue"] == office.json("query", "FROM overdue") == []
    office.json(*_lend(office, (due_at - timedelta(days=1)).date().isoformat()))
    assert [row["days_overdue"] for row in office.json("digest")["overdue"]] == [1]
    assert office.json("query", "SELECT days_overdue FROM overdue") == [{"days_overdue": 1}]


@pytest.mark.system
@pytest.mark.publishes
def test_another_due_date_is_an_update_which_can_be_planned_undone_and_exported(lent: Desk) -> None:
    planned = lent.json("plan", *_lend(lent, "2099-02-01")[1:], "-o", "plan.xlsx")
    applied = lent.json("apply", "plan.xlsx")

    assert planned["actions"] == applied["actions"] == {**NO_ACTION, "update": 1}
    (change,) = read_sheet(lent.at(applied["outputs"]["results"]), "Changes")
    assert change["Old value"].endswith("due 2026-01-31 00:00")
    assert change["New value"].endswith("due 2099-02-01 00:00")
    assert _held(lent)[-1] == LATER
    assert "due back 2026-01-31T00:00:00Z -> 2099-02-01T00:00:00Z" in lent.say("explain", "AT-4").out
    assert lent.json("query", "SELECT * FROM overdue") == []
    lent.json("export", "-o", "all.xlsx")
    assert lent.json("run", "all.xlsx")["actions"] == NO_ACTION

    lent.json("undo", applied["run_id"], "-o", "undo.xlsx")
    lent.json("apply", "undo.xlsx")
    assert lent.json("verify")["ok"]
    assert _held(lent)[-1] == LATE


@pytest.mark.system
def test_a_due_date_is_cleared_and_goes_with_its_owner(lent: Desk) -> None:
    cleared = lent.json(*_lend(lent, "<clear>"))
    assert cleared["actions"] == {**NO_ACTION, "update": 1}
    assert _held(lent)[-1] is None

    lent.json(*_lend(lent, "2099-02-01"))
    lent.json("run", lent.book("next.xlsx", ("Asset Tag", "Owner Email"), ("AT-4", "ben@acme.example")))
    assert [span["due_at"] for span in lent.show("ownerships", "--serial", "LT-0004")] == [LATER, None]
    assert lent.json("verify")["ok"]
    assert lent.say("rebuild").code == 0
    assert [span["due_at"] for span in lent.show("ownerships", "--serial", "LT-0004")] == [LATER, None]


@pytest.mark.system
def test_a_register_tells_when_a_device_is_due(office: Desk) -> None:
    header = ("Serial Number", "Model", "Owner Email", "Due Back")
    report = office.json("run", office.book("register.xlsx", header, ("LT-0004", "T14", ANNA, "2099-02-01")))
    assert report["actions"] == {**NO_ACTION, "update": 1, "assign": 1}
    assert _held(office)[-1] == LATER


@pytest.mark.system
def test_a_return_date_ends_what_is_over_and_is_when_the_rest_is_due(office: Desk) -> None:
    header = ("Serial Number", "Owner Email", "Issue Date", "Return Date")
    back, out = ("LT-0004", ANNA, "2026-01-10", "2026-01-31"), ("LT-0006", ANNA, "2026-01-10", "2099-02-01")
    given_back = ("LT-0002", "ben@acme.example", None, "2026-01-31")
    lists = office.book("loans.xlsx", header, back, out, given_back)

    report, again = office.json("run", lists), office.json("run", lists)

    assert report["actions"] == {**NO_ACTION, "assign": 2, "unassign": 1}
    assert (again["actions"], again["reasons"]) == (NO_ACTION, {"already_assigned": 3})
    assert (again["rows"]["unchanged"], again["issues"]) == (3, [])
    spans = {
        serial: [(span["end_time"], span["due_at"]) for span in office.show("ownerships", "--serial", serial)]
        for serial in ("LT-0004", "LT-0006", "LT-0002")
    }
    assert spans == {
        "LT-0004": [(LATE, None)],
        "LT-0006": [("2999-12-31T23:59:59Z", LATER)],
        "LT-0002": [(LATE, None)],
    }


@pytest.mark.system
def test_a_return_that_is_still_to_come_is_a_due_date_with_a_note(office: Desk) -> None:
    header = ("Serial Number", "Owner Email", "Returned At")
    report = office.json("run", office.book("back.xlsx", header, ("LT-0004", ANNA, "2099-02-01")))

    assert _held(office)[-1] == LATER
    assert [issue["code"] for issue in report["issues"]] == ["return_ahead"]


@pytest.mark.system
def test_an_assignment_in_a_register_is_over_when_the_device_came_back(office: Desk) -> None:
    header = ("Serial Number", "Model", "Owner Email", "Returned On")
    rows = (("LT-0001", "T14", ANNA, "2026-01-31"), ("LT-0003", "T14", None, "2026-01-31"))
    register = office.book("register.xlsx", header, *rows)
    report, again = office.json("run", register), office.json("run", register)

    assert report["actions"] == {**NO_ACTION, "update": 2, "unassign": 1}
    assert (again["actions"], again["rows"]["unchanged"]) == (NO_ACTION, 2)
    assert office.holders().keys() == {"LT-0002", "LT-0003", "PH-0001"}
