"""The scans of a stocktake: read as any list of devices is, each with the device that it means and the place it tells.

A scanner writes one code, whichever label was scanned: so a row that gives one identifier alone means the device that
has it as serial number, asset tag or network address.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipeline.core.guards.similar_identifiers import likely_identifiers
from pipeline.core.rows.device_lookup import resolve
from pipeline.model import Checked
from pipeline.runs.steps.clock import Stages
from pipeline.runs.steps.core_frames import lazy, native
from pipeline.runs.steps.read_files import read
from pipeline.settings import Settings
from schemas.keys import mac_expr
from schemas.vocabulary import Kind, Severity, UnknownColumns
from schemas.words.stocktake import PLACE, SCANNED_AT, SCANNED_BY, columns_of_scans

IDENTIFIERS = ("serial_number", "asset_tag", "mac_address")
_PLACES = ("row_id", "file", "sheet", "row", "org_id")
_ROW = (*_PLACES, *IDENTIFIERS, "device_id", "name", "fault")
# How people and scanners write an instant; of what is written otherwise, it is not known which scan is the later one.
_TIMES = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d")


def read_scans(
    paths: Sequence[Path], settings: Settings, stages: Stages, *, names: Sequence[str] | None = None
) -> Checked:
    """The rows of these files, of whatever kind they look; for `names` and what is raised see `read`."""
    told = {"kind": Kind.INVENTORY, "unknown_columns": UnknownColumns.KEEP}
    return read(paths, settings.model_copy(update=told), stages, names=names)


def scans_of(checked: Checked, devices: pl.DataFrame) -> pl.DataFrame:
    """One row per scan, in their order.

    Columns: where the row stands, its identifiers as given (`code` in one), `place`, `scanned_at`, `scanned_by`, the
    instant as `at` where that can be read, the `device_id` that it means, and where it means none `why`, or the
    `likely` identifier on record.
    """
    rows = _with_what_scans_tell(checked.inventory)
    resolved = native(resolve(lazy(_in_its_column(rows, devices)), lazy(devices), name="name", fills_in=False))
    likely = native(likely_identifiers(lazy(_as_each_identifier(resolved)), lazy(devices)))
    told = resolved.join(likely.filter("is_on_record").select("row_id", "likely"), on="row_id", how="left")
    faults = _faults(checked)
    return told.join(faults, on="row_id", how="left").with_columns(why=_why()).sort("row_id")


def _with_what_scans_tell(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `place`, `scanned_at`, `scanned_by` and `at`, and without what an inventory tells beside."""
    told = columns_of_scans(rows.columns)
    place = "location" if "location" in rows.columns else told.get(PLACE)
    found = {PLACE: place, SCANNED_AT: told.get(SCANNED_AT), SCANNED_BY: told.get(SCANNED_BY)}
    blank = pl.lit(None, pl.String)
    known = rows.with_columns(
        (blank if name not in rows.columns else pl.col(name)).alias(name) for name in (*IDENTIFIERS, "name")
    )
    scans = known.select(*_ROW, *((pl.col(column) if column else blank).alias(name) for name, column in found.items()))
    times = [pl.col(SCANNED_AT).str.strip_suffix("Z").str.to_datetime(form, strict=False) for form in _TIMES]
    return scans.with_columns(at=pl.coalesce(times), code=pl.coalesce(*IDENTIFIERS, "device_id", "name"))


def _in_its_column(rows: pl.DataFrame, devices: pl.DataFrame) -> pl.DataFrame:
    """The rows with a code that stands alone as the identifier that a device on record has it as."""
    given = [pl.col(name).is_not_null().cast(pl.Int8) for name in IDENTIFIERS]
    is_alone = (pl.sum_horizontal(given) == 1) & pl.col("device_id").is_null()
    code = pl.coalesce("serial_number", "asset_tag")
    marked = rows.with_columns(_code=pl.when(is_alone).then(code)).with_columns(_mac=mac_expr(pl.col("_code")))
    for name, key in (("serial_number", "_code"), ("asset_tag", "_code"), ("mac_address", "_mac")):
        known = devices.select("org_id", pl.col(name).alias(key), pl.lit(value=True).alias(f"_{name}")).drop_nulls()
        marked = marked.join(known.unique(), on=["org_id", key], how="left", maintain_order="left")
    is_serial, is_tag, is_mac = (pl.col(f"_{name}").fill_null(value=False) for name in IDENTIFIERS)
    is_known = is_serial | is_tag | is_mac
    return marked.with_columns(
        serial_number=pl.when(is_serial).then("_code").when(~is_known).then("serial_number"),
        asset_tag=pl.when(is_tag & ~is_serial).then("_code").when(~is_known).then("asset_tag"),
        mac_address=pl.when(is_mac & ~is_serial & ~is_tag).then("_mac").when(~is_known).then("mac_address"),
    ).select(rows.columns)


def _as_each_identifier(resolved: pl.DataFrame) -> pl.DataFrame:
    """The scans with a code that stands alone as serial number and as tag, since it may be like either."""
    code = pl.coalesce("serial_number", "asset_tag")
    return resolved.with_columns(code.alias(name) for name in ("serial_number", "asset_tag"))


def _faults(checked: Checked) -> pl.DataFrame:
    """One row per row with a cell that cannot be read: the first message about it."""
    wrong = checked.issues.filter(pl.col("severity") == Severity.ERROR, pl.col("row_id").is_not_null())
    return wrong.group_by("row_id", maintain_order=True).agg(pl.col("message").first())


def _why() -> pl.Expr:
    """Why it is not known which device a scan means; null where it is, or where no device has what was scanned."""
    return (
        pl.when(pl.col("fault").is_not_null())
        .then(pl.coalesce("message", pl.lit("The row cannot be read.")))
        .when(pl.col("finding") == "ambiguous_device")
        .then(pl.lit("Several devices have that name."))
        .when(pl.col("finding").is_not_null())
        .then(pl.lit("Its identifiers belong to different devices."))
        .when(pl.col("device_id").is_null() & pl.col("unknown_key").is_null())
        .then(pl.lit("It names no device."))
    )
