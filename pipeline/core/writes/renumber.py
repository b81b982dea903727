"""The versions of events, and the ids of new devices, owners and ownerships, at the time when a plan is applied.

A plan numbers them as if it were applied at once. By the time it is, other runs may have used the same numbers, and
some of its lines may be left out.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, settled
from pipeline.core.writes.changes import numbered
from schemas.records import dataclass


@dataclass(frozen=True, slots=True)
class LastIds:
    """The greatest ids given so far, at one moment."""

    device_id: int
    owner_id: int
    ownership_id: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """The frames that have ids of new devices, owners and ownerships."""

    devices: Frame
    owners: Frame
    spans: Frame
    events: Frame
    rows: Frame


def with_versions(events: Frame, before: Frame) -> Frame:
    """The events with versions that follow the version of their aggregate `before`, without a gap.

    `before` has `aggregate, aggregate_id, version`; the version of a new one is 0.
    """
    key = ["aggregate", "aggregate_id"]
    ordinal = nw.col("version").rank("ordinal").over(*key).cast(nw.Int64)
    base = before.select(*key, base=nw.col("version"))
    counted = events.with_columns(ordinal=ordinal).join(base, on=key, how="left")
    return counted.with_columns(version=nw.col("base") + nw.col("ordinal")).drop("base", "ordinal")


def renumbered(planned: Numbered, then: LastIds, now: LastIds) -> Numbered:
    """The frames with new ids that follow the greatest ids of `now`, in the same order as before.

    Ids up to those of `then` stay. In `rows`, a device that is not created after all is blank.
    """
    devices = _new_ids(planned.devices, "device_id", then.device_id, now.device_id)
    owners = _new_ids(planned.owners, "owner_id", then.owner_id, now.owner_id)
    spans = _new_ids(planned.spans, "ownership_id", then.ownership_id, now.ownership_id)
    is_old = nw.col("device_id") <= then.device_id
    rows = planned.rows.join(devices, on="device_id", how="left")
    rows = rows.with_columns(device_id=nw.when(is_old).then(nw.col("device_id")).otherwise(nw.col("new_device_id")))
    recorded = _with_new_ids(_with_new_ids(planned.spans, devices, "device_id"), owners, "owner_id")
    return Numbered(
        devices=_with_new_ids(planned.devices, devices, "device_id").sort("device_id"),
        owners=_with_new_ids(planned.owners, owners, "owner_id").sort("owner_id"),
        spans=_with_new_ids(recorded, spans, "ownership_id").sort("ownership_id"),
        events=_renumbered_events(planned.events, devices, owners, spans),
        rows=rows.drop("new_device_id").sort("row_id"),
    )


def _new_ids(frame: Frame, key: str, then: int, now: int) -> Frame:
    """One row per new device, owner or ownership: the id in the plan, and the new one."""
    new = settled(frame.filter(nw.col(key) > then).select(key).unique())
    return settled(numbered(new, f"new_{key}", (key,), after=now))


def _with_new_ids(frame: Frame, ids: Frame, key: str) -> Frame:
    joined = frame.join(ids, on=key, how="left")
    return joined.with_columns(nw.coalesce(f"new_{key}", key).alias(key)).drop(f"new_{key}")


def _renumbered_events(events: Frame, devices: Frame, owners: Frame, spans: Frame) -> Frame:
    told = [
        ids.select(aggregate=nw.lit(what), aggregate_id=nw.col(f"{what}_id"), new_aggregate_id=nw.col(f"new_{what}_id"))
        for what, ids in (("device", devices), ("owner", owners))
    ]
    columns = events.collect_schema().names()
    joined = events.join(nw.concat(told, how="vertical"), on=["aggregate", "aggregate_id"], how="left")
    joined = joined.with_columns(aggregate_id=nw.coalesce("new_aggregate_id", "aggregate_id"))
    replaced = _with_new_ids(_with_new_ids(joined, owners, "owner_id"), spans, "ownership_id")
    return replaced.sort("aggregate", "aggregate_id", "version", descending=[True, False, False]).select(*columns)
