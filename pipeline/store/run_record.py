"""The record of a run, kept with what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.errors import StoreFailed
from pipeline.model import Source


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run: when, by what command and whom, from which files, with what counts and settings.

    `state_version` is the one that the run was planned against. `rows` counts the input rows under `in`, `applied`,
    `unchanged`, `skipped` and `rejected`; `actions` under the words of `Action`; `created` under `devices`, `owners`.
    A count that is missing is 0. `plan_id` is the plan that it applied, `undoes` the run that this one reverses,
    `intent` what was asked for beside the files, as a JSON object.
    """

    run_id: str
    recorded_at: datetime
    command: str
    exit_code: int
    state_version: int
    rows: Mapping[str, int]
    actions: Mapping[str, int] = field(default_factory=dict)
    created: Mapping[str, int] = field(default_factory=dict)
    absent_unassigned: int = 0
    absent_held: int = 0
    issue_count: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    host: str = ""
    user: str = ""
    plan_id: str | None = None
    undoes: str | None = None
    intent: str | None = None


class InvariantBroken(StoreFailed):
    """What was about to be written contradicts itself or the ledger; it was rolled back."""

    code = "invariant_broken"
