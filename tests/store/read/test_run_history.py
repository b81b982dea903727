"""What earlier runs did: which plan was applied, how long a file was, what was so before it was changed."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.model import Ledger, Source
from pipeline.store import LastChange, RunOfPlan, base_values, commit, last_change, read_state, run_of_plan
from schemas.instants import OPEN_END
from tests.support.ledgers.story import (
    FRIDAY,
    MONDAY,
    SATURDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    change_set,
    device,
    record,
    span,
    taken,
    tell,
)

INSTANT = pl.Datetime("us")
SPANS: dict[str, pl.DataType | type[pl.DataType]] = {
    "state_version": pl.Int64,
    **dict.fromkeys(("device_id", "owner_id"), pl.Int64),
    "owner_email": pl.String,
    "start_time": INSTANT,
    "end_time": INSTANT,
    "label": pl.String,
    "due_at": INSTANT,
}
ANNS_TIME_GETS_A_LABEL: dict[str, list[dict[str, object]]] = {
    "spans_superseded": [{"ownership_id": 3}],
    "spans_recorded": [span(3, device=2, owner=1, start=FRIDAY, label="desk 7")],
    "events": [{**device(2, 4), **taken(3, owner=1, start=FRIDAY), "type": "ownership_updated", "label": "desk 7"}],
}


def test_the_run_that_applied_a_plan_is_found(ledger: Path) -> None:
    assert run_of_plan(Ledger(ledger), "plan-7") == RunOfPlan("run-wed", WEDNESDAY, "finance")


@pytest.mark.parametrize("plan_id", ["plan-8", "run-wed", ""])
def test_a_plan_that_was_never_applied_has_no_run(ledger: Path, plan_id: str) -> None:
    assert run_of_plan(Ledger(ledger), plan_id) is None


def test_no_plan_was_applied_to_a_ledger_that_is_not_there_yet(tmp_path: Path) -> None:
    assert run_of_plan(Ledger(tmp_path / "rollcall.duckdb"), "plan-7") is None


def _last_rows(ledger: Path, *files: str) -> pl.DataFrame:
    sources = [Source(file, Path(file), "ab" * 32, 9, rows=1) for file in files]
    found = read_state(Ledger(ledger), [], sources).last_rows
    assert found is not None
    return found


@pytest.mark.parametrize("others", [(), ("never.xlsx",)], ids=["alone", "beside one that never came"])
def test_a_file_was_as_long_as_its_latest_run_says(ledger: Path, others: tuple[str, ...]) -> None:
    found = _last_rows(ledger, "may.xlsx", *others)

    expected = {
        "file": ["may.xlsx"],
        "rows": [1],
        "last_file": ["may.xlsx"],
        "last_rows": [1],
        "run_id": ["run-thu"],
        "recorded_at": [THURSDAY],
    }
    assert_frame_equal(found, pl.DataFrame(expected))


def test_a_file_whose_rows_were_not_counted_keeps_its_last_count(own_ledger: Path) -> None:
    uncounted = Source("may.xlsx", Path("out/may.xlsx"), "ef" * 32, 9)
    run = replace(record(change_set(), at=SATURDAY, version=3), sources=(uncounted,))
    commit(Ledger(own_ledger), change_set(), run)

    assert _last_rows(own_ledger, "may.xlsx", "undo.xlsx")["run_id"].to_list() == ["run-thu"]


def test_before_the_first_file_came_none(ledger: Path, tmp_path: Path) -> None:
    none = _last_rows(tmp_path / "rollcall.duckdb", "may.xlsx")

    assert_frame_equal(none, _last_rows(ledger, "may.xlsx").clear())


def test_only_a_file_of_exactly_that_name_counts(ledger: Path) -> None:
    assert _last_rows(ledger, "in/may.xlsx", "MAY.xlsx", "may%").is_empty()


def test_what_was_changed_since_is_told_as_it_was_at_that_version(ledger: Path) -> None:
    changed = base_values(Ledger(ledger), [2]).attributes

    assert changed.rows() == [(2, 1, "extra.Room", "7"), (2, 1, "mdm_status", "enrolled")]


def test_the_first_change_since_says_what_was_so(ledger: Path) -> None:
    changed = base_values(Ledger(ledger), [1]).attributes

    assert dict(changed.select("field", "base").rows()) == {
        "brand": "Lenovo",
        "connection_type": "usb; hdmi",
        'extra.Floor "B"/1': "3",
        "extra.Room": None,
        "is_rented": "false",
        "mdm_lock_date": "2025-01-01 12:30:00.500000",
        "mdm_status": None,
        "purchase_date": "2024-02-29",
        "purchase_price": "1234.50",
        "user_id": "42",
    }


def test_the_spans_of_changed_devices_are_told_as_they_were_believed_then(ledger: Path) -> None:
    held = [
        (1, 1, 1, "ann@acme.com", MONDAY, OPEN_END, None, None),
        (1, 2, 2, "ben@acme.com", MONDAY, FRIDAY, None, None),
        (1, 2, 1, "ann@acme.com", FRIDAY, OPEN_END, None, None),
        (1, 3, None, None, None, None, None, None),
        (2, 1, 1, "ann@acme.com", MONDAY, TUESDAY, None, None),
        (2, 1, 2, "ben@acme.com", TUESDAY, OPEN_END, None, None),
        (2, 2, 2, "ben@acme.com", MONDAY, FRIDAY, None, None),
        (2, 2, 1, "ann@acme.com", FRIDAY, OPEN_END, None, None),
        (2, 3, None, None, None, None, None, None),
    ]

    assert_frame_equal(base_values(Ledger(ledger), [1, 2]).spans, pl.DataFrame(held, schema=SPANS, orient="row"))


def test_before_everything_nobody_held_anything(ledger: Path) -> None:
    base = base_values(Ledger(ledger), [0])

    assert base.devices.rows() == [(0, 1), (0, 2), (0, 3)]
    assert base.spans.select("device_id", "owner_email").rows() == [(1, None), (2, None), (3, None)]
    assert base.attributes.is_empty()


def test_devices_made_since_have_no_former_attributes(own_ledger: Path) -> None:
    made = {"device_id": 4, "serial_number": "SN-4", "name": "Fourth", "type": "laptop", "category": "computer"}
    created = change_set(devices_created=[made], events=[{**device(4, 1), "type": "device_created"}])
    changed = change_set(
        device_changes=[{"device_id": number, "field": "brand", "new": "Dell"} for number in (2, 4)],
        events=[{**device(number, version), "type": "device_updated"} for number, version in ((2, 5), (4, 2))],
    )
    commit(Ledger(own_ledger), created, record(created, at=FRIDAY, version=3))
    commit(Ledger(own_ledger), changed, record(changed, at=SATURDAY, version=4))

    base = base_values(Ledger(own_ledger), [4, 3])

    assert base.devices.rows() == [(3, 4)]
    assert base.attributes.rows() == [(3, 2, "brand", None), (4, 2, "brand", None), (4, 4, "brand", None)]


def test_a_version_that_nothing_has_changed_since_has_no_rows(ledger: Path) -> None:
    base = base_values(Ledger(ledger), [3])

    assert (base.attributes.height, base.spans.height, base.devices.height) == (0, 0, 0)


@pytest.mark.parametrize("versions", [[], [99]])
def test_a_version_that_the_ledger_never_reached_has_no_rows(ledger: Path, versions: list[int]) -> None:
    base = base_values(Ledger(ledger), versions)

    assert (base.attributes.height, base.spans.height, base.devices.height) == (0, 0, 0)
    assert base.spans.schema == pl.Schema(SPANS)


@pytest.mark.system
def test_a_run_that_changed_nothing_does_not_move_the_instant_of_a_version(tmp_path: Path) -> None:
    """Version 1 is as of Monday, though a run of Tuesday still found that version; what came after it is told."""
    state = tell(tmp_path / "rollcall.duckdb", until=MONDAY)
    nothing, labelled = change_set(), change_set(**ANNS_TIME_GETS_A_LABEL)
    commit(Ledger(state), nothing, record(nothing, at=TUESDAY, version=1))
    commit(Ledger(state), labelled, record(labelled, at=WEDNESDAY, version=1))

    base = base_values(Ledger(state), [1, 2])

    assert base.spans.select("state_version", "device_id", "owner_email", "label").rows() == [
        (1, 2, "ben@acme.com", None),
        (1, 2, "ann@acme.com", None),
    ]


def test_the_last_run_that_changed_something_is_found_though_one_that_did_not_came_after_it(ledger: Path) -> None:
    assert last_change(Ledger(ledger)) == LastChange("run-wed", WEDNESDAY, "apply", "run-tue")
    assert last_change(Ledger(ledger), "intune") is None


@pytest.mark.parametrize("is_swept", [True, False])
def test_the_last_run_of_a_source_took_a_file_of_its_folder_or_used_its_columns(
    own_ledger: Path, *, is_swept: bool
) -> None:
    seen = change_set(
        device_changes=[{"device_id": 1, "field": "mdm_last_seen_date", "old": None, "new": "2025-03-06"}],
        events=[{**device(1, 8), "type": "device_updated", "action": "update"}],
    )
    run = record(seen, at=FRIDAY, version=3)
    swept = tuple(replace(source, source="intune") for source in run.sources)
    by_hand = {**run.settings, "source": "intune"}
    commit(Ledger(own_ledger), seen, replace(run, sources=swept) if is_swept else replace(run, settings=by_hand))

    assert last_change(Ledger(own_ledger), "intune") == LastChange("run-fri", FRIDAY, "run", None)
    assert last_change(Ledger(own_ledger), "jamf") is None


def test_a_ledger_that_is_not_there_yet_has_no_last_change(tmp_path: Path) -> None:
    assert last_change(Ledger(tmp_path / "rollcall.duckdb")) is None
