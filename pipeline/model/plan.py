"""The change set of a run, and the plan that carries it to whoever approves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model.files import Sheet, Source
from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that one run writes, as typed frames; empty frames where there is nothing.

    `schemas.frames.changes` and `schemas.frames.events` state their rows and columns. `organizations` are those that
    are first used now. `events` are in the order in which they are recorded.
    """

    organizations: pl.DataFrame
    devices_created: pl.DataFrame
    device_changes: pl.DataFrame
    owners_created: pl.DataFrame
    owner_changes: pl.DataFrame
    spans_superseded: pl.DataFrame
    spans_recorded: pl.DataFrame
    events: pl.DataFrame
    row_outcomes: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Plan:
    """The decisions of a run: everything that applying them writes and reports, so that nothing is decided again.

    `made_at` is the instant of the decisions; `state_version` and `ledger_id` are those of the ledger that they were
    made on. `command` is `plan` or `undo`; for an undo, `undoes` is the run that it reverses. `change_set` has no
    `row_outcomes`, since they follow from `judged` and the answers of the reviewer. `schemas.frames.plan` states the
    rows and columns of the other frames. `originals`, `headers` and `issues` are as in `Checked`; `issues` also has the
    issues of the decisions. `absent` and `leavers` are as in `Results`.
    """

    plan_id: str
    command: str
    made_at: datetime
    made_by: str
    host: str
    state_version: int
    ledger_id: str | None
    undoes: str | None
    last_device_id: int
    last_owner_id: int
    last_ownership_id: int
    change_set: ChangeSet
    versions: pl.DataFrame
    judged: pl.DataFrame
    originals: pl.DataFrame
    headers: Mapping[str, str]
    issues: pl.DataFrame
    absent: pl.DataFrame
    leavers: pl.DataFrame
    limits: pl.DataFrame
    suspects: pl.DataFrame
    kept: pl.DataFrame
    refreshed: pl.DataFrame
    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]
    settings: Mapping[str, object]
