"""The position of a ledger in its history, by which it is compared with its copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Position:
    """The facts by which two files hold the same ledger: its id, migrations and last run, and the number of refusals.

    Runs are only ever added to a ledger: where the last run of a copy is on record, the copy is an earlier state of it.
    `ledger_id` is None before the first run; instants are ISO 8601.
    """

    ledger_id: str | None
    migrations: int
    state_version: int
    runs: int
    run_id: str | None
    recorded_at: str | None
    refusals: int


_POSITION = """
SELECT CASE WHEN count(*) > 0 THEN (SELECT CAST(applied_at AS VARCHAR) FROM migrations WHERE "number" = 1) END,
       (SELECT max("number") FROM migrations), coalesce(max(state_version), 0), count(*),
       arg_max(run_id, recorded_at), CAST(max(recorded_at) AS VARCHAR), (SELECT count(*) FROM refusals)
FROM runs
"""


def read_position(connection: duckdb.DuckDBPyConnection) -> Position:
    """The position of the ledger behind that connection, whose tables are up to date."""
    ((ledger_id, migrations, state_version, runs, run_id, recorded_at, refusals),) = connection.execute(
        _POSITION
    ).fetchall()
    return Position(ledger_id, migrations, state_version, runs, run_id, recorded_at, refusals)
