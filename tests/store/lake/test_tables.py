"""A table of a lake is written on top of the version that was opened, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline.errors import StateBusy, StoreFailed
from pipeline.model import Lake
from pipeline.store.lake import tables

if TYPE_CHECKING:
    from deltalake import DeltaTable

ROWS = "SELECT 1::BIGINT AS device_id, {name} AS org_id, '2025-03-03 09:00:00.000001'::TIMESTAMP AS at, ['a'] AS list"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake in a folder whose name needs care, with one table."""
    found = Lake(str(tmp_path / "unser Lager, Köln"))
    tables.make(found, "devices", _rows("'acme'"), ["org_id"])
    return found


def _rows(name: str) -> duckdb.DuckDBPyRelation:
    return duckdb.connect().sql(ROWS.format(name=name))


def test_what_is_written_is_read_whatever_the_name_of_its_part(lake: Lake) -> None:
    table = tables.opened(lake, "devices")
    for name in ("'Ünï c/ö %25 [=] *?'", "'..'", "NULL", "''"):
        tables.append(lake, table, _rows(name))
    files = tables.files_of(lake, table)
    assert [Path(file).is_file() for file in files] == [True] * 4
    read = duckdb.read_parquet(files, hive_partitioning=False, connection=duckdb.connect()).fetchall()
    assert [(number, *facts) for number, *facts in read] == [(1, *_rows("''").fetchall()[0][2:])] * 4


def _replace(lake: Lake, table: DeltaTable, rows: duckdb.DuckDBPyRelation) -> None:
    tables.replace(lake, table, rows, ["device_id"])


@pytest.mark.parametrize("write", [tables.append, _replace])
def test_whoever_opened_an_earlier_version_cannot_write(
    lake: Lake, write: Callable[[Lake, DeltaTable, duckdb.DuckDBPyRelation], None]
) -> None:
    one, other = tables.opened(lake, "devices"), tables.opened(lake, "devices")
    tables.append(lake, one, _rows("'acme'"))
    with pytest.raises(StateBusy, match="Another process wrote"):
        write(lake, other, _rows("'acme'"))
    assert len(tables.files_of(lake, tables.opened(lake, "devices"))) == 1


def test_no_earlier_version_is_lost_by_the_way_when_its_time_is_over(lake: Lake) -> None:
    from deltalake import write_deltalake

    at_once = {"delta.checkpointInterval": "1", "delta.logRetentionDuration": "interval 0 seconds"}
    write_deltalake(Path(lake.uri) / "runs", _rows("'acme'"), configuration=at_once)
    tables.append(lake, tables.opened(lake, "runs"), _rows("'globex'"))
    assert len(tables.files_of(lake, tables.opened(lake, "runs", 0))) == 1
    assert tables.opened(lake, "devices").metadata().configuration == {"delta.enableExpiredLogCleanup": "false"}


def test_what_all_changes_come_to_is_read_in_their_place(lake: Lake) -> None:
    table, log = tables.opened(lake, "devices"), Path(lake.uri) / "devices" / "_delta_log"
    for _ in range(3):
        tables.append(lake, table, _rows("'acme'"))
    tables.append(lake, table, _rows("'never finished'"))

    tables.sum_up(lake, "devices", 3)
    for number in range(3):
        (log / f"{number:020d}.json").unlink()

    assert len(tables.files_of(lake, tables.opened(lake, "devices", 3))) == 3
    assert len(tables.files_of(lake, tables.taken_back(lake, "devices", 3))) == 3


def test_a_table_is_taken_back_to_the_version_that_is_named(lake: Lake) -> None:
    table = tables.opened(lake, "devices")
    tables.append(lake, table, _rows("'acme'"))
    tables.append(lake, table, _rows("'globex'"))
    back = tables.taken_back(lake, "devices", 1)
    assert (back.version(), len(tables.files_of(lake, back))) == (3, 1)


def test_a_part_of_a_lake_that_is_older_than_the_rest_is_told(lake: Lake) -> None:
    with pytest.raises(StoreFailed, match="is at version 0, and was at 7 before"):
        tables.taken_back(lake, "devices", 7)


def test_a_table_that_was_widened_is_known_by_it(lake: Lake) -> None:
    table = tables.opened(lake, "devices")
    tables.append(lake, table, _rows("'acme'"))
    assert not tables.is_widened(table)
    tables.append(lake, table, _rows("'acme'").select("*, 'Rome' AS location"))
    assert tables.is_widened(tables.opened(lake, "devices"))
