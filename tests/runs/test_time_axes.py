"""The two time axes through runs: who held a device then, and what we believed then."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.office import asked

MARCH, MAY = "2025-03-01T00:00:00Z", "2025-05-01T00:00:00Z"


@pytest.fixture(scope="module")
def corrected(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday says that Anna has LT-0001 since January; a later run, that Eva has had it since April."""
    desk = monday.copied_to(tmp_path_factory.mktemp("corrected"))
    desk.book("late.xlsx", *asked(("LT-0001", "eva@acme.example", "2025-04-01")))
    assert desk.say("run", "late.xlsx").code == 0
    return desk


@pytest.mark.parametrize(
    ("held_at", "known_in_run", "holder"),
    [(MARCH, 0, "anna"), (MAY, 0, "anna"), (MARCH, 1, "anna"), (MAY, 1, "eva")],
)
def test_a_back_dated_move_changes_what_was_so_but_not_what_we_believed(
    corrected: Desk, held_at: str, known_in_run: int, holder: str
) -> None:
    known_at = corrected.show("runs")[known_in_run]["recorded_at"]

    spans = corrected.show("ownerships", "--serial", "LT-0001", "--as-of", held_at, "--known-at", known_at)

    assert [span["owner_email"] for span in spans] == [f"{holder}@acme.example"]


@pytest.mark.parametrize(("held_at", "holder"), [(MARCH, "anna"), (MAY, "eva"), ("2025-04-01", "eva")])
def test_what_we_believe_now_is_the_corrected_belief(corrected: Desk, held_at: str, holder: str) -> None:
    (span,) = corrected.show("ownerships", "--serial", "LT-0001", "--as-of", held_at)
    assert span["owner_email"] == f"{holder}@acme.example"


def test_a_device_and_an_owner_are_shown_with_what_was_believed(corrected: Desk) -> None:
    first = corrected.show("runs")[0]["recorded_at"]

    (device,) = corrected.show("devices", "--serial", "LT-0001", "--as-of", MAY, "--known-at", first)
    (owner,) = corrected.show("owners", "--owner", "anna@acme.example", "--as-of", MAY, "--known-at", first)

    assert (device["owner_email"], owner["devices"]) == ("anna@acme.example", 2)


def test_a_belief_ends_at_the_very_instant_at_which_the_next_begins(corrected: Desk) -> None:
    first, second = (run["recorded_at"] for run in corrected.show("runs"))

    (before,) = corrected.show("ownerships", "--serial", "LT-0001", "--known-at", first)
    after = corrected.show("ownerships", "--serial", "LT-0001", "--known-at", second)

    assert (before["recorded_at"], before["superseded_at"]) == (first, second)
    assert {span["recorded_at"] for span in after} == {second}
    assert [span["end_time"] for span in after] == ["2025-04-01T00:00:00Z", "2999-12-31T23:59:59Z"]


@pytest.mark.system
def test_a_move_in_the_future_waits(office: Desk) -> None:
    office.book("later.xlsx", *asked(("LT-0001", "eva@acme.example", "2031-06-01")))

    office.json("run", "later.xlsx")

    assert office.holders()["LT-0001"] == "anna@acme.example"
    (pending, *_) = office.show("ownerships", "--pending", "--serial", "LT-0001")
    assert (pending["owner_email"], pending["start_time"]) == ("eva@acme.example", "2031-06-01T00:00:00Z")
    (then,) = office.show("ownerships", "--as-of", "2031-07-01", "--serial", "LT-0001")
    assert then["owner_email"] == "eva@acme.example"


@pytest.mark.system
def test_a_move_in_the_future_can_be_cancelled(office: Desk) -> None:
    office.book(
        "never.xlsx",
        ("Serial Number", "Owner Email", "Effective At", "Action"),
        ("LT-0005", "eva@acme.example", "2031-01-01", "unassign"),
    )

    report = office.json("run", "never.xlsx")

    assert report["actions"]["unassign"] == 1
    assert office.show("ownerships", "--serial", "LT-0005") == []
    assert [event["type"] for event in office.show("events", "--serial", "LT-0005")][-1] == "ownership_cancelled"


@pytest.mark.system
@pytest.mark.parametrize(
    ("begin", "end", "known_in_run", "holders"),
    [
        (MARCH, "2025-04-01", 1, ["anna"]),
        (MARCH, "2025-04-01T00:00:00.000001Z", 1, ["anna", "eva"]),
        ("2025-04-01", MAY, 1, ["eva"]),
        ("2025-04-01", MAY, 0, ["anna"]),
        ("2024-01-01", "2025-01-10", 1, []),
        ("2040-01-01", "2040-01-02", 1, ["eva"]),
    ],
)
def test_who_had_a_device_in_a_window_is_told_as_we_believed_it(
    corrected: Desk, begin: str, end: str, known_in_run: int, holders: list[str]
) -> None:
    known_at = corrected.show("runs")[known_in_run]["recorded_at"]
    window = ("--from", begin, "--to", end, "--known-at", known_at)

    spans = corrected.show("ownerships", "--serial", "LT-0001", *window)

    assert [span["owner_email"] for span in spans] == [f"{holder}@acme.example" for holder in holders]


@pytest.mark.system
def test_what_was_pending_before_it_was_cancelled_is_still_known(office: Desk) -> None:
    never = (("Serial Number", "Effective At", "Action"), ("LT-0005", "2031-01-01", "unassign"))
    office.book("never.xlsx", *never)
    office.json("run", "never.xlsx")
    before, after = (run["recorded_at"] for run in office.show("runs"))

    known = {at: office.show("ownerships", "--pending", "--known-at", at) for at in (before, after)}

    assert [span["serial_number"] for span in known[before]] == ["LT-0005"]
    assert known[after] == office.show("ownerships", "--pending") == []


@pytest.mark.system
def test_cancelling_a_pending_move_leaves_the_end_that_it_had_set(office: Desk) -> None:
    """Anna's time was cut where Eva's was to begin; the message of the row says so."""
    office.book("later.xlsx", *asked(("LT-0001", "eva@acme.example", "2031-06-01")))
    office.json("run", "later.xlsx")
    header = ("Serial Number", "Owner Email", "Effective At", "Action")
    office.book("never.xlsx", header, ("LT-0001", "eva@acme.example", "2031-06-01", "unassign"))
    office.json("run", "never.xlsx")

    (span,) = office.show("ownerships", "--serial", "LT-0001")

    assert (span["owner_email"], span["end_time"]) == ("anna@acme.example", "2031-06-01T00:00:00Z")
    assert office.show("ownerships", "--serial", "LT-0001", "--from", "2031-06-01") == []


@pytest.mark.system
def test_runs_never_share_an_instant(office: Desk) -> None:
    for _ in range(2):
        office.json("run", "monday.xlsx")
    instants = [run["recorded_at"] for run in office.show("runs")]
    assert instants == sorted(set(instants))
