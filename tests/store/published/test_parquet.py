"""The tables as Parquet: whole sets, of which only what has changed is written again."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.model import ChangeSet, Ledger
from pipeline.store import RunRecord, commit, publish
from tests.support.ledgers.story import SATURDAY, chapters, device, many_devices, record, taken
from tests.support.strength import sampled

PARTS_OF_DEVICES = ["0000.parquet", "0001.parquet", "0002.parquet"]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "rollcall.duckdb"


@pytest.fixture
def wide(own_ledger: Path) -> Path:
    """The story, and two devices with numbers so high that they lie in parts of their own; published."""
    changes, run = many_devices()
    numbers = {4: 1_000_000, 5: 2_500_000}
    few = {
        name: frame.filter(pl.col(key).is_in(list(numbers))).with_columns(pl.col(key).replace(numbers))
        for name, frame, key in (
            ("devices_created", changes.devices_created, "device_id"),
            ("events", changes.events, "aggregate_id"),
        )
    }
    commit(Ledger(own_ledger), replace(changes, **few), replace(run, created={"devices": 2}))
    publish(Ledger(own_ledger))
    return own_ledger


def latest(state: Path) -> Path:
    """The newest edition, as somebody finds it who looks once."""
    return (state.parent / "published" / "parquet" / "latest").resolve()


def differing_rows(state: Path, edition: Path) -> Mapping[str, int]:
    """How many rows of each table are in one only: the copy, or its Parquet files."""
    with duckdb.connect(state.parent / "published" / "rollcall.duckdb", read_only=True) as copy:
        tables = [table for (table,) in copy.sql("SELECT table_name FROM duckdb_tables()").fetchall()]
        counts = {}
        for table in tables:
            files = f"read_parquet('{edition}/{table}/*.parquet')"
            both = (f"FROM {table} EXCEPT ALL FROM {files}", f"FROM {files} EXCEPT ALL FROM {table}")
            counts[table] = sum(len(copy.sql(sql).fetchall()) for sql in both)
        return counts


def inodes(edition: Path, table: str) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in sorted((edition / table).iterdir())}


def one_event_of(number: int, version: int, state_version: int) -> tuple[ChangeSet, RunRecord]:
    """A run that gives one device to Ann."""
    change_sets = chapters()[0][0]
    empty = {name: frame.clear() for name in change_sets.__dataclass_fields__ for frame in [getattr(change_sets, name)]}
    told = {**device(number, version), **taken(9, owner=1, start=SATURDAY), "org_id": "default"}
    event = pl.DataFrame(
        {name: [told.get(name)] for name in change_sets.events.columns}, schema=change_sets.events.schema
    )
    span = change_sets.spans_recorded.head(1).with_columns(ownership_id=9, device_id=number, start_time=SATURDAY)
    changes = ChangeSet(**{**empty, "events": event, "spans_recorded": span})
    later = SATURDAY.replace(hour=9)
    return changes, replace(record(changes, at=later, version=state_version), run_id="run-late")


@pytest.mark.system
def test_every_table_is_there_after_every_run_as_the_copy_has_it(state: Path) -> None:
    for changes, run in [*chapters(), many_devices()]:
        commit(Ledger(state), changes, run)
        publish(Ledger(state))

        assert set(differing_rows(state, latest(state)).values()) == {0}


def test_other_programs_read_them(own_ledger: Path) -> None:
    publish(Ledger(own_ledger))

    devices = pl.read_parquet(latest(own_ledger) / "devices" / "*.parquet")

    assert devices.sort("device_id")["serial_number"].to_list() == ["SN-1", "SN-2", None]


@pytest.mark.system
def test_parts_without_news_are_not_written_again(wide: Path) -> None:
    before = latest(wide)
    changes, run = one_event_of(1_000_000, 2, 4)
    commit(Ledger(wide), changes, run)
    publish(Ledger(wide))
    after = latest(wide)

    assert after != before
    assert list(inodes(after, "devices")) == PARTS_OF_DEVICES
    again = {name for name, inode in inodes(after, "devices").items() if inode != inodes(before, "devices")[name]}
    assert again == {"0001.parquet"}
    assert inodes(after, "owners") == inodes(before, "owners")
    assert set(inodes(after, "ownerships")) - set(inodes(before, "ownerships")) == {"0001.parquet"}
    assert inodes(after, "ownerships")["0000.parquet"] == inodes(before, "ownerships")["0000.parquet"]
    assert set(differing_rows(wide, after).values()) == {0}


@pytest.mark.system
def test_nothing_is_written_where_the_ledger_is_as_it_was(own_ledger: Path) -> None:
    publish(Ledger(own_ledger))
    before = latest(own_ledger)

    publish(Ledger(own_ledger))

    assert latest(own_ledger) == before
    assert [path.name for path in before.parent.iterdir() if path.name != "latest"] == [before.name]


@pytest.mark.system
def test_whoever_still_reads_the_edition_before_has_all_of_it(wide: Path) -> None:
    before = latest(wide)
    devices = pl.read_parquet(before / "devices" / "*.parquet")
    changes, run = one_event_of(1_000_000, 2, 4)
    commit(Ledger(wide), changes, run)
    publish(Ledger(wide))

    assert pl.read_parquet(before / "devices" / "*.parquet").equals(devices)


@pytest.mark.system
def test_older_editions_go(state: Path) -> None:
    for changes, run in chapters():
        commit(Ledger(state), changes, run)
        publish(Ledger(state))
        hour_ago = latest(state).stat().st_mtime - 3600
        os.utime(latest(state), (hour_ago, hour_ago))

    assert sorted(path.name for path in latest(state).parent.iterdir()) == ["000003", "000004", "latest"]


@pytest.mark.system
def test_editions_of_the_last_minutes_stay(state: Path) -> None:
    for changes, run in chapters():
        commit(Ledger(state), changes, run)
        publish(Ledger(state))

    assert len([path for path in latest(state).parent.iterdir() if path.name != "latest"]) == 4


@pytest.mark.system
def test_a_ledger_that_was_set_back_and_went_on_differently_is_written_anew(
    days: dict[str, Path], own_ledger: Path
) -> None:
    publish(Ledger(own_ledger))
    own_ledger.write_bytes(days["run-mon"].read_bytes())
    changes, run = many_devices()
    commit(Ledger(own_ledger), changes, replace(run, state_version=1))

    publish(Ledger(own_ledger))

    assert set(differing_rows(own_ledger, latest(own_ledger)).values()) == {0}


@pytest.mark.system
@pytest.mark.parametrize("damage", sampled(["no manifest", "another form", "no part"], every=3))
def test_an_edition_that_is_not_whole_is_no_base(wide: Path, damage: str) -> None:
    edition = latest(wide)
    if damage == "no part":
        (edition / "devices" / "0002.parquet").unlink()
    elif damage == "no manifest":
        (edition / "manifest.json").unlink()
    else:
        (edition / "manifest.json").write_text('{"state_version": 4}')
    changes, run = one_event_of(1_000_000, 2, 4)
    commit(Ledger(wide), changes, run)

    publish(Ledger(wide))

    assert set(differing_rows(wide, latest(wide)).values()) == {0}


@pytest.mark.system
def test_where_there_are_no_links_a_text_leads_to_the_newest(own_ledger: Path) -> None:
    """As Windows has it: there the file `latest` holds the name of the edition."""
    publish(Ledger(own_ledger))
    edition = latest(own_ledger)
    link = edition.parent / "latest"
    link.unlink()
    link.write_text(edition.name)

    publish(Ledger(own_ledger))

    assert link.read_text() == edition.name
    changes, run = many_devices()
    commit(Ledger(own_ledger), changes, run)
    publish(Ledger(own_ledger))
    assert latest(own_ledger).name == "000002"
