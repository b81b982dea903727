"""`explain OWNER`: who a person is, what the person holds, and which cells said so."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk
from tests.support.strength import sampled

_REGISTER = ("Serial Number", "Name", "Type", "Category", "Assigned to", "Employee number")
_STAFF = ("First Name", "Last Name", "Email", "Employee Number", "Department")


@pytest.fixture(scope="module")
def known(no_settings_of_the_tester: None, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose ledger has Anna with a laptop, then another address and a department of hers; only to be read."""
    desk = Desk(tmp_path_factory.mktemp("known"))
    desk.book("register.xlsx", _REGISTER, ("LT-1", "L1", "laptop", "computers", "anna@acme.example", "4711"))
    desk.book("staff.xlsx", _STAFF, ("Anna", "Bell", "anna.bell@acme.example", "4711", "Sales"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        for file in ("register.xlsx", "staff.xlsx"):
            assert desk.say("run", file).code == 0
    return desk


@pytest.mark.parametrize(
    "typed",
    sampled(
        ["anna.bell@acme.example", "Anna@ACME.example", "4711", "anna bell", "Bell, Anna", " ANNA  BELL "], every=3
    ),
)
def test_a_person_is_found_by_whatever_names_the_person(typed: str, known: Desk) -> None:
    (owner,) = known.json("explain", typed)["owners"]

    assert (owner["owner_email"], owner["department"]) == ("anna.bell@acme.example", "Sales")


def test_each_fact_has_its_cell_its_file_and_its_rule(known: Desk) -> None:
    story = known.json("explain", "4711")
    created, updated = story["events"]

    assert (created["type"], created["file"], created["cell"]) == ("owner_created", "register.xlsx", "E2")
    assert {one["cell"]: one["value"] for one in updated["said"]} == {
        "A2": "Anna",
        "B2": "Bell",
        "C2": "anna.bell@acme.example",
        "E2": "Sales",
    }
    assert "update what differs" in updated["rule"]
    assert [(span["serial_number"], span["status"]) for span in story["spans"]] == [("LT-1", "current")]


def test_the_tree_tells_old_and_new_and_what_is_held(known: Desk) -> None:
    told = known.say("explain", "Anna Bell").out

    assert "department (blank) -> Sales" in told
    assert "email anna@acme.example -> anna.bell@acme.example" in told
    assert "LT-1 from " in told


def test_an_identifier_of_a_device_means_the_device(known: Desk) -> None:
    assert known.json("explain", "LT-1")["devices"][0]["serial_number"] == "LT-1"


def test_nobody_is_told_with_where_to_look(known: Desk) -> None:
    said = known.say("explain", "nobody@acme.example")

    assert said.code == 2
    assert "rollcall show owners" in said.err
