"""What publishing costs against a plain copy of the file.

    python -m tests.system.benchmarks.publish    10,000,000 devices, each held by somebody: 2 GB, minutes
    python -m tests.system.benchmarks.publish --devices 1000000 --folder DIR

Both copies are on the disk when they are done (fsync), and are made in turns; then come the tables as Parquet: all of
them, after a run that touched one device, and when nothing has changed. The ledger is made with SQL, and is kept in the
folder that --folder names.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.model import Ledger
from pipeline.store import publish
from pipeline.store.connections import writing
from pipeline.store.published.parquet import write_tables

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 2_000_000
_BEGUN = datetime(2026, 1, 1, 8)
_DEVICES = """
INSERT INTO devices (device_id, org_id, version, created_at, serial_number, asset_tag, mac_address, "name", "type",
    category, brand, model, status, "condition", location, department, supplier, order_number, is_rented,
    purchase_price, purchase_date, warranty_end, rental_price)
SELECT n, 'default', 2, $at, upper(substr(md5(CAST(n AS VARCHAR)), 1, 16)), printf('AT-%08d', n),
       regexp_replace(upper(substr(md5(CAST(-n AS VARCHAR)), 1, 12)), '(..)(..)(..)(..)(..)(..)',
                      '\\1:\\2:\\3:\\4:\\5:\\6'),
       'Laptop ' || n, 'type ' || hash(n) % 20, 'category ' || hash(n + 1) % 5, 'brand ' || hash(n + 2) % 12,
       'model ' || hash(n + 3) % 200, 'in use', 'good', 'site ' || hash(n + 4) % 500,
       'department ' || hash(n + 5) % 100, 'supplier ' || hash(n + 6) % 50, 'PO-' || n // 20, n % 10 = 0,
       CASE WHEN n % 10 > 0 THEN (hash(n + 7) % 300_000) / 100 END, DATE '2020-01-01' + CAST(n % 2000 AS INTEGER),
       DATE '2024-01-01' + CAST(n % 2000 AS INTEGER), CASE WHEN n % 10 = 0 THEN (hash(n + 9) % 9000) / 100 END
FROM range($first, $last) AS numbers(n)
"""
_SPANS = """
INSERT INTO ownerships BY NAME
SELECT n AS ownership_id, 'default' AS org_id, n AS device_id, 1 + n % $owners AS owner_id, $at AS start_time,
       TIMESTAMP '2999-12-31 23:59:59' AS end_time, 'import' AS added_by, $at AS recorded_at,
       TIMESTAMP '2999-12-31 23:59:59' AS superseded_at, 'run-1' AS run_id
FROM range($first, $last) AS numbers(n)
"""
_CREATED = """
INSERT INTO events
SELECT device_id, 'default', 'device', device_id, 1, 'device_created',
       json_object('action', 'create', 'device', json_object(
           'serial_number', serial_number, 'asset_tag', asset_tag, 'mac_address', mac_address, 'name', "name",
           'type', "type", 'category', category, 'brand', brand, 'model', model, 'status', status,
           'condition', "condition", 'location', location, 'department', department, 'supplier', supplier,
           'order_number', order_number, 'is_rented', CAST(is_rented AS VARCHAR),
           'purchase_price', CAST(purchase_price AS VARCHAR), 'purchase_date', CAST(purchase_date AS VARCHAR),
           'warranty_end', CAST(warranty_end AS VARCHAR), 'rental_price', CAST(rental_price AS VARCHAR))),
       'run-1', $at, device_id, 'inventory.xlsx', 'Devices', device_id
FROM devices WHERE device_id >= $first AND device_id < $last
"""
_TAKEN = """
INSERT INTO events
SELECT $devices + n, 'default', 'device', n, 2, 'ownership_taken',
       json_object('action', 'assign', 'ownership_id', n, 'owner_id', 1 + n % $owners,
                   'start_time', '2026-01-01T08:00:00Z'),
       'run-1', $at, n, 'assignments.xlsx', 'Desired', n
FROM range($first, $last) AS numbers(n)
"""
_OWNERS = """
INSERT INTO owners BY NAME
SELECT n AS owner_id, 'default' AS org_id, 1 AS version, $at AS created_at,
       printf('person.%07d@acme.example', n) AS email, 'Person ' || n AS owner_name
