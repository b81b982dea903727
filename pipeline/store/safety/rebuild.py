"""The ledger rebuilt from its events, where tables are wrong or cannot be read any more.

The tables of devices, enrolments, owners and ownerships are made by replaying the events; the events, runs and other
tables are copied. No other part of the old file is read.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.durable import durable
from pipeline.errors import StoreFailed
from pipeline.model import Ledger
from pipeline.store.columns import quoted
from pipeline.store.connections import log_of, looking, made_ready, transaction
from pipeline.store.migrations.migrate import migrations_missing
from pipeline.store.published.publish import settle_log
from pipeline.store.safety.backup import refuse_unsound
from pipeline.store.safety.replay import TABLES, differences, replay_within
from pipeline.store.safety.scratch_ledger import scratch
from pipeline.store.safety.swap_ledger import swap_in
from pipeline.store.safety.verify import DAMAGE
from schemas.records import dataclass

# The tables that are copied, each with the column that gives the order in which it was written.
_COPIED: dict[str, str] = {
    "organizations": "rowid",
    "events": "event_id",
    "runs": "recorded_at",
    "sources": "rowid",
    "refusals": "rowid",
    "row_outcomes": "rowid",
    "calls": "rowid",
    "answers": "rowid",
}

_ORDERS: dict[str, str] = {
    "devices": "device_id",
    "mdm_enrollments": "device_id",
    "owners": "owner_id",
    "ownerships": "recorded_at, ownership_id",
}
_COLUMNS = """
SELECT n.column_name FROM duckdb_columns() AS n
SEMI JOIN (SELECT column_name FROM duckdb_columns() WHERE database_name = 'old' AND table_name = $table) AS o
    ON o.column_name = n.column_name
WHERE n.database_name = current_database() AND n.table_name = $table ORDER BY n.column_index
"""
_COPY = "INSERT INTO {table} ({columns}) SELECT {columns} FROM old.{table} ORDER BY {order}"
_INSERT_REPLAYED = "INSERT INTO {table} BY NAME (SELECT * FROM replayed_{table} ORDER BY {order})"
# A ledger is identified by the instant at which its file became one; with the old instants, the new file is the same
# ledger.
_SAME_INSTANTS = """
UPDATE migrations SET applied_at = o.applied_at FROM old.migrations AS o WHERE o."name" = migrations."name"
"""

_RESTORE = "Restore the last good backup: rollcall restore BACKUP"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A rebuilt ledger: sentences on how its former tables differed from the events, and the former file's path."""

    mended: tuple[str, ...]
    aside: Path | None


def rebuild(ledger: Ledger, *, now: datetime) -> Rebuilt:
    """Rebuild the ledger from its events, prove it sound, and put it in the place of the old file, which is set aside.

    The caller holds the lock. Raises StoreFailed where a table that is copied cannot be read, where the result is not
    sound, and where the disk fails; nothing is changed then.
    """
    state = ledger.path.resolve()
    _settle_log_if_possible(ledger)
    with scratch(state.parent, state.name, what="The rebuilt ledger", needed=state.stat().st_size) as place:
        new = place / state.name
        try:
            with looking(state, wait=ledger.wait) as old:
                migrations_missing(old)
            _make(new, state)
        except (StoreFailed, duckdb.Error) as problem:
            raise _explained(problem, state) from problem
        durable("ledger rebuilt beside")
        refuse_unsound(Ledger(new, wait=ledger.wait), state)
        mended = tuple(said for table in TABLES for said in _differences_of(state, new, table))
        return Rebuilt(mended, swap_in(new, state, why="rebuild", now=now))


def _settle_log_if_possible(ledger: Ledger) -> None:
    """Work the log into the file, as it may have events. Where damage forbids it, DuckDB reads the log where it is."""
    try:
        settle_log(ledger)
    except StoreFailed as problem:
        if problem.code not in DAMAGE:
            raise


def _make(new: Path, old: Path) -> None:
    """Fill a new ledger from the old file."""
    with made_ready(new) as connection:
        connection.execute(f"ATTACH '{str(old).replace(chr(39), chr(39) * 2)}' AS old (READ_ONLY)")
        with transaction(connection):
            connection.execute(_SAME_INSTANTS)
            for table, order in _COPIED.items():
                names = connection.execute(_COLUMNS, {"table": table}).fetchall()
                columns = ", ".join(quoted(str(name)) for (name,) in names)
                if columns:
                    connection.execute(_COPY.format(table=table, columns=columns, order=order))
            replay_within(connection)
            for table, order in _ORDERS.items():
                connection.execute(_INSERT_REPLAYED.format(table=table, order=order))
        connection.execute("DETACH old")


def _differences_of(old: Path, new: Path, table: str) -> list[str]:
    """Sentences on the differences between the old table and the new; or that the old one could not be read."""
    with duckdb.connect() as connection:
        try:
            for path, name in ((old, "old"), (new, "new")):
                connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
            return differences(connection, table, f"old.{table}", f"new.{table}")
        except duckdb.Error:
            return [f"{table}: could not be read, and is made anew."]


def _explained(problem: StoreFailed | duckdb.Error, state: Path) -> StoreFailed:
    """The error for events that cannot be read or make no sense; any other error unchanged."""
    if isinstance(problem, StoreFailed) and problem.code not in DAMAGE:
        return problem
    said = problem.message if isinstance(problem, StoreFailed) else str(problem).partition("\n")[0]
    hint = problem.hint if isinstance(problem, StoreFailed) and log_of(state).exists() else _RESTORE
    return StoreFailed(
        f"The events of {state} cannot be read, so that nothing can be made from them. Nothing was changed. {said}",
        hint,
        code="damaged",
    )
