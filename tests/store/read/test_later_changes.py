"""What of a run is no longer as it left it: by the story of four runs, and one that takes back."""

from pathlib import Path

import pytest

from pipeline.model import Ledger
from pipeline.store import altered_since, commit
from schemas.instants import OPEN_END
from tests.support.ledgers.story import FRIDAY, TUESDAY, change_set, device, record, span


@pytest.mark.parametrize(
    ("run_id", "altered"),
    [
        ("run-mon", [(1, None), (2, None)]),
        ("run-tue", [(1, None), (1, "extra.Room"), (1, "mdm_status")]),
        ("run-wed", []),
        ("run-thu", []),
    ],
)
def test_only_what_the_run_did_and_others_changed_is_altered_by_the_last_of_them(
    ledger: Path, run_id: str, altered: list[tuple[int, str | None]]
) -> None:
    found = altered_since(Ledger(ledger), run_id)
    assert found.rows() == [(device_id, field, "run-wed", "run-tue") for device_id, field in altered]


def test_an_ownership_is_as_it_was_however_often_its_device_is_updated(own_ledger: Path) -> None:
    seen = change_set(
        device_changes=[{"device_id": 1, "field": "mdm_last_seen_date", "old": None, "new": "2025-03-06"}],
        events=[{**device(1, 8), "type": "device_updated", "action": "update"}],
    )

    commit(Ledger(own_ledger), seen, record(seen, at=FRIDAY, version=3))

    assert altered_since(Ledger(own_ledger), "run-wed").is_empty()
    assert set(altered_since(Ledger(own_ledger), "run-tue")["by_run_id"]) == {"run-wed"}


def test_an_attribute_is_as_it_was_whoever_has_its_device(own_ledger: Path) -> None:
    moved = {"type": "ownership_updated", "action": "update", "ownership_id": 4, "owner_id": 2}
    renewed = change_set(
        spans_superseded=[{"ownership_id": 4}],
        spans_recorded=[span(4, device=1, owner=2, start=TUESDAY, label="loan")],
        events=[{**device(1, 8), **moved, "start_time": TUESDAY, "end_time": OPEN_END, "previous_label": "desk 7"}],
    )

    commit(Ledger(own_ledger), renewed, record(renewed, at=FRIDAY, version=3))

    assert altered_since(Ledger(own_ledger), "run-wed").rows() == [(1, None, "run-fri", None)]
    by = dict(altered_since(Ledger(own_ledger), "run-tue").select("field", "by_run_id").rows())
    assert by == {None: "run-fri", "extra.Room": "run-wed", "mdm_status": "run-wed"}


def test_what_was_changed_and_changed_back_is_as_it_was(own_ledger: Path) -> None:
    believed = {"type": "ownership_updated", "action": "update", "ownership_id": 4, "owner_id": 2}
    restoring = change_set(
        device_changes=[
            {"device_id": 1, "field": "mdm_status", "old": None, "new": "enrolled"},
            {"device_id": 1, "field": "extra.Room", "old": None, "new": "7"},
        ],
        spans_superseded=[{"ownership_id": 4}],
        spans_recorded=[span(4, device=1, owner=2, start=TUESDAY)],
        events=[
            {**device(1, 8), "type": "device_updated", "action": "update"},
            {**device(1, 9), **believed, "start_time": TUESDAY, "end_time": OPEN_END, "previous_label": "desk 7"},
        ],
    )

    commit(Ledger(own_ledger), restoring, record(restoring, at=FRIDAY, version=3))

    assert altered_since(Ledger(own_ledger), "run-tue").is_empty()
    assert altered_since(Ledger(own_ledger), "run-wed").select("device_id", "field", "by_run_id").rows() == [
        (1, None, "run-fri"),
        (1, "extra.Room", "run-fri"),
        (1, "mdm_status", "run-fri"),
    ]
    assert altered_since(Ledger(own_ledger), "run-mon").rows() == [
        (1, None, "run-fri", None),
        (2, None, "run-wed", "run-tue"),
    ]
