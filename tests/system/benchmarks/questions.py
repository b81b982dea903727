"""What the questions of analysts cost about a year of changes: processor seconds, and the memory of each.

    python -m tests.system.benchmarks.questions    1,000,000 devices, 800,000 changes, 333,000 moves
    python -m tests.system.benchmarks.questions --devices 100000 --folder DIR

The ledger is that of `publish`, with two changes of two in five devices, each of two attributes, and a new owner for
each third, in the course of 300 days. Each question is asked in a process of its own. The ledger is kept in the folder
that --folder names.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from pipeline.model import Ledger
from pipeline.store import publish
from pipeline.store.connections import writing
from tests.system.benchmarks.publish import make

_UPDATES = """
CREATE TEMP TABLE updates AS
SELECT row_number() OVER (ORDER BY told_at, n) AS place, *
FROM (SELECT device_id AS n, k, location, purchase_price AS price,
             TIMESTAMP '2026-01-02 08:00:00' + (150 * k + hash(device_id + k) % 150) * INTERVAL 1 DAY AS told_at
      FROM devices, range(2) AS rounds(k) WHERE device_id % 5 < 2)
"""
_TOLD = """
INSERT INTO events BY NAME
SELECT (SELECT max(event_id) FROM events) + place AS event_id, 'default' AS org_id, 'device' AS aggregate,
       n AS aggregate_id, 3 + k AS version, 'device_updated' AS "type",
       json_object('action', 'update',
                   'old', json_object('location', CASE k WHEN 0 THEN location ELSE 'moved once' END,
                                      'purchase_price', CAST(price - k AS VARCHAR)),
                   'new', json_object('location', CASE k WHEN 0 THEN 'moved once' ELSE 'moved twice' END,
                                      'purchase_price', CAST(price - k - 1 AS VARCHAR))) AS payload,
       'run-1' AS run_id, told_at AS recorded_at, 'inventory.xlsx' AS file, 'Devices' AS sheet, 1 AS "row"
FROM updates
"""
_DONE = """
UPDATE devices SET location = 'moved twice', purchase_price = purchase_price - 2, version = 4 WHERE device_id % 5 < 2
"""
_ENDED = """
UPDATE ownerships SET end_time = start_time + (10 + hash(device_id) % 300) * INTERVAL 1 DAY WHERE device_id % 3 = 0
"""
_MOVED = """
INSERT INTO ownerships BY NAME
SELECT * REPLACE (ownership_id + $devices AS ownership_id, end_time AS start_time, 1 + owner_id % $owners AS owner_id,
                  TIMESTAMP '2999-12-31 23:59:59' AS end_time)
FROM ownerships WHERE device_id % 3 = 0
"""
_QUESTIONS = (
    "SELECT count(*) FROM devices",
    "SELECT count(*), sum(purchase_price) FROM devices_as_of('2026-06-30')",
    "SELECT location, count(*) FROM devices_as_of('2026-11-01') GROUP BY ALL",
    "SELECT hash(d) FROM devices_as_of('2026-06-30') AS d WHERE device_id = 5",
    "SELECT bit_xor(hash(d)) FROM devices_as_of('2026-06-30') AS d",
    "SELECT count(*) FROM device_attribute_history WHERE device_id = 5",
    "SELECT count(*) FROM device_attribute_history WHERE serial_number = 'E4DA3B7FBB'",
    "SELECT count(*), max(start_time) FROM device_attribute_history WHERE attribute = 'location'",
    "SELECT count(*), max(start_time) FROM device_attribute_history",
    "SELECT count(*), sum(devices), sum(purchase_price) FROM month_ends",
    "SELECT count(*), sum(devices), sum(purchase_price) FROM month_ends('2026-06-01', '2026-08-31')",
    "SELECT month_end, sum(devices), sum(purchase_price) FROM month_ends GROUP BY ALL ORDER BY ALL",
)


@click.command()
@click.option("--devices", default=1_000_000, help="Devices, each held by somebody.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the ledger here, and use the one that is there.")
@click.option("--ask", help="Ask this alone, in this process.")
def main(devices: int, folder: Path | None, ask: str | None) -> None:
    """Print the processor seconds, the wall seconds and the peak of memory of each question."""
    with tempfile.TemporaryDirectory() as scratch:
        state = (folder or Path(scratch)) / "rollcall.duckdb"
        if ask:
            print(json.dumps(_measured(state, ask)))
            return
        if not state.exists():
            _make_a_year(state, devices)
        publish(Ledger(state), parquet=False)
        for question in _QUESTIONS:
            command = [
                sys.executable,
                "-m",
                "tests.system.benchmarks.questions",
                "--folder",
                str(state.parent),
                "--ask",
                question,
            ]
            said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            print("{processor:7.2f} s of processor, {wall:6.2f} s, {peak_gb:.2f} GB".format(**said), question)


def _make_a_year(state: Path, devices: int) -> None:
    make(state, devices)
    with writing(Ledger(state)) as connection:
        for sql in (_UPDATES, _TOLD, _DONE, _ENDED):
            connection.execute(sql)
        connection.execute(_MOVED, {"devices": devices, "owners": devices // 10 or 1})


def _measured(state: Path, question: str) -> dict[str, object]:
    import duckdb

    begun, worked = time.perf_counter(), time.process_time()
    with duckdb.connect(str(state.parent / "published" / "rollcall.duckdb"), read_only=True) as copy:
        copy.sql(question).fetchall()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"processor": time.process_time() - worked, "wall": time.perf_counter() - begun, "peak_gb": peak}


if __name__ == "__main__":
    main()
