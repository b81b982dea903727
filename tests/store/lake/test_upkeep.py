"""Tidying makes big files of small ones, keeps what readers need, and changes nothing that is on record."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pipeline import store
from pipeline.errors import UsageProblem
from pipeline.model import Ledger
from pipeline.store import commit
from pipeline.store.connections import reading
from pipeline.store.lake import tables
from tests.support.ledgers.lakes import contents, lake_at, place
from tests.support.ledgers.story import chapters


@pytest.mark.system
def test_small_files_become_big_ones_and_nothing_else_changes(own_lake: Ledger) -> None:
    before = contents(own_lake)
    done = store.tidy(own_lake, hours=168)
    assert done.after < done.before
    assert contents(own_lake) == before
    assert store.tidy(own_lake, hours=168).before == done.after
    commit(own_lake, *chapters()[3])
    assert store.verify_replay(own_lake) == []


@pytest.mark.system
def test_a_lake_is_opened_without_what_led_to_it_once_it_was_tidied(own_lake: Ledger) -> None:
    before, lake = contents(own_lake), Path(place(own_lake).uri)
    store.tidy(own_lake, hours=168)
    long_ago = time.time() - 60 * 24 * 3600
    for entry in lake.glob("*/_delta_log/*"):
        os.utime(entry, (long_ago, long_ago))
    entries = len([*lake.glob("*/_delta_log/*.json")])
    store.tidy(own_lake, hours=168)
    assert len([*lake.glob("*/_delta_log/*.json")]) < entries
    assert contents(own_lake) == before
    commit(own_lake, *chapters()[3])
    assert store.verify_replay(own_lake) == []


@pytest.mark.system
def test_whoever_reads_meanwhile_is_not_disturbed(own_lake: Ledger) -> None:
    with reading(own_lake) as connection:
        before = connection.execute("SELECT count(*) FROM events").fetchall()
        store.tidy(own_lake, hours=1)
        assert connection.execute("SELECT count(*) FROM events").fetchall() == before


@pytest.mark.system
def test_what_a_dead_writer_left_goes_once_it_is_old(own_lake: Ledger) -> None:
    before, lake = contents(own_lake), place(own_lake)
    with reading(own_lake) as connection:
        table = tables.opened(lake, "row_outcomes")
        known = set(tables.files_of(lake, table))
        tables.append(lake, table, connection.sql("SELECT * FROM row_outcomes LIMIT 1"))
    (left,) = set(tables.files_of(lake, table)) - known
    assert store.tidy(own_lake, hours=1).removed == 0
    assert Path(left).exists()

    orphan = Path(left).with_name("part-of-a-killed-writer.parquet")
    orphan.write_bytes(Path(left).read_bytes())
    long_ago = time.time() - 7200
    os.utime(orphan, (long_ago, long_ago))

    assert store.tidy(own_lake, hours=1).removed == 1
    assert not orphan.exists()
    assert contents(own_lake) == before


def test_a_lake_without_a_ledger_is_not_tidied(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="There is no ledger"):
        store.tidy(lake_at(tmp_path / "none"), hours=1)
