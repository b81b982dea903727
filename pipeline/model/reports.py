"""The results and the report of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LimitFigure
from pipeline.model.files import Source

if TYPE_CHECKING:
    import polars as pl


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
    - `before`: one row per value that the run replaced: `what, org_id, device_id, serial_number, field, value,
      ownership_id, owner_email, start_time, end_time, label`.
    - `absent`: one row per open ownership whose device no row of a full sheet names, and per device that a complete
      inventory does not name: `what` (`ownership` or `device`)`, reason, org_id, serial_number, asset_tag,
      device_id, device_name, owner_email, start_time, end_time, purchase_price`.
    - `issues`: as in `Checked`, with the issues of the decisions.
    - `left_out`: one row per line of an applied plan that was not carried out: as `changes`, then `plan_line`.

    Open ends are null here: blank in workbooks.
    """

    changes: pl.DataFrame
    rows: pl.DataFrame
    owners: pl.DataFrame
    created: pl.DataFrame
    before: pl.DataFrame
    absent: pl.DataFrame
    issues: pl.DataFrame
    left_out: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """The report of a command for people and programs, from which the object of `--json` is made."""

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
    limits: tuple[LimitFigure, ...] = ()
