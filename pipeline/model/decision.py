"""The current state, the intent of a run, and the change set and plan that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.model.files import Sheet, Source
from schemas.fields import DEFAULT_ORG
from schemas.options import IntentOptions

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class State:
    """The part of the current state that the decisions need.

    `schemas.frames.state` states the columns of its frames; `devices` has the attributes that were asked for, `spans`
    the ownerships as they are on record now. `last_..._id` are the greatest ids given so far. `ledger_id` identifies
    the ledger; None where there is no ledger yet.
    """

    state_version: int
    last_run_at: datetime | None
    organizations: frozenset[str]
    last_device_id: int
    last_owner_id: int
    last_ownership_id: int
    devices: pl.DataFrame
    owners: pl.DataFrame
    spans: pl.DataFrame
    ledger_id: str | None = None


@dataclass(frozen=True)
class Limits:
    """The limits above which a plan is refused; None switches off one limit, `enabled=False` all.

    Percentages are of the open ownerships on record (`unassign`, `reassign`), of the devices on record (`create`), or
    of the rows that the same file had last time (`fewer_rows`). They apply from a population of `min_population` up,
    and never to `min_rows` actions or fewer. The limits on ownerships apply to each organization and to the whole
    ledger; the greatest percentage counts. `new_owners` and `emptied_owners` count owners, `money` is the purchase
    price of all touched devices, `backdate_days` the age of the earliest change.
    """

    enabled: bool = True
    unassign_percent: float | None = 30
    reassign_percent: float | None = 30
    create_percent: float | None = 50
    new_owners: float | None = 50
    emptied_owners: float | None = 25
    fewer_rows_percent: float | None = 30
    money: float | None = None
    backdate_days: float | None = 366
    min_population: int = 10
    min_rows: int = 5


@dataclass(frozen=True, slots=True)
class Intent(IntentOptions):
    """The request of the person beside the sheets: its options, and the exceptions allowed for this run.

    `allow` maps the name of each guard that is switched off (to None) and of each limit that is raised (to its figure,
    as text). `allowed_owners` are the e-mail addresses of new owners that are right as they are. `limits` are those in
    force, raised as allowed.
    """

    org: str = DEFAULT_ORG
    is_org_given: bool = False
    allow: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None
    allowed_owners: frozenset[str] = frozenset()
    limits: Limits = Limits()


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
    issues of the decisions. `absent` is as in `Results`.
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
    limits: pl.DataFrame
    suspects: pl.DataFrame
    kept: pl.DataFrame
    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]
    settings: Mapping[str, object]
