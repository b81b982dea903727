"""The head of a lake: one row that says at which version each table is to be read. To change it is to commit."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipeline.durable import durable
from pipeline.errors import RollcallError, StateBusy, StoreFailed
from pipeline.store.lake import tables
from pipeline.store.lake.failures import lost_race
from pipeline.store.lake.layout import TABLES
from schemas.records import dataclass

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from pipeline.model import Lake

NAME = "head"
# After so many versions of a table, what all of its changes come to is written down.
_SUMMED_UP = 20
# The table on which it is tried once whether the store keeps two writers apart.
_TRIED = "two_writers"
# The way in which the tables are kept, which a newer Rollcall may change.
_LAYOUT = 1
_ROW = """
SELECT {layout}::BIGINT AS layout, 1::BIGINT AS "number", {buckets}::BIGINT AS buckets, 0::BIGINT AS state_version,
       NULL::VARCHAR AS run_id, {tables}
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The head as it was read: `number` counts its changes, `versions` has that of each table.

    `state_version` and `run_id` are those of the last run. In `buckets` parts are the devices of each organization.
    """

    number: int
    buckets: int
    state_version: int
    run_id: str | None
    versions: Mapping[str, int]


def read_head(lake: Lake) -> Head | None:
    """The head as it is now; None where there is no ledger in this lake yet. Raises StoreFailed for a newer layout."""
    if not tables.is_there(lake, NAME):
        return None
    rows = _rows(lake)
    if rows.is_empty():
        return None
    (row,) = rows.to_dicts()
    if row["layout"] != _LAYOUT:
        raise StoreFailed(
            f"{lake.uri} was written by a newer Rollcall (layout {row['layout']}; this version knows {_LAYOUT}).",
            "Upgrade with: pip install --upgrade rollcall",
            code="newer",
        )
    versions = {table.name: int(row[table.name]) for table in TABLES}
    return Head(row["number"], row["buckets"], row["state_version"], row["run_id"], versions)


def size_of(lake: Lake) -> int:
    """The bytes of the files that the head names."""
    head = read_head(lake)
    versions = head.versions if head is not None else {}
    return sum(tables.size_of(lake, tables.opened(lake, name, version)) for name, version in versions.items())


def begin(lake: Lake, connection: duckdb.DuckDBPyConnection) -> Head:
    """Make the head of a lake whose tables were made, and are empty; the one that is there, where another was first."""
    versions = ", ".join(f"0::BIGINT AS {table.name}" for table in TABLES)
    row = connection.sql(_ROW.format(layout=_LAYOUT, buckets=max(1, lake.buckets), tables=versions))
    if "://" in lake.uri:
        _refuse_unsafe_store(lake, row)
    tables.make(lake, NAME, row, [])
    head = tables.opened(lake, NAME)
    if _rows(lake).is_empty():
        with suppress(StateBusy):  # another process has begun it at the same time, in the same way
            tables.append(lake, head, row)
    begun = read_head(lake)
    if begun is None:
        raise lost_race(lake)
    return begun


def _refuse_unsafe_store(lake: Lake, row: duckdb.DuckDBPyRelation) -> None:
    """Raise StoreFailed for a store that lets a second writer write over what the first one has written.

    It is tried on a table of its own, once, before the lake has anything: some stores that speak the language of S3
    do not heed that a file is to be written only where there is none.
    """
    tables.make(lake, _TRIED, row, [])
    first, second = tables.opened(lake, _TRIED), tables.opened(lake, _TRIED)
    tables.append(lake, first, row)
    try:
        tables.append(lake, second, row)
    except StateBusy:
        return
    raise StoreFailed(
        f"The object store of {lake.uri} lets two programs write the same file, so that one would undo the other.",
        "Use a store that can write a file only where there is none (If-None-Match), or a folder. No ledger was made.",
        code="unsafe_store",
    )


def move(lake: Lake, head: Head, to: Head) -> None:
    """Let the head name other versions, if it is still as it was read. Raises StateBusy."""
    table = tables.opened(lake, NAME)
    known = frozenset(tables.files_of(lake, table))
    changed: dict[str, Any] = {"number": head.number + 1, "state_version": to.state_version, **to.versions}
    if to.run_id is not None:
        changed["run_id"] = to.run_id
    if not tables.update(lake, table, changed, f'"number" = {head.number}'):
        raise lost_race(lake)
    tables.flush_written(lake, table, known)
    durable("head moved")
    with suppress(RollcallError):  # the head is moved, and whoever opens a table reads a little more
        for name, version in to.versions.items():
            if version // _SUMMED_UP > head.versions[name] // _SUMMED_UP:
                tables.sum_up(lake, name, version)
        if table.version() % _SUMMED_UP == 0:
            tables.sum_up(lake, NAME, table.version())


def _rows(lake: Lake) -> pl.DataFrame:
    return tables.rows_of(lake, tables.opened(lake, NAME))
