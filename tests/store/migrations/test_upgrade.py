"""Ledgers that released versions have made, kept as files, are backed up, brought up to date and go on."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from pipeline.errors import StateBusy
from pipeline.model import Ledger
from pipeline.store.connections import reading
from tests.support.desk import Desk, Said
from tests.support.office import asked

LEDGERS = Path(__file__).parent / "ledgers"
NUMBERS = [3, 4]


@pytest.fixture
def old(request: pytest.FixtureRequest, desk: Desk) -> Desk:
    """A desk with the ledger of a version whose tables were at that number: two laptops that Ben has, and a phone."""
    desk.state.write_bytes(gzip.decompress((LEDGERS / f"at_{request.param}.duckdb.gz").read_bytes()))
    return desk


def _copy(desk: Desk, number: int) -> Path:
    return desk.folder / "backups" / f"rollcall-before-upgrade-from-{number}.duckdb"


@pytest.mark.system
@pytest.mark.parametrize(("old", "number"), [(number, number) for number in NUMBERS], indirect=["old"])
def test_an_older_ledger_goes_on_and_stays_as_it_was_in_a_backup(
    old: Desk, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    before = old.state.read_bytes()
    old.book("wednesday.xlsx", *asked(("LT-0002", "eva@acme.example")))
    with caplog.at_level(logging.WARNING):
        assert old.say("run", "wednesday.xlsx").code == 0

    assert old.holders() == {"LT-0001": "ben@acme.example", "LT-0002": "eva@acme.example"}
    assert next(event["type"] for event in old.show("events", "--serial", "LT-0001")) == "device_created"
    assert old.say("verify").code == 0
    assert f"As it was, it is {_copy(old, number)}." in caplog.text
    with duckdb.connect(_copy(old, number), read_only=True) as copy:
        assert copy.sql('SELECT max("number") FROM migrations').fetchall() == [(number,)]
        assert copy.sql("SELECT count(*) FROM runs").fetchall() == [(2,)]
    assert before != old.state.read_bytes()


@pytest.mark.system
@pytest.mark.parametrize("old", NUMBERS, indirect=True)
def test_what_an_older_version_ran_can_be_undone_and_the_copy_restored(old: Desk) -> None:
    (first, second) = old.show("runs")
    old.json("undo", second["run_id"], "-o", "back.xlsx", code=None)
    assert old.say("apply", "back.xlsx").code == 0
    assert old.holders()["LT-0001"] == "anna@acme.example"

    (copy,) = (old.folder / "backups").glob("*.duckdb")
    assert old.say("restore", copy, "--set-aside").code == 0
    assert old.holders()["LT-0001"] == "ben@acme.example"
    assert [run["run_id"] for run in old.show("runs")] == [first["run_id"], second["run_id"]]


@pytest.mark.system
@pytest.mark.parametrize("old", NUMBERS[:1], indirect=True)
def test_a_command_says_that_it_has_brought_the_ledger_up_to_date_once(old: Desk) -> None:
    said = [old.say_outside("show", "devices") for _ in range(2)]
    assert [(one.code, "was brought up to date for this version of Rollcall" in one.err) for one in said] == [
        (0, True),
        (0, False),
    ]


@pytest.mark.parametrize("old", NUMBERS[:1], indirect=True)
def test_nobody_brings_a_ledger_up_to_date_while_another_holds_it(old: Desk) -> None:
    before = old.state.read_bytes()
    with FileLock(old.folder / "rollcall.duckdb.lock"), pytest.raises(StateBusy), reading(Ledger(old.state, wait=0.2)):
        pass
    assert old.state.read_bytes() == before
    assert not (old.folder / "backups").exists()


@pytest.mark.system
@pytest.mark.parametrize("old", NUMBERS, indirect=True)
def test_several_commands_at_once_bring_it_up_to_date_once(old: Desk) -> None:
    processes = [old.start("show", "devices") for _ in range(4)]
    ended = [(process.wait(), *process.communicate()) for process in processes]

    assert [code for code, _, _ in ended] == [0, 0, 0, 0]
    assert sum("was brought up to date" in err for _, _, err in ended) == 1
    assert len(list((old.folder / "backups").iterdir())) == 1
    assert old.say("verify").code == 0


@pytest.mark.system
@pytest.mark.parametrize("old", NUMBERS[:1], indirect=True)
def test_a_former_copy_stays_where_a_ledger_is_brought_up_to_date_again(old: Desk) -> None:
    former = old.state.read_bytes()
    assert old.say("show", "devices").code == 0
    first = _copy(old, 3).read_bytes()
    old.state.write_bytes(former)

    assert old.say("show", "devices").code == 0

    assert _copy(old, 3).read_bytes() == first
    assert _copy(old, 3).with_name("rollcall-before-upgrade-from-3-2.duckdb").exists()


@pytest.mark.system
def test_a_new_ledger_needs_no_backup(desk: Desk) -> None:
    desk.book("new.xlsx", ("Serial Number", "Name", "Type"), ("LT-1", "Laptop", "laptop"))
    assert desk.say("run", "new.xlsx").err == ""
    assert not (desk.folder / "backups").exists()


@pytest.mark.parametrize("words", [("show", "devices"), ("run", "monday.xlsx"), ("verify",)])
def test_a_ledger_of_a_newer_version_is_refused_with_what_to_do(words: tuple[str, ...], office: Desk) -> None:
    with duckdb.connect(office.state) as connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'of tomorrow', TIMESTAMP '2030-01-01')")
    before = office.state.read_bytes()

    said: Said = office.say(*words)

    assert (said.code, office.state.read_bytes()) == (8, before)
    assert "was written by a newer Rollcall" in said.err
    assert "pip install --upgrade rollcall" in said.err
