"""Undoing at a desk: what reverses a run, decided and written down as it is, without a plan workbook in between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from pipeline import store
from pipeline.model import Ledger
from pipeline.runs.plan import plan_of
from pipeline.runs.steps.clock import Stages, clock
from pipeline.runs.steps.commit import Done, write_down
from pipeline.runs.steps.decide import Decision
from pipeline.runs.undo import decide_undo
from pipeline.settings import Settings
from tests.support.desk import Desk

_KNOWLEDGE = frozenset({"recorded_at", "superseded_at", "run_id"})


def reversal(desk: Desk, run_id: str) -> Decision:
    """What would reverse that run."""
    return decide_undo(run_id, _settings(desk), Stages())


def undo(desk: Desk, run_id: str) -> Done:
    """Reverse that run."""
    settings, stages = _settings(desk), Stages()
    with store.hold_state(Ledger(desk.state), command="undo", started_at=clock()):
        decision = decide_undo(run_id, settings, stages)
        plan = plan_of(decision, pl.DataFrame(schema={"row_id": pl.Int64}), {}, (), undoes=run_id)
        committed = write_down(decision, (), settings, stages, plan=plan)
    return committed.show(stages)


def content(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """What is believed now of devices and ownerships, whenever and by whatever run it came to be believed."""
    return {
        "devices": [_without(device, {"version"}) for device in desk.show("devices")],
        "ownerships": [_without(span, _KNOWLEDGE) for span in desk.show("ownerships")],
    }


def of_these_devices(
    found: dict[str, list[dict[str, Any]]], before: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """What was found, without the devices that were not on record before: those stay."""
    known = {device["device_id"] for device in before["devices"]}
    return {what: [row for row in rows if row["device_id"] in known] for what, rows in found.items()}


def told(done: Done | Decision, *columns: str) -> Sequence[tuple[Any, ...]]:
    """The Changes sheet, row by row."""
    return done.results.changes.select(columns).rows()


def _settings(desk: Desk) -> Settings:
    return Settings(state=desk.state, out=desk.folder / "results")


def _without(row: dict[str, Any], left_out: frozenset[str] | set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in left_out}
