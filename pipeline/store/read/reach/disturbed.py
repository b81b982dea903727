"""Reading only what matters where most rows are at rest; see `core.resting_rows`.

A row at rest stays so until there is an event of its device. So only the other rows reach for anything, and, in a full
sheet, what the owners of the rows at rest hold beside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from pipeline.store.connections import reading
from pipeline.store.frames import frame_of
from pipeline.store.read.reach.part import Asked, reached
from pipeline.store.read.run_history import last_rows
from schemas.fields import OWNER_IDENTIFIERS
from schemas.records import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb

    from pipeline.model import Checked, Ledger, State

_RUN = "SELECT recorded_at FROM runs WHERE run_id = $run_id"
_TOUCHED = "SELECT DISTINCT aggregate_id AS device_id FROM events WHERE aggregate = 'device' AND recorded_at > $since"
# Whether people have come or changed since whom a row at rest may mean, too.
_MOVED_PEOPLE = """
SELECT count(*) > 0 FROM events WHERE aggregate = 'owner' AND recorded_at > $since AND (
    "type" = 'owner_updated' OR json_extract(payload, '/owner/external_user_id') IS NOT NULL
    OR json_extract(payload, '/owner/username') IS NOT NULL
)
"""
_WORTH_IT = 2


@dataclass(frozen=True, slots=True)
class Disturbed:
    """The part of the state that can matter, and the rows (`row_id, device_id`) still at rest.

    `checked` has, of the assignments rows, those that are not at rest, and `is_awake` is true for these among all.
    """

    state: State
    resting: pl.DataFrame
    checked: Checked
    is_awake: pl.Series


def read_disturbed(
    ledger: Ledger, asked: Asked, resting: pl.DataFrame, since: str, source: tuple[str | None, str | None]
) -> Disturbed | None:
    """The part of the state that matters for the assignments rows that are not, or no longer, at rest.

    `resting` are the rows (`row_id, device_id`) that were at rest after the run `since`; `source` is as in `last_rows`.
    None where this ledger has no such run, or so few rows are still at rest that nothing is gained. Raises as
    `read_reached`.
    """
    with reading(ledger) as connection:
        began = connection.execute(_RUN, {"run_id": since}).fetchall()
        if not began or _have_people_moved(connection, began[0][0]):
            return None
        touched: pl.DataFrame = frame_of(connection.sql(_TOUCHED, params={"since": began[0][0]}))
        still = resting.filter(~pl.col("device_id").is_in(touched["device_id"].implode()))
        rows = asked.checked.assignments
        if still.height * _WORTH_IT < rows.height:
            return None
        is_awake = _is_missing_from(rows["row_id"], still["row_id"])
        awake = replace(
            asked.checked, assignments=rows.filter(is_awake), originals=asked.checked.originals.filter(is_awake)
        )
        if _names_people_only(awake.assignments):
            return None
        state = reached(connection, replace(asked, checked=awake), still.select("device_id"))
        state = replace(state, last_rows=last_rows(connection, asked.checked.sources, source))
        return Disturbed(state, still, awake, is_awake)


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
