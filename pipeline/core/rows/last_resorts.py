"""Devices that are known by their IMEI, DevEUI or number in another system, for want of an identifier.

A list without any identifier has such a number as the asset tag of its devices, too. Where a device on record has that
number, and no other has it, the row means that device: a row that gives nothing else, whatever the device is known by
otherwise; and a row with a serial number, asset tag or MAC address that nobody has, where the device has no such one.
Beside such a number alone a name that is the device's but for its case is no new one, as where the name alone says it.

A row that gives nothing else is *doubtful* where several devices on record have its number, or where it is the tag of a
device that has no such number: systems count from the same figures, so that this may well be another device.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals as nw

from pipeline.core.expressions import Frame, filled_columns, flagged, is_empty, is_true_expr, settled
from pipeline.core.frames import Desired
from schemas.fields import GIVEN_IDENTIFIERS, LAST_RESORTS

# True where a row may mean another device than its number says; no column where none does.
DOUBT = "is_doubtful"

_MARK = "known_by"
_OWN = "_own"


def with_last_resorts(desired: Desired, devices: Frame) -> Desired:
    """The rows with the `device_id` of the device that they mean by such a number, and then without it as a tag."""
    there = {*desired.inventory.collect_schema().names()} & {*devices.collect_schema().names()}
    used = filled_columns(desired.inventory, tuple(name for name in LAST_RESORTS if name in there))
    if not used or is_empty(devices):
        return desired
    desired = _with_doubts(desired, devices, used)
    found = _found(desired.inventory, devices, used)
    if is_empty(found):
        return desired
    halves = found.rename({"row_id": "listed_row_id"})
    return replace(
        desired,
        inventory=settled(_numbered(desired.inventory, found, "row_id")),
        assignments=settled(_numbered(desired.assignments, halves, "listed_row_id")),
    )


def holders(rows: Frame, devices: Frame) -> Frame:
    """One row per row and device that has its tag, as a tag or as a number that may stand for one."""
    named = rows.select("row_id", "org_id", "asset_tag").drop_nulls("asset_tag")
    there = {*devices.collect_schema().names()}
    found = [
        named.join(_by_tag(devices, name), on=["org_id", "asset_tag"], how="inner").select("row_id", "device_id")
        for name in ("asset_tag", *LAST_RESORTS)
        if name in there
    ]
    return settled(nw.concat(found, how="vertical").unique())


def _by_tag(devices: Frame, name: str) -> Frame:
    tag = nw.col(name).str.to_uppercase()
    return devices.drop_nulls(name).select("org_id", "device_id", asset_tag=tag)


def _with_doubts(desired: Desired, devices: Frame, used: tuple[str, ...]) -> Desired:
    """The rows, where any of them is doubtful with `is_doubtful`, which the halves of a row share."""
    columns = desired.inventory.collect_schema().names()
    marked = desired.inventory.filter(nw.col("device_id").is_null()) if _MARK in columns else None
    if marked is None or is_empty(marked := settled(marked.drop_nulls(_MARK))):
        return desired
    parts = [_doubtful(marked.filter(nw.col(_MARK) == name), devices, name) for name in used]
    doubtful = settled(nw.concat(parts, how="vertical").unique())
    if is_empty(doubtful):
        return desired
    halves = doubtful.select(listed_row_id="row_id")
    return replace(
        desired,
        inventory=settled(flagged(desired.inventory, doubtful, "row_id", DOUBT)),
        assignments=settled(flagged(desired.assignments, halves, "listed_row_id", DOUBT)),
    )


def _doubtful(rows: Frame, devices: Frame, name: str) -> Frame:
    """One row per row that may mean another device than it seems, of rows whose tag is the number in this column."""
    numbers = devices.drop_nulls(name).group_by("org_id", name).agg(count=nw.len().cast(nw.Int64))
    counted = settled(rows.select("row_id", "org_id", "asset_tag", name).join(numbers, on=["org_id", name], how="left"))
    there = {*devices.collect_schema().names()}
    is_own = stands_for_expr("asset_tag", [one for one in LAST_RESORTS if one in there])
    tagged = devices.filter(~nw.col("asset_tag").is_null() & ~is_own).select("org_id", "asset_tag")
    others = counted.filter(nw.col("count").is_null()).join(tagged, on=["org_id", "asset_tag"], how="semi")
    several = counted.filter(is_true_expr(nw.col("count") > 1))
    return nw.concat([several.select("row_id"), others.select("row_id")], how="vertical")


def _found(rows: Frame, devices: Frame, used: tuple[str, ...]) -> Frame:
    """One row per inventory row that means a device by its number: `row_id`, `meant_id`, `is_tag`, `kept_name`."""
    there = rows.collect_schema().names()
    is_open = nw.col("device_id").is_null() & (~nw.col(DOUBT) if DOUBT in there else nw.lit(value=True))
    is_marked = ~nw.col(_MARK).is_null() if _MARK in there else nw.lit(value=False)
    rows = rows.filter(is_open).select("row_id", "org_id", "name", *GIVEN_IDENTIFIERS, *used, is_marked=is_marked)
    for name in used:
        holders = devices.drop_nulls(name).group_by("org_id", name)
        one = holders.agg(found=nw.col("device_id").min(), count=nw.len().cast(nw.Int64)).filter(nw.col("count") == 1)
        rows = rows.join(
            one.select("org_id", name, nw.col("found").alias(f"by_{name}")), on=["org_id", name], how="left"
        )
    rows = settled(rows.with_columns(meant_id=nw.coalesce(*(f"by_{name}" for name in used))))
    rows = settled(rows.drop_nulls("meant_id"))
    for identifier in () if is_empty(rows) else filled_columns(rows, GIVEN_IDENTIFIERS):
        rows = _without_known(rows, devices, identifier)
    names = (*GIVEN_IDENTIFIERS, "name")
    own = devices.select(meant_id="device_id", **{f"{name}{_OWN}": nw.col(name) for name in names})
    rows = rows.join(own, on="meant_id", how="inner")
    is_tag = stands_for_expr("asset_tag", used) & nw.col("serial_number").is_null()
    rows = rows.with_columns(is_tag=is_tag)
    has_room = nw.col("is_tag") | _has_room_expr(used)
    return settled(rows.filter(has_room).select("row_id", "meant_id", "is_tag", kept_name=_kept_name_expr()))


def _without_known(rows: Frame, devices: Frame, identifier: str) -> Frame:
    """The rows whose identifier nobody has; or another device, where it is a number that only stands for the tag."""
    known = devices.drop_nulls(identifier).select("org_id", identifier, known_id="device_id")
    joined = rows.join(known, on=["org_id", identifier], how="left")
    is_open = nw.col("known_id").is_null()
    if identifier == "asset_tag":
        is_open |= is_true_expr(nw.col("is_marked") & (nw.col("known_id") != nw.col("meant_id")))
    return joined.filter(is_open).drop("known_id")


def stands_for_expr(tag: str, numbers: Sequence[str]) -> nw.Expr:
    """True where the number in any of these columns stands for the tag in that column."""
    is_same = (is_true_expr(nw.col(tag) == nw.col(name).str.to_uppercase()) for name in numbers)
    return nw.any_horizontal(*is_same, ignore_nulls=True)


def _has_room_expr(used: tuple[str, ...]) -> nw.Expr:
    """True where the row gives the device no second serial number, tag or address; the number itself is no real tag."""
    lacks = {name: nw.col(name).is_null() | nw.col(f"{name}{_OWN}").is_null() for name in GIVEN_IDENTIFIERS}
    is_stood_for = stands_for_expr(f"asset_tag{_OWN}", used)
    lacks["asset_tag"] = nw.any_horizontal(lacks["asset_tag"], is_stood_for, ignore_nulls=True)
    return nw.all_horizontal(*lacks.values(), ignore_nulls=True)


def _kept_name_expr() -> nw.Expr:
    """The device's name, where the row gives no identifier, and that name in another case; blank elsewhere."""
    given = (nw.col(name).is_null() for name in GIVEN_IDENTIFIERS)
    is_same = is_true_expr(nw.col("name").str.to_lowercase() == nw.col(f"name{_OWN}").str.to_lowercase())
    return nw.when(nw.all_horizontal(*given, is_same, ignore_nulls=False)).then(nw.col(f"name{_OWN}"))


def _numbered(rows: Frame, found: Frame, key: str) -> Frame:
    """The rows with the number of the device that they mean; what stood for the tag is none of its own."""
    joined = rows.join(found, on=key, how="left")
    own_name = {"name": nw.coalesce("kept_name", "name")} if "name" in rows.collect_schema().names() else {}
    return joined.with_columns(
        device_id=nw.coalesce("device_id", "meant_id"),
        asset_tag=nw.when(~is_true_expr(nw.col("is_tag"))).then(nw.col("asset_tag")),
        **own_name,
    ).drop("meant_id", "is_tag", "kept_name")
