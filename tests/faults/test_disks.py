"""Short forms: disks that are full, files that may not grow, logs that are torn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import space, torn
from tests.faults.scenes import FIRST_RUN
from tests.faults.servant import Servant
from tests.faults.space import Place
from tests.faults.tried import Stage, set_up

WHY_NO_DISK = space.why_no_disk()


@pytest.mark.skipif(WHY_NO_DISK is not None, reason=str(WHY_NO_DISK))
@pytest.mark.parametrize(
    ("place", "room"),
    [(space.RESULTS, 8_192), (space.PUBLISHED, 0), (space.STATE_ONLY, 0), (space.ALL, 524_288)],
    ids=["results", "published", "state", "everything"],
)
def test_a_full_disk_is_told_and_the_run_goes_well_once_there_is_room(stage: Stage, place: Place, room: int) -> None:
    line = space.try_full_disk(stage, place, [room])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


@pytest.mark.skipif(WHY_NO_DISK is not None, reason=str(WHY_NO_DISK))
def test_a_full_folder_for_temporary_files_is_not_the_fault_of_the_workbook(servant: Servant, folder: Path) -> None:
    line = space.try_full_disk(set_up(FIRST_RUN, servant, folder), space.TEMPORARY, [8_192])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


@pytest.mark.parametrize("largest", [4_096, 16_384])
def test_files_that_may_not_grow_are_told(stage: Stage, largest: int) -> None:
    line = space.try_small_files(stage, [largest])

    assert line.lost == []
    assert line.remark == "exit 8: 1"


def test_a_log_that_is_cut_off_gives_the_old_ledger_or_the_new_one(stage: Stage, servant: Servant) -> None:
    content = torn.log_content(stage)

    line = torn.try_torn("log cut off", stage, servant, [*torn.truncated(content, 5)], run_again=4)

    assert line.lost == []
    assert line.tried >= 5


def test_a_log_that_is_damaged_is_told_with_the_way_out(stage: Stage, servant: Servant) -> None:
    content = torn.log_content(stage)
    damaged = [*torn.flipped(content, 4, seed=1), *torn.followed(content)]

    line = torn.try_torn("log damaged", stage, servant, damaged, run_again=100)

    assert line.lost == []
    assert line.tried == 7
