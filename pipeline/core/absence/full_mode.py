"""Full mode: the ownerships whose devices no row names, and the devices that a complete inventory does not name.

Rule: the sheets together are the whole desired state within their scope. But a row that names an unknown device may be
a slip for any of the absent ones, so then nothing is unassigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import Frame, instant_expr
from schemas.vocabulary import Scope


def absent_spans(spans: Frame, named: Frame, orgs: Sequence[str], *, now: datetime) -> Frame:
    """One row per ownership that covers the run's instant, in these organizations, of a device that no row names.

    A span that begins at the run's instant is left out, since ending it would leave a span of no length.
    """
    holds = (nw.col("start_time") < instant_expr(now)) & (nw.col("end_time") > instant_expr(now))
    return spans.filter(holds & nw.col("org_id").is_in(list(orgs))).join(named, on="device_id", how="anti")


def within_scope(absent: Frame, scope: str, rows: Frame, devices: Frame) -> Frame:
    """The absent ownerships within the scope: `all`, `listed-owners` or `FIELD=VALUE`.

    `rows` have the `owner_id` of the people whom the sheets list: two people may be called by one handle.
    """
    if scope == Scope.ALL:
        return absent
    if scope == Scope.LISTED_OWNERS:
        return absent.join(rows.select("owner_id").drop_nulls().unique(), on="owner_id", how="semi")
    attribute, _, value = scope.partition("=")
    matching = devices.filter(nw.col(attribute).cast(nw.String) == value).select("device_id")
    return absent.join(matching, on="device_id", how="semi")


def missing_devices(devices: Frame, named: Frame, orgs: Sequence[str]) -> Frame:
    """One row per device of these organizations that no inventory row names."""
    return devices.filter(nw.col("org_id").is_in(list(orgs))).join(named, on="device_id", how="anti")
