"""Reading only the part of the current state that can matter, where most rows are at rest; see `core.resting_rows`.

A row at rest stays so until there is an event of its device. So only the other devices are read, with all their
ownerships, and all devices and spans of the owners who may gain or lose one of them, or have left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from pipeline.model import Ledger, Source, State
from pipeline.store.connections import reading
from pipeline.store.frames import frame_of, lend
from pipeline.store.read.current_state import LATEST, devices_among, read_frames, spans_of
from pipeline.store.read.run_history import last_rows
from schemas.fields import OWNER_IDENTIFIERS
from schemas.instants import OPEN_END

if TYPE_CHECKING:
    import duckdb

_RUN = "SELECT recorded_at FROM runs WHERE run_id = $run_id"
_TOUCHED = "SELECT DISTINCT aggregate_id AS device_id FROM events WHERE aggregate = 'device' AND recorded_at > $since"
_DEVICE_IDS = "SELECT device_id FROM devices"
_AFFECTED = """
SELECT owner_id FROM ownerships SEMI JOIN awake USING (device_id)
WHERE recorded_at <= $known_at AND superseded_at > $known_at
UNION SELECT owner_id FROM owners SEMI JOIN listed USING (org_id, email)
UNION SELECT owner_id FROM owners WHERE lower(external_user_id) IN (SELECT number FROM listed WHERE number IS NOT NULL)
UNION SELECT owner_id FROM owners WHERE lower(username) IN (SELECT login FROM listed WHERE login IS NOT NULL)
UNION SELECT owner_id FROM owners SEMI JOIN (
    SELECT owner_id FROM ownerships WHERE superseded_at > $known_at AND end_time > $now
) USING (owner_id)
WHERE ends_on <= greatest(CAST($now AS DATE), (SELECT CAST(max(recorded_at) AS DATE) FROM runs))
"""
# Whether people have come or changed since whom a row at rest may mean, too.
_MOVED_PEOPLE = """
SELECT count(*) > 0 FROM events WHERE aggregate = 'owner' AND recorded_at > $since AND (
    "type" = 'owner_updated' OR json_extract(payload, '/owner/external_user_id') IS NOT NULL
    OR json_extract(payload, '/owner/username') IS NOT NULL
)
"""
_OPEN = """
SELECT org_id, CAST(count(*) AS BIGINT) AS spans FROM ownerships
WHERE recorded_at <= $known_at AND superseded_at > $known_at AND end_time >= $open_end GROUP BY org_id
"""
_WORTH_IT = 2


@dataclass(frozen=True, slots=True)
class Beyond:
    """The number of devices, owners and open ownerships (per organization) that were not read."""

    devices: int = 0
    owners: int = 0
    open_ownerships: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disturbed:
    """The part of the state that can matter, the numbers `beyond` it, and the rows (`row_id, device_id`) still at rest.

    `awake` are the assignments rows that are not at rest, and `is_awake` is true for these among all assignments rows.
    """

    state: State
    beyond: Beyond
    resting: pl.DataFrame
    awake: pl.DataFrame
    is_awake: pl.Series


def read_disturbed(
    ledger: Ledger,
    attributes: Sequence[str],
    assignments: pl.DataFrame,
    resting: pl.DataFrame,
    since: str,
    *,
    now: datetime,
    sources: Sequence[Source] = (),
    asked: tuple[str | None, str | None] = (None, None),
) -> Disturbed | None:
    """The part of the state that matters for the assignments rows that are not, or no longer, at rest.

    `resting` are the rows (`row_id, device_id`) that were at rest after the run `since`; `now` says who has left;
    `sources` and `asked` are as in `read_state`. None where this ledger has no such run, or so few rows are still at
    rest that nothing is gained. Raises as `read_state`.
    """
    with reading(ledger) as connection:
        began = connection.execute(_RUN, {"run_id": since}).fetchall()
        if not began or _have_people_moved(connection, began[0][0]):
            return None
        touched: pl.DataFrame = frame_of(connection.sql(_TOUCHED, params={"since": began[0][0]}))
        still = resting.filter(~pl.col("device_id").is_in(touched["device_id"].implode()))
        if still.height * _WORTH_IT < assignments.height:
            return None
        is_awake = _is_missing_from(assignments["row_id"], still["row_id"])
        rows = assignments.filter(is_awake)
        if _names_people_only(rows):
            return None
        ids: pl.DataFrame = frame_of(connection.sql(_DEVICE_IDS))
        awake = ids.filter(_is_missing_from(ids["device_id"], still["device_id"]))
        affected = _affected(connection, rows, awake, now)
        spans = spans_of(connection, affected)
        devices = _devices(connection, attributes, rows, pl.concat([awake, spans.select("device_id")]).unique())
        part = read_frames(connection, devices, spans, affected)
        # A new e-mail is compared with those of all owners, as a possible slip; a number may be anybody's.
        if _names_new_owners(rows, part.owners):
            part = read_frames(connection, devices, spans)
        part = replace(part, last_rows=last_rows(connection, sources, asked))
        return Disturbed(part, _beyond(connection, part, ids.height), still, rows, is_awake)


def _have_people_moved(connection: duckdb.DuckDBPyConnection, since: datetime) -> bool:
    ((is_moved,),) = connection.execute(_MOVED_PEOPLE, {"since": since}).fetchall()
    return bool(is_moved)


def _names_people_only(rows: pl.DataFrame) -> bool:
    """True where a row gives nothing but a name of its owner, which may be that of anybody."""
    identifiers = [pl.col(name).is_null() for name in OWNER_IDENTIFIERS]
    return bool(rows.select((pl.all_horizontal(identifiers) & pl.col("owner_name").is_not_null()).any()).item())


def _is_missing_from(ids: pl.Series, others: pl.Series) -> pl.Series:
    """True for each id that is not among the others. A list by id stays short, since ids count from 1."""
    last = pl.select(pl.max_horizontal(pl.lit(ids).max(), pl.lit(others).max())).item() or 0
    is_other = pl.repeat(False, last + 1, dtype=pl.Boolean, eager=True).scatter(others, True)  # noqa: FBT003
    return ~is_other.gather(ids)


def _affected(
    connection: duckdb.DuckDBPyConnection, rows: pl.DataFrame, awake: pl.DataFrame, now: datetime
) -> pl.DataFrame:
    """The owners (`owner_id`) whom the rows name, who own or owned a device that is not at rest, or who have left."""
    lend(connection, "awake", awake)
    number, login = (pl.col(name).str.to_lowercase() for name in ("external_user_id", "username"))
    lend(connection, "listed", rows.select("org_id", email="owner_email", number=number, login=login).unique())
    affected: pl.DataFrame = frame_of(connection.sql(_AFFECTED, params={"known_at": LATEST, "now": now}))
    return affected


def _devices(
    connection: duckdb.DuckDBPyConnection, attributes: Sequence[str], rows: pl.DataFrame, wanted: pl.DataFrame
) -> pl.DataFrame:
    """The wanted devices; all devices where a row names an unknown one, since it may be a slip of any of them."""
    devices = devices_among(connection, attributes, wanted)
    return devices_among(connection, attributes, None) if _names_new_devices(rows, devices) else devices


def _names_new_devices(rows: pl.DataFrame, devices: pl.DataFrame) -> bool:
    return any(
        not rows.select("org_id", name).drop_nulls().join(devices, on=["org_id", name], how="anti").is_empty()
        for name in ("serial_number", "asset_tag")
    )


def _names_new_owners(rows: pl.DataFrame, owners: pl.DataFrame) -> bool:
    if rows["external_user_id"].count() or rows["username"].count():
        return True
    listed = rows.select("org_id", email="owner_email").drop_nulls()
    return not listed.join(owners, on=["org_id", "email"], how="anti").is_empty()


def _beyond(connection: duckdb.DuckDBPyConnection, part: State, devices: int) -> Beyond:
    every: pl.DataFrame = frame_of(connection.sql(_OPEN, params={"known_at": LATEST, "open_end": OPEN_END}))
    is_open = pl.col("end_time") >= OPEN_END
    read = part.spans.filter(is_open).group_by("org_id").agg(read=pl.len().cast(pl.Int64))
    left = pl.col("spans") - pl.col("read").fill_null(0)
    others = every.join(read, on="org_id", how="left").select("org_id", left=left).filter(pl.col("left") > 0)
    ((owners,),) = connection.execute("SELECT count(*) FROM owners").fetchall()
    return Beyond(devices - part.devices.height, owners - part.owners.height, dict(others.rows()))
