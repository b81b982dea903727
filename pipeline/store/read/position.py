"""The position of a ledger in its history, so that a copy of it can be compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Position:
    """What is equal where two files say the same: which ledger, its tables, its last run, and the files it refused.

    A ledger only ever grows: where the last run of a copy is on record, all that the copy says was so. `ledger_id` is
    blank as long as there is nothing in it; instants are ISO 8601.
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
    """How far the ledger of that connection has come; its tables are up to date."""
    ((ledger_id, migrations, state_version, runs, run_id, recorded_at, refusals),) = connection.sql(
        _POSITION
    ).fetchall()
    return Position(ledger_id, migrations, state_version, runs, run_id, recorded_at, refusals)
