"""Each value that a run changes, for programs: an action on a device or a person, one row per field."""

from __future__ import annotations

import polars as pl

from pipeline.outputs.frames.changes.story import Story, ownership_values_exprs
from schemas.frames.events import is_first_half
from schemas.vocabulary import Action, EventType

_OWNER, _OWNERSHIP = "owner_email", "ownership"
_IS_OF_FIELDS = pl.col("type").is_in([EventType.DEVICE_UPDATED.value, EventType.OWNER_UPDATED.value])
_COLUMNS = (
    *("serial_number", "device_id", "owner_email", "action", "field", "old", "new"),
    *("reason", "file", "sheet", "row"),
)
_NUMBERS = ("device_id", "row")
_SUBJECT = ["aggregate", "aggregate_id"]


def changed_values(story: Story, most: int) -> tuple[pl.DataFrame, int]:
    """The first so many values that change, devices first, and the number of all.

    `serial_number, device_id, owner_email, action, field, old, new, reason, file, sheet, row`. An update has a row per
    attribute. Where a device changes hands, `field` is `owner_email`; where only the end or label of an ownership
    changes, it is `ownership`; a new device has none. A person whose facts change has no `device_id`.
    """
    actions = story.events.filter(~is_first_half(pl.col("type"), pl.col("action")), _is_told())
    of_fields = actions.filter(_IS_OF_FIELDS).height
    count = actions.height - of_fields + story.device_changes.height + story.owner_changes.height
    is_device = pl.col("aggregate") == "device"
    first = pl.concat([actions.filter(is_device).head(most), actions.filter(~is_device).head(most)]).head(most)
    # people have numbers of their own, which may be those of devices
    facts = story.devices.select("serial_number", aggregate=pl.lit("device"), aggregate_id="device_id")
    facts = facts.join(first, on=_SUBJECT, how="semi").unique("aggregate_id")
    named = first.join(facts, on=_SUBJECT, how="left", maintain_order="left")
    fields = _fields(story).join(first, on=[*_SUBJECT, "type"], how="semi").sort("aggregate_id", "field")
    told = named.join(fields, on=[*_SUBJECT, "type"], how="left", maintain_order="left")
    return _shaped(told).head(most), count


def no_changed_values() -> pl.DataFrame:
    """Nothing that changes, in the columns of `changed_values`."""
    return pl.DataFrame(schema={name: pl.Int64 if name in _NUMBERS else pl.String for name in _COLUMNS})


def _is_told() -> pl.Expr:
    is_device = pl.col("aggregate") == "device"
    return is_device | (pl.col("type") == EventType.OWNER_UPDATED.value)


def _fields(story: Story) -> pl.DataFrame:
    """One row per changed attribute of a device and fact of a person, by the event that changes it."""
    devices = story.device_changes.select(
        aggregate=pl.lit("device"), type=pl.lit(EventType.DEVICE_UPDATED.value), aggregate_id="device_id",
        field="field", was="old", becomes="new",
    )  # fmt: skip
    people = story.owner_changes.select(
        aggregate=pl.lit("owner"), type=pl.lit(EventType.OWNER_UPDATED.value), aggregate_id="owner_id",
        field="field", was="old", becomes="new",
    )  # fmt: skip
    return pl.concat([devices, people])


def _shaped(told: pl.DataFrame) -> pl.DataFrame:
    old, new = ownership_values_exprs()
    is_device = pl.col("aggregate") == "device"
    is_moved = (pl.col("type") == EventType.OWNERSHIP_UPDATED.value) & (pl.col("action") == Action.UPDATE.value)
    is_created = pl.col("type") == EventType.DEVICE_CREATED.value
    field = pl.when(is_moved).then(pl.lit(_OWNERSHIP)).when(~is_created).then(pl.lit(_OWNER))
    return told.with_columns(
        device_id=pl.when(is_device).then("aggregate_id"),
        action=pl.when(is_device).then("action").otherwise(pl.lit(Action.UPDATE.value)),
        field=pl.coalesce("field", field),
        old=pl.coalesce("was", old),
        new=pl.coalesce("becomes", new),
    ).select(_COLUMNS)
