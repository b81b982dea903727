"""The results and the report of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import LimitFigure, PolicyFigure
from pipeline.model.files import Source
from schemas.records import dataclass

if TYPE_CHECKING:
    import polars as pl

# So many of the values that change are told by a report.
MOST_CHANGES = 1000


@dataclass(frozen=True, slots=True)
class Results:
    """The frames of a result workbook, one per sheet; each is also written as Parquet.

    `schemas.frames.results` states their rows and columns. `rows` has the originals under their headers, then columns
    that begin with `_`. `issues` is as in `Checked`, with the issues of the decisions. `left_out` is only there for an
    applied plan.

    Open ends are null here: blank in workbooks.
    """

    changes: pl.DataFrame
    rows: pl.DataFrame
    owners: pl.DataFrame
    created: pl.DataFrame
    before: pl.DataFrame
    absent: pl.DataFrame
    leavers: pl.DataFrame
    issues: pl.DataFrame
    left_out: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """The report of a command for people and programs, from which the object of `--json` is made.

    `owners_updated` is the number of people of whom facts change.

    `leavers` has the numbers of `people` who have left and still hold devices, of these `devices`, and of those
    `released`; nothing where nobody has left.

    `changes` are the first `MOST_CHANGES` values that change, as `outputs.changed_values` has them, and `change_count`
    counts all.
    """

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
    policies: tuple[PolicyFigure, ...] = ()
    refreshed: int = 0
    owners_updated: int = 0
    leavers: Mapping[str, int] = field(default_factory=dict)
    changes: tuple[Mapping[str, object], ...] = ()
    change_count: int = 0
