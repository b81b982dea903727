"""Identifiers that devices had until they got others: a list that has not heard of it still gives the old one.

Such a list means the device that had it, and would put it on record a second time. Only the strongest identifier of a
row counts: a tag that one device no longer has may well be on the next one, which its serial number tells.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, null_text, settled
from schemas.fields import DEVICE_HANDLE, GIVEN_IDENTIFIERS


def formerly_known(unknown: Frame, former: Frame, devices: Frame) -> Frame:
    """One row per row of an unknown device that one had this identifier before: as `similar_identifiers` tells.

    `likely` is what that device is known by now. `unknown` are rows of unknown devices, `devices` those on record.
    """
    rows = _by_strongest(unknown)
    named = former.select("device_id", "org_id", identifier=nw.col("field"), given=nw.col("value"))
    had = settled(rows.join(named, on=["org_id", "identifier", "given"], how="inner").drop("org_id"))
    present = had.join(devices.select("device_id", *DEVICE_HANDLE), on="device_id", how="inner")
    own = [nw.when(nw.col("identifier") == name).then(nw.col(name)) for name in GIVEN_IDENTIFIERS]
    told = present.select("row_id", "identifier", "given", likely=nw.coalesce(*own, *DEVICE_HANDLE))
    each = (
        told.drop_nulls("likely")
        .group_by("row_id", "identifier", "given")
        .agg(
            alike=nw.col("likely").n_unique().cast(nw.Int64), likely=nw.col("likely").min(), last=nw.col("likely").max()
        )
    )
    another = nw.when(nw.col("alike") > 1).then(nw.col("last")).otherwise(null_text())
    told = each.with_columns(another=another, is_on_record=nw.lit(value=True), is_former=nw.lit(value=True))
    return settled(told.drop("last"))


def _by_strongest(unknown: Frame) -> Frame:
    """The rows with their strongest identifier: `row_id, org_id, identifier, given`."""
    kinds = (nw.when(~nw.col(name).is_null()).then(nw.lit(name)) for name in GIVEN_IDENTIFIERS)
    rows = unknown.select("row_id", "org_id", identifier=nw.coalesce(*kinds), given=nw.coalesce(*GIVEN_IDENTIFIERS))
    return settled(rows.drop_nulls("given"))
