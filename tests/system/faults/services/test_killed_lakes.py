"""kill -9 at any step of a run on a lake: who reads sees the old ledger or the new one, and the next run is done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.office import asked
from tests.system.faults.injected import lakes
from tests.system.faults.scenes import CHANGING_RUN
from tests.system.faults.servant import Servant

pytest.importorskip("deltalake", reason="the tables of a lake need deltalake: pip install 'rollcall[spark]'")
LAKE = ("--state", "lake:fleet")
UNPUBLISHED = {"ROLLCALL_PUBLISH__ENABLED": "false"}
MOVES = asked(("LT-0001", "eva@acme.example", "2025-06-01"), ("LT-0099", "eva@acme.example"))


@pytest.fixture(scope="module")
def fleet(monday: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Monday's office in a lake, and a sheet that passes a laptop to Eva; only to be read."""
    desk = monday.copied_to(tmp_path_factory.mktemp("lake"))
    assert desk.say("lake", "import", "rollcall.duckdb", *LAKE).code == 0
    desk.book("moves.xlsx", *MOVES)
    return desk


@pytest.mark.parametrize("step", ["parts written anew", "devices written", "runs written", "head moved"])
def test_a_killed_run_is_wholly_there_or_not_at_all_and_the_next_one_is_done(
    fleet: Desk, servant: Servant, tmp_path: Path, step: str
) -> None:
    desk = fleet.copied_to(tmp_path)
    assert servant.give(desk.folder, ("run", "moves.xlsx", *LAKE), env=UNPUBLISHED, cut_after=step).is_killed
    is_done = step == "head moved"
    assert len(desk.show("runs", *LAKE)) == 1 + is_done
    assert desk.say("verify", *LAKE).code == 0

    report = desk.json("run", "moves.xlsx", *LAKE)

    assert report["actions"]["reassign"] == int(not is_done)
    assert len(desk.show("runs", *LAKE)) == 2 + is_done
    assert _holders(desk, "LT-0001") == ["anna@acme.example", "eva@acme.example"]
    assert desk.say("verify", *LAKE).code == 0


def test_a_killed_import_leaves_no_ledger_and_is_done_again(fleet: Desk, servant: Servant, tmp_path: Path) -> None:
    desk = fleet.copied_to(tmp_path)
    shutil.rmtree(desk.folder / "fleet")
    words = ("lake", "import", "rollcall.duckdb", *LAKE)
    assert servant.give(desk.folder, words, env=UNPUBLISHED, cut_after="owners written").is_killed
    assert desk.show("devices", *LAKE) == []
    assert desk.say("lake", "import", "rollcall.duckdb", *LAKE).code == 0
    assert desk.show("devices", *LAKE) == desk.show("devices")


def test_killed_upkeep_changes_nothing(fleet: Desk, servant: Servant, tmp_path: Path) -> None:
    desk = fleet.copied_to(tmp_path)
    before = desk.show("events", *LAKE)
    words = ("lake", "tidy", "--hours", "1", *LAKE)
    assert servant.give(desk.folder, words, env=UNPUBLISHED, cut_after="events vacuumed").is_killed
    assert desk.show("events", *LAKE) == before
    assert desk.say("lake", "tidy", *LAKE).code == 0
    assert desk.show("events", *LAKE) == before


def _holders(desk: Desk, serial: str) -> list[str]:
    return [str(span["owner_email"]) for span in desk.show("ownerships", "--serial", serial, *LAKE)]


def test_of_two_runs_at_once_none_is_lost_and_a_reader_sees_no_mixture(
    servant: Servant, rival: Servant, tmp_path: Path
) -> None:
    line = lakes.try_pairs(lakes.made_ready(CHANGING_RUN, servant, tmp_path / "lake"), (servant, rival), 1)
    assert (line.tried, line.lost) == (1, [])
