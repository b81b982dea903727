"""`show`: every listing and every filter."""

from __future__ import annotations

import json

import pytest

from schemas.fields import ATTRIBUTES
from tests.support.desk import Desk
from tests.support.told.listings import OPEN_END, OWNERSHIP, WHAT

DEVICE = [
    *("device_id", "org_id", "serial_number", "mac_address", "name", "type", "category", "owner_email", "version"),
]


def runs_of(desk: Desk) -> list[str]:
    return [str(run["run_id"]) for run in desk.show("runs")]


def test_an_ownership_has_the_promised_fields(plant_office: Desk) -> None:
    assert [list(span) for span in plant_office.show("ownerships")] == [OWNERSHIP] * 7


def test_an_open_end_is_shown_as_it_is(plant_office: Desk) -> None:
    (span,) = plant_office.show("ownerships", "--serial", "LT-0001", "--current")
    run = plant_office.show("runs")[1]
    assert span == {
        "id": 6,
        "org_id": "default",
        "serial_number": "LT-0001",
        "device_id": 1,
        "device_name": "Laptop 1",
        "owner_email": "eva@acme.example",
        "owner_id": 3,
        "start_time": "2025-06-01T00:00:00Z",
        "end_time": OPEN_END,
        "label": None,
        "due_at": None,
        "added_by": "it.desk",
        "recorded_at": run["recorded_at"],
        "superseded_at": OPEN_END,
        "run_id": run["run_id"],
    }


def test_a_device_has_the_promised_fields_then_its_attributes(plant_office: Desk) -> None:
    names = list(plant_office.show("devices")[0])
    attributes = {attribute.name for attribute in ATTRIBUTES}
    assert names[: len(DEVICE)] == DEVICE
    assert set(names) == set(DEVICE) | attributes | {"extra"}


def test_attributes_are_shown_by_their_type(plant_office: Desk) -> None:
    (press,) = plant_office.show("devices", "--serial", "PR-0001")
    (laptop,) = plant_office.show("devices", "--serial", "LT-0001")
    assert (press["compliance"], press["purchase_date"], press["is_rented"]) == (["CE", "RoHS"], "2024-02-29", True)
    assert (laptop["purchase_price"], laptop["owner_email"], laptop["version"]) == (1200, "eva@acme.example", 4)


def test_an_owner_has_the_promised_fields(plant_office: Desk) -> None:
    facts = ("external_user_id", "username", "department", "cost_center", "title", "manager", "location")

    assert plant_office.show("owners", "--owner", "ben@acme.example") == [
        {
            "owner_id": 2,
            "org_id": "default",
            "email": "ben@acme.example",
            "owner_name": None,
            "devices": 2,
            **dict.fromkeys((*facts, "starts_on", "ends_on")),
        }
    ]


@pytest.mark.parametrize(
    ("words", "serials"),
    [
        ((), ["LT-0001", "LT-0001", "LT-0002", "LT-0003", "LT-0005", "PH-0001", "PR-0001"]),
        (("--serial", "lt-0002"), ["LT-0002"]),
        (("--serial", " Lt-0002 "), ["LT-0002"]),
        (("--serial", "\u200bLt\u00ad-0002\ufeff"), ["LT-0002"]),
        (("--owner", "Ben@Acme.Example"), ["LT-0002", "LT-0003"]),
        (("--owner", "Ben <BEN@acme\u200b.example>"), ["LT-0002", "LT-0003"]),
        (("--owner", "nobody@acme.example"), []),
        (("--owner", "\u200b"), []),
        (("--org", "plant"), ["PR-0001"]),
        (("--current",), ["LT-0001", "LT-0002", "LT-0003", "PH-0001", "PR-0001"]),
        (("--pending",), ["LT-0005"]),
        (("--as-of", "2025-02-01"), ["LT-0001", "LT-0002", "LT-0003", "PH-0001"]),
        (("--as-of", "2025-01-09"), []),
        (("--as-of", "2025-01-10"), ["LT-0001", "LT-0002", "LT-0003", "PH-0001"]),
        (("--as-of", "2025-01-09T23:59:59Z"), []),
        (("--as-of", "2025-01-10T01:00:00+02:00"), []),
        (("--as-of", "2025-01-10T00:00:00Z"), ["LT-0001", "LT-0002", "LT-0003", "PH-0001"]),
        (("--known-at", "2020-01-01"), []),
        (("--owner", "anna@acme.example", "--current"), ["PH-0001"]),
        (("--owner", "anna@acme.example", "--from", "2025-06-01"), ["PH-0001"]),
        (("--owner", "anna@acme.example", "--from", "2025-05-31", "--to", "2025-07-01"), ["LT-0001", "PH-0001"]),
        (("--owner", "eva@acme.example", "--to", "2025-06-01"), []),
        (("--owner", "eva@acme.example", "--to", "2025-06-01T00:00:00.000001Z"), ["LT-0001"]),
        (("--owner", "eva@acme.example", "--from", "2031-01-01", "--to", "2031-01-02"), ["LT-0001", "LT-0005"]),
        (("--pending", "--from", "2032-01-01"), ["LT-0005"]),
        (("--from", "2025-06-01", "--known-at", "2020-01-01"), []),
    ],
)
def test_ownerships_are_filtered(plant_office: Desk, words: tuple[str, ...], serials: list[str]) -> None:
    assert [span["serial_number"] for span in plant_office.show("ownerships", *words)] == serials


