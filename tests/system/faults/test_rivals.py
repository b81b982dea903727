"""Short forms: two commands at once, programs that hold the ledger or its copy, and a clock that was set back."""

from __future__ import annotations

from pathlib import Path

from tests.support.desk import Desk
from tests.support.office import asked
from tests.system.faults.injected import clocks, rivals
from tests.system.faults.servant import Servant
from tests.system.faults.trials import Stage


def test_two_runs_at_once_are_both_done_or_one_is_told_who_holds_the_ledger(
    stage: Stage, servant: Servant, rival: Servant
) -> None:
    line = rivals.try_pairs(stage, (servant, rival), 2)

    assert (line.tried, line.lost) == (2, [])


def test_a_reader_of_the_published_copy_is_not_disturbed_and_disturbs_nobody(stage: Stage) -> None:
    assert rivals.try_reader_of_copy(stage).lost == []


def test_another_program_that_has_the_ledger_open_is_named(stage: Stage) -> None:
    assert rivals.try_holder_of_ledger(stage).lost == []


def test_runs_stay_one_after_the_other_when_the_clock_is_set_back(stage: Stage) -> None:
    assert clocks.try_clock_set_back(stage, years=(1,)).lost == []


def test_a_ledger_that_is_ahead_of_the_clock_is_told_of(monday: Desk, tmp_path: Path) -> None:
    desk = monday.copied_to(tmp_path / "desk")
    desk.book("again.xlsx", *asked(("LT-0006", "ben@acme.example", "2025-06-01")))
    clocks.move_ahead(desk.state, "1 YEAR")

    said = desk.say("run", "again.xlsx")

    assert said.code == 0, said
    assert "The ledger is ahead of this computer's clock" in said.out
