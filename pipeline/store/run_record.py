"""The record of a run, committed together with its changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from pipeline.errors import StoreFailed
from pipeline.model import Source
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The record of one run: its instant, command and user, its files, counts and settings.

    `state_version` is the one that the run was planned against. `rows` has the numbers of input rows under `in`,
    `applied`, `unchanged`, `skipped` and `rejected`; `actions` those of actions under the words of `Action`; `created`
    those of new `devices` and `owners`. A missing count is 0. `plan_id` is the plan that the run applied, `undoes` the
    run that it reverses, `intent` its options, as a JSON object.
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
    """A rule of the ledger would have been broken; the transaction was rolled back."""

    code = "invariant_broken"
