"""Full mode: what it means that no row names a device; and the report of what an inventory does not name.

Rule: the sheets together are the whole desired state within their scope. But one row that names a device nobody knows
may be a slip of the pen for any of the absent ones, so then nothing is taken away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame

ALL = "all"
LISTED_OWNERS = "listed-owners"


def absent_spans(spans: Frame, named: Frame, orgs: Sequence[str], *, now: datetime) -> Frame:
    """One row per ownership that holds at the run's instant, in these organizations, of a device that no row names.

    A span that begins at this very instant is left alone: ending it would leave nothing of it.
    """
    holds = (nw.col("start_time") < nw.lit(now)) & (nw.col("end_time") > nw.lit(now))
    return spans.filter(holds & nw.col("org_id").is_in(list(orgs))).join(named, on="device_id", how="anti")


def within_scope(absent: Frame, scope: str, rows: Frame, devices: Frame) -> Frame:
    """Those of the absent ownerships that the scope covers: `all`, `listed-owners` or `FIELD=VALUE`."""
    if scope == ALL:
        return absent
    if scope == LISTED_OWNERS:
        listed = rows.select("org_id", "owner_email").drop_nulls().unique()
        return absent.join(listed, on=["org_id", "owner_email"], how="semi")
    attribute, _, value = scope.partition("=")
    matching = devices.filter(nw.col(attribute).cast(nw.String) == value).select("device_id")
    return absent.join(matching, on="device_id", how="semi")


def missing_devices(devices: Frame, named: Frame, orgs: Sequence[str]) -> Frame:
    """One row per device of these organizations that no inventory row names."""
    return devices.filter(nw.col("org_id").is_in(list(orgs))).join(named, on="device_id", how="anti")
