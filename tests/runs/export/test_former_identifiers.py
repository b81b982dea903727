"""Lists that go on giving a serial number that was corrected: the device is not put on record a second time."""

from __future__ import annotations

import pytest

from tests.support.books.exports import edited, export, messages, typed
from tests.support.desk import Desk
from tests.support.office import INVENTORY, asked

_RIGHT = "LT-7001"
_LAPTOP = ("Laptop", "laptop", "computers", "Rome", 1200)


@pytest.fixture
def corrected(office: Desk) -> Desk:
    """The office, where the serial number LT-0001 was a mistake."""
    _correct(office, "LT-0001", "serial_number", _RIGHT)
    return office


def _correct(office: Desk, serial_number: str, field: str, value: str) -> None:
    register = export(office, f"{field}.xlsx", "--as", "register")
    office.json("run", edited(register, typed("Register", serial_number, field, value)))


@pytest.mark.system
def test_a_row_with_the_former_one_is_held_back_and_says_which_device_it_may_mean(corrected: Desk) -> None:
    devices = corrected.show("devices")
    corrected.book("late.xlsx", *asked(("LT-0001", "carla@acme.example", "2025-03-01", None)))
    corrected.book("stock.xlsx", INVENTORY[0], ("LT-0001", None, *_LAPTOP))

    report = corrected.json("run", "late.xlsx", "stock.xlsx", "--create-devices", "--default-type", "laptop")

    assert report["reasons"] == {"suspect_device": 2}
    for said in messages(report, "warning"):
        assert said.endswith("LT-0001 was the serial number of the device LT-7001 until that was corrected.")
    hints = {issue["hint"] for issue in report["issues"]}
    assert hints == {
        'If it is that device, write LT-7001; if it is new all the same, let it in with --allow "new-device=LT-0001".'
    }
    assert corrected.show("devices") == devices

    (said,) = messages(corrected.json("check", "late.xlsx"), "warning")
    assert said.endswith("the serial number LT-0001 is not on record any more: it was corrected.")


@pytest.mark.system
def test_beside_what_the_device_has_now_both_are_told_and_alone_it_may_be_of_a_new_one(corrected: Desk) -> None:
    _correct(corrected, _RIGHT, "asset_tag", "AT-71")
    corrected.book("beside.xlsx", INVENTORY[0], ("LT-0001", "AT-71", *_LAPTOP))
    (said,) = messages(corrected.json("run", "beside.xlsx", code=4))
    assert said.endswith(
        "serial number LT-0001 was that of LT-7001 (device 1) until it was corrected; asset tag AT-71 belongs to "
        "LT-7001 (device 1)."
    )
    corrected.book("new.xlsx", INVENTORY[0], ("LT-0001", None, *_LAPTOP), ("LT-0099", "AT-1", *_LAPTOP))

    report = corrected.json("run", "new.xlsx", "--allow", "new-device=LT-0001")

    assert report["actions"]["create"] == 2
