"""A device that somebody has today and that goes to another on a later day: what its holder may still be told."""

from __future__ import annotations

import pytest

from tests.support.books.exports import NO_ACTION
from tests.support.desk import Desk

HEADER = ("Serial Number", "Owner Email", "Effective At", "End At", "Label", "Due At")
ANNA, BEN = "anna@acme.example", "ben@acme.example"


def _spans(desk: Desk) -> list[tuple[object, ...]]:
    spans = desk.show("ownerships", "--serial", "LT-0001")
    return [(span["owner_email"], span["start_time"][:4], span["end_time"][:10], span["label"]) for span in spans]


@pytest.mark.system
def test_the_holder_of_today_is_updated_beside_a_pending_hand_over_and_that_is_undone(office: Desk) -> None:
    office.json("run", office.book("next.xlsx", HEADER, ("LT-0001", BEN, "2099-01-01")))
    before = _spans(office)
    row = ("LT-0001", ANNA, None, "2098-06-30", "desk 7", "2098-03-01")
    report = office.json("run", office.book("desk.xlsx", HEADER, row))

    assert report["actions"] == {**NO_ACTION, "update": 1}
    assert [span[:1] + span[2:] for span in _spans(office)] == [
        (ANNA, "2098-06-30", "desk 7"),
        (BEN, "2999-12-31", None),
    ]
    assert office.json("run", "desk.xlsx")["reasons"] == {"already_assigned": 1}

    office.json("undo", report["run_id"], "-o", "undo.xlsx")
    assert office.json("apply", "undo.xlsx")["actions"] == {**NO_ACTION, "update": 1}
    assert _spans(office) == before
    assert office.json("verify")["ok"]


@pytest.mark.system
def test_an_end_that_reaches_into_a_pending_hand_over_is_rejected(office: Desk) -> None:
    office.json("run", office.book("next.xlsx", HEADER, ("LT-0001", BEN, "2099-01-01")))
    for end in ("2099-06-30", "<clear>"):
        rows = office.book("desk.xlsx", HEADER, ("LT-0001", ANNA, None, end, "desk 7"))
        assert office.json("run", rows, code=4)["reasons"] == {"pending_span_exists": 1}
    assert [span[3] for span in _spans(office)] == ["desk", None]
