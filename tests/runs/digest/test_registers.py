"""A register that somebody contradicts by hand, in the digest: where the device is, and who has it."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.inboxes import open_inbox

_HEADER = ("Serial Number", "Name", "Type", "Category", "Location", "Owner Email")


@pytest.mark.system
def test_each_half_of_a_row_is_compared_with_the_ledger(desk: Desk) -> None:
    inbox = open_inbox(desk)
    held = [(f"S{one}", f"L{one}", "laptop", "it", "Rome", f"p{one}@acme.example") for one in range(1, 4)]
    inbox.drop("register.xlsx", _HEADER, *held, ("S4", "L4", "laptop", "it", "Rome", None), source="hr")
    assert inbox.sweep()["exit_code"] == 0
    desk.json("run", desk.book("places.xlsx", ("Serial Number", "Location"), ("S1", "Paris"), ("S4", "Paris")))
    desk.json("run", desk.book("owners.xlsx", ("Serial Number", "Owner Email"), ("S2", "zoe@acme.example")))

    told = desk.json("digest")

    assert [(one["device"], one["wanted"], one["current"], one["cause"]) for one in told["differences"]] == [
        ("S1", "p1@acme.example (location: Rome)", "p1@acme.example (location: Paris)", "changed_outside"),
        ("S2", "p2@acme.example", "zoe@acme.example", "changed_outside"),
        ("S4", "location: Rome", "location: Paris", "changed_outside"),
    ]
