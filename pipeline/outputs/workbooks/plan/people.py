"""The lines of people: those whom people sheets put on record or change, and other new owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.outputs.frames.changes.people import told_facts
from schemas.vocabulary import Action, EventType, Kind

if TYPE_CHECKING:
    from pipeline.model import Plan

OWNER_COLUMNS = (
    *("owner_email", "owner_name", "looks_like", "likeness", "devices", "org_id", "external_user_id"),
    *("file", "sheet", "row"),
)
PERSON_COLUMNS = (
    *("action", "owner_email", "owner_name", "old", "new", "looks_like", "likeness", "devices", "org_id"),
    *("comment", "file", "sheet", "row"),
)


def owner_lines(plan: Plan) -> pl.DataFrame:
    """One row per new owner of other sheets, in the order of the events, with similar known owners and new devices."""
    return _with_facts(_owner_events(plan, are_listed=False), plan)


def person_lines(plan: Plan) -> pl.DataFrame:
    """One row per owner whom a people sheet puts on record, or of whom facts change: the facts, old and new."""
    is_new = pl.col("type") == EventType.OWNER_CREATED
    lines = _with_facts(_owner_events(plan, are_listed=True), plan)
    created = _told_owners(plan.change_set.owners_created)
    for facts in (told_facts(plan.change_set.owner_changes).drop("told"), created):
        lines = lines.join(facts, on="owner_id", how="left", maintain_order="left")
    action = pl.when(is_new).then(pl.lit(Action.CREATE.value)).otherwise(pl.lit(Action.UPDATE.value))
    return lines.with_columns(action=action, old="told_old", new=pl.coalesce("told_new", "told_created"))


def _owner_events(plan: Plan, *, are_listed: bool) -> pl.DataFrame:
    events = plan.change_set.events.filter(pl.col("aggregate") == "owner")
    listed = plan.judged.filter(pl.col("kind") == Kind.PEOPLE)["row_id"]
    is_updated = pl.col("type") == EventType.OWNER_UPDATED
    is_person = is_updated | pl.col("row_id").is_in(listed.implode()).fill_null(value=False)
    told = events.filter(is_person if are_listed else ~is_person)
    return told.select("type", "owner_id", "owner_email", "org_id", "comment", "file", "sheet", "row")


def _with_facts(lines: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    taken = plan.change_set.events.filter(pl.col("type") == EventType.OWNERSHIP_TAKEN)
    counted = taken.group_by("owner_id").agg(devices=pl.col("aggregate_id").n_unique().cast(pl.UInt32))
    known = plan.change_set.owners_created.select("owner_id", "owner_name", "external_user_id")
    for facts in (known, counted):
        lines = lines.join(facts, on="owner_id", how="left", maintain_order="left")
    if plan.suspects.is_empty():
        return lines
    alike = plan.suspects.select("org_id", "likeness", owner_email="email", looks_like="likely_email")
    alike = alike.group_by("org_id", "owner_email", maintain_order=True).first()
    return lines.join(alike, on=["org_id", "owner_email"], how="left", maintain_order="left")


def _told_owners(created: pl.DataFrame) -> pl.DataFrame:
    """One row per new owner: `owner_id`, and all facts as `told_created`."""
    texts = created.drop("org_id").with_columns(pl.exclude("owner_id").cast(pl.String))
    long = texts.unpivot(index="owner_id", variable_name="field", value_name="new").drop_nulls("new")
    changes = long.select("owner_id", "field", pl.lit(None, pl.String).alias("old"), "new")
    return told_facts(changes).select("owner_id", told_created="told_new")
