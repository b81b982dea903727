"""The former identifiers of devices that a reversal cannot give back, since another device has them by now.

A MAC address that the other device gives back in the same reversal is no obstacle, so that an exchange can be undone.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, is_true_expr, settled
from pipeline.core.identifiers.needs import named_in, passed_on
from schemas.fields import GIVEN_IDENTIFIERS, NETWORK_ADDRESS


def identifiers_taken(device_changes: Frame, updated: Frame, devices: Frame) -> Frame:
    """One row per device whose former identifier belongs to another device by now: `field, value, other_device_id`.

    `device_changes` are those to be reversed, `updated` the devices with their `org_id`, `devices` those on record.
    """
    orgs = updated.select("device_id", "org_id")
    rivals = []
    for key in GIVEN_IDENTIFIERS:
        lost = device_changes.filter((nw.col("field") == key) & ~nw.col("old").is_null())
        lost = lost.select("device_id", "field", value=nw.col("old")).join(orgs, on="device_id", how="inner")
        owned = devices.select("org_id", value=nw.col(key), other_device_id=nw.col("device_id"))
        rivals.append(lost.join(owned, on=["org_id", "value"], how="inner"))
    found = nw.concat(rivals, how="vertical").filter(nw.col("device_id") != nw.col("other_device_id"))
    found = _without_given_back(settled(found), device_changes)
    first = found.group_by("device_id").agg(nw.col("field").min())
    return settled(found.join(first, on=["device_id", "field"], how="semi").drop("org_id"))


def _without_given_back(taken: Frame, device_changes: Frame) -> Frame:
    """Those that are not given back in the same reversal, as far as the device that has them can be reversed itself."""
    if is_empty(taken):
        return taken
    back = device_changes.filter(nw.col("field") == NETWORK_ADDRESS)
    back = back.select(other_device_id=nw.col("device_id"), field=nw.col("field"), is_back=nw.lit(value=True))
    taken = settled(taken.join(back, on=["other_device_id", "field"], how="left"))
    is_back = is_true_expr(nw.col("is_back"))
    lasting, given_back = taken.filter(~is_back), settled(taken.filter(is_back))
    if is_empty(given_back):
        return lasting.drop("is_back")
    pairs = given_back.select("device_id", needed_id=nw.col("other_device_id"))
    stuck = lasting.group_by("device_id").agg(reason=nw.col("field").min())
    needs = named_in(pairs).join(pairs, on="device_id", how="left").join(stuck, on="device_id", how="left")
    fates = passed_on(settled(needs.select("device_id", "needed_id", "reason")))
    held = given_back.join(fates.drop_nulls("reason").select("device_id"), on="device_id", how="semi")
    return settled(nw.concat([lasting, held], how="vertical").drop("is_back"))
