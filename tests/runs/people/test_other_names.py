"""A person's number beside quite another name: warned, in a list of devices and in one of people."""

from __future__ import annotations

import pytest

from tests.support.books.exports import messages
from tests.support.desk import Desk

_PEOPLE = ("Employee number", "Full name", "Email")


@pytest.mark.system
def test_a_number_beside_another_name_is_warned(desk: Desk) -> None:
    desk.json("run", desk.book("staff.xlsx", _PEOPLE, ("4711", "Anna Bell", "anna@acme.example")))
    header = ("Serial", "Name", "Type", "Model", "Employee number", "Full name")
    listed = desk.book("list.xlsx", header, ("N1", "L", "laptop", "T14", "4711", "Ben Cole"))
    staff = desk.book("later.xlsx", _PEOPLE, ("4711", "Jon Smith", "jon@acme.example"))

    (taken,) = messages(desk.json("run", listed), "warning")
    (renamed,) = messages(desk.json("plan", staff), "warning")

    assert taken.endswith("that of Anna Bell, for whom it was taken; but the row says Ben Cole.")
    assert renamed.endswith(
        "Anna Bell is called Jon Smith from now on, since the row gives the same number, login or address."
    )
