"""A clock that was set back: the ledger is of a time that is yet to come."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from tests.system.faults import ledgers
from tests.system.faults.trials import STATE, Line, Stage

_COLUMNS = """
SELECT c.table_name, c.column_name FROM duckdb_columns() AS c SEMI JOIN duckdb_tables() AS t USING (table_oid)
WHERE data_type = 'TIMESTAMP' AND NOT c.internal AND column_name NOT IN ('start_time', 'end_time')
"""
_INSTANTS = "SELECT recorded_at FROM runs ORDER BY rowid"


def try_clock_set_back(stage: Stage, years: tuple[int, ...] = (0, 1, 40)) -> Line:
    """The last run is of an hour, or of so many years, ahead; the command is then given twice."""
    line = Line(f"clock set back: {stage.scene.name}")
    for ahead in years:
        folder = stage.copied(f"clock {ahead}")
        move_ahead(folder / STATE, f"{ahead} YEARS" if ahead else "1 HOUR")
        line.add(f"{ahead} years", _wrong(stage, folder, is_absurd=bool(ahead)))
        shutil.rmtree(folder)
    return line


def move_ahead(state: Path, interval: str) -> None:
    """Let all that is on record have been recorded so much later."""
    with duckdb.connect(state) as connection:
        for table, column in connection.sql(_COLUMNS).fetchall():
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = "{column}" + INTERVAL {interval} '
                f"WHERE \"{column}\" < TIMESTAMP '2900-01-01'"
            )


def _wrong(stage: Stage, folder: Path, *, is_absurd: bool) -> list[str]:
    wrong = []
    for _ in range(2):
        ended = stage.give(folder)
        if ended.code != stage.scene.code:
            wrong.append(f"ended with {ended.code}: {ended.said[-300:]}")
    with duckdb.connect(folder / STATE, read_only=True) as connection:
        instants = [instant for (instant,) in connection.sql(_INSTANTS).fetchall()]
    if instants != sorted(set(instants)):
        wrong.append(f"the runs are not one after the other: {instants}")
    if len(ledgers.told(folder / STATE)["events"]) != len(stage.after["events"]):
        wrong.append("not as many events as at the right time")
    return [*wrong, *ledgers.proved(folder / STATE)]
