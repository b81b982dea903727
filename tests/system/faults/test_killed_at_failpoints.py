"""Short forms of what `python -m tests.system.faults` tries at every point: commands that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.faults.injected import syscalls
from tests.system.faults.injected.failpoints import try_failpoints
from tests.system.faults.kills import kill_sweeps
from tests.system.faults.scenes import FIRST_RUN, PUBLISH, full_inbox
from tests.system.faults.servant import ROOT, Servant
from tests.system.faults.trials import Stage, set_up

WHY_NO_STRACE = syscalls.why_no_strace()


def test_a_run_that_is_killed_after_any_durable_step_is_done_or_not(stage: Stage) -> None:
    line = try_failpoints(stage)

    assert line.lost == []
    assert line.tried >= 4
    assert {"transaction committed", "committed", "results shown"} <= set(line.remark.split(", "))


def test_the_environment_cannot_end_a_command_at_a_durable_step(tmp_path: Path) -> None:
    passing = "from pipeline.durable import durable; durable('committed'); print('went on')"
    log = tmp_path / "steps.log"
    asked = {"ROLLCALL_FAILPOINT": "committed", "ROLLCALL_FAILPOINT_LOG": str(log)}
    ended = subprocess.run(
        [sys.executable, "-c", passing], cwd=ROOT, env=os.environ | asked, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout, log.exists()) == (0, "went on\n", False)


def test_a_first_run_that_is_killed_is_done_or_not(servant: Servant, folder: Path) -> None:
    line = try_failpoints(set_up(FIRST_RUN, servant, folder), points=range(1, 3))

    assert (line.tried, line.lost) == (2, [])


def test_a_publication_that_is_killed_leaves_a_whole_copy(servant: Servant, folder: Path) -> None:
    line = try_failpoints(set_up(PUBLISH, servant, folder), points=range(1, 3))

    assert (line.tried, line.lost) == (2, [])


def test_sweeps_that_are_killed_at_random_lose_nothing_and_apply_nothing_twice(servant: Servant, folder: Path) -> None:
    folder.mkdir()

    done = kill_sweeps(folder, kills=5, seed=3, fill=full_inbox)

    assert done.lost == []
    assert done.kills == 5


@pytest.mark.skipif(WHY_NO_STRACE is not None, reason=str(WHY_NO_STRACE))
@pytest.mark.parametrize("calls", [syscalls.SYNCS])
def test_a_run_that_is_killed_at_a_system_call_is_done_or_not(stage: Stage, calls: str) -> None:
    line = syscalls.try_kills(stage, calls, [1])

    assert (line.tried, line.lost) == (1, [])


@pytest.mark.skipif(WHY_NO_STRACE is not None, reason=str(WHY_NO_STRACE))
@pytest.mark.parametrize(("error", "calls"), [("EIO", syscalls.SYNCS)])
def test_a_call_that_fails_is_told_and_leaves_the_old_ledger_or_the_new_one(
    stage: Stage, error: str, calls: str
) -> None:
    line = syscalls.try_errors(stage, calls, error, [1])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


def test_what_killed_runs_left_out_of_sight_is_removed_after_a_day(stage: Stage) -> None:
    folder = stage.copied("leftovers")
    young, old = folder / "results" / ".young.part", folder / "results" / ".old.part"
    for leftover in (young, old):
        leftover.mkdir(parents=True)
        (leftover / "results.xlsx").write_text("half a workbook")
    os.utime(old, (1_700_000_000, 1_700_000_000))

    assert stage.give(folder).code == stage.scene.code
    assert (young.exists(), old.exists()) == (True, False)
