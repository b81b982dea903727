"""Rows of a run come in the place of those with their keys; a part in which there is none of these is left as it is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.model import Lake
from pipeline.store.lake import changed_parts, tables
from pipeline.store.lake.layout import BUCKET, NAMED, ORG

# One row per device: its number, its organization, its name, and the part of the table in which it lies.
_ROWS = f"""
SELECT number::BIGINT AS device_id, org AS org_id, name, org AS {ORG}, (number % 2)::INTEGER AS {BUCKET}
FROM (VALUES {{rows}}) AS rows(number, org, name)
"""
_BEFORE = "(1, 'acme', 'One'), (2, 'acme', 'Two'), (3, 'acme', 'Three'), (4, 'l''Île', 'Four')"
_COMING = "(3, 'acme', 'Third'), (5, 'acme', 'Five'), (4, 'l''Île', NULL), (7, 'l''Île', 'Seven'), (8, 'new', 'Eight')"
_AFTER = [(1, "One"), (2, "Two"), (3, "Third"), (4, None), (5, "Five"), (7, "Seven"), (8, "Eight")]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake whose table of devices has four, in three parts."""
    found, rows = Lake(str(tmp_path)), duckdb.connect().sql(_ROWS.format(rows=_BEFORE))
    tables.make(found, "devices", rows, [ORG, BUCKET])
    tables.append(found, tables.opened(found, "devices"), rows)
    return found


def _put(lake: Lake, rows: str) -> tuple[list[str], list[str]]:
    """The files before and after."""
    target = tables.opened(lake, "devices")
    before = tables.files_of(lake, target)
    changed_parts.put(lake, target, NAMED["devices"], duckdb.connect(), _ROWS.format(rows=rows))
    return before, tables.files_of(lake, tables.opened(lake, "devices"))


def _names(files: list[str]) -> list[tuple[int, str | None]]:
    rows = duckdb.connect().read_parquet(files, hive_partitioning=False)
    return rows.select("device_id, name").order("device_id").fetchall()


@pytest.mark.parametrize("few", [0, 50_000])
def test_a_row_takes_the_place_of_the_one_with_its_key(lake: Lake, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(tables, "_FEW", few)
    _, after = _put(lake, _COMING)
    assert _names(after) == _AFTER


def test_so_it_does_where_parts_are_written_one_by_one(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_parts, "_AT_ONCE", 1)
    version = tables.opened(lake, "devices").version()
    _, after = _put(lake, _COMING)
    assert _names(after) == _AFTER
    assert tables.opened(lake, "devices").version() == version + 3  # two parts, and what comes beside


def test_only_parts_in_which_a_row_changes_are_written_anew(lake: Lake) -> None:
    before, after = _put(lake, _COMING)
    kept = {file for file in before if "acme/_bucket=0" in file}
    assert {*before} & {*after} == kept
    assert (len(before), len(after)) == (3, 5)


def test_new_rows_come_beside_what_is_there(lake: Lake) -> None:
    before, after = _put(lake, "(5, 'acme', 'Five')")
    assert {*before} < {*after}
    assert len(after) == len(before) + 1


@pytest.mark.system
def test_what_another_program_has_added_to_a_table_stays(lake: Lake) -> None:
    other = duckdb.connect().sql(_ROWS.format(rows="(9, 'acme', 'Nine')")).select("*, 'Rome' AS theirs")
    tables.append(lake, tables.opened(lake, "devices"), other)
    _, after = _put(lake, "(1, 'acme', 'First')")
    rows = duckdb.connect().read_parquet(after, hive_partitioning=False, union_by_name=True)
    assert rows.filter("device_id IN (1, 9)").select("name, theirs").order("ALL").fetchall() == [
        ("First", None),
        ("Nine", "Rome"),
    ]
