"""The frames and the report of a change set of a run, of an approved plan, or of an undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

import polars as pl

from pipeline import outputs
from pipeline.core.writes.changes import devices_after, written_updates
from pipeline.model import ChangeSet, Results, RunReport, Source, State
from pipeline.model.reports import MOST_CHANGES
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.settings import Settings
from schemas.frames.polars_frames import empty
from schemas.frames.results import RESULTS_FRAMES
from schemas.instants import OPEN_END
from schemas.vocabulary import Action, EventType, Outcome, Reason

# The attributes of a device that results show beside its identifiers.
FACTS = ("type", "category", "purchase_price", "currency")

_DEVICE_COLUMNS = ("device_id", "org_id", "serial_number", "asset_tag", "mac_address", "name", *FACTS)
_OWNER_COLUMNS = ("owner_id", "org_id", "email", "owner_name")
_SOME_REJECTED = 4


def story_of(
    change_set: ChangeSet,
    devices: pl.DataFrame,
    state: State,
    now: datetime,
    settings: Settings,
) -> outputs.Story:
    """The facts from which results are made; `devices` are those that the change set touches, as they will be.

    Prices without a currency on record are in that of the settings.
    """
    others = state.devices.select(_DEVICE_COLUMNS).join(devices, on="device_id", how="anti")
    spans = ("ownership_id", "device_id", "owner_id", "start_time", "end_time")
    kept = state.spans.select(spans).join(change_set.spans_superseded, on="ownership_id", how="anti")
    return outputs.Story(
        events=change_set.events,
        device_changes=change_set.device_changes,
        owner_changes=change_set.owner_changes,
        devices=with_usual_currency(pl.concat([devices.select(_DEVICE_COLUMNS), others]), settings.currency),
        owners=owners_after(change_set, state),
        spans=pl.concat([kept, change_set.spans_recorded.select(spans)]),
        now=now,
        timezone=settings.timezone,
        beside=state.beside,
        former=state.former_identifiers,
    )


def with_usual_currency(devices: pl.DataFrame, usual: str | None) -> pl.DataFrame:
    """The devices with the currency of their price: that on record, else the `usual` one; blank without a price."""
    currency = pl.coalesce("currency", pl.lit(usual, pl.String))
    return devices.with_columns(pl.when(pl.col("purchase_price").is_not_null()).then(currency).alias("currency"))


def owners_after(change_set: ChangeSet, state: State) -> pl.DataFrame:
    """One row per owner, as the change set leaves them: `owner_id, org_id, email, owner_name`."""
    known = state.owners.select(_OWNER_COLUMNS)
    for fact in ("email", "owner_name"):
        changed = change_set.owner_changes.filter(pl.col("field") == fact)
        if not changed.is_empty():
            is_changed = pl.col("owner_id").is_in(changed["owner_id"].implode())
            known = known.join(changed.select("owner_id", "new"), on="owner_id", how="left", maintain_order="left")
            known = known.with_columns(pl.when(is_changed).then("new").otherwise(fact).alias(fact)).drop("new")
    return pl.concat([known, change_set.owners_created.select(_OWNER_COLUMNS)])


def devices_touched(change_set: ChangeSet, state: State) -> pl.DataFrame:
    """One row per device that the change set creates or updates, as it will be, with the columns of results."""
    changes = change_set.device_changes.filter(pl.col("field").is_in(_DEVICE_COLUMNS))
    updated = lazy(state.devices.select(_DEVICE_COLUMNS).join(changes, on="device_id", how="semi"))
    after = devices_after(updated, written_updates(lazy(changes), updated), lazy(change_set.devices_created))
    return native(after).select(_DEVICE_COLUMNS)


def results_from(
    story: outputs.Story, rows: pl.DataFrame, absent: pl.DataFrame, leavers: pl.DataFrame, issues: pl.DataFrame
) -> Results:
    """The frames of a result workbook; all but `rows`, `absent`, `leavers` and `issues` are made from the story."""
    return Results(
        changes=outputs.changes_frame(story),
        rows=rows,
        owners=outputs.owners_frame(story),
        created=outputs.created_frame(story),
        before=outputs.before_frame(story),
        absent=absent,
        leavers=leavers,
        issues=issues,
    )


def report_of(
    command: str, judged: pl.DataFrame, results: Results, story: outputs.Story, sources: Sequence[Source]
) -> RunReport:
    """The report of a decision, with every count taken from the frames that are shown and written.

    It has no run id, no settings, and no state version and instant yet.
    """
    events = story.events
    changes, change_count = outputs.changed_values(story, MOST_CHANGES)
    held = results.absent.filter(pl.col("reason") == Reason.ABSENT_HELD.value).height
    taken = events.filter(pl.col("reason") == Reason.ABSENT_FROM_FULL_SHEET.value).height
    outcomes = _counts(judged["outcome"])
    happened = _counts(results.changes.filter(pl.col("device_id").is_not_null())["action"])
    rejected = outcomes.get(Outcome.REJECTED.value, 0)
    return RunReport(
        command=command,
        exit_code=_SOME_REJECTED if rejected or held else 0,
        run_id=None,
        state_version=0,
        recorded_at=OPEN_END,
        rows={"in": judged.height, **{outcome.value: outcomes.get(outcome.value, 0) for outcome in Outcome}},
        actions={action.value: happened.get(action.value, 0) for action in Action if action is not Action.NONE},
        created={f"{what}s": results.created.filter(pl.col("what") == what).height for what in ("device", "owner")},
        absent_unassigned=taken,
        absent_held=held,
        reasons=_reasons(judged, results, events),
        sources=tuple(sources),
        issue_count=results.issues.height,
        timings={},
        outputs={},
        settings={},
        owners_updated=updated_owners(events),
        changes=tuple(changes.to_dicts()),
        change_count=change_count,
        leavers=outputs.leaver_counts(results.leavers) if results.leavers.height else {},
    )


def _reasons(judged: pl.DataFrame, results: Results, events: pl.DataFrame) -> dict[str, int]:
    """How many rows, absent devices and other lines have each reason; what ended is counted by its events."""
    reasons = Counter(_counts(judged["reason"]))
    ended = dict.fromkeys((Reason.ABSENT_FROM_FULL_SHEET.value, Reason.OWNER_LEFT.value), 0)
    happened = {reason: count for reason, count in _counts(events["reason"]).items() if reason in ended}
    reasons.update({**_counts(results.absent["reason"]), **ended, **happened})
    if results.left_out is not None:  # lines that come from a row are counted with the rows
        reasons.update(_counts(results.left_out.filter(pl.col("row").is_null())["reason"]))
    return {str(reason): count for reason, count in sorted(reasons.items()) if count}


def updated_owners(events: pl.DataFrame) -> int:
    """The number of owners of whom facts change."""
    return events.filter(pl.col("type") == EventType.OWNER_UPDATED).height


def causes_of(issues: pl.DataFrame) -> pl.DataFrame:
    """Issues grouped by cause: one row per cause; see `outputs.causes`."""
    return outputs.causes(issues)


def with_resting(report: RunReport, at_rest: pl.DataFrame) -> RunReport:
    """The report with the rows at rest, which were not compared again, counted as unchanged."""
    if at_rest.is_empty():
        return report
    resting = at_rest.height
    rows = {**report.rows, "in": report.rows["in"] + resting}
    rows[Outcome.UNCHANGED.value] += resting
    why = Reason.ALREADY_ASSIGNED.value
    reasons = {**report.reasons, why: report.reasons.get(why, 0) + resting}
    return replace(report, rows=rows, reasons=dict(sorted(reasons.items())))


def _counts(values: pl.Series) -> dict[str, int]:
    counted = values.drop_nulls().value_counts(name="rows")
    return dict(counted.iter_rows())


@cache
def nothing_shown() -> Results:
    """The results of what is shown to nobody: blank."""
    return Results(**{name: empty(schema) for name, schema in RESULTS_FRAMES.items()})
