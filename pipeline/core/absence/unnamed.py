"""What ends, and what is missing, although no row of the run names it: beside a full sheet, and when people have left.

A row that is rejected or skipped still names its device, and a mismatched or ambiguous one all that it may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import narwhals as nw

from pipeline.core.absence import full_mode
from pipeline.core.absence.leavers import apart, leaving, nobody_left, people_gone, released
from pipeline.core.expressions import Frame, is_empty, is_true_expr, orgs_of, settled, stacked
from pipeline.core.frames import Current, Desired
from pipeline.core.judged import Judged
from pipeline.core.rows.device_lookup import named_devices, resolve
from pipeline.core.three_way_merge import only_shown
from pipeline.core.writes import changes
from pipeline.model import Intent
from schemas.records import dataclass
from schemas.vocabulary import Leavers, Mode, Reason

_ALLOWS_UNRESOLVED = "absent-beside-unresolved"


@dataclass(frozen=True, slots=True)
class Unnamed:
    """The absent ownerships and those of leavers, as in `core.frames.Decided`."""

    absent: Frame
    leavers: Frame

    @property
    def absent_taken(self) -> Frame:
        """The absent ownerships that end."""
        return self.absent.filter(~nw.col("is_held"))

    @property
    def leavers_released(self) -> Frame:
        """The ownerships of leavers that end."""
        return released(self.leavers)


def judge_unnamed(
    judged: Judged,
    desired: Desired,
    current: Current,
    intent: Intent,
    by_rows: tuple[Frame, Frame, Frame],
    *,
    now: datetime,
) -> Unnamed:
    """The ownerships that no row names; the rows have ended, moved and begun those `by_rows`.

    What is absent and belongs to somebody who has left ends with the last day of that person.
    """
    left = _leavers(judged, desired, current, intent, by_rows, now)
    absent, left = apart(_absent(judged, desired, current, intent, now), left)
    return Unnamed(absent, left)


def missing_devices(judged: Judged, current: Current, intent: Intent) -> Frame:
    """One row per device that a complete inventory does not name, of the organizations that it has rows of."""
    if not intent.inventory_complete:
        return judged.devices.head(0)
    devices = _whole_fleet(judged, current)
    named = named_devices(judged.listed, devices, name="name")
    named = nw.concat([named, judged.stocked.select("device_id")], how="vertical")
    return full_mode.missing_devices(devices, named, orgs_of(judged.listed))


def _absent(judged: Judged, desired: Desired, current: Current, intent: Intent, now: datetime) -> Frame:
    """The ownerships that no row of a full sheet names; `is_held` where a row of it names an unknown device."""
    if intent.mode is not Mode.FULL or judged.is_aborted:
        return current.spans.head(0).with_columns(is_held=nw.lit(value=False))
    devices = _whole_fleet(judged, current)
    named = _named(judged.resolved, desired, devices)
    listed = judged.resolved.select("org_id", "owner_id")
    if desired.resting is not None:
        listed = nw.concat([listed, desired.resting.select("org_id", "owner_id")], how="vertical")
    absent = full_mode.absent_spans(current.spans, named, _orgs(intent, listed), now=now)
    absent = only_shown(full_mode.within_scope(absent, intent.scope, listed, devices), desired.shown)
    is_unresolved = not is_empty(_unresolved(judged, desired))
    is_held = is_unresolved and _ALLOWS_UNRESOLVED not in intent.allow
    return settled(absent.with_columns(is_held=nw.lit(value=is_held)))


def _leavers(
    judged: Judged,
    desired: Desired,
    current: Current,
    intent: Intent,
    by_rows: tuple[Frame, Frame, Frame],
    now: datetime,
) -> Frame:
    """The ownerships of people who have left, as the rows leave them."""
    gone = people_gone(current.owners, intent, now=now)
    if is_empty(gone):
        return nobody_left(current.spans)
    further = [rows for rows in (desired.people, desired.resting) if rows is not None]
    speaking = [desired.assignments, desired.inventory, *further]
    gone = gone.filter(nw.col("org_id").is_in(list(_orgs(intent, *speaking))))
    ended, moved, begun = by_rows
    superseded = [frame.select(ownership_id=nw.col("last_ownership_id")) for frame in (ended, moved)]
    is_releasing = intent.leavers is Leavers.RELEASE and not judged.is_aborted
    return leaving(
        gone,
        current.spans,
        nw.concat(superseded, how="vertical"),
        changes.recorded(ended.select(changes.ENDED), moved, begun),
        _asked_for(judged, desired, current) if is_releasing else None,
        intent,
        now=now,
    )


def _asked_for(judged: Judged, desired: Desired, current: Current) -> Frame:
    """The devices (`device_id`) of which a row says who has them, new ones too; not of rows that ask for nothing."""
    asking = judged.resolved
    if desired.left_alone is not None:
        asking = asking.join(desired.left_alone, on="row_id", how="anti")
    named = _named(asking, desired, _whole_fleet(judged, current))
    return nw.concat([named, judged.made.select("device_id")], how="vertical")


def _named(rows: Frame, desired: Desired, devices: Frame) -> Frame:
    """One row per device that these rows name, or a row at rest (`device_id`)."""
    named = named_devices(rows, devices, name="device_name")
    if desired.resting is None:
        return named
    return nw.concat([named, desired.resting.select("device_id").drop_nulls()], how="vertical")


def _unresolved(judged: Judged, desired: Desired) -> Frame:
    """The assignments rows whose device is unknown even among the devices that the run creates.

    A row with a bad cell that only gives a name counts as unknown: the bad cell may be the identifier that was meant.
    """
    rows = judged.assignments.rows.join(judged.wholes.select("row_id"), on="row_id", how="anti")
    is_ambiguous = is_true_expr(nw.col("mismatch") == Reason.AMBIGUOUS_DEVICE.value)
    is_vague = nw.col("is_nameless") & ~nw.col("fault").is_null()
    unknown = settled(rows.filter((nw.col("device_id").is_null() & ~is_ambiguous) | is_vague))
    hopeful = unknown.filter(nw.col("is_creatable") & ~is_vague).select("row_id")
    again = desired.assignments.join(hopeful, on="row_id", how="semi")
    found = resolve(again, judged.made, name="device_name", fills_in=False)
    return unknown.join(found.drop_nulls("device_id").select("row_id"), on="row_id", how="anti")


def _orgs(intent: Intent, *rows: Frame) -> Sequence[str]:
    """The organizations that a run may touch: those of its rows, and the one given with `--org`."""
    orgs = orgs_of(*rows)
    return sorted({*orgs, intent.org}) if intent.is_org_given or not orgs else orgs


def _whole_fleet(judged: Judged, current: Current) -> Frame:
    """Every device as it is after the inventory, also those that no row names."""
    others = current.devices.join(judged.fleet.select("device_id"), on="device_id", how="anti")
    return stacked([judged.devices, others])
