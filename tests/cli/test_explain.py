"""`explain`: the whole story of a device, for people and for programs."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.office import INVENTORY, asked
from tests.support.strength import sampled
from tests.support.told.stories import branch, sha256


def test_the_story_goes_from_the_ownership_to_the_cell(moved: Desk) -> None:
    said = moved.say("explain", "lt-0001")

    first, second = moved.show("runs")
    assert (said.code, said.err) == (0, "")
    assert branch(said.out, "eva@acme.example from 2025-06-01T00:00:00Z until further notice: holds it now") == [
        f"4. ownership_taken at {second['recorded_at']}: until further notice; after anna@acme.example",
        f"no plan: written at once by rollcall run {second['run_id']}, by {second['user_name']}",
        "rule: The device was held by another owner: assign hands it over (--on-conflict reassign).",
        f"moves.xlsx, sheet Sheet1, row 2  (SHA-256 {sha256(moved, 'moves.xlsx')[:12]})",
        "cell B2, owner_email: Eva@acme.example",
        "cell C2, effective_at: 2025-06-01",
    ]
    assert branch(said.out, "1. device_created")[2:] == [
        f"inventory.xlsx, sheet Sheet1, row 2  (SHA-256 {sha256(moved, 'inventory.xlsx')[:12]})",
        "cell A2, serial_number: LT-0001",
        "cell B2, asset_tag: AT-1",
        "cell C2, name: Laptop 1",
        "cell D2, type: laptop",
        "cell E2, category: computers",
        "cell F2, location: Berlin",
        "cell G2, purchase_price: 1200",
    ]
    assert "device 1, version 4: Laptop 1, laptop, computers, Berlin" in said.out
    assert f"rollcall run {first['run_id']}" in said.out


def test_an_ownership_is_told_with_all_that_changed_it(moved: Desk) -> None:
    first, second = (run["recorded_at"] for run in moved.show("runs"))

    below = branch(moved.say("explain", "LT-0001").out, "anna@acme.example from 2025-01-10T00:00:00Z until 2025-06-01")

    assert [line for line in below if line[0].isdigit()] == [
        f"2. ownership_taken at {first}: until further notice  (believed until {second})",
        f"3. ownership_released at {second}: until further notice -> 2025-06-01T00:00:00Z",
    ]


def test_the_rows_that_named_it_are_listed_too(moved: Desk) -> None:
    run = moved.show("runs")[1]["run_id"]

    assert branch(moved.say("explain", "LT-0001").out, "rows that named it")[-1] == (
        "moves.xlsx, sheet Sheet1, row 2: applied: LT-0001 passed from anna@acme.example to eva@acme.example "
        f"on 2025-06-01.  (run {run})"
    )


def test_programs_get_the_same_story(moved: Desk) -> None:
    story = moved.json("explain", "LT-0001")

    assert (story["ok"], story["command"], story["exit_code"]) == (True, "explain", 0)
    assert [device["name"] for device in story["devices"]] == ["Laptop 1"]
    assert [(span["owner_email"], span["end_time"], span["status"]) for span in story["spans"]] == [
        ("anna@acme.example", "2999-12-31T23:59:59Z", "superseded"),
        ("anna@acme.example", "2025-06-01T00:00:00Z", "past"),
        ("eva@acme.example", "2999-12-31T23:59:59Z", "current"),
    ]
    assert [(event["type"], event["file"], event["cell"]) for event in story["events"]] == [
        ("device_created", "inventory.xlsx", "A2"),
        ("ownership_taken", "monday.xlsx", "B2"),
        ("ownership_released", "moves.xlsx", "B2"),
        ("ownership_taken", "moves.xlsx", "B2"),
    ]
    assert [(row["file"], row["row"], row["outcome"], row["action"]) for row in story["rows"]] == [
        ("inventory.xlsx", 2, "applied", "create"),
        ("monday.xlsx", 2, "applied", "assign"),
        ("moves.xlsx", 2, "applied", "reassign"),
    ]
    assert story["rows"][2]["cells"]["owner_email"] == "Eva@acme.example"


@pytest.mark.parametrize(
    ("typed", "found_by"),
    sampled(
        [
            ("\u200blt-0001 ", "serial_number"),
            (" at-1\ufeff", "asset_tag"),
            ("1", "device_id"),
            ("Laptop  1", "name"),
        ],
        every=4,
    ),
)
def test_any_identifier_tells_the_same_story(moved: Desk, typed: str, found_by: str) -> None:
    by_serial, story = moved.json("explain", "LT-0001"), moved.json("explain", typed)

    assert (story["identifier"], story["found_by"]) == (typed, found_by)
    assert story["serial_number"] == (typed if found_by == "serial_number" else "LT-0001")
    told = ("ok", "command", "exit_code", "devices", "spans", "events", "rows")
    assert [story[name] for name in told] == [by_serial[name] for name in told]


@pytest.mark.system
def test_a_device_without_a_serial_number_is_told_by_its_mac_address(office: Desk) -> None:
    office.book("sensors.xlsx", ("MAC", "Name", "Type", "Category"), ("aa:bb:cc:dd:ee:01", "Hall", "sensor", "iot"))
    office.json("run", "sensors.xlsx")

    story = office.json("explain", "AABB.CCDD.EE01")

    assert (story["found_by"], story["serial_number"], [one["name"] for one in story["devices"]]) == (
        *("mac_address", None),
        ["Hall"],
    )
    assert "device 8, version 1: Hall, sensor, iot" in office.say("explain", "AABB.CCDD.EE01").out


def test_a_device_that_is_asked_for_otherwise_is_told_with_its_serial_number(moved: Desk) -> None:
    assert "device 1, serial number LT-0001, version 4: Laptop 1, laptop" in moved.say("explain", "AT-1").out


@pytest.mark.system
def test_a_name_that_several_devices_have_lists_them(office: Desk) -> None:
    office.book("twins.xlsx", INVENTORY[0], *((f"LT-002{n}", None, "Twin", "laptop", "computers") for n in (1, 2)))
    office.json("run", "twins.xlsx")

    said = office.say("explain", "Twin")

    assert (said.code, said.out) == (2, "")
    assert "Twin is the name of 2 devices: 8 (serial number LT-0021), 9 (serial number LT-0022)." in said.err
    assert "rollcall explain 8" in said.err
    assert office.json("explain", "Twin", code=2)["error"]["code"] == "ambiguous_device"


@pytest.mark.system
def test_what_would_upset_a_terminal_is_told_without_it(office: Desk) -> None:
    office.book("odd.xlsx", *asked(("LT-0004", "eva@acme.example", None, "two\nlines \u202e and " + "more " * 50)))
    office.json("run", "odd.xlsx")

    (told,) = (line for line in office.say("explain", "LT-0004").out.splitlines() if "cell D2, label: " in line)

    assert "two lines and more more" in told
    assert told.endswith("...")


@pytest.mark.system
def test_a_serial_number_that_only_a_skipped_row_named_has_a_story_too(moved: Desk) -> None:
    said = moved.say("explain", "LT-0099")

    assert said.code == 0
    assert "moves.xlsx, sheet Sheet1, row 3: skipped / unknown_device: " in said.out


@pytest.mark.system
@pytest.mark.parametrize(
    ("header", "typed", "asked_for"),
    sampled(
        [
            ("Asset Tag", "AT-99", "at-99"),
            ("Serial Number", "\u200blt\u00ad-0098", "LT-0098"),
            ("Serial Number", "LT-0098", "\ufefflt-0098"),
            ("Device Name", "Front desk", " Front  desk"),
        ],
        every=4,
    ),
)
def test_what_only_a_skipped_row_named_is_found_however_it_was_typed(
    office: Desk, header: str, typed: str, asked_for: str
) -> None:
    office.book("moves.xlsx", (header, "Owner Email"), (typed, "eva@acme.example"))
    office.say("run", "moves.xlsx")

    story = office.json("explain", asked_for)

    assert ([row["reason"] for row in story["rows"]], story["devices"]) == (["unknown_device"], [])
    assert (story["found_by"], story["serial_number"]) == (None, asked_for)


def test_an_asset_tag_on_record_that_no_row_of_its_own_named_is_known(moved: Desk) -> None:
    assert "nobody so far" in moved.say("explain", "AT-6").out


def test_a_device_that_nobody_ever_held_says_so(moved: Desk) -> None:
    assert "nobody so far" in moved.say("explain", "LT-0006").out


@pytest.mark.system
def test_a_serial_number_that_nothing_is_known_of_is_refused(moved: Desk) -> None:
    said = moved.say("explain", "LT-4711")

    assert (said.code, said.out) == (2, "")
    assert "LT-4711" in said.err
    assert "rollcall show devices" in said.err
    assert moved.json("explain", "LT-4711", code=2)["error"]["code"] == "usage"


@pytest.mark.system
def test_another_organization_knows_nothing_of_it(moved: Desk) -> None:
    assert moved.say("explain", "LT-0001", "--org", "plant").code == 2
