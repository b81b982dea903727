"""The device that a row means, by the strongest identifier that it gives.

A weaker identifier that belongs to another device is a mismatch. Keys are joined within an organization; a blank never
joins. Names are compared without case. An identifier that no row gives is not joined at all, which saves time.
"""

from __future__ import annotations

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    any_expr,
    count_of,
    filled_columns,
    is_empty,
    is_true_expr,
    null_text,
    orgs_of,
    raised,
    settled,
    with_facts,
)
from pipeline.core.rows.last_resorts import DOUBT, holders, stands_for_expr
from schemas.fields import IDENTIFIERS, LAST_RESORTS
from schemas.vocabulary import Reason

FOUND = "_found"
_OWN = "_own"
_NAME_KEY = "name_key"
_WORTH_LOOKING = 4


def name_key_expr(name: str) -> nw.Expr:
    """The name, as it is compared."""
    return nw.col(name).str.to_lowercase()


def relevant_devices(devices: Frame, *, inventory: Frame, assignments: Frame) -> Frame:
    """The devices that any identifier of any row may mean: all devices that the decisions need.

    Organizations are not compared, so devices of others may be among them. Where the rows are many compared with the
    devices, all devices are returned: most are relevant then, and leaving out the others costs more than it saves.
    """
    if count_of(inventory) + count_of(assignments) > count_of(devices) // _WORTH_LOOKING:
        return devices
    names = ("device_name", "name")
    found = []
    for rows in (inventory, assignments):
        alone = [column for column in names if column in rows.collect_schema().names()]
        for column in filled_columns(rows, (*IDENTIFIERS, *alone)):
            if column in names:
                keys = rows.filter(_is_nameless_expr()).select(**{_NAME_KEY: name_key_expr(column)})
                named = devices.with_columns(**{_NAME_KEY: name_key_expr("name")})
                found.append(named.join(keys.drop_nulls().unique(), on=_NAME_KEY, how="semi").drop(_NAME_KEY))
                continue
            keys = rows.select(column).drop_nulls().unique()
            found.append(devices.join(keys, on=column, how="semi"))
        if DOUBT in rows.collect_schema().names():
            doubted = holders(rows.filter(nw.col(DOUBT)), devices).select("device_id").unique()
            found.append(devices.join(doubted, on="device_id", how="semi"))
    if not found:
        return devices.head(0)
    if len(found) == 1:
        return settled(found[0])
    ids = settled(nw.concat([part.select("device_id") for part in found], how="vertical").unique())
    return settled(devices.join(ids, on="device_id", how="semi"))


def resolve(rows: Frame, devices: Frame, *, name: str, fills_in: bool) -> Frame:
    """The rows with the device that each of them means.

    Adds `device_id` (blank where unknown; the one that the row gave moves to `given_device_id`), `finding`
    (`identifier_mismatch`, `ambiguous_device` or blank), `unknown_key` (the key of an unknown device; blank for a known
    one), `is_creatable` (the device is unknown, and not given by a `device_id` alone), `not_on_record` (the weaker
    identifiers that no device has) and one `..._found` column per identifier in use: the device that has it. `name` is
    the column with the device's name. With `fills_in`, a row may give a known device identifiers that it lacks.
    """
    rows = settled(rows.with_columns(is_nameless=_is_nameless_expr()).rename({"device_id": "given_device_id"}))
    if is_empty(rows):
        return rows.with_columns(
            **dict.fromkeys(("finding", "unknown_key", "not_on_record"), null_text()),
            device_id=nw.lit(None, dtype=nw.Int64),
            is_creatable=nw.lit(value=False),
        )
    has_nameless = bool(raised(rows, ("is_nameless",))) and not is_empty(rows.filter(nw.col("is_nameless")))
    orgs = orgs_of(rows)
    used = filled_columns(rows, tuple(_given_column(identifier) for identifier in IDENTIFIERS))
    identifiers = tuple(identifier for identifier in IDENTIFIERS if _given_column(identifier) in used)
    for identifier in identifiers:
        rows = _with_found(rows, devices, identifier, orgs)
    rows = rows.with_columns(target=_strongest_expr(identifiers, found=True), **{_NAME_KEY: name_key_expr(name)})
    if fills_in:
        rows = _with_filled_in_devices(rows, devices, identifiers)
    rows = _with_named(rows, devices) if has_nameless else rows
    return _with_findings(rows, identifiers, has_nameless=has_nameless).drop("target", _NAME_KEY)


