"""A run is committed wholly or not at all; what breaks a rule of the ledger is refused by name."""

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.errors import PlanStale
from pipeline.model import ChangeSet, Ledger
from pipeline.store import InvariantBroken, commit
from pipeline.store.engines import STORAGE_VERSION
from pipeline.store.write import commit as commit_module
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
    outcome,
    owner,
    record,
    span,
    taken,
)
from tests.support.strength import sampled

Changed = dict[str, list[dict[str, object]]]
ANN_TAKES_THE_SECOND: Changed = {
    "spans_recorded": [span(6, device=2, owner=1, start=FRIDAY)],
    "events": [{**device(2, 5), **taken(6, owner=1, start=FRIDAY)}],
}
A_NEW_DEVICE = {"device_id": 4, "serial_number": "SN-4", "name": "Fourth", "type": "laptop", "category": "computer"}
ITS_EVENT = {**device(4, 1), "type": "device_created", "action": "create"}


def test_what_breaks_no_rule_is_written(own_ledger: Path) -> None:
    write(own_ledger, change_set(**ANN_TAKES_THE_SECOND))

    assert count(own_ledger, "ownerships WHERE ownership_id = 6") == 1


BROKEN: dict[str, list[Changed]] = {
    "each changed device and owner advances by exactly its number of events": [
        {"events": [{**device(2, 6), "type": "device_updated"}]},
        {"events": [{**device(2, 5), "type": "device_updated"}, {**device(2, 7), "type": "device_updated"}]},
        {"events": [{**device(2, 5), "type": "device_updated"}, {**device(2, 5), "type": "device_updated"}]},
        {"events": [{**device(2, version), "type": "device_updated"} for version in (5, 5, 7)]},
        {"events": [{**owner(1), "type": "owner_created"}]},
    ],
    "every changed device and owner has an event": [
        {"devices_created": [A_NEW_DEVICE]},
        {"device_changes": [{"device_id": 2, "field": "brand", "new": "Dell"}]},
        {"spans_recorded": [span(6, device=2, owner=1, start=FRIDAY)]},
        {"spans_superseded": [{"ownership_id": 2}]},
        {"owners_created": [{"owner_id": 3, "email": "cem@acme.com"}]},
    ],
    "a new device, owner or organization is new": [
        {"devices_created": [{**A_NEW_DEVICE, "device_id": 2}], "events": [{**ITS_EVENT, **device(2, 5)}]},
        {"devices_created": [A_NEW_DEVICE, A_NEW_DEVICE], "events": [ITS_EVENT]},
        {"organizations": [{}]},
    ],
    "a device or owner whose story goes on is on record": [{"events": [{**device(9, 1), "type": "device_updated"}]}],
    "an attribute changes once in a run": [
        {
            "device_changes": [{"device_id": 2, "field": "brand", "new": maker} for maker in ("Dell", "HP")],
            "events": [{**device(2, 5), "type": "device_updated"}],
        }
    ],
    "a superseded span is believed until now": [
        {"spans_superseded": [{"ownership_id": 3}], "events": [{**device(2, 5), "type": "ownership_released"}]},
        {"spans_superseded": [{"ownership_id": 99}]},
    ],
    "every input row has exactly one outcome": [
        {"row_outcomes": [outcome(1, "applied"), outcome(1, "rejected")]},
    ],
    "a device has at most one open ownership": [
        {
            "spans_recorded": [span(6, device=1, owner=1, start=FRIDAY)],
            "events": [{**device(1, 8), **taken(6, owner=1, start=FRIDAY)}],
        }
    ],
    "the spans of a device do not overlap, and each ends after its start": [
        {
            "spans_recorded": [span(6, device=2, owner=1, start=WEDNESDAY, end=SATURDAY)],
            "events": [{**device(2, 5), **taken(6, owner=1, start=WEDNESDAY, end=SATURDAY)}],
        },
        {
            "spans_recorded": [span(6, device=2, owner=1, start=FRIDAY, end=FRIDAY)],
            "events": [{**device(2, 5), **taken(6, owner=1, start=FRIDAY, end=FRIDAY)}],
        },
    ],
    "a span is believed in one way only": [
        {
            "spans_recorded": [span(2, device=2, owner=2, start=FRIDAY)],
            "events": [{**device(2, 5), **taken(2, owner=2, start=FRIDAY)}],
        }
    ],
    "an ownership joins a device and an owner of its own organization": [
        {
            "spans_recorded": [span(6, device=2, owner=9, start=FRIDAY)],
            "events": [{**device(2, 5), **taken(6, owner=1, start=FRIDAY)}],
        },
        {
            "spans_recorded": [span(6, device=2, owner=1, start=FRIDAY, org_id="globex")],
            "events": [{**device(2, 5), **taken(6, owner=1, start=FRIDAY)}],
        },
    ],
    "an e-mail address belongs to one owner of an organization": [
        {
            "owners_created": [{"owner_id": 3, "email": "ann@acme.com"}],
            "events": [{**owner(3), "type": "owner_created"}],
        }
    ],
    "serial_number is unique in an organization": [
        {"devices_created": [{**A_NEW_DEVICE, "serial_number": "SN-1"}], "events": [ITS_EVENT]},
        {
            "device_changes": [{"device_id": 2, "field": "serial_number", "old": "SN-2", "new": "SN-1"}],
            "events": [{**device(2, 5), "type": "device_updated"}],
        },
    ],
    "asset_tag is unique in an organization": [
        {"devices_created": [{**A_NEW_DEVICE, "asset_tag": "AT-1"}], "events": [ITS_EVENT]},
    ],
    "mac_address is unique in an organization": [
        {"devices_created": [{**A_NEW_DEVICE, "mac_address": "AA:BB:CC:DD:EE:FF"}], "events": [ITS_EVENT]},
    ],
}


