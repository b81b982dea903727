"""Lists of phones that have nothing but IMEIs, before and after lists that say more."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk

_ONE, _TWO = "356938035643809", "356938035643817"
PHONES = (
    ("IMEI", "Model", "Type", "Email"),
    (_ONE, "iPhone 13", "phone", "eva@acme.example"),
    (_TWO, "iPhone 13", "phone", "jan@acme.example"),
)
SERIALS = (("Serial Number", "IMEI", "Type"), ("F17A", _ONE, "phone"), ("F17B", _TWO, "phone"))
TAGS = (("Serial Number", "Tag", "IMEI", "Type"), ("F17A", "AT-1", _ONE, "phone"), ("F17B", "AT-2", _TWO, "phone"))


@pytest.mark.system
@pytest.mark.parametrize("more", [SERIALS, TAGS], ids=["serial numbers", "tags, too"])
@pytest.mark.parametrize("is_first", [True, False], ids=["phones first", "phones last"])
def test_both_lists_mean_the_same_devices(more: tuple[tuple[str, ...], ...], is_first: bool, desk: Desk) -> None:  # noqa: FBT001
    books = [desk.book("phones.xlsx", *PHONES), desk.book("more.xlsx", *more)]
    for book in books if is_first else reversed(books):
        desk.json("run", book)

    found = {(one["serial_number"], one["imei"], one["owner_email"]) for one in desk.show("devices")}
    assert found == {("F17A", _ONE, "eva@acme.example"), ("F17B", _TWO, "jan@acme.example")}
    for book in (*books, *books):
        assert desk.json("run", book)["rows"]["unchanged"] == 2


def test_a_full_list_of_phones_takes_nothing_from_those_it_names(desk: Desk) -> None:
    desk.json("run", desk.book("phones.xlsx", *PHONES))
    desk.json("run", desk.book("more.xlsx", *SERIALS))

    report = desk.json("run", "phones.xlsx", "--mode", "full")
    assert (report["rows"]["unchanged"], report["absent_unassigned"], report["absent_held"]) == (2, 0, 0)
