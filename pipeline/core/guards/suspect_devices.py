"""New devices that are likely old ones: by an identifier that one had before, or that is like one, or by their name.

See `former_identifiers` and `similar_identifiers`. A name counts where exactly one device on record has it,
and that device has no identifier: it was put on record by its name alone, and now a list gives its serial number.
"""

from __future__ import annotations

from collections.abc import Collection

import narwhals as nw

from pipeline.core.expressions import Frame, flagged, is_empty, is_true_expr, null_text, settled, shaped
from pipeline.core.guards.former_identifiers import formerly_known
from pipeline.core.guards.similar_identifiers import COMPARED, is_unknown_expr, likely_identifiers, strongest_of
from pipeline.core.rows.device_lookup import name_key_expr
from schemas.fields import GIVEN_IDENTIFIERS
from schemas.frames.verdicts import LIKELY
from schemas.vocabulary import Reason

# The columns of the devices on record that the search reads.
SEARCHED = (*COMPARED, "mac_address", "name", "device_id")


def likely_devices(resolved: Frame, devices: Frame, former: Frame | None, *, name: str) -> Frame:
    """One row per row of an unknown device that is likely a known one, with the columns of `LIKELY`.

    `resolved` has rows as `resolve` gives them, `name` is their column with the device's name, `devices` are those on
    record, and `former` the identifiers that they had before; see `core.frames.Current`.
    """
    unknown = settled(resolved.filter(is_unknown_expr()))
    if is_empty(unknown):
        return shaped(unknown.select("row_id"), LIKELY)
    found = [likely_identifiers(unknown, devices), _named_alike(unknown, devices, name)]
    if former is not None:
        found = [formerly_known(unknown, former, devices), *found]
    return strongest_of([shaped(told, LIKELY) for told in found])


def suspect_keys(resolved: Frame, likely: Frame, allowed: Collection[str], *, name: str) -> Frame:
    """One row per device that rows would create though it is likely another one: `unknown_key`.

    A row with one of the `allowed` identifiers or names, in capitals, is right as it is.
    """
    if is_empty(likely):
        return likely.with_columns(unknown_key=null_text()).select("unknown_key")
    suspected = resolved.join(likely.select("row_id"), on="row_id", how="semi")
    suspected = suspected.filter(nw.col("is_creatable"))
    if allowed:
        known_by = (nw.col(column).str.to_uppercase() for column in (*GIVEN_IDENTIFIERS, name))
        is_allowed = nw.any_horizontal(*(each.is_in(sorted(allowed)) for each in known_by), ignore_nulls=True)
        suspected = suspected.filter(~is_true_expr(is_allowed))
    return settled(suspected.select("unknown_key").unique())


def with_suspects(resolved: Frame, keys: Frame, *, listed: Frame | None = None) -> Frame:
    """The rows with `is_suspect`: true where their device is one of `keys`, which is not to be created.

    `listed` are decided inventory rows; where one is held back, so is the second half of its register row.
    """
    rows = flagged(resolved, keys, "unknown_key", "is_suspect")
    held = None if listed is None else settled(listed.filter(nw.col("reason") == Reason.SUSPECT_DEVICE.value))
    if held is not None and not is_empty(held):
        rows = flagged(rows, held.select(listed_row_id=nw.col("row_id")), "listed_row_id", "is_half")
        rows = rows.with_columns(is_suspect=nw.col("is_suspect") | nw.col("is_half")).drop("is_half")
    return settled(rows)


def _named_alike(unknown: Frame, devices: Frame, name: str) -> Frame:
    """One row per row of a new device whose name only one device on record has, which has no identifier.

    `unknown` are the rows of unknown devices.
    """
    rows = _named_rows(unknown, name)
    lone = _known_by_name(devices, rows)
    if lone is None:
        return rows.select("row_id", "given").head(0)
    found = rows.join(lone, on=["org_id", "name_key"], how="inner")
    is_so = {"is_on_record": nw.lit(value=True), "is_former": nw.lit(value=False)}
    told = {"identifier": nw.lit(name), "alike": nw.lit(1, nw.Int64), **is_so}
    return settled(found.select("row_id", "given", "likely", "likely_id", **told))


def _named_rows(unknown: Frame, name: str) -> Frame:
    """The rows of new devices that give a name and an identifier."""
    rows = unknown.filter(nw.col("is_creatable") & ~nw.col("is_nameless") & ~nw.col(name).is_null())
    return settled(rows.select("row_id", "org_id", given=nw.col(name), name_key=name_key_expr(name)))


def _known_by_name(devices: Frame, rows: Frame) -> Frame | None:
    """The devices without an identifier whose name no other has, among those that the rows name; None without any."""
    if is_empty(rows) or is_empty(devices):
        return None
    named = devices.drop_nulls("name")
    has_none = nw.all_horizontal(*(nw.col(one).is_null() for one in GIVEN_IDENTIFIERS), ignore_nulls=False)
    if is_empty(named.filter(has_none)):
        return None
    keyed = named.with_columns(name_key=name_key_expr("name"), has_none=has_none)
    meant = keyed.join(rows.select("org_id", "name_key").unique(), on=["org_id", "name_key"], how="semi")
    meant = meant.group_by("org_id", "name_key").agg(
        namesakes=nw.len(),
        bare=nw.col("has_none").cast(nw.Int8).min(),
        likely=nw.col("name").min(),
        likely_id=nw.col("device_id").min(),
    )
    return meant.filter((nw.col("namesakes") == 1) & (nw.col("bare") == 1))
