"""`where`: the ledger and the settings in use; and a second ledger that is not made by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.office import INVENTORY


@pytest.fixture
def below(office: Desk) -> Desk:
    """A folder of the office that holds a list, and no ledger."""
    folder = office.folder / "lists"
    folder.mkdir()
    desk = Desk(folder)
    desk.book("inventory.xlsx", *INVENTORY, ("LT-0099", "AT-99", "Laptop 99", "laptop", "computers", "Rome", 900))
    return desk


def test_the_ledger_its_copy_and_the_settings_are_told(office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (office.folder / "rollcall.toml").write_text('timezone = "Europe/Paris"\n')
    monkeypatch.setenv("ROLLCALL_WAIT", "4")

    lines = [line.split() for line in office.say("where").out.splitlines()]

    assert ["Ledger:", str(office.state)] in lines
    assert ["Settings", "file:", str(office.folder / "rollcall.toml")] in lines
    assert ["timezone", "file", "Europe/Paris"] in lines
    assert ["wait", "environment", "4.0"] in lines
    assert not any(line[:1] == ["mode"] for line in lines)
    assert ["mode", "default", "instructions"] in [
        line.split() for line in office.say("where", "--all").out.splitlines()
    ]


def test_a_second_ledger_in_a_folder_has_its_own_copy_and_says_so(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_PUBLISH__ENABLED", "true")
    said = office.say("run", "inventory.xlsx", "--state", "second.duckdb")

    own = Path("published", "second.duckdb", "rollcall.duckdb")
    assert f"The analysts' copy of this ledger is {own}, since published/rollcall.duckdb is that of another" in said.out
    assert str(office.folder / own) in office.say("where", "--state", "second.duckdb").out
    assert str(office.folder / own) not in office.say("where").out


def test_as_json_every_setting_has_its_origin(office: Desk) -> None:
    told = office.json("where")
    assert told["outputs"]["ledger"] == str(office.state)
    assert {"name": "wait", "value": 30.0, "origin": "default"} in told["settings"]


def test_before_the_first_run_the_ledger_is_not_there_yet(desk: Desk) -> None:
    assert "not there yet: the first run makes it" in desk.say("where").out


def test_a_ledger_of_a_folder_above_is_named(below: Desk) -> None:
    assert f"there is one at {below.folder.parent / 'rollcall.duckdb'}" in below.say("where").out


@pytest.mark.parametrize(
    "words", [("run", "inventory.xlsx"), ("plan", "inventory.xlsx"), ("check", "inventory.xlsx"), ("sweep", ".")]
)
def test_no_second_ledger_is_made_below_one_unless_somebody_says_so(words: tuple[str, str], below: Desk) -> None:
    said = below.say(*words)

    assert (said.code, below.state.exists()) == (2, False)
    assert f"there is one at {below.folder.parent / 'rollcall.duckdb'}" in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("show", "devices"),
        ("show", "ownerships", "--json"),
        ("explain", "LT-0001"),
        ("export", "-o", "all.xlsx"),
        ("undo", "last"),
        ("digest",),
        ("query", "FROM devices"),
        ("template", "register", "-o", "all.xlsx", "--prefill"),
        ("publish",),
        ("verify",),
    ],
)
def test_no_question_is_answered_from_no_ledger_below_one(words: tuple[str, ...], below: Desk) -> None:
    said = below.say(*words)
    assert (said.code, [path.name for path in below.folder.iterdir()]) == (2, ["inventory.xlsx"])
    other = below.folder.parent / "rollcall.duckdb"
    assert f"There is no ledger in this folder, and there is one at {other}." in said.out + said.err
    assert f"--state {other}" in said.out + said.err
    assert below.say("show", "devices", "--state", other).code == 0


@pytest.mark.system
def test_a_plan_of_a_new_ledger_below_one_may_be_asked_for(below: Desk) -> None:
    other = below.folder.parent / "rollcall.duckdb"
    listed = len(INVENTORY)  # the header, and in place of it the device that is added
    assert below.json("plan", "inventory.xlsx", "--state", "rollcall.duckdb")["created"]["devices"] == listed
    assert below.json("check", "inventory.xlsx", "--state", other)["created"]["devices"] == 1


def test_a_run_that_makes_a_ledger_says_so_first(below: Desk) -> None:
    said = below.say("run", "inventory.xlsx", "--state", "rollcall.duckdb")
    assert said.out.splitlines()[0] == "New ledger: rollcall.duckdb"
    again = below.say("run", "inventory.xlsx")
    assert "New ledger" not in again.out


@pytest.mark.system
def test_a_program_is_told_the_ledger_that_a_run_made(desk: Desk) -> None:
    desk.book("inventory.xlsx", *INVENTORY)
    assert desk.json("run", "inventory.xlsx")["outputs"]["ledger"] == "rollcall.duckdb"
    assert "ledger" not in desk.json("run", "inventory.xlsx")["outputs"]


@pytest.mark.system
@pytest.mark.parametrize(("keys", "is_new"), [("\n", False), ("2\n", True)])
def test_at_a_terminal_it_asks_which_ledger_is_meant(keys: str, is_new: bool, below: Desk) -> None:  # noqa: FBT001
    seen = below.say_at_a_terminal("run", "inventory.xlsx", keys=keys)
    assert f"This folder has no ledger, and there is one at {below.folder.parent / 'rollcall.duckdb'}." in seen
    assert below.state.exists() is is_new
    assert ("New ledger:" in seen) is is_new


@pytest.mark.system
def test_a_plan_asks_likewise(below: Desk) -> None:
    seen = below.say_at_a_terminal("plan", "inventory.xlsx", keys="\n")
    assert f"This folder has no ledger, and there is one at {below.folder.parent / 'rollcall.duckdb'}." in seen
    assert not below.state.exists()
