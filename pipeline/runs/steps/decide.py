"""The chain that `run`, `plan` and `check` share: from checked rows to everything that a run would write and tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from pipeline import outputs
from pipeline.core.frames import Decided, Desired
from pipeline.core.plan import build_plan
from pipeline.core.rows.full_mode import LISTED_OWNERS
from pipeline.errors import PlanRefused
from pipeline.model import ChangeSet, Checked, Intent, Results, RunReport, Sheet, State
from pipeline.runs.steps.check_limits import figures_of, measured
from pipeline.runs.steps.clock import Stages, instant_after
from pipeline.runs.steps.core_frames import change_set_of, current_of, lazy, native
from pipeline.runs.steps.merge_exports import Returned, merge_exports
from pipeline.runs.steps.resting_rows import look, resting_after
from pipeline.runs.steps.results import FACTS, reported, story_of, told, with_resting
from pipeline.runs.steps.validate_frames import validate_checked, validate_results, validate_state
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX
from schemas.frames.plan import KEPT, LIMITS, SUSPECTS
from schemas.frames.polars_frames import empty
from schemas.vocabulary import Kind, Mode


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that is known once the rows are decided and nothing is written yet.

    `state` is what they were compared with, `judged` has one row per input row with what became of it, in words,
    `limits`, `suspects` and `kept` are as in `model.Plan`. Rows that were known to be at rest are only counted, in the
    report: `judged` has none of them, and `state` only what can matter to the others. `resting` are the rows at rest
    once the decision is carried out, where that is worth remembering.
    """

    change_set: ChangeSet
    results: Results
    report: RunReport
    judged: pl.DataFrame
    state: State
    limits: pl.DataFrame = field(default_factory=partial(empty, LIMITS))
    suspects: pl.DataFrame = field(default_factory=partial(empty, SUSPECTS))
    kept: pl.DataFrame = field(default_factory=partial(empty, KEPT))
    resting: pl.DataFrame | None = None

    @property
    def is_changing(self) -> bool:
        """True when it changes the ledger at all."""
        return not self.change_set.events.is_empty()


def refuse_empty(checked: Checked, settings: Settings) -> None:
    """Refuse a full sheet without a single row: taken at its word, it would take everything away.

    So would no assignments sheet at all, but where the scope is that of the owners it lists.
    """
    if settings.mode is not Mode.FULL or "empty" in settings.intent().allow:
        return
    listing = [sheet for sheet in checked.sheets if sheet.kind is Kind.ASSIGNMENTS]
    empty = [f"{outputs.place(sheet.file, sheet.sheet)} has no row" for sheet in listing if sheet.rows == 0]
    if not listing and settings.scope != LISTED_OWNERS:
        empty = ["No sheet says who has what"]
    if empty:
        raise PlanRefused(
            f"{empty[0]}, and a full sheet without a row would take every device in its scope away from its owner.",
            "If that is what you mean, allow it for this run with --allow empty.",
            code="empty",
        )


def decide(
    command: str, checked: Checked, settings: Settings, stages: Stages, *, cache: Path | None = None
) -> Decision:
    """Compare the checked rows with the current state; decide, carry out on paper, and tell.

    The report has no run id yet; its `state_version` is the one that the decision rests on. Where a `cache` is given
    and unchanged rows are not listed, rows that are known to ask for nothing are counted and not looked at again.
    """
    with stages("state"):
        looked = look(checked, _attributes(checked, settings), settings, cache)
    checked, state = looked.checked, looked.state
    validate_checked(checked)
    validate_state(state)
    now = instant_after(state.last_run_at)
    with stages("decide"):
        returned = merge_exports(checked, state, settings, now=now)
        checked = returned.checked
        desired = _desired(returned, looked.speaking)
        decided = build_plan(desired, current_of(state), _intent(checked, settings), now=now)
        change_set = change_set_of(decided, state)
        devices = native(decided.devices)
        limits = measured(change_set, state, devices, checked.sources, settings, now=now, beyond=looked.beyond)
        resting = resting_after(looked, decided, change_set, settings, now=now) if cache else None
    with stages("describe"):
        verdicts = _verdicts(decided, devices, settings, now)
        judged = outputs.judged_rows(checked, verdicts)
        change_set = replace(change_set, row_outcomes=outputs.row_outcomes(judged, checked.originals))
        results = _told(checked, decided, judged, story_of(change_set, devices, state, now), settings)
    validate_results(results, judged)
    report = replace(
        with_resting(reported(command, judged, results, change_set.events, checked.sources), looked.resting.height),
        state_version=state.state_version,
        recorded_at=now,
        settings=settings_used(settings, checked.headers, checked.sheets),
        limits=figures_of(limits),
    )
    return Decision(change_set, results, report, judged, state, limits, verdicts.suspects, resting=resting)


def _verdicts(decided: Decided, devices: pl.DataFrame, settings: Settings, now: datetime) -> outputs.Verdicts:
    return outputs.Verdicts(
        rows=native(decided.rows),
        candidates=native(decided.candidates),
        suspects=native(decided.suspects),
        likely=native(decided.likely),
        devices=devices,
        now=now,
        timezone=settings.timezone,
    )


def _told(
    checked: Checked, decided: Decided, judged: pl.DataFrame, story: outputs.Story, settings: Settings
) -> Results:
    originals = outputs.titled_originals(checked.originals, checked.headers)
    rows = outputs.rows_frame(judged, originals, all_rows=settings.results.rows == "all")
    issues = pl.concat([checked.issues, outputs.decision_issues(judged, checked)])
    absent = outputs.absent_frame(native(decided.absent), native(decided.missing), story.devices)
    return told(story, rows, absent, issues)


def _intent(checked: Checked, settings: Settings) -> Intent:
    """What is asked for. Mended rows alone, come back in a result workbook, are never the whole desired state."""
    intent = settings.intent()
    is_mending = all(source.rows is None for source in checked.sources)
    return replace(intent, mode=Mode.INSTRUCTIONS) if is_mending else intent


def _attributes(checked: Checked, settings: Settings) -> list[str]:
    """What must be known of each device: what the inventory may change, what is told, and what the scope compares."""
    known = [attribute.name for attribute in ATTRIBUTES]
    listed = [name for name in checked.inventory.columns if name in known or name.startswith(CUSTOM_PREFIX)]
    scope = [settings.scope_attribute] if settings.scope_attribute else []
    return list(dict.fromkeys([*listed, *FACTS, *scope]))


def _desired(returned: Returned, resting: pl.DataFrame | None) -> Desired:
    known = [attribute.name for attribute in ATTRIBUTES]
    columns = returned.inventory.columns
    return Desired(
        inventory=lazy(returned.inventory),
        assignments=lazy(returned.assignments),
        attributes=tuple(name for name in columns if name in known or name.startswith(CUSTOM_PREFIX)),
        left_alone=None if returned.left_alone is None else lazy(returned.left_alone),
        shown=None if returned.shown is None else lazy(returned.shown),
        resting=None if resting is None else lazy(resting),
    )


def settings_used(settings: Settings, headers: Mapping[str, str], sheets: Sequence[Sheet] = ()) -> Mapping[str, object]:
    """What the run was told beyond the defaults, but where its files lie; the headers that the rows had, and where.

    `columns` has, by `file|sheet`, the letter of each field's column.
    """
    columns: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        columns.setdefault(f"{sheet.file}|{sheet.sheet}", {}).update(sheet.columns)
    return {**settings.recorded(), "headers": dict(headers), "columns": columns}
