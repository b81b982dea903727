"""The chain that `run`, `plan` and `check` share: from checked rows to everything that a run writes and reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import narwhals as nw
import polars as pl

from pipeline import outputs
from pipeline.core.frames import Decided, Desired
from pipeline.core.owners.name_keys import named_otherwise, named_quite_otherwise, quite_other
from pipeline.core.rows.register_rows import one_row_each
from pipeline.errors import PlanRefused
from pipeline.model import ChangeSet, Checked, Intent, Results, RunReport, Sheet, State
from pipeline.runs.steps.check_limits import figures_of, measured
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.core_frames import change_set_of, computed_as_written, lazy, native
from pipeline.runs.steps.engine.deciding import Conclusion, Deciding, deciding
from pipeline.runs.steps.merge_exports import Returned, merge_exports
from pipeline.runs.steps.reach.part import attributes_read, instant_for
from pipeline.runs.steps.reach.resting_rows import (
    Undecided,
    after_deciding,
    all_undecided,
    may_be_left_out,
    read_undecided,
    resting_after,
)
from pipeline.runs.steps.results import report_of, results_from, story_of, with_resting
from pipeline.runs.steps.validate_frames import validate_checked, validate_results, validate_state
from pipeline.settings import Settings
from schemas.fields import ATTRIBUTES, CUSTOM_PREFIX
from schemas.frames.changes import REFRESHED
from schemas.frames.plan import KEPT, LIMITS, SUSPECTS
from schemas.frames.polars_frames import empty
from schemas.records import dataclass
from schemas.vocabulary import EventType, IssueCode, Kind, Leavers, Mode, Scope


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision about all rows, before anything is written.

    `state` is the state that the rows were compared with, `judged` has one row per input row with its outcome and
    message; `limits`, `suspects` and `kept` are as in `model.Plan`. Rows known to be at rest are only counted in the
    report: `judged` has none of them, and `state` only the part that can matter to the others. `resting` are the rows
    at rest after the decision is carried out, where they are worth recording. `refreshed` are the later values of facts
    that change by themselves, which are kept without an event. `left_out` are the rows (`row_id, device_id`) that are
    only counted since nothing is told of them; None where there may be no such rows.
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
    refreshed: pl.DataFrame = field(default_factory=partial(empty, REFRESHED))
    left_out: pl.DataFrame | None = None

    @property
    def is_changing(self) -> bool:
        """True where the decision changes the ledger."""
        return not self.change_set.events.is_empty()


# The kinds of sheets that say who has what.
_LISTING = frozenset((Kind.ASSIGNMENTS, Kind.REGISTER))


def refuse_incomplete(checked: Checked, settings: Settings) -> None:
    """Raises PlanRefused for full sheets of which nothing, or not everything, was read: that would unassign the rest.

    A full sheet without a row is refused, and so is full mode without an assignments sheet, unless the scope is
    `listed-owners`; and so is full mode where a sheet of a workbook cannot be read.
    """
    if settings.mode is not Mode.FULL:
        return
    if "empty" not in settings.intent().allow:
        _refuse_empty(checked, settings)
    unread = checked.issues.filter(pl.col("code") == IssueCode.SHEET_UNREADABLE)
    if "unread-sheet" not in settings.intent().allow and not unread.is_empty():
        raise PlanRefused(
            f"{outputs.place(*unread.select('file', 'sheet').row(0))} cannot be read, and the devices that it may list "
            "would be taken for absent.",
            "Mend or remove that sheet; or allow it for this run with --allow unread-sheet, if it lists no device.",
            code="unread_sheet",
        )


def _refuse_empty(checked: Checked, settings: Settings) -> None:
    listing = [sheet for sheet in checked.sheets if sheet.kind in _LISTING]
    empty = [f"{outputs.place(sheet.file, sheet.sheet)} has no row" for sheet in listing if sheet.rows == 0]
    if not listing and settings.scope != Scope.LISTED_OWNERS:
        empty = ["No sheet says who has what"]
    if empty:
        raise PlanRefused(
            f"{empty[0]}, and a full sheet without a row would take every device in its scope away from its owner.",
            "If that is what you mean, allow it for this run with --allow empty.",
            code="empty",
        )


def _with_issues(
    checked: Checked,
    halves: pl.DataFrame,
    decided: Decided,
    change_set: ChangeSet,
    devices: pl.DataFrame,
    owners: pl.DataFrame,
    now: datetime,
) -> Checked:
    """The checked rows with the issues that the decisions show, too."""
    named = _named_otherwise(decided, checked, change_set, owners)
    found = outputs.decision_issues(halves, checked, named, change_set, now)
    given = outputs.given_identifiers(halves, checked, change_set, devices)
    return replace(checked, issues=outputs.told_once(pl.concat([checked.issues, found, given]), checked))


def _named_otherwise(decided: Decided, checked: Checked, change_set: ChangeSet, owners: pl.DataFrame) -> pl.DataFrame:
    """The rows that call a person otherwise than others do, or than the person on record: with the `wording` for it."""
    given = lazy(checked.assignments)
    renamed = change_set.owner_changes.filter(
        pl.col("field") == "owner_name", pl.col("old").is_not_null(), pl.col("new").is_not_null()
    )
    updates = change_set.events.filter(pl.col("type") == EventType.OWNER_UPDATED)
    by_row = updates.select("row_id", owner_id="aggregate_id").drop_nulls()
    pairs = renamed.join(by_row, on="owner_id").select("row_id", called="new", recorded="old")
    found = {
        "row": named_otherwise(decided.rows, given, decided.owners_created),
        "known": named_quite_otherwise(decided.rows, given, lazy(owners)),
        "renamed": quite_other(lazy(pairs)),
    }
    return pl.concat(native(rows).with_columns(wording=pl.lit(name)) for name, rows in found.items())


def decide(
    command: str,
    checked: Checked,
    settings: Settings,
    stages: Stages,
    *,
    cache: Path | None = None,
    known: State | None = None,
    lists_rows: bool = True,
    tells_holders: bool = False,
) -> Decision:
    """The decision about the checked rows, given the current state, with its results and a report without a run id.

    Where a `cache` is given and results do not list unchanged rows, rows known to change nothing are counted without
    being compared again. `known` is the state, or as much of it as these rows can touch, where it was read already. By
    another engine than Polars, rows that were at rest before are only counted where neither the caller `lists_rows` nor
    results do; and the state has whose the devices of all rows are only for a caller that `tells_holders`.
    """
    leaves_out = not lists_rows and may_be_left_out(checked, settings)
    with deciding(settings, checked, tells_of_all=tells_holders or cache is not None, leaves_out=leaves_out) as by:
        undecided, checked, conclusion, now = _compared(checked, settings, stages, cache, known, by)
    decided, state = conclusion.decided, conclusion.state
    with stages("decide"), computed_as_written(checked, state):
        change_set, asked, devices = _written(decided, state)
        limits = measured(asked, state, devices, settings, now=now)
        resting = resting_after(undecided, decided, change_set, settings, now=now) if cache else None
    story = story_of(change_set, devices, state, now, settings)
    verdicts = verdicts_of(decided, story, settings)
    with stages("describe"):
        halves = outputs.judged_rows(checked, verdicts)
        judged = native(one_row_each(lazy(halves)))
        change_set = replace(change_set, row_outcomes=outputs.row_outcomes(judged, checked.originals))
        checked = _with_issues(checked, halves, decided, change_set, devices, state.owners, now)
        results = _results_of(checked, decided, judged, story, settings)
    report = with_resting(report_of(command, judged, results, story, checked.sources), undecided.counted)
    report = replace(report, limits=figures_of(limits), refreshed=conclusion.refreshed["device_id"].n_unique())
    used = settings_used(settings, checked.headers, checked.sheets)
    report = replace(report, state_version=state.state_version, recorded_at=now, settings=used)
    found = (change_set, results, report, judged, state, limits, verdicts.suspects)
    return Decision(*found, resting=resting, refreshed=conclusion.refreshed, left_out=conclusion.left_out)


def _compared(
    checked: Checked, settings: Settings, stages: Stages, cache: Path | None, known: State | None, by: Deciding
) -> tuple[Undecided, Checked, Conclusion, datetime]:
    """What was to be decided, the rows as they were compared, what is decided about them, and the instant of that."""
    undecided = _undecided(checked, settings, stages, cache, known, by)
    state = undecided.state
    now = instant_for(state)
    with stages("decide"), computed_as_written(undecided.checked, state):
        returned = merge_exports(undecided.checked, state, settings, now=now)
        desired = _desired(returned, undecided.speaking)
        conclusion = by.decided(desired, state, _intent(returned.checked, settings), now=now)
    if conclusion.state is not state:
        validate_state(conclusion.state)
    compared, checked = after_deciding(undecided, returned.checked, conclusion.state, conclusion.left_out)
    return compared, checked, conclusion, now


def _written(decided: Decided, state: State) -> tuple[ChangeSet, ChangeSet, pl.DataFrame]:
    """What the decision writes; as much of it as limits ask for; and the devices of the run, as they will be.

    Limits do not ask for the people whom people sheets put on record, since such a list is the authority on them.
    """
    change_set = asked = change_set_of(decided, state)
    listed = native(decided.rows.filter(nw.col("kind") == Kind.PEOPLE.value).select("row_id"))["row_id"]
    if not listed.is_empty():  # else the events, which may be many, need not be there twice
        is_listed = (pl.col("type") == EventType.OWNER_CREATED) & pl.col("row_id").is_in(listed.implode())
        asked = replace(change_set, events=change_set.events.filter(~is_listed.fill_null(value=False)))
    return change_set, asked, native(decided.devices)


def _undecided(
    checked: Checked,
    settings: Settings,
    stages: Stages,
    cache: Path | None,
    known: State | None,
    by: Deciding,
) -> Undecided:
    with stages("state"):
        if known is not None:
            undecided = all_undecided(checked, known)
        else:
            undecided = read_undecided(checked, attributes_read(checked, settings), settings, cache, by.room)
    undecided = replace(
        undecided, checked=outputs.with_known_identifiers(undecided.checked, by.identifiers(undecided.state))
    )
    validate_checked(undecided.checked)
    validate_state(undecided.state)
    return undecided


def verdicts_of(decided: Decided, story: outputs.Story, settings: Settings) -> outputs.Verdicts:
    """The decisions about rows, as they are put into words."""
    return outputs.Verdicts(
        rows=native(decided.rows),
        candidates=native(decided.candidates),
        suspects=native(decided.suspects),
        likely=native(decided.likely),
        wholes=native(decided.wholes),
        devices=native(decided.devices),
        people=outputs.told_people(story.events, story.owner_changes, story.owners),
        now=story.now,
        timezone=settings.timezone,
        former=story.former,
    )


def _results_of(
    checked: Checked, decided: Decided, judged: pl.DataFrame, story: outputs.Story, settings: Settings
) -> Results:
    originals = outputs.titled_originals(checked.originals, checked.headers)
    rows = outputs.rows_frame(judged, originals, all_rows=settings.results.rows == "all")
    absent = outputs.absent_frame(native(decided.absent), native(decided.missing), story.devices, story.owners)
    leavers = outputs.leavers_frame(native(decided.leavers), story.devices, story.owners)
    results = results_from(story, rows, absent, leavers, checked.issues)
    validate_results(results, judged)
    return results


def _intent(checked: Checked, settings: Settings) -> Intent:
    """The intent; rows of result workbooks alone, which were corrected, take nothing away that they do not name."""
    intent = settings.intent()
    is_mending = all(source.rows is None for source in checked.sources)
    return replace(intent, mode=Mode.INSTRUCTIONS, leavers=Leavers.REPORT) if is_mending else intent


def _desired(returned: Returned, resting: pl.DataFrame | None) -> Desired:
    known = [attribute.name for attribute in ATTRIBUTES]
    columns = returned.inventory.columns
    return Desired(
        inventory=lazy(returned.inventory),
        assignments=lazy(returned.assignments),
        people=lazy(returned.people),
        attributes=tuple(name for name in columns if name in known or name.startswith(CUSTOM_PREFIX)),
        left_alone=None if returned.left_alone is None else lazy(returned.left_alone),
        shown=None if returned.shown is None else lazy(returned.shown),
        resting=None if resting is None else lazy(resting),
        numbered=None if returned.numbered is None else lazy(returned.numbered),
    )


def settings_used(settings: Settings, headers: Mapping[str, str], sheets: Sequence[Sheet] = ()) -> Mapping[str, object]:
    """The settings to record with a run: those that are no defaults, the headers of the rows, and their columns.

    `columns` has, by `file|sheet`, the letter of the column of each field, as `Sheet.recorded_columns`.
    """
    columns: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        columns.setdefault(f"{sheet.file}|{sheet.sheet}", {}).update(sheet.recorded_columns)
    return {**settings.recorded(), "headers": dict(headers), "columns": columns}
