"""The facts of people on record, as a run of a list of people leaves them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl

from pipeline.model import Ledger, Source
from pipeline.store import commit, read_state
from pipeline.store.run_record import RunRecord
from tests.support.desk import Desk
from tests.support.ledgers.story import change_set


def last_day(desk: Desk, owner: str, day: str | None) -> None:
    """Put on record, in a run of its own, what that owner's last day is."""
    state = read_state(Ledger(desk.state), [])
    (person,) = state.owners.filter(pl.col("handle") == owner).to_dicts()
    was = person["ends_on"]
    told = {"org_id": person["org_id"], "aggregate": "owner", "aggregate_id": person["owner_id"]}
    event = {**told, "version": person["version"] + 1, "type": "owner_updated", "owner_id": person["owner_id"]}
    fact = {"owner_id": person["owner_id"], "field": "ends_on", "old": None if was is None else str(was), "new": day}
    changes = change_set(owner_changes=[fact], events=[{**event, "owner_email": owner}])
    if state.last_run_at is None:
        raise ValueError("people have devices in the runs before")
    number = state.state_version + 1
    run = RunRecord(f"people-{number}", state.last_run_at + timedelta(microseconds=1), "run", 0, number - 1, {"in": 0})
    source = Source("people.csv", Path("people.csv"), "ab" * 32, 1, rows=0)
    commit(Ledger(desk.state), changes, replace(run, sources=(source,)))
