"""The MAC addresses of a plan that is carried out: which of its devices need each other.

Where one line gives a device the address that another line takes from its holder, the first needs the second: otherwise
two devices would have it.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, settled
from pipeline.core.identifiers.needs import named_in, passed_on
from schemas.fields import NETWORK_ADDRESS
from schemas.vocabulary import EventType

_KEEPING = (EventType.DEVICE_CREATED.value, EventType.DEVICE_UPDATED.value)


def without_given_up_addresses(devices: Frame, device_changes: Frame) -> Frame:
    """The devices; those to which the plan gives another address, or none, without the one that they have."""
    changes = settled(device_changes.filter(nw.col("field") == NETWORK_ADDRESS).select("device_id"))
    if is_empty(changes):
        return devices
    marked = flagged(devices, changes, "device_id", "is_without")
    kept = nw.when(~nw.col("is_without")).then(nw.col(NETWORK_ADDRESS))
    return settled(marked.with_columns(kept.alias(NETWORK_ADDRESS)).drop("is_without"))


def with_needed_addresses(judged: Frame, device_changes: Frame, created: Frame) -> Frame:
    """The events of a plan with the `reason` why each is left out; a device needs the one that gives up its address."""
    told = _of_devices(judged)
    pairs = _pairs(device_changes, created, told)
    if is_empty(pairs):
        return judged
    needs = told.join(named_in(pairs), on="device_id", how="semi").join(pairs, on="device_id", how="left")
    fates = passed_on(settled(needs.select("device_id", "needed_id", "reason")))
    fates = fates.select(aggregate_id=nw.col("device_id"), needed_reason=nw.col("reason"))
    joined = judged.join(settled(fates), on="aggregate_id", how="left")
    is_concerned = nw.col("type").is_in(_KEEPING)
    reason = nw.when(is_concerned).then(nw.coalesce("reason", "needed_reason")).otherwise(nw.col("reason"))
    return settled(joined.with_columns(reason=reason).drop("needed_reason"))


def _of_devices(judged: Frame) -> Frame:
    """One row per device that the plan creates or changes: `device_id, org_id, reason`."""
    told = judged.filter(nw.col("type").is_in(_KEEPING))
    return told.select("org_id", "reason", device_id=nw.col("aggregate_id"))


def _pairs(device_changes: Frame, created: Frame, told: Frame) -> Frame:
    """One row per device that is given the address of another one: `device_id`, and that one as `needed_id`."""
    changes = device_changes.filter(nw.col("field") == NETWORK_ADDRESS)
    changes = settled(changes.join(told.select("device_id", "org_id"), on="device_id", how="inner"))
    lost = changes.drop_nulls("old").select("org_id", needed_id=nw.col("device_id"), value=nw.col("old"))
    gains = [changes.select("org_id", "device_id", value=nw.col("new"))]
    if NETWORK_ADDRESS in created.collect_schema().names():
        gains.append(created.select("org_id", "device_id", value=nw.col(NETWORK_ADDRESS)))
    given = nw.concat(gains, how="vertical").drop_nulls("value")
    pairs = given.join(lost, on=["org_id", "value"], how="inner")
    return settled(pairs.filter(nw.col("device_id") != nw.col("needed_id")).select("device_id", "needed_id"))
