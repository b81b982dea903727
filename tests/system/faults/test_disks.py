"""Short forms: disks that are full, files that may not grow, logs that are torn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.faults.injected import full_disks, torn_files
from tests.system.faults.injected.full_disks import Place
from tests.system.faults.scenes import FIRST_RUN
from tests.system.faults.servant import Servant
from tests.system.faults.trials import Stage, set_up

WHY_NO_DISK = full_disks.why_no_disk()


@pytest.mark.skipif(WHY_NO_DISK is not None, reason=str(WHY_NO_DISK))
@pytest.mark.parametrize(
    ("place", "room"),
    [(full_disks.RESULTS, 8_192), (full_disks.PUBLISHED, 0), (full_disks.STATE_ONLY, 0), (full_disks.ALL, 524_288)],
    ids=["results", "published", "state", "everything"],
)
def test_a_full_disk_is_told_and_the_run_goes_well_once_there_is_room(stage: Stage, place: Place, room: int) -> None:
    line = full_disks.try_full_disk(stage, place, [room])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


@pytest.mark.skipif(WHY_NO_DISK is not None, reason=str(WHY_NO_DISK))
def test_a_full_folder_for_temporary_files_is_not_the_fault_of_the_workbook(servant: Servant, folder: Path) -> None:
    line = full_disks.try_full_disk(set_up(FIRST_RUN, servant, folder), full_disks.TEMPORARY, [8_192])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


@pytest.mark.parametrize("largest", [4_096, 16_384])
def test_files_that_may_not_grow_are_told(stage: Stage, largest: int) -> None:
    line = full_disks.try_small_files(stage, [largest])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


def test_a_log_that_is_cut_off_gives_the_old_ledger_or_the_new_one(stage: Stage, servant: Servant) -> None:
    content = torn_files.log_content(stage)

    line = torn_files.try_torn("log cut off", stage, servant, [*torn_files.truncated(content, 5)], run_again=4)

    assert line.lost == []
    assert line.tried >= 5


def test_a_log_that_is_damaged_is_told_with_the_way_out(stage: Stage, servant: Servant) -> None:
    content = torn_files.log_content(stage)
    damaged = [*torn_files.flipped(content, 4, seed=1), *torn_files.followed(content)]

    line = torn_files.try_torn("log damaged", stage, servant, damaged, run_again=100)

    assert line.lost == []
    assert line.tried == 7
