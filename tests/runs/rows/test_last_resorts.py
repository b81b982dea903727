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


@pytest.mark.system
def test_a_full_list_of_phones_takes_nothing_from_those_it_names(desk: Desk) -> None:
    desk.json("run", desk.book("phones.xlsx", *PHONES))
    desk.json("run", desk.book("more.xlsx", *SERIALS))

    report = desk.json("run", "phones.xlsx", "--mode", "full")
    assert (report["rows"]["unchanged"], report["absent_unassigned"], report["absent_held"]) == (2, 0, 0)


@pytest.mark.system
def test_the_id_of_a_list_never_changes_the_device_that_has_it_as_its_tag(desk: Desk) -> None:
    desk.json(
        "run", desk.book("stock.xlsx", ("Serial", "Asset Tag", "Type", "Category"), ("K1", 100001, "laptop", "it"))
    )
    header = ("ID", "Model", "Type", "Category", "Status", "Email")
    rows = ((100001, "Foo", "monitor", "it", "new", "eva@acme.example"), (100002, "Bar", "monitor", "it", "new", None))

    report = desk.json("run", desk.book("ids.xlsx", header, *rows), code=4)

    assert (report["rows"]["applied"], report["rows"]["rejected"]) == (1, 1)
    found = {(one["serial_number"], one["asset_tag"], one["type"], one["owner_email"]) for one in desk.show("devices")}
    assert found == {("K1", "100001", "laptop", None), (None, "100002", "monitor", None)}
    (said,) = [one for one in report["issues"] if one["code"] == "ambiguous_device"]
    assert "that of K1 (device 1)" in said["message"]


@pytest.mark.system
@pytest.mark.parametrize("others", [(), (("F17C", _ONE, "phone"),)], ids=["two", "three"])
def test_a_number_that_several_devices_have_names_them_all_and_takes_none(
    others: tuple[tuple[str, ...], ...], desk: Desk
) -> None:
    serials = (("Serial Number", "IMEI", "Type"), ("F17A", _ONE, "phone"), ("F17B", _ONE, "phone"), *others)
    names = [row[0] for row in serials[1:]]
    desk.json("run", desk.book("serials.xlsx", *serials))
    desk.json("run", desk.book("who.xlsx", ("Serial", "Email"), *((name, "eva@acme.example") for name in names)))

    report = desk.json("run", desk.book("phones.xlsx", *PHONES), "--mode", "full", "--scope", "all", code=4)

    assert (report["rows"]["applied"], report["rows"]["rejected"]) == (1, 1)
    assert (report["absent_unassigned"], report["absent_held"]) == (0, 0)
    held = {(one["serial_number"], one["owner_email"]) for one in desk.show("devices")}
    assert held == {*((name, "eva@acme.example") for name in names), (None, "jan@acme.example")}
    (said,) = [one for one in report["issues"] if one["code"] == "ambiguous_device"]
    assert all(f"{name} (device" in said["message"] for name in names)


@pytest.mark.system
def test_a_serial_number_by_a_tag_that_is_the_number_of_another_system_is_told(desk: Desk) -> None:
    header = ("ID", "Model", "Type", "Category", "Status")
    desk.json("run", desk.book("ids.xlsx", header, (100001, "Foo", "monitor", "it", "new")))
    serials = ("Serial", "Asset Tag", "Type", "Category")
    stock = desk.book("stock.xlsx", serials, ("K1", 100001, "monitor", "it"), ("K2", 100002, "monitor", "it"))

    report = desk.json("run", stock)

    (said,) = [one for one in report["issues"] if one["code"] == "stand_in_tag"]
    assert (said["cell"], said["severity"]) == ("B2", "warning")
    assert said["message"].endswith(
        '"100001" is on record as the number of a device in another system, which stands for its asset tag: the row is '
        "taken for that device, which gets the serial number K1."
    )
    assert [one["code"] for one in desk.json("run", stock)["issues"] if one["code"] == "stand_in_tag"] == []


@pytest.mark.system
def test_a_row_that_gives_that_number_too_or_an_imei_as_its_tag_is_no_cause_for_doubt(desk: Desk) -> None:
    ids = ("ID", "Model", "Type", "Category", "Status")
    desk.json("run", desk.book("ids.xlsx", ids, (100001, "Foo", "monitor", "it", "new")))
    desk.json("run", desk.book("phones.xlsx", *PHONES))
    both = ("Serial", "Asset Tag", "External ID", "IMEI", "Type", "Category")
    rows = (("K1", 100001, 100001, None, "monitor", "it"), ("F17A", _ONE, None, None, "phone", "it"))

    report = desk.json("run", desk.book("stock.xlsx", both, *rows))

    assert report["actions"]["update"] == 2
    assert "stand_in_tag" not in [one["code"] for one in report["issues"]]