FROM range(1, $owners + 1) AS numbers(n)
"""
RUN = """
INSERT INTO runs BY NAME
SELECT $run_id AS run_id, $at AS recorded_at, 'run' AS command, $version AS state_version, 0 AS exit_code,
       0 AS rows_in, 0 AS rows_applied, 0 AS rows_unchanged, 0 AS rows_skipped, 0 AS rows_rejected, 0 AS actions_create,
       0 AS actions_update, 0 AS actions_assign, 0 AS actions_reassign, 0 AS actions_unassign, 0 AS devices_created,
       0 AS owners_created, 0 AS absent_unassigned, 0 AS absent_held, 0 AS issue_count, '{}' AS reasons,
       '{}' AS settings, '{}' AS timings, 'host' AS host, 'finance' AS user_name, '0' AS rollcall_version
"""
_TOUCHED = "UPDATE devices SET status = 'in repair', version = version + 1 WHERE device_id = 7"
_UPDATED = """
INSERT INTO events
SELECT max(event_id) + 1, 'default', 'device', 7, max(version) FILTER (aggregate_id = 7) + 1, 'device_updated', '{}',
       $run_id, $at, 1, 'repairs.xlsx', 'Sheet1', 2
FROM events
"""


@click.command()
@click.option("--devices", default=10_000_000, help="Devices, each held by somebody.")
@click.option("--pairs", default=5, help="Copies of each kind.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the ledger here, and use the one that is there.")
def main(devices: int, pairs: int, folder: Path | None) -> None:
    """Print the seconds of each copy and their ratio, and what the Parquet files cost."""
    with tempfile.TemporaryDirectory() as scratch:
        state = (folder or Path(scratch)) / "rollcall.duckdb"
        if not state.exists():
            print(f"making the ledger: {_timed(lambda: make(state, devices)):.0f} s")
        print(f"{devices:,} devices, {state.stat().st_size / 1e9:.2f} GB")
        _compare_copies(state, pairs)
        _measure_parquet(state)


def _compare_copies(state: Path, pairs: int) -> None:
    copied, published = [], []
    for _ in range(pairs):
        copied.append(_timed(lambda: _copy(state)))
        published.append(_timed(lambda: publish(Ledger(state), parquet=False)))
        print(f"plain copy {copied[-1]:.2f} s, published {published[-1]:.2f} s")
    ratio = statistics.median(published) / statistics.median(copied)
    print(
        f"median {statistics.median(copied):.2f} s and {statistics.median(published):.2f} s, ratio {ratio:.2f}",
        end=", ",
    )
    print(f"least {min(copied):.2f} s and {min(published):.2f} s, ratio {min(published) / min(copied):.2f}")


def _measure_parquet(state: Path) -> None:
    copy = publish(Ledger(state), parquet=False)
    shutil.rmtree(copy.parent / "parquet", ignore_errors=True)
    print(f"Parquet, all of it: {_timed(lambda: write_tables(copy, wait=0)):.2f} s")
    _touch_one(state)
    publish(Ledger(state), parquet=False)
    print(f"Parquet, one device changed: {_timed(lambda: write_tables(copy, wait=0)):.2f} s")
    print(f"Parquet, nothing changed: {_timed(lambda: write_tables(copy, wait=0)):.2f} s")


def _timed(work: Callable[[], object]) -> float:
    os.sync()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _copy(state: Path) -> None:
    copy = state.with_name("copy.duckdb")
    shutil.copyfile(state, copy)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    copy.unlink()


def make(state: Path, devices: int) -> None:
    state.parent.mkdir(parents=True, exist_ok=True)
    facts = {"at": _BEGUN, "owners": devices // 10 or 1, "devices": devices, "run_id": "run-1", "version": 1}
    with writing(Ledger(state)) as connection:
        for sql in (_DEVICES, _SPANS, _CREATED, _TAKEN):
            for first in range(1, devices + 1, _AT_ONCE):
                _execute(connection, sql, {**facts, "first": first, "last": min(first + _AT_ONCE, devices + 1)})
            connection.execute("CHECKPOINT")
        for sql in (_OWNERS, RUN):
            _execute(connection, sql, facts)


def _touch_one(state: Path) -> None:
    with writing(Ledger(state)) as connection:
        ((runs, last),) = connection.sql("SELECT count(*), max(recorded_at) FROM runs").fetchall()
        facts = {"run_id": f"run-{runs + 1}", "version": runs + 1, "at": last + timedelta(hours=1)}
        connection.execute(_TOUCHED)
        for sql in (_UPDATED, RUN):
            _execute(connection, sql, facts)


def _execute(connection: duckdb.DuckDBPyConnection, sql: str, facts: dict[str, object]) -> None:
    connection.execute(sql, {name: value for name, value in facts.items() if f"${name}" in sql})


if __name__ == "__main__":
    main()
