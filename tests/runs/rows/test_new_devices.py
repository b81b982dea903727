"""Lists that do not say all that a new device needs."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, Record
from tests.support.strength import sampled

BARE = (("Serial Number", "Model", "Location"), ("X-1", "T14", "Paris"), ("X-2", None, "Lyon"), ("X-3", "T14", None))
MONITOR = ("Dell P2419H", "monitor", "displays")
NAMES = (("Name", "Type", "Category"), MONITOR, MONITOR, ("dell p2419h", "monitor", "displays"), ("Hub", "hub", "iot"))
WANTED = ("name", "type", "category", "location")


def devices(desk: Desk) -> dict[str, tuple[object, ...]]:
    return {device["serial_number"]: tuple(device[name] for name in WANTED) for device in desk.show("devices")}


def errors(report: Record) -> list[tuple[object, ...]]:
    return [tuple(issue[name] for name in ("code", "file", "row", "message", "hint")) for issue in report["issues"]]


def test_what_all_rows_lack_is_one_error_that_names_the_option(desk: Desk) -> None:
    desk.book("list.xlsx", *BARE)

    report = desk.json("run", "list.xlsx", code=4)

    assert report["reasons"] == {"missing_value": 3}
    assert errors(report) == [
        (
            *("missing_value", "list.xlsx", None),
            "list.xlsx, sheet Sheet1: 3 rows are of devices that are not on record, and neither type nor category is "
            "given.",
            "Say --default-type TYPE (and --default-category CATEGORY) for all of them, or fill in one of the two "
            "columns.",
        )
    ]


@pytest.mark.system
def test_what_one_row_lacks_is_told_at_its_row(desk: Desk) -> None:
    desk.book("list.xlsx", *BARE[:2])

    (error,) = errors(desk.json("run", "list.xlsx", code=4))

    assert error[2] == 2
    assert error[4] == "Fill in type and category, or use --default-type."


def test_a_list_with_some_new_devices_says_how_to_put_them_on_record(desk: Desk) -> None:
    header = ("Email", "Device", "Serial")
    first = [("ann@acme.example", "MacBook Pro 14", "C02AAA1"), ("bob@acme.example", "ThinkPad T14", "PF0BBB2")]
    desk.book("list.xlsx", header, *first)
    desk.json("run", "list.xlsx")
    desk.book("list.xlsx", header, *first, ("cy@acme.example", "ThinkPad T14", "PF0CCC3"))

    report = desk.json("run", "list.xlsx")

    (hint,) = [issue for issue in report["issues"] if issue["code"] == "unknown_device"]
    assert (report["rows"]["skipped"], hint["severity"]) == (1, "warning")
    assert "some rows (1) name devices that are not on record, and were left out" in hint["message"]
    assert "by saying --kind register" in hint["hint"]
    assert desk.json("run", "list.xlsx", "--kind", "register")["created"] == {"devices": 1, "owners": 1}


@pytest.mark.system
def test_a_list_of_new_devices_that_looks_like_assignments_is_told_how_to_be_read(desk: Desk) -> None:
    desk.book("known.xlsx", ("Asset ID", "Type"), ("A-0", "pc"))
    desk.json("run", "known.xlsx")
    header = ("Asset ID", "Device Name", "Owner", "Screens")
    lists = desk.book("list.xlsx", header, ("A-1", "PC-01", "anna@acme.example", 2), ("A-2", "PC-02", None, 1))

    report = desk.json("run", lists, code=4)

    (hint,) = [issue for issue in report["issues"] if issue["code"] == "unknown_device"]
    assert (report["rows"]["skipped"], hint["severity"], hint["row"]) == (1, "warning", None)
    assert hint["message"] == (
        "list.xlsx, sheet Sheet1: none of the rows (2) names a device on record; the sheet is read as a list of who "
        "has which device, not of what the devices are."
    )
    assert hint["hint"] == (
        "To put these devices on record, say --kind register. If they should be on record, check the identifiers."
    )
    assert desk.json("run", lists, "--kind", "register", "--default-type", "pc")["created"]["devices"] == 2
    assert [device["extra"] for device in desk.show("devices")] == [None, '{"Screens":"2"}', '{"Screens":"1"}']
    desk.book("several.xlsx", header[:3], ("A-7", "PC-07", "anna@acme.example"), ("A-9", "PC-09", None))
    assert [one["hint"] for one in desk.json("run", "several.xlsx", code=4)["issues"] if one["row"] is None] == [
        hint["hint"]
    ]
    desk.book("next.xlsx", header[:3], ("A-8", "PC-08", "anna@acme.example"))
    assert not [one for one in desk.json("run", "next.xlsx")["issues"] if one["code"] == "unknown_device"]


def test_the_first_list_of_who_has_what_puts_its_devices_on_record(desk: Desk) -> None:
    desk.book("list.xlsx", ("Email", "Device", "Serial"), ("anna@acme.example", "Latitude 5440", "X-1"))
    desk.book("later.xlsx", ("Email", "Device", "Serial"), ("anna@acme.example", "Latitude 5440", "X-2"))

    report = desk.json("run", "list.xlsx")

    (note,) = [one for one in report["issues"] if one["code"] == "unknown_device"]
    assert (report["actions"]["create"], report["actions"]["assign"], note["severity"]) == (1, 1, "note")
    assert "no device is on record yet" in note["message"]
    assert devices(desk) == {"X-1": ("Latitude 5440", "laptop", "laptop", None)}
    assert desk.json("run", "later.xlsx")["reasons"] == {"unknown_device": 1}


def test_beside_a_list_of_devices_or_where_it_is_said_it_only_says_who_has_them(desk: Desk) -> None:
    desk.book("list.xlsx", ("Email", "Device", "Serial"), ("anna@acme.example", "MacBook Air", "X-1"))
    desk.book("devices.xlsx", ("Serial", "Type"), ("X-2", "laptop"))

    said = desk.json("check", "list.xlsx", "--kind", "assignments")
    beside = desk.json("run", "list.xlsx", "devices.xlsx")

    assert said["reasons"] == beside["reasons"] == {"unknown_device": 1}
    assert devices(desk).keys() == {"X-2"}


@pytest.mark.system
@pytest.mark.parametrize("flag", sampled(["--default-type", "--default-device-type"], every=2))
def test_the_option_creates_them_and_the_same_list_then_changes_nothing(desk: Desk, flag: str) -> None:
    desk.book("list.xlsx", *BARE)

    desk.json("run", "list.xlsx", flag, "laptop", "--default-category", "computers")

    assert devices(desk) == {
        "X-1": ("T14 X-1", "laptop", "computers", "Paris"),
        "X-2": ("X-2", "laptop", "computers", "Lyon"),
        "X-3": ("T14 X-3", "laptop", "computers", None),
    }
    assert desk.json("run", "list.xlsx", flag, "tablet")["rows"]["unchanged"] == 3


@pytest.mark.system
def test_a_source_says_what_its_devices_are(desk: Desk) -> None:
    (desk.folder / "rollcall.toml").write_text(
        '[sources.it.defaults]\ntype = "laptop"\nlocation = "Store"\nsupplier = "Kontor"\n'
    )
    desk.book("list.xlsx", *BARE)
    desk.book("given.xlsx", ("Serial Number", "Owner Email"), ("X-4", "eva@acme.example"))

    desk.json("run", "list.xlsx", "given.xlsx", "--source", "it", "--create-devices")

    assert devices(desk) == {
        "X-1": ("T14 X-1", "laptop", "laptop", "Paris"),
        "X-2": ("X-2", "laptop", "laptop", "Lyon"),
        "X-3": ("T14 X-3", "laptop", "laptop", "Store"),
        "X-4": ("X-4", "laptop", "unknown", "Store"),
    }
    assert {device["supplier"] for device in desk.show("devices")} == {"Kontor"}
    assert desk.json("run", "list.xlsx", "--source", "it")["rows"]["unchanged"] == 3
    assert desk.say("verify").code == 0


def test_the_defaults_of_a_source_are_texts_of_devices(desk: Desk) -> None:
    (desk.folder / "rollcall.toml").write_text('[sources.it.defaults]\npurchase_price = "1"\n')
    desk.book("list.xlsx", *BARE)

    said = desk.say("run", "list.xlsx", "--source", "it")

    assert said.code == 2
    assert 'New devices cannot have a default for "purchase_price"' in said.err


@pytest.mark.system
def test_a_plan_carries_what_was_filled_in(desk: Desk) -> None:
    desk.book("list.xlsx", *BARE)

    desk.json("plan", "list.xlsx", "--default-type", "laptop", "-o", "plan.xlsx")
    desk.json("apply", "plan.xlsx")

    assert devices(desk)["X-1"] == ("T14 X-1", "laptop", "laptop", "Paris")


@pytest.mark.system
def test_rows_that_share_a_name_and_give_nothing_else_are_no_device(desk: Desk) -> None:
    desk.book("list.xlsx", *NAMES)

    report = desk.json("run", "list.xlsx", code=4)

    assert report["reasons"] == {"missing_identifier": 3}
    assert report["actions"]["create"] == 1
    assert errors(report) == [
        (
            *("missing_identifier", "list.xlsx", None),
            "list.xlsx, sheet Sheet1: 3 rows share their name with another row, and nothing else tells them apart.",
            "Give each its own serial number, asset tag or MAC address.",
        )
    ]


@pytest.mark.system
def test_a_name_in_another_case_is_the_device_on_record_and_its_name_stays(desk: Desk) -> None:
    desk.book("old.xlsx", ("Serial Number", "Name", "Type"), ("S-1", "DESKTOP-AB12", "laptop"))
    desk.book("new.xlsx", ("Name", "Location"), ("desktop-ab12", "Lyon"))
    desk.book("given.xlsx", ("Device Name", "Owner Email"), ("Desktop-AB12", "eva@acme.example"))
    desk.json("run", "old.xlsx")

    assert desk.json("run", "new.xlsx", "--kind", "inventory")["actions"]["update"] == 1
    assert desk.json("run", "given.xlsx")["actions"]["assign"] == 1
    assert devices(desk) == {"S-1": ("DESKTOP-AB12", "laptop", "laptop", "Lyon")}


@pytest.mark.system
def test_the_story_of_a_device_says_that_something_was_filled_in(desk: Desk) -> None:
    desk.book("list.xlsx", *BARE)
    desk.book("whole.xlsx", ("Serial Number", "Name", "Type", "Category"), ("X-9", "Nine", "laptop", "computers"))
    desk.json("run", "list.xlsx", "whole.xlsx", "--default-type", "laptop")

    filled, whole = (desk.json("explain", serial) for serial in ("X-1", "X-9"))

    aside = "What the row leaves blank of these follows from"
    assert aside in str(filled)
    assert aside not in str(whole)


@pytest.mark.system
def test_a_register_has_one_error_for_what_its_rows_lack(desk: Desk) -> None:
    header = ("Serial Number", "Model", "Owner Email")
    desk.book("list.xlsx", header, ("X-1", "T14", "eva@acme.example"), ("X-2", "T14", "ben@acme.example"))

    assert [error[:3] for error in errors(desk.json("run", "list.xlsx", code=4))] == [
        ("missing_value", "list.xlsx", None)
    ]
    assert desk.json("run", "list.xlsx", "--default-type", "laptop")["actions"]["assign"] == 2
