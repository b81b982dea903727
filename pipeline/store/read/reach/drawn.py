"""What is reached while it is looked for, in tables of the connection; and the state that is read of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from pipeline.model import State, Totals
from pipeline.store.frames import frame_of, lend
from pipeline.store.read.current_state import LATEST, device_count, devices_among, read_frames, with_handles

if TYPE_CHECKING:
    import duckdb

# Where there are not so many devices for each row, most of the ledger is reached, and to look for it costs more.
WORTH_IT = 4

_TABLES = """
CREATE OR REPLACE TEMP TABLE reached_devices (device_id BIGINT);
CREATE OR REPLACE TEMP TABLE reached_owners (owner_id BIGINT);
CREATE OR REPLACE TEMP TABLE resting_devices (device_id BIGINT);
"""
_BELIEVED = "superseded_at > $known_at AND recorded_at <= $known_at AND ($org IS NULL OR org_id = $org)"
_COUNTED = f"""
SELECT (SELECT count(*) FROM devices WHERE $org IS NULL OR org_id = $org),
       (SELECT count(*) FROM owners WHERE $org IS NULL OR org_id = $org),
       (SELECT count(*) > 0 FROM ownerships WHERE {_BELIEVED})
"""
_OPEN = f"""
SELECT org_id, CAST(count(*) AS BIGINT) FROM ownerships
WHERE {_BELIEVED} AND start_time <= $now AND end_time > $now GROUP BY org_id
"""


class Answering(Protocol):
    """What answers questions about a ledger: DuckDB, or a cluster that reads the tables of a lake."""

    def execute(self, sql: str, values: Any, /) -> Any: ...  # noqa: D102 - as of DuckDB


def is_small(connection: duckdb.DuckDBPyConnection, rows: int, in_whole_up_to: int, org: str | None = None) -> bool:
    """True where a ledger has so few devices, in all or for each of these rows, that it is read in whole."""
    return device_count(connection, org) <= max(in_whole_up_to, WORTH_IT * rows)


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables, in which nothing is reached yet."""
    connection.execute(_TABLES).fetchall()


def reach_given(connection: duckdb.DuckDBPyConnection, sql: str, given: pl.DataFrame) -> None:
    """Reach what the statement finds for the rows of `given` with a `value`; nothing where there are none."""
    given = given.filter(pl.col("value").is_not_null()).unique()
    if not given.is_empty():
        lend(connection, "given", given)
        connection.execute(sql).fetchall()


def reach_ids(connection: duckdb.DuckDBPyConnection, what: str, ids: pl.Series) -> None:
    """Reach the devices, or the owners, with these ids."""
    lend(connection, "told", pl.DataFrame({"id": ids}))
    connection.execute(f"INSERT INTO reached_{what} SELECT id FROM told").fetchall()


def drawn(connection: duckdb.DuckDBPyConnection, what: str) -> pl.DataFrame:
    """What was reached so far, each once."""
    reached: pl.DataFrame = frame_of(connection.sql(f"SELECT DISTINCT {what[:-1]}_id FROM reached_{what}"))
    return reached


def state_of(
    connection: duckdb.DuckDBPyConnection,
    attributes: Sequence[str],
    spans: pl.DataFrame,
    now: datetime,
    *,
    org: str | None,
    former: str | None = None,
    is_counted: bool = True,
) -> State:
    """The state with all that was reached and with these spans; where it `is_counted`, the totals of the ledger then.

    Where `org` is given, everything of other organizations is left out. `former` is as in `read_frames`.
    """
    if org is not None:
        spans = spans.filter(pl.col("org_id") == org)
    for what in ("devices", "owners"):
        reach_ids(connection, what, spans[f"{what[:-1]}_id"])
    fleet = devices_among(connection, attributes, drawn(connection, "devices"), org)
    state = read_frames(connection, fleet, spans, drawn(connection, "owners"), former=former, org=org)
    totals = totals_of(connection, now, org) if is_counted else None
    return replace(state, spans=with_handles(spans, state.owners), totals=totals)


def totals_of(connection: Answering, now: datetime, org: str | None = None) -> Totals:
    """The numbers of the whole ledger, or of one organization, at that instant."""
    asked = {"known_at": LATEST, "org": org}
    ((count, people, has_ownerships),) = connection.execute(_COUNTED, asked).fetchall()
    held = dict(connection.execute(_OPEN, {**asked, "now": now}).fetchall())
    return Totals(now, count, people, held, has_ownerships)
