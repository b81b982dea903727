"""Rows lie in the file in the order of their keys: a question about a few of them then reads a small part of it."""

from pathlib import Path

import duckdb
import pytest

from pipeline.model import Ledger
from pipeline.store import commit
from pipeline.store.safety.verify import REPLAYS, prove
from pipeline.store.write import events
from tests.support.ledgers.story import FRIDAY, SATURDAY, change_set, device, outcome, record, span, taken

_KEYS = {"devices": "device_id", "ownerships": "ownership_id", "row_outcomes": "row_id", "events": "event_id"}


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_rows_are_written_in_the_order_of_their_keys_and_events_as_they_come(
    own_ledger: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Also where the events are written in several parts."""
    monkeypatch.setattr(events, "_AT_ONCE", at_once)
    new = {"name": "New", "type": "laptop", "category": "computer"}
    created = {"type": "device_created", "action": "create"}
    changes = change_set(
        devices_created=[{**new, "device_id": at, "serial_number": f"SN-{at}"} for at in (6, 4, 5)],
        spans_recorded=[span(at, device=at - 3, owner=1, start=FRIDAY) for at in (9, 8, 7)],
        events=[
            *({**device(at, 1), **created} for at in (5, 6, 4)),
            *({**device(at - 3, 2), **taken(at, owner=1, start=FRIDAY)} for at in (8, 7, 9)),
        ],
        row_outcomes=[outcome(row, "applied") for row in (12, 10, 11)],
    )

    commit(Ledger(own_ledger), changes, record(changes, at=SATURDAY, version=3))

    with duckdb.connect(own_ledger, read_only=True) as ledger:
        for table, key in _KEYS.items():
            kept = [number for (number,) in ledger.sql(f"SELECT {key} FROM {table} ORDER BY rowid").fetchall()][-3:]
            assert kept == sorted(kept), table
        told = ledger.sql("SELECT aggregate_id FROM events ORDER BY event_id").fetchall()[-6:]
    assert [number for (number,) in told] == [5, 6, 4, 5, 4, 6]
    replayed = {proof.name: proof.broken for proof in prove(Ledger(own_ledger)) if proof.name in REPLAYS.values()}
    assert replayed == dict.fromkeys(REPLAYS.values(), ())
