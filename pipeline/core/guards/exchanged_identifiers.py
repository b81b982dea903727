"""Identifiers that pass from one device or person to another by one plan.

A few devices exchange their MAC addresses when their hardware is swapped. Where many do, a column has probably slipped,
or was sorted without the others: each cell is fine by itself, so that nothing else would notice.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, is_empty, settled
from pipeline.core.guards.measure import WORST, Measure, count_of, examples_of, known_by_expr
from schemas.fields import NETWORK_ADDRESS

# The external id is not among them: it is often but the number of a row, which moves when a row is taken out.
_OF_DEVICES = (NETWORK_ADDRESS, "asset_tag", "imei", "dev_eui")
_OF_PEOPLE = ("email", "external_user_id", "username")


def exchanged_identifiers(events: Frame, device_changes: Frame, owner_changes: Frame, devices: Frame) -> Measure:
    """The number of devices and people who are given an identifier that another one had until now.

    `devices` are those of the events, as they will be.
    """
    people = events.filter(nw.col("aggregate") == "owner").select(
        "org_id", id=nw.col("aggregate_id"), subject=nw.col("owner_email")
    )
    orgs = events.filter(nw.col("aggregate") == "device").select("org_id", id=nw.col("aggregate_id")).unique()
    named = devices.select(id=nw.col("device_id"), subject=known_by_expr())
    known = orgs.join(named, on="id", how="left").select("org_id", "id", "subject")
    passed = [
        _passed(device_changes, "device_id", _OF_DEVICES, known),
        _passed(owner_changes, "owner_id", _OF_PEOPLE, people),
    ]
    found = [rows for rows in passed if rows is not None]
    worst = [example for rows in found for example in examples_of(rows.sort("subject", "value").head(WORST))]
    figure = sum(count_of(rows.select("id").unique()) for rows in found)
    return Measure(figure, [{name: one[name] for name in ("subject", "value", "former")} for one in worst[:WORST]])


def _passed(changes: Frame, key: str, fields: tuple[str, ...], known: Frame) -> Frame | None:
    """One row per identifier that passes: the `value`, the `id` and `subject` it is given to, the `former` one."""
    told = settled(changes.filter(nw.col("field").is_in(fields)).select("field", "old", "new", id=nw.col(key)))
    if is_empty(told):
        return None
    placed = settled(told.join(known, on="id", how="left"))
    lost = placed.filter(~nw.col("old").is_null()).select("org_id", "field", value="old", former="subject")
    given = placed.filter(~nw.col("new").is_null()).select("org_id", "field", "id", "subject", value=nw.col("new"))
    return settled(given.join(lost, on=["org_id", "field", "value"]).select("id", "subject", "value", "former"))