def named_devices(resolved: Frame, devices: Frame, *, name: str) -> Frame:
    """One row per device that any row names: `device_id`. A mismatched or ambiguous row names all its candidates."""
    found = [column for column in resolved.collect_schema().names() if column.endswith(FOUND)]
    columns = [resolved.select(device_id=nw.col(column)) for column in found]
    by_name = resolved.filter(
        nw.col("is_nameless") | is_true_expr(nw.col("finding") == Reason.IDENTIFIER_MISMATCH.value)
    )
    names = devices.select("org_id", "device_id", **{_NAME_KEY: name_key_expr("name")})
    given = by_name.select("org_id", **{_NAME_KEY: name_key_expr(name)}).unique()
    columns.append(names.join(given, on=["org_id", _NAME_KEY], how="semi").select("device_id"))
    if DOUBT in resolved.collect_schema().names():
        columns.append(holders(resolved.filter(nw.col(DOUBT)), devices).select("device_id"))
    return nw.concat(columns, how="vertical").drop_nulls().unique()


def _given_column(identifier: str) -> str:
    return "given_device_id" if identifier == "device_id" else identifier


def _is_nameless_expr() -> nw.Expr:
    """True where a row gives no identifier, so that only a name can say which device it means."""
    return nw.all_horizontal(*(nw.col(identifier).is_null() for identifier in IDENTIFIERS), ignore_nulls=False)


def _with_found(rows: Frame, devices: Frame, identifier: str, orgs: list[str]) -> Frame:
    given = _given_column(identifier)
    holders = devices.drop_nulls(identifier).select(
        "org_id", nw.col(identifier).alias(given), nw.col("device_id").alias(f"{identifier}{FOUND}")
    )
    return with_facts(rows, holders, given, orgs)


def _strongest_expr(identifiers: tuple[str, ...], *, found: bool) -> nw.Expr:
    """With `found`, the device that has the strongest identifier of the row; else the name of that identifier."""
    strongest = nw.lit(None, dtype=nw.Int64 if found else nw.String)
    for identifier in reversed(identifiers):
        value = nw.col(f"{identifier}{FOUND}") if found else nw.lit(identifier)
        strongest = nw.when(~nw.col(_given_column(identifier)).is_null()).then(value).otherwise(strongest)
    return strongest


def _with_filled_in_devices(rows: Frame, devices: Frame, identifiers: tuple[str, ...]) -> Frame:
    """The rows with `target` filled in where new identifiers are given to a known device that lacks them.

    The strongest identifiers of such a row are on no device, and all others belong to one device, which has none of the
    former. So a device known by its asset tag is given its serial number.
    """
    found = [f"{identifier}{FOUND}" for identifier in identifiers]
    keys = [identifier for identifier in identifiers if identifier != "device_id"]
    if len(found) < 2:
        return rows
    lowest, greatest = nw.min_horizontal(*found), nw.max_horizontal(*found)
    own = devices.select(lowest=nw.col("device_id"), **{f"{key}{_OWN}": nw.col(key) for key in keys})
    joined = rows.with_columns(lowest=lowest, is_one=is_true_expr(lowest == greatest)).join(
        own, on="lowest", how="left"
    )
    stand_ins = tuple(name for name in LAST_RESORTS if name in rows.collect_schema().names())
    has_room = [_has_room_expr(key, found[: identifiers.index(key) + 1], stand_ins) for key in keys]
    is_adopted = nw.all_horizontal(nw.col("target").is_null(), nw.col("is_one"), *has_room, ignore_nulls=False)
    target = nw.when(is_adopted).then(nw.col("lowest")).otherwise(nw.col("target"))
    return joined.with_columns(target=target).drop("lowest", "is_one", *(f"{key}{_OWN}" for key in keys))