def test_an_asset_tag_in_place_of_a_serial_number_is_told_as_one(plant_office: Desk) -> None:
    said = plant_office.say("show", "devices", "--serial", "at-1\u200b", "--format", "csv")

    assert said.code == 0
    assert "it is the asset tag of device 1 (serial number LT-0001). For its story: rollcall explain" in said.err


@pytest.mark.parametrize(
    "words", [("ownerships", "--serial", "LT-0006"), ("devices", "--serial", "LT-4711"), ("devices", "--org", "none")]
)
def test_nothing_is_told_of_what_is_no_other_identifier(plant_office: Desk, words: tuple[str, ...]) -> None:
    assert plant_office.say("show", *words, "--format", "csv").err == ""


@pytest.mark.parametrize(
    ("words", "serials"),
    [
        (("--serial", "ph-0001"), ["PH-0001"]),
        (("--owner", "EVA@acme.example"), ["LT-0001"]),
        (("--org", "plant"), ["PR-0001"]),
        (("--current",), ["LT-0001", "LT-0002", "LT-0003", "PH-0001", "PR-0001"]),
        (("--pending",), ["LT-0005"]),
        (("--owner", "anna@acme.example", "--as-of", "2025-02-01"), ["LT-0001", "PH-0001"]),
    ],
)
def test_devices_are_filtered(plant_office: Desk, words: tuple[str, ...], serials: list[str]) -> None:
    assert [device["serial_number"] for device in plant_office.show("devices", *words)] == serials


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        (("--owner", "Zoe@Plant.Example"), {"zoe@plant.example": 1}),
        (("--org", "plant"), {"zoe@plant.example": 1}),
        (("--serial", "lt-0001"), {"eva@acme.example": 1}),
        (("--pending",), {"eva@acme.example": 1}),
        (("--as-of", "2025-02-01", "--current"), {"anna@acme.example": 2, "ben@acme.example": 2}),
    ],
)
def test_owners_are_filtered(plant_office: Desk, words: tuple[str, ...], owners: dict[str, int]) -> None:
    assert {owner["email"]: owner["devices"] for owner in plant_office.show("owners", *words)} == owners


