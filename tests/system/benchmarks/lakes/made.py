"""A lake of very many devices, made in seconds, and a list about some: its files are written, and then told of.

Nine in ten devices are held, by a tenth as many people. There are no events, so it is for plans and checks alone. A
device has a serial number, a name, a type and a category, and is blank beside. In the list every fifth row gives its
device to somebody else, and one of a thousand is of an unknown device.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
from deltalake.transaction import AddAction, RemoveAction

from pipeline.model import Lake
from pipeline.store.lake import tables
from pipeline.store.lake.copies import bring_in
from pipeline.store.lake.head import move
from pipeline.store.lake.layout import BUCKET, ORG
from pipeline.store.migrations.migrate import migrate
from tests.system.benchmarks.publish import RUN

_BEGUN = datetime(2026, 1, 1, 8)
_SERIAL = "upper(substr(md5(CAST({n} AS VARCHAR)), 1, 16))"
_ADDRESS = "printf('person.%08d@acme.example', {n})"
_WHOSE = "1 + {n} % {owners}"
_ROWS = {
    "devices": f"""
        n AS device_id, 2 AS version, $at AS created_at, {_SERIAL.format(n="n")} AS serial_number,
        'Laptop' AS "name", 'laptop' AS "type", 'it' AS category
    """,
    "owners": f"n AS owner_id, 1 AS version, $at AS created_at, {_ADDRESS.format(n='n')} AS email",
    "ownerships": f"""
        n AS ownership_id, n AS device_id, {_WHOSE.format(n="n", owners="{owners}")} AS owner_id, $at AS start_time,
        TIMESTAMP '2999-12-31 23:59:59' AS end_time, 'import' AS added_by, $at AS recorded_at,
        TIMESTAMP '2999-12-31 23:59:59' AS superseded_at, 'run-1' AS run_id
    """,
}
_WHICH = {"devices": "true", "owners": "n <= {owners}", "ownerships": "n % 10 > 0"}
_FILE = """
COPY (
    FROM {table} WHERE false UNION ALL BY NAME SELECT 'default' AS org_id, {rows}
    FROM (SELECT range * {buckets} + {bucket} AS n FROM range({each})) WHERE n BETWEEN 1 AND {devices} AND {which}
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""
_TOLD = f"CASE WHEN row % 5 = 0 THEN 1 + (n + 1) % {{owners}} ELSE {_WHOSE} END"
_LIST = f"""
COPY (
    SELECT CASE WHEN row % 1000 = 7 THEN 'X' ELSE '' END || {_SERIAL.format(n="n")} AS "Serial Number",
           {_ADDRESS.format(n=_TOLD)} AS "Owner Email"
    FROM (SELECT range AS row, range * {{step}} - range % {{step}} AS n FROM range(1, {{rows}} + 1))
) TO '{{file}}'
"""


def make_lake(place: Path, devices: int, buckets: int) -> None:
    """Make a lake of so many devices in that folder."""
    lake = Lake(str(place.absolute()), buckets=buckets)
    with duckdb.connect(config={"threads": 1}) as connection:
        migrate(connection)
        connection.execute(RUN, {"run_id": "run-1", "at": _BEGUN, "version": 1})
        head, to = bring_in(lake, connection, "memory")
        versions = {name: _fill(lake, connection, name, devices, head.versions[name] + 1) for name in _ROWS}
    move(lake, head, replace(to, versions={**to.versions, **versions}))


def make_list(file: Path, rows: int, devices: int) -> None:
    """Write a list of so many rows about devices of such a lake, spread evenly."""
    duckdb.sql(_LIST.format(file=file, rows=rows, step=devices // rows, owners=devices // 10, n="n"))


def _fill(lake: Lake, connection: duckdb.DuckDBPyConnection, name: str, devices: int, version: int) -> int:
    """Write the files of that table; the version that has them."""
    told: list[AddAction | RemoveAction] = []
    table, owners = tables.opened(lake, name, version), devices // 10
    facts = {"devices": devices, "owners": owners, "buckets": lake.buckets, "each": devices // lake.buckets + 1}
    for bucket in range(lake.buckets):
        path = f"{ORG}=default/{BUCKET}={bucket}/part-{bucket}.zstd.parquet"
        file = Path(lake.uri) / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        rows, which = (part[name].format(**facts) for part in (_ROWS, _WHICH))
        sql = _FILE.format(table=name, rows=rows, which=which, bucket=bucket, file=file, **facts)
        ((count,),) = connection.execute(sql, {"at": _BEGUN}).fetchall()
        parts, stats = {ORG: "default", BUCKET: str(bucket)}, json.dumps({"numRecords": count})
        told.append(AddAction(path, file.stat().st_size, parts, 0, data_change=True, stats=stats))
    table.create_write_transaction(told, "append", table.schema(), [ORG, BUCKET])
    table.update_incremental()
    return int(table.version())
