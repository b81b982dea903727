"""The Changes, Created, Before and Owners frames of a result workbook, made from the events of a run.

The events may be planned (`plan`), just written (`run`), or read back from the store years later: the frames are the
same, since they have no other source.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from pipeline.outputs.frames.changes.people import people_lines
from pipeline.outputs.frames.owner_names import with_names
from pipeline.outputs.local_times import local_expr
from schemas.frames.events import is_first_half
from schemas.frames.polars_frames import shaped
from schemas.frames.results import CHANGES
from schemas.instants import OPEN_END
from schemas.reasons.filled_frames import format_expr
from schemas.records import dataclass
from schemas.vocabulary import Action, EventType

# The columns for the names of people, each with that of the address.
_NAMES = {"owner_name": "owner_email", "previous_owner_name": "previous_owner_email"}


@dataclass(frozen=True, slots=True)
class Story:
    """The data for a run's frames; events and changes of devices and owners as in `model.ChangeSet`.

    `devices` has every device of the events and of the touched owners' spans, as it is after the run: `device_id,
    org_id, serial_number, asset_tag, mac_address, name, type, category, purchase_price, currency`. `owners` has
    `owner_id, org_id, email, owner_name`, `spans` the ownerships believed after the run: `ownership_id, device_id,
    owner_id, start_time, end_time`. `now` is the run's instant; instants within texts are told in `timezone`. Where
    `spans` has only those of the events, `beside` counts and names what else people hold, as in `model.State`. `former`
    has identifiers that devices had before: `device_id, org_id, field, value`.
    """

    events: pl.DataFrame
    device_changes: pl.DataFrame
    owner_changes: pl.DataFrame
    devices: pl.DataFrame
    owners: pl.DataFrame
    spans: pl.DataFrame
    now: datetime
    timezone: str = "UTC"
    beside: pl.DataFrame | None = None
    former: pl.DataFrame | None = None


def changes_frame(story: Story) -> pl.DataFrame:
    """One row per action, devices in the order of their ids, then one per person whose facts change.

    The first half of a reassign has no row of its own. An ownership that an undo restores takes effect at its own
    start.
    """
    return _with_names(pl.concat([_device_changes(story), _people_changes(story)]), story)


def _device_changes(story: Story) -> pl.DataFrame:
    changes = _told_changes(story.device_changes)
    told = _with_facts(_actions(story.events), story.devices).join(
        changes, on="device_id", how="left", maintain_order="left"
    )
    spans = pl.col("type").is_in([EventType.OWNERSHIP_TAKEN, EventType.OWNERSHIP_UPDATED])
    old, new = _old_and_new(story.timezone)
    return told.select(
        "action",
        "org_id",
        "serial_number",
        "asset_tag",
        "device_id",
        device_name="name",
        owner_email=pl.when(~is_loss()).then("owner_email"),
        previous_owner_email=_previous_owner(),
        effective_at=pl.when(pl.col("type") == EventType.OWNERSHIP_RELEASED).then("end_time").otherwise("start_time"),
        end_at=pl.when(spans & (pl.col("end_time") < OPEN_END)).then("end_time"),
        due_at=pl.when(spans).then("due_at"),
        old=old,
        new=new,
        purchase_price="purchase_price",
        currency="currency",
        reason="reason",
        file="file",
        sheet="sheet",
        row="row",
    )


def _people_changes(story: Story) -> pl.DataFrame:
    told = people_lines(story.events, story.owner_changes)
    shown = told.rename({"told_old": "old", "told_new": "new"}).drop("previous_owner_email")
    return shaped(shown, CHANGES).drop(_NAMES)


def _with_names(changes: pl.DataFrame, story: Story) -> pl.DataFrame:
    return with_names(changes, story.owners, **_NAMES)


def left_out_frame(story: Story) -> pl.DataFrame:
    """One row per planned action that was not carried out: as `changes_frame`, with its `plan_line`.

    The reason of each event is the reason for leaving it out.
    """
    devices = _device_changes(story).hstack(_actions(story.events).select("plan_line"))
    people = _people_changes(story).hstack(people_lines(story.events, story.owner_changes).select("plan_line"))
    return _with_names(pl.concat([devices, people]), story)


def created_frame(story: Story) -> pl.DataFrame:
    """One row per device or owner that was created; see `model.Results`."""
    made = _with_facts(story.events.filter(pl.col("type") == EventType.DEVICE_CREATED), story.devices)
    taken = story.events.filter(pl.col("type") == EventType.OWNERSHIP_TAKEN).select(
        "aggregate_id", holder="owner_email"
    )
    holders = taken.unique("aggregate_id", keep="last", maintain_order=True)
    devices = made.join(
        holders, left_on="device_id", right_on="aggregate_id", how="left", maintain_order="left"
    ).select(
        what=pl.lit("device"),
        org_id="org_id",
        id="device_id",
        serial_number="serial_number",
        name="name",
        type="type_name",
        category="category",
        owner_email="holder",
        purchase_price="purchase_price",
        currency="currency",
        file="file",
        sheet="sheet",
        row="row",
    )
    met = story.events.filter(pl.col("type") == EventType.OWNER_CREATED)
    named = met.join(story.owners.select("owner_id", "owner_name"), on="owner_id", how="left", maintain_order="left")
    owners = named.select(
        what=pl.lit("owner"),
        org_id="org_id",
        id="owner_id",
        name="owner_name",
        owner_email="owner_email",
        file="file",
        sheet="sheet",
        row="row",
    )
    return pl.concat([devices, owners], how="diagonal")


def before_frame(story: Story) -> pl.DataFrame:
    """One row per value that was replaced: former attributes, spans and facts of people; see `model.Results`."""
    updated = story.events.filter(pl.col("type") == EventType.DEVICE_UPDATED).select("aggregate_id", "org_id")
    facts = story.devices.select("device_id", "serial_number")
    attributes = (
        story.device_changes.join(updated, left_on="device_id", right_on="aggregate_id")
        .join(facts, on="device_id", how="left")
        .sort("device_id", "field")
        .select(
            what=pl.lit("device"),
            org_id="org_id",
            device_id="device_id",
            serial_number="serial_number",
            field="field",
            value="old",
        )
    )
    ended = story.events.filter(pl.col("previous_end_time").is_not_null())
    is_updated = pl.col("type") == EventType.OWNERSHIP_UPDATED
    spans = _with_facts(ended, story.devices).select(
        what=pl.lit("ownership"),
        org_id="org_id",
        device_id="device_id",
        serial_number="serial_number",
        ownership_id="ownership_id",
        owner_email="owner_email",
        start_time="start_time",
        end_time=_shown_end("previous_end_time"),
        label=pl.when(is_updated).then("previous_label").otherwise("label"),
        due_at=pl.when(is_updated).then("previous_due_at").otherwise("due_at"),
    )
    renamed = story.events.filter(pl.col("type") == EventType.OWNER_UPDATED).select(
        "org_id", owner_id="aggregate_id", owner_email=pl.coalesce("previous_owner_email", "owner_email")
    )
    facts = story.owner_changes.join(renamed, on="owner_id").sort("owner_id", "field")
    people = facts.select(what=pl.lit("owner"), org_id="org_id", owner_email="owner_email", field="field", value="old")
    return pl.concat([attributes, spans, people], how="diagonal")


def is_gain() -> pl.Expr:
    """True for an event after which its owner has the device, also where an undo reopens an ownership."""
    action = pl.col("action").is_in([Action.ASSIGN, Action.REASSIGN])
    reopened = (pl.col("type") == EventType.OWNERSHIP_UPDATED) & action
    return (pl.col("type") == EventType.OWNERSHIP_TAKEN) | reopened


def is_loss() -> pl.Expr:
    """True for an event by which its owner loses the device, or a future ownership is cancelled."""
    return pl.col("type").is_in([EventType.OWNERSHIP_RELEASED, EventType.OWNERSHIP_CANCELLED])


def _previous_owner() -> pl.Expr:
    return pl.when(is_loss()).then("owner_email").otherwise("previous_owner_email")


def _old_and_new(timezone: str) -> tuple[pl.Expr, pl.Expr]:
    """The old and new values of an action: owners, ends and labels, or attributes."""
    type_, category = format_expr("type: {}", "type_name"), format_expr("category: {}", "category")
    named = pl.concat_str(type_, category, separator="; ", ignore_nulls=True)
    is_created, is_updated = (pl.col("type") == type_ for type_ in (EventType.DEVICE_CREATED, EventType.DEVICE_UPDATED))
    old, new = ownership_values_exprs(timezone)
    told_new = pl.when(is_updated).then("told_new").when(is_created).then(named).otherwise(new)
    return pl.when(is_updated).then("told_old").otherwise(old), told_new


def ownership_values_exprs(timezone: str = "UTC") -> tuple[pl.Expr, pl.Expr]:
    """The old and new values of an event of an ownership: owners, or ends and labels; null for any other event."""
    handed = (pl.col("type") == EventType.OWNERSHIP_TAKEN) | (is_gain() & (pl.col("action") == Action.REASSIGN))
    moved = pl.col("type") == EventType.OWNERSHIP_UPDATED
    old = pl.when(handed | is_loss()).then(_previous_owner()).when(moved).then(_span_text("previous_", timezone))
    return old, pl.when(handed).then("owner_email").when(moved).then(_span_text("", timezone))


def _actions(events: pl.DataFrame) -> pl.DataFrame:
    """The events of devices that are actions, without first halves of reassigns."""
    return events.filter(pl.col("aggregate") == "device", ~is_first_half(pl.col("type"), pl.col("action")))


def _with_facts(events: pl.DataFrame, devices: pl.DataFrame) -> pl.DataFrame:
    """The device events with the identifiers of the device; its type is `type_name`, since `type` is the event's."""
    facts = devices.drop("org_id").rename({"type": "type_name"})
    renamed = events.rename({"aggregate_id": "device_id"})
    return renamed.join(facts, on="device_id", how="left", maintain_order="left")


def _told_changes(device_changes: pl.DataFrame) -> pl.DataFrame:
    """One row per changed device: its old and new values as text, attribute by attribute."""
    blank = pl.lit("(blank)")
    return (
        device_changes.sort("device_id", "field")
        .group_by("device_id")
        .agg(
            told_old=format_expr("{}: {}", "field", pl.col("old").fill_null(blank)).str.join("; "),
            told_new=format_expr("{}: {}", "field", pl.col("new").fill_null(blank)).str.join("; "),
        )
    )


def _shown_end(column: str) -> pl.Expr:
    """The end of a span for people: null while it is open."""
    return pl.when(pl.col(column) < OPEN_END).then(column)


def _span_text(prefix: str, timezone: str) -> pl.Expr:
    form = "%Y-%m-%d %H:%M" + ("" if timezone == "UTC" else f" ({timezone})")
    ends, due_at = (local_expr(at, timezone) for at in (_shown_end(f"{prefix}end_time"), pl.col(f"{prefix}due_at")))
    end, due = ends.dt.strftime(f"until {form}").fill_null("open end"), due_at.dt.strftime(f"due {form}")
    label = format_expr("label {}", f"{prefix}label")
    return pl.concat_str(end, due, label, separator="; ", ignore_nulls=True)
