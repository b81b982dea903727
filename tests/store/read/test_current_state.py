"""What is read back is what was committed, typed."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.model import Ledger
from pipeline.store import publish, read_state, spans_known_at
from schemas.fields import ATTRIBUTES
from schemas.instants import OPEN_END
from tests.support.ledgers.change_sets import COLUMNS
from tests.support.ledgers.story import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, monday, tell

ALL = [field.name for field in ATTRIBUTES]


def test_a_state_file_that_does_not_exist_reads_as_empty_and_is_not_made(tmp_path: Path) -> None:
    state = read_state(Ledger(tmp_path / "rollcall.duckdb"), ALL)

    assert (state.state_version, state.last_run_at, state.organizations) == (0, None, frozenset())
    assert (state.last_device_id, state.last_owner_id, state.last_ownership_id) == (0, 0, 0)
    assert (state.devices.height, state.owners.height, state.spans.height) == (0, 0, 0)
    assert not list(tmp_path.iterdir())


def test_a_ledger_is_told_from_any_other(ledger: Path, tmp_path: Path) -> None:
    other = tell(tmp_path / "other.duckdb", until=MONDAY)

    ids = [read_state(Ledger(state), []).ledger_id for state in (ledger, other)]

    assert len(set(ids)) == 2
    assert all(datetime.strptime(str(made), "%Y-%m-%dT%H:%M:%S.%fZ").year > 2000 for made in ids)


@pytest.mark.system
def test_a_ledger_keeps_its_name_from_run_to_run_and_in_its_copies(days: dict[str, Path], own_ledger: Path) -> None:
    copies = [*days.values(), own_ledger, publish(Ledger(own_ledger), parquet=False)]

    assert len({read_state(Ledger(state), []).ledger_id for state in copies}) == 1


def test_a_ledger_that_does_not_exist_yet_has_no_name(tmp_path: Path) -> None:
    assert read_state(Ledger(tmp_path / "rollcall.duckdb"), []).ledger_id is None


def test_the_empty_state_has_the_types_of_a_filled_one(tmp_path: Path, ledger: Path) -> None:
    empty = read_state(Ledger(tmp_path / "none.duckdb"), ALL)
    filled = read_state(Ledger(ledger), ALL)

    assert empty.devices.schema == filled.devices.schema
    assert empty.owners.schema == filled.owners.schema
    assert empty.spans.schema == filled.spans.schema


def test_every_field_type_comes_back_as_it_was_given(days: dict[str, Path]) -> None:
    created = monday().devices_created
    attributes = [column for column in created.columns if column not in {"device_id", "org_id"}]

    devices = read_state(Ledger(days["run-mon"]), attributes).devices

    assert_frame_equal(devices.select(created.columns), created)


def test_a_change_of_every_field_type_is_read_back_typed(days: dict[str, Path]) -> None:
    attributes = [
        *("brand", "user_id", "is_rented", "purchase_price", "purchase_date", "connection_type"),
        *("mdm_status", "mdm_is_locked", "mdm_lock_date", 'extra.Floor "B"/1', "extra.Room"),
    ]

    devices = read_state(Ledger(days["run-tue"]), attributes).devices

    assert devices.select(attributes).row(0) == (
        *(None, 43, True, Decimal("99.90"), date(2024, 3, 1), "usb; vga; hdmi"),
        *("enrolled", True, datetime(2025, 2, 1), "4", "7"),
    )


def test_a_cleared_custom_attribute_and_a_cleared_enrolment_field_are_blank(ledger: Path) -> None:
    attributes = ["mdm_status", "mdm_is_locked", 'extra.Floor "B"/1', "extra.Room"]

    devices = read_state(Ledger(ledger), attributes).devices

    assert devices.select(attributes).row(0) == (None, True, "4", None)


def test_only_the_attributes_asked_for_are_read(ledger: Path) -> None:
    devices = read_state(Ledger(ledger), ["name", "brand"]).devices

    fixed = ["device_id", "org_id", "serial_number", "asset_tag", "mac_address", "name", "version"]
    assert devices.columns == [*fixed, "brand"]


def test_the_state_counts_the_runs_that_changed_something(ledger: Path) -> None:
    state = read_state(Ledger(ledger), [])

    assert (state.state_version, state.last_run_at) == (3, THURSDAY)
    assert state.organizations == {"default"}
    assert (state.last_device_id, state.last_owner_id, state.last_ownership_id) == (3, 2, 5)


def test_versions_count_the_events_of_each_device(ledger: Path) -> None:
    state = read_state(Ledger(ledger), [])

    assert state.devices["version"].to_list() == [7, 4, 2]
    assert state.owners["version"].to_list() == [1, 1]


def test_the_spans_are_those_believed_now(ledger: Path) -> None:
    spans = read_state(Ledger(ledger), []).spans

    columns = ["ownership_id", "owner_email", "start_time", "end_time", "label", "added_by"]
    assert spans.select(columns).rows() == [
        (1, "ann@acme.com", MONDAY, TUESDAY, None, "it"),
        (4, "ben@acme.com", TUESDAY, OPEN_END, "desk 7", None),
        (2, "ben@acme.com", MONDAY, FRIDAY, None, None),
        (5, "ann@acme.com", WEDNESDAY, OPEN_END, None, None),
    ]


def test_spans_known_at_an_instant_are_those_believed_then(ledger: Path) -> None:
    known = spans_known_at(Ledger(ledger), MONDAY)

    expected = monday().spans_recorded.with_columns(
        owner_email=pl.Series(["ann@acme.com", "ben@acme.com", "ann@acme.com"])
    )
    assert_frame_equal(known.select(expected.columns), expected)


def test_a_belief_ends_at_the_very_instant_that_corrects_it(ledger: Path) -> None:
    known = spans_known_at(Ledger(ledger), TUESDAY).filter(pl.col("device_id") == 1)

    assert known.select("ownership_id", "end_time").rows() == [(1, TUESDAY), (4, OPEN_END)]


def test_the_frames_of_the_story_cover_every_kind_of_change() -> None:
    assert set(COLUMNS) == set(monday().__slots__)
