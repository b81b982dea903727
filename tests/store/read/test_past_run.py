"""What a run wrote can be read back as it was given to the commit."""

from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from pipeline.errors import UsageProblem
from pipeline.model import ChangeSet, Ledger
from pipeline.store import RunRecord
from pipeline.store.read.past_run import read_run
from tests.support.ledgers.story import chapters

CHAPTERS = chapters()
IDS = [run.run_id for _, run in CHAPTERS]


@pytest.mark.parametrize(("given", "run"), CHAPTERS, ids=IDS)
def test_a_run_comes_back_as_it_was_committed(ledger: Path, given: ChangeSet, run: RunRecord) -> None:
    found = read_run(Ledger(ledger), run.run_id)

    assert found.record == run
    for name in ("organizations", "owners_created", "spans_superseded", "spans_recorded", "events", "row_outcomes"):
        assert_frame_equal(getattr(found.change_set, name), getattr(given, name))
    assert_frame_equal(found.change_set.device_changes, given.device_changes.sort("device_id", "field"))


def test_created_devices_come_back_typed_without_the_attributes_that_all_left_blank(ledger: Path) -> None:
    given = CHAPTERS[0][0].devices_created

    found = read_run(Ledger(ledger), "run-mon").change_set.devices_created

    filled = [column.name for column in given if column.null_count() < given.height]
    assert_frame_equal(found, given.select(filled), check_column_order=False)


def test_a_run_that_changed_nothing_keeps_the_state_version(ledger: Path) -> None:
    assert [read_run(Ledger(ledger), run).state_version for run in IDS] == [1, 2, 3, 3]


def test_an_unknown_run_is_refused(ledger: Path) -> None:
    with pytest.raises(UsageProblem, match="No run run-sun"):
        read_run(Ledger(ledger), "run-sun")