def _has_room_expr(key: str, found: list[str], stand_ins: tuple[str, ...]) -> nw.Expr:
    """True unless the row would give the device a second value of this identifier.

    A tag for which one of the `stand_ins` of the row stands is none.
    """
    is_unfound = nw.all_horizontal(*(nw.col(column).is_null() for column in found), ignore_nulls=False)
    is_new = nw.col(key).is_null() | nw.col(f"{key}{_OWN}").is_null() | ~is_unfound
    if key != "asset_tag" or not stand_ins:
        return is_new
    return nw.any_horizontal(is_new, stands_for_expr(f"{key}{_OWN}", stand_ins), ignore_nulls=True)


def _with_named(rows: Frame, devices: Frame) -> Frame:
    """The rows with `namesakes`, the number of devices with the name of a nameless row, and `named_id`, one of them."""
    alone = rows.filter(nw.col("is_nameless")).select("org_id", _NAME_KEY).drop_nulls().unique()
    holders = (
        devices.select("org_id", "device_id", **{_NAME_KEY: name_key_expr("name")})
        .join(alone, on=["org_id", _NAME_KEY], how="semi")
        .group_by("org_id", _NAME_KEY)
        .agg(named_id=nw.col("device_id").min(), namesakes=nw.len().cast(nw.Int64))
    )
    return rows.join(holders, on=["org_id", _NAME_KEY], how="left")


def _with_findings(rows: Frame, identifiers: tuple[str, ...], *, has_nameless: bool) -> Frame:
    rows = rows.with_columns(**_found_exprs(rows, identifiers, has_nameless=has_nameless))
    if has_nameless:
        rows = rows.drop("named_id", "namesakes")
    kind = nw.coalesce(_strongest_expr(identifiers, found=False), nw.lit("name"))
    value = _strongest_value_expr(identifiers)
    rows = rows.with_columns(is_unknown=nw.col("device_id").is_null() & ~value.is_null(), kind=kind)
    is_unknown, kind = nw.col("is_unknown"), nw.col("kind")
    return rows.with_columns(
        unknown_key=nw.when(is_unknown).then(nw.concat_str(nw.col("org_id"), value, kind, separator="\x1f")),
        is_creatable=is_unknown & (kind != nw.lit("device_id")),
        not_on_record=_not_on_record_expr(identifiers),
    ).drop("is_unknown", "kind")


def _found_exprs(rows: Frame, identifiers: tuple[str, ...], *, has_nameless: bool) -> dict[str, nw.Expr]:
    """The device that a row means, and what stands against it: `device_id, finding`."""
    target = nw.col("target")
    is_mismatch = any_expr(
        (nw.col(f"{i}{FOUND}") != target) | target.is_null() & ~nw.col(f"{i}{FOUND}").is_null() for i in identifiers
    )
    is_ambiguous = nw.lit(value=False)
    device_id = target
    if has_nameless:
        is_ambiguous = is_true_expr(nw.col("is_nameless") & (nw.col("namesakes") > 1))
    if DOUBT in rows.collect_schema().names():
        is_ambiguous, is_mismatch = is_ambiguous | nw.col(DOUBT), is_mismatch & ~nw.col(DOUBT)
        device_id = nw.when(~nw.col(DOUBT)).then(target)
    if has_nameless:
        by_name = nw.when(nw.col("is_nameless") & ~is_ambiguous).then(nw.col("named_id"))
        device_id = nw.coalesce(device_id, by_name)
    mismatch, ambiguous = (nw.lit(reason.value) for reason in (Reason.IDENTIFIER_MISMATCH, Reason.AMBIGUOUS_DEVICE))
    return {"finding": nw.when(is_mismatch).then(mismatch).when(is_ambiguous).then(ambiguous), "device_id": device_id}


def _strongest_value_expr(identifiers: tuple[str, ...]) -> nw.Expr:
    values = [nw.col(_given_column(i)).cast(nw.String) for i in identifiers]
    return nw.coalesce(*values, nw.col(_NAME_KEY))


def _not_on_record_expr(identifiers: tuple[str, ...]) -> nw.Expr:
    """The weaker identifiers that a row of a known device gives and no device has, as `asset_tag mac_address`."""
    missing = [
        nw.when(
            ~nw.col("device_id").is_null() & ~nw.col(_given_column(i)).is_null() & nw.col(f"{i}{FOUND}").is_null()
        ).then(nw.lit(i))
        for i in identifiers[1:]
    ]
    return nw.concat_str(*missing, separator=" ", ignore_nulls=True) if missing else null_text()
