"""Everything that is known of one device."""

from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store.read.device_story import explain
from pipeline.store.read.identified_devices import find_devices
from schemas.instants import OPEN_END
from tests.support.ledgers.story import MONDAY, TUESDAY, WEDNESDAY


def test_a_device_is_told_with_all_that_was_ever_believed_of_it(ledger: Path) -> None:
    story = explain(Ledger(ledger), "SN-1")

    beliefs = story.spans.select("id", "owner_email", "end_time", "recorded_at", "superseded_at").rows()
    assert beliefs == [
        (1, "ann@acme.com", OPEN_END, MONDAY, TUESDAY),
        (1, "ann@acme.com", TUESDAY, TUESDAY, OPEN_END),
        (4, "ben@acme.com", OPEN_END, TUESDAY, WEDNESDAY),
        (4, "ben@acme.com", OPEN_END, WEDNESDAY, OPEN_END),
    ]


def test_each_event_names_its_run_and_the_fingerprint_of_its_file(ledger: Path) -> None:
    events = explain(Ledger(ledger), "SN-1").events

    assert events["version"].to_list() == [1, 2, 3, 4, 5, 6, 7]
    assert events.select("run_id", "user_name", "file", "row", "sha256").row(2) == (
        *("run-tue", "finance", "may.xlsx", 2, "ab" * 32),
    )


def test_an_event_of_an_applied_plan_names_the_plan_its_workbook_and_the_line(ledger: Path) -> None:
    events = explain(Ledger(ledger), "SN-1").events

    plan = ("run_id", "plan_id", "plan_line", "plan_file", "plan_sha256", "made_by", "made_at", "undoes")
    assert events.select(plan).rows()[4:] == [
        ("run-tue", *[None] * 7),
        ("run-wed", "plan-7", None, "undo.xlsx", "cd" * 32, "it", "2025-03-04T17:00:00Z", "run-tue"),
        ("run-wed", "plan-7", "Update!3", "undo.xlsx", "cd" * 32, "it", "2025-03-04T17:00:00Z", "run-tue"),
    ]


def test_the_workbook_of_the_plan_is_not_one_of_the_input_files(ledger: Path) -> None:
    assert explain(Ledger(ledger), "SN-1").events["files"].unique().to_list() == ["may.xlsx"]


def test_each_event_has_what_its_row_said_and_where_the_columns_were(ledger: Path) -> None:
    events = explain(Ledger(ledger), "SN-1").events

    typed = '{"serial_number":" sn-1 ","owner_email":"ann@"}'
    assert events.select("kind", "typed", "columns").rows()[:3] == [
        ("assignments", typed, '{"owner_email":"B"}'),
        (None, None, None),
        ("assignments", typed, '{"owner_email":"B"}'),
    ]


def test_an_owner_whom_the_same_run_put_on_record_is_new(ledger: Path) -> None:
    events = explain(Ledger(ledger), "SN-1").events

    assert events["is_owner_new"].to_list() == [False, True, False, False, False, False, False]


def test_a_row_of_a_plan_names_the_plan(ledger: Path) -> None:
    rows = explain(Ledger(ledger), "SN-1").rows

    assert rows.filter(run_id="run-wed")["plan_id"].to_list() == ["plan-7"]


def test_rows_that_named_it_are_told_also_where_they_were_rejected(ledger: Path) -> None:
    rows = explain(Ledger(ledger), "SN-1").rows

    assert rows.select("run_id", "row_id", "outcome").rows() == [
        ("run-mon", 1, "applied"),
        ("run-mon", 3, "applied"),
        ("run-tue", 1, "applied"),
        ("run-wed", 2, "skipped"),
        ("run-thu", 1, "rejected"),
    ]


def test_an_unknown_serial_number_has_an_empty_story(ledger: Path) -> None:
    story = explain(Ledger(ledger), "SN-9")

    assert [frame.height for frame in (story.devices, story.spans, story.events, story.rows)] == [0, 0, 0, 0]


def test_another_organization_has_its_own_story(ledger: Path) -> None:
    assert explain(Ledger(ledger, org="globex"), "SN-1").devices.is_empty()


def test_the_strongest_identifier_that_any_device_has_is_meant(own_ledger: Path) -> None:
    with duckdb.connect(own_ledger) as connection:
        connection.execute("UPDATE devices SET asset_tag = '3' WHERE device_id = 2")
        connection.execute("UPDATE devices SET name = '2' WHERE device_id = 1")

    found = {typed: find_devices(Ledger(own_ledger), typed) for typed in ("3", "2", "sn-2")}

    assert {typed: devices.select("device_id", "found_by").rows() for typed, devices in found.items()} == {
        "3": [(2, "asset_tag")],
        "2": [(2, "device_id")],
        "sn-2": [(2, "serial_number")],
    }


def test_every_device_of_a_name_is_found(own_ledger: Path) -> None:
    with duckdb.connect(own_ledger) as connection:
        connection.execute("UPDATE devices SET name = 'Twin' WHERE device_id > 1")

    assert find_devices(Ledger(own_ledger), " Twin")["device_id"].to_list() == [2, 3]
    assert find_devices(Ledger(own_ledger), "twin")["device_id"].to_list() == [2, 3]
    assert find_devices(Ledger(own_ledger, org="globex"), "Twin").is_empty()


def test_a_mac_address_means_its_device_in_any_spelling(ledger: Path) -> None:
    assert explain(Ledger(ledger), "aabbccddeeff").devices["device_id"].to_list() == [3]


@pytest.mark.system
def test_blank_and_what_is_no_text_mean_no_device(ledger: Path) -> None:
    for typed in ("", " \u200b", "\udc80"):
        assert explain(Ledger(ledger), typed).devices.is_empty()
