"""Lists of phones that have nothing but IMEIs, before and after lists that say more."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk

_ONE, _TWO = "356938035643809", "356938035643817"
_HEADER = ("IMEI", "Model", "Type", "Email")
PHONES = (
    _HEADER,
    (_ONE, "iPhone 13", "phone", "eva@acme.example"),
    (_TWO, "iPhone 13", "phone", "jan@acme.example"),
)
SERIALS = (("Serial Number", "IMEI", "Type"), ("F17A", _ONE, "phone"), ("F17B", _TWO, "phone"))
TAGS = ("Serial Number", "Tag", "IMEI", "Type")
_OTHERS = tuple(f"3569380356438{end}" for end in ("25", "33", "41", "58", "66", "74"))


@pytest.mark.system
def test_both_lists_mean_the_same_devices_whichever_comes_first(desk: Desk) -> None:
    """Of four lists with serial numbers, two of them with tags, too, two come after the phones and two before them."""
    numbers = (_ONE, _TWO, *_OTHERS)
    phones = [(imei, "iPhone 13", "phone", f"person{at}@acme.example") for at, imei in enumerate(numbers)]
    serials = [(f"F17{at}", imei, "phone") for at, imei in enumerate(numbers)]
    tagged = [(serial, f"AT-{at}", *rest) for at, (serial, *rest) in enumerate(serials)]
    earlier = desk.book("phones.xlsx", _HEADER, *phones[:4])
    more = [
        desk.book("serials.xlsx", SERIALS[0], *serials[:2]),
        desk.book("tags.xlsx", TAGS, *tagged[2:4]),
        desk.book("other serials.xlsx", SERIALS[0], *serials[4:6]),
        desk.book("other tags.xlsx", TAGS, *tagged[6:]),
    ]
    later = desk.book("other phones.xlsx", _HEADER, *phones[4:])
    for books in ([earlier], more, [later]):
        desk.json("run", *books)

    found = {(one["serial_number"], one["imei"], one["owner_email"]) for one in desk.show("devices")}
    assert found == {(f"F17{at}", imei, f"person{at}@acme.example") for at, imei in enumerate(numbers)}
    for books in ([earlier], more, [later], [earlier], more, [later]):
        report = desk.json("run", *books)
        assert report["rows"]["unchanged"] == report["rows"]["in"] == 2 * len(books) * (1 if books is more else 2)


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
def test_a_number_that_several_devices_have_names_them_all_and_takes_none(desk: Desk) -> None:
    names = {_ONE: ("F17A", "F17B"), _OTHERS[0]: ("F18A", "F18B", "F18C")}
    serials = [(name, imei, "phone") for imei, several in names.items() for name in several]
    desk.json("run", desk.book("serials.xlsx", SERIALS[0], *serials))
    desk.json("run", desk.book("who.xlsx", ("Serial", "Email"), *((name, "eva@acme.example") for name, *_ in serials)))
    phones = desk.book("phones.xlsx", *PHONES, (_OTHERS[0], "iPhone 13", "phone", "jan@acme.example"))

    report = desk.json("run", phones, "--mode", "full", "--scope", "all", code=4)

    assert (report["rows"]["applied"], report["rows"]["rejected"]) == (1, 2)
    assert (report["absent_unassigned"], report["absent_held"]) == (0, 0)
    held = {(one["serial_number"], one["owner_email"]) for one in desk.show("devices")}
    assert held == {*((name, "eva@acme.example") for name, *_ in serials), (None, "jan@acme.example")}
    said = [one["message"] for one in report["issues"] if one["code"] == "ambiguous_device"]
    assert len(said) == len(names)
    for message, several in zip(said, names.values(), strict=True):
        assert all(f"{name} (device" in message for name in several)


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
