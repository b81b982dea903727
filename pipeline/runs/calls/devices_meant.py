"""Which identifier of a device a caller has given, where it may be any: `A-17` may be a serial number or a tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from pipeline.model import Call, Checked
from schemas.keys import mac_expr


def with_all_identifiers(checked: Checked, calls: Sequence[Call]) -> Checked:
    """The rows with what they give as every identifier that it may be, so that all that it may mean is read."""
    rows = checked.assignments
    loose = [call.call_id for call in calls if call.is_any_identifier]
    given = pl.when(pl.col("sheet").is_in(loose)).then("serial_number")
    every = rows.with_columns(
        asset_tag=pl.coalesce("asset_tag", given), mac_address=pl.coalesce("mac_address", mac_expr(given))
    )
    return replace(checked, assignments=every)


def with_devices_meant(checked: Checked, devices: pl.DataFrame, calls: Sequence[Call]) -> Checked:
    """The rows of calls that give any identifier as `serial_number`, with each in the column that it belongs to.

    It is the strongest that is on record, in the order serial number, tag, network address; what nobody has is a
    network address where it looks like one, else a serial number.
    """
    loose = [call.call_id for call in calls if call.is_any_identifier]
    rows = checked.assignments
    if not loose or rows.is_empty():
        return checked
    is_loose = pl.col("sheet").is_in(loose) & pl.col("serial_number").is_not_null()
    marked = rows.with_columns(_given=pl.when(is_loose).then("serial_number")).with_columns(
        _mac=mac_expr(pl.col("_given"))
    )
    is_serial = _is_on_record(marked, devices, "serial_number", "_given")
    is_tag = _is_on_record(marked, devices, "asset_tag", "_given") & ~is_serial
    is_mac = (marked["_mac"].is_not_null() & ~is_serial & ~is_tag).fill_null(value=False)
    meant = marked.with_columns(
        serial_number=pl.when(~(is_tag | is_mac)).then("serial_number"),
        asset_tag=pl.when(is_tag).then("_given").otherwise("asset_tag"),
        mac_address=pl.when(is_mac).then("_mac").otherwise("mac_address"),
    )
    return replace(checked, assignments=meant.drop("_given", "_mac"))


def _is_on_record(rows: pl.DataFrame, devices: pl.DataFrame, identifier: str, given: str) -> pl.Series:
    known = devices.select("org_id", pl.col(identifier).alias(given), _is_known=pl.lit(value=True)).drop_nulls()
    found = rows.select("org_id", given).join(known, on=["org_id", given], how="left", maintain_order="left")
    return found["_is_known"].fill_null(value=False)
