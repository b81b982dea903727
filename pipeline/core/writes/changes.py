"""The changes that decisions make: new devices and owners, and spans that end, change or begin.

New ids follow the order of the keys, never that of the rows, so that shuffled sheets give the same ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import narwhals as nw

from pipeline.core.expressions import (
    Frame,
    combined,
    computed,
    instant_expr,
    is_empty,
    is_true_expr,
    raised,
    settled,
    stacked,
)
from schemas.frames.changes import SPANS_RECORDED
from schemas.frames.state import SPANS
from schemas.instants import OPEN_END
from schemas.vocabulary import Action, Reason, Request

UNKNOWN_CATEGORY = "unknown"

# The columns of ended spans that are written: see `spans_ended`.
ENDED = (
    *("last_ownership_id", "org_id", "device_id", "last_owner_id", "last_start", "at", "last_label", "last_added_by"),
    *("last_due", "is_cancelling"),
)


def numbered(rows: Frame, name: str, order: tuple[str, ...], *, after: int) -> Frame:
    """The same rows with an id: `after` + 1, 2, 3 ... in the order of those columns."""
    counted = rows.with_row_index("counted", order_by=order)
    return counted.with_columns((nw.col("counted").cast(nw.Int64) + (after + 1)).alias(name)).drop("counted")


def devices_by_inventory(applied: Frame, attributes: tuple[str, ...], *, after: int) -> Frame:
    """One row per device that an inventory row creates: its id, organization, attributes and the row."""
    rows = applied.filter(nw.col("action") == Action.CREATE.value).drop("device_id")
    created = numbered(rows, "device_id", ("org_id", "unknown_key"), after=after)
    return settled(created.select("device_id", "org_id", *attributes, "row_id"))


def devices_by_assignment(applied: Frame, defaults: Mapping[str, str], *, after: int) -> Frame:
    """One row per device that an assignments row creates: its id, identifiers, other attributes, and the row.

    Its name is its identifier, unless the row gives one; its attributes beside the type are the `defaults`.
    """
    rows = applied.filter(nw.col("device_id").is_null())
    created = numbered(rows.drop("device_id"), "device_id", ("org_id", "unknown_key"), after=after)
    others = {name: value for name, value in defaults.items() if name != "type"}
    name = nw.coalesce("claim_name", "serial_number", "claim_asset_tag", "claim_mac_address")
    return settled(
        created.select(
            "device_id",
            "org_id",
            "serial_number",
            asset_tag=nw.col("claim_asset_tag"),
            mac_address=nw.col("claim_mac_address"),
            name=name,
            type=nw.col("device_type"),
            **{attribute: nw.lit(value) for attribute, value in {"category": UNKNOWN_CATEGORY, **others}.items()},
            row_id=nw.col("row_id"),
        )
    )


def devices_after(devices: Frame, updates: Frame, created: Frame) -> Frame:
    """The devices as they are after the updates; created ones have version 0.

    `updates` has one row per updated device: `device_id`, and the new value of each attribute that any of them changes,
    typed as in `devices`.
    """
    columns = devices.collect_schema().names()
    touched = [name for name in updates.collect_schema().names() if name in columns and name != "device_id"]
    values = [nw.col(name).alias(f"{name}_new") for name in touched]
    joined = devices.join(
        updates.select("device_id", *values, is_updated=nw.lit(value=True)), on="device_id", how="left"
    )
    is_updated = is_true_expr(nw.col("is_updated"))
    latest = {name: nw.when(is_updated).then(nw.col(f"{name}_new")).otherwise(nw.col(name)) for name in touched}
    updated = joined.select(*(latest.get(name, nw.col(name)).alias(name) for name in columns))
    new = created.select(*(c for c in created.collect_schema().names() if c in columns), version=nw.lit(0, nw.Int64))
    return settled(combined([updated, new]))


def devices_after_inventory(devices: Frame, applied: Frame, attributes: tuple[str, ...], created: Frame) -> Frame:
    """The devices as they are after the inventory; see `devices_after`."""
    return devices if is_empty(applied) else devices_after(devices, inventory_updates(applied, attributes), created)


def inventory_updates(applied: Frame, attributes: tuple[str, ...]) -> Frame:
    """One row per device that an applied inventory row updates, with its changed attributes; see `devices_after`."""
    updates = settled(applied.filter(nw.col("action") == Action.UPDATE.value))
    changed = [flag.removesuffix("_differs") for flag in raised(updates, [f"{name}_differs" for name in attributes])]
    return updates.select(
        "device_id",
        *(
            nw.when(nw.col(f"{name}_differs")).then(nw.col(name)).otherwise(nw.col(f"{name}_current")).alias(name)
            for name in changed
        ),
    )


def written_updates(device_changes: Frame, devices: Frame) -> Frame:
    """One row per device of `ChangeSet.device_changes`, with its new attributes; see `devices_after`.

    It has only attributes that `devices` has and that a cast reads from canonical text: texts, numbers and dates.
    """
    schema = devices.collect_schema()
    told = computed(device_changes.select("field").unique())["field"].to_list()
    fields = [field for field in sorted(told) if field in schema]
    if not fields:
        return devices.head(0).select("device_id")
    is_field = {field: nw.col("field") == field for field in fields}
    wide = (
        device_changes.filter(nw.col("field").is_in(fields))
        .group_by("device_id")
        .agg(
            *(nw.when(is_one).then(nw.col("new")).max().alias(f"{field}_new") for field, is_one in is_field.items()),
            *(is_one.cast(nw.Int8).max().alias(f"{field}_told") for field, is_one in is_field.items()),
        )
    )
    return devices.join(wide, on="device_id", how="inner").select(
        "device_id",
        *(
            nw.when(nw.col(f"{field}_told") > 0)
            .then(nw.col(f"{field}_new").cast(schema[field]))
            .otherwise(nw.col(field))
            .alias(field)
            for field in fields
        ),
    )


def owners_created(applied: Frame, *, after: int) -> Frame:
    """One row per new owner of an applied row: id, handle, what is known of the owner, and the first such row."""
    rows = applied.filter((nw.col("request") == Request.ASSIGN.value) & nw.col("owner_id").is_null())
    facts = {"email": "given_email"} | {name: name for name in ("external_user_id", "username", "owner_name")}
    needed = rows.group_by("org_id", "owner_key").agg(
        nw.col("row_id").min(),
        handle=nw.col("owner_email").min(),
        **{fact: nw.col(column).min() for fact, column in facts.items()},
    )
    return settled(numbered(needed, "owner_id", ("org_id", "handle", "owner_key"), after=after))


def with_new_ids(applied: Frame, new_devices: Frame, new_owners: Frame) -> Frame:
    """The applied assignments rows, with the ids of the devices and owners that they create."""
    made = new_devices.select("row_id", made_id=nw.col("device_id"))
    met = new_owners.select("org_id", "owner_key", met_id=nw.col("owner_id"))
    rows = applied.join(made, on="row_id", how="left")
    rows = rows.join(met, on=["org_id", "owner_key"], how="left")
    return settled(
        rows.with_columns(
            device_id=nw.coalesce("device_id", "made_id"), owner_id=nw.coalesce("owner_id", "met_id")
        ).drop("made_id", "met_id")
    )


def spans_by_rows(applied: Frame, *, after: int, added_by: str | None) -> tuple[Frame, Frame, Frame]:
    """The spans that rows end, move and begin; see `spans_ended`, `spans_moved` and `spans_begun`."""
    begun = settled(spans_begun(applied, after=after, added_by=added_by))
    return settled(spans_ended(applied)), settled(spans_moved(applied)), begun


def spans_ended(applied: Frame) -> Frame:
    """One row per span that a row ends or cancels: as it was (`last_...`), and `at`, its new end."""
    return applied.filter(nw.col("action").is_in([Action.REASSIGN.value, Action.UNASSIGN.value]))


def spans_moved(applied: Frame) -> Frame:
    """One row per span whose end, due date or label a row changes, with `new_end`, `new_due` and `new_label`.

    Where no row does, they are missing.
    """
    moved = settled(applied.filter(nw.col("action") == Action.UPDATE.value))
    if is_empty(moved):
        return moved
    opened = nw.when(is_true_expr(nw.col("clears_end"))).then(instant_expr(OPEN_END))
    emptied = nw.when(is_true_expr(nw.col("clears_label"))).then(nw.lit(None, dtype=nw.String))
    undated = nw.when(is_true_expr(nw.col("clears_due"))).then(nw.lit(None, dtype=nw.Datetime("us")))
    return moved.with_columns(
        new_due=undated.otherwise(nw.coalesce("due_at", "last_due")),
        new_end=opened.otherwise(nw.coalesce("end_at", "last_end")),
        new_label=emptied.otherwise(nw.coalesce("label", "last_label")),
    )


def spans_begun(applied: Frame, *, after: int, added_by: str | None) -> Frame:
    """One row per span that a row opens: its new id, `start_time`, `end_time`, due date, label and maker."""
    taking = applied.filter(nw.col("action").is_in([Action.ASSIGN.value, Action.REASSIGN.value]))
    return numbered(taking, "ownership_id", ("device_id", "at"), after=after).with_columns(
        start_time=nw.col("at"),
        end_time=nw.coalesce(nw.col("end_at"), instant_expr(OPEN_END)),
        added_by=nw.coalesce(nw.col("added_by"), nw.lit(added_by, dtype=nw.String)),
    )


def spans_absent(absent: Frame, left: Frame, *, now: datetime) -> Frame:
    """The ownerships that end without a row, in the shape of `spans_ended`, with the `reason`.

    The `absent` ones end at the run's instant, those of people who have `left` at their `at`.
    """
    unnamed = absent.with_columns(at=instant_expr(now), reason=nw.lit(Reason.ABSENT_FROM_FULL_SHEET.value))
    gone = left.with_columns(reason=nw.lit(Reason.OWNER_LEFT.value))
    ended = stacked([frame.select(*SPANS.names, "at", "reason") for frame in (unnamed, gone)])
    renamed = {c: f"last_{c}" for c in ("ownership_id", "owner_id", "owner_email", "label", "added_by")}
    renamed |= {"start_time": "last_start", "end_time": "last_end", "due_at": "last_due"}
    return ended.rename(renamed).with_columns(action=nw.lit(Action.UNASSIGN.value), is_cancelling=nw.lit(value=False))


def recorded(ended: Frame, moved: Frame, begun: Frame) -> Frame:
    """One row per new or corrected ownership: the new spans, the ended ones and the changed ones."""
    same = {"last_ownership_id": "ownership_id", "last_owner_id": "owner_id", "last_start": "start_time"}
    same["last_added_by"] = "added_by"
    shortened = same | {"at": "end_time", "last_label": "label", "last_due": "due_at"}
    changed = same | {"new_end": "end_time", "new_label": "label", "new_due": "due_at"}
    parts = [begun.select(*SPANS_RECORDED.names)]
    if not is_empty(ended):
        kept = ended.filter(~nw.col("is_cancelling"))
        parts.append(kept.select("org_id", "device_id", *shortened).rename(shortened))
    if not is_empty(moved):
        parts.append(moved.select("org_id", "device_id", *changed).rename(changed))
    return stacked(parts)
