"""The frozen records that travel between layers. Most are a few frames and what one must know to read them.

Every instant is a naive UTC `datetime[us]`. Nulls in frames mean blank. Polars frames stay behind `TYPE_CHECKING`, so
that importing this module is instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.fields import DEFAULT_ORG
from schemas.vocabulary import Kind, Mode, OnConflict

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Source:
    """One input file: the name people know it by, where it lies, and what it was made of."""

    file: str
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One usable sheet of a file. `header_row` is Excel's row number; `rows` counts its data rows."""

    file: str
    sheet: str
    kind: Kind
    header_row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What the files say: typed rows with provenance, what the people typed, and every issue.

    `assignments` and `inventory` have one row per data row of their kind, in the order of `row_id`: 1, 2, 3 ... over
    all rows of the run (files as given, sheets as in the file, rows from the top). Both begin with `row_id, file,
    sheet, row, org_id` and end with `fault`: the reason code of the row's first bad cell, null where there is none;
    a bad cell's own value is null. `assignments` has every assignment field, plus `clears_label` and `clears_end`
    (booleans: `<clear>`). `inventory` has `device_id`, the identifiers, the required attributes, those other
    attributes that some sheet has a column for, and `cleared`: the fields set to `<clear>`, as `|model|location|`.

    `originals` has `row_id` and one text column per field: the cells as typed. `headers` maps each of them, in order,
    to the header it had. `issues` has one row per finding: `file, sheet, row, column, cell, value, code, severity,
    message, hint, row_id`, sorted by file, sheet, row and column.
    """

    assignments: pl.DataFrame
    inventory: pl.DataFrame
    originals: pl.DataFrame
    headers: Mapping[str, str]
    issues: pl.DataFrame
    sources: tuple[Source, ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The current state, as far as the decisions need it.

    `devices`: one row per device: `device_id, org_id, serial_number, asset_tag, mac_address, name, version` and the
    attributes that were asked for. `owners`: `owner_id, org_id, email, owner_name, version`. `spans`: the ownerships
    believed now: `ownership_id, org_id, device_id, owner_id, owner_email, start_time, end_time, label, added_by`.
    `last_ids` are the greatest ids given so far.
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


@dataclass(frozen=True, slots=True)
class Intent:
    """What the person asks for beside the sheets. `allow` maps the name of a guard to the value it is set to."""

    mode: Mode = Mode.INSTRUCTIONS
    scope: str = "listed-owners"
    on_conflict: OnConflict = OnConflict.REASSIGN
    create_devices: bool = False
    default_device_type: str | None = None
    create_owners: bool = True
    atomic: bool = False
    inventory_complete: bool = False
    org: str = DEFAULT_ORG
    is_org_given: bool = False
    added_by: str | None = None
    allow: Mapping[str, str | None] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that one run writes, as typed frames; empty frames where there is nothing.

    - `organizations`: `org_id` of those first used now.
    - `devices_created`: `device_id, org_id` and any attributes, typed; an attribute without a column is blank.
    - `device_changes`: one row per device and changed attribute: `device_id, field, old, new`, as canonical text;
      null is blank.
    - `owners_created`: `owner_id, org_id, email, owner_name, external_user_id`.
    - `spans_superseded`: `ownership_id` of those beliefs that end now.
    - `spans_recorded`: `ownership_id, org_id, device_id, owner_id, start_time, end_time, label, added_by` of those
      that begin now; a changed span keeps its `ownership_id`.
    - `events`: one row per event in order: `org_id, aggregate` (`device` or `owner`)`, aggregate_id, version, type,
      action, reason, row_id, file, sheet, row, ownership_id, owner_id, owner_email, previous_owner_email, start_time,
      end_time, previous_end_time, label, previous_label, added_by, comment`; null where it does not apply.
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
class Results:
    """The frames of a result workbook, one per sheet; each is also written as Parquet.

    - `changes`: one row per action: `action, org_id, serial_number, asset_tag, device_id, device_name, owner_email,
      previous_owner_email, effective_at, end_at, old, new, purchase_price, reason, file, sheet, row`.
    - `rows`: the originals under their headers, then `_kind, _outcome, _action, _reason, _message, _file, _sheet,
      _row`.
    - `owners`: one row per touched owner: `org_id, owner_email, owner_name, taken, released, devices_remaining`.
    - `created`: one row per new device or owner: `what, org_id, id, serial_number, name, type, category, owner_email,
      purchase_price, file, sheet, row`.
    - `before`: one row per value that is no longer so: `what, org_id, device_id, serial_number, field, value,
      ownership_id, owner_email, start_time, end_time, label`.
    - `absent`: one row per ownership that is held though no row of a full sheet names its device, and per device that
      a complete inventory does not name: `what` (`ownership` or `device`)`, reason, org_id, serial_number, asset_tag,
      device_id, device_name, owner_email, start_time, end_time, purchase_price`.
    - `issues`: as in `Checked`, and those of the decisions.

    Open ends are null here: blank in workbooks.
    """

    changes: pl.DataFrame
    rows: pl.DataFrame
    owners: pl.DataFrame
    created: pl.DataFrame
    before: pl.DataFrame
    absent: pl.DataFrame
    issues: pl.DataFrame


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a command did, for people and for programs: the object that `--json` prints."""

    command: str
    exit_code: int
    run_id: str | None
    state_version: int
    recorded_at: datetime
    rows: Mapping[str, int]
    actions: Mapping[str, int]
    created: Mapping[str, int]
    absent_unassigned: int
    absent_held: int
    reasons: Mapping[str, int]
    sources: tuple[Source, ...]
    issue_count: int
    timings: Mapping[str, float]
    outputs: Mapping[str, Path]
    settings: Mapping[str, object]
