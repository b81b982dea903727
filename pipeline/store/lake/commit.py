"""The commit of a run to a lake: tried in a database of its own, written table by table, and done by one change.

A process that is killed before the head is moved has written nothing that anybody reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.durable import durable
from pipeline.store.lake import changed_parts, tables
from pipeline.store.lake.copies import LAST_RUN, made, rows_sql
from pipeline.store.lake.head import Head, move
from pipeline.store.lake.layout import NAMED, TABLES, LakeTable
from pipeline.store.lake.snapshot import DATABASE, looking
from pipeline.store.migrations.migrate import migrate

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from pipeline.model import Lake

_TRIAL = "trial"
# So many bytes the trial has in memory for each thread, and the rest of it on the disk: a run of 200,000 changes took
# half a gigabyte less with that, and no more of the processor. Once all is in its tables it needs less: a run of 84,000
# changes took 0.1 GB less, and no more of the processor.
_OF_THREAD, _OF_THREAD_WRITING = 150_000_000, 50_000_000
_LEAST = 100_000_000
_THIS_RUN = "CREATE TEMP TABLE this_run AS SELECT $run_id AS run_id, CAST($recorded_at AS TIMESTAMP) AS recorded_at"
_OF_RUN = "run_id IN (SELECT run_id FROM this_run)"
_KNOWN_REFUSALS = "INSERT INTO refusals BY NAME SELECT * FROM lake.refusals"
_NEW_REFUSALS = "(run_id, file) NOT IN (SELECT (run_id, file) FROM lake.refusals)"
# The rows that a run writes: those that are added, and those that take the place of what was there.
_ADDED = {
    "organizations": _OF_RUN,
    "events": _OF_RUN,
    "row_outcomes": _OF_RUN,
    "runs": _OF_RUN,
    "sources": _OF_RUN,
}
_REPLACED = {
    "devices": "device_id IN (FROM changed_devices)",
    "mdm_enrollments": "device_id IN (FROM changed_devices)",
    "owners": "owner_id IN (FROM changed_owners)",
    "ownerships": " OR ".join((_OF_RUN, "superseded_at IN (SELECT recorded_at FROM this_run)")),
}


@contextmanager
def trying(lake: Lake, run_id: str, recorded_at: datetime, *, is_tight: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to empty tables, in which a run is carried out; what it leaves there is then written to the lake.

    The caller fills them (`part.fill`) with what the run looks at. Where memory `is_tight`, most of what they hold lies
    on the disk. Raises StateBusy where another process has written to the lake since the block began, and StoreFailed;
    then nobody sees anything of the run.
    """
    with _trial(lake) as (connection, head), _in_little_memory(connection) if is_tight else nullcontext():
        connection.execute("DELETE FROM migrations")
        connection.execute(_THIS_RUN, {"run_id": run_id, "recorded_at": recorded_at})
        yield connection
        if is_tight:
            _limit(connection, _OF_THREAD_WRITING)
        _write(lake, head, connection, run_id)


@contextmanager
def adding_refusals(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a table `refusals` to insert into; what is new there is then written to the lake.

    Raises as `trying` does.
    """
    with _trial(lake) as (connection, found):
        head = found or made(lake, connection, _TRIAL)
        connection.execute(_KNOWN_REFUSALS)
        yield connection
        if not _count(connection, NAMED["refusals"], _NEW_REFUSALS):
            return
        versions = dict(head.versions)
        if not found:
            versions["migrations"] = _write_table(lake, head, connection, NAMED["migrations"], "true")
        versions["refusals"] = _write_table(lake, head, connection, NAMED["refusals"], _NEW_REFUSALS)
        durable("refusals written")
        move(lake, head, replace(head, versions=versions))


@contextmanager
def _trial(lake: Lake) -> Iterator[tuple[duckdb.DuckDBPyConnection, Head | None]]:
    """A connection to the lake with a database beside it, which is in use and has the tables of a new ledger."""
    with looking(lake) as (connection, head):
        connection.execute(f"ATTACH ':memory:' AS {_TRIAL}; USE {_TRIAL}")
        try:
            migrate(connection)
            yield connection, head
        finally:
            connection.execute(f"USE {DATABASE}; DETACH {_TRIAL}")


@contextmanager
def _in_little_memory(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """In the block, what has no room in a little memory goes to the disk; not everything can."""
    _limit(connection, _OF_THREAD)
    try:
        yield
    finally:
        connection.execute("RESET memory_limit")


def _limit(connection: duckdb.DuckDBPyConnection, of_thread: int) -> None:
    ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute(f"SET memory_limit = '{max(int(threads) * of_thread, _LEAST)}B'")


def _write(lake: Lake, found: Head | None, connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    head = found or made(lake, connection, _TRIAL)
    added = _ADDED if found else {**_ADDED, "migrations": "true"}
    versions = dict(head.versions)
    for table in TABLES:
        condition = added.get(table.name) or _REPLACED.get(table.name)
        if condition and _count(connection, table, condition):
            versions[table.name] = _write_table(lake, head, connection, table, condition)
            durable(f"{table.name} written")
    ((state_version, _),) = connection.execute(LAST_RUN).fetchall()
    move(lake, head, replace(head, state_version=state_version, run_id=run_id, versions=versions))


def _write_table(
    lake: Lake, head: Head, connection: duckdb.DuckDBPyConnection, table: LakeTable, condition: str
) -> int:
    """Write the rows of the trial for which the condition holds; the version of the table that has them."""
    target = tables.taken_back(lake, table.name, head.versions[table.name])
    before = frozenset(tables.files_of(lake, target))
    first = len(connection.table(f"{DATABASE}.{table.name}")) if table.is_small else 0
    rows = rows_sql(connection, table, _TRIAL, head.buckets, where=condition, first=first)
    if table.name in _REPLACED:
        changed_parts.put(lake, target, table, connection, rows)
    else:
        tables.append(lake, target, tables.in_batches(connection.sql(rows), _count(connection, table, condition)))
    tables.flush_written(lake, target, before)
    return target.version()


def _count(connection: duckdb.DuckDBPyConnection, table: LakeTable, condition: str) -> int:
    sql = f"SELECT count(*) FROM {_TRIAL}.{table.name} WHERE {condition}"  # noqa: S608 - conditions stated above
    ((count,),) = connection.execute(sql).fetchall()
    return int(count)
