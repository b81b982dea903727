"""Identifiers that pass from one device or person to another by one plan, and those that are corrected.

A few devices exchange their MAC addresses when their hardware is swapped. Where many do, a column has probably slipped,
or was sorted without the others: each cell is fine by itself, so that nothing else would notice. A few serial numbers
are mistyped; where many are corrected in one export, the column was probably filled by dragging, or pasted over.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, count_of, is_empty, known_by_expr, settled
from pipeline.core.guards.measure import WORST, Measure, examples_of
from schemas.fields import GIVEN_IDENTIFIERS, NETWORK_ADDRESS

# The external id is not among them: it is often but the number of a row, which moves when a row is taken out.
_OF_DEVICES = (NETWORK_ADDRESS, "asset_tag", "imei", "dev_eui")
_OF_PEOPLE = ("email", "external_user_id", "username")


def exchanged_identifiers(events: Frame, device_changes: Frame, owner_changes: Frame, devices: Frame) -> Measure:
    """The number of devices and people who are given an identifier that another one had until now.

    `devices` are those of the events, as they will be.
    """
    if is_empty(device_changes) and is_empty(owner_changes):
        return Measure(0, [])
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


def corrected_identifiers(device_changes: Frame, devices: Frame) -> Measure:
    """The number of devices whose identifier by which they are known, the strongest, is replaced by another one.

    `devices` are those of the changes, as they will be.
    """
    if is_empty(device_changes):
        return Measure(0, [])
    is_replaced = nw.col("field").is_in(GIVEN_IDENTIFIERS) & ~nw.col("old").is_null() & ~nw.col("new").is_null()
    replaced = settled(device_changes.filter(is_replaced).select("device_id", "field", former="old", value="new"))
    if is_empty(replaced):
        return Measure(0, [])
    known = devices.select("device_id", *GIVEN_IDENTIFIERS)
    has_stronger: nw.Expr = nw.lit(value=False)
    is_weaker = nw.lit(value=False)
    for key in GIVEN_IDENTIFIERS:
        is_weaker = is_weaker | ((nw.col("field") == key) & has_stronger)
        has_stronger = has_stronger | ~nw.col(key).is_null()
    corrected = settled(replaced.join(known, on="device_id", how="left").filter(~is_weaker))
    worst = corrected.sort("former", "value").select("value", "former").head(WORST)
    return Measure(count_of(corrected), examples_of(worst))


def _passed(changes: Frame, key: str, fields: tuple[str, ...], known: Frame) -> Frame | None:
    """One row per identifier that passes: the `value`, the `id` and `subject` it is given to, the `former` one."""
    told = settled(changes.filter(nw.col("field").is_in(fields)).select("field", "old", "new", id=nw.col(key)))
    if is_empty(told):
        return None
    placed = settled(told.join(known, on="id", how="left"))
    lost = placed.drop_nulls("old").select("org_id", "field", value="old", former="subject")
    given = placed.drop_nulls("new").select("org_id", "field", "id", "subject", value=nw.col("new"))
    return settled(given.join(lost, on=["org_id", "field", "value"]).select("id", "subject", "value", "former"))
