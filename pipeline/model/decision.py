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

    `devices`: one row per device: `device_id, org_id, serial_number, asset_tag, mac_address, name, version` and the
    attributes that were asked for. `owners`: `owner_id, org_id, email, owner_name, version`. `spans`: the ownerships as
    they are on record now: `ownership_id, org_id, device_id, owner_id, owner_email, start_time, end_time, label,
    added_by`. `last_..._id` are the greatest ids given so far. `ledger_id` identifies the ledger; None where there is
    no ledger yet.
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

    - `organizations`: `org_id` of the organizations that are first used now.
    - `devices_created`: `device_id, org_id` and any attributes, typed; an attribute without a column is blank.
    - `device_changes`: one row per device and changed attribute: `device_id, field, old, new`, as canonical text;
      null is blank.
    - `owners_created`: `owner_id, org_id, email, owner_name, external_user_id`.
    - `spans_superseded`: `ownership_id` of each ownership on record that is corrected or cancelled.
    - `spans_recorded`: `ownership_id, org_id, device_id, owner_id, start_time, end_time, label, added_by` of
      each new or corrected ownership; a corrected one keeps its `ownership_id`.
    - `events`: one row per event in order: `org_id, aggregate` (`device` or `owner`)`, aggregate_id, version, type,
      action, reason, row_id, file, sheet, row, ownership_id, owner_id, owner_email, previous_owner_email, start_time,
      end_time, previous_end_time, label, previous_label, added_by, comment, plan_line`; null where a column does not
      apply. `plan_line` names the line of the plan that a reviewer approved, as `Assign!12`.
    - `row_outcomes`: one row per input row that is not `unchanged`: `row_id, kind, file, sheet, row, outcome, action,
      reason, message, org_id, device_id, owner_email` and `cells`: the row as typed, a JSON object.
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
    `row_outcomes`, since they follow from `judged` and the answers of the reviewer:

    - `judged`: one row per input row: `row_id, kind, file, sheet, row, outcome, action, reason, message, org_id,
      device_id, owner_email, first_row_id` (the row that was decided in place of this one).
    - `originals`, `headers`, `issues`: as in `Checked`; `issues` also has the issues of the decisions.
    - `versions`: one row per touched aggregate: `aggregate, aggregate_id, version` before the plan, 0 for a new one.
    - `absent`: as in `Results`.
    - `limits`: one row per limit: `limit, name, figure, allowed, population, is_over, is_overridden, examples`.
    - `suspects`: one row per new owner who looks like a known one: `org_id, email, likely_email, likeness`.
    - `kept`: one row per thing that an undo leaves as it is: `what, org_id, device_id, serial_number, owner_email,
      why, message`.
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
