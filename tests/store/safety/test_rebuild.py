"""rebuild makes the ledger anew from its events: for tables that are wrong, or that cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import store
from pipeline.model import Ledger
from tests.support.desk import Desk
from tests.support.ledgers.harm import broken, damage, everything, tamper


@pytest.mark.system
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE devices SET brand = 'Dell', serial_number = 'X' WHERE device_id = 2",
        "DELETE FROM ownerships WHERE ownership_id = 1",
        "INSERT INTO ownerships FROM ownerships",
        "DROP TABLE mdm_enrollments",
    ],
)
def test_what_was_tampered_with_is_found_and_mended(office: Desk, tuesday: Desk, sql: str) -> None:
    tamper(office.state, sql)
    assert broken(office.state) != {}

    assert office.say("rebuild").code == 0

    assert broken(office.state) == {}
    assert everything(office.state) == everything(tuesday.state)


@pytest.mark.system
def test_the_same_sheets_change_nothing_afterwards(office: Desk) -> None:
    tamper(office.state, "UPDATE devices SET location = 'Rome'; DELETE FROM ownerships WHERE ownership_id = 7")
    sheets = ("devices.xlsx", "tuesday.xlsx")
    assert sum(office.json("plan", *sheets, code=4)["actions"].values()) > 0

    assert office.say("rebuild").code == 0

    assert sum(office.json("plan", *sheets, code=4)["actions"].values()) == 0


@pytest.mark.system
def test_rebuild_says_what_was_wrong_and_keeps_the_old_ledger(office: Desk) -> None:
    tamper(office.state, "UPDATE devices SET brand = 'Dell' WHERE device_id = 2")
    wrong = office.state.read_bytes()

    said = office.say("rebuild")

    assert "devices: device_id 2 has brand Dell in the table, and blank by the events." in said.out
    (aside,) = office.folder.glob("rollcall.duckdb.before-rebuild-*")
    assert aside.read_bytes() == wrong
    assert f"The former ledger is kept: {aside}" in said.out


@pytest.mark.system
def test_a_sound_ledger_is_the_same_when_it_is_rebuilt(office: Desk, tuesday: Desk) -> None:
    said = office.json("rebuild")

    assert said["mended"] == []
    assert everything(office.state) == everything(tuesday.state)
    assert store.read_state(Ledger(office.state), []).ledger_id == store.read_state(Ledger(tuesday.state), []).ledger_id


@pytest.mark.system
@pytest.mark.parametrize("table", ["devices", "ownerships"])
def test_tables_that_cannot_be_read_are_made_anew(office: Desk, tuesday: Desk, table: str) -> None:
    damage(office.state, table)
    assert store.UNREADABLE & broken(office.state).keys()

    said = office.say("rebuild")

    assert said.code == 0
    assert f"{table}: could not be read, and is made anew." in said.out
    assert everything(office.state) == everything(tuesday.state)


@pytest.mark.parametrize("table", ["events", "runs"])
def test_without_the_events_or_runs_nothing_can_be_made(office: Desk, table: str) -> None:
    damage(office.state, table)
    before = office.state.read_bytes()

    said = office.say("rebuild")

    assert said.code == 8
    assert "rollcall restore BACKUP" in said.err
    assert office.state.read_bytes() == before
    assert not (office.folder / ".rollcall.duckdb.scratch").exists()


@pytest.mark.system
def test_events_that_do_not_make_a_sound_ledger_are_left_as_they_are(office: Desk) -> None:
    tamper(office.state, "DELETE FROM events WHERE event_id = 20")
    before = office.state.read_bytes()

    said = office.say("rebuild")

    assert said.code == 8
    assert "is not sound" in said.err
    assert office.state.read_bytes() == before


@pytest.mark.system
def test_a_ledger_under_an_odd_name_can_be_rebuilt(office: Desk) -> None:
    odd = Path(shutil.copyfile(office.state, office.folder / "it's ours.duckdb"))

    assert office.say("--state", odd, "rebuild").code == 0
    assert broken(odd) == {}