@pytest.mark.parametrize(
    ("rule", "rows"), sampled(((rule, rows) for rule, cases in BROKEN.items() for rows in cases), every=3)
)
def test_what_breaks_a_rule_is_rolled_back(
    own_ledger: Path, rule: str, rows: Changed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether all rules are checked at once, as those about a small change set, or one after the other."""
    before = contents(own_ledger)

    for few in (10_000, -1):
        monkeypatch.setattr(commit_module, "_FEW", few)
        with pytest.raises(InvariantBroken) as refusal:
            write(own_ledger, change_set(**rows))

        assert rule in refusal.value.message
        assert refusal.value.exit_code == 8
        assert contents(own_ledger) == before


@pytest.mark.parametrize(
    "rows",
    [
        {"in": 2, "applied": 1},
        {"in": 1, "applied": 1},
        {"in": 1, "rejected": 1, "unchanged": 0, "skipped": 1},
    ],
)
def test_totals_that_do_not_foot_are_refused(own_ledger: Path, rows: dict[str, int]) -> None:
    changes = change_set(row_outcomes=[outcome(1, "rejected")])
    run = replace(record(changes, at=SATURDAY, version=3), rows=rows)

    with pytest.raises(InvariantBroken, match="the totals of the rows add up"):
        commit(Ledger(own_ledger), changes, run)


def test_the_same_serial_number_may_exist_in_two_organizations(own_ledger: Path) -> None:
    globex = {"org_id": "globex"}
    changes = change_set(
        organizations=[globex],
        devices_created=[{**A_NEW_DEVICE, **globex, "serial_number": "SN-1"}],
        events=[{**ITS_EVENT, **globex}],
    )

    write(own_ledger, changes)

    assert count(own_ledger, "devices WHERE serial_number = 'SN-1'") == 2


def test_two_devices_may_both_have_no_serial_number(own_ledger: Path) -> None:
    write(own_ledger, change_set(devices_created=[{**A_NEW_DEVICE, "serial_number": None}], events=[ITS_EVENT]))

    assert count(own_ledger, "devices WHERE serial_number IS NULL") == 2


def test_a_plan_made_against_an_older_state_is_refused(own_ledger: Path) -> None:
    changes = change_set(**ANN_TAKES_THE_SECOND)

    with pytest.raises(PlanStale, match="planned at state version 2, and it is now at 3"):
        commit(Ledger(own_ledger), changes, record(changes, at=SATURDAY, version=2))


def test_a_run_is_strictly_later_than_the_last_one(own_ledger: Path) -> None:
    changes = change_set()

    with pytest.raises(PlanStale, match="a run is always later than the one before it"):
        commit(Ledger(own_ledger), changes, record(changes, at=THURSDAY, version=3))


def test_a_run_that_changes_nothing_is_recorded(own_ledger: Path) -> None:
    write(own_ledger, change_set(), unchanged=7)

    assert count(own_ledger, "runs WHERE run_id = 'run-sat' AND state_version = 3 AND rows_unchanged = 7") == 1


def test_untyped_empty_frames_are_accepted(own_ledger: Path) -> None:
    typed = change_set()
    untyped = ChangeSet(
        **{name: pl.DataFrame({c: [] for c in getattr(typed, name).columns}) for name in typed.__slots__}
    )

    write(own_ledger, untyped)

    assert count(own_ledger, "runs") == 5


def test_a_field_that_nobody_knows_is_a_fault_of_ours(own_ledger: Path) -> None:
    changes = change_set(
        device_changes=[{"device_id": 2, "field": "colour", "new": "red"}],
        events=[{**device(2, 5), "type": "device_updated"}],
    )

    with pytest.raises(ValueError, match="colour"):
        write(own_ledger, changes)


def test_an_unchanged_superseded_span_keeps_its_number_and_its_history(own_ledger: Path) -> None:
    beliefs = rows_of(
        own_ledger, "SELECT recorded_at, superseded_at FROM ownerships WHERE ownership_id = 4 ORDER BY ALL"
    )

    assert beliefs == [(TUESDAY, WEDNESDAY), (WEDNESDAY, OPEN_END)]


def test_a_cancelled_span_is_believed_no_more(own_ledger: Path) -> None:
    beliefs = rows_of(own_ledger, "SELECT recorded_at, superseded_at FROM ownerships WHERE ownership_id = 3")

    assert beliefs == [(MONDAY, WEDNESDAY)]


def test_instants_stand_in_payloads_as_iso_text(own_ledger: Path) -> None:
    payload = "payload->>'start_time', payload->>'end_time', payload->>'comment'"
    told = rows_of(
        own_ledger, f"SELECT {payload} FROM events WHERE aggregate_id = 1 AND version IN (2, 5) ORDER BY ALL"
    )

    assert told == [
        ("2025-03-03T09:00:00Z", "2999-12-31T23:59:59Z", 'said "yes"\n'),
        ("2025-03-04T09:00:00.250000Z", "2999-12-31T23:59:59Z", None),
    ]


def test_lists_are_kept_as_lists_and_custom_attributes_as_json(own_ledger: Path) -> None:
    kept = rows_of(own_ledger, "SELECT connection_type, CAST(extra AS VARCHAR) FROM devices WHERE device_id = 1")

    assert kept == [(["usb", "vga", "hdmi"], '{"Floor \\"B\\"/1":"4"}')]


def test_the_file_has_the_storage_version_that_duckdb_1_5_reads(own_ledger: Path) -> None:
    sql = "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"

    assert rows_of(own_ledger, sql) == [(f"{STORAGE_VERSION}+",)]


def write(state: Path, changes: ChangeSet, *, unchanged: int = 0) -> None:
    commit(Ledger(state), changes, record(changes, at=SATURDAY, version=3, unchanged=unchanged))


def count(state: Path, what: str) -> object:
    return rows_of(state, f"SELECT count(*) FROM {what}")[0][0]


def rows_of(state: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(state, read_only=True) as connection:
        return connection.sql(sql).fetchall()


def contents(state: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(state, read_only=True) as connection:
        tables = [str(name) for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {table: connection.table(table).fetchall() for table in tables}
