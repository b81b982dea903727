"""`rollcall lake`, and the commands that work with a ledger in one."""

from __future__ import annotations

import sys

import pytest

from tests.support.desk import Desk
from tests.support.office import asked

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")
LAKE = ("--state", "lake:fleet")


@pytest.fixture
def fleet(office: Desk) -> Desk:
    """Monday's office, with its ledger in a lake, too."""
    said = office.json("lake", "import", "rollcall.duckdb", *LAKE)
    assert (said["ok"], said["command"]) == (True, "lake import")
    return office


@pytest.mark.system
def test_a_plan_is_made_applied_and_undone_as_with_a_file(fleet: Desk) -> None:
    fleet.book("moves.xlsx", *asked(("LT-0001", "eva@acme.example", "2025-06-01"), ("LT-0099", "eva@acme.example")))
    planned = [fleet.json("plan", "moves.xlsx", "-o", f"{place}.xlsx", *words, code=None) for place, words in BOTH]
    assert planned[0]["changes"] == planned[1]["changes"]

    applied = [fleet.json("apply", f"{place}.xlsx", *words, code=None) for place, words in BOTH]
    assert _told(applied[0]) == _told(applied[1])
    assert applied[0]["actions"]["reassign"] == 1
    assert _ownerships(fleet, *BOTH[0][1]) == _ownerships(fleet, *BOTH[1][1])

    fleet.json("undo", "last", "-o", "back.xlsx", *LAKE)
    assert fleet.json("apply", "back.xlsx", *LAKE)["actions"]["reassign"] == 1
    assert "eva@acme.example" not in {span["owner_email"] for span in fleet.show("ownerships", "--current", *LAKE)}
    assert fleet.say("verify", *LAKE).code == 0


BOTH = (("file", ()), ("lake", LAKE))


def _told(report: dict[str, object]) -> list[object]:
    return [report[name] for name in ("rows", "actions", "reasons", "created", "changes", "state_version")]


def _ownerships(desk: Desk, *words: str) -> list[object]:
    facts = ("serial_number", "owner_email", "start_time", "end_time")
    return [[span[fact] for fact in facts] for span in desk.show("ownerships", *words)]


@pytest.mark.system
def test_what_is_on_record_is_asked_exported_and_published_as_of_a_file(fleet: Desk) -> None:
    for words in (("show", "devices", "--format", "csv"), ("explain", "LT-0001")):
        assert fleet.say(*words, *LAKE).out == fleet.say(*words).out
    assert fleet.say("export", "-o", "all.xlsx", *LAKE).code == 0
    assert fleet.say("publish", *LAKE).code == 0
    said = fleet.say("query", "SELECT count(*) AS devices FROM devices", "--format", "csv", *LAKE)
    assert said.out.splitlines() == ["devices", str(len(fleet.show("devices")))]
    assert fleet.json("lake", "tidy", *LAKE)["removed"] == 0
    assert fleet.json("lake", "export", "copy.duckdb", *LAKE)["outputs"] == {"ledger": "copy.duckdb"}
    assert fleet.say("--state", "copy.duckdb", "show", "devices").out == fleet.say("show", "devices").out


@pytest.mark.parametrize(
    ("words", "way_out"),
    [
        (("serve",), "rollcall lake export FILE.duckdb"),
        (("keys", "list"), "rollcall lake export FILE.duckdb"),
        (("restore", "kept.duckdb"), "rollcall lake import BACKUP --state lake:FOLDER"),
        (("rebuild",), "import it to a new place"),
        (("forget", "a@b.c"), "erase the person there"),
    ],
)
def test_what_does_not_work_with_a_lake_says_what_does(desk: Desk, words: tuple[str, ...], way_out: str) -> None:
    said = desk.say(*words, *LAKE)
    assert said.code == 2
    assert "does not work with a ledger in a lake. These commands do: check, map, plan, apply, run," in said.err
    assert way_out in said.err


def test_the_commands_about_lakes_want_a_lake(desk: Desk) -> None:
    said = desk.say("lake", "tidy")
    assert (said.code, said.out) == (2, "")
    assert "rollcall.duckdb is a file, and this is about a ledger in a lake." in said.err


def test_without_its_library_a_lake_says_what_to_install(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    said = desk.say("show", "devices", *LAKE)
    assert (said.code, 'pip install "rollcall[spark]"' in said.err) == (2, True)