def test_a_day_is_meant_to_its_end_in_the_time_zone_of_the_settings(
    plant_office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They begin when the tenth of January does in UTC: in Los Angeles on the ninth, in Auckland on the tenth."""
    counts = {}
    for zone in ("America/Los_Angeles", "Pacific/Auckland"):
        monkeypatch.setenv("ROLLCALL_TIMEZONE", zone)
        counts[zone] = len(plant_office.show("ownerships", "--as-of", "2025-01-09"))

    assert counts == {"America/Los_Angeles": 4, "Pacific/Auckland": 0}


def test_a_window_ends_just_before_its_end(plant_office: Desk) -> None:
    """LT-0001 was Anna's until 2025-06-01 and Eva's from that instant on."""
    windows = {"may": ("2025-05-01", "2025-06-01"), "june": ("2025-06-01", "2025-07-01")}
    shown = {
        month: plant_office.show("ownerships", "--serial", "LT-0001", "--from", begin, "--to", end)
        for month, (begin, end) in windows.items()
    }
    owners = {month: [span["owner_email"] for span in spans] for month, spans in shown.items()}
    assert owners == {"may": ["anna@acme.example"], "june": ["eva@acme.example"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ownerships", "--from", "2025-06-01", "--to", "2025-06-01"), "--to must be later than --from"),
        (("ownerships", "--from", "2025-06-02", "--to", "2025-06-01"), "--to must be later than --from"),
        (("ownerships", "--from", "yesterday"), "'yesterday' is not an instant"),
        *(((what, "--to", "2025-06-01"), "rollcall show ownerships") for what in WHAT if what != "ownerships"),
    ],
)
def test_a_window_that_shows_nothing_is_refused(plant_office: Desk, words: tuple[str, ...], said: str) -> None:
    shown = plant_office.say("show", *words)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


@pytest.mark.parametrize("what", ["runs", "events"])
def test_what_held_is_not_asked_of_what_is_only_recorded(plant_office: Desk, what: str) -> None:
    shown = plant_office.say("show", what, "--as-of", "2025-06-01")
    assert (shown.code, shown.out) == (2, "")
    assert f"rollcall show {what} --known-at INSTANT" in " ".join(shown.err.split())


@pytest.mark.system
def test_devices_and_owners_are_those_that_were_on_record_then(plant_office: Desk) -> None:
    first, second = (run["recorded_at"] for run in plant_office.show("runs"))

    devices = {
        at: [row["serial_number"] for row in plant_office.show("devices", "--known-at", at)] for at in (first, second)
    }
    owners = {at: [row["email"] for row in plant_office.show("owners", "--known-at", at)] for at in (first, second)}

    assert (len(devices[first]), set(devices[second]) - set(devices[first])) == (7, {"PR-0001"})
    assert (len(owners[first]), set(owners[second]) - set(owners[first])) == (3, {"zoe@plant.example"})
    assert plant_office.show("devices", "--known-at", "2020-01-01") == []
    assert plant_office.show("owners", "--known-at", "2020-01-01") == []


def test_runs_are_listed_in_their_order_with_their_files(plant_office: Desk) -> None:
    runs = plant_office.show("runs")
    assert [run["files"] for run in runs] == ["inventory.xlsx; monday.xlsx", "plant.xlsx; tuesday.xlsx"]
    assert runs[0]["recorded_at"] < runs[1]["recorded_at"]
    assert [(run["command"], run["exit_code"], run["state_version"]) for run in runs] == [("run", 0, 1), ("run", 0, 2)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("--serial", "lt-0002"), [0]),
        (("--serial", "LT-0001"), [0, 1]),
        (("--owner", "eva@acme.example"), [0, 1]),
        (("--org", "plant"), [1]),
    ],
)
def test_runs_are_filtered_by_what_they_touched(plant_office: Desk, words: tuple[str, ...], numbers: list[int]) -> None:
    runs = runs_of(plant_office)
    assert [run["run_id"] for run in plant_office.show("runs", *words)] == [runs[number] for number in numbers]


def test_every_listing_can_be_had_of_one_run(plant_office: Desk) -> None:
    run = runs_of(plant_office)[1]
    listed = {what: plant_office.show(what, "--run", run) for what in WHAT}
    assert [device["serial_number"] for device in listed["devices"]] == ["LT-0001", "PR-0001"]
    assert {owner["email"] for owner in listed["owners"]} >= {"eva@acme.example", "zoe@plant.example"}
    assert [span["owner_email"] for span in listed["ownerships"]] == [
        "anna@acme.example",
        "eva@acme.example",
        "zoe@plant.example",
    ]
    assert [row["run_id"] for row in listed["runs"]] == [run]
    assert [(event["type"], event["serial_number"] or event["email"]) for event in listed["events"]] == [
        ("owner_created", "zoe@plant.example"),
        ("ownership_released", "LT-0001"),
        ("ownership_taken", "LT-0001"),
        ("device_created", "PR-0001"),
        ("ownership_taken", "PR-0001"),
    ]


def test_an_event_says_which_row_of_which_file_it_comes_from(plant_office: Desk) -> None:
    events = plant_office.show("events", "--serial", "lt-0001")
    assert [(event["version"], event["type"], event["file"], event["row"]) for event in events] == [
        (1, "device_created", "inventory.xlsx", 2),
        (2, "ownership_taken", "monday.xlsx", 2),
        (3, "ownership_released", "tuesday.xlsx", 2),
        (4, "ownership_taken", "tuesday.xlsx", 2),
    ]
    assert json.loads(events[3]["payload"])["previous_owner_email"] == "anna@acme.example"
