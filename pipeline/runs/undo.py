"""undo: the plan that reverses a past run, decided and reported like any other change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import polars as pl

from pipeline import outputs, store
from pipeline.core.undo import Past, Reversed, Why, reverse
from pipeline.errors import UsageProblem
from pipeline.model import ChangeSet, Ledger
from pipeline.runs.plan import Keep, offered, plan_of
from pipeline.runs.steps.check_limits import figures_of, measured
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.commit import Done
from pipeline.runs.steps.core_frames import current_of, lazy, native
from pipeline.runs.steps.decide import Decision, settings_used
from pipeline.runs.steps.output_paths import refuse_harm
from pipeline.runs.steps.reach.part import devices_in, instant_for, read_touched
from pipeline.runs.steps.results import FACTS, devices_touched, report_of, results_from, story_of
from pipeline.runs.steps.validate_frames import validate_results, validate_state
from pipeline.settings import Settings
from schemas.frames.plan import JUDGED
from schemas.frames.polars_frames import empty
from schemas.instants import instant_text

LAST = "last"

_JUST_BEFORE = timedelta(microseconds=1)
_SOMETHING_KEPT = 4
_NO_ROWS = empty(JUDGED)


def undo(
    run_id: str,
    settings: Settings,
    stages: Stages,
    *,
    output: Path | None,
    source: str | None = None,
    by: str | None = None,
    keep: Keep | None = None,
) -> Done:
    """Decide what reverses that run; nothing is written but the plan workbook, where `output` is given.

    `LAST` means the latest run that changed something, of those that took a file of the `source` where one is given.
    Raises UsageProblem for a run that is not on record, and StateBusy. For limits and `keep` see `offered`.
    """
    refuse_harm(output, settings)
    run_id, *told = _run_meant(run_id, source, settings.ledger)
    decision = decide_undo(run_id, settings, stages)
    make = partial(plan_of, decision, decision.judged.select("row_id"), {}, (), undoes=run_id)
    done = offered(decision, make, settings, stages, output, keep=keep, by=by)
    return replace(done, kept=decision.kept, remarks=tuple(told))


def _run_meant(run_id: str, source: str | None, ledger: Ledger) -> tuple[str, ...]:
    """The id of the run, and a sentence that says which it is, where it was not named."""
    if run_id != LAST and source is not None:
        raise UsageProblem(
            f"Both a run, {run_id}, and a source, {source}, are given.",
            f"Leave one out, or say `{LAST}` for the latest run with a file of the source.",
        )
    if run_id != LAST:
        return (run_id,)
    found = store.last_change(ledger, source)
    of_source = "" if source is None else f" from a file of the source {source}"
    if found is None:
        raise UsageProblem(f"No run has changed anything{of_source}.", "List the runs with: rollcall show runs")
    last = f"{found.run_id}, {found.command} of {instant_text(found.recorded_at)}"
    said = f"The last run that changed anything{of_source} is {last}."
    if found.undoes is not None:
        said = (
            f"{said} It was itself an undo, of {found.undoes}: this plan does again what that run did. To go further "
            "back, name the run; rollcall show runs lists them."
        )
    return found.run_id, said


def decide_undo(run_id: str, settings: Settings, stages: Stages) -> Decision:
    """Decide the reversal of the changes of that run that are still as it left them; nothing is written.

    `kept` of the decision lists the changes that are not reversed. The exit code in the report is 4 where any of these
    has changed since, was undone already, or cannot be reversed. Raises UsageProblem for a run that is not on record.
    """
    with stages("state"):
        past = store.read_run(settings.ledger, run_id)
        state = read_touched(past.change_set, list(FACTS), settings)
        happened = past_of(past, settings.ledger)
    validate_state(state)
    now = instant_for(state)
    with stages("decide"):
        reversed_ = reverse(happened, current_of(state))
        change_set = change_set_of(reversed_, past.change_set)
    with stages("describe"):
        story = story_of(change_set, devices_touched(change_set, state), state, now, settings)
        limits = measured(change_set, state, story.devices, settings, now=now)
        rows = outputs.rows_frame(_NO_ROWS, _NO_ROWS.select("row_id"), all_rows=True)
        results = results_from(story, rows, outputs.no_absent(), outputs.no_leavers(), outputs.no_issues())
        kept = outputs.kept_frame(native(reversed_.kept), state.devices, run_id)
    validate_results(results, _NO_ROWS)
    report = replace(
        report_of("undo", _NO_ROWS, results, story, ()),
        state_version=state.state_version,
        recorded_at=now,
        settings=settings_used(settings, {}),
        exit_code=_exit_code(kept),
        limits=figures_of(limits),
    )
    return Decision(change_set, results, report, _NO_ROWS, state, limits, kept=kept)


def past_of(past: store.PastRun, ledger: Ledger) -> Past:
    """The facts about a past run that its reversal needs."""
    run_id, wrote = past.record.run_id, past.change_set
    just_before = past.record.recorded_at - _JUST_BEFORE
    altered = store.altered_since(ledger, run_id)
    is_ownership = pl.col("field").is_null()
    return Past(
        run_id=run_id,
        events=lazy(wrote.events),
        device_changes=lazy(wrote.device_changes),
        devices_created=lazy(wrote.devices_created),
        owners_created=lazy(wrote.owners_created),
        owner_changes=lazy(wrote.owner_changes),
        spans=lazy(store.spans_known_at(ledger, just_before, devices_in(wrote))),
        ownerships_altered=lazy(altered.filter(is_ownership).drop("field")),
        attributes_altered=lazy(altered.filter(~is_ownership)),
        facts_altered=lazy(store.facts_altered_since(ledger, run_id)),
    )


def change_set_of(reversed_: Reversed, wrote: ChangeSet) -> ChangeSet:
    """The change set of the reversal, which creates nothing. `wrote` is the change set of the run."""
    return ChangeSet(
        organizations=wrote.organizations.clear(),
        devices_created=wrote.devices_created.clear(),
        device_changes=native(reversed_.device_changes),
        owners_created=wrote.owners_created.clear(),
        owner_changes=native(reversed_.owner_changes),
        spans_superseded=native(reversed_.spans_superseded),
        spans_recorded=native(reversed_.spans_recorded),
        events=native(reversed_.events),
        row_outcomes=wrote.row_outcomes.clear(),
    )


def _exit_code(kept: pl.DataFrame) -> int:
    is_amiss = pl.col("why") != Why.NEVER_DELETED.value
    return 0 if kept.filter(is_amiss).is_empty() else _SOMETHING_KEPT
