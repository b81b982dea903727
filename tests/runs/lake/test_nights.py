"""The nightly job on a ledger in a lake: it sweeps, refuses, tells and backs up as with a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.desk import Desk
from tests.support.nights import Nights, assign, at
from tests.support.workbooks import write
from tests.system.faults.ledgers import differences, masked, told

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")
LAKE = ("--state", "lake:fleet")


@pytest.fixture
def dropped(tmp_path: Path) -> Desk:
    """An inbox with a list, another one with a bad row, and a file that is no list."""
    nights = Nights(Desk(tmp_path / "dropped"))
    nights.drop("it/devices.xlsx", listed=[at("Berlin", device) for device in ("SAME", "MOVED")])
    nights.drop("hr/people.xlsx", assign("SAME", "ann"), ("MOVED-1", "no address", "assign", None, None))
    (nights.desk.folder / "inbox" / "hr" / "notes.xlsx").write_text("no workbook at all")
    return nights.desk


def _night(desk: Desk) -> dict[str, Any]:
    """The digest of a night in which the inbox is swept."""
    desk.json("sweep", "inbox", code=4)
    digest: dict[str, Any] = json.loads(masked(json.dumps(desk.json("digest")), desk.folder))
    return digest


@pytest.mark.lengthy
@pytest.mark.system
def test_a_night_leaves_in_a_lake_what_it_leaves_in_a_file(
    dropped: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLLCALL_SWEEP__STABLE_SECONDS", "0")
    usual, there = (dropped.copied_to(tmp_path / place) for place in ("file", "lake"))
    in_file = _night(usual)
    monkeypatch.setenv("ROLLCALL_STATE", "lake:fleet")
    in_lake = _night(there)

    assert in_lake == in_file
    assert [len(in_lake[what]) for what in ("refusals", "differences")] == [1, 1]
    assert not (there.folder / "published").exists()
    assert f"lake:{there.folder / 'fleet'}" in there.say("schedule", "inbox").out

    backup = there.at(there.json("backup")["outputs"]["backup"])
    monkeypatch.delenv("ROLLCALL_STATE")
    assert there.say("verify", *LAKE).code == 0
    backup.rename(there.state)
    assert differences(told(there.state), told(usual.state)) == []
    assert there.say("lake", "import", there.state, "--state", "lake:brought back").code == 0


@pytest.mark.system
def test_what_stands_in_files_is_asked_of_a_lake_too(monday: Desk, tmp_path: Path) -> None:
    desk = monday.copied_to(tmp_path)
    assert desk.say("lake", "import", "rollcall.duckdb", *LAKE).code == 0
    write(desk.folder / "scans.xlsx", {"Scans": [["Serial number"], ["LT-0001"]]})
    for words in (("receipt", "--run", "last"), ("stocktake", "scans.xlsx"), ("report", "who-has-what")):
        assert desk.say(*words, *LAKE).out == desk.say(*words).out
