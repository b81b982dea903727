"""`explain`: the whole story of a device, for people and for programs."""

from __future__ import annotations

import pytest

from tests.cli.desk import Desk
from tests.cli.office import asked


@pytest.fixture(scope="module")
def moved(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office, then LT-0001 passes to Eva and a row about an unknown device is skipped; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("moved"))
    desk.book("moves.xlsx", *asked(("LT-0001", "eva@acme.example", "2025-06-01"), ("LT-0099", "eva@acme.example")))
    assert desk.say("run", "moves.xlsx").code == 0
    return desk


def test_the_story_goes_from_the_file_to_the_span(moved: Desk) -> None:
    said = moved.say("explain", "lt-0001")

    assert (said.code, said.err) == (0, "")
    runs = [run["run_id"] for run in moved.show("runs")]
    told = [
        "device 1, version 4: Laptop 1, laptop, computers, Berlin",
        "anna@acme.example from 2025-01-10T00:00:00Z until 2025-06-01T00:00:00Z, label desk",
        "eva@acme.example from 2025-06-01T00:00:00Z until",
        "1. device_created at",
        "inventory.xlsx, sheet Sheet1, row 2  (SHA-256",
        f"rollcall run {runs[0]}",
        "4. ownership_taken at",
        "moves.xlsx, sheet Sheet1, row 2: applied: LT-0001 passed from anna@acme.example to eva@acme.example",
        f"(run {runs[1]})",
    ]
    assert [line for line in told if line not in said.out] == []


def test_a_belief_that_was_corrected_is_told_with_its_time(moved: Desk) -> None:
    recorded = moved.show("runs")[1]["recorded_at"]
    assert f"(believed until {recorded})" in moved.say("explain", "LT-0001").out


def test_programs_get_the_same_story(moved: Desk) -> None:
    story = moved.json("explain", "LT-0001")

    assert (story["ok"], story["command"], story["exit_code"]) == (True, "explain", 0)
    assert [device["name"] for device in story["devices"]] == ["Laptop 1"]
    assert [(span["owner_email"], span["end_time"]) for span in story["spans"]] == [
        ("anna@acme.example", "2999-12-31T23:59:59Z"),
        ("anna@acme.example", "2025-06-01T00:00:00Z"),
        ("eva@acme.example", "2999-12-31T23:59:59Z"),
    ]
    assert [event["type"] for event in story["events"]] == [
        "device_created",
        "ownership_taken",
        "ownership_released",
        "ownership_taken",
    ]
    assert [(row["file"], row["row"], row["outcome"], row["action"]) for row in story["rows"]] == [
        ("inventory.xlsx", 2, "applied", "create"),
        ("monday.xlsx", 2, "applied", "assign"),
        ("moves.xlsx", 2, "applied", "reassign"),
    ]
    assert story["rows"][2]["cells"]["owner_email"] == "eva@acme.example"


def test_a_serial_number_that_only_a_skipped_row_named_has_a_story_too(moved: Desk) -> None:
    said = moved.say("explain", "LT-0099")

    assert said.code == 0
    assert "moves.xlsx, sheet Sheet1, row 3: skipped / unknown_device: " in said.out


def test_a_device_that_nobody_ever_held_says_so(moved: Desk) -> None:
    assert "nobody so far" in moved.say("explain", "LT-0006").out


def test_a_serial_number_that_nothing_is_known_of_is_refused(moved: Desk) -> None:
    said = moved.say("explain", "LT-4711")

    assert (said.code, said.out) == (2, "")
    assert "LT-4711" in said.err
    assert "rollcall show devices" in said.err
    assert moved.json("explain", "LT-4711", code=2)["error"]["code"] == "usage"


def test_another_organization_knows_nothing_of_it(moved: Desk) -> None:
    assert moved.say("explain", "LT-0001", "--org", "plant").code == 2
