"""The decision about the rows of calls: that of `steps.decide`, without what a run shows to people.

Nobody looks at a workbook of a call, its rows are held to no limits, and they are compared with all that they name and
with nothing else. Leaving these out takes a third less time (measured).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import polars as pl

from pipeline import outputs
from pipeline.core.frames import Desired
from pipeline.core.plan import build_plan
from pipeline.core.rows.register_rows import one_row_each
from pipeline.model import ChangeSet, Checked, RunReport, State
from pipeline.runs.steps.clock import Stages, instant_after
from pipeline.runs.steps.core_frames import change_set_of, computed_as_written, current_of, lazy, native
from pipeline.runs.steps.decide import Decision, settings_used, verdicts_of
from pipeline.runs.steps.engine.deciding import refreshed_of
from pipeline.runs.steps.results import nothing_shown, story_of
from pipeline.runs.steps.validate_frames import validate_checked, validate_state
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES
from schemas.frames.events import is_first_half
from schemas.vocabulary import Action, EventType, Outcome

_SOME_REJECTED = 4
_ATTRIBUTES = frozenset(attribute.name for attribute in ATTRIBUTES)


def decide_calls(checked: Checked, state: State, settings: Settings, stages: Stages) -> Decision:
    """The decision about the rows of calls, given all of the state that they name; its results are blank."""
    validate_checked(checked)
    validate_state(state)
    now = instant_after(state.last_run_at)
    with stages("decide"), computed_as_written(checked, state):
        desired, current = _desired(checked), current_of(state)
        decided = build_plan(desired, current, settings.intent(), now=now)
        change_set = change_set_of(decided, state)
        later = refreshed_of(desired, decided, current)
    with stages("describe"):
        story = story_of(change_set, native(decided.devices), state, now, settings)
        verdicts = verdicts_of(decided, story, settings)
        judged = native(one_row_each(lazy(outputs.judged_rows(checked, verdicts))))
        change_set = replace(change_set, row_outcomes=outputs.row_outcomes(judged, checked.originals))
    report = _report(checked, judged, change_set, state, settings)
    return Decision(change_set, nothing_shown(), replace(report, recorded_at=now), judged, state, refreshed=later)


def _desired(checked: Checked) -> Desired:
    return Desired(
        inventory=lazy(checked.inventory),
        assignments=lazy(checked.assignments),
        people=lazy(checked.people),
        attributes=tuple(name for name in checked.inventory.columns if name in _ATTRIBUTES),
    )


def _report(
    checked: Checked, judged: pl.DataFrame, change_set: ChangeSet, state: State, settings: Settings
) -> RunReport:
    """The totals that are recorded with the run, counted in what it writes."""
    events = change_set.events
    outcomes, reasons = Counter(judged["outcome"]), Counter(judged["reason"].drop_nulls())
    whole = events.filter(~is_first_half(pl.col("type"), pl.col("action")))
    actions, types = Counter(whole["action"].drop_nulls()), Counter(events["type"])
    return RunReport(
        command="call",
        exit_code=_SOME_REJECTED if outcomes[Outcome.REJECTED.value] else 0,
        run_id=None,
        state_version=state.state_version,
        recorded_at=instant_after(state.last_run_at),
        rows={"in": judged.height, **{outcome.value: outcomes[outcome.value] for outcome in Outcome}},
        actions={action.value: actions[action.value] for action in Action if action is not Action.NONE},
        created={"devices": types[EventType.DEVICE_CREATED.value], "owners": types[EventType.OWNER_CREATED.value]},
        absent_unassigned=0,
        absent_held=0,
        reasons=dict(sorted(reasons.items())),
        sources=(),
        issue_count=checked.issues.height,
        timings={},
        outputs={},
        settings=settings_used(settings, checked.headers),
    )
