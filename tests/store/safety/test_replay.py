"""The events alone give the tables back."""

from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store.safety.replay import replay, verify_replay


@pytest.mark.parametrize("run", ["run-mon", "run-tue", "run-wed", "run-thu"])
def test_the_events_replay_to_the_tables(days: dict[str, Path], run: str) -> None:
    assert verify_replay(Ledger(days[run])) == []


def test_the_empty_ledger_replays_to_itself(tmp_path: Path) -> None:
    assert verify_replay(Ledger(tmp_path / "rollcall.duckdb")) == []


def test_the_replayed_tables_have_every_row_and_column(ledger: Path) -> None:
    with duckdb.connect(ledger, read_only=True) as connection:
        tables = {name: connection.table(name) for name in ("devices", "mdm_enrollments", "owners", "ownerships")}
        shapes = {name: (len(table.fetchall()), table.columns) for name, table in tables.items()}

    assert {name: (frame.height, frame.columns) for name, frame in replay(Ledger(ledger)).items()} == shapes


@pytest.mark.parametrize(
    ("tampering", "table"),
    [
        ("UPDATE devices SET brand = 'Dell' WHERE device_id = 2", "devices"),
        ("UPDATE devices SET extra = NULL", "devices"),
        ("DELETE FROM mdm_enrollments", "mdm_enrollments"),
        ("UPDATE owners SET version = 9 WHERE owner_id = 1", "owners"),
        ("UPDATE ownerships SET end_time = end_time - INTERVAL 1 DAY WHERE ownership_id = 1", "ownerships"),
    ],
)
def test_a_table_that_was_tampered_with_is_found(own_ledger: Path, tampering: str, table: str) -> None:
    with duckdb.connect(own_ledger) as connection:
        connection.execute(tampering)

    assert any(sentence.startswith(f"{table}: ") for sentence in verify_replay(Ledger(own_ledger)))
