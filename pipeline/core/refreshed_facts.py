"""The facts that change by themselves, such as when a device was last seen: a later value is kept without an event.

The first value of such a fact, and a cleared one, are changes like any other; an older value is none at all.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import Frame, settled, stacked
from schemas.fields import VOLATILE
from schemas.vocabulary import Kind, Outcome

_READ = (Outcome.APPLIED.value, Outcome.UNCHANGED.value)


def refreshed_facts(inventory: Frame, told: Frame, devices: Frame) -> Frame | None:
    """One row per device and fact with a later value: `device_id, field, new`; None where no sheet has such a fact.

    `told` has the `row_id`, `device_id` and `outcome` of each row, `devices` the values on record.
    """
    known, given = devices.collect_schema().names(), inventory.collect_schema().names()
    fields = [field for field in VOLATILE if field in given and field in known]
    if not fields:
        return None
    read = told.filter(nw.col("outcome").is_in(_READ)).select("row_id", "device_id")
    rows = inventory.select("row_id", *fields).join(read, on="row_id", how="inner")
    latest = settled(rows.group_by("device_id").agg(*(nw.col(field).max() for field in fields)))
    current = devices.select("device_id", *(nw.col(field).alias(f"{field}_current") for field in fields))
    compared = latest.join(current, on="device_id", how="inner")
    return settled(stacked([_later(compared, field) for field in fields]))


def still_refreshed(planned: Frame, told: Frame, devices: Frame) -> Frame:
    """The facts of a plan that are to be kept: of devices whose rows are carried out, and later than those on record.

    `planned` is as `refreshed_facts` gives it, `told` has the rows as the plan carries them out, of all kinds.
    """
    read = told.filter(nw.col("outcome").is_in(_READ) & (nw.col("kind") != Kind.ASSIGNMENTS.value))
    kept = settled(planned.join(read.select("device_id").drop_nulls().unique(), on="device_id", how="semi"))
    # instants as text stand in the order of time
    current = [devices.select("device_id", field=nw.lit(fact), now=nw.col(fact).cast(nw.String)) for fact in VOLATILE]
    compared = kept.join(settled(stacked(current)), on=["device_id", "field"], how="inner")
    return settled(compared.filter(nw.col("new") > nw.col("now")).drop("now"))


def _later(compared: Frame, field: str) -> Frame:
    return compared.filter(nw.col(field) > nw.col(f"{field}_current")).select(
        "device_id", field=nw.lit(field), new=nw.col(field).cast(nw.String)
    )
