"""Devices that are known by their IMEI, DevEUI or number in another system, for want of an identifier.

A list without any identifier has such a number as the asset tag of its devices, too. Where a device on record has that
number, and no other has it, the row means that device: a row that gives nothing else, whatever the device is known by
otherwise; and a row with a serial number, asset tag or MAC address that nobody has, where the device has no such one.
"""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from pipeline.core.expressions import Frame, filled_columns, is_empty, is_true_expr, settled
from pipeline.core.frames import Desired
from schemas.fields import GIVEN_IDENTIFIERS, LAST_RESORTS

_OWN = "_own"


def with_last_resorts(desired: Desired, devices: Frame) -> Desired:
    """The rows with the `device_id` of the device that they mean by such a number, and then without it as a tag."""
    there = {*desired.inventory.collect_schema().names()} & {*devices.collect_schema().names()}
    used = filled_columns(desired.inventory, tuple(name for name in LAST_RESORTS if name in there))
    if not used or is_empty(devices):
        return desired
    found = _found(desired.inventory, devices, used)
    if is_empty(found):
        return desired
    halves = found.rename({"row_id": "listed_row_id"})
    return replace(
        desired,
        inventory=settled(_numbered(desired.inventory, found, "row_id")),
        assignments=settled(_numbered(desired.assignments, halves, "listed_row_id")),
    )


def _found(rows: Frame, devices: Frame, used: tuple[str, ...]) -> Frame:
    """One row per inventory row that means a device by its number: `row_id`, `meant_id`, `is_tag`."""
    rows = rows.filter(nw.col("device_id").is_null()).select("row_id", "org_id", *GIVEN_IDENTIFIERS, *used)
    for name in used:
        holders = devices.filter(~nw.col(name).is_null()).group_by("org_id", name)
        one = holders.agg(found=nw.col("device_id").min(), count=nw.len().cast(nw.Int64)).filter(nw.col("count") == 1)
        rows = rows.join(
            one.select("org_id", name, nw.col("found").alias(f"by_{name}")), on=["org_id", name], how="left"
        )
    rows = settled(rows.with_columns(meant_id=nw.coalesce(*(f"by_{name}" for name in used))))
    rows = settled(rows.filter(~nw.col("meant_id").is_null()))
    for identifier in () if is_empty(rows) else filled_columns(rows, GIVEN_IDENTIFIERS):
        known = devices.filter(~nw.col(identifier).is_null()).select("org_id", identifier)
        rows = rows.join(known, on=["org_id", identifier], how="anti")
    own = devices.select(meant_id="device_id", **{f"{name}{_OWN}": nw.col(name) for name in GIVEN_IDENTIFIERS})
    rows = rows.join(own, on="meant_id", how="inner")
    is_tag = nw.any_horizontal(*(_is_same(name) for name in used), ignore_nulls=True)
    rows = rows.with_columns(is_tag=is_true_expr(is_tag) & nw.col("serial_number").is_null())
    has_room = nw.col("is_tag") | _has_room_expr(used)
    return settled(rows.filter(has_room).select("row_id", "meant_id", "is_tag"))


def _is_same(name: str) -> nw.Expr:
    return nw.col("asset_tag") == nw.col(name).str.to_uppercase()


def _has_room_expr(used: tuple[str, ...]) -> nw.Expr:
    """True where the row gives the device no second serial number, tag or address; the number itself is no real tag."""
    lacks = {name: nw.col(name).is_null() | nw.col(f"{name}{_OWN}").is_null() for name in GIVEN_IDENTIFIERS}
    stands_for = (is_true_expr(nw.col(f"asset_tag{_OWN}") == nw.col(name).str.to_uppercase()) for name in used)
    lacks["asset_tag"] = nw.any_horizontal(lacks["asset_tag"], *stands_for, ignore_nulls=True)
    return nw.all_horizontal(*lacks.values(), ignore_nulls=True)


def _numbered(rows: Frame, found: Frame, key: str) -> Frame:
    """The rows with the number of the device that they mean; what stood for the tag is none of its own."""
    joined = rows.join(found, on=key, how="left")
    return joined.with_columns(
        device_id=nw.coalesce("device_id", "meant_id"),
        asset_tag=nw.when(~is_true_expr(nw.col("is_tag"))).then(nw.col("asset_tag")),
    ).drop("meant_id", "is_tag")
