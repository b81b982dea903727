"""The analysts' copy: there after each run that changed something, and nobody who reads it is in anybody's way."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import duckdb
import pytest

from tests.support.desk import Desk
from tests.support.office import HELD, asked

READ = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    for _ in range(2):
        print(connection.sql(sys.argv[2]).fetchall(), flush=True)
        sys.stdin.readline()
"""
pytestmark = pytest.mark.publishes

WHO_HAS_WHAT = "SELECT serial_number, owner_email FROM current_ownerships ORDER BY serial_number"


def published(desk: Desk, sql: str = WHO_HAS_WHAT) -> list[Any]:
    with duckdb.connect(desk.folder / "published" / "rollcall.duckdb", read_only=True) as connection:
        return connection.sql(sql).fetchall()


@pytest.fixture
def moved(office: Desk) -> Desk:
    """The office with a sheet that passes LT-0001 to Eva."""
    office.book("desired.xlsx", *asked(("LT-0001", "eva@acme.example")))
    return office


@pytest.mark.system
def test_it_says_who_has_what_after_each_run(moved: Desk) -> None:
    assert dict(published(moved)) == HELD

    moved.json("run", "desired.xlsx")

    assert dict(published(moved)) == HELD | {"LT-0001": "eva@acme.example"}


@pytest.mark.system
def test_a_run_that_changed_nothing_leaves_it_alone(moved: Desk) -> None:
    path = moved.folder / "published" / "rollcall.duckdb"
    before = path.stat()

    moved.json("run", "monday.xlsx")

    assert path.stat().st_ino == before.st_ino


@pytest.mark.system
def test_a_copy_that_a_killed_run_left_behind_the_ledger_is_made_up_for_by_the_next_run(
    moved: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")  # as if it had been killed between commit and publishing
        moved.json("run", "desired.xlsx")

    assert moved.json("run", "desired.xlsx")["rows"]["unchanged"] == 1

    assert dict(published(moved)) == HELD | {"LT-0001": "eva@acme.example"}


@pytest.mark.system
def test_a_reader_who_holds_it_open_disturbs_no_run_and_keeps_what_he_has(moved: Desk) -> None:
    path = moved.folder / "published" / "rollcall.duckdb"
    command = [sys.executable, "-c", READ, str(path), WHO_HAS_WHAT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == f"{sorted(HELD.items())}\n"
        assert moved.json("run", "desired.xlsx", "--wait", "0")["actions"]["reassign"] == 1
        assert reader.communicate("\n")[0] == f"{sorted(HELD.items())}\n"
    assert dict(published(moved)) == HELD | {"LT-0001": "eva@acme.example"}


@pytest.mark.system
def test_its_macros_answer_for_any_instant(moved: Desk) -> None:
    moved.json("run", "desired.xlsx")
    sql = "SELECT owner_email FROM ownerships_as_of('2025-02-01') WHERE serial_number = 'LT-0001'"

    assert published(moved, sql) == [("anna@acme.example",)]
    assert published(moved, "SELECT owner_had_device('Anna@acme.example', 'lt-0001', '2025-02-01', '2025-03-01')") == [
        (True,)
    ]


def test_it_can_be_made_again_by_hand(moved: Desk) -> None:
    path = moved.folder / "published" / "rollcall.duckdb"
    path.unlink()

    said = moved.say("publish")

    assert (said.code, said.out.strip()) == (0, str(path))
    assert dict(published(moved)) == HELD
    assert (path.parent / "parquet" / "latest" / "ownerships" / "0000.parquet").is_file()
